"""Reach tables and predicted intercepts: against geometry, and against the flights that they stand for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shieldwall.kernels import flight as f
from shieldwall.kernels import reach as r
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.flight import AIRFRAME, advance, launch

pytestmark = pytest.mark.kernel

RADIUS = 6_371_000.0
HERE = (0.0, 0.0, 0.0)


def airframe() -> np.recarray:
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    constants = {
        "launch_mass": 420.0, "boost_propellant": 230.0, "boost_thrust": 50e3, "boost_from": 0.8,
        "boost_until": 11.2, "separation": 1e9, "boost_area": 0.045, "area": 0.045, "drag_subsonic": 0.28,
        "drag_peak": 0.65, "drag_limit": 0.12, "drag_burning": 0.75, "max_lift": 10.0, "induced": 0.04,
        "vane": 0.3, "structural_limit": 290.0, "lag": 0.15, "turn_over": 1.1, "steering": 1.5, "loft": 0.6,
        "loft_speed": 800.0, "loft_limit": 1.2, "navigation": 4.0, "hand_over_range": 10e3, "blend": 1.0,
        "launch_speed": 25.0, "launch_vertical": 1.0, "minimum_speed": 400.0, "minimum_pull": 49.0,
        "battery": 120.0, "reach_range": 100e3, "reach_height": 25e3,
    }  # fmt: skip
    for name, value in constants.items():
        body[name] = value
    return body


def straight(speed: float) -> np.ndarray:
    """A table of straight flights at one speed to everywhere, so that intercepts have a closed form."""
    body = airframe()[0]
    ranges = np.linspace(0.0, body["reach_range"], r.RANGES)[:, None]
    heights = np.linspace(0.0, body["reach_height"], r.HEIGHTS)[None, :]
    times = np.hypot(ranges, heights) / speed
    return np.stack([times, np.ones_like(times)]).astype(np.float32)[None]


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    if not hasattr(r.fly_out, "py_func"):
        pytest.skip("three thousand flights are for the compiled kernel")
    return r.reach_table(airframe(), 0, 0.05, RADIUS)[None]


def test_range_and_height_on_the_sphere() -> None:
    for ground, height in ((0.0, 9e3), (40e3, 0.0), (250e3, 12e3)):
        angle = ground / RADIUS
        point = ((RADIUS + height) * math.sin(angle), 0.0, (RADIUS + height) * math.cos(angle) - RADIUS)
        found = r.ground_range_and_height(HERE, point, RADIUS)
        assert found == pytest.approx((ground, height), abs=0.06)
    flight = r.aimed(np.array([250e3]), np.array([12e3]), RADIUS)
    assert (flight[f.TX, 0], flight[f.TZ, 0]) == pytest.approx((point[0], point[2]), abs=1e-6)


@pytest.mark.parametrize("velocity", [(-300.0, 0.0, 0.0), (0.0, 250.0, 0.0), (200.0, 50.0, -20.0)])
@pytest.mark.parametrize("wait", [0.0, 5.0])
def test_intercept_solves_the_triangle(velocity: tuple[float, float, float], wait: float) -> None:
    speed, position = 800.0, (50e3, 3e3, 6e3)
    margin, time, *point = r.intercept(straight(speed), airframe(), 0, HERE, position, velocity, wait, 1e12)
    expected = np.array(position) + np.array(velocity) * (wait + time)
    assert point == pytest.approx(expected, abs=1e-6)
    # Linear interpolation of a distance between nodes a kilometre apart is a little long.
    assert time == pytest.approx(np.linalg.norm(expected) / speed, abs=0.05)
    assert margin == pytest.approx(1.0)


def test_intercept_of_a_target_faster_than_the_missile() -> None:
    table, body = straight(800.0), airframe()
    margin, time, x, _, _ = r.intercept(table, body, 0, HERE, (90e3, 0.0, 10e3), (-2000.0, 0.0, 0.0), 2.0, 1e12)
    assert margin > 0.0
    assert time == pytest.approx(math.hypot(x, 10e3) / 800.0, abs=0.05)
    margin, *_ = r.intercept(table, body, 0, HERE, (20e3, 0.0, 10e3), (2000.0, 0.0, 0.0), 2.0, 1e12)
    assert margin == -1.0


def test_beyond_the_table_nothing_is_reached_and_time_goes_on() -> None:
    table, body = straight(800.0), airframe()
    edge, margin = r.time_of_flight(table, body, 0, 100e3, 5e3)
    assert margin > 0.0
    for ground, height in ((110e3, 5e3), (100e3, 26e3)):
        time, margin = r.time_of_flight(table, body, 0, ground, height)
        assert margin == -1.0
        assert time > edge


def test_the_table_is_inside_physics(table: np.ndarray) -> None:
    time, margin = table[0, r.TIME], table[0, r.MARGIN]
    assert np.isfinite(table).all()
    assert margin[0, 0] < 0.0
    assert (margin[20:60, 4:16] >= 0.0).all()
    # Nobody outflies the rocket equation.
    fastest = 50e3 * 10.4 / 230.0 * math.log(420.0 / 190.0)
    grid = np.hypot(np.linspace(0.0, 100e3, r.RANGES)[:, None], np.linspace(0.0, 25e3, r.HEIGHTS)[None, :])
    reached = margin >= 0.0
    assert (grid[reached] / np.maximum(time[reached], 1.0) < fastest).all()


@pytest.mark.parametrize(
    ("position", "velocity"),
    [
        ((70e3, 10e3, 8e3), (-250.0, 0.0, 0.0)),
        ((-20e3, 30e3, 3e3), (120.0, -200.0, 0.0)),
        ((15e3, 0.0, 12e3), (0.0, 280.0, 0.0)),
    ],
)
def test_a_flight_to_a_predicted_intercept_arrives_then_and_hits(
    table: np.ndarray, position: tuple[float, float, float], velocity: tuple[float, float, float]
) -> None:
    body = airframe()
    margin, time, *point = r.intercept(table, body, 0, HERE, position, velocity, 0.0, RADIUS)
    assert margin > 0.0
    flight = np.zeros((f.FIELDS, 1))
    flight[f.TX : f.TZ + 1, 0], flight[f.TVX : f.TVZ + 1, 0] = position, velocity
    flight[f.PX : f.PZ + 1, 0] = point
    launch(flight, 0, body, 0, 0.0)
    step, least, moment = 0.05, math.inf, 0.0
    for tick in range(round((time + 5.0) / step)):
        advance(flight, 0, 1, body, 0, tick * step, step, RADIUS)
        begin, end = (np.array(position) + np.array(velocity) * t * step for t in (tick, tick + 1))
        before, after = flight[f.BX : f.BZ + 1, 0], flight[f.X : f.Z + 1, 0]
        miss, part = closest_approach(tuple(begin - before), tuple(end - after), (0.0, 0.0, 0.0))
        if miss < least:
            least, moment = miss, (tick + part) * step
    assert least < 2.0
    assert moment == pytest.approx(time, rel=0.03, abs=0.3)
