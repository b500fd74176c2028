"""What a group needs of the machine, by one member of each of its units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shieldwall.assembly.plan.demand import WORTH_SAYING, in_words, mask_bytes
from shieldwall.assembly.plan.sites import antenna, sight_cells
from shieldwall.assembly.plan.units import DeployedUnit
from shieldwall.quantities.errors import InputWarning
from shieldwall.scenario.schema import Scenario
from shieldwall.text.nodes import Node


def group_warnings(scenario: Scenario, root: Node, units: Mapping[str, DeployedUnit]) -> Iterator[InputWarning]:
    """Yield a warning where the group's masks take much memory and time, at the unit that takes most.

    `units` holds one member of each unit of blue, by the unit's name.
    """
    taken: dict[str, float] = {}
    finest = sight_cells(scenario).near
    for name, written in scenario.blue.units.items():
        unit = units[name]
        each = mask_bytes((antenna(unit.place, sensor, ranges=False) for sensor in unit.sensors), finest)
        taken[name] = written.count * each
    total = sum(taken.values())
    if total < WORTH_SAYING:
        return
    most = max(taken, key=lambda name: taken[name])
    yield root.nearest(("blue", "units", most, "count")).warning(
        f"what the group's sensors see needs {in_words(total)}, most of it for {most}", "write fewer units"
    )
