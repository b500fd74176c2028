"""Paths over the ground and their heights, against plane geometry done by hand."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_groups import Departure, Land, Raid, Workspace
from shieldwall.assembly.draw.raid_heights import ask_heights, climb_early, go_down, lay_ground, lay_times
from shieldwall.assembly.draw.raid_member import MEMBER, STRIKE_MISSION
from shieldwall.assembly.draw.raid_path import go_home, lay_route, lay_route_path
from shieldwall.assembly.draw.raid_sight import sees
from shieldwall.assembly.draw.raid_waypoint import WAYPOINT
from shieldwall.assembly.plan.land import plan_land
from shieldwall.assembly.plan.raid_routes import returning, shift
from shieldwall.kernels import paths
from shieldwall.kernels.geodesy import Frame, height_above_sea
from shieldwall.kernels.masks import ground
from shieldwall.kernels.paths import ALONG, BASE, FINENESS, GROUND, HEIGHT, WEIGHT, S, T, X, Y, Z
from shieldwall.kernels.polylines import bends
from shieldwall.models.movers.script import locate
from shieldwall.state.script import LEG
from shieldwall.terrain import ElevationGrid, Terrain, load

Floats = NDArray[np.float64]

FRAME = Frame(math.radians(44.9), math.radians(20.3))
ROOM = 4000


class Limits(NamedTuple):
    """How a vehicle may fly: lowest height over ground, steepest slope, heights of its ends where they are said."""

    floor: float
    slope: float
    begins: float | None = None
    ends: float | None = None
    dive: float = 0.0


LEVEL = Limits(30.0, 0.15)


def bare(terrain: Terrain) -> ElevationGrid:
    """A grid that never rises over what the file says."""
    grid = terrain.grid(FRAME, 800.0)
    return ElevationGrid(grid.header, np.full_like(grid.heights, -1000.0), grid.digest)


def land_of(terrain: Terrain, grid: ElevationGrid | None = None) -> Land:
    return plan_land(terrain, FRAME, bare(terrain) if grid is None else grid)


def hills() -> Terrain:
    """Waves 800 m high and 9 km long, in cells of a kilometre, about the frame's origin."""
    rows, columns = np.mgrid[0:200, 0:200]
    raster = (400.0 + 400.0 * np.sin(rows / 1.4) * np.cos(columns / 2.1)).astype(np.float32)
    half = 100e3 / 6.371e6
    south, west = FRAME.latitude - half, FRAME.longitude - half / math.cos(FRAME.latitude)
    bounds = (south, FRAME.latitude + half, west, FRAME.longitude + half / math.cos(FRAME.latitude))
    return Terrain("hills", raster, bounds, "0")


SEA = land_of(load("flat"))


def workspace() -> Workspace:
    waypoints = (np.zeros((paths.ROUTE, 20)) for _ in range(3))
    stay, order = np.zeros(ROOM + 1, np.int64), np.zeros((2, 1), np.int64)
    columns = (np.zeros((paths.COLUMNS, ROOM)) for _ in range(2))
    return Workspace(*columns, *waypoints, stay, np.zeros(1, LEG).view(np.recarray), order)


def route(*points: tuple[float, float], base: float = 100.0, weight: float = 0.0) -> Floats:
    """Waypoints as columns, with room for more."""
    found = np.zeros((paths.ROUTE, 20))
    found[: WEIGHT + 1, : len(points)] = np.array([[x, y, base, weight] for x, y in points]).T
    return found


def rounded(waypoints: Floats, points: int, radius: float) -> tuple[Floats, Floats]:
    """The path along a route and the stations of its waypoints."""
    path = np.zeros((paths.COLUMNS, ROOM))
    count, _ = lay_route_path(path, waypoints, points, radius)
    return path[:, :count], waypoints[ALONG, :points]


def straight(*points: tuple[float, float], base: float = 100.0, weight: float = 0.0, radius: float = 0.0) -> Floats:
    return rounded(route(*points, base=base, weight=weight), len(points), radius)[0]


def timed(land: Land, path: Floats, limits: Limits, speed: float = 250.0, relief: float = 0.0) -> Floats:
    """A path with its heights and times."""
    count = path.shape[1]
    lay_ground(land, path, count, relief)
    ask_heights(path, count, limits.floor)
    if limits.begins is not None:
        path[HEIGHT, 0] = limits.begins
    if limits.ends is None:
        climb_early(path, count, limits.slope)
    else:
        go_down(path, count, limits.slope, limits.floor, limits.ends, limits.dive)
    lay_times(land.file[0], path, count, speed, 0.0)
    return path


def legs_of(path: Floats, tolerance: float = 2.0) -> np.recarray:
    """The legs of a timed path."""
    path[FINENESS] = 1.0 / tolerance**2
    stay = np.zeros(path.shape[1] + 1, np.int64)
    ends = path[:, stay[: bends(path, path.shape[1], stay)]]
    legs = np.zeros(ends.shape[1] - 1, LEG)
    for name, row in (("t", T), ("x", X), ("y", Y), ("z", Z)):
        legs[name] = ends[row, :-1]
        if row != T:
            legs[f"v{name}"] = np.diff(ends[row]) / np.diff(ends[T])
    return legs.view(np.recarray)


def flown(land: Land, path: Floats, limits: Limits, speed: float = 250.0) -> np.recarray:
    """Legs of a path, as the draw lays them."""
    return legs_of(timed(land, path, limits, speed))


def waypoints(*points: tuple[float, float], height: float = 100.0) -> np.recarray:
    rows = np.zeros(len(points), WAYPOINT)
    rows["x"], rows["y"] = np.array(points).T
    rows["height"] = height
    return rows.view(np.recarray)


def departed(rows: np.recarray, offset: float, dive: float = 0.0) -> Floats:
    """The waypoints of a member that is shifted by an offset, as rows of x, y, base and weight."""
    member = np.zeros(1, MEMBER).view(np.recarray)
    member["points"], member["dive"], member["mission"] = len(rows), dive, STRIKE_MISSION
    nothing = np.zeros(0, MEMBER).view(np.recarray)
    raid = Raid(member, rows, nothing, nothing, nothing, 2400.0, 0.0)
    shifted = np.zeros((paths.ROUTE, 20))
    count = lay_route(raid, member[0], Departure(0.0, offset, 0.0, 30.0, 0.1, 250.0), shifted)
    return shifted[: WEIGHT + 1, :count].T


def test_a_right_angle_is_flown_inside_on_a_quarter_of_a_circle() -> None:
    path, waypoints = rounded(route((0, 0), (20e3, 0), (20e3, 20e3)), 3, 4000.0)
    # Two legs less a tangent of one radius each, and a quarter of the circle.
    assert path[S, -1] == pytest.approx(40e3 - 8e3 + 2e3 * math.pi, abs=5.0)
    nearest = np.hypot(path[X] - 20e3, path[Y]).min()
    assert nearest == pytest.approx(4000.0 * (math.sqrt(2.0) - 1.0), abs=10.0)
    assert waypoints[1] == pytest.approx(16e3 + 1e3 * math.pi, abs=5.0)


def test_a_turn_too_wide_for_its_legs_is_tightened_and_stays_between_them() -> None:
    path = straight((0, 0), (20e3, 0), (20e3, 3e3), (0, 3e3), radius=50e3)
    assert path[X].max() <= 20e3 + 1e-6
    assert path[Y].min() >= -1e-6
    assert np.hypot(np.diff(path[X]), np.diff(path[Y])).max() <= paths.STEP + 1e-6


def test_heights_change_evenly_over_the_leg_before_their_point() -> None:
    waypoints = route((0, 0), (10e3, 0), (30e3, 0))
    waypoints[BASE, :3] = 1000.0, 1000.0, 3000.0
    path, _ = rounded(waypoints, 3, 2000.0)
    count = path.shape[1]
    assert paths.interpolated(path, count, S, 5e3, BASE) == pytest.approx(1000.0)
    assert paths.interpolated(path, count, S, 20e3, BASE) == pytest.approx(2000.0)


def test_a_route_is_shifted_to_its_right_but_for_its_target() -> None:
    rows = waypoints((0, 0), (10e3, 0), (10e3, 10e3))
    shift(rows, fixed=2)
    moved = departed(rows, 500.0)
    assert moved[:, :2] == pytest.approx(np.array([[0, -500.0], [10.5e3, -500.0], [10e3, 10e3]]))


def test_a_split_leg_has_its_point_at_the_distance_and_height_between() -> None:
    rows = waypoints((0, 0), (50e3, 0))
    rows.height[1] = 600.0
    split, fixed = returning(rows, 1)
    shift(split, fixed)
    assert departed(split.view(np.recarray), 0.0)[1] == pytest.approx([30e3, 0.0, 400.0, 0.0])
    assert len(returning(waypoints((0, 0), (19e3, 0)), 1)[0]) == 2
    rows = waypoints((0, 0), (50e3, 0))
    shift(rows, None)
    rows.height[1] = 600.0
    assert departed(rows, 0.0, dive=20e3)[1] == pytest.approx([30e3, 0.0, 400.0, 0.0])
    assert len(departed(rows, 0.0, dive=60e3)) == 2


def test_the_first_station_within_a_distance_is_where_the_circle_is_met() -> None:
    path = straight((-50e3, 3e3), (50e3, 3e3))
    count = path.shape[1]
    assert paths.first_within(path, count, 0.0, 0.0, 5e3) == pytest.approx(50e3 - 4e3)
    assert paths.first_within(path, count, 0.0, 0.0, 2e3) == -1.0
    assert paths.first_within(path, count, -50e3, 0.0, 5e3) == 0.0


@pytest.mark.parametrize("end", [(-60e3, 5e3), (-60e3, -30e3), (30e3, 31e3), (2e3, 1e3)])
def test_an_orbit_is_joined_along_its_tangent_and_flown_clockwise(end: tuple[float, float]) -> None:
    centre = np.array([20e3, -10e3])
    begin = np.array(paths.joining(*end, *centre, 12e3))
    path = np.zeros((paths.COLUMNS, ROOM))
    count, _ = paths.arc(path, paths.begin(path, *begin), *centre, 12e3, -2.0 * math.pi)
    ring = path[:2, :count].T
    assert np.hypot(*(ring - centre).T) == pytest.approx(12e3)
    assert ring[-1] == pytest.approx(begin, abs=1e-3)
    away, step = ring[0] - centre, ring[1] - ring[0]
    assert away[0] * step[1] - away[1] * step[0] < 0.0
    if math.dist(end, centre) > 12e3:
        come = begin - end
        # The first chord of the circle leaves the tangent by half its angle.
        assert come @ step / (math.hypot(*come) * math.hypot(*step)) > math.cos(paths.BEND)


def test_the_way_home_turns_right_and_runs_beside_the_way_in() -> None:
    work = workspace()
    work.route[:] = route((0, 0), (0, 50e3), (0, 100e3))
    count, _ = lay_route_path(work.path, work.route, 3, 3000.0)
    count = go_home(work, count, 90e3, 3, 2000.0)
    home = work.path[:, :count]
    assert home[Y].max() == pytest.approx(92e3, abs=5.0)
    assert home[:2, -1] == pytest.approx([4000.0, 0.0])
    assert home[S, -1] == pytest.approx(90e3 + 2e3 * math.pi + 90e3, abs=20.0)


@pytest.mark.parametrize("points", [((-100e3, 20e3), (100e3, 40e3)), ((250e3, 250e3), (290e3, 295e3))])
def test_level_flight_keeps_its_height_over_the_curved_sea(points: tuple[tuple[float, float], ...]) -> None:
    legs = flown(SEA, straight(*points, base=6000.0), LEVEL)
    assert 2 < len(legs) < 40
    for t in np.linspace(0.0, math.dist(*points) / 250.0, 301):
        x, y, z, vx, vy, vz = locate(legs, 0, len(legs), t)
        height = height_above_sea(x, y, z, FRAME.meridional, FRAME.normal)
        assert height == pytest.approx(6000.0, abs=3.0)
        assert math.sqrt(vx * vx + vy * vy + vz * vz) == pytest.approx(250.0, rel=1e-3)


def test_an_orbit_far_from_the_origin_is_level_above_the_sea() -> None:
    centre = np.array([200e3, 150e3])
    path = np.zeros((paths.COLUMNS, ROOM))
    count, _ = paths.arc(path, paths.begin(path, 215e3, 150e3), *centre, 15e3, -95e3 / 15e3)
    paths.keep_height(path, 0, count, 7000.0, 0.0)
    paths.measure(path, 0, count)
    legs = flown(SEA, path[:, :count], LEVEL)
    for t in np.linspace(0.0, 94e3 / 250.0, 301):
        x, y, z, *_ = locate(legs, 0, len(legs), t)
        assert height_above_sea(x, y, z, FRAME.meridional, FRAME.normal) == pytest.approx(7000.0, abs=3.0)
        assert math.dist((x, y), centre) == pytest.approx(15e3, abs=5.0)


def test_low_flight_clears_the_ground_and_keeps_its_slope() -> None:
    terrain = hills()
    path = straight((-80e3, -70e3), (10e3, 5e3), (75e3, 80e3), weight=1.0, radius=4000.0)
    legs = flown(land_of(terrain), path, Limits(30.0, 0.1))
    slopes = legs.vz / np.hypot(legs.vx, legs.vy)
    # The frame's plane leans against the sea by a hundredth 64 km from its origin, twice that at the ends.
    assert np.abs(slopes).max() < 0.1 + 0.02
    clearances = []
    for t in np.linspace(0.0, legs.t[-1], 2000):
        latitude, longitude, height = FRAME.to_geodetic(*locate(legs, 0, len(legs), t)[:3])
        clearances.append(float(height - terrain.height(latitude, longitude)))
    assert min(clearances) > 60.0
    assert min(clearances) < 110.0


def test_a_ridge_between_two_samples_is_cleared() -> None:
    """Cells of 100 m, so that a wall of one cell has room between two samples 500 m apart."""
    raster = np.zeros((200, 200), np.float32)
    raster[::7] = 60.0
    raster[:, ::13] = 90.0
    half = 10e3 / 6.371e6
    west = half / math.cos(FRAME.latitude)
    bounds = (FRAME.latitude - half, FRAME.latitude + half, FRAME.longitude - west, FRAME.longitude + west)
    terrain = Terrain("walls", raster, bounds, "0")
    path = straight((-9e3, -8e3), (1e3, 2e3), (9e3, 8.5e3), weight=1.0, base=50.0)
    timed(land_of(terrain), path, Limits(30.0, 0.2))
    parts = np.linspace(0.0, 1.0, 51)
    between = path[:, :-1, None] + parts * np.diff(path, axis=1)[:, :, None]
    latitude, longitude, height = FRAME.to_geodetic(*between[[X, Y, Z]].reshape(3, -1))
    clearance = height - terrain.height(latitude, longitude)
    # Straight legs of 500 m cut 5 mm off the curved sea; points 10 m apart miss the very top by 5 m.
    assert 49.99 <= clearance.min() <= 52.0


@pytest.mark.parametrize("raised", [0.0, 0.5, 1.0])
def test_low_flight_clears_the_ground_that_hides_it_from_sensors(raised: float) -> None:
    terrain = hills()
    grid = terrain.grid(FRAME, 800.0)
    path = straight((-80e3, -70e3), (10e3, 5e3), (75e3, 80e3), weight=1.0, radius=4000.0)
    timed(land_of(terrain, grid), path, Limits(30.0, 0.3), relief=raised)
    below = [ground(grid.heights, grid.header, x, y, raised) for x, y in path[[X, Y]].T]
    _, _, height = FRAME.to_geodetic(*path[[X, Y, Z]])
    assert (height - below).min() >= 99.0
    assert (height - below).min() <= 101.0


def heights(path: Floats, limits: Limits) -> Floats:
    """Heights over the sea of a path above level ground."""
    return timed(SEA, path, limits)[HEIGHT]


def test_a_dive_is_a_straight_line_to_its_end() -> None:
    path = straight((0, 0), (28e3, 0), (30e3, 0), base=500.0)
    left = 30e3 - path[X]
    expected = pytest.approx(np.minimum(500.0, 500.0 * left / 2000.0))
    assert heights(path, Limits(30.0, 0.1, ends=0.0, dive=2000.0)) == expected
    assert not path[GROUND].any()


def test_a_missile_released_high_comes_down_at_its_slope() -> None:
    path = straight((0, 0), (60e3, 0), weight=1.0)
    found = heights(path, Limits(30.0, 0.1, begins=4000.0, ends=0.0, dive=2000.0))
    assert found[0] == 4000.0
    assert np.interp([20e3, 50e3], path[X], found) == pytest.approx([2000.0, 100.0])


def test_a_hill_hides_what_lies_behind_it() -> None:
    raster = np.zeros((100, 100), np.float32)
    raster[48:52, :] = 1000.0
    land = land_of(Terrain("wall", raster, hills().bounds, "0"))
    target: Any = np.zeros(1, [("x", "f8"), ("y", "f8"), ("z", "f8")]).view(np.recarray)
    target.y = -40e3
    nothing = np.zeros(0, MEMBER).view(np.recarray)
    curvature = 0.25 * 0.5 / 6.371e6
    raid = Raid(nothing, nothing, nothing, nothing, nothing, 2400.0, curvature)
    # The wall is half way: it hides the target from what flies at less than twice its height.
    points = ((0.0, 40e3, 1500.0), (0.0, 40e3, 2600.0), (30e3, -40e3, 500.0))
    assert [sees(raid, land, target[0], point, 90, 0.0) for point in points] == [False, True, True]


@given(arrays(np.float64, st.tuples(st.integers(2, 60), st.just(3)), elements=st.floats(-1e3, 1e3)))
def test_a_path_of_few_legs_is_nowhere_farther_off_than_its_tolerance(places: Floats) -> None:
    path = np.zeros((paths.COLUMNS, len(places)))
    path[T], path[[X, Y, Z]], path[FINENESS] = np.arange(len(places)) * 2.0, places.T, 50.0**-2
    stay = np.zeros(len(places) + 1, np.int64)
    legs = path[:, stay[: bends(path, len(places), stay)]]
    assert legs[T, 0] == path[T, 0]
    assert legs[T, -1] == path[T, -1]
    off = [np.interp(path[T], legs[T], legs[row]) - path[row] for row in (X, Y, Z)]
    assert np.sqrt((np.array(off) ** 2).sum(axis=0)).max() <= 50.0 + 1e-9
