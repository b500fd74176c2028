"""Flight over the rotating, oblate earth against closed forms, and against the battle's sphere where both agree."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from rotating_earth import advance_over_earth, earth_at, over_earth

from shieldwall.kernels import flight as f
from shieldwall.kernels.atmosphere import air
from shieldwall.kernels.flight import AIRFRAME, advance, launch
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.constants import WGS84_GRAVITATION, WGS84_OBLATENESS, WGS84_ROTATION, WGS84_SEMI_MAJOR

RADIUS = 6_371_000.0
G = 9.80665
STILL = (0.0, 0.0, 0.0)
LATITUDES = [math.radians(degrees) for degrees in (-33.0, 0.0, 44.8, 60.0, 90.0)]


def airframe(**constants: float) -> np.recarray:
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    body["launch_mass"], body["separation"], body["turn_over"] = 1000.0, 1e9, 1e9
    body["blend"], body["lag"], body["drag_burning"], body["launch_vertical"] = 1.0, 0.2, 1.0, 1.0
    for name, value in constants.items():
        body[name] = value
    return body


def coaster(place: tuple[float, float, float], velocity: tuple[float, float, float]) -> np.ndarray:
    table = np.zeros((f.FIELDS, 1))
    table[f.X : f.Z + 1, 0], table[f.PZ] = place, 1e6
    launch(table, 0, airframe(), 0, 0.0)
    table[f.VX : f.VZ + 1, 0] = velocity
    return table


def potential(place: np.ndarray, earth: np.recarray) -> float:
    """Gravitational and centrifugal potential (m2/s2), in earth-centred axes with z along the earth's axis."""
    distance = float(np.linalg.norm(place))
    legendre = 1.5 * (place[2] / distance) ** 2 - 0.5
    wide = float(earth.oblateness[0]) * (WGS84_SEMI_MAJOR / distance) ** 2 * legendre
    turning = 0.5 * float(earth.rotation[0]) ** 2 * (place[0] ** 2 + place[1] ** 2)
    return -WGS84_GRAVITATION / distance * (1.0 - wide) - turning


def test_the_oblateness_is_that_of_the_level_ellipsoid() -> None:
    # Heiskanen and Moritz, Physical Geodesy, equations 2-58, 2-70 and 2-90, from the four figures that define WGS 84.
    with mpmath.workdps(40):
        semi_major, flat = mpmath.mpf(6378137), 1 / mpmath.mpf("298.257223563")
        square = flat * (2 - flat)
        second = mpmath.sqrt(square / (1 - square))
        ratio = mpmath.mpf("7.292115e-5") ** 2 * semi_major**3 * (1 - flat) / mpmath.mpf("3.986004418e14")
        q0 = ((1 + 3 / second**2) * mpmath.atan(second) - 3 / second) / 2
        derived = square / 3 * (1 - 2 * ratio * second / (15 * q0))
    assert pytest.approx(float(derived), rel=1e-12) == WGS84_OBLATENESS


@pytest.mark.parametrize("latitude", LATITUDES)
def test_weight_at_sea_level_is_normal_gravity(latitude: float) -> None:
    """Somigliana's formula with the derived constants of WGS 84 (NIMA TR8350.2, 3rd ed., table 3.4).

    The fourth harmonic of the level ellipsoid, -2.4e-6, is 5 J4 or 1.2e-5 of gravity at a pole.
    """
    sine = math.sin(latitude) ** 2
    normal = 9.7803253359 * (1.0 + 0.00193185265241 * sine) / math.sqrt(1.0 - 6.69437999014e-3 * sine)
    weight, up, height = over_earth(STILL, STILL, earth_at(latitude)[0])
    assert math.sqrt(sum(part * part for part in weight)) == pytest.approx(normal, rel=1.3e-5)
    assert up == pytest.approx((0.0, 0.0, 1.0), abs=1e-12)
    assert height == pytest.approx(0.0, abs=1e-8)
    assert weight[:2] == pytest.approx((0.0, 0.0), abs=6e-5)


@pytest.mark.parametrize("place", [(50e3, -120e3, 9e3), (-300e3, 200e3, 100.0), (0.0, 400e3, 80e3)])
@pytest.mark.parametrize("latitude", LATITUDES)
def test_height_and_up_are_geodetic(latitude: float, place: tuple[float, float, float]) -> None:
    frame = Frame(latitude, 0.0)
    north, east, height = (float(part) for part in frame.to_geodetic(*place))
    _, up, above = over_earth(place, STILL, earth_at(latitude)[0])
    assert above == pytest.approx(height, abs=1e-7)
    assert up == pytest.approx(frame.axes_at(north, east)[2], abs=1e-12)


@pytest.mark.parametrize(("oblate", "turning"), [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize("latitude", [0.0, math.radians(44.8)])
def test_weight_is_the_slope_of_the_potential(latitude: float, oblate: bool, turning: bool) -> None:
    frame, earth = Frame(latitude, 0.0), earth_at(latitude, oblate, turning)
    place = np.array([40e3, -90e3, 30e3])
    weight, _, _ = over_earth(tuple(place), STILL, earth[0])
    for axis in range(3):
        ends = []
        for step in (-100.0, 100.0):
            moved = place.copy()
            moved[axis] += step
            ends.append(potential(frame.centre + frame.rotation.T @ moved, earth))
        assert weight[axis] == pytest.approx((ends[0] - ends[1]) / 200.0, abs=1e-8)


@pytest.mark.parametrize("oblate", [True, False])
def test_a_coast_over_the_turning_earth_keeps_jacobis_integral(oblate: bool) -> None:
    """v2 / 2 and the potential of gravitation and turning together: Coriolis does no work."""
    latitude = math.radians(44.8)
    frame, earth = Frame(latitude, 0.0), earth_at(latitude, oblate)
    table = coaster((0.0, 0.0, 90e3), (1500.0, 800.0, 1200.0))
    integrals = []
    for tick in range(12_000):
        if tick % 6000 == 0 or tick == 11_999:
            place = frame.centre + frame.rotation.T @ table[f.X : f.Z + 1, 0]
            speed = float(np.linalg.norm(table[f.VX : f.VZ + 1, 0]))
            integrals.append(0.5 * speed**2 + potential(place, earth))
        advance_over_earth(table, 0, 1, airframe(), 0, tick * 0.02, 0.02, earth)
    assert integrals[1:] == pytest.approx(integrals[:1] * 2, abs=1e-9 * 0.5 * 2000.0**2)


def test_a_coast_seen_from_space_is_keplers() -> None:
    """Without J2 the path in axes that do not turn is plane, and swept with constant angular momentum and energy."""
    latitude, time = math.radians(44.8), 240.0
    frame, earth = Frame(latitude, 0.0), earth_at(latitude, oblate=False)
    table = coaster((0.0, 0.0, 90e3), (1500.0, 800.0, 1200.0))
    spin = np.array([0.0, 0.0, WGS84_ROTATION])

    def seen(now: float) -> tuple[np.ndarray, np.ndarray]:
        place = frame.centre + frame.rotation.T @ table[f.X : f.Z + 1, 0]
        velocity = frame.rotation.T @ table[f.VX : f.VZ + 1, 0] + np.cross(spin, place)
        cosine, sine = math.cos(WGS84_ROTATION * now), math.sin(WGS84_ROTATION * now)
        turned = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
        return turned @ place, turned @ velocity

    place, velocity = seen(0.0)
    for tick in range(12_000):
        advance_over_earth(table, 0, 1, airframe(), 0, tick * 0.02, 0.02, earth)
    later, speed = seen(time)
    assert np.cross(later, speed) == pytest.approx(np.cross(place, velocity), rel=1e-9)
    # The eccentricity vector (Laplace, Runge, Lenz) lies in the plane and fixes the ellipse.
    shapes = [
        np.cross(v, np.cross(r, v)) / WGS84_GRAVITATION - r / np.linalg.norm(r)
        for r, v in ((place, velocity), (later, speed))
    ]
    assert shapes[1] == pytest.approx(shapes[0], abs=1e-9)


def test_a_dropped_stone_falls_to_the_east() -> None:
    """Omega cos(latitude) g t3 / 3 (Goldstein, section 4-10), to the order of what it leaves out."""
    latitude, time = math.radians(44.8), 10.0
    table = coaster((0.0, 0.0, 95e3), (0.0, 0.0, 0.0))
    for tick in range(1000):
        advance_over_earth(table, 0, 1, airframe(), 0, tick * 0.01, 0.01, earth_at(latitude))
    pull = -float(table[f.CZ, 0])
    assert table[f.X, 0] == pytest.approx(WGS84_ROTATION * math.cos(latitude) * pull * time**3 / 3.0, rel=1e-3)


def test_without_its_effects_the_earth_is_the_battles_sphere() -> None:
    body = airframe(
        launch_mass=1800.0, boost_propellant=1100.0, boost_thrust=300e3, boost_from=0.8, boost_until=9.7,
        boost_area=0.2, area=0.2, drag_subsonic=0.2, drag_peak=0.5, drag_limit=0.1, drag_burning=0.75,
        max_lift=4.0, induced=0.1, vane=0.3, structural_limit=220.0, turn_over=1.1, steering=1.5, loft=0.7,
        loft_speed=900.0, loft_limit=1.2, navigation=4.0, hand_over_range=15e3, launch_speed=25.0,
    )  # fmt: skip
    sphere = np.zeros(1, earth_at(0.0).dtype).view(np.recarray)
    sphere.gravitation, sphere.semi_major, sphere.below_up, sphere.pole_north = G * RADIUS**2, RADIUS, RADIUS, 1.0
    tables = []
    for _ in range(2):
        table = np.zeros((f.FIELDS, 1))
        table[f.TX : f.TZ + 1, 0], table[f.TVX, 0] = (40e3, 9e3, 7e3), -200.0
        table[f.PX : f.PZ + 1, 0] = (32e3, 9e3, 7e3)
        launch(table, 0, body, 0, 0.0)
        tables.append(table)
    for tick in range(700):
        advance(tables[0], 0, 1, body, 0, tick * 0.05, 0.05, RADIUS)
        advance_over_earth(tables[1], 0, 1, body, 0, tick * 0.05, 0.05, sphere)
    assert tables[0][f.PHASE, 0] == 1.0
    assert tables[1] == pytest.approx(tables[0], abs=1e-5)


def test_a_turn_at_the_limit_of_lift_has_one_radius_at_every_speed() -> None:
    """Without weight and drag, half rho v2 S CL = m v2 / r: the radius is 2 m / (rho S CL)."""
    earth = earth_at(0.0, turning=False)
    earth.gravitation = 0.0
    body = airframe(
        boost_area=0.2, max_lift=4.0, structural_limit=1e9, turn_over=0.0, lag=0.0, hand_over_range=1e9,
        navigation=1e6, blend=1e-9,
    )  # fmt: skip
    height = 5000.0
    for speed in (300.0, 900.0):
        table = coaster((0.0, 0.0, height), (0.0, speed, 0.0))
        table[f.TX : f.TZ + 1, 0] = (1e4, 2e4, height)
        # It is to be met ahead.
        table[f.PX : f.PZ + 1, 0] = (0.0, 2e4, height)
        places = []
        for tick in range(200):
            advance_over_earth(table, 0, 1, body, 0, tick * 0.002, 0.002, earth)
            places.append(table[f.X : f.Z + 1, 0].copy())
        one, other, last = places[0], places[99], places[199]
        # Three points on a circle: the product of its chords over four times the area between them.
        chords = [float(np.linalg.norm(end - start)) for start, end in ((one, other), (other, last), (last, one))]
        area = 0.5 * float(np.linalg.norm(np.cross(other - one, last - one)))
        expected = 2.0 * 1000.0 / (air(height)[0] * 0.2 * 4.0)
        assert math.prod(chords) / (4.0 * area) == pytest.approx(expected, rel=1e-5)
        assert np.linalg.norm(table[f.VX : f.VZ + 1, 0]) == pytest.approx(speed, rel=1e-6)
