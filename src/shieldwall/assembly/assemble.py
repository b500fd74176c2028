"""From a checked scenario to the arrays of one run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from shieldwall.assembly.header import header
from shieldwall.assembly.links import links
from shieldwall.assembly.names import Names
from shieldwall.assembly.plan.land import plan_land
from shieldwall.assembly.raid import Target, raid
from shieldwall.assembly.rows import Row
from shieldwall.assembly.stage import Stage, lay_tables
from shieldwall.assembly.units import Fielded, UnitMaker, spread_out
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.engine.state import Belief, Model, Truth
from shieldwall.kernels.draws import TERRAIN
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.positions import Position
from shieldwall.scenario.schema import Scenario
from shieldwall.terrain import Antenna, ElevationGrid, Masks, Terrain, load, site_masks

#: Cells of the elevation grid and of the masks, m.
GROUND_CELL, MASK_CELL = 800.0, 1000.0
MIDDLE = 0.5
#: Half width and cell of the finer relief about the origin that pictures of the run show, m.
NEAR, NEAR_CELL = 45_000.0, 400.0


@dataclass(frozen=True)
class Assembly:
    """One run, ready to be fought: its arrays, and the header and scene that make its log readable."""

    model: Model
    truth: Truth
    belief: Belief
    lasts: float
    header: dict[str, Any]
    scene: dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Plane:
    """The scenario's plane and the terrain on it."""

    frame: Frame
    terrain: Terrain
    grid: ElevationGrid

    def at(self, place: Position, above: float = 0.0) -> tuple[float, float, float]:
        """Return the point `above` metres over the ground of a place."""
        height = float(self.terrain.height(place.latitude, place.longitude))
        return self.frame.point_at(place.latitude, place.longitude, height + above)


def assemble(scenario: Scenario, seed: int, replication: int, sampled: bool, scale: int = 1) -> Assembly:
    """Return the arrays of a run; `sampled` draws the catalogue's unknowns, `scale` enlarges the work tables.

    Rows of every table follow stable names. Raises InputError for what the catalogue or the terrain refuses.
    """
    unknowns = Unknowns(seed, replication, sampled)
    names = Names()
    frame = Frame(*scenario.origin)
    terrain = load(scenario.terrain)
    plane = Plane(frame, terrain, terrain.grid(frame, GROUND_CELL, refraction=scenario.refraction))
    maker = UnitMaker(scenario, unknowns, names)
    units = sorted(_field(scenario, maker), key=lambda unit: unit.name)
    places, targets = _places(scenario, units, plane, names)
    relief = unknowns.uniform(TERRAIN, "terrain") if scenario.draws.terrain_error else MIDDLE
    threats = raid(scenario, plan_land(terrain, frame, plane.grid), relief, unknowns, names, targets)
    masks = _masks(units, plane)
    members = {told: [u.name for u in units if u.name.split("/")[1] == told] for told in scenario.blue.units}
    nodes = [unit.name for unit in units]
    link_rows, outages, routes = links(scenario.blue.links, members, nodes, names)
    stage = Stage(scenario, units, maker.arms, places, threats, masks, relief, plane.grid)
    model, truth, belief = lay_tables(stage, link_rows, outages, routes, unknowns, names, scale)
    told = header(scenario, terrain, unknowns, names, stage, {**maker.entries, **threats.entries})
    return Assembly(model, truth, belief, scenario.lasts, told, _scene(plane))


def _field(scenario: Scenario, maker: UnitMaker) -> list[Fielded]:
    units = []
    for _, name, told, (east, north) in spread_out(scenario.blue.units):
        place = told.at
        if east or north:
            lat, lon, _ = Frame(*told.at).to_geodetic(east, north, 0.0)
            place = Position(float(lat), float(lon))
        units.append(maker.make(name, told, place))
    return units


def _places(
    scenario: Scenario, units: Sequence[Fielded], plane: Plane, names: Names
) -> tuple[list[Row], dict[str, Target]]:
    """Return PLACE rows of the places and of all units, in the order of their names, and targets by told name."""
    rows: dict[str, Row] = {}
    for name, place in scenario.places.items():
        x, y, z = plane.at(place.at)
        rows[f"place/{name}"] = {"x": x, "y": y, "z": z, "value": place.value, "hardness": place.hardness, "node": -1}
    for number, unit in enumerate(units):
        x, y, z = plane.at(unit.place)
        worth = {"value": unit.told.value, "hardness": unit.told.hardness, "node": number}
        rows[unit.name] = {"x": x, "y": y, "z": z, **worth}
    ordered = sorted(rows)
    targets: dict[str, Target] = {}
    for row, name in enumerate(ordered):
        rows[name]["name"] = names.add(name)
        told = name.split("/")[1]
        unit_mass = next((u.entry.hardness.value for u in units if u.name == name), None)
        radius = scenario.places[told].radius if unit_mass is None else None
        spot = rows[name]
        targets.setdefault(told, Target(row, spot["x"], spot["y"], spot["z"], radius, unit_mass))
    return [rows[name] for name in ordered], targets


def _masks(units: Sequence[Fielded], plane: Plane) -> Masks:
    antennas = [
        Antenna(unit.place.latitude, unit.place.longitude, sensor.antenna_height, sensor.row["range_max"], MASK_CELL)
        for unit in units
        for sensor in sorted(unit.sensors, key=lambda sensor: sensor.name)
    ]
    return site_masks(plane.grid, plane.frame, antennas)


def _scene(plane: Plane) -> dict[str, np.ndarray[Any, Any]]:
    """Arrays that pictures of a run need: the relief, coarse and finer near the origin, with corner and cell."""
    grid = plane.grid
    step = max(1, math.ceil(max(grid.heights.shape[1:]) / 600))
    heights = grid.heights[0, ::step, ::step].astype(np.int16)
    cell = step / float(grid.header["per_cell"])
    corner = np.array([float(grid.header["west"]), float(grid.header["south"]), cell])
    near = plane.terrain.grid(plane.frame, NEAR_CELL, (-NEAR, -NEAR, NEAR, NEAR)).heights[0].astype(np.int16)
    return {
        "relief": heights,
        "relief_corner": corner,
        "relief_near": near,
        "relief_near_corner": np.array([-NEAR, -NEAR, NEAR_CELL]),
    }
