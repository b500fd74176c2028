"""More height never sees less far over a smooth earth, whatever the ground about the site does."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray

from shieldwall.exercise.simulate import drawn
from shieldwall.scenario.load import load_text
from shieldwall.survey.sensor_network import SensorNetwork, Target

Floats = NDArray[np.float64]

HEIGHTS = (0.0, 60.0, 300.0, 1000.0, 2500.0)
#: Half width of the elevation file, degrees of latitude, and its cells on a side.
HALF, CELLS = 1.0, 241
METRES = 111_195.0
TEXT = """
scenario: 1
title: A radar on a height
question: How far does it see?
terrain: {file}
start: 2026-05-01T06:00Z
lasts: 10 min
origin: 0.00 N 20.00 E
trees: {trees}
propagation: {{gas: no, edges: no, ground: no}}
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
blue:
  command: {{post: radar, doctrine: shoot-look-shoot, control: weapons-hold}}
  units: {{radar: {{is: {entry}, at: 0.00 N 20.00 E, facing: south}}}}
red:
  routes: {{w: [0.50 S 20.00 E, target d]}}
  units: {{c: {{is: tomahawk-class, count: 1, route: w, height: 100 m agl, speed: 240 m/s, mission: {{strike: d}}}}}}
places: {{d: {{at: 0.00 N 20.01 E, value: 1}}}}
"""
#: The ground at a distance from the site (m), to a height of the site (m).
SHAPES: dict[str, Callable[[Floats, float], Floats]] = {
    "cone": lambda away, height: height * np.maximum(0.0, 1.0 - away / 15e3),
    "plateau": lambda away, height: np.where(away < 8e3, height, 0.0),
    "terrace": lambda away, height: height * (away < 12e3) * (0.5 + 0.5 * (away < 2e3)),
    "slope": lambda away, height: height * np.exp(-away / 10e3),
}


def network(folder: Path, shape: str, height: float, trees: str, entry: str = "an-tps-70") -> SensorNetwork:
    """A radar amid ground of a shape, which ends before the sea begins."""
    axis = np.linspace(-HALF, HALF, CELLS) * METRES
    away = np.hypot(*np.meshgrid(axis, axis))
    file = folder / f"{shape}-{height:g}.tif"
    profile = {"driver": "GTiff", "width": CELLS, "height": CELLS, "count": 1, "dtype": "float32", "crs": "EPSG:4326"}
    cell = 2.0 * HALF / (CELLS - 1)
    place = rasterio.Affine(cell, 0.0, 20.0 - HALF - cell / 2.0, 0.0, -cell, HALF + cell / 2.0)
    with rasterio.open(file, "w", transform=place, **profile) as raster:
        raster.write(SHAPES[shape](away, height).astype(np.float32), 1)
    scenario = load_text(TEXT.format(file=file, trees=trees, entry=entry), str(folder / "x.yaml"))
    return SensorNetwork(drawn(scenario, 1, 0))


def farthest(made: SensorNetwork, level: float, terrain: bool = True) -> float:
    """How far south the radar detects a large target at a height above the sea, m."""
    distances = np.arange(16e3, 300e3, 500.0)
    points = np.stack([np.zeros_like(distances), -distances, np.full_like(distances, level)])
    chances = made.probability(0, points, Target((1e4,)), terrain)[0]
    return float(distances[chances > 0.5].max(initial=0.0))


def never_less(reach: list[float]) -> bool:
    """Whether no value is less than the one before, by more than a cell of the mask."""
    return all(higher >= lower - 1000.0 for lower, higher in pairwise(reach)) and reach[-1] > reach[0] + 50e3


@pytest.mark.parametrize("entry", ["an-tps-70", "p-18"])
@pytest.mark.parametrize("shape", SHAPES)
def test_more_height_never_sees_less_far_over_a_smooth_earth(tmp_path: Path, shape: str, entry: str) -> None:
    made = [network(tmp_path, shape, height, "18 m", entry) for height in HEIGHTS]
    for level in (50.0, 1000.0):
        assert never_less([farthest(one, level, terrain=False) for one in made])


@pytest.mark.parametrize("trees", ["0 m", "18 m"])
@pytest.mark.parametrize("level", [50.0, 1000.0])
@pytest.mark.parametrize("shape", ["cone", "slope"])
def test_nor_over_ground_that_falls_away(tmp_path: Path, shape: str, level: float, trees: str) -> None:
    """A plateau is another matter: its edge hides what flies lower."""
    assert never_less([farthest(network(tmp_path, shape, height, trees), level) for height in HEIGHTS])


def test_trees_on_falling_ground_hide_less(tmp_path: Path) -> None:
    plain, hill = (network(tmp_path, "cone", height, "18 m") for height in (0.0, 300.0))
    assert farthest(plain, 50.0) == 0.0
    assert farthest(hill, 50.0) > 90e3


def test_a_high_site_without_trees_sees_to_the_horizon(tmp_path: Path) -> None:
    """4.12 km for each square root of metres, at 4/3 of the earth's radius (Skolnik, Radar Handbook, 2008)."""
    found = farthest(network(tmp_path, "cone", 300.0, "0 m"), 30.0)
    antenna = 300.0 + 5.5
    assert found == pytest.approx(4120.0 * (math.sqrt(antenna) + math.sqrt(30.0)), rel=0.03)
