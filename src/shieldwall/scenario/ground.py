"""What a reader must know of the ground of a scenario: its heights, what was made up of it, and who stands there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.positions import Position
from shieldwall.scenario.schema import Scenario
from shieldwall.scenario.sea_floor import below_the_sea
from shieldwall.terrain import Terrain, load
from shieldwall.text.nodes import Node

#: Bearings in which the members of a unit that is spread out are looked for, and parts of the spread.
_ROUND, _PARTS = 8, (0.5, 1.0)
_DEGREE = 111_195.0


class Ground(NamedTuple):
    """The terrain of a scenario: lowest and highest ground of its file, m above the sea, and remarks about it.

    `remarks` are plain sentences without a full stop; `made_up` are the paths in the scenario of positions (units of
    blue, and places) under which the file holds no ground.
    """

    name: str
    lowest: float
    highest: float
    remarks: tuple[str, ...]
    made_up: tuple[tuple[str, ...], ...]


def ground(scenario: Scenario) -> Ground:
    """Return what must be known of the ground of a checked scenario."""
    terrain = load(scenario.terrain)
    paths: list[tuple[str, ...]] = []
    for name, unit in scenario.blue.units.items():
        if _made_up(terrain, unit.at, unit.spread if unit.count > 1 else 0.0):
            paths.append(("blue", "units", name, "at"))
    for name, place in scenario.places.items():
        if _made_up(terrain, place.at, 0.0):
            paths.append(("places", name, "at"))
    said = [f"of the terrain {terrain.name}: {remark}" for remark in terrain.remarks]
    said += below_the_sea(scenario, terrain)
    for path in paths:
        kind = "unit" if path[0] == "blue" else "place"
        said.append(
            f"the {kind} {path[-2]} stands where the terrain {terrain.name} holds no ground; its height is a guess"
        )
    return Ground(terrain.name, *terrain.extremes, tuple(said), tuple(paths))


def ground_warnings(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield a warning for each remark about the ground of a checked scenario, at the line that it is about."""
    land = ground(scenario)
    about_file = len(land.remarks) - len(land.made_up)
    for remark in land.remarks[:about_file]:
        yield root.nearest(("terrain",)).warning(remark, "look at the file, or name another")
    for path, remark in zip(land.made_up, land.remarks[about_file:], strict=True):
        yield root.nearest(path).warning(remark, "put it where the file has ground, or name another file")


def _made_up(terrain: Terrain, at: Position, spread: float) -> bool:
    """Tell whether a place, or one about it, has ground that the file does not hold."""
    if terrain.filled is None:
        return False
    if terrain.made_up(*at):
        return True
    for part in _PARTS if spread > 0.0 else ():
        far = math.radians(part * spread / _DEGREE)
        for number in range(_ROUND):
            bearing = math.tau * number / _ROUND
            east = far * math.sin(bearing) / max(0.01, math.cos(at.latitude))
            if terrain.made_up(at.latitude + far * math.cos(bearing), at.longitude + east):
                return True
    return False
