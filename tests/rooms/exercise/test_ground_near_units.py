"""A window too large for fine cells everywhere: battles, coverage and checks over the fine cells near units."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall.assembly.draw.raid_sight import sight_step
from shieldwall.assembly.plan import plan
from shieldwall.assembly.plan.demand import mask_bytes
from shieldwall.assembly.plan.ground import mean_level, tree_ring
from shieldwall.cli.app import app
from shieldwall.exercise.simulate import drawn
from shieldwall.scenario import load
from shieldwall.survey.sensor_network import SensorNetwork
from shieldwall.terrain import elevation, near

TEXT = """
scenario: 1
title: A battery behind hills of some hundred metres
question: When is it seen?
terrain: hills.tif
start: 2026-05-01T06:00Z
lasts: 5 min
draws: {terrain_error: no, obstacle_angle: no, registration_bias: no}
blue:
  command: {post: b, doctrine: shoot-look-shoot, control: weapons-tight}
  units:
    b: {is: pantsir-s1, at: 1 km south of d, facing: south}
red:
  routes:
    w: [44.52 N 20.25 E, target d]
  units:
    c: {is: tomahawk-class, count: 2, route: w, height: 60 m agl, speed: 245 m/s, spacing: 10 s, mission: {strike: d}}
places:
  d: {at: 44.80 N 20.25 E, value: 10, hardness: 2}
"""
#: Cells of the file on a side, and their size in degrees.
CELLS, CELL = 720, 1.0 / 1200.0


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wide")
    # Hills whose slopes are a kilometre long, with ridges of 200 m across them.
    x, y = np.meshgrid(np.arange(CELLS), np.arange(CELLS))
    hills = 100.0 + 60.0 * np.sin(x / 9.0) * np.sin(y / 11.0) + 40.0 * (np.sin(y / 7.0 + x / 31.0) > 0.9)
    west, north = 20.25 - 0.5 * CELLS * CELL, 44.80 + 0.5 * CELLS * CELL
    profile = {"driver": "GTiff", "count": 1, "height": CELLS, "width": CELLS, "dtype": "int16", "crs": "EPSG:4326"}
    where = Affine(CELL, 0.0, west, 0.0, -CELL, north)
    with rasterio.open(folder / "hills.tif", "w", transform=where, **profile) as file:
        file.write(hills.round().astype(np.int16), 1)
    path = folder / "hills.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the window were so large that its cells must be 700 m wide."""
    monkeypatch.setattr(elevation, "MEMORY", 54_000)


def fought(scenario: Path) -> list[tuple[Any, ...]]:
    rows = sw.run(sw.load(scenario)).outcomes().sort("threat").iter_rows(named=True)
    return [(row["threat"], row["fate"], row["detected_s"]) for row in rows]


def told(scenario: Path) -> tuple[str, dict[str, Any]]:
    plain, data = (CliRunner().invoke(app, ["check", str(scenario), *more]) for more in ([], ["--json"]))
    assert plain.exit_code == data.exit_code == 0
    return plain.stdout, json.loads(data.stdout)["ground"]


def test_check_says_the_cells(scenario: Path) -> None:
    text, land = told(scenario)
    assert "lines of sight over cells of 100 m\n" in text
    assert (land["cell_m"], land["cell_near_units_m"], land["near_units_m"]) == (100, 100, None)
    text, land = told(Path("bench-60"))
    assert "lines of sight over cells of 800 m\n" in text
    assert land["near_units_m"] is None


def test_check_says_the_cells_near_units(scenario: Path, wide: None, monkeypatch: pytest.MonkeyPatch) -> None:
    text, land = told(scenario)
    assert 650 < land["cell_m"] < 750
    assert (land["cell_near_units_m"], land["near_units_m"]) == (100, 25_000)
    assert f"lines of sight over cells of {land['cell_m']} m, within 25 km of units of 100 m\n" in text
    monkeypatch.setattr(near, "NEAR_MEMORY", 1000)
    text, land = told(scenario)
    assert land["cell_near_units_m"] == land["cell_m"]
    assert "within" not in text


def test_a_battle_near_a_unit_is_that_over_fine_cells_everywhere(
    scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = fought(scenario)
    monkeypatch.setattr(elevation, "MEMORY", 54_000)
    near_units = fought(scenario)
    monkeypatch.setattr(near, "NEAR_MEMORY", 1000)
    nowhere = fought(scenario)
    # When it is seen is what the ground says; when it falls hangs on the luck of each round as well.
    for one, other in zip(everywhere, near_units, strict=True):
        assert one[:2] == other[:2]
        assert one[2] == pytest.approx(other[2], abs=2.0)
    seen, late = ([row[2] for row in rows] for rows in (everywhere, nowhere))
    assert seen != pytest.approx(late, abs=2.0)


def test_all_that_reads_the_ground_near_a_unit_reads_the_same(scenario: Path, wide: None) -> None:
    made = plan(load(str(scenario)))
    grid, land, site = made.plane.grid, made.plane.terrain, made.masks.sites[0]
    place = float(site["x"]), float(site["y"])
    # Trees stand 3 km away, the ground within 5 km reflects; cells of 100 m hold what the file's 93 m have.
    x, y = place[0] + 3e3 * np.sin(np.arange(64.0)), place[1] + 3e3 * np.cos(np.arange(64.0))
    lat, lon, _ = made.plane.frame.to_geodetic(x, y, np.zeros(64))
    assert grid.height(x, y, 0.0) == pytest.approx(land.height(lat, lon), abs=20.0)
    assert np.abs(grid.height(x, y, 0.0) - land.height(lat, lon)).mean() < 3.0
    assert np.ptp(tree_ring(grid, *place)) > 60.0
    assert mean_level(grid, *place) == pytest.approx(100.0 + 40.0 * 0.14, abs=5.0)
    # Looks of reconnaissance walk its cells; over the built-in window a kilometre at a time.
    assert sight_step(made.land) == pytest.approx(100.0)
    assert sight_step(plan(load("one-battery")).land) == 1000.0
    # Coverage asks over the same ground.
    network = SensorNetwork(drawn(load(str(scenario)), 1, 0))
    lifted = network.above_ground(np.stack([x, y, np.full(64, 50.0)]))
    assert lifted[2] == pytest.approx(grid.height(x, y, 0.0) + 50.0, abs=1e-6)
    assert made.masks.altitudes.nbytes * 2 == pytest.approx(mask_bytes(made.masks.antennas, 100.0), rel=0.05)
    assert (made.masks.rows["near_cells"] > 0).all()
