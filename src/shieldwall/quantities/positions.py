"""Positions and bearings as text: "44.82 N 20.29 E", "4 km east of s400", "072 deg", "north-west"; radians inside."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from shieldwall.quantities.coordinates import EXAMPLE, read_point
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.quantities.units import parse

_RELATIVE = re.compile(r"(.+?)\s+(\S+(?:\s+deg)?)\s+of\s+(\S+)", re.ASCII)
_POINTS = (
    "north", "north-north-east", "north-east", "east-north-east",
    "east", "east-south-east", "south-east", "south-south-east",
    "south", "south-south-west", "south-west", "west-south-west",
    "west", "west-north-west", "north-west", "north-north-west",
)  # fmt: skip
BEARINGS: dict[str, float] = {name: index * math.pi / 8.0 for index, name in enumerate(_POINTS)}
"""The sixteen points of the compass, radians clockwise from north."""


class Position(NamedTuple):
    """A point on the earth, geodetic latitude and longitude in radians."""

    latitude: float
    longitude: float


class Offset(NamedTuple):
    """A point given from another by name: distance in metres, bearing in radians clockwise from north."""

    distance: float
    bearing: float
    of: str


def parse_position(text: str) -> Position:
    """Read a position and return radians; InputError with what to type otherwise.

    Degrees with letters ("44.82 N 20.29 E"), with minutes and seconds, signed pairs with the latitude first, UTM and
    MGRS, as `quantities.coordinates` has them.
    """
    latitude, longitude = read_point(text)
    return Position(math.radians(latitude), math.radians(longitude))


def parse_place(text: str) -> Position | Offset:
    """Read a position, or a distance and bearing from something named, such as "4 km east of s400"."""
    match = _RELATIVE.fullmatch(text.strip())
    if match is None:
        try:
            return parse_position(text)
        except InputError as error:
            advice = f"{EXAMPLE}, or 4 km east of NAME" if error.instead == EXAMPLE else error.instead
            raise InputError(error.message, instead=advice) from None
    distance = parse(match[1], "length")
    if distance < 0.0:
        raise InputError(
            f"{quoted(text)} has a negative distance",
            instead="turn the bearing round, as in 4 km west of NAME",
        )
    return Offset(distance, parse_bearing(match[2]), match[3])


def named_in(text: str) -> tuple[int, int] | None:
    """Return at which characters a place names another thing, as in "4 km east of s400"; None where it names none."""
    match = _RELATIVE.fullmatch(text.strip())
    before = len(text) - len(text.lstrip())
    return None if match is None else (before + match.start(3), before + match.end(3))


def parse_bearing(text: str) -> float:
    """Read a bearing, "072 deg" or a point of the compass, as radians clockwise from north in [0, 2 pi)."""
    word = text.strip().lower()
    if word in BEARINGS:
        return BEARINGS[word]
    try:
        return parse(text, "angle") % (2.0 * math.pi)
    except InputError:
        near = closest(word, BEARINGS)
        meant = f"did you mean {near}? " if near else ""
        raise InputError(
            f"{quoted(text)} is not a bearing", instead=f"{meant}write for example 072 deg, or north-west"
        ) from None


def turned(position: Position) -> Position | None:
    """Return the position with its two numbers exchanged, as who writes the longitude first means it; or None."""
    if abs(position.longitude) > math.pi / 2.0:
        return None
    return Position(position.longitude, position.latitude)


def show_position(position: Position, digits: int = 4) -> str:
    """Write a position in degrees as text that `parse_position` reads back."""
    north = "N" if position.latitude >= 0.0 else "S"
    east = "E" if position.longitude >= 0.0 else "W"
    latitude, longitude = abs(math.degrees(position.latitude)), abs(math.degrees(position.longitude))
    return f"{latitude:.{digits}f} {north} {longitude:.{digits}f} {east}"
