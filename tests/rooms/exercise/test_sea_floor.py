"""Ground below the sea is said: how much, how deep, who stands and flies there; real shores and polders stay."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio import Affine

import shieldwall as sw
from shieldwall.scenario import load_text

RAID = """\
scenario: 1
title: A shore
question: Who flies under the sea?
terrain: {}
start: 2026-05-01T06:00Z
lasts: 8 min
blue:
  command: {{post: b}}
  units:
    b: {{is: pantsir-s1, at: 44.8 N 20.3 E, facing: south}}
red:
  routes: {{south: [44.40 N 20.30 E, target d], north: [44.90 N 20.30 E, target d]}}
  units:
    c: {{is: tomahawk-class, route: south, height: at least 60 m agl, speed: 245 m/s, mission: {{strike: d}}}}
    n: {{is: tomahawk-class, route: north, height: at least 60 m agl, speed: 245 m/s, mission: {{strike: d}}}}
places:
  d: {{at: 44.80 N 20.30 E, value: 10, hardness: 2}}
"""
ROWS = 100


def said(folder: Path, heights: np.ndarray) -> list[str]:
    """The warnings about a file of 100 x 100 cells from 44.3 to 45.3 N and 19.8 to 20.8 E."""
    profile = {"driver": "GTiff", "count": 1, "height": ROWS, "width": ROWS, "dtype": "float32", "crs": "EPSG:4326",
               "transform": Affine(0.01, 0.0, 19.8, 0.0, -0.01, 45.3)}  # fmt: skip
    with rasterio.open(folder / "a.tif", "w", **profile) as target:
        target.write((np.zeros((ROWS, ROWS)) + heights).astype(np.float32), 1)
    found = sw.warnings(load_text(RAID.format(folder / "a.tif"), "x.yaml"))
    assert all(one.line == 4 for one in found)
    return [one.message for one in found]


@pytest.mark.parametrize("depth", [60, 450])
def test_a_floor_of_a_sea_is_said_with_who_flies_over_it(tmp_path: Path, depth: int) -> None:
    # The northern 68 rows are land; the 32 rows south of 44.62 N lie as deep as is said, below the route of c alone.
    (told,) = said(tmp_path, np.where(np.arange(ROWS) < 68, 80, -depth)[:, None])
    assert "3200 cells lie below the sea (32.0 % of it, from 44.3 to 44.62 N and 19.8 to 20.8 E)" in told
    assert f"down to -{depth} m" in told
    assert "; red.units.c flies there;" in told
    assert 'gdal_calc.py -A OLD --calc="maximum(A,0)" --outfile=NEW' in told


def test_who_stands_below_the_sea_is_named(tmp_path: Path) -> None:
    # The shores of the Dead Sea lie at -430 m (voids.DEEPEST says so); all of the file does here.
    (told,) = said(tmp_path, np.array(-430))
    assert "blue.units.b, places.d stand there and red.units.c, red.units.n fly there" in told


@pytest.mark.parametrize("lowest", [80, 0, -1])
def test_land_and_shores_are_not_warned_of(tmp_path: Path, lowest: int) -> None:
    assert said(tmp_path, np.where(np.arange(ROWS) < 68, 80, lowest)[:, None]) == []


def test_a_few_low_cells_are_errors_of_heights_or_pits(tmp_path: Path) -> None:
    heights = np.full((ROWS, ROWS), 30)
    heights[40, 40:49] = -15
    assert said(tmp_path, heights) == []
    heights[40, 49] = -15
    assert "10 cells lie below the sea (0.1 % of it" in said(tmp_path, heights)[0]
