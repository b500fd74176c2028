"""Places on the elevation file: computed as the frame does, and by polynomials to millimetres."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from shieldwall.assembly.plan.land import plan_land
from shieldwall.kernels import land as kernels
from shieldwall.kernels.geodesy import Frame, height_above_sea
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.terrain import load

FRAME = Frame(math.radians(44.85), math.radians(20.35))
TERRAIN = load("serbia")
GRID = TERRAIN.grid(FRAME, 800.0)
RNG = np.random.default_rng(1)
#: Points all over the window and somewhat beyond it.
POINTS = np.column_stack([RNG.uniform(-470e3, 500e3, 2000), RNG.uniform(-440e3, 430e3, 2000)])


@pytest.fixture(scope="module")
def land() -> Any:
    return plan_land(TERRAIN, FRAME, GRID)


def test_a_point_has_the_place_and_height_that_the_frame_gives_it(land: Any) -> None:
    for x, y in POINTS[:300]:
        for z in (-9000.0, 0.0, 12_000.0):
            found = kernels.geodetic_point(land.file[0], x, y, z)
            latitude, longitude, height = (float(part) for part in FRAME.to_geodetic(x, y, z))
            assert found[:2] == pytest.approx((latitude, longitude), abs=1e-15, rel=1e-15)
            assert found[2] == pytest.approx(height, abs=1e-8)


def test_polynomials_find_places_to_a_centimetre(land: Any) -> None:
    assert land.file.fitted[0] == 1
    exact = land.file.copy()
    exact.fitted = 0
    south, north, west, east = TERRAIN.bounds
    rows, columns = TERRAIN.elevations.shape
    tall, wide = (north - south) / rows * EARTH_RADIUS, (east - west) / columns * EARTH_RADIUS
    for x, y in POINTS:
        found = kernels.place_on(land.file[0], land.bend, x, y)
        if found == (-1.0, -1.0):
            assert max(abs(x) - land.file.reach_x[0], abs(y) - land.file.reach_y[0]) > 0.0
            continue
        across, along = kernels.place_on(exact[0], land.bend, x, y)
        assert math.hypot(wide * (found[0] - across), tall * (found[1] - along)) < 0.01


def test_the_ground_is_that_of_the_file_to_two_millimetres(land: Any) -> None:
    latitude, longitude, _ = FRAME.to_geodetic(*POINTS.T, [kernels.level_up(land.file[0], *p, 0.0) for p in POINTS])
    expected = TERRAIN.height(latitude, longitude)
    assert expected.max() > 2000.0
    inside = TERRAIN.covers(latitude, longitude)
    for (x, y), height, covered in zip(POINTS, expected, inside, strict=True):
        place = kernels.place_on(land.file[0], land.bend, x, y)
        found = kernels.elevation_at(land.raster, *place)
        assert found == pytest.approx(height, abs=0.002)
        assert covered or found == 0.0


def test_heights_over_the_ellipsoid_are_those_over_the_sea_and_a_little(land: Any) -> None:
    for x, y in POINTS[:500]:
        if abs(x) > land.file.reach_x[0] or abs(y) > land.file.reach_y[0]:
            continue
        for height in (0.0, 5000.0):
            exact = float(FRAME.to_geodetic(x, y, kernels.level_up(land.file[0], x, y, height))[2])
            assert height + kernels.over_ellipsoid(land.bend, x, y) == pytest.approx(exact, abs=0.02)


def test_far_windows_are_computed_place_by_place() -> None:
    # At the pole longitude is no polynomial.
    frame = Frame(math.radians(89.5), 0.0)
    assert plan_land(TERRAIN, frame, GRID).file.fitted[0] == 0
    assert math.isinf(plan_land(TERRAIN, frame, GRID).file.reach_x[0])


@pytest.mark.parametrize("height", [0.0, 60.0, 9000.0])
def test_a_point_at_a_height_over_the_sea_has_it(land: Any, height: float) -> None:
    for x, y in [(0.0, 0.0), (1e-4, 0.0), (3.0, -2.0), *POINTS[:50].tolist()]:
        z = kernels.level_up(land.file[0], x, y, height)
        assert height_above_sea(x, y, z, FRAME.meridional, FRAME.normal) == pytest.approx(height, abs=1e-6)
