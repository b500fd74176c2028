"""Ground below the sea, as of the Dead Sea and of polders, or the floor of a sea that a file holds instead of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.quantities.positions import Position
from shieldwall.scenario.schema import RedUnit, Scenario
from shieldwall.terrain import Terrain
from shieldwall.terrain.remarks import box_around, show_box, show_share

Floats = NDArray[np.float64]
#: Ground so far below the sea is no error of a height at its shore, m.
BELOW = -2.0
#: So much of a file below it is said, as a share; and so many cells of it where they are this deep, m.
WIDE, CELLS, DEEP = 0.01, 10, -10.0
#: Points of a leg or a circle at which the ground is asked for.
POINTS = 200
SURFACE = 'gdal_calc.py -A OLD --calc="maximum(A,0)" --outfile=NEW'


def below_the_sea(scenario: Scenario, terrain: Terrain) -> Iterator[str]:
    """Yield a sentence about wide ground of a terrain below the sea: how much, how deep, who stands or flies there."""
    lowest = terrain.extremes[0]
    if lowest > BELOW:
        return
    cells = terrain.elevations < BELOW
    share = float(cells.mean())
    if share < WIDE and int((terrain.elevations < DEEP).sum()) < CELLS:
        return
    yield (
        f"of the terrain {terrain.name}: {int(cells.sum())} cells lie below the sea ({show_share(share)} of it, "
        f"{show_box(box_around(cells, terrain.bounds))}), down to {lowest:.0f} m, and are taken as dry ground"
        f"{_there(scenario, terrain)}; where they are the floor of a sea, lay its surface over it with: {SURFACE}"
    )


def _there(scenario: Scenario, terrain: Terrain) -> str:
    """Who stands or flies there, in words."""
    stand = [f"blue.units.{name}" for name, unit in scenario.blue.units.items() if _low(terrain, [unit.at])]
    stand += [f"places.{name}" for name, place in scenario.places.items() if _low(terrain, [place.at])]
    fly = [f"red.units.{name}" for name, unit in scenario.red.units.items() if _low(terrain, [*_way(scenario, unit)])]
    said = [
        f"{', '.join(names)} {verbs[len(names) > 1]} there"
        for names, verbs in ((stand, ("stands", "stand")), (fly, ("flies", "fly")))
        if names
    ]
    return f"; {' and '.join(said)}" if said else ""


def _low(terrain: Terrain, where: list[Position]) -> bool:
    latitudes, longitudes = np.array(where, np.float64).reshape(-1, 2).T
    return bool((terrain.height(latitudes, longitudes) < BELOW).any())


def _way(scenario: Scenario, unit: RedUnit) -> Iterator[Position]:
    """Points over which a unit flies."""
    points = [waypoint.position for waypoint in scenario.red.routes.get(unit.route or "", ())]
    for one, other in itertools.pairwise(points):
        across = math.remainder(other.longitude - one.longitude, math.tau)
        for part in np.linspace(0.0, 1.0, POINTS).tolist():
            latitude = one.latitude + part * (other.latitude - one.latitude)
            yield Position(latitude, one.longitude + part * across)
    if unit.orbit is not None:
        far, around = unit.orbit.radius / EARTH_RADIUS, unit.orbit.around
        for bearing in np.linspace(0.0, math.tau, POINTS).tolist():
            latitude = around.latitude + far * math.cos(bearing)
            yield Position(latitude, around.longitude + far * math.sin(bearing) / max(0.01, math.cos(latitude)))
