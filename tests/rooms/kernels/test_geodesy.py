"""The scenario's plane, heights above the sea, horizons."""

from math import inf, pi, radians, sqrt

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.kernels import geodesy
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.errors import InputError

BELGRADE = Frame(radians(44.8), radians(20.3))
RADIUS = geodesy.effective_radius()

latitudes = st.floats(-pi / 2, pi / 2)
longitudes = st.floats(-3.1, 3.1)


def ring(distance: float) -> list[tuple[float, float]]:
    """Places round Belgrade by GeographicLib, radians."""
    found = (Geodesic.WGS84.Direct(44.8, 20.3, bearing, distance) for bearing in range(0, 360, 15))
    return [(radians(place["lat2"]), radians(place["lon2"])) for place in found]


def sine_elevation(height: float, target_height: float, slant: float, radius: float) -> float:
    """Sine of the angle above the horizontal at which a point is seen, by the law of cosines."""
    here, there = radius + height, radius + target_height
    return ((there - here) * (there + here) - slant * slant) / (2.0 * slant * here)


@given(latitudes, longitudes, latitudes, longitudes, st.floats(-1e4, 1e7))
def test_there_and_back(lat0: float, lon0: float, lat: float, lon: float, height: float) -> None:
    frame = Frame(lat0, lon0)
    found = frame.to_geodetic(*frame.to_enu(lat, lon, height))
    assert found[0] == pytest.approx(lat, abs=1e-12)
    assert found[2] == pytest.approx(height, abs=1e-6)
    # Near a pole a small step is a large angle.
    assert np.cos(lat) * (found[1] - lon) == pytest.approx(0.0, abs=1e-12)


def test_axes_are_east_north_up() -> None:
    x, y, z = BELGRADE.to_enu(BELGRADE.latitude, BELGRADE.longitude, [0.0, 1000.0])
    assert np.allclose([x, y], 0.0, atol=1e-8)
    assert np.allclose(z, [0.0, 1000.0], atol=1e-8)
    north = BELGRADE.to_enu(BELGRADE.latitude + 1e-6, BELGRADE.longitude, 0.0)
    assert north[1] == pytest.approx(1e-6 * BELGRADE.meridional, rel=1e-6)
    east = BELGRADE.to_enu(BELGRADE.latitude, BELGRADE.longitude + 1e-6, 0.0)
    assert east[0] == pytest.approx(1e-6 * BELGRADE.normal * np.cos(BELGRADE.latitude), rel=1e-6)
    assert np.allclose(BELGRADE.axes_at(BELGRADE.latitude, BELGRADE.longitude), np.eye(3), atol=1e-15)


def test_distances_are_those_of_space() -> None:
    places = np.array(ring(300e3))
    here = np.array(BELGRADE.to_enu(places[:, 0], places[:, 1], 5000.0))
    there = np.array(geodesy.ecef(places[:, 0], places[:, 1], 5000.0))
    between = np.linalg.norm(np.diff(here, axis=1), axis=0)
    assert np.allclose(between, np.linalg.norm(np.diff(there, axis=1), axis=0), atol=1e-8)


@pytest.mark.parametrize(("distance", "error"), [(250e3, 0.65), (500e3, 5.2)])
def test_height_above_sea_is_as_near_as_stated(distance: float, error: float) -> None:
    worst = 0.0
    for latitude, longitude in ring(distance):
        for height in (0.0, 10e3):
            x, y, z = (float(part) for part in BELGRADE.to_enu(latitude, longitude, height))
            found = geodesy.height_above_sea(x, y, z, BELGRADE.meridional, BELGRADE.normal)
            worst = max(worst, abs(found - height))
            x, y, z = BELGRADE.point_at(latitude, longitude, height)
            found = geodesy.height_above_sea(x, y, z, BELGRADE.meridional, BELGRADE.normal)
            assert found == pytest.approx(height, abs=1e-7)
    assert 0.9 * error < worst <= error


@given(st.floats(-6e5, 6e5), st.floats(-6e5, 6e5), st.floats(-500.0, 1e5))
def test_up_undoes_height(x: float, y: float, height: float) -> None:
    z = geodesy.up_at(x, y, height, BELGRADE.meridional, BELGRADE.normal)
    found = geodesy.height_above_sea(x, y, z, BELGRADE.meridional, BELGRADE.normal)
    assert found == pytest.approx(height, abs=1e-6)


def test_height_over_the_origin() -> None:
    assert geodesy.height_above_sea(0.0, 0.0, 123.0, BELGRADE.meridional, BELGRADE.normal) == pytest.approx(123.0)


@given(st.floats(-89.0, 89.0), st.floats(-180.0, 180.0), st.floats(0.0, 360.0), st.floats(1.0, 3e6))
def test_geodesics_agree_with_geographiclib(lat: float, lon: float, bearing: float, distance: float) -> None:
    end = geodesy.destination(radians(lat), radians(lon), radians(bearing), distance)
    expected = Geodesic.WGS84.Direct(lat, lon, bearing, distance)
    missed = Geodesic.WGS84.Inverse(*np.degrees(end), expected["lat2"], expected["lon2"])
    assert missed["s12"] < 1e-4
    assert geodesy.geodesic(radians(lat), radians(lon), *end)[0] == pytest.approx(distance, abs=1e-4)


def test_four_kilometres_east() -> None:
    latitude, longitude = geodesy.destination(radians(44.95), radians(20.18), pi / 2, 4000.0)
    expected = Geodesic.WGS84.Direct(44.95, 20.18, 90.0, 4000.0)
    assert np.degrees(latitude) == pytest.approx(expected["lat2"], abs=1e-10)
    assert np.degrees(longitude) == pytest.approx(expected["lon2"], abs=1e-10)


def test_a_place_is_nought_from_itself() -> None:
    assert geodesy.geodesic(0.7, 0.3, 0.7, 0.3) == (0.0, 0.0)


def test_opposite_places_are_refused() -> None:
    with pytest.raises(InputError, match="opposite"):
        geodesy.geodesic(0.0, 0.0, radians(0.2), radians(179.8))


def test_horizon() -> None:
    # The textbook rule d = 4.12 sqrt(h), d in km and h in m (Skolnik, Introduction to Radar Systems).
    assert geodesy.horizon_distance(100.0, RADIUS) == pytest.approx(41.2e3, rel=2e-3)
    assert geodesy.horizon_distance(-5.0, RADIUS) == 0.0


@given(st.floats(0.0, 3e4), st.floats(0.0, 3e4), st.floats(0.02, 1.0))
def test_elevation_and_slant_range_belong_together(height: float, target: float, sine: float) -> None:
    slant = geodesy.slant_range(height, target, sine, RADIUS)
    if target > height + 1.0:
        assert sine_elevation(height, target, slant, RADIUS) == pytest.approx(sine, rel=1e-6)
        assert geodesy.ground_range(height, target, slant) < slant


def test_a_ray_above_its_target_never_meets_it() -> None:
    assert geodesy.slant_range(1000.0, 0.0, 0.0, RADIUS) == inf
    assert geodesy.slant_range(1000.0, 0.0, 0.5, RADIUS) == inf


def test_a_ray_down_meets_the_sea_once_and_near() -> None:
    slant = geodesy.slant_range(1000.0, 0.0, -0.5, RADIUS)
    assert slant == pytest.approx(2000.0, rel=1e-3)
    assert sine_elevation(0.0, 1000.0, slant, RADIUS) == pytest.approx(0.5, rel=1e-3)


def test_grazing_at_the_horizon_is_nought() -> None:
    slant = geodesy.horizon_distance(500.0, RADIUS)
    assert sine_elevation(0.0, 500.0, slant, RADIUS) == pytest.approx(0.0, abs=1e-9)
    assert sine_elevation(0.0, 500.0, 500.0, RADIUS) == pytest.approx(1.0)


def test_refraction_lift() -> None:
    drop = 100e3**2 / (2.0 * 6_371_000.0)
    assert geodesy.refraction_lift(RADIUS) * 100e3**2 == pytest.approx(drop / 4.0)
    assert geodesy.refraction_lift(6_371_000.0) == 0.0
    assert geodesy.refraction_lift(inf) * 100e3**2 == pytest.approx(drop)


def test_curvature_between_the_radii() -> None:
    m, n = BELGRADE.meridional, BELGRADE.normal
    assert geodesy.euler_radius(0.0, 1.0, m, n) == pytest.approx(m)
    assert geodesy.euler_radius(1.0, 0.0, m, n) == pytest.approx(n)
    assert geodesy.euler_radius(1.0, 1.0, m, n) == pytest.approx(2.0 / (1.0 / m + 1.0 / n))
    # The Gaussian mean radius in closed form: b / (1 - e2 sin2).
    gauss = 6_356_752.3142 / (1.0 - 0.006694379990 * np.sin(BELGRADE.latitude) ** 2)
    assert sqrt(m * n) == pytest.approx(gauss, rel=1e-9)
