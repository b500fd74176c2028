"""Field types that only scenarios have: sites given from one another, heights, waypoints, times and speeds."""

from __future__ import annotations

import re
from typing import Annotated, Any, NamedTuple, Protocol

from pydantic import BeforeValidator, ValidationInfo

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.quantities.positions import Offset, Position, named_in, parse_place
from shieldwall.quantities.units import parse
from shieldwall.text import patterns
from shieldwall.text.fields import Quantity, Shape
from shieldwall.text.proposals import Example, Mentions

_HEIGHT = re.compile(r"(.+?)\s+(agl|amsl)", re.ASCII)
_HEIGHT_ADVICE = "write for example 150 m agl (above ground) or 6 km amsl (above mean sea level)"
_LEAST = re.compile(r"at\s+least\s+", re.ASCII)
_TARGET = re.compile(r"\s*target\s+(\S+)\s*")
_PACKAGE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?", re.ASCII)
_LOWEST, _HIGHEST = -500.0, 30_000.0


class Resolver(Protocol):
    """Finds where named things are; the validation context of every scenario."""

    def where(self, name: str) -> Position:
        """Return the position of a unit or place; InputError when nothing has that name."""

    def resolve(self, place: Position | Offset) -> Position:
        """Return a position as it is, and a position given from another thing as an absolute one."""


class Height(NamedTuple):
    """A height in metres, above the ground below when `above_ground`, else above mean sea level.

    `least`: its author asks for no less, and leaves what is above to the vehicle, which follows the ground as it can.
    """

    metres: float
    above_ground: bool
    least: bool = False


class Waypoint(NamedTuple):
    """A point of a route; without a `height` it keeps the one before; `target` names what stands there."""

    position: Position
    height: Height | None
    target: str | None


def parse_height(text: str) -> Height:
    """Read a height such as "150 m agl" or "6 km amsl"; InputError with what to type otherwise."""
    match = _HEIGHT.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{quoted(text)} does not say above what", instead=_HEIGHT_ADVICE)
    try:
        metres = parse(match[1], "length")
    except InputError as error:
        raise InputError(error.message, instead=_HEIGHT_ADVICE) from None
    if not _LOWEST <= metres <= _HIGHEST:
        raise InputError(f"{quoted(text)} is out of bounds", instead="write a height from -500 m to 30 km")
    if match[2] == "agl" and metres < 0.0:
        raise InputError(f"{quoted(text)} is below the ground", instead=_HEIGHT_ADVICE)
    return Height(metres, match[2] == "agl")


def parse_flown(text: str) -> Height:
    """Read a height that is flown, as `parse_height` has it, or no less than one: "at least 60 m agl"."""
    least = _LEAST.match(text.strip())
    height = parse_height(text.strip()[least.end() :] if least else text)
    return height._replace(least=least is not None)


def _text(value: Any, noun: str, example: str) -> str:
    if isinstance(value, str):
        return value.strip()
    raise InputError(f"this is not {noun}", instead=f"write for example {example}")


def _site(value: Any, info: ValidationInfo) -> Position:
    return _resolver(info).resolve(parse_place(_text(value, "a position", "44.82 N 20.29 E")))


def _height(value: Any) -> Height:
    return parse_flown(_text(value, "a height", "150 m agl"))


def _waypoint(value: Any, info: ValidationInfo) -> Waypoint:
    text = _text(value, "a waypoint", "44.30 N 20.00 E, or target NAME")
    place, _, height = text.partition(" at ")
    # "44.30 N 20.00 E at least 60 m agl" has one "at" for both.
    stated = parse_flown(f"at {height}" if height.split()[:1] == ["least"] else height) if height else None
    words = place.split()
    if len(words) == 2 and words[0] == "target":
        return Waypoint(_resolver(info).where(words[1]), stated, words[1])
    return Waypoint(_resolver(info).resolve(parse_place(place)), stated, None)


def _of_waypoint(text: str) -> tuple[int, int] | None:
    """At which characters a waypoint names its target, or the thing that it is given from."""
    place = text.partition(" at ")[0]
    target = _TARGET.fullmatch(place)
    return target.span(1) if target else named_in(place)


def _resolver(info: ValidationInfo) -> Resolver:
    resolver: Resolver = info.context  # type: ignore[assignment]
    return resolver


def _package(value: Any) -> str:
    text = _text(value, "the name of a package", "shieldwall-example")
    if not _PACKAGE.fullmatch(text):
        raise InputError(f"{quoted(text)} is not the name of a package", instead="write for example shieldwall-example")
    return text


_ABOVE = rf"(?:{patterns.measure('length', 0.0)}\s+agl|{patterns.measure('length')}\s+amsl)"
_FLOWN = rf"(?:at\s+least\s+)?{_ABOVE}"
#: Where the names stand that a place may be given from: of units of the defence, and of what is defended.
_STANDING = ("blue.units", "places")
_WAY = rf"(?:target\s+\S+|{patterns.place_text()})(?: at (?:least\s+)?{_ABOVE})?"

Package = Annotated[
    str,
    BeforeValidator(_package),
    Shape({"type": "string", "pattern": patterns.whole(_PACKAGE.pattern)}),
    Example("shieldwall-example"),
]
Site = Annotated[
    Position,
    BeforeValidator(_site),
    Shape(patterns.place()),
    Example("44.82 N 20.29 E"),
    Mentions(_STANDING, named_in),
]
HeightField = Annotated[
    Height,
    BeforeValidator(_height),
    Shape({"type": "string", "pattern": patterns.whole(_FLOWN), "patternErrorMessage": _HEIGHT_ADVICE}),
    Example("150 m agl"),
]
WaypointField = Annotated[
    Waypoint,
    BeforeValidator(_waypoint),
    Shape(
        patterns.WAYPOINT
        | {
            "type": "string",
            "pattern": patterns.whole(_WAY),
            "patternErrorMessage": "write a waypoint, for example 44.30 N 20.00 E at 6 km amsl, or target NAME",
        }
    ),
    Example("44.30 N 20.00 E"),
    Mentions(_STANDING, _of_waypoint),
]

#: Figures that more than one part of a scenario has.
DurationField = Annotated[float, Quantity("duration", low=0.0, high=86400.0), Example("30 s")]
ReactionField = Annotated[float, Quantity("duration", low=0.0, high=3600.0), Example("12 s")]
AsideField = Annotated[float, Quantity("length", low=0.0, high=100e3), Example("500 m")]
SpeedField = Annotated[float, Quantity("speed", low=5.0, high=3000.0), Example("240 m/s")]
