"""Elevation files that gave good-looking ground that is not there, as battles: tests/cases 03 to 05."""

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
from shieldwall.assembly.plan.plan import plan
from shieldwall.cli.app import app
from shieldwall.quantities.errors import InputError
from shieldwall.scenario.ground import ground

CASES = Path(__file__).parents[2] / "cases"
FEET, COAST, VOID = (CASES / name for name in ("03-terrain-in-feet", "04-undeclared-nodata", "05-wide-void"))


def told(*arguments: str) -> tuple[str, dict[str, Any]]:
    """What `check` prints, and what it writes as JSON."""
    plain = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["check", *arguments])
    data = CliRunner().invoke(app, ["check", *arguments, "--json"])
    assert plain.exit_code == data.exit_code == 0, plain.stderr
    return " ".join(plain.stdout.split()), json.loads(data.stdout)["ground"]


def fought(scenario: Path, **changes: str) -> list[tuple[Any, ...]]:
    rows = sw.run(sw.load(scenario, changes)).outcomes().sort("threat").iter_rows(named=True)
    return [(row["threat"], row["fate"], row["detected_s"], row["t_s"]) for row in rows]


def test_a_ridge_in_feet_is_the_ridge_in_metres() -> None:
    text, land = told(str(FEET / "feet.yaml"))
    assert "ground from 80 to 680 m above the sea" in text
    assert "in US survey feet" in text
    assert (land["lowest_m"], land["highest_m"]) == pytest.approx((80.0, 680.0), abs=0.2)
    feet, metres = fought(FEET / "feet.yaml"), fought(FEET / "feet.yaml", terrain="ridge-metres.tif")
    for one, other in zip(feet, metres, strict=True):
        assert one[:2] == other[:2]
        # Feet are rounded by some centimetres: who is seen first hardly moves, when a round meets it may.
        assert one[2] == pytest.approx(other[2], abs=2.0)


def test_a_sea_of_minus_9999_is_no_ground() -> None:
    text, land = told(str(COAST / "coast.yaml"))
    assert land["lowest_m"] >= 0.0
    assert land["highest_m"] == 40.0
    assert "hold no ground" in text
    assert "marks cells with -9999 and does not declare that" in text
    scenario = sw.load(COAST / "coast.yaml")
    run = sw.run(scenario)
    # It entered at -4100 m above the sea when -9999 was ground: 60 m over ground of 40 m at most.
    enters = run.explain("red/c/1").partition("above the sea")[0].split()[-2]
    assert 60.0 <= float(enters) <= 110.0


def test_a_battery_in_a_void_stands_on_the_plateau() -> None:
    text, land = told(str(VOID / "void.yaml"))
    assert (land["lowest_m"], land["highest_m"]) == (1500.0, 1500.0)
    # The void of the case: 60 x 60 of 500 x 500 cells, declared as -32768.
    assert "3600 cells hold no ground (1.4 % of it, from" in text
    assert "the unit b stands where the terrain" in text
    assert "the place d stands where the terrain" in text
    assert ground(sw.load(VOID / "void.yaml")).made_up == (("blue", "units", "b", "at"), ("places", "d", "at"))
    whole = {"terrain": "plateau-whole.tif"}
    assert ground(sw.load(VOID / "void.yaml", whole)).remarks == ()
    assert fought(VOID / "void.yaml") == fought(VOID / "void.yaml", **whole)


def test_members_of_a_unit_that_is_spread_into_a_void_are_noticed() -> None:
    # The unit's middle lies 1 km north of the void, its members 3 km about it.
    south, north = 44.74, 44.86
    at = f"{north + 0.009:.3f} N 20.25 E"
    changes = {"blue.units.b.at": at, "places.d.at": f"{south - 0.1:.2f} N 20.25 E"}
    alone = sw.load(VOID / "void.yaml", changes)
    assert ground(alone).made_up == ()
    crowd = {**changes, "blue.units.more": f"{{is: pantsir-s1, count: 3, spread: 3 km, at: {at}}}"}
    assert ground(sw.load(VOID / "void.yaml", crowd)).made_up == (("blue", "units", "more", "at"),)


@pytest.mark.parametrize("cells", [60, 250, 1000])
def test_a_site_keeps_the_height_of_its_file_whatever_the_cells(tmp_path: Path, cells: int) -> None:
    hills = np.random.default_rng(cells).integers(0, 900, (cells, cells)).astype(np.int16)
    with rasterio.open(
        tmp_path / "hills.tif", "w", driver="GTiff", count=1, height=cells, width=cells, dtype="int16", crs="EPSG:4326",
        transform=Affine(0.6 / cells, 0.0, 19.95, 0.0, -0.6 / cells, 45.1),
    ) as file:  # fmt: skip
        file.write(hills, 1)
    made = plan(sw.load(VOID / "void.yaml", {"terrain": str(tmp_path / "hills.tif"), "red.routes.w": NEAR}))
    (unit,) = made.units
    own = float(made.plane.terrain.height(*unit.place))
    assert own > 0.0
    assert made.masks.grounds == pytest.approx([own] * len(unit.sensors), abs=1e-6)
    for site, antenna in zip(made.masks.sites, made.masks.antennas, strict=True):
        assert site["height"] == pytest.approx(own + antenna.height, abs=0.01)


NEAR = "[44.60 N 20.25 E, target d]"
LINE = """
scenario: 1
title: A battle across the line
question: Is 180 degrees a place like any other?
terrain: {terrain}
start: 2026-05-01T06:00Z
lasts: 5 min
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
blue:
  command: {{post: east, doctrine: shoot-look-shoot, control: weapons-tight}}
  units:
    east: {{is: pantsir-s1, at: 44.80 N {east}, facing: south}}
    west: {{is: pantsir-s1, at: 44.80 N {west}, facing: south}}
red:
  routes:
    w: [44.50 N {over}, target depot]
  units:
    c: {{is: tomahawk-class, count: 2, route: w, height: 60 m agl, speed: 245 m/s, spacing: 10 s,
        mission: {{strike: depot}}}}
places:
  depot: {{at: 44.80 N {middle}, value: 10, hardness: 2}}
"""


def laid(folder: Path, edge: float, **places: str) -> Path:
    folder.mkdir()
    hills = np.random.default_rng(9).integers(0, 120, (200, 300)).astype(np.int16)
    with rasterio.open(
        folder / "hills.tif", "w", driver="GTiff", count=1, height=200, width=300, dtype="int16", crs="EPSG:4326",
        transform=Affine(1.2 / 300, 0.0, edge, 0.0, -0.8 / 200, 45.2),
    ) as file:  # fmt: skip
        file.write(hills, 1)
    path = folder / "line.yaml"
    path.write_text(LINE.format(terrain="hills.tif", **places), encoding="utf-8")
    return path


def test_a_battle_across_180_degrees_is_that_of_any_other_place(tmp_path: Path) -> None:
    line = laid(tmp_path / "a", 179.4, east="179.96 E", west="179.94 W", over="179.90 W", middle="180 E")
    twin = laid(tmp_path / "b", 29.4, east="29.96 E", west="30.06 E", over="30.10 E", middle="30 E")
    # The middle between 179.96 E and 179.94 W; the mean of the two numbers lies at Greenwich.
    assert np.degrees(sw.load(line).origin) == pytest.approx((44.80, -179.99))
    here, there = fought(line), fought(twin)
    for one, other in zip(here, there, strict=True):
        assert one[:2] == other[:2]
        assert one[2:] == pytest.approx(other[2:], abs=1.0)


def test_a_place_off_a_terrain_across_180_degrees_is_told_how(tmp_path: Path) -> None:
    path = laid(tmp_path / "a", 179.4, east="179.96 E", west="178.00 W", over="179.90 W", middle="180 E")
    with pytest.raises(InputError, match=r"44\.4 to 45\.2 N and 179\.4 E to 179\.4 W"):
        sw.load(path)
