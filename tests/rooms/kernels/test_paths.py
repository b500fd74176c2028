"""Paths over the ground: what is laid, measured, dropped and found along them, against plane geometry."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from shieldwall.kernels import paths
from shieldwall.kernels.paths import BASE, COLUMNS, ROUTE, WEIGHT, S, X, Y

Floats = NDArray[np.float64]
_SIDE = st.floats(-1e6, 1e6).filter(lambda side: side == 0.0 or abs(side) > 1e-3)


def laid(*points: tuple[float, float], room: int = 100) -> tuple[Floats, int]:
    path = np.zeros((COLUMNS, room))
    count = paths.begin(path, *points[0])
    for point in points[1:]:
        count, _ = paths.go(path, count, *point)
    if count <= room:
        paths.measure(path, 0, count)
    return path, count


@pytest.mark.parametrize("y", np.linspace(-3000.0, 3000.0, 41).tolist())
def test_a_sample_on_the_circle_itself_is_found(y: float) -> None:
    """Steps of 500 m from 20 km off meet a circle of 12 km in a sample, which rounding sets to either side of it."""
    for bearing in np.linspace(0.0, 6.2, 29):
        along, across = math.cos(bearing), math.sin(bearing)
        begins = 20e3 * along - 0.37 * y, 20e3 * across + y
        path, count = laid(begins, (begins[0] - 20e3 * along, begins[1] - 20e3 * across))
        x, y_end = float(path[X, count - 1]), float(path[Y, count - 1])
        assert paths.first_within(path, count, x, y_end, 12e3) == pytest.approx(8e3, abs=1e-3)


@given(_SIDE, _SIDE)
def test_a_hypotenuse_is_that_of_the_standard_library(x: float, y: float) -> None:
    # Python's own is rounded correctly but for rare ties.
    assert paths.hypotenuse(x, y) == pytest.approx(math.hypot(x, y), rel=2.3e-16)


@pytest.mark.parametrize("angle", np.linspace(0.0, 6.2, 25).tolist())
def test_two_kilometres_are_four_steps_whichever_way_they_point(angle: float) -> None:
    length = 2000.0
    x, y = length * math.cos(angle), length * math.sin(angle)
    share = length / math.hypot(x, y)
    _, count = laid((0.0, 0.0), (x * share, y * share))
    assert count in (5, 6)
    assert count == 5 or math.hypot(x * share, y * share) > length


def test_steps_are_even_and_no_longer_than_the_longest() -> None:
    path, count = laid((0.0, 0.0), (1200.0, 900.0))
    assert count == 4
    assert np.diff(path[S, :count]) == pytest.approx([500.0, 500.0, 500.0])
    assert path[Y, :count] == pytest.approx(0.75 * path[X, :count])


@pytest.mark.parametrize("room", range(1, 12))
def test_what_does_not_fit_says_so_and_is_left_alone(room: int) -> None:
    path, count = laid((0.0, 0.0), (2000.0, 0.0), (2000.0, 2000.0), room=room)
    assert (count > room) == (room < 9)
    again, _ = paths.go(path, count, 0.0, 0.0)
    turned, _ = paths.arc(path, count, 0.0, 0.0, 1000.0, 3.0)
    if count > room:
        assert again == turned == count


def test_samples_hardly_apart_are_dropped_and_the_end_stays() -> None:
    path = np.zeros((COLUMNS, 20))
    path[X, :6] = 0.0, 0.3, 10.0, 10.2, 20.0, 20.4
    assert paths.measure(path, 0, 6) == pytest.approx(0.2)
    assert paths.measure_distinct(path, 0, 6) == 3
    assert path[X, :3].tolist() == [0.0, 10.0, 20.4]
    assert path[S, :3] == pytest.approx([0.0, 10.0, 20.4])


def test_a_path_is_cut_between_its_samples_and_at_them() -> None:
    for station, count in ((700.0, 3), (500.0, 2), (1000.0, 3), (5000.0, 3)):
        path, whole = laid((0.0, 0.0), (1000.0, 0.0))
        path[BASE, :whole], path[WEIGHT, :whole] = (100.0, 200.0, 300.0), (0.0, 0.5, 1.0)
        assert paths.cut(path, whole, station) == count
        end = min(station, 1000.0)
        assert path[[X, S, BASE, WEIGHT], count - 1] == pytest.approx([end, end, 100.0 + 0.2 * end, 0.001 * end])


def test_what_lies_between_samples_is_as_numpy_interpolates() -> None:
    path, count = laid((0.0, 0.0), (3000.0, 4000.0), (9000.0, 4000.0))
    for station in (-5.0, 0.0, 3.0, 499.9, 500.0, 7000.0, 11_000.0, 12_000.0):
        expected = np.interp(station, path[S, :count], path[Y, :count])
        assert paths.interpolated(path, count, S, station, Y) == pytest.approx(expected)


def test_the_stations_of_waypoints_are_where_the_turns_are_half_done() -> None:
    route = np.zeros((ROUTE, 4))
    route[[X, Y], :3] = (0.0, 30e3, 30e3), (0.0, 0.0, 30e3)
    path = np.zeros((COLUMNS, 400))
    count = paths.fly_by(path, paths.begin(path, 0.0, 0.0), route, 3, 5000.0)
    paths.measure(path, 0, count)
    half = paths.interpolated(path, count, S, route[paths.ALONG, 1], X)
    assert 30e3 - half == pytest.approx(5000.0 * (1.0 - math.sqrt(0.5)), abs=5.0)
    assert route[paths.ALONG, 2] == pytest.approx(path[S, count - 1])
