"""Ways over the ground and their heights, against plane geometry done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from shieldwall.assembly import profiles, tracks
from shieldwall.assembly.profiles import Ground, Limits
from shieldwall.kernels.geodesy import Frame, height_above_sea
from shieldwall.kernels.masks import ground
from shieldwall.models.movers.script import locate
from shieldwall.terrain import Terrain, load

FRAME = Frame(math.radians(44.9), math.radians(20.3))
SEA = Ground(load("flat"), FRAME)
LEVEL = Limits(30.0, 0.15)


def route(*points: tuple[float, float], base: float = 100.0, weight: float = 0.0) -> tracks.Floats:
    return np.array([[x, y, base, weight] for x, y in points])


def hills() -> Terrain:
    """Waves 800 m high and 9 km long, in cells of a kilometre, about the frame's origin."""
    rows, columns = np.mgrid[0:200, 0:200]
    raster = (400.0 + 400.0 * np.sin(rows / 1.4) * np.cos(columns / 2.1)).astype(np.float32)
    half = 100e3 / 6.371e6
    south, west = FRAME.latitude - half, FRAME.longitude - half / math.cos(FRAME.latitude)
    bounds = (south, FRAME.latitude + half, west, FRAME.longitude + half / math.cos(FRAME.latitude))
    return Terrain("hills", raster, bounds, "0")


def flown(ground: Ground, track: tracks.Floats, limits: Limits, speed: float = 250.0) -> np.recarray:
    """Legs of a track, as assembly lays them."""
    way = ground.flown(track, limits, speed, 0.0)
    return profiles.legs(way[profiles.bends(way, np.full(len(way), 2.0), [len(way)])]).view(np.recarray)


def test_a_right_angle_is_flown_inside_on_a_quarter_of_a_circle() -> None:
    samples, knots = tracks.rounded(route((0, 0), (20e3, 0), (20e3, 20e3)), 4000.0)
    # Two legs less a tangent of one radius each, and a quarter of the circle.
    assert tracks.stations(samples)[-1] == pytest.approx(40e3 - 8e3 + 2e3 * math.pi, abs=5.0)
    nearest = np.hypot(samples[:, 0] - 20e3, samples[:, 1]).min()
    assert nearest == pytest.approx(4000.0 * (math.sqrt(2.0) - 1.0), abs=10.0)
    assert knots[1] == pytest.approx(16e3 + 1e3 * math.pi, abs=5.0)


def test_a_turn_too_wide_for_its_legs_is_tightened_and_stays_between_them() -> None:
    samples, _ = tracks.rounded(route((0, 0), (20e3, 0), (20e3, 3e3), (0, 3e3)), 50e3)
    assert samples[:, 0].max() <= 20e3 + 1e-6
    assert samples[:, 1].min() >= -1e-6
    assert np.hypot(*np.diff(samples[:, :2], axis=0).T).max() <= tracks.STEP + 1e-6


def test_heights_change_evenly_over_the_leg_before_their_point() -> None:
    way = route((0, 0), (10e3, 0), (30e3, 0))
    way[:, 2] = 1000.0, 1000.0, 3000.0
    samples, _ = tracks.rounded(way, 2000.0)
    assert tracks.at(samples, 5e3)[2] == pytest.approx(1000.0)
    assert tracks.at(samples, 20e3)[2] == pytest.approx(2000.0)


def test_a_route_is_shifted_to_its_right_but_for_its_target() -> None:
    moved = tracks.shifted(route((0, 0), (10e3, 0), (10e3, 10e3)), 500.0, fixed=2)
    assert moved[:, :2] == pytest.approx(np.array([[0, -500.0], [10.5e3, -500.0], [10e3, 10e3]]))


def test_a_split_leg_has_its_point_at_the_distance_and_height_between() -> None:
    way = route((0, 0), (50e3, 0))
    way[1, 2] = 600.0
    assert tracks.split(way, 1, 20e3)[1] == pytest.approx([30e3, 0.0, 400.0, 0.0])
    assert len(tracks.split(way, 1, 60e3)) == 2


def test_the_first_station_within_a_distance_is_where_the_circle_is_met() -> None:
    samples, _ = tracks.rounded(route((-50e3, 3e3), (50e3, 3e3)), 0.0)
    assert tracks.first_within(samples, 0.0, 0.0, 5e3) == pytest.approx(50e3 - 4e3)
    assert tracks.first_within(samples, 0.0, 0.0, 2e3) is None
    assert tracks.first_within(samples, -50e3, 0.0, 5e3) == 0.0


@pytest.mark.parametrize("end", [(-60e3, 5e3), (-60e3, -30e3), (30e3, 31e3), (2e3, 1e3)])
def test_an_orbit_is_joined_along_its_tangent_and_flown_clockwise(end: tuple[float, float]) -> None:
    centre = np.array([20e3, -10e3])
    begin = np.append(tracks.joining(np.array(end), centre, 12e3), [5000.0, 0.0])
    ring = tracks.circle(begin, centre, 2.0 * math.pi * 12e3)
    assert np.hypot(*(ring[:, :2] - centre).T) == pytest.approx(12e3)
    assert ring[-1, :2] == pytest.approx(begin[:2], abs=1e-3)
    away, step = ring[0, :2] - centre, ring[1, :2] - ring[0, :2]
    assert away[0] * step[1] - away[1] * step[0] < 0.0
    if math.dist(end, centre) > 12e3:
        come = begin[:2] - end
        # The first chord of the circle leaves the tangent by half its angle.
        assert come @ step / (math.hypot(*come) * math.hypot(*step)) > math.cos(tracks.BEND)


def test_the_way_home_turns_right_and_runs_beside_the_way_in() -> None:
    way_in = route((0, 0), (0, 50e3), (0, 100e3))
    samples, _ = tracks.rounded(way_in, 3000.0)
    home = tracks.homeward(tracks.cut(samples, 90e3), way_in[:2], 2000.0)
    assert home[:, 1].max() == pytest.approx(92e3, abs=5.0)
    assert home[-1, :2] == pytest.approx([4000.0, 0.0])
    assert tracks.stations(home)[-1] == pytest.approx(90e3 + 2e3 * math.pi + 90e3, abs=20.0)


@pytest.mark.parametrize("points", [((-100e3, 20e3), (100e3, 40e3)), ((250e3, 250e3), (290e3, 295e3))])
def test_level_flight_keeps_its_height_over_the_curved_sea(points: tuple[tuple[float, float], ...]) -> None:
    samples, _ = tracks.rounded(route(*points, base=6000.0), 0.0)
    legs = flown(SEA, samples, LEVEL)
    assert 2 < len(legs) < 40
    for t in np.linspace(0.0, math.dist(*points) / 250.0, 301):
        x, y, z, vx, vy, vz = locate(legs, 0, len(legs), t)
        height = height_above_sea(x, y, z, FRAME.meridional, FRAME.normal)
        assert height == pytest.approx(6000.0, abs=3.0)
        assert math.sqrt(vx * vx + vy * vy + vz * vz) == pytest.approx(250.0, rel=1e-3)


def test_an_orbit_far_from_the_origin_is_level_above_the_sea() -> None:
    centre = np.array([200e3, 150e3])
    begin = np.array([215e3, 150e3, 7000.0, 0.0])
    legs = flown(SEA, tracks.circle(begin, centre, 95e3), LEVEL)
    for t in np.linspace(0.0, 94e3 / 250.0, 301):
        x, y, z, *_ = locate(legs, 0, len(legs), t)
        assert height_above_sea(x, y, z, FRAME.meridional, FRAME.normal) == pytest.approx(7000.0, abs=3.0)
        assert math.dist((x, y), centre) == pytest.approx(15e3, abs=5.0)


def test_low_flight_clears_the_ground_and_keeps_its_slope() -> None:
    land = Ground(hills(), FRAME)
    samples, _ = tracks.rounded(route((-80e3, -70e3), (10e3, 5e3), (75e3, 80e3), weight=1.0), 4000.0)
    legs = flown(land, samples, Limits(30.0, 0.1))
    slopes = legs.vz / np.hypot(legs.vx, legs.vy)
    # The frame's plane leans against the sea by a hundredth 64 km from its origin, twice that at the ends.
    assert np.abs(slopes).max() < 0.1 + 0.02
    clearances = []
    for t in np.linspace(0.0, legs.t[-1], 2000):
        latitude, longitude, height = FRAME.to_geodetic(*locate(legs, 0, len(legs), t)[:3])
        clearances.append(float(height - land.terrain.height(latitude, longitude)))
    assert min(clearances) > 60.0
    assert min(clearances) < 110.0


@pytest.mark.parametrize("raised", [0.0, 0.5, 1.0])
def test_low_flight_clears_the_ground_that_hides_it_from_sensors(raised: float) -> None:
    terrain = hills()
    grid = terrain.grid(FRAME, 800.0)
    samples, _ = tracks.rounded(route((-80e3, -70e3), (10e3, 5e3), (75e3, 80e3), weight=1.0), 4000.0)
    way = Ground(terrain, FRAME, grid, raised).flown(samples, Limits(30.0, 0.3), 250.0, 0.0)
    below = [ground(grid.heights, grid.header, x, y, raised) for _, x, y, _ in way]
    _, _, height = FRAME.to_geodetic(*way.T[1:])
    assert (height - below).min() >= 99.0
    assert (height - below).min() <= 101.0


def test_a_dive_is_a_straight_line_to_its_end() -> None:
    samples, _ = tracks.rounded(route((0, 0), (28e3, 0), (30e3, 0), base=500.0), 0.0)
    heights = profiles.heights(samples, np.zeros(len(samples)), Limits(30.0, 0.1, ends=0.0, dive=2000.0))
    left = 30e3 - samples[:, 0]
    assert heights == pytest.approx(np.minimum(500.0, 500.0 * left / 2000.0))


def test_a_missile_released_high_comes_down_at_its_slope() -> None:
    samples, _ = tracks.rounded(route((0, 0), (60e3, 0), weight=1.0), 0.0)
    limits = Limits(30.0, 0.1, begins=4000.0, ends=0.0, dive=2000.0)
    heights = profiles.heights(samples, np.zeros(len(samples)), limits)
    assert heights[0] == 4000.0
    assert np.interp([20e3, 50e3], samples[:, 0], heights) == pytest.approx([2000.0, 100.0])


def test_a_hill_hides_what_lies_behind_it() -> None:
    raster = np.zeros((100, 100), np.float32)
    raster[48:52, :] = 1000.0
    bounds = hills().bounds
    land = Ground(Terrain("wall", raster, bounds, "0"), FRAME)
    # The wall is half way: it hides the target from what flies at less than twice its height.
    points = np.array([[0.0, 40e3, 1500.0], [0.0, 40e3, 2600.0], [30e3, -40e3, 500.0]])
    assert land.sees(points, (0.0, -40e3, 10.0), 4.0 / 3.0).tolist() == [False, True, True]


@given(arrays(np.float64, st.tuples(st.integers(2, 60), st.just(3)), elements=st.floats(-1e3, 1e3)))
def test_a_way_of_few_legs_is_nowhere_farther_off_than_its_tolerance(places: tracks.Floats) -> None:
    way = np.column_stack([np.arange(len(places)) * 2.0, places])
    both = np.vstack([way, way[:2]])
    stay = profiles.bends(both, np.full(len(both), 50.0), [len(way), 2])
    assert stay[[0, -3, -2, -1]].all()
    kept = way[stay[:-2]]
    straight = np.column_stack([np.interp(way[:, 0], kept[:, 0], column) for column in kept.T[1:]])
    assert np.sqrt(((straight - places) ** 2).sum(axis=1)).max() <= 50.0 + 1e-9
