"""The tick of `kernels.flight` over the oblate earth that rotates, for comparison with other programs.

The battle flies over a sphere that stands still (`kernels.flight.advance`). Here the same tick is given
gravitation with its second zonal harmonic, the centrifugal and the Coriolis acceleration, and height above
the WGS 84 ellipsoid. Positions and velocities are east, north and up in the plane that touches the ellipsoid
at an origin and turns with the earth, as everywhere. Each effect can be switched off.

Sources: D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th ed., 2013, chapter 8 (second
harmonic); H. Goldstein, Classical Mechanics, 2nd ed., 1980, section 4-10 (rotating axes); Bowring, Survey
Review 23 (1976), iterated (height).
"""

from math import cos, sin

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import ACTIVE, LAUNCHED, TINY, carry, midway
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.constants import (
    WGS84_ECCENTRICITY_SQUARED,
    WGS84_GRAVITATION,
    WGS84_OBLATENESS,
    WGS84_ROTATION,
    WGS84_SEMI_MAJOR,
)

# The earth as seen from an origin on it. SI units.
EARTH = np.dtype(
    [
        ("gravitation", "f8"),  # gravitational constant times mass, m3/s2
        ("semi_major", "f8"),
        ("eccentricity_squared", "f8"),  # of the ellipsoid from which heights count
        ("oblateness", "f8"),  # second zonal harmonic J2; 0 without
        ("rotation", "f8"),  # rad/s; 0 without
        ("below_north", "f8"),  # the origin from the earth's centre, m; it has no part to the east
        ("below_up", "f8"),
        ("pole_north", "f8"),  # unit vector along the earth's axis, likewise
        ("pole_up", "f8"),
    ],
    align=True,
)

# Rounds of Bowring's latitude, as in `geodesy.geodetic`.
_ROUNDS = 3


def earth_at(latitude: float, oblate: bool = True, turning: bool = True) -> np.recarray:
    """Return one EARTH record: WGS 84 as seen from an origin at sea level and a geodetic latitude (radians).

    Without `oblate` its gravitation is that of a point, without `turning` it stands still; heights count
    from the ellipsoid either way.
    """
    frame = Frame(latitude, 0.0)
    earth = np.zeros(1, EARTH).view(np.recarray)
    earth.gravitation, earth.semi_major = WGS84_GRAVITATION, WGS84_SEMI_MAJOR
    earth.eccentricity_squared = WGS84_ECCENTRICITY_SQUARED
    earth.oblateness = WGS84_OBLATENESS if oblate else 0.0
    earth.rotation = WGS84_ROTATION if turning else 0.0
    _, earth.below_north, earth.below_up = frame.rotation @ frame.centre
    earth.pole_north, earth.pole_up = cos(latitude), sin(latitude)
    return earth


@kernel(inline=True)
def _vertical(ring, axial, semi_major, eccentricity_squared):
    """Cosine and sine of geodetic latitude, and height (m), at a distance from the axis and along it (m)."""
    flat = np.sqrt(1.0 - eccentricity_squared)
    bulge = eccentricity_squared * semi_major
    sine, cosine = axial, ring * flat
    for _ in range(_ROUNDS):
        scale = 1.0 / max(np.sqrt(sine * sine + cosine * cosine), TINY)
        sine, cosine = sine * scale, cosine * scale
        top = axial + bulge / flat * sine * sine * sine
        bottom = ring - bulge * cosine * cosine * cosine
        sine, cosine = flat * top, bottom
    scale = 1.0 / max(np.sqrt(top * top + bottom * bottom), TINY)
    sine, cosine = top * scale, bottom * scale
    normal = semi_major * np.sqrt(1.0 - eccentricity_squared * sine * sine)
    return cosine, sine, ring * cosine + axial * sine - normal


@kernel(inline=True)
def over_earth(place, velocity, earth):
    """Acceleration of a missile that does nothing (m/s2), unit vector up, and height above the ellipsoid (m).

    The acceleration is that seen from the turning earth: gravitation, centrifugal and Coriolis. Up is the
    normal of the ellipsoid.

    Args:
        place: position east, north, up of the origin, m.
        velocity: velocity over the earth, m/s.
        earth: EARTH record.
    """
    x, y, z = place[0], place[1] + earth.below_north, place[2] + earth.below_up
    axial = y * earth.pole_north + z * earth.pole_up
    # From the axis, across it.
    ey, ez = y - axial * earth.pole_north, z - axial * earth.pole_up
    square = x * x + y * y + z * z
    pull = earth.gravitation / (square * np.sqrt(square))
    wide = 1.5 * earth.oblateness * earth.semi_major * earth.semi_major / square
    slant = axial * axial / square
    outward = -pull * (1.0 + wide * (1.0 - 5.0 * slant))
    poleward = -pull * 2.0 * wide * axial
    spin = earth.rotation
    ring = np.sqrt(x * x + ey * ey + ez * ez)
    cosine, sine, height = _vertical(ring, axial, earth.semi_major, earth.eccentricity_squared)
    per = cosine / max(ring, TINY)
    up = (per * x, per * ey + sine * earth.pole_north, per * ez + sine * earth.pole_up)
    # Twice the velocity times the spin, crossed; the axis has no part to the east.
    turn = 2.0 * spin
    weight = (
        outward * x + spin * spin * x - turn * (earth.pole_north * velocity[2] - earth.pole_up * velocity[1]),
        outward * y + poleward * earth.pole_north + spin * spin * ey - turn * earth.pole_up * velocity[0],
        outward * z + poleward * earth.pole_up + spin * spin * ez + turn * earth.pole_north * velocity[0],
    )
    return weight, up, height


@kernel
def advance_over_earth(flight, first, last, airframes, kind, time, step, earth):
    """Carry the columns first to last - 1, all of one kind, as `flight.advance` does, over a rotating earth.

    Args:
        flight: float64[FIELDS, capacity], changed in place.
        first: first column.
        last: one past the last column.
        airframes: AIRFRAME records.
        kind: row of `airframes`.
        time: start of the tick, s.
        step: length of the tick, s.
        earth: EARTH records; the first counts.
    """
    body = airframes[kind]
    for i in range(first, last):
        start = max(time, flight[LAUNCHED, i])
        h = time + step - start
        if flight[ACTIVE, i] == 0.0 or h <= 0.0:
            continue
        place, velocity = midway(flight, i, h)
        carry(flight, i, body, start, h, place, velocity, over_earth(place, velocity, earth[0]))
