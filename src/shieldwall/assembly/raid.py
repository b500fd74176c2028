"""The raid of one run: planned, and drawn once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.assembly.draw.raid_effects import lay_densities
from shieldwall.assembly.draw.raid_groups import LEGS, LINES, Drawn, Land
from shieldwall.assembly.names import Names
from shieldwall.assembly.plan.raid import RaidPlan, plan_raid
from shieldwall.assembly.plan.raid_header import threats_in_header
from shieldwall.assembly.plan.raid_rooms import raid_drawn, raid_workspace
from shieldwall.assembly.plan.raid_routes import Target
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario.schema import Scenario

__all__ = ["Raid", "Target", "raid"]

Floats = NDArray[np.float64]


@dataclass
class Columns:
    """Figures of the catalogue in the order in which they were first asked for."""

    asked: dict[tuple[str, str], tuple[Entry, Value | None, float]] = field(default_factory=dict)

    def column(self, entry: Entry, path: str, value: Value | None, default: float = 0.0) -> int:
        """Return the column of a figure of an entry, or of the default where the entry does not state it."""
        self.asked.setdefault((entry.id, path), (entry, value, default))
        return list(self.asked).index((entry.id, path))

    def vector(self, unknowns: Unknowns) -> Floats:
        """Return the figures of a run by column."""
        return np.array([unknowns.take(of[0], path, *of[1:]) for (_, path), of in self.asked.items()], np.float64)


@dataclass(frozen=True)
class Raid:
    """The threats of one run: their plan, what was drawn of it, and the figures of the catalogue."""

    plan: RaidPlan
    drawn: Drawn
    figures: Floats

    @property
    def names(self) -> list[str]:
        """Names of the members, by row of the bodies."""
        return [sent.name for sent in self.plan.sent]

    @property
    def bodies(self) -> Any:
        """BODY rows of all members, also of weapons that nobody releases."""
        return self.drawn.bodies

    @property
    def legs(self) -> Any:
        """LEG rows."""
        return self.drawn.legs[: self.drawn.filled[LEGS]]

    @property
    def script(self) -> Any:
        """SCRIPT rows."""
        return self.drawn.script[: self.drawn.filled[LINES]]

    @property
    def signatures(self) -> Floats:
        """Signatures by row of the threats' entries."""
        return self.drawn.signatures

    @property
    def jammers(self) -> Any:
        """JAMMER rows."""
        return self.drawn.jammers

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries used, by id."""
        return self.plan.entries

    @property
    def about(self) -> dict[str, dict[str, Any]]:
        """What the header tells of each threat."""
        return threats_in_header(self.plan, self.drawn, self.figures)

    def densities(self, sensors: Any) -> Floats:
        """Return float64[sensor, jammer], W/Hz of each jammer in the receiver of each of some SENSOR rows."""
        found = np.zeros((len(sensors), len(self.jammers)))
        lay_densities(self.plan.raid.pods, self.figures, sensors, found)
        return found


def raid(
    scenario: Scenario,
    land: Land,
    relief: float,
    unknowns: Unknowns,
    names: Names,
    places: Mapping[str, Target],
    extra: Sequence[Path] = (),
) -> Raid:
    """Return the raid of a run; `places` are the targets by the names that they have in the scenario.

    How each member departs from the plan is drawn by its own name, so another unit changes none of it. `relief` is how
    far the ground exceeds what was read; `extra` are folders of catalogue entries. Raises InputError for what cannot be
    flown.
    """
    columns = Columns()
    plan = plan_raid(scenario, Frame(*scenario.origin), columns, names, places, extra)
    figures = columns.vector(unknowns)
    scale = 1
    while True:
        drawn = raid_drawn(plan.raid, scale)
        work = raid_workspace(plan.raid, scale)
        if draw_raid(plan.raid, land, figures, relief, unknowns.seed, unknowns.replication, work, drawn) >= 0:
            return Raid(plan, drawn, figures)
        scale *= 2
