"""Coverage of one unit wherever it is put: drawn at once while it is moved, and then as a battle has it.

A sketch asks the same sensors over the same ground, but in cells of a kilometre and with fewer rays, and only as far as
the horizon; nothing of it goes to the disk, since a hand that moves a unit asks for hundreds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np

from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.assembly.plan.plan import plan
from shieldwall.assembly.plan.sites import AS_FOUGHT, Plane, Sight, antenna, stands
from shieldwall.assembly.plan.units import DeployedUnit
from shieldwall.kernels import masks as kernel
from shieldwall.kernels.geodesy import Frame, horizon_distance
from shieldwall.kernels.mask_making import fill_mask
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.positions import Position
from shieldwall.scenario.fields import Height
from shieldwall.scenario.posts import method_of
from shieldwall.scenario.schema import Red, Scenario
from shieldwall.scenario.traffic import Traffic
from shieldwall.survey.coverage import ROUGH, extent, over, suited, together
from shieldwall.survey.grid import Grid, around
from shieldwall.survey.sensor_network import SensorNetwork, Shares, Target
from shieldwall.terrain import Antenna, Masks, load, site_of
from shieldwall.terrain.visibility import ground_under

#: Cells of the ground of a sketch, m; cells of a mask from a site to its edge, and of a map from edge to edge.
CELL: Final = 1_000.0
MASK_CELLS, MAP_CELLS = 40, 90
#: What a sketch is content with, so that it takes no longer for many that see far: cells of the ground from a site to
#: its edge, of all sensors together; sensors for a map so fine; members of a unit, which stand on the same ring.
ALL_CELLS, FEW, MEMBERS = 450, 3, 3
#: A mask of a sensor that nobody asks, m.
UNASKED: Final = 2_000.0
#: How far from the origin of the plane a unit may be put, m.
FARTHEST: Final = 1_000_000.0


@dataclass(frozen=True, eq=False)
class Seen:
    """What a unit sees at a height: the probability that one look of each sensor detects, float32[row, column]."""

    grid: Grid
    probability: Shares


def seen(scenario: Scenario, unit: str, at: Position, height: Height, target: Target, sketched: bool = False) -> Seen:
    """Return what a unit of blue would see elsewhere, at a height, alone; `sketched`, in some hundredths of a second.

    The searching sensors of the unit count, all where none searches. Raises InputError for a unit without a sensor, and
    for a place too far away.
    """
    if math.hypot(*(float(part) for part in Frame(*scenario.origin).to_enu(*at, 0.0))) > FARTHEST:
        raise InputError(
            "this is too far from the other units", instead=f"stay within {FARTHEST / 1e3:g} km of their middle"
        )
    lone = alone(scenario, unit, at, MEMBERS if sketched else None)
    mine = {full for full, *_ in stands(lone) if full.split("/")[1] == unit}
    made = plan(lone, sight=Sketch(lone, height, mine) if sketched else AS_FOUGHT)
    workspace = Workspace(made)
    draw(workspace, 1, 0)
    network = SensorNetwork(workspace)
    asked = [number for number, sensor in enumerate(network.sensors) if sensor.unit in mine]
    asked = [number for number in asked if network.sensors[number].searches] or asked
    if not asked:
        raise InputError(f"{unit} has no sensor", instead="choose a unit with one")
    return _seen(network, asked, height, target, sketched)


def alone(scenario: Scenario, unit: str, at: Position, most: int | None = None) -> Scenario:
    """Return a scenario of one unit and its post, on the same ground, against nobody; the unit stands elsewhere.

    It has `most` members, if that is said.
    """
    blue, post = scenario.blue, scenario.blue.command.post
    free = {"under": None, "deputy": None, "guards": None}
    units = {name: blue.units[name].model_copy(update=free) for name in (post, unit)}
    count = units[unit].count if most is None else min(units[unit].count, most)
    units[unit] = units[unit].model_copy(update={"method": method_of(blue, unit), "at": at, "count": count})
    lone = blue.model_copy(update={"units": units, "links": (), "zones": {}})
    against = {"red": Red(routes={}, units={}), "places": {}, "traffic": Traffic(), "corridors": {}}
    return scenario.model_copy(update={"blue": lone, "stated_origin": scenario.origin, **against})


class Sketch(Sight):
    """Sees the ground in coarse cells, and only for the sensors of some units that are asked."""

    def __init__(self, scenario: Scenario, height: Height, units: set[str]) -> None:
        self._over = scenario.terrain, scenario.origin, scenario.refraction
        self._height = height
        self._units = units

    def plane(self, scenario: Scenario) -> Plane:
        """Return the plane of a scenario over coarse ground."""
        return _plane(scenario.terrain, scenario.origin, scenario.refraction, CELL)

    def masks(self, units: Sequence[DeployedUnit], plane: Plane, ranges: bool) -> Masks:
        """Return the masks of all sensors, in their order, those of other units the least that there can be."""
        antennas = [
            (antenna(unit.place, sensor, ranges), unit.name in self._units) for unit in units for sensor in unit.sensors
        ]
        rows, sites = np.zeros(len(antennas), kernel.MASK), np.zeros(len(antennas), kernel.SITE)
        held = tuple(one for one, _ in antennas)
        grounds = tuple(ground_under(plane.grid, plane.frame, one) for one in held)
        offset = 0
        for number, (one, asked) in enumerate(antennas):
            sites[number] = site_of(plane.grid, plane.frame, one)
            reach = self._reach(plane, one, float(sites[number]["height"])) if asked else UNASKED
            rows[number] = kernel.mask_row(sites[number], reach, max(CELL, reach / MASK_CELLS))
            rows[number]["offset"] = offset
            offset += kernel.mask_size(rows[number])
        altitudes, cells = np.empty(offset, np.int16), ALL_CELLS / max(1, sum(asked for _, asked in antennas))
        for number, row in enumerate(rows):
            reach = 0.5 * (float(row["columns"]) - 1.0) / float(row["per_cell"])
            heights, header = self._ground(reach / cells)
            place = float(sites[number]["x"]), float(sites[number]["y"])
            rise = grounds[number] - float(kernel.elevation(heights[kernel.AS_READ], header, *place))
            fill_mask(heights, header, sites[number], reach, row, altitudes, rise)
        above, at = np.array([one.height for one in held]), rows["offset"].copy()
        return Masks(sites, rows, altitudes, above.reshape(-1, 1), at.reshape(-1, 1), held, grounds)

    def _ground(self, cell: float) -> tuple[Any, Any]:
        """Heights and header of the ground in cells of some metres, no finer than a sketch has them."""
        steps = max(0, math.ceil(2.0 * math.log2(cell / CELL)))
        grid = _plane(*self._over, CELL * 2.0 ** (0.5 * steps)).grid
        return grid.heights, grid.header

    def _reach(self, plane: Plane, one: Antenna, level: float) -> float:
        """How far an antenna sees anything at the height, m."""
        radius = 0.5 / (0.5 / EARTH_RADIUS - float(plane.grid.header["curvature"]))
        top = self._height.metres + (float(plane.grid.header["top"]) if self._height.above_ground else 0.0)
        horizons = horizon_distance(max(level, 0.0), radius) + horizon_distance(max(top, 0.0), radius)
        return float(min(one.reach, horizons))


@lru_cache(16)
def _plane(terrain: str, origin: Position, refraction: float, cell: float) -> Plane:
    frame, land = Frame(*origin), load(terrain)
    # A hill is lower in coarse cells: who stands on it keeps the height that the file has.
    return Plane(frame, land, replace(land.grid(frame, cell, refraction=refraction), surveyed=land))


def _seen(network: SensorNetwork, asked: Sequence[int], height: Height, target: Target, sketched: bool) -> Seen:
    cells = MAP_CELLS * math.sqrt(min(1.0, FEW / len(asked)))
    box = extent(network, [height], target, asked=asked, points=cells if sketched else ROUGH)
    size = max(box[2] - box[0], box[3] - box[1])
    grid = around(network.frame, box, size / cells if sketched else suited(size))
    points = over(network, grid, height)
    each = [network.probability(number, points, target)[0].reshape(grid.rows, grid.columns) for number in asked]
    return Seen(grid, together(np.stack(each)))
