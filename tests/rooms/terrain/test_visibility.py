"""Masks of sites on the built-in terrain, and how they and other arrays are kept between runs."""

from __future__ import annotations

import os
import time
from math import radians
from pathlib import Path

import numpy as np
import pytest

from shieldwall import terrain
from shieldwall.kernels import caches, mask_making, masks
from shieldwall.kernels.geodesy import Frame
from shieldwall.terrain import Antenna, ElevationGrid
from shieldwall.terrain.shared import SharedMasks

FRAME = Frame(radians(44.8), radians(20.3))
BATAJNICA = Antenna(radians(44.94), radians(20.26), 10.0, 60e3)
ZLATIBOR = Antenna(radians(43.73), radians(19.70), 20.0, 40e3, 500.0)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of masks; nothing of them stays in memory."""
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    for of in ("row", "mask"):
        monkeypatch.setattr(SharedMasks, of, lambda *_: None)
    return tmp_path / "masks"


@pytest.fixture(scope="module")
def grid() -> ElevationGrid:
    return terrain.load("serbia").grid(FRAME, 1000.0)


def test_masks_stand_one_after_the_other(grid: ElevationGrid) -> None:
    found = terrain.site_masks(grid, FRAME, [BATAJNICA, ZLATIBOR])
    assert list(found.rows["offset"]) == [0, 3 * 121 * 121]
    assert list(found.rows["columns"]) == [121, 161]
    assert found.altitudes.size == 3 * (121 * 121 + 161 * 161)
    alone = terrain.site_masks(grid, FRAME, [ZLATIBOR])
    assert np.array_equal(found.altitudes[3 * 121 * 121 :], alone.altitudes)


def test_an_antenna_stands_on_the_ground(grid: ElevationGrid) -> None:
    site = terrain.site_of(grid, FRAME, BATAJNICA)
    ground = float(terrain.load("serbia").height(BATAJNICA.latitude, BATAJNICA.longitude))
    assert site["height"] == pytest.approx(ground + 10.0, abs=3.0)
    assert np.allclose(masks.local(site, float(site["x"]), float(site["y"]), float(site["z"]) + 5.0)[2], 5.0, atol=1e-4)


def test_no_site_gives_no_mask(grid: ElevationGrid) -> None:
    found = terrain.site_masks(grid, FRAME, [])
    assert (len(found.sites), len(found.rows), found.altitudes.size) == (0, 0, 0)


def test_raised_terrain_hides_more(grid: ElevationGrid) -> None:
    found = terrain.site_masks(grid, FRAME, [BATAJNICA])
    layers = found.altitudes.reshape(-1, 3)
    assert (layers[:, 1] >= layers[:, 0]).all()
    assert (layers[:, 1] > layers[:, 0] + 20).mean() > 0.1


def test_a_low_flyer_behind_the_hills_is_hidden_and_a_high_one_is_not(grid: ElevationGrid) -> None:
    found = terrain.site_masks(grid, FRAME, [BATAJNICA._replace(reach=150e3)])
    # Valjevo lies behind Vlasic as Batajnica sees it; Zrenjanin in the plain.
    for place, sees_low in (((44.27, 19.89), False), ((45.38, 20.39), False), ((45.10, 20.30), True)):
        x, y, _ = (float(part) for part in FRAME.to_enu(radians(place[0]), radians(place[1]), 0.0))
        ground = float(masks.elevation(grid.heights[0], grid.header, x, y))
        altitude = masks.visible_altitude(found.altitudes, found.rows[0], x, y, 0.0)
        assert (ground + 50.0 > altitude) is sees_low
        assert altitude < ground + 3000.0


def test_a_second_time_nothing_is_computed(grid: ElevationGrid, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = terrain.site_masks(grid, FRAME, [BATAJNICA])
    assert len(list(folder.iterdir())) == 1
    with monkeypatch.context() as without:
        without.delattr(mask_making, "fill_mask")
        again = terrain.site_masks(grid, FRAME, [BATAJNICA])
    assert np.array_equal(first.altitudes, again.altitudes)


@pytest.mark.parametrize(
    "other",
    [
        BATAJNICA._replace(height=11.0),
        BATAJNICA._replace(reach=61e3),
        BATAJNICA._replace(cell=900.0),
        BATAJNICA._replace(latitude=radians(44.95)),
    ],
)
def test_another_site_is_another_mask(grid: ElevationGrid, folder: Path, other: Antenna) -> None:
    terrain.site_masks(grid, FRAME, [BATAJNICA, other])
    assert len(list(folder.iterdir())) == 2


def test_other_refraction_is_another_mask(grid: ElevationGrid, folder: Path) -> None:
    bent = terrain.load("serbia").grid(FRAME, 1000.0, refraction=1.2)
    terrain.site_masks(grid, FRAME, [BATAJNICA])
    terrain.site_masks(bent, FRAME, [BATAJNICA])
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_a_damaged_file_is_computed_anew(grid: ElevationGrid, folder: Path, damage: str) -> None:
    first = terrain.site_masks(grid, FRAME, [BATAJNICA])
    (file,) = folder.iterdir()
    content = file.read_bytes()
    flipped = content[:-200] + bytes([content[-200] ^ 1]) + content[-199:]
    file.write_bytes({"cut": content[:-9], "flipped": flipped, "empty": b"", "other": b"x" * 500}[damage])
    caches.say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="is damaged; it is made anew"):
        again = terrain.site_masks(grid, FRAME, [BATAJNICA])
    assert np.array_equal(first.altitudes, again.altitudes)
    assert file.read_bytes() == content


def test_without_a_place_to_write_masks_are_computed(
    grid: ElevationGrid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("SHIELDWALL_CACHE", str(blocked))
    caches.say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="set SHIELDWALL_CACHE"):
        assert terrain.site_masks(grid, FRAME, [BATAJNICA]).altitudes.any()


def test_a_failed_write_leaves_nothing_behind(
    grid: ElevationGrid, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    caches.say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="No space left on device"):
        assert terrain.site_masks(grid, FRAME, [BATAJNICA]).altitudes.any()
    assert list(folder.iterdir()) == []


def test_files_long_unused_are_dropped(grid: ElevationGrid, folder: Path) -> None:
    terrain.site_masks(grid, FRAME, [BATAJNICA])
    (used,) = folder.iterdir()
    terrain.site_masks(grid, FRAME, [ZLATIBOR])
    (unused,) = set(folder.iterdir()) - {used}
    for file in (used, unused):
        os.utime(file, (0.0, time.time() - 2.0 * caches.STALE_AFTER_S))
    terrain.site_masks(grid, FRAME, [BATAJNICA])
    # A process looks for them once, when it first keeps something.
    caches.drop_stale.cache_clear()
    terrain.site_masks(grid, FRAME, [BATAJNICA._replace(height=30.0)])
    assert used.exists()
    assert not unused.exists()
