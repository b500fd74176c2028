"""Minimum visible altitudes and sight lines against closed forms: smooth sea, one wall, a plane."""

from math import inf, radians, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from shieldwall.kernels import geodesy, masks, sight_lines
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.mask_making import fill_mask
from shieldwall.kernels.masks import AS_READ, RAISED

FRAME = Frame(radians(44.8), radians(20.3))
RADIUS = geodesy.effective_radius()
CELL = 1000.0
HALF = 30


def a_grid(half: int = HALF, cell: float = CELL, radius: float = RADIUS):
    """A square grid about the origin, all sea level."""
    grid = np.zeros(1, masks.GRID)[0]
    grid["west"] = grid["south"] = -half * cell
    grid["per_cell"], grid["columns"], grid["rows"] = 1.0 / cell, 2 * half + 1, 2 * half + 1
    grid["curvature"] = geodesy.refraction_lift(radius)
    grid["meridional"], grid["normal"] = FRAME.meridional, FRAME.normal
    return grid, np.zeros((2, 2 * half + 1, 2 * half + 1), np.float32)


def a_site(grid, height: float, latitude: float = FRAME.latitude, longitude: float = FRAME.longitude):
    x, y, z = FRAME.point_at(latitude, longitude, height)
    return masks.site_row(x, y, z, FRAME.axes_at(latitude, longitude), grid)


def filled(heights: NDArray[np.float32], grid, site, reach=30e3, cell=CELL):
    grid["top"] = heights.max()
    mask = masks.mask_row(site, reach, cell)
    altitudes = np.zeros(masks.LAYERS * mask["columns"] * mask["rows"], np.int16)
    fill_mask(heights, grid, site, reach, mask, altitudes)
    return mask, altitudes


def hidden_below(distance: float, height: float, radius: float = RADIUS) -> float:
    """Height of the tangent ray from `height` over a smooth sphere at a distance over ground."""
    touch = np.arccos(radius / (radius + height))
    return radius / np.cos(distance / radius - touch) - radius


@pytest.mark.parametrize("place", [(44.8, 20.3), (46.5, 23.0), (42.0, 17.5)])
def test_over_the_sea_a_site_sees_to_its_horizon(place: tuple[float, float]) -> None:
    grid, heights = a_grid()
    latitude, longitude = radians(place[0]), radians(place[1])
    site = a_site(grid, 20.0, latitude, longitude)
    mask, altitudes = filled(heights, grid, site, reach=60e3, cell=2000.0)
    for bearing in np.linspace(0.0, 6.0, 7):
        for distance in (25e3, 40e3, 55e3):
            end = geodesy.destination(latitude, longitude, bearing, distance)
            x, y, _ = (float(part) for part in FRAME.to_enu(*end, 0.0))
            found = masks.visible_altitude(altitudes, mask, x, y, 0.5)
            # Rounding to a metre, and the bend between cells of 2 km: cell squared over 8 radii.
            assert found == pytest.approx(hidden_below(distance, 20.0), abs=0.8)
            # The edge is the site's own horizon; within a step of 1 km the ground rises by centimetres only.
            edge = masks.shadow_edge(altitudes, mask, x, y) * distance
            assert edge == pytest.approx(sqrt(2.0 * RADIUS * 20.0), abs=2000.0)


def test_behind_a_wall_the_shadow_is_a_straight_line() -> None:
    grid, heights = a_grid(radius=inf)
    column = HALF + 10
    heights[:, :, column] = 500.0
    site = a_site(grid, 100.0)
    mask, altitudes = filled(heights, grid, site)
    slope = (500.0 - 100.0 - 10e3**2 / (2.0 * FRAME.normal)) / 10e3
    for x in (14e3, 20e3, 28e3):
        expected = 100.0 + slope * x + x**2 / (2.0 * FRAME.normal)
        # With an infinite effective radius the drop is lifted away as on the documented sphere.
        lift = (x**2 - 10e3 * x) * geodesy.refraction_lift(inf)
        assert masks.visible_altitude(altitudes, mask, x, 0.0, 0.0) == pytest.approx(expected - lift, abs=1.5)
        # Rays step by half a cell.
        assert masks.shadow_edge(altitudes, mask, x, 0.0) == pytest.approx(10e3 / x, abs=0.51 * CELL / x)
    assert masks.visible_altitude(altitudes, mask, -20e3, 0.0, 0.0) < 100.0


def test_refraction_lowers_what_is_hidden() -> None:
    altitude = []
    for factor in (1.0, 4.0 / 3.0, 1.6):
        grid, heights = a_grid(radius=geodesy.effective_radius(factor))
        mask, altitudes = filled(heights, grid, a_site(grid, 10.0))
        altitude.append(masks.visible_altitude(altitudes, mask, 28e3, 0.0, 0.0))
    assert altitude == sorted(altitude, reverse=True)
    assert altitude[0] > altitude[2] + 3.0


def test_a_drawn_number_moves_from_the_terrain_as_read_to_the_raised() -> None:
    grid, heights = a_grid()
    heights[AS_READ, :, HALF + 12] = 300.0
    heights[RAISED, :, HALF + 12] = 500.0
    mask, altitudes = filled(heights, grid, a_site(grid, 20.0))
    low, middle, high = (masks.visible_altitude(altitudes, mask, 24e3, 3e3, u) for u in (0.0, 0.5, 1.0))
    assert high - low == pytest.approx(2.0 * 200.0, rel=0.02)
    assert middle == pytest.approx((low + high) / 2.0)


def test_the_foreground_of_a_site_is_as_read() -> None:
    grid, heights = a_grid(cell=500.0)
    heights[RAISED] = 100.0
    mask, altitudes = filled(heights, grid, a_site(grid, 15.0), reach=14e3, cell=500.0)
    # Raised by 100 m from 5 km on: seen over its rim at a slope of about 85 m in 5 km, not from a pit.
    assert masks.visible_altitude(altitudes, mask, 10e3, 0.0, 1.0) == pytest.approx(15.0 + 2.0 * 85.0, abs=10.0)
    assert masks.visible_altitude(altitudes, mask, 10e3, 0.0, 0.0) < 15.0


def test_masks_share_one_array_and_nothing_is_seen_outside() -> None:
    grid, heights = a_grid()
    first, altitudes = filled(heights, grid, a_site(grid, 20.0), reach=10e3)
    second = masks.mask_row(a_site(grid, 20.0), 20e3, CELL)
    second["offset"] = altitudes.size
    both = np.concatenate([altitudes, np.zeros(masks.LAYERS * second["columns"] * second["rows"], np.int16)])
    fill_mask(heights, grid, a_site(grid, 20.0), 20e3, second, both)
    assert np.array_equal(both[: altitudes.size], altitudes)
    at = 6e3, -7e3, 0.3
    assert masks.visible_altitude(both, second, *at) == pytest.approx(masks.visible_altitude(both, first, *at))
    assert masks.visible_altitude(both, first, 10.5e3, 0.0, 0.0) == inf
    assert masks.visible_altitude(both, first, np.nan, 0.0, 0.0) == inf


@pytest.mark.parametrize("height", [5.0, 700.0, 9000.0])
@pytest.mark.parametrize("factor", [4.0 / 3.0, inf])
def test_a_ray_ends_where_no_ground_could_rise_over_it_and_loses_nothing(height: float, factor: float) -> None:
    grid, heights = a_grid(cell=4000.0, radius=geodesy.effective_radius(factor))
    rough = np.random.default_rng(5).gamma(0.5, 20.0, heights.shape[1:])
    # In the west a wall ends the rays. In the east one leaves just the top of the ridge behind it in view.
    rough[:, HALF - 2] = 2000.0
    rough[:, HALF + 2], rough[:, HALF + 9] = 915.0, 4200.0
    heights[AS_READ], heights[RAISED] = rough, rough + 30.0
    site = a_site(grid, height)
    found = [filled(heights, grid, site, reach=56e3, cell=4000.0)[1]]
    # Under a ceiling that no sight line clears, every ray is followed to its end.
    mask = masks.mask_row(site, 56e3, 4000.0)
    grid["top"] = 1e6
    found.append(np.zeros_like(found[0]))
    fill_mask(heights, grid, site, 56e3, mask, found[1])
    assert np.array_equal(*found)


def test_an_altitude_that_does_not_fit_is_the_highest() -> None:
    grid, heights = a_grid()
    heights[:, HALF - 2 : HALF + 3, HALF + 2] = 9000.0
    mask, altitudes = filled(heights, grid, a_site(grid, 0.0))
    assert masks.visible_altitude(altitudes, mask, 28e3, 0.0, 0.0) == masks.HIDDEN


def test_elevation_is_bilinear_inside_and_nought_outside() -> None:
    grid, heights = a_grid(half=3)
    y, x = np.mgrid[-3:4, -3:4] * CELL
    heights[AS_READ] = 0.01 * x - 0.02 * y + 100.0
    heights[RAISED] = heights[AS_READ] + 50.0
    for px, py in ((0.0, 0.0), (123.0, -456.0), (3000.0, 3000.0), (-3000.0, 2999.0)):
        expected = 0.01 * px - 0.02 * py + 100.0
        assert masks.elevation(heights[AS_READ], grid, px, py) == pytest.approx(expected, abs=1e-4)
        assert masks.ground(heights, grid, px, py, 0.2) == pytest.approx(expected + 10.0, abs=1e-4)
    assert masks.elevation(heights[AS_READ], grid, 3000.1, 0.0) == 0.0
    assert masks.elevation(heights[AS_READ], grid, 0.0, np.nan) == 0.0


def test_two_aircraft_see_each_other_inside_their_horizons() -> None:
    grid, heights = a_grid(cell=20e3)
    grid["top"] = 1.0
    horizon = geodesy.horizon_distance(1000.0, RADIUS) + geodesy.horizon_distance(3000.0, RADIUS)
    for distance, seen in ((0.99 * horizon, True), (1.01 * horizon, False)):
        here = FRAME.point_at(FRAME.latitude, FRAME.longitude - 0.02, 1000.0)
        end = geodesy.destination(FRAME.latitude, FRAME.longitude - 0.02, 1.2, distance)
        there = FRAME.point_at(*end, 3000.0)
        assert sight_lines.line_of_sight(heights, grid, here, there, 0.0) is seen
        assert sight_lines.line_of_sight(heights, grid, there, here, 0.0) is seen


def test_a_ridge_blocks_the_line_and_the_raised_ridge_sooner() -> None:
    grid, heights = a_grid()
    heights[AS_READ, :, HALF] = 800.0
    heights[RAISED, :, HALF] = 1000.0
    grid["top"] = 1000.0
    for altitude, u, seen in (
        (780.0, 0.0, False),
        (830.0, 0.0, True),
        (830.0, 1.0, False),
        (1030.0, 1.0, True),
    ):
        ends = [(x, 0.0, geodesy.up_at(x, 0.0, altitude, FRAME.meridional, FRAME.normal)) for x in (-8e3, 8e3)]
        assert sight_lines.line_of_sight(heights, grid, ends[0], ends[1], u) is seen


def test_lines_and_masks_agree() -> None:
    rng = np.random.default_rng(7)
    grid, heights = a_grid()
    rough = rng.uniform(0.0, 400.0, (2 * HALF + 1, 2 * HALF + 1))
    rough = sum(np.roll(rough, (i, j), (0, 1)) for i in range(3) for j in range(3)) / 9.0
    heights[AS_READ], heights[RAISED] = rough, rough
    top = float(masks.elevation(heights[AS_READ], grid, 0.0, 0.0))
    site = a_site(grid, top + 20.0)
    mask, altitudes = filled(heights, grid, site, reach=20e3, cell=400.0)
    agreed = wrong = 0
    for x, y in rng.uniform(-14e3, 14e3, (300, 2)):
        if sqrt(x * x + y * y) < 3e3:
            continue
        altitude = masks.visible_altitude(altitudes, mask, x, y, 0.0)
        for offset in (-60.0, 60.0):
            height = altitude + offset
            if height < masks.elevation(heights[AS_READ], grid, x, y) + 20.0:
                continue
            target = (x, y, float(geodesy.up_at(x, y, height, FRAME.meridional, FRAME.normal)))
            here = (float(site["x"]), float(site["y"]), float(site["z"]))
            same = sight_lines.line_of_sight(heights, grid, here, target, 0.0) == (height > altitude)
            agreed, wrong = agreed + same, wrong + (not same)
    assert wrong <= 0.02 * agreed
