"""Ground of finer cells near sites in a window that is too large to have them everywhere."""

from __future__ import annotations

import dataclasses
import hashlib
import tracemalloc
from math import radians

import numpy as np
import pytest

from shieldwall import terrain
from shieldwall.kernels import geodesy, masks, sight_lines
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.ground_tiles import TILE
from shieldwall.kernels.masks import AS_READ, RAISED
from shieldwall.terrain import ElevationGrid, near
from shieldwall.terrain.elevation import Terrain

FRAME = Frame(radians(44.8), radians(20.3))
HERE, THERE = (radians(44.80), radians(20.30)), (radians(45.05), radians(20.85))
#: Side of the window in degrees and in cells, of 3 arc-seconds; and the coarse and the fine cells, m.
DEGREES, CELLS = 1.0, 1200
COARSE, FINE = 800.0, 100.0


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHIELDWALL_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(near, "REACHES", (8e3, 4e3, 2e3))
        yield


def a_land(heights: np.ndarray) -> Terrain:
    edges = 44.8 - DEGREES / 2.0, 44.8 + DEGREES / 2.0, 20.3 - DEGREES / 2.0, 20.3 + DEGREES / 2.0
    south, north, west, east = map(radians, edges)
    return Terrain("made", heights, (south, north, west, east), hashlib.sha256(heights.tobytes()).hexdigest())


@pytest.fixture(scope="module")
def land() -> Terrain:
    """Hills of some kilometres with rough ground on them."""
    rng = np.random.default_rng(4)
    wide = np.kron(rng.uniform(0.0, 400.0, (CELLS // 40, CELLS // 40)), np.ones((40, 40)))
    return a_land((wide + rng.uniform(0.0, 60.0, (CELLS, CELLS))).astype(np.float32))


@pytest.fixture(scope="module")
def coarse(land: Terrain) -> ElevationGrid:
    return land.grid(FRAME, COARSE)


@pytest.fixture(scope="module")
def tiled(land: Terrain, coarse: ElevationGrid) -> ElevationGrid:
    return terrain.with_tiles(coarse, land, FRAME, FINE, [HERE, THERE])


def points_about(place: tuple[float, float], far: float, count: int = 400) -> np.ndarray:
    x, y, _ = (float(part) for part in FRAME.to_enu(*place, 0.0))
    rng = np.random.default_rng(8)
    away, turn = far * np.sqrt(rng.random(count)), 2.0 * np.pi * rng.random(count)
    return np.stack([x + away * np.cos(turn), y + away * np.sin(turn)])


@pytest.mark.parametrize("place", [HERE, THERE])
def test_near_a_site_the_ground_is_that_of_a_fine_grid(land: Terrain, tiled: ElevationGrid, place) -> None:
    assert tiled.header["near_reach"] == 8e3
    header = tiled.header
    x, y = points_about(place, 7.9e3)
    # A grid of those cells with the same corner, over the tile in which a point lies.
    side = TILE * FINE
    for px, py in zip(x[:12], y[:12], strict=True):
        west = float(header["west"]) + side * ((px - float(header["west"])) // side)
        south = float(header["south"]) + side * ((py - float(header["south"])) // side)
        fine = land.grid(FRAME, FINE, (west, south, west + side, south + side))
        for layer in (AS_READ, RAISED):
            wanted = masks.elevation(fine.heights[layer], fine.header, px, py)
            assert masks.elevation(tiled.heights[layer], header, px, py) == pytest.approx(wanted, abs=0.01)


def test_beyond_it_is_that_of_the_coarse_grid(coarse: ElevationGrid, tiled: ElevationGrid) -> None:
    x, y = points_about(HERE, 50e3, 3000)
    sites = [np.array(FRAME.to_enu(*place, 0.0)[:2], float) for place in (HERE, THERE)]
    # A tile has some corner within the reach.
    far = np.min([np.hypot(x - site[0], y - site[1]) for site in sites], axis=0) > 8e3 + 1.5 * TILE * FINE
    assert far.sum() > 300
    for px, py in zip(x[far], y[far], strict=True):
        both = (masks.ground(grid.heights, grid.header, px, py, 0.3) for grid in (coarse, tiled))
        assert next(both) == next(both)


def test_arrays_and_kernels_read_the_same_ground(tiled: ElevationGrid) -> None:
    x, y = points_about(THERE, 60e3, 2000)
    found = tiled.height(x, y, 0.4)
    one = [masks.ground(tiled.heights, tiled.header, px, py, 0.4) for px, py in zip(x, y, strict=True)]
    assert found == pytest.approx(np.array(one), abs=1e-6)
    assert np.count_nonzero(found == 0.0) > 50


def test_the_ground_does_not_jump_between_tiles(tiled: ElevationGrid) -> None:
    header = tiled.header
    x, y, _ = (float(part) for part in FRAME.to_enu(*HERE, 0.0))
    edge = float(header["west"]) + TILE * FINE * round((x - float(header["west"])) / (TILE * FINE))
    for along in np.linspace(-3e3, 3e3, 61):
        left, right = (masks.ground(tiled.heights, header, edge + off, y + along, 0.5) for off in (-1e-3, 1e-3))
        assert left == pytest.approx(right, abs=0.01)


def test_a_far_window_about_nobody_keeps_its_grid(land: Terrain, coarse: ElevationGrid) -> None:
    assert terrain.with_tiles(coarse, land, FRAME, FINE, []) is coarse


@pytest.mark.parametrize(("memory", "reach"), [(60_000_000, 8e3), (300_000, 4e3), (150_000, 2e3), (100_000, 0.0)])
def test_tiles_reach_as_far_as_memory_allows(
    coarse: ElevationGrid, monkeypatch: pytest.MonkeyPatch, memory: int, reach: float
) -> None:
    monkeypatch.setattr(near, "NEAR_MEMORY", memory)
    header, tiles = terrain.tiled(coarse.header, FRAME, FINE, [HERE, THERE])
    assert header["near_reach"] == reach
    assert 8 * (TILE + 1) ** 2 * len(tiles) <= memory
    assert bool(tiles) is (reach > 0.0)


def test_tiles_are_made_from_the_part_of_the_file_about_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole of 14400 x 14400 cells would be 400 MB, and its blocks' means and maxima 180 MB."""
    monkeypatch.setattr(near, "cached", lambda _kind, _key, build: build())
    side = 14_400
    edges = tuple(map(radians, (42.8, 46.8, 18.3, 22.3)))
    wide = Terrain("wide", np.broadcast_to(np.int16(70), (side, side)), edges, "0")  # type: ignore[arg-type]
    header = wide.header(FRAME, COARSE)
    heights = np.full((2, int(header["rows"]), int(header["columns"])), 20.0, np.float32)
    grid = ElevationGrid(header, heights, "0")
    tracemalloc.start()
    made = terrain.with_tiles(grid, wide, FRAME, FINE, [HERE])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 25e6
    x, y = points_about(HERE, 7.9e3)
    assert set(made.height(x, y, 0.5)) == {70.0}
    assert made.header["top"] == 70.0


def test_a_ridge_narrower_than_a_coarse_cell_hides_what_flies_behind_it() -> None:
    heights = np.zeros((CELLS, CELLS), np.float32)
    # A wall of 200 m, four cells of the file thick, 5 km south of the site.
    row = CELLS // 2 + round(5e3 / 92.7)
    heights[row : row + 4] = 200.0
    wall = a_land(heights)
    grid = wall.grid(FRAME, COARSE)
    fine = terrain.with_tiles(grid, wall, FRAME, FINE, [HERE])
    antenna = terrain.Antenna(*HERE, 15.0, 20e3)
    seen = {}
    for name, one in (("coarse", grid), ("fine", fine)):
        found = terrain.site_masks(dataclasses.replace(one, surveyed=wall), FRAME, [antenna])
        seen[name] = float(masks.visible_altitude(found.altitudes, found.rows[0], 0.0, -7e3, 0.0))
        site = found.sites[0]
        here = float(site["x"]), float(site["y"]), float(site["z"])
        for off, free in ((-15.0, False), (15.0, True)):
            there = 0.0, -7e3, float(geodesy.up_at(0.0, -7e3, seen[name] + off, FRAME.meridional, FRAME.normal))
            assert sight_lines.line_of_sight(one.heights, one.header, here, there, 0.0) is free
    # From 15 m over the top of 200 m at 5 km: 15 + 185 * 7 / 5 at 7 km; the mean over 800 m is half of the wall.
    assert seen["fine"] == pytest.approx(274.0, abs=20.0)
    assert seen["coarse"] < 180.0


def test_masks_have_finer_cells_near_a_site_where_the_ground_has(land: Terrain, tiled: ElevationGrid) -> None:
    antenna = terrain.Antenna(*HERE, 15.0, 60e3)
    assert terrain.near_square(antenna, 500.0) == (25e3, 250.0)
    assert terrain.near_square(antenna._replace(reach=9e3), 100.0) == (9e3, 250.0)
    assert terrain.near_square(antenna, 800.0)[0] == 0.0
    found = terrain.site_masks(tiled, FRAME, [antenna])
    row = found.rows[0]
    assert (row["columns"], row["near_cells"]) == (121, 201)
    assert found.altitudes.size == 3 * (121 * 121 + 201 * 201)


def test_each_part_of_a_mask_holds_in_its_square() -> None:
    grid = np.zeros(1, masks.GRID)[0]
    grid["meridional"], grid["normal"] = FRAME.meridional, FRAME.normal
    site = masks.site_row(0.0, 0.0, 0.0, np.eye(3), grid)
    row = masks.mask_row(site, 10e3, 1000.0, (2e3, 250.0))
    altitudes = np.zeros(masks.mask_size(row), np.int16)
    cells = altitudes.reshape(-1, 3)
    assert len(cells) == 21 * 21 + 17 * 17
    cells[: 21 * 21] = [500, 600, 8192]
    cells[21 * 21 :] = [100, 200, 4096]
    for x, y, low, part in ((0.0, 0.0, 100.0, 0.25), (1990.0, -1990.0, 100.0, 0.25), (2010.0, 0.0, 500.0, 0.5),
                            (0.0, -9e3, 500.0, 0.5)):  # fmt: skip
        assert masks.visible_altitude(altitudes, row, x, y, 0.0) == low
        assert masks.visible_altitude(altitudes, row, x, y, 0.5) == low + 50.0
        assert masks.shadow_edge(altitudes, row, x, y) == part
    assert masks.visible_altitude(altitudes, row, 10.1e3, 0.0, 0.0) == np.inf
    assert masks.visible_altitude(altitudes, row, np.nan, 0.0, 0.0) == np.inf
