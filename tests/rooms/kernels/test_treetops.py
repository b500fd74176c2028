"""Trees about a site: told apart by direction, on the ground where they stand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shieldwall.kernels.treetops import DIRECTIONS, TREES_AT, direction_of, lay_treetops, middle_of, treetop_towards
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.state.sensor import SENSOR

pytestmark = pytest.mark.kernel
#: Refraction of 4/3 of the earth's radius.
CURVATURE = 0.5 / EARTH_RADIUS / 4.0


def test_a_direction_s_middle_lies_in_it() -> None:
    found = [direction_of(*middle_of(direction)) for direction in range(DIRECTIONS)]
    assert found == pytest.approx([direction + 0.5 for direction in range(DIRECTIONS)], abs=1e-6)


def test_between_two_directions_trees_rise_evenly_and_no_offset_is_without() -> None:
    tops = np.arange(DIRECTIONS, dtype=np.float64)
    for direction in range(DIRECTIONS):
        assert treetop_towards(tops, *middle_of(direction)) == pytest.approx(direction, abs=1e-5)
    # Due east, amid a quarter of the way round, lies between two middles; due south, between the last and the first.
    assert treetop_towards(tops, 1.0, 0.0) == pytest.approx(DIRECTIONS / 4 - 0.5)
    assert treetop_towards(tops, 0.0, -1.0) == pytest.approx((DIRECTIONS - 1) / 2.0)
    for dx, dy in ((0.0, 0.0), (-0.0, -1.0), (-1e-300, -1.0), (-1.0, 0.0), (0.0, 1.0)):
        assert 0.0 <= treetop_towards(tops, dx, dy) < DIRECTIONS


def test_directions_go_round_once_from_south_to_south_by_east() -> None:
    bearings = [math.atan2(*middle_of(direction)) for direction in range(DIRECTIONS)]
    steps = np.diff(np.unwrap(bearings))
    assert np.sign(steps).tolist() == [-1.0] * (DIRECTIONS - 1)
    assert np.abs(steps).max() < math.radians(7.5)
    assert (bearings[DIRECTIONS // 4], bearings[0]) == (
        pytest.approx(math.pi / 2.0, abs=0.07),
        pytest.approx(math.pi, abs=0.07),
    )


@pytest.mark.parametrize("plain", [18.0, 0.0, -400.0, 250.0])
def test_tree_tops_stand_on_their_own_ground(plain: float) -> None:
    """The elevation of a point over a sphere, with the ray's bend: law of cosines, less a quarter of the earth's."""
    sensors = np.zeros(1, SENSOR).view(np.recarray)
    sensors.height, sensors.trees = 510.0, 18.0
    rings, tops = np.full((1, DIRECTIONS), 500.0 + plain), np.empty((1, DIRECTIONS))
    lay_treetops(sensors, rings, CURVATURE, tops)
    here, there = EARTH_RADIUS + 510.0, EARTH_RADIUS + 518.0 + plain
    slant = math.sqrt(here * here + there * there - 2.0 * here * there * math.cos(TREES_AT / EARTH_RADIUS))
    sine = (there * there - here * here - slant * slant) / (2.0 * slant * here) + CURVATURE * slant
    assert tops.tolist() == [[pytest.approx(sine, abs=2e-5)] * DIRECTIONS]


def test_where_no_trees_stand_nothing_is_hidden() -> None:
    sensors = np.zeros(1, SENSOR).view(np.recarray)
    sensors.trees = -1e9
    tops = np.empty((1, DIRECTIONS))
    lay_treetops(sensors, np.zeros((1, DIRECTIONS)), CURVATURE, tops)
    assert (tops < -0.99).all()
