"""A raid by itself for tests: planned and drawn with figures of the catalogue, without the rest of a battle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.assembly.draw.raid_groups import LEGS, LINES, Drawn
from shieldwall.assembly.plan.land import plan_land
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.raid import RaidPlan, plan_raid
from shieldwall.assembly.plan.raid_header import threats_in_header
from shieldwall.assembly.plan.raid_rooms import raid_drawn, raid_workspace
from shieldwall.assembly.plan.raid_routes import Target
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value, sample
from shieldwall.kernels.draws import TERRAIN, UNKNOWN_VALUE, entity_of, uniform
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario.schema import Scenario
from shieldwall.terrain import ElevationGrid, Terrain, load

Floats = NDArray[np.float64]

HEAD = """
scenario: 1
title: A raid by itself
question: Who is where?
terrain: flat
start: 2019-10-24T08:00Z
lasts: 40 min
origin: 44.90 N 20.30 E
blue:
  command: {post: cp}
  units: {cp: {is: s-400-command-post, at: 44.90 N 20.30 E}}
places: {depot: {at: 44.80 N 20.30 E, value: 10, radius: 300 m}}
red:
  routes:
    south: [44.00 N 20.30 E, 44.40 N 20.40 E, target depot]
  units:
"""


@dataclass
class Columns:
    """A vector of figures in the order in which they are asked for."""

    asked: dict[tuple[str, str], tuple[Value | None, float]] = field(default_factory=dict)

    def column(self, entry: Entry, path: str, value: Value | None, default: float = 0.0) -> int:
        self.asked.setdefault((entry.id, path), (value, default))
        return list(self.asked).index((entry.id, path))

    def vector(self, seed: int, replication: int, sampled: bool) -> Floats:
        def figure(name: str, value: Value | None, default: float) -> float:
            if value is None:
                return default
            u = float(uniform(seed, replication, UNKNOWN_VALUE, entity_of(name), 0, 0))
            return sample(value, u) if sampled else value.value

        return np.array([figure(f"{entry}.{path}", *stated) for (entry, path), stated in self.asked.items()])

    def value(self, entry: Entry, path: str, value: Value | None, figures: Floats) -> float:
        """The figure of a vector; 0 where the entry states none."""
        return float(figures[self.column(entry, path, value)])


@dataclass(frozen=True)
class Drawing:
    """A raid as it was drawn, and everything that it was drawn from."""

    scenario: Scenario
    terrain: Terrain
    frame: Frame
    grid: ElevationGrid
    places: Mapping[str, Target]
    seed: int
    replication: int
    relief: float
    columns: Columns
    figures: Floats
    plan: RaidPlan
    drawn: Drawn

    @property
    def names(self) -> list[str]:
        return [sent.name for sent in self.plan.sent]

    @property
    def bodies(self) -> Any:
        return self.drawn.bodies

    @property
    def legs(self) -> Any:
        return self.drawn.legs[: self.drawn.filled[LEGS]]

    @property
    def script(self) -> Any:
        return self.drawn.script[: self.drawn.filled[LINES]]

    @property
    def about(self) -> dict[str, dict[str, Any]]:
        return threats_in_header(self.plan, self.drawn, self.figures)


def targets(scenario: Scenario) -> dict[str, Target]:
    """All places and units, in the order of their names."""
    frame, terrain = Frame(*scenario.origin), load(scenario.terrain)
    found = {}
    for row, name in enumerate(sorted({*scenario.places, *scenario.blue.units})):
        at = scenario.position(name)
        spot = frame.point_at(*at, float(terrain.height(*at)))
        place = scenario.places.get(name)
        found[name] = Target(row, *spot, place.radius) if place else Target(row, *spot, None, 250.0)
    return found


def drawing(
    scenario: Scenario, seed: int = 1, replication: int = 0, *, sampled: bool = False, fitted: bool = True
) -> Drawing:
    """The raid of a scenario in a replication; places on the terrain's file by polynomials, or each computed."""
    frame, terrain, places = Frame(*scenario.origin), load(scenario.terrain), targets(scenario)
    grid = terrain.grid(frame, 800.0, refraction=scenario.refraction)
    columns = Columns()
    plan = plan_raid(scenario, frame, columns, Names(), places)
    figures = columns.vector(seed, replication, sampled)
    relief = float(uniform(seed, replication, TERRAIN, entity_of("terrain"), 0, 0))
    work, drawn = raid_workspace(plan.raid), raid_drawn(plan.raid)
    land = plan_land(terrain, frame, grid)
    if not fitted:
        land.file.fitted, land.file.reach_x, land.file.reach_y = 0, np.inf, np.inf
    laid = draw_raid(plan.raid, land, figures, relief, seed, replication, work, drawn)
    assert laid == drawn.filled[LEGS]
    whole = scenario, terrain, frame, grid, places, seed, replication, relief, columns, figures, plan, drawn
    return Drawing(*whole)
