"""Longitudes are counted in whole turns: files from 0 to 360 degrees, and files across 180, are like any other."""

from __future__ import annotations

from math import pi, radians
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from shieldwall import terrain
from shieldwall.assembly.plan.land import plan_land
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.land import elevation_at, place_on
from shieldwall.terrain import Terrain, show_box

HILLS = np.random.default_rng(4).integers(0, 900, (60, 80)).astype(np.float32)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "cache"))


def from_file(
    folder: Path, west: float, width: float = 2.0, south: float = 44.0, values: np.ndarray = HILLS
) -> Terrain:
    rows, columns = values.shape
    path = folder / f"{west}.tif"
    place = Affine(width / columns, 0.0, west, 0.0, -1.5 / rows, south + 1.5)
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=rows, width=columns, dtype=values.dtype, crs="EPSG:4326",
        transform=place,
    ) as file:  # fmt: skip
        file.write(values, 1)
    return terrain.load(path)


@pytest.mark.parametrize(("west", "turned"), [(339.0, -21.0), (359.0, -1.0), (180.0, -180.0), (-181.0, 179.0)])
def test_a_turn_more_or_less_is_the_same_place(tmp_path: Path, west: float, turned: float) -> None:
    found = from_file(tmp_path, west)
    assert np.degrees(found.bounds[2]) == pytest.approx(turned)
    for place in np.linspace(0.05, 1.95, 9):
        longitude = (west + place + 180.0) % 360.0 - 180.0
        column = place / 2.0 * 80 - 0.5
        west_of = int(column)
        expected = HILLS[0, west_of] + (column - west_of) * (HILLS[0, west_of + 1] - HILLS[0, west_of])
        at = radians(45.4999), radians(longitude)
        assert found.covers(*at)
        assert float(found.height(*at)) == pytest.approx(float(expected), abs=0.01)
        # However a caller counts.
        assert found.height(at[0], at[1] + 2.0 * pi) == pytest.approx(found.height(*at), abs=1e-6)
    assert not found.covers(radians(45.0), radians(west - 0.1))
    assert not found.covers(radians(45.0), radians(west + 2.1))


@pytest.mark.parametrize(
    ("west", "origin"), [(179.0, 180.0), (179.0, -180.0), (-181.0, 179.9), (-0.5, 0.2), (359.2, 0.1)]
)
def test_a_grid_across_the_line_is_that_of_any_other_place(tmp_path: Path, west: float, origin: float) -> None:
    here = from_file(tmp_path, west).grid(Frame(radians(44.7), radians(origin)), 700.0)
    away = 20.0 - origin
    twin = from_file(tmp_path, west + away - 360.0 * round((west + away - 20.0) / 360.0))
    there = twin.grid(Frame(radians(44.7), radians(20.0)), 700.0)
    assert here.heights.shape == there.heights.shape
    assert np.allclose(here.heights, there.heights, atol=0.05)


@pytest.mark.parametrize("origin", [180.0, -179.9, 179.5])
def test_the_ground_that_low_flight_meets_crosses_the_line(tmp_path: Path, origin: float) -> None:
    found = from_file(tmp_path, 179.0)
    frame = Frame(radians(44.7), radians(origin))
    land = plan_land(found, frame, found.grid(frame, 700.0))
    exact = land.file.copy()
    exact["fitted"] = 0
    for longitude in (179.3, 179.99, 180.0, -179.99, -179.2):
        x, y, _ = (float(part) for part in frame.to_enu(radians(44.8), radians(longitude), 0.0))
        expected = float(found.height(radians(44.8), radians(longitude)))
        for file in (land.file, exact):
            assert elevation_at(land.raster, *place_on(file[0], land.bend, x, y)) == pytest.approx(expected, abs=2.0)
    assert land.file[0]["fitted"] == 1


def test_a_file_of_all_longitudes_has_no_edge(tmp_path: Path) -> None:
    values = np.full((30, 720), 250.0, np.float32)
    for west in (0.0, -180.0, -180.25):
        found = from_file(tmp_path, west, 360.0, values=values)
        for longitude in (-179.99, -90.0, -0.01, 0.01, 90.0, 179.99):
            assert float(found.height(radians(44.5), radians(longitude))) == 250.0
        grid = found.grid(Frame(radians(44.7), radians(0.0)), 5000.0)
        # Routes lead 1000 km from the origin; the whole earth on one plane would be 16 000 cells each way.
        assert -grid.header["west"] == grid.header["columns"] // 2 * 5000.0 == 1_100_000.0
        assert float(grid.height(np.array([400e3]), np.array([0.0]), 0.0)[0]) == pytest.approx(250.0)


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        ((44.3, 45.3, 19.5, 21.0), "from 44.3 to 45.3 N and 19.5 to 21 E"),
        ((-1.0, 2.0, 179.0, 181.5), "from 1 S to 2 N and 179 E to 178.5 W"),
        ((-35.0, -34.0, -58.5, -57.0), "from 35 to 34 S and 58.5 to 57 W"),
        ((-60.0, 60.0, 0.0, 360.0), "from 60 S to 60 N and all longitudes"),
    ],
)
def test_edges_are_told_as_people_write_them(edges: tuple[float, float, float, float], words: str) -> None:
    south, north, west, east = (radians(edge) for edge in edges)
    assert show_box((south, north, west, east)) == words
