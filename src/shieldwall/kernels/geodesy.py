"""Positions on the ellipsoid, the tangent plane of a scenario, and heights, horizons and ranges above the
sea.

Inside, a position is metres east, north and up in the plane that touches the WGS 84 ellipsoid at the
scenario's origin, so straight lines are straight and distances exact. The ellipsoid stands for mean sea
level. Refraction is an effective earth radius (4/3 by default), applied to the drop below an observer's
horizontal only.
"""

import functools
from dataclasses import dataclass
from math import atan2, cos, sin, sqrt, tan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shieldwall.kernels.compiled import kernel
from shieldwall.quantities.constants import (
    EARTH_RADIUS,
    REFRACTION_FACTOR,
    WGS84_ECCENTRICITY_SQUARED,
    WGS84_FLATTENING,
    WGS84_SEMI_MAJOR,
    WGS84_SEMI_MINOR,
)
from shieldwall.quantities.errors import InputError

Floats = NDArray[np.float64]

# Three rounds of Bowring's latitude leave less than a micrometre from 10 km below the sea to 10 000 km above
# it.
_ROUNDS = 3
_TURNS = 100


@dataclass(frozen=True)
class Frame:
    """The plane that touches WGS 84 at a latitude and longitude (radians); axes east, north, up (metres)."""

    latitude: float
    longitude: float

    @functools.cached_property
    def meridional(self) -> float:
        """Radius of curvature along the meridian at the origin, metres (Rapp 1991, Geometric Geodesy I)."""
        return self.normal * (1.0 - WGS84_ECCENTRICITY_SQUARED) / self._shrink**2

    @functools.cached_property
    def normal(self) -> float:
        """Radius of curvature across the meridian at the origin, metres (Rapp 1991, Geometric Geodesy I)."""
        return WGS84_SEMI_MAJOR / self._shrink

    @property
    def _shrink(self) -> float:
        return sqrt(1.0 - WGS84_ECCENTRICITY_SQUARED * sin(self.latitude) ** 2)

    @functools.cached_property
    def rotation(self) -> Floats:
        """Matrix (3, 3) from earth-centred earth-fixed axes to this frame; its rows are east, north, up."""
        return local_axes(self.latitude, self.longitude)

    @functools.cached_property
    def centre(self) -> Floats:
        """Earth-centred earth-fixed position of the origin, metres (3)."""
        return np.array(ecef(self.latitude, self.longitude, 0.0), dtype=np.float64)

    def to_enu(self, latitude: ArrayLike, longitude: ArrayLike, height: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Return east, north, up (metres) of geodetic points (radians, metres above the ellipsoid); exact."""
        x, y, z = ecef(latitude, longitude, height)
        dx, dy, dz = x - self.centre[0], y - self.centre[1], z - self.centre[2]
        east, north, up = (row[0] * dx + row[1] * dy + row[2] * dz for row in self.rotation)
        return east, north, up

    def to_geodetic(self, x: ArrayLike, y: ArrayLike, z: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Return latitude, longitude (radians) and height above the ellipsoid of points east, north, up
        (metres).

        Exact to a micrometre between 10 km below the sea and 10 000 km above it.
        """
        east, north, up = (np.asarray(part, dtype=np.float64) for part in (x, y, z))
        a, b, c = (
            self.centre[k] + self.rotation[0, k] * east + self.rotation[1, k] * north + self.rotation[2, k] * up
            for k in range(3)
        )
        return geodetic(a, b, c)

    def point_at(self, latitude: float, longitude: float, height: float) -> tuple[float, float, float]:
        """Return the point (x, y, z) above a place whose `height_above_sea` is exactly `height`.

        It lies within 0.6 m of `to_enu` at 250 km from the origin and within 5.2 m at 500 km.
        """
        x, y, _ = (float(part) for part in self.to_enu(latitude, longitude, height))
        return x, y, float(up_at(x, y, height, self.meridional, self.normal))

    def axes_at(self, latitude: float, longitude: float) -> Floats:
        """Matrix (3, 3) whose rows are east, north and up at another place, in this frame's axes."""
        return local_axes(latitude, longitude) @ self.rotation.T


def ecef(latitude: ArrayLike, longitude: ArrayLike, height: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return earth-centred earth-fixed metres of geodetic points (radians, metres above the ellipsoid)."""
    lat, lon, up = (np.asarray(part, dtype=np.float64) for part in (latitude, longitude, height))
    sine = np.sin(lat)
    normal = WGS84_SEMI_MAJOR / np.sqrt(1.0 - WGS84_ECCENTRICITY_SQUARED * sine**2)
    ring = (normal + up) * np.cos(lat)
    return ring * np.cos(lon), ring * np.sin(lon), (normal * (1.0 - WGS84_ECCENTRICITY_SQUARED) + up) * sine


def geodetic(x: ArrayLike, y: ArrayLike, z: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return latitude, longitude (radians) and height (metres) of earth-centred earth-fixed points.

    B. R. Bowring, Transformation from spatial to geographical coordinates, Survey Review 23 (1976), iterated.
    """
    a, b, c = (np.asarray(part, dtype=np.float64) for part in (x, y, z))
    ring = np.hypot(a, b)
    second = WGS84_ECCENTRICITY_SQUARED / (1.0 - WGS84_ECCENTRICITY_SQUARED)
    sine, cosine = c * WGS84_SEMI_MAJOR, ring * WGS84_SEMI_MINOR
    for _ in range(_ROUNDS):
        scale = np.hypot(sine, cosine)
        top = c + second * WGS84_SEMI_MINOR * (sine / scale) ** 3
        bottom = ring - WGS84_ECCENTRICITY_SQUARED * WGS84_SEMI_MAJOR * (cosine / scale) ** 3
        sine, cosine = WGS84_SEMI_MINOR * top, WGS84_SEMI_MAJOR * bottom
    latitude = np.arctan2(top, bottom)
    sine, cosine = np.sin(latitude), np.cos(latitude)
    # This form of the height has no singularity at the poles or at the equator.
    height = ring * cosine + c * sine - WGS84_SEMI_MAJOR * np.sqrt(1.0 - WGS84_ECCENTRICITY_SQUARED * sine**2)
    return latitude, np.arctan2(b, a), height


def local_axes(latitude: float, longitude: float) -> Floats:
    """Matrix (3, 3) whose rows are east, north, up at a place (radians), in earth-centred axes."""
    sp, cp, sl, cl = sin(latitude), cos(latitude), sin(longitude), cos(longitude)
    return np.array([[-sl, cl, 0.0], [-sp * cl, -sp * sl, cp], [cp * cl, cp * sl, sp]])


def destination(latitude: float, longitude: float, bearing: float, distance: float) -> tuple[float, float]:
    """Return the place reached along a geodesic (radians; bearing clockwise from north; distance in metres).

    T. Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review 23 (1975), direct
    formula. Within 0.1 mm of GeographicLib up to half round the earth.
    """
    f = WGS84_FLATTENING
    sine, cosine = sin(bearing), cos(bearing)
    reduced = (1.0 - f) * tan(latitude)
    cu = 1.0 / sqrt(1.0 + reduced * reduced)
    su = reduced * cu
    start = atan2(reduced, cosine)
    sa = cu * sine
    ca2 = 1.0 - sa * sa
    a, b = _series(ca2)
    first = distance / (WGS84_SEMI_MINOR * a)
    sigma = first
    for _ in range(_TURNS):
        middle = cos(2.0 * start + sigma)
        before, sigma = sigma, first + _bulge(b, sin(sigma), cos(sigma), middle)
        if abs(sigma - before) < 1e-15:
            break
    middle, ss, cs = cos(2.0 * start + sigma), sin(sigma), cos(sigma)
    across = su * ss - cu * cs * cosine
    reached = atan2(su * cs + cu * ss * cosine, (1.0 - f) * sqrt(sa * sa + across * across))
    turned = atan2(ss * sine, cu * cs - su * ss * cosine) - _lag(sa, ca2, sigma, ss, cs, middle)
    return reached, _wrapped(longitude + turned)


def geodesic(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """Return the length (metres) and first bearing (radians in [0, 2 pi)) of the geodesic between two places.

    T. Vincenty, Survey Review 23 (1975), inverse formula. Within 0.1 mm of GeographicLib where it converges;
    raises InputError for places almost opposite each other on the earth, where it does not.
    """
    f = WGS84_FLATTENING
    apart = _wrapped(lon2 - lon1)
    t1, t2 = (1.0 - f) * tan(lat1), (1.0 - f) * tan(lat2)
    c1, c2 = 1.0 / sqrt(1.0 + t1 * t1), 1.0 / sqrt(1.0 + t2 * t2)
    s1, s2 = t1 * c1, t2 * c2
    turned = apart
    for _ in range(_TURNS):
        sl, cl = sin(turned), cos(turned)
        ss = sqrt((c2 * sl) ** 2 + (c1 * s2 - s1 * c2 * cl) ** 2)
        if ss == 0.0:
            return 0.0, 0.0
        cs = s1 * s2 + c1 * c2 * cl
        sigma = atan2(ss, cs)
        sa = c1 * c2 * sl / ss
        ca2 = 1.0 - sa * sa
        middle = cs - 2.0 * s1 * s2 / ca2 if ca2 > 1e-15 else 0.0
        before, turned = turned, apart + _lag(sa, ca2, sigma, ss, cs, middle)
        if abs(turned - before) < 1e-15:
            break
        if abs(turned) > np.pi:
            raise InputError("the two places lie almost opposite each other on the earth")
    a, b = _series(ca2)
    distance = WGS84_SEMI_MINOR * a * (sigma - _bulge(b, ss, cs, middle))
    bearing = atan2(c2 * sin(turned), c1 * s2 - s1 * c2 * cos(turned))
    return distance, bearing % (2.0 * np.pi)


def _series(ca2: float) -> tuple[float, float]:
    """A and B of Vincenty 1975, equations 3 and 4, by nested polynomials in u squared."""
    u2 = ca2 * (WGS84_SEMI_MAJOR**2 / WGS84_SEMI_MINOR**2 - 1.0)
    a = 1.0 + u2 / 16384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)))
    return a, u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)))


def _bulge(b: float, ss: float, cs: float, middle: float) -> float:
    """Delta sigma of Vincenty 1975, equation 6."""
    m2 = middle * middle
    inner = cs * (2.0 * m2 - 1.0) - b / 6.0 * middle * (4.0 * ss * ss - 3.0) * (4.0 * m2 - 3.0)
    return b * ss * (middle + b / 4.0 * inner)


def _lag(sa: float, ca2: float, sigma: float, ss: float, cs: float, middle: float) -> float:
    """Longitude on the auxiliary sphere less longitude, Vincenty 1975, equations 10 and 11."""
    f = WGS84_FLATTENING
    c = f / 16.0 * ca2 * (4.0 + f * (4.0 - 3.0 * ca2))
    return (1.0 - c) * f * sa * (sigma + c * ss * (middle + c * cs * (2.0 * middle * middle - 1.0)))


def _wrapped(longitude: float) -> float:
    return (longitude + np.pi) % (2.0 * np.pi) - np.pi


def effective_radius(factor: float = REFRACTION_FACTOR) -> float:
    """Return the earth's radius enlarged by a refraction factor, metres (Schelleng and others 1933)."""
    return factor * EARTH_RADIUS


def refraction_lift(radius: float) -> float:
    """Return the lift of a far point by refraction over the distance squared, 1/m, for an effective radius.

    A point at horizontal distance d appears `lift * d * d` above its place: the drop of the sea below the
    horizontal is d * d / (2 EARTH_RADIUS), and seems to be d * d / (2 radius).
    """
    return 0.5 / EARTH_RADIUS - 0.5 / radius


def horizon_sine(height: float, radius: float) -> float:
    """Return the sine of the apparent elevation of the sea's horizon from a height, m, on an effective radius, m."""
    return -sqrt(max(2.0 * height / radius, 0.0))


@kernel(inline=True)
def euler_radius(x, y, meridional, normal):
    """Radius of curvature of the ellipsoid at the origin in the azimuth of (x, y), metres (Euler 1760)."""
    square = x * x + y * y
    if square < 1e-6:
        return meridional
    return square / (y * y / meridional + x * x / normal)


@kernel(inline=True)
def height_above_sea(x, y, z, meridional, normal):
    """Height of a point (metres east, north, up) above the sea, metres.

    Distance to the centre of the sphere that has Euler's radius in the azimuth of the point, less that
    radius: 0.6 m from the ellipsoid at 250 km from the origin, 5.2 m at 500 km.
    """
    square = x * x + y * y
    radius = euler_radius(x, y, meridional, normal)
    # The difference of two lengths near 6 400 km, in the form that does not cancel.
    return (square + z * (2.0 * radius + z)) / (sqrt(square + (radius + z) ** 2) + radius)


@kernel(inline=True)
def up_at(x, y, height, meridional, normal):
    """Return z of the point above (x, y) whose `height_above_sea` is `height`, metres."""
    square = x * x + y * y
    radius = euler_radius(x, y, meridional, normal)
    return (height * (2.0 * radius + height) - square) / (sqrt((radius + height) ** 2 - square) + radius)


@kernel(inline=True)
def horizon_distance(height, radius):
    """Straight distance from a height to its horizon at sea, metres; `radius` is the effective one."""
    return sqrt(max(height, 0.0) * (2.0 * radius + height))


@kernel(inline=True)
def slant_range(height, target_height, sine, radius):
    """Distance along a ray from one height up to another, metres; `sine` is that of its elevation.

    `radius` is the effective one. The nearer of two crossings; infinite where the ray never gets there.
    Law of cosines with the earth's centre (L. V. Blake, Radar Range-Performance Analysis, 1986, chapter 5).
    """
    here, there = radius + height, radius + target_height
    along = here * sine
    square = along * along + (there - here) * (there + here)
    if square < 0.0:
        return np.inf
    root = sqrt(square)
    if -along - root > 0.0:
        return -along - root
    return root - along if root >= along else np.inf


def ground_range(
    height: ArrayLike,
    target_height: ArrayLike,
    slant: ArrayLike,
    radius: float = EARTH_RADIUS * REFRACTION_FACTOR,
) -> Floats:
    """Return the distance over the sea between the feet of two points that lie `slant` apart, metres."""
    here, there, apart = (np.asarray(part, dtype=np.float64) for part in (height, target_height, slant))
    chord = (apart**2 - (there - here) ** 2) / ((radius + here) * (radius + there))
    return np.asarray(2.0 * radius * np.arcsin(0.5 * np.sqrt(np.maximum(chord, 0.0))))
