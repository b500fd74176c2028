"""Masks against `gdal_viewshed` and against a plain walk along each sight line, on six terrains.

Two windows of Serbia, two fractals, a wall, and a flat earth.

GDAL works on a map; the map here is the plane that touches the ellipsoid at the site (PROJ's orthographic),
warped by GDAL, so the comparison rests on nothing of ours but the sweep.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from math import hypot, radians
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import rasterio
from evidence_rows import Comparison, Evidence
from numpy.typing import NDArray
from rasterio import Affine
from scipy.ndimage import binary_dilation, map_coordinates

from shieldwall.kernels import geodesy, masks
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.mask_making import fill_mask
from shieldwall.terrain.elevation import BUILT_IN

VIEWSHED_CELLS = Comparison(
    "gdal-viewshed", "Terrain", "Cells on which masks and GDAL agree whether a target is seen", "share of cells",
    "gdal_viewshed -cc 0.75 (J. Wang, G. J. Robinson and K. White, PE&RS 66, 2000)", "geodesy.md",
)  # fmt: skip
WALKED = Comparison(
    "sight-lines", "Terrain", "Cells on which masks agree with a walk along the sight line", "share of 1500 cells",
    "a walk over bilinear ground by scipy's interpolation, in steps of an eighth of a cell", "geodesy.md",
)  # fmt: skip
#: GDAL agrees with a walk along each sight line on fewer cells than the masks do (authorities/geodesy.md).
DIFFUSE = "GDAL spreads shadows behind many ridges; see authorities/geodesy.md"
CELL, MAST = 500.0, 20.0
#: Summit of a fractal ground, m, and the wall's height and its distance north of the site.
SUMMIT, WALL, WALL_AT = 1500.0, 400.0, 30e3
WARP, VIEWSHED = (shutil.which(name) or name for name in ("gdalwarp", "gdal_viewshed"))
Truths = NDArray[np.bool_]


class View(NamedTuple):
    """A warped window about a site: its file, ground, lowest visible altitudes and the cells to compare."""

    name: str
    file: Path
    ground: NDArray[np.float64]
    altitude: NDArray[np.float64]
    inside: Truths
    reach: float


def fractal(cells: int, power: float = 2.2, seed: int = 1) -> NDArray[np.float32]:
    """Ground of random phases whose spectrum falls with a power of the wave number, from 0 to `SUMMIT`."""
    rng = np.random.default_rng(seed)
    square = np.fft.fftfreq(cells)[:, None] ** 2 + np.fft.rfftfreq(cells)[None] ** 2
    square[0, 0] = 1.0
    waves = square ** (-0.5 * power) * np.exp(2j * np.pi * rng.random(square.shape))
    waves[0, 0] = 0.0
    ground = np.fft.irfft2(waves, (cells, cells))
    return (SUMMIT * (ground - ground.min()) / np.ptp(ground)).astype(np.float32)


def rough(cells: int) -> NDArray[np.float32]:
    return fractal(cells, power=1.9, seed=2)


def wall(cells: int) -> NDArray[np.float32]:
    """A plain with one wall across it, north of the site."""
    ground = np.zeros((cells, cells), np.float32)
    ground[cells // 2 - round(WALL_AT / CELL)] = WALL
    return ground


def flat(cells: int) -> NDArray[np.float32]:
    return np.zeros((cells, cells), np.float32)


#: Latitude and longitude of the site, reach in m, and what draws the ground; the built-in window where nothing does.
WINDOWS: dict[str, tuple[float, float, float, Callable[[int], NDArray[np.float32]] | None]] = {
    "Batajnica": (44.94, 20.26, 150e3, None),
    "Zlatibor": (43.73, 19.70, 150e3, None),
    "fractal": (44.0, 20.0, 150e3, fractal),
    "rough fractal": (44.94, 20.26, 60e3, rough),
    "wall": (44.94, 20.26, 60e3, wall),
    "flat earth": (44.94, 20.26, 100e3, flat),
}


def window(folder: Path, name: str) -> Path:
    """Write a GeoTIFF about a site, on the plane that touches the ellipsoid there."""
    latitude, longitude, reach, drawn = WINDOWS[name]
    plane = f"+proj=ortho +lat_0={latitude} +lon_0={longitude} +ellps=WGS84"
    edge, file = reach + CELL / 2, folder / "ground.tif"
    if drawn is None:
        box = ["-te", *map(str, (-edge, -edge, edge, edge)), "-tr", str(CELL), str(CELL)]
        kind = ["-r", "bilinear", "-ot", "Float32", "-t_srs", plane]
        subprocess.run([WARP, "-q", *kind, *box, str(BUILT_IN["serbia"]), str(file)], check=True)
        return file
    heights = drawn(round(2 * edge / CELL))
    grid = {"height": len(heights), "width": len(heights), "count": 1, "dtype": "float32"}
    where = {"crs": plane, "transform": Affine(CELL, 0.0, -edge, 0.0, -CELL, edge)}
    with rasterio.open(file, "w", driver="GTiff", **grid, **where) as out:
        out.write(heights, 1)
    return file


@pytest.fixture(scope="module", params=WINDOWS)
def view(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> View:
    return view_of(tmp_path_factory.mktemp("view"), request.param)


def view_of(folder: Path, name: str) -> View:
    latitude, longitude, reach, _ = WINDOWS[name]
    file = window(folder, name)
    ground = band(file).astype(np.float64)
    frame = Frame(radians(latitude), radians(longitude))
    altitude = our_altitudes(ground, frame, reach)
    half = len(ground) // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1] * CELL
    distance = np.hypot(x, y)
    return View(name, file, ground, altitude, (distance < reach) & (distance > 2.0 * CELL), reach)


def band(file: Path) -> NDArray[np.float32]:
    with rasterio.open(file) as source:
        return np.ascontiguousarray(source.read(1)[::-1])


def our_altitudes(ground: NDArray[np.float64], frame: Frame, reach: float) -> NDArray[np.float64]:
    heights = np.stack([ground, ground]).astype(np.float32)
    half = len(ground) // 2
    grid = np.zeros(1, masks.GRID)[0]
    grid["west"] = grid["south"] = -half * CELL
    grid["per_cell"], grid["columns"], grid["rows"] = 1.0 / CELL, len(ground), len(ground)
    grid["curvature"] = geodesy.refraction_lift(geodesy.effective_radius())
    grid["meridional"], grid["normal"], grid["top"] = frame.meridional, frame.normal, ground.max()
    site = masks.site_row(0.0, 0.0, float(ground[half, half]) + MAST, np.eye(3), grid)
    mask = masks.mask_row(site, reach, CELL)
    altitudes = np.zeros(masks.LAYERS * mask["columns"] * mask["rows"], np.int16)
    fill_mask(heights, grid, site, reach, mask, altitudes)
    return altitudes.reshape(len(ground), len(ground), masks.LAYERS)[:, :, 0].astype(np.float64)


def gdal_sees(view: View, height: float) -> Truths:
    seen = view.file.with_name(f"seen-{height:g}.tif")
    site = ["-ox", "0", "-oy", "0", "-oz", str(MAST), "-tz", str(height), "-md", str(view.reach)]
    subprocess.run([VIEWSHED, "-q", "-cc", "0.75", *site, str(view.file), str(seen)], check=True)
    return band(seen) > 0


def edges(seen: Truths) -> Truths:
    """Cells within one cell of a change, diagonals included."""
    around = np.ones((3, 3), np.bool_)
    return binary_dilation(seen, around) & binary_dilation(~seen, around)


@pytest.mark.tool("gdal_viewshed")
@pytest.mark.tool("gdalwarp")
@pytest.mark.parametrize("height", [50.0, 300.0, 1000.0])
def test_gdal_agrees(view: View, height: float, evidence: Evidence) -> None:
    theirs, ours = gdal_sees(view, height), view.ground + height > view.altitude
    differ = (theirs != ours) & view.inside
    total = view.inside.sum()
    what = f"{view.name}, target {height:g} m above the ground"
    far_off = differ & ~edges(theirs) & ~edges(ours)
    many_ridges = (view.name, height) == ("Zlatibor", 1000.0)
    same, off = 1.0 - float(differ.sum() / total), float(far_off.sum() / total)
    evidence.at_least(VIEWSHED_CELLS, what, same, 0.98, digits=3, shortfall=DIFFUSE if many_ridges else "")
    # Off the edges of both shadows nothing differs but a cell in a thousand.
    short = DIFFUSE if height > 300.0 and view.name in ("Batajnica", "Zlatibor") else ""
    evidence.at_most(VIEWSHED_CELLS, f"differ off the edges: {what}", off, 0.001, digits=4, shortfall=short)


@pytest.mark.tool("gdalwarp")
@pytest.mark.parametrize("height", [50.0, 300.0, 1000.0])
def test_a_plain_walk_agrees(view: View, height: float, evidence: Evidence) -> None:
    rng = np.random.default_rng(1)
    cells = rng.permutation(np.argwhere(view.inside))[:1500]
    half = len(view.ground) // 2
    mast = view.ground[half, half] + MAST
    same = 0
    for row, column in cells - half:
        distance = hypot(row, column) * CELL
        part = np.linspace(0.0, 1.0, int(8.0 * distance / CELL))[1:-1]
        under = map_coordinates(view.ground, [half + part * row, half + part * column], order=1)
        # The textbook form on a flat map: the drop is three quarters of d squared over two radii.
        drop = 0.75 * (part * distance) ** 2 / (2.0 * 6_371_000.0)
        slope = ((under - drop - mast) / (part * distance)).max()
        lowest = mast + slope * distance + 0.75 * distance**2 / (2.0 * 6_371_000.0)
        top = view.ground[half + row, half + column] + height
        same += (top > lowest) == (top > view.altitude[half + row, half + column])
    what = f"{view.name}, target {height:g} m above the ground"
    evidence.at_least(WALKED, what, float(same / len(cells)), 0.99, digits=3)
