"""The flight kernel against closed forms: coast, rocket equation, induced drag, limits of lift, loft."""

from __future__ import annotations

import math

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.kernels import flight as f
from shieldwall.kernels.atmosphere import air as air_at
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.flight import AIRFRAME, advance, launch

FORMS = Comparison(
    "flight-closed-forms", "Flight and guidance", "Coast, drag, burn and lift against closed forms", "m, and m/s",
    "Kepler's ellipse (Battin 1999, ch. 4), the parabola, square-law drag, Tsiolkovsky's equation (Sutton and Biblarz "
    "2017, ch. 4), drag due to lift (Anderson 1999, ch. 2)",
)  # fmt: skip
RADIUS = 6_371_000.0
G = 9.80665
# High enough that there is no air.
SPACE = 90_000.0
# An earth so large that gravity is one and the same everywhere.
FLAT = 1e15


def airframe(**constants: float) -> np.recarray:
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    body["launch_mass"], body["separation"], body["turn_over"] = 1000.0, 1e9, 1e9
    body["blend"], body["lag"], body["drag_burning"], body["launch_vertical"] = 1.0, 0.2, 1.0, 1.0
    for name, value in constants.items():
        body[name] = value
    return body


def column(body: np.recarray, place: tuple[float, float, float], velocity: tuple[float, float, float]) -> np.ndarray:
    """A flight table with one missile that starts at a place (m) with a velocity (m/s)."""
    table = np.zeros((f.FIELDS, 1))
    table[f.X : f.Z + 1, 0], table[f.PZ] = place, 1e6
    launch(table, 0, body, 0, 0.0)
    table[f.VX : f.VZ + 1, 0] = velocity
    return table


def fly(table: np.ndarray, body: np.recarray, ticks: int, step: float, radius: float) -> None:
    for tick in range(ticks):
        advance(table, 0, 1, body, 0, tick * step, step, radius)


def kepler(place: np.ndarray, velocity: np.ndarray, pull: float, time: float) -> tuple[np.ndarray, np.ndarray]:
    """Position from a centre of attraction and velocity after a time, by Lagrange's f and g.

    R. H. Battin, An Introduction to the Mathematics and Methods of Astrodynamics, rev. ed., 1999, chapter 4;
    Kepler's equation in the difference of eccentric anomalies, solved by Newton's method.
    """
    distance = float(np.linalg.norm(place))
    axis = 1.0 / (2.0 / distance - float(velocity @ velocity) / pull)
    motion = math.sqrt(pull / axis**3)
    sigma = float(place @ velocity) / math.sqrt(pull)
    near = 1.0 - distance / axis
    turned = motion * time
    for _ in range(50):
        sine, cosine = math.sin(turned), math.cos(turned)
        excess = turned - near * sine + sigma / math.sqrt(axis) * (1.0 - cosine) - motion * time
        slope = 1.0 - near * cosine + sigma / math.sqrt(axis) * sine
        turned -= excess / slope
    sine, cosine = math.sin(turned), math.cos(turned)
    now = axis + (distance - axis) * cosine + sigma * math.sqrt(axis) * sine
    lagrange_f = 1.0 - axis / distance * (1.0 - cosine)
    lagrange_g = time + (sine - turned) / motion
    rate_f = -math.sqrt(pull * axis) / (now * distance) * sine
    rate_g = 1.0 - axis / now * (1.0 - cosine)
    return lagrange_f * place + lagrange_g * velocity, rate_f * place + rate_g * velocity


def test_a_coast_in_space_is_keplers_ellipse(evidence: Evidence) -> None:
    body, start, velocity = airframe(), (0.0, 0.0, SPACE), (1500.0, 800.0, 1200.0)
    centre = np.array([0.0, 0.0, RADIUS])
    errors = []
    for step in (0.04, 0.01):
        table = column(body, start, velocity)
        fly(table, body, round(240.0 / step), step, RADIUS)
        place, speed = kepler(np.array(start) + centre, np.array(velocity), G * RADIUS**2, 240.0)
        apart = float(np.linalg.norm(table[f.X : f.Z + 1, 0] + centre - place))
        errors.append(apart)
        assert np.linalg.norm(table[f.VX : f.VZ + 1, 0] - speed) < 1e-9 * 2000.0 * (step / 0.01) ** 2
    # 403 km were flown; the error falls with the square of the step.
    evidence.close(FORMS, "distance from Kepler's ellipse after 403 km", errors[1], 0.0, tolerance=1e-9 * 403e3)
    assert errors[0] / errors[1] == pytest.approx(16.0, rel=0.1)


def test_a_coast_on_a_flat_earth_is_a_parabola(evidence: Evidence) -> None:
    body = airframe()
    table = column(body, (100.0, 200.0, SPACE), (300.0, -400.0, 900.0))
    fly(table, body, 4000, 0.05, FLAT)
    end = (100.0 + 300.0 * 200.0, 200.0 - 400.0 * 200.0, SPACE + 900.0 * 200.0 - 0.5 * G * 200.0**2)
    for n, axis in enumerate(("east", "north", "up")):
        what = f"parabola after 200 s, {axis}"
        evidence.close(FORMS, what, table[f.X + n, 0], end[n], tolerance=1e-9, relative=True)
    assert table[f.VX : f.VZ + 1, 0] == pytest.approx((300.0, -400.0, 900.0 - G * 200.0), rel=1e-9)


def test_a_coast_in_even_air_loses_speed_as_it_should(evidence: Evidence) -> None:
    """Square-law drag on a level path: v = v0 / (1 + k v0 t), x = ln(1 + k v0 t) / k."""
    body = airframe(
        boost_area=0.2, drag_subsonic=0.3, drag_peak=0.3, drag_limit=0.3, max_lift=4.0, structural_limit=300.0,
        turn_over=0.0, lag=0.0,
    )  # fmt: skip
    table = column(body, (0.0, 0.0, 5000.0), (900.0, 0.0, 0.0))
    fly(table, body, 10_000, 0.001, FLAT)
    loss = 0.5 * air_at(5000.0)[0] * 0.2 * 0.3 / 1000.0
    slower = 1.0 + loss * 900.0 * 10.0
    for what, ours, expected in (
        ("speed after 10 s of square-law drag", table[f.VX, 0], 900.0 / slower),
        ("way after 10 s of square-law drag", table[f.X, 0], math.log(slower) / loss),
    ):
        evidence.close(FORMS, what, ours, expected, tolerance=1e-9, relative=True)
    assert abs(table[f.Z, 0] - 5000.0) < 1e-9


def test_a_burn_in_space_is_the_rocket_equation(evidence: Evidence) -> None:
    """Tsiolkovsky with gravity, for speed and for height, to 1e-9 with a fine step.

    dv = c ln(m0 / m1) - g t and dz = v0 t + c (t - m1 / flow ln(m0 / m1)) - g t2 / 2, c = thrust / flow
    (Sutton and Biblarz, Rocket Propulsion Elements, 9th ed., 2017, chapter 4).
    """
    body = airframe(boost_propellant=600.0, boost_thrust=150e3, boost_until=10.0)
    exhaust, logarithm = 150e3 / 60.0, math.log(1000.0 / 400.0)
    gained = exhaust * logarithm - G * 10.0
    risen = 10.0 * 10.0 + exhaust * (10.0 - 400.0 / 60.0 * logarithm) - 0.5 * G * 10.0**2
    table = column(body, (0.0, 0.0, SPACE), (0.0, 0.0, 10.0))
    fly(table, body, 20_000, 0.0005, FLAT)
    speed, height = table[f.VZ, 0] - 10.0, table[f.Z, 0] - SPACE
    evidence.close(FORMS, "speed gained by a burn", speed, gained, tolerance=1e-9, relative=True)
    evidence.close(FORMS, "height gained by a burn", height, risen, tolerance=1e-9, relative=True)


def test_lift_costs_induced_drag() -> None:
    """Level flight that carries its weight: dv/dt = -(a v2 + b / v2), so a v4 + b falls as exp(-4 a x).

    a = rho S CD0 / 2 m and b = 2 K m g2 / (rho S), from drag K CL2 (J. D. Anderson, Aircraft Performance and
    Design, 1999, chapter 2).
    """
    body = airframe(
        boost_area=0.2, drag_subsonic=0.3, drag_peak=0.3, drag_limit=0.3, max_lift=12.0, structural_limit=300.0,
        induced=0.2, turn_over=0.0, lag=0.0,
    )  # fmt: skip
    # So high and slow that lift costs as much as the body: a v4 = b at 427 m/s.
    height, speed = 16_000.0, 500.0
    table = column(body, (0.0, 0.0, height), (speed, 0.0, 0.0))
    fly(table, body, 10_000, 0.002, FLAT)
    air = air_at(height)[0]
    a, b = 0.5 * air * 0.2 * 0.3 / 1000.0, 2.0 * 0.2 * 1000.0 * G**2 / (air * 0.2)
    assert (b / a) ** 0.25 > 400.0
    now = float(table[f.VX, 0])
    assert now < 0.85 * speed
    whole = (a * speed**4 + b) * math.exp(-4.0 * a * float(table[f.X, 0]))
    assert a * now**4 + b == pytest.approx(whole, rel=1e-9)
    assert abs(table[f.Z, 0] - height) < 1e-6


# U.S. Standard Atmosphere 1976, table I: geometric height (m) and density (kg/m3).
@pytest.mark.parametrize(
    ("height", "air"), [(0.0, 1.2250), (5000.0, 0.73643), (10_000.0, 0.41351), (20_000.0, 0.088910)]
)
@pytest.mark.parametrize("speed", [200.0, 600.0, 1500.0])
def test_lift_is_limited_by_air_and_structure(height: float, air: float, speed: float) -> None:
    """A target far off to the side asks for more than there is: half rho v2 S CL / m, or the structure's limit."""
    body = airframe(
        boost_area=0.2, max_lift=4.0, structural_limit=300.0, turn_over=0.0, lag=0.0, hand_over_range=1e6,
        navigation=4.0, blend=1e-9,
    )  # fmt: skip
    table = column(body, (0.0, 0.0, height), (speed, 0.0, 0.0))
    table[f.TX : f.TZ + 1, 0], table[f.TVX, 0] = (30.0, 15.0, height), -900.0
    # It is to be met ahead.
    table[f.PX : f.PZ + 1, 0] = 30.0, 0.0, height
    advance(table, 0, 1, body, 0, 0.0, 1e-6, RADIUS)
    lift = float(np.linalg.norm(table[f.AX : f.AZ + 1, 0]))
    assert lift == pytest.approx(min(0.5 * air * speed**2 * 0.2 * 4.0 / 1000.0, 300.0), rel=3e-5)
    assert abs(table[f.AX, 0]) < 1e-9 * lift


def parabola(ground: float, height: float, speed: float) -> float:
    """Elevation of the flatter shot without drag through a point (Meriam and Kraige, Dynamics, article 2/4)."""
    square = speed**2
    root = math.sqrt(square**2 - G * (G * ground**2 + 2.0 * height * square))
    return math.atan((square - root) / (G * ground))


@pytest.mark.parametrize(("ground", "height", "speed"), [(20e3, 0.0, 600.0), (60e3, 15e3, 1200.0), (5e3, 8e3, 900.0)])
def test_loft_is_the_flatter_parabola(ground: float, height: float, speed: float) -> None:
    body = airframe(launch_vertical=0.0, launch_speed=speed, rail_elevation=-1.0, loft_limit=10.0, loft_speed=speed)
    table = np.zeros((f.FIELDS, 1))
    azimuth = 0.7
    aim = np.array([ground * math.cos(azimuth), ground * math.sin(azimuth), SPACE + height])
    table[f.Z], table[f.PX : f.PZ + 1, 0] = SPACE, aim
    launch(table, 0, body, 0, 0.0)
    elevation = parabola(ground, height, speed)
    flown = math.asin(float(table[f.VZ, 0]) / speed)
    assert flown == pytest.approx(elevation, rel=1e-12)
    # And so a missile that nobody steers passes through the aim.
    ticks = math.ceil(ground / (speed * math.cos(elevation)) / 0.01)
    fly(table, body, ticks, 0.01, FLAT)
    begin, end = aim - table[f.BX : f.BZ + 1, 0], aim - table[f.X : f.Z + 1, 0]
    bend = -(0.01**2) * table[f.CX : f.CZ + 1, 0]
    assert closest_approach(tuple(begin), tuple(end), tuple(bend))[0] < 1e-5


def test_loft_allows_for_drag_and_keeps_to_its_limit() -> None:
    """At the sea, a share of the squared speed is given up; no more than the limit's slope is added."""
    aim = (20e3, 0.0, 3000.0)
    for loft, limit in ((0.0, 9.0), (0.6, 9.0), (0.6, 0.1)):
        body = airframe(
            launch_vertical=0.0, launch_speed=10.0, rail_elevation=-1.0, loft=loft, loft_limit=limit, loft_speed=900.0
        )
        table = np.zeros((f.FIELDS, 1))
        table[f.PX : f.PZ + 1, 0] = aim
        launch(table, 0, body, 0, 0.0)
        slope = math.tan(parabola(20e3, 3000.0, 900.0 * math.sqrt(1.0 - loft)))
        limited = (3000.0 + limit * math.hypot(20e3, 3000.0)) / 20e3
        assert table[f.VZ, 0] / table[f.VX, 0] == pytest.approx(min(slope, limited), rel=1e-12)
        assert (slope > limited) == (limit < 1.0)


def test_loft_carries_speed_farther() -> None:
    """The same missile at the same far point: above the dense air it arrives faster and sooner than along the line."""
    arrivals = []
    for limit in (0.0, 1.2):
        body = airframe(
            launch_mass=1800.0, boost_propellant=1100.0, boost_thrust=300e3, boost_until=9.0, boost_area=0.2,
            drag_subsonic=0.2, drag_peak=0.5, drag_limit=0.1, max_lift=4.0, induced=0.1, vane=0.3,
            structural_limit=220.0, turn_over=1.0, steering=1.5, loft=0.7, loft_speed=900.0, loft_limit=limit,
            launch_speed=25.0,
        )  # fmt: skip
        table = column(body, (0.0, 0.0, 0.0), (0.0, 0.0, 25.0))
        table[f.PX : f.PZ + 1, 0] = (60e3, 0.0, 8e3)
        tick = 0
        while table[f.X, 0] < 59.5e3:
            assert tick < 20_000
            advance(table, 0, 1, body, 0, tick * 0.05, 0.05, RADIUS)
            tick += 1
        assert abs(table[f.Z, 0] - 8e3) < 600.0
        arrivals.append((float(np.linalg.norm(table[f.VX : f.VZ + 1, 0])), tick * 0.05))
    assert arrivals[1][0] > 1.2 * arrivals[0][0]
    assert arrivals[1][1] < arrivals[0][1]
