"""Metric grids of maps: UTM coordinates and MGRS references, on the WGS 84 ellipsoid.

The projection is Krüger's series to the sixth order (C. F. F. Karney, "Transverse Mercator with an accuracy of a few
nanometers", Journal of Geodesy 85 (2011), equations 12, 36 and 7 to 9). Zones, bands and the lettering of the
100 km squares follow DMA TM 8358.1, "Datums, Ellipsoids, Grids, and Grid Reference Systems" (1990), chapter 3.
"""

from __future__ import annotations

import math
import re

from shieldwall.quantities.errors import InputError, quoted

_AXIS, _FLATTENING = 6_378_137.0, 1.0 / 298.257223563
_SCALE, _FALSE_EASTING, _FALSE_NORTHING = 0.9996, 500_000.0, 10_000_000.0
_N = _FLATTENING / (2.0 - _FLATTENING)
_ECCENTRICITY = math.sqrt(_FLATTENING * (2.0 - _FLATTENING))
#: Radius of the circle as long as the meridian, from the same series.
_RADIUS = _AXIS / (1.0 + _N) * (1.0 + _N**2 / 4.0 + _N**4 / 64.0 + _N**6 / 256.0)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360 - 81 * _N**5 / 512 + 96199 * _N**6 / 604800,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440 + 46 * _N**5 / 105 - 1118711 * _N**6 / 3870720,
    17 * _N**3 / 480 - 37 * _N**4 / 840 - 209 * _N**5 / 4480 + 5569 * _N**6 / 90720,
    4397 * _N**4 / 161280 - 11 * _N**5 / 504 - 830251 * _N**6 / 7257600,
    4583 * _N**5 / 161280 - 108847 * _N**6 / 3991680,
    20648693 * _N**6 / 638668800,
)
_EASTINGS = (100_000.0, 900_000.0)
_SOUTHERNMOST, _NORTHERNMOST = -80.0, 84.0
_SQUARE = 100_000.0
#: Rows of squares repeat after so far, m.
_ROW_CYCLE = 2_000_000.0
BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
#: Zones of band X that the wider ones beside them have taken.
_NO_ZONES = ("32X", "34X", "36X")

_ZONE = r"([0-9]{1,2})"
_METRES = r"([0-9]{1,8}(?:\.[0-9]{1,6})?)"
_COMMA = r"(?:\s*,\s*|\s+)"
UTM = (
    rf"(?:[Uu][Tt][Mm]\s*)?([Zz]one\s*)?{_ZONE}\s*([Nn]orth|[Ss]outh|[C-HJ-NP-Xc-hj-np-x]){_COMMA}"
    rf"{_METRES}\s*(?:[mM]?\s*[Ee])?{_COMMA}{_METRES}\s*(?:[mM]?\s*[Nn])?"
)
"""A UTM coordinate, "34T 457000 4963000"; ECMAScript and Python read it alike."""
MGRS = (
    rf"{_ZONE}\s*([C-HJ-NP-Xc-hj-np-x])\s*([A-HJ-NP-Za-hj-np-z])\s*([A-HJ-NP-Va-hj-np-v])"
    r"(?:\s*([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})|\s*([0-9]{1,5})\s+([0-9]{1,5}))?"
)
"""An MGRS reference, "34T DQ 57 63"."""
_UTM, _MGRS = re.compile(UTM), re.compile(MGRS)
#: With fewer digits in each direction a reference names a square of 10 or 100 km.
_LEAST_DIGITS = 2
_UTM_EXAMPLE = "write for example 34T 457000 4963000"
_MGRS_EXAMPLE = "write for example 34T DQ 57000 63000"

Degrees = tuple[float, float]


def from_utm(zone: int, south: bool, easting: float, northing: float) -> Degrees:
    """Return latitude and longitude, degrees, of a UTM coordinate in metres; `south` says its hemisphere."""
    xi = (northing - (_FALSE_NORTHING if south else 0.0)) / (_SCALE * _RADIUS)
    eta = (easting - _FALSE_EASTING) / (_SCALE * _RADIUS)
    north, east = xi, eta
    for order, beta in enumerate(_BETA, 1):
        north -= beta * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        east -= beta * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    tangent = math.sin(north) / math.hypot(math.sinh(east), math.cos(north))
    longitude = math.degrees(math.atan2(math.sinh(east), math.cos(north))) + 6.0 * zone - 183.0
    return math.degrees(math.atan(_geodetic(tangent))), (longitude + 180.0) % 360.0 - 180.0


def _geodetic(conformal: float) -> float:
    """The tangent of the latitude from that of the conformal latitude, by Newton's method (Karney, eq. 19 to 21)."""
    rest = 1.0 - _ECCENTRICITY**2
    tangent = conformal
    for _ in range(4):
        secant = math.hypot(1.0, tangent)
        sigma = math.sinh(_ECCENTRICITY * math.atanh(_ECCENTRICITY * tangent / secant))
        reached = tangent * math.hypot(1.0, sigma) - sigma * secant
        step = (conformal - reached) / math.hypot(1.0, reached) * (1.0 + rest * tangent**2) / (rest * secant)
        tangent += step
    return tangent


def read_utm(text: str) -> Degrees | None:
    """Read a UTM coordinate, None where the text is none; InputError for one that lies nowhere or in two places.

    N and S are letters of bands and of hemispheres. N means the same place either way; S is a band where its northing
    is one of that band and the other hemisphere where it cannot be, and where it is said with `zone`.
    """
    match = _UTM.fullmatch(text)
    if match is None:
        return None
    zone, letter = int(match[2]), match[3].upper()
    easting, northing = float(match[4]), float(match[5])
    _check_zone(text, zone, _UTM_EXAMPLE)
    if not _EASTINGS[0] <= easting <= _EASTINGS[1] or northing > _FALSE_NORTHING:
        turned = f"{match[2]}{letter} {match[5]} {match[4]}"
        swapped = _EASTINGS[0] <= northing <= _EASTINGS[1] and easting <= _FALSE_NORTHING
        raise InputError(
            f"{quoted(text)} is outside its zone (easting from 100000 to 900000, northing to 10000000)",
            instead=f"did you mean {turned}?" if swapped else _UTM_EXAMPLE,
        )
    north = from_utm(zone, False, easting, northing)
    south = from_utm(zone, True, easting, northing)
    if letter in ("NORTH", "N") or (letter == "SOUTH" or (letter == "S" and match[1])):
        return _on_grid(text, south if letter[0] == "S" else north)
    if letter == "S":
        return _of_band_or_south(text, zone, (easting, northing), (north, south))
    found = north if letter >= "N" else south
    if _band(found[0]) != letter:
        meant = _band(found[0])
        guess = f"did you mean {zone}{meant} {match[4]} {match[5]}?" if meant else _UTM_EXAMPLE
        raise InputError(f"{quoted(text)} is not in band {letter}", instead=guess)
    return found


def _of_band_or_south(text: str, zone: int, metres: Degrees, places: tuple[Degrees, Degrees]) -> Degrees:
    north, south = places
    if _band(north[0]) != "S":
        return _on_grid(text, south)
    written = f"{metres[0]:.0f} {metres[1]:.0f}"
    raise InputError(
        f"{quoted(text)} may lie in band S, north of the equator, or south of it",
        instead=f"write {zone} north {written}, or {zone} south {written}",
    )


def read_mgrs(text: str) -> Degrees | None:
    """Read an MGRS reference, None where the text is none; the place is the south-west corner of its square.

    Raises InputError for a square that is not there, with the nearest that is.
    """
    match = _MGRS.fullmatch(text)
    if match is None:
        return None
    zone, band, column, row = int(match[1]), *(match[n].upper() for n in (2, 3, 4))
    _check_zone(text, zone, _MGRS_EXAMPLE)
    digits = match[5] or ""
    across, up = (match[6], match[7]) if match[6] else (digits[: len(digits) // 2], digits[len(digits) // 2 :])
    if len(across) != len(up):
        raise InputError(
            f"{quoted(text)} has {len(across)} digits east and {len(up)} north", instead="write as many of both"
        )
    columns = _COLUMNS[zone % 3]
    if column not in columns:
        raise InputError(
            f"zone {zone} has no square {column}{row}", instead=f"write one whose first letter is from {columns}"
        )
    if len(across) < _LEAST_DIGITS:
        raise InputError(
            f"{quoted(text)} names a square of {10 ** (2 - len(across))} km, which is no position",
            instead=f"give two digits east and two north at least: {_MGRS_EXAMPLE}",
        )
    cell = 10.0 ** (5 - len(across))
    inside = (float(across or 0) * cell, float(up or 0) * cell)
    for letter in sorted(BANDS, key=lambda one: abs(BANDS.index(one) - BANDS.index(band))):
        found = _in_square(zone, letter, column, row, inside, cell)
        if found is not None and f"{zone}{letter}" not in _NO_ZONES:
            if letter == band:
                return found
            meant = f"{zone}{letter} {column}{row} {across} {up}".strip()
            raise InputError(f"{quoted(text)} is no square of the grid", instead=f"did you mean {meant}?")
    raise InputError(f"{quoted(text)} is no square of the grid", instead=_MGRS_EXAMPLE)


def _in_square(zone: int, band: str, column: str, row: str, inside: tuple[float, float], cell: float) -> Degrees | None:
    """The corner of a cell of a square in a band; None when that band has no such cell."""
    easting = (_COLUMNS[zone % 3].index(column) + 1) * _SQUARE + inside[0]
    # The rows of even zones begin five letters on.
    first = (_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % len(_ROWS) * _SQUARE + inside[1]
    lowest = -80.0 + 8.0 * BANDS.index(band)
    highest = lowest + (12.0 if band == "X" else 8.0)
    south = band < "N"
    # A cell that the edge of a band cuts through has its corner below that edge, or its row bends over it.
    slack = 1.5 * cell / 111_000.0 + 1e-7
    for turn in range(5):
        found = from_utm(zone, south, easting, first + turn * _ROW_CYCLE)
        if lowest - slack <= found[0] < highest:
            return found
    return None


def _band(latitude: float) -> str | None:
    if not _SOUTHERNMOST <= latitude <= _NORTHERNMOST:
        return None
    return BANDS[min(int((latitude + 80.0) // 8.0), len(BANDS) - 1)]


def _on_grid(text: str, found: Degrees) -> Degrees:
    if _band(found[0]) is None:
        raise InputError(
            f"{quoted(text)} is beyond the grid, which reaches from 80 S to 84 N", instead="write it in degrees"
        )
    return found


def _check_zone(text: str, zone: int, example: str) -> None:
    if not 1 <= zone <= 60:
        raise InputError(f"{quoted(text)}: there is no zone {zone} (1 to 60)", instead=example)
