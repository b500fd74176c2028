"""The built-in window, its heights against public ones, and grids of it on the scenario's plane."""

from __future__ import annotations

import csv
import dataclasses
import subprocess
import sys
from math import pi, radians
from pathlib import Path

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence

from shieldwall import terrain
from shieldwall.kernels import masks
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.masks import AS_READ, RAISED
from shieldwall.quantities.errors import InputError
from shieldwall.terrain import cache, geotiff
from shieldwall.terrain.elevation import BUILT_IN, ElevationGrid, Terrain

AIRFIELDS = Comparison(
    "airfields", "Terrain", "Heights of aerodromes in the built-in window", "m",
    "elevations of aerodromes as charts print them, written down from general knowledge", "geodesy.md",
)  # fmt: skip
AUTHORITY = Path(__file__).parents[3] / "authorities" / "heights.csv"
HEIGHTS = list(csv.DictReader(AUTHORITY.read_text(encoding="utf-8").splitlines()))
FRAME = Frame(radians(44.8), radians(20.3))


@pytest.fixture(scope="module")
def serbia() -> Terrain:
    return terrain.load("serbia")


@pytest.fixture(scope="module")
def fine(serbia: Terrain) -> ElevationGrid:
    return serbia.grid(FRAME, 500.0)


def a_terrain(elevations: np.ndarray, south: float, west: float, degrees: float, name: str = "made") -> Terrain:
    edges = south, south + degrees, west, west + degrees
    bounds = tuple(radians(edge) for edge in edges)
    return Terrain(name, elevations, bounds, elevations.tobytes().hex()[:64])


def on_grid(grid: ElevationGrid, row: dict[str, str], layer: int) -> float:
    place = radians(float(row["latitude_deg"])), radians(float(row["longitude_deg"]))
    x, y, _ = (float(part) for part in FRAME.to_enu(*place, 0.0))
    return float(masks.elevation(grid.heights[layer], grid.header, x, y))


def test_the_window_is_where_it_says(serbia: Terrain) -> None:
    assert np.degrees(serbia.bounds) == pytest.approx([41.0, 48.5, 15.0, 26.0])
    assert terrain.bounds("serbia") == serbia.bounds
    assert serbia.elevations.shape == (900, 1320)
    assert len(serbia.digest) == 64


@pytest.mark.parametrize("row", [row for row in HEIGHTS if row["kind"] == "airfield"], ids=lambda row: row["name"])
def test_airfields_are_at_their_heights(
    serbia: Terrain, fine: ElevationGrid, row: dict[str, str], evidence: Evidence
) -> None:
    height = float(row["height_m"])
    place = radians(float(row["latitude_deg"])), radians(float(row["longitude_deg"]))
    evidence.close(AIRFIELDS, row["name"], float(serbia.height(*place)), height, tolerance=29.0)
    assert on_grid(fine, row, AS_READ) == pytest.approx(float(serbia.height(*place)), abs=5.0)
    assert 0.0 <= on_grid(fine, row, RAISED) - on_grid(fine, row, AS_READ) < 20.0


@pytest.mark.parametrize("row", [row for row in HEIGHTS if row["kind"] == "summit"], ids=lambda row: row["name"])
def test_summits_read_low_and_the_raised_terrain_reaches_them(fine: ElevationGrid, row: dict[str, str]) -> None:
    height = float(row["height_m"])
    assert on_grid(fine, row, AS_READ) < height - 100.0
    assert on_grid(fine, row, RAISED) == pytest.approx(height, abs=40.0)


def test_the_ground_outside_is_the_sea(serbia: Terrain) -> None:
    outside = radians(40.0), radians(20.0)
    assert not serbia.covers(*outside)
    assert serbia.covers(radians(44.0), radians(20.0))
    assert float(serbia.height(*outside)) == 0.0
    assert serbia.height([radians(44.0), radians(10.0)], radians(20.0)).shape == (2,)


def test_flat_is_sea_everywhere() -> None:
    flat = terrain.load("flat")
    assert flat.covers(-1.0, 3.0)
    assert float(flat.height(0.5, -2.0)) == 0.0
    assert flat.bounds == (-pi / 2, pi / 2, -pi, pi)
    grid = flat.grid(FRAME, 1000.0)
    assert not grid.heights.any()
    assert grid.header["top"] == 0.0


def test_a_grid_holds_the_heights_of_its_places(serbia: Terrain, fine: ElevationGrid) -> None:
    rng = np.random.default_rng(3)
    columns, rows = rng.integers(0, fine.header["columns"], 500), rng.integers(0, fine.header["rows"], 500)
    x, y = fine.header["west"] + 500.0 * columns, fine.header["south"] + 500.0 * rows
    square = x * x + y * y
    radius = square / (y * y / FRAME.meridional + x * x / FRAME.normal)
    lat, lon, _ = FRAME.to_geodetic(x, y, np.sqrt(radius**2 - square) - radius)
    found = fine.heights[AS_READ][rows, columns]
    # Places between those of the grid are off by half a metre on the ground at most.
    assert np.allclose(found, serbia.height(lat, lon), atol=1.0)
    assert (fine.heights[RAISED] >= fine.heights[AS_READ]).all()


def test_an_extent_is_covered(serbia: Terrain) -> None:
    grid = serbia.grid(FRAME, 700.0, (-10e3, -20e3, 10e3, 20e3))
    header = grid.header
    assert (header["west"], header["south"]) == (-10e3, -20e3)
    assert header["west"] + 700.0 * (header["columns"] - 1) >= 10e3
    assert grid.heights.shape == (2, header["rows"], header["columns"])
    assert header["top"] == grid.heights.max()


def test_refraction_goes_with_the_grid(serbia: Terrain) -> None:
    near = -1e3, -1e3, 1e3, 1e3
    plain, bent = serbia.grid(FRAME, 500.0, near, refraction=1.0), serbia.grid(FRAME, 500.0, near)
    assert plain.header["curvature"] == 0.0
    assert bent.header["curvature"] == pytest.approx(0.125 / 6_371_000.0)
    assert plain.digest != bent.digest


def test_finer_terrain_gives_mean_and_highest() -> None:
    rng = np.random.default_rng(5)
    elevations = rng.integers(0, 1000, (181, 123)).astype(np.int16)
    fine = a_terrain(elevations, 44.7, 20.2, 0.2)
    grid = fine.grid(FRAME, 1000.0, (-5e3, -5e3, 5e3, 5e3))
    assert 400.0 < grid.heights[AS_READ].mean() < 600.0
    assert grid.heights[AS_READ].std() < 100.0
    assert grid.heights[RAISED].mean() > 900.0


def test_an_unknown_name_says_what_to_write() -> None:
    with pytest.raises(InputError, match=r"did you mean serbia\?"):
        terrain.load("serbya")


def test_the_built_in_file_read_anew_agrees_with_the_cache(
    serbia: Terrain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    fresh, again = terrain.load("serbia"), terrain.load("serbia")
    raster = geotiff.decode(BUILT_IN["serbia"].read_bytes(), BUILT_IN["serbia"])
    for other in (fresh.elevations, again.elevations, raster.elevations):
        assert other.dtype == np.int16
        assert np.array_equal(serbia.elevations, other)
    assert fresh.bounds == again.bounds == serbia.bounds


def test_a_warm_start_needs_no_geotiff_reader(serbia: Terrain) -> None:
    load = "import sys; from shieldwall import terrain; terrain.load('serbia')"
    script = f"{load}; sys.exit('rasterio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_large_arrays_are_not_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "LARGEST", 100)
    cache.cached("kind", b"large", lambda: {"a": np.zeros(101, np.int8)})
    assert not list(tmp_path.rglob("*.arrays"))


def cone(rows: int, degrees: float) -> Terrain:
    """A cone of 600 m whose sides fall 100 m in each 250 m, its top in the middle of a cell of the file."""
    cell = radians(degrees) / rows * 6_371_000.0
    along = (np.arange(rows) - rows // 2) * cell
    across = along * np.cos(radians(44.8))
    heights = np.maximum(600.0 - 0.4 * np.hypot(across[None, :], along[:, None]), 0.0)
    return a_terrain(heights.astype(np.float32), 44.8 - degrees / 2.0, 20.3 - degrees / 2.0, degrees, f"cone-{rows}")


@pytest.mark.parametrize(
    ("rows", "degrees", "cell"),
    [
        # Cells of 30 m: 100 m; of 3 arc-seconds on one degree: 100 m; of 0.0025 degrees: their own 278 m.
        (721, 0.2, 100.0), (1201, 1.0, 100.0), (400, 1.0, 278.0), (100, 0.8, 800.0), (40, 1.0, 800.0),
    ],
)  # fmt: skip
def test_a_grid_is_as_fine_as_its_file(rows: int, degrees: float, cell: float) -> None:
    made = a_terrain(np.zeros((rows, rows), np.int16), 44.8 - degrees / 2.0, 20.3 - degrees / 2.0, degrees)
    assert made.fitting_cell(FRAME, 100.0, 800.0) == pytest.approx(cell, rel=0.01)


@pytest.mark.parametrize(("degrees", "least", "most"), [(2.0, 100.0, 100.0), (6.0, 150.0, 250.0), (15.0, 400.0, 800.0)])
def test_a_large_window_is_as_fine_as_its_memory_allows(degrees: float, least: float, most: float) -> None:
    # A raster of broadcast zeros costs nothing; its cells are 30 m.
    side = round(degrees * 3600)
    edges = tuple(
        radians(edge)
        for edge in (44.8 - degrees / 2.0, 44.8 + degrees / 2.0, 20.3 - degrees / 2.0, 20.3 + degrees / 2.0)
    )
    made = Terrain("large", np.broadcast_to(np.int16(0), (side, side)), edges, "0")  # type: ignore[arg-type]
    cell = made.fitting_cell(FRAME, 100.0, 800.0)
    assert least <= cell <= most
    west, south, east, north = made._extent(FRAME)
    assert (east - west) * (north - south) / cell**2 * 8.0 <= 1.05 * 60e6


def test_the_built_in_window_keeps_its_cells(serbia: Terrain) -> None:
    assert serbia.fitting_cell(FRAME, 100.0, 800.0) == 800.0


def test_a_site_on_a_summit_keeps_the_height_of_the_file() -> None:
    made = cone(721, 0.4)
    fitting = made.grid(FRAME, made.fitting_cell(FRAME, 100.0, 800.0))
    surveyed = dataclasses.replace(fitting, surveyed=made)
    top = terrain.Antenna(radians(44.8), radians(20.3), 5.0, 20e3)
    # The apex of the file, not the mean of the cells about it.
    assert terrain.site_of(surveyed, FRAME, top)["height"] == pytest.approx(605.0, abs=2.0)
    assert terrain.site_of(fitting, FRAME, top)["height"] < 595.0
    assert terrain.site_of(made.grid(FRAME, 800.0), FRAME, top)["height"] < 530.0


def test_a_site_in_a_pit_of_the_file_is_not_buried_by_the_grid() -> None:
    # One cell of 30 m lies 60 m below a plain of 100 m; the grid of 100 m has the plain there.
    heights = np.full((721, 721), 100.0, np.float32)
    heights[360, 360] = 40.0
    made = a_terrain(heights, 44.7, 20.2, 0.2, "pit")
    grid = dataclasses.replace(made.grid(FRAME, 100.0), surveyed=made)
    antenna = terrain.Antenna(radians(44.8), radians(20.3), 10.0, 8e3)
    found = terrain.site_masks(grid, FRAME, [antenna])
    assert found.sites[0]["height"] == pytest.approx(50.0, abs=1.0)
    # From 50 m below the edge, a cell of 100 m away, the line rises by one in two; under the plain by more.
    layer = found.altitudes[: 17 * 17 * 3].reshape(17, 17, 3)[:, :, 0]
    for far in (layer[8, 0], layer[8, 16], layer[0, 8], layer[16, 8]):
        assert far < 50.0 + 0.6 * 8e3
