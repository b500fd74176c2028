"""Where things stand: the scenario's plane and terrain, units and places on it, and what antennas look over."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_groups import Land
from shieldwall.assembly.plan.demand import check_demand
from shieldwall.assembly.plan.land import plan_land
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.raid_routes import Target
from shieldwall.assembly.plan.rows import Constant
from shieldwall.assembly.plan.sensors import SitedSensor
from shieldwall.assembly.plan.units import DeployedUnit, UnitMaker, spread_out
from shieldwall.catalogue.values import Value
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.ground_tiles import finest_per_cell
from shieldwall.quantities.positions import Position
from shieldwall.scenario.schema import BlueUnit, Scenario
from shieldwall.terrain import BUILT_IN, Antenna, ElevationGrid, Masks, Terrain, load, site_masks, tiled, with_tiles

#: Coarsest and finest cells of the elevation grid, and those of the masks, m.
GROUND_CELL, FINEST_CELL, MASK_CELL = 800.0, 100.0, 1000.0
#: Half width and cell of the finer relief about the origin that pictures of the run show, m.
NEAR, NEAR_CELL = 45_000.0, 400.0
#: Cells of the coarse relief on its longer side, about.
COARSE = 600
#: Masks are made for antennas at most so many times as high as the next lower ones.
HEIGHT_STEP = 1.5


@dataclass(frozen=True)
class Plane:
    """The scenario's plane and the terrain on it."""

    frame: Frame
    terrain: Terrain
    grid: ElevationGrid

    @classmethod
    def of(cls, scenario: Scenario) -> Plane:
        """Return the plane of a scenario; InputError where its terrain cannot be read."""
        frame, terrain = Frame(*scenario.origin), load(scenario.terrain)
        cell, own = _cells(terrain, frame)
        grid = terrain.grid(frame, cell, refraction=scenario.refraction)
        if own < cell:
            grid = with_tiles(grid, terrain, frame, own, [place for *_, place in stands(scenario)])
        # On the built-in window sites stand on the grid, some metres off, as they did when its logs were published.
        return cls(frame, terrain, grid if scenario.terrain in BUILT_IN else replace(grid, surveyed=terrain))

    @cached_property
    def land(self) -> Land:
        """The ground as kernels read it."""
        return plan_land(self.terrain, self.frame, self.grid)

    def at(self, place: Position, above: float = 0.0) -> tuple[float, float, float]:
        """Return the point `above` metres over the ground of a place."""
        height = float(self.terrain.height(place.latitude, place.longitude))
        return self.frame.point_at(place.latitude, place.longitude, height + above)


class SightCells(NamedTuple):
    """Cells of the ground over which a scenario's lines of sight run, m: of all of it, and of that about units.

    `near` is not coarser than `wide`; it holds within `reach` of each unit, m, infinite where all cells are alike.
    """

    wide: float
    near: float
    reach: float


def sight_cells(scenario: Scenario) -> SightCells:
    """Return the cells of a scenario's ground, without making it."""
    frame, terrain = Frame(*scenario.origin), load(scenario.terrain)
    cell, own = _cells(terrain, frame)
    if own == cell:
        return SightCells(cell, cell, math.inf)
    header, tiles = tiled(terrain.header(frame, cell), frame, own, [place for *_, place in stands(scenario)])
    return SightCells(cell, own, float(header["near_reach"])) if tiles else SightCells(cell, cell, math.inf)


def _cells(terrain: Terrain, frame: Frame) -> tuple[float, float]:
    """Cells of the whole grid, as fine as memory allows, and cells as fine as the file, m."""
    bounds = frame, FINEST_CELL, GROUND_CELL
    return terrain.fitting_cell(*bounds), terrain.own_cell(*bounds)


def deploy(scenario: Scenario, maker: UnitMaker) -> list[DeployedUnit]:
    """Return the units of a scenario in the order of their names."""
    units = [maker.make(name, written, place) for name, written, place in stands(scenario)]
    return sorted(units, key=lambda unit: unit.name)


def stands(scenario: Scenario) -> Iterator[tuple[str, BlueUnit, Position]]:
    """Yield (full name, unit, place) of every unit of a scenario."""
    for _, name, written, (east, north) in spread_out(scenario.blue.units):
        place = written.at
        if east or north:
            lat, lon, _ = Frame(*written.at).to_geodetic(east, north, 0.0)
            place = Position(float(lat), float(lon))
        yield name, written, place


def place_rows(
    scenario: Scenario, units: Sequence[DeployedUnit], plane: Plane, names: Names
) -> tuple[list[Constant], dict[str, Target]]:
    """Return PLACE rows of the places and of all units, in the order of their names; and targets by name."""
    rows: dict[str, Constant] = {}
    for name, place in scenario.places.items():
        x, y, z = plane.at(place.at)
        rows[f"place/{name}"] = {"x": x, "y": y, "z": z, "value": place.value, "hardness": place.hardness, "unit": -1}
    for number, unit in enumerate(units):
        x, y, z = plane.at(unit.place)
        worth = {"value": unit.written.value, "hardness": unit.written.hardness, "unit": number}
        rows[unit.name] = {"x": x, "y": y, "z": z, **worth}
    ordered = sorted(rows)
    targets: dict[str, Target] = {}
    for row, name in enumerate(ordered):
        rows[name]["name"] = names.add(name)
        short = name.split("/")[1]
        unit_mass = next((u.entry.hardness.value for u in units if u.name == name), None)
        radius = scenario.places[short].radius if unit_mass is None else None
        spot = rows[name]
        targets.setdefault(short, Target(row, spot["x"], spot["y"], spot["z"], radius, unit_mass))
    return [rows[name] for name in ordered], targets


def masks(units: Sequence[DeployedUnit], plane: Plane, ranges: bool) -> Masks:
    """Return the masks of all sensors, in their order; over the catalogue's `ranges` or at its central values."""
    antennas = [antenna(unit.place, sensor, ranges) for unit in units for sensor in unit.sensors]
    check_demand(antennas, 1.0 / float(finest_per_cell(plane.grid.header)))
    return site_masks(plane.grid, plane.frame, antennas)


class Sight:
    """How a plan sees its ground and what that hides: as a battle does; a survey may be content with less."""

    def plane(self, scenario: Scenario) -> Plane:
        """Return the plane of a scenario; InputError where its terrain cannot be read."""
        return Plane.of(scenario)

    def masks(self, units: Sequence[DeployedUnit], plane: Plane, ranges: bool) -> Masks:
        """Return the masks of all sensors, in their order."""
        return masks(units, plane, ranges)


AS_FOUGHT = Sight()


def antenna(place: Position, sensor: SitedSensor, ranges: bool) -> Antenna:
    """Return the antenna of a sensor at a place."""
    height, reach = sensor.heights.value, sensor.reaches.value
    if not ranges:
        return Antenna(place.latitude, place.longitude, height, reach, MASK_CELL)
    every = levels(sensor.heights)
    return Antenna(place.latitude, place.longitude, height, reach, MASK_CELL, every, sensor.reaches.high)


def levels(heights: Value) -> tuple[float, ...]:
    """Return the heights, m, between which a drawn antenna lies: the ends, the middle, and steps between them."""
    found = [heights.low]
    for end in (heights.value, heights.high):
        while end > HEIGHT_STEP * found[-1] > 0.0:
            found.append(HEIGHT_STEP * found[-1])
        if end > found[-1]:
            found.append(end)
    return tuple(found)


def relief_scene(plane: Plane) -> dict[str, NDArray[Any]]:
    """Return the relief as pictures show it, coarse and finer near the origin, with corner and cell."""
    grid = plane.grid
    rows, columns = int(grid.header["rows"]), int(grid.header["columns"])
    step = max(1, math.ceil(max(rows, columns) / COARSE))
    near = plane.terrain.grid(plane.frame, NEAR_CELL, (-NEAR, -NEAR, NEAR, NEAR)).heights[0].astype(np.int16)
    cell = step / float(grid.header["per_cell"])
    return {
        "relief": grid.heights[0, :rows:step, ::step].astype(np.int16),
        "relief_corner": np.array([float(grid.header["west"]), float(grid.header["south"]), cell]),
        "relief_near": near,
        "relief_near_corner": np.array([-NEAR, -NEAR, NEAR_CELL]),
    }
