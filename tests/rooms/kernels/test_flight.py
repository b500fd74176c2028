"""Missile flight against closed forms, and its promises: alone or in a batch, compiled or plain."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shieldwall.kernels import flight as f
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.flight import AIRFRAME, advance, available_lift, launch

pytestmark = pytest.mark.kernel

RADIUS = 6_371_000.0
G = 9.80665
# High enough that there is no air, so that closed forms hold.
SPACE = 90_000.0


def airframe(**constants: float) -> np.recarray:
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    body["launch_mass"], body["separation"], body["battery"] = 1000.0, 1e9, 600.0
    body["turn_over"], body["blend"], body["lag"] = 1e9, 1.0, 0.2
    for name, value in constants.items():
        body[name] = value
    return body


def surface_to_air() -> np.recarray:
    return airframe(
        launch_mass=1800.0, boost_propellant=1100.0, boost_thrust=300e3, boost_from=0.8, boost_until=9.7,
        boost_area=0.2, area=0.2, drag_subsonic=0.2, drag_peak=0.5, drag_limit=0.1, drag_burning=0.75,
        max_lift=4.0, induced=0.1, vane=0.3, structural_limit=220.0, turn_over=1.1, steering=1.5, loft=0.7,
        loft_speed=900.0, loft_limit=1.2, navigation=4.0, hand_over_range=15e3, launch_speed=25.0,
        launch_vertical=1.0,
    )  # fmt: skip


def salvo(count: int) -> np.ndarray:
    """Missiles at scattered places against scattered moving targets, launched on and off the grid."""
    table = np.zeros((f.FIELDS, count))
    spread = np.random.default_rng(4).uniform(-1.0, 1.0, (8, count))
    table[f.X : f.Y + 1] = 3e3 * spread[:2]
    table[f.TX], table[f.TY], table[f.TZ] = 40e3 * spread[2], 40e3 * spread[3], 6e3 + 5e3 * spread[4]
    table[f.TVX], table[f.TVY] = 250.0 * spread[5], 250.0 * spread[6]
    table[f.PX : f.PZ + 1] = table[f.TX : f.TZ + 1] + 30.0 * table[f.TVX : f.TVZ + 1]
    body = surface_to_air()
    for column in range(count):
        launch(table, column, body, 0, float(round(2.0 + spread[7, column], 2 - column % 2)))
    return table


def fly(table: np.ndarray, body: np.ndarray, duration: float, step: float) -> None:
    for tick in range(round(duration / step)):
        advance(table, 0, table.shape[1], body, 0, tick * step, step, RADIUS)


def climber(body: np.ndarray, speed: float, height: float = SPACE) -> np.ndarray:
    table = np.zeros((f.FIELDS, 1))
    table[f.Z], table[f.PZ], table[f.TZ] = height, 1e6, 1e6
    launch(table, 0, body, 0, 0.0)
    table[f.VZ] = speed
    return table


@pytest.mark.parametrize(("step", "tolerance"), [(0.05, 3e-9), (0.005, 3e-11)])
def test_coasting_upwards_keeps_energy(step: float, tolerance: float) -> None:
    # Vis-viva: v2 / 2 - g R2 / r is constant.
    body = airframe(launch_vertical=1.0)
    table = climber(body, 2000.0)
    fly(table, body, 100.0, step)
    fall = G * RADIUS**2 * (1.0 / (RADIUS + SPACE) - 1.0 / (RADIUS + table[f.Z, 0]))
    assert table[f.Z, 0] > 200e3
    assert table[f.VZ, 0] == pytest.approx(math.sqrt(2000.0**2 - 2.0 * fall), rel=tolerance)


@pytest.mark.parametrize(("step", "tolerance"), [(0.05, 1e-4), (0.005, 1e-6), (0.0005, 1e-8)])
def test_burning_in_space_gains_the_rocket_equation_less_gravity(step: float, tolerance: float) -> None:
    # Tsiolkovsky: dv = (F / mass flow) ln(m0 / m1); the earth is made so large that gravity is constant.
    body = airframe(boost_propellant=600.0, boost_thrust=150e3, boost_from=0.0, boost_until=10.0, launch_vertical=1.0)
    table = climber(body, 10.0)
    for tick in range(round(10.0 / step)):
        advance(table, 0, 1, body, 0, tick * step, step, 1e15)
    gained = 150e3 / 60.0 * math.log(1000.0 / 400.0) - G * 10.0
    assert table[f.VZ, 0] - 10.0 == pytest.approx(gained, rel=tolerance)


def test_thrust_between_ticks_gives_its_whole_impulse() -> None:
    # 2 kN for 0.013 s on 1000 kg, inside one tick of 0.05 s.
    body = airframe(boost_thrust=2000.0, boost_from=0.011, boost_until=0.024, launch_vertical=1.0)
    table = climber(body, 100.0)
    advance(table, 0, 1, body, 0, 0.0, 0.05, 1e15)
    assert table[f.VZ, 0] == pytest.approx(100.0 + 2.0 * 0.013 - G * 0.05, abs=1e-9)


def test_a_launch_between_ticks_flies_the_rest_of_the_tick() -> None:
    body = airframe(launch_vertical=1.0, launch_speed=100.0)
    table = np.zeros((f.FIELDS, 1))
    table[f.Z], table[f.PZ] = SPACE, 1e6
    launch(table, 0, body, 0, 0.07)
    advance(table, 0, 1, body, 0, 0.0, 0.05, 1e15)
    assert table[f.Z, 0] == SPACE
    advance(table, 0, 1, body, 0, 0.05, 0.05, 1e15)
    assert table[f.Z, 0] - SPACE == pytest.approx(100.0 * 0.03 - 0.5 * G * 0.03**2, abs=1e-9)


def test_error_falls_with_the_square_of_the_step() -> None:
    ends = []
    for step in (0.1, 0.05, 0.025, 0.00625):
        table = salvo(1)
        table[f.LAUNCHED] = 0.0
        fly(table, surface_to_air(), 8.0, step)
        ends.append(table[f.X : f.VZ + 1, 0].copy())
    errors = [float(np.linalg.norm(end - ends[3])) for end in ends[:3]]
    assert errors[0] / errors[1] > 3.0
    assert errors[1] / errors[2] > 3.0


def test_a_missile_flies_alike_alone_and_in_any_batch() -> None:
    count = 7
    body = np.concatenate([airframe(), surface_to_air()]).view(np.recarray)
    together = salvo(count)
    alone = [together[:, [column]].copy() for column in range(count)]
    for tick in range(400):
        advance(together, 0, count, body, 1, tick * 0.05, 0.05, RADIUS)
        for single in alone:
            advance(single, 0, 1, body, 1, tick * 0.05, 0.05, RADIUS)
    assert np.array_equal(together, np.hstack(alone))


def test_compiled_and_plain_flights_are_equal_bit_for_bit() -> None:
    plain = getattr(advance, "py_func", advance)
    body = surface_to_air()
    compiled, interpreted = salvo(2), salvo(2)
    for tick in range(100):
        advance(compiled, 0, 2, body, 0, tick * 0.05, 0.05, RADIUS)
        plain(interpreted, 0, 2, body, 0, tick * 0.05, 0.05, RADIUS)
    assert np.array_equal(compiled, interpreted)


def test_columns_at_rest_and_of_others_are_not_touched() -> None:
    table = salvo(3)
    table[f.ACTIVE, 1] = 0.0
    before = table.copy()
    advance(table, 0, 2, surface_to_air(), 0, 10.0, 0.05, RADIUS)
    assert not np.array_equal(table[:, 0], before[:, 0])
    assert np.array_equal(table[:, 1:], before[:, 1:])


def test_lift_stays_within_structure_and_air() -> None:
    table = salvo(5)
    body = surface_to_air()
    for tick in range(600):
        advance(table, 0, 5, body, 0, tick * 0.05, 0.05, RADIUS)
        assert np.linalg.norm(table[f.AX : f.AZ + 1], axis=0).max() <= 220.0 * (1.0 + 1e-12)
    assert available_lift(body[0], 30.0, 800.0, 5000.0) <= 220.0
    # Half rho v2 times area times coefficient over mass; 0.4135 kg/m3 at 10 km (USSA 1976, table I).
    expected = 0.5 * 0.4135 * 300.0**2 * 0.2 * 4.0 / 700.0
    assert available_lift(body[0], 30.0, 300.0, 10_000.0) == pytest.approx(expected, rel=1e-3)


def test_a_rail_points_at_the_raised_aim_but_not_below_its_least_elevation() -> None:
    body = airframe(launch_speed=20.0, rail_elevation=0.2, loft_speed=700.0, loft_limit=1.0)
    table = np.zeros((f.FIELDS, 1))
    table[f.PX], table[f.PY], table[f.PZ] = 3000.0, 4000.0, 10.0
    launch(table, 0, body, 0, 0.0)
    speed = np.linalg.norm(table[f.VX : f.VZ + 1, 0])
    assert speed == pytest.approx(20.0)
    assert table[f.VZ, 0] == pytest.approx(4.0)
    assert table[f.VX, 0] / table[f.VY, 0] == pytest.approx(0.75)
    table[f.PZ] = 9000.0
    launch(table, 0, body, 0, 0.0)
    assert table[f.VZ, 0] / 20.0 > 9000.0 / math.hypot(5000.0, 9000.0)


def test_closest_approach_on_straight_and_bent_paths() -> None:
    # A pass at 3 m, 4/7 of the way along; then y = 5 - 8 s + 8 s2, whose least is 3, at s = 1/2.
    miss, part = closest_approach((-4.0, 3.0, 0.0), (3.0, 3.0, 0.0), (0.0, 0.0, 0.0))
    assert (miss, part) == (pytest.approx(3.0), pytest.approx(4.0 / 7.0))
    miss, part = closest_approach((-1.0, 5.0, 0.0), (1.0, 5.0, 0.0), (0.0, 16.0, 0.0))
    assert (miss, part) == (pytest.approx(3.0), pytest.approx(0.5))
    assert closest_approach((5.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 0.0, 0.0)) == (2.0, 1.0)
    assert closest_approach((1.0, 2.0, 2.0), (1.0, 2.0, 2.0), (0.0, 0.0, 0.0))[0] == pytest.approx(3.0)


@pytest.mark.parametrize("target_speed", [0.0, 200.0, -300.0])
def test_proportional_navigation_hits_a_straight_flyer(target_speed: float) -> None:
    """A missile of constant speed with no lag meets a target that does not turn, whatever its first error."""
    body = airframe(
        launch_speed=600.0, rail_elevation=-1.0, turn_over=0.0, navigation=4.0, hand_over_range=1e5,
        lag=0.0, max_lift=1e6, boost_area=1.0, structural_limit=400.0, blend=1e-6, loft_limit=0.0,
    )  # fmt: skip
    table = np.zeros((f.FIELDS, 1))
    table[f.PX], table[f.PY], table[f.PZ] = 9000.0, 1500.0, 2500.0
    launch(table, 0, body, 0, 0.0)
    start = np.array([9000.0, 0.0, 2000.0])
    velocity = np.array([-100.0, target_speed, 0.0])
    table[f.TX : f.TZ + 1, 0], table[f.TVX : f.TVZ + 1, 0] = start, velocity
    step, best = 0.01, math.inf
    # The target is carried exactly; weight is cancelled across the path, so speed changes only along it.
    for tick in range(3000):
        advance(table, 0, 1, body, 0, tick * step, step, 1e15)
        begin = start + velocity * tick * step - table[f.BX : f.BZ + 1, 0]
        end = start + velocity * (tick + 1) * step - table[f.X : f.Z + 1, 0]
        miss, part = closest_approach(tuple(begin), tuple(end), tuple(-(step**2) * table[f.CX : f.CZ + 1, 0]))
        best = min(best, miss)
        if part < 1.0 and miss > best:
            break
    assert best < 0.05


def closest(target: tuple[float, float], speed: float) -> tuple[float, float]:
    """How near an upright launch at the surface comes to a flyer that comes head-on, and how high it climbs, m.

    `target`: where the flyer will be met, east of the launch and up, m; `speed`: its own, m/s.
    """
    body = surface_to_air()
    east, up = target
    table = np.zeros((f.FIELDS, 1))
    meets = east / 1_000.0
    table[f.TX], table[f.TZ], table[f.TVX] = east + speed * meets, up, -speed
    table[f.PX], table[f.PZ] = east, up
    launch(table, 0, body, 0, 0.0)
    nearest, top = math.inf, 0.0
    for tick in range(600):
        advance(table, 0, 1, body, 0, tick * 0.05, 0.05, RADIUS)
        x = float(table[f.TX, 0] - speed * (tick + 1) * 0.05)
        nearest = min(nearest, math.hypot(x - table[f.X, 0], table[f.Y, 0], up - table[f.Z, 0]))
        top = max(top, float(table[f.Z, 0]))
    return nearest, top


@pytest.mark.parametrize("speed", [150.0, 250.0, 350.0])
def test_what_comes_fast_and_low_is_met_as_what_stands_there_is(speed: float) -> None:
    # An upright launch that navigated at once, since the target closes from the first moment, passed it by kilometres.
    still, height = closest((10e3, 60.0), 0.0)
    near, top = closest((10e3, 60.0), speed)
    # A twentieth of a second at both speeds is what the sampling leaves open.
    assert still < 100.0
    assert near < 100.0
    assert top < 1.5 * height
