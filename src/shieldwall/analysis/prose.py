"""Times, places and lists as they read in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, hypot, pi

#: Mean radius of the earth, m, for the height of a point above the plane's curve: good to some metres.
_EARTH = 6_371_000.0
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def clock(t: float) -> str:
    """Return a time since the start as minutes and seconds, mm:ss."""
    seconds = int(t + 0.5)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def lasting(seconds: float) -> str:
    """Return a duration such as "48 s" or "3 min 10 s"."""
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def listed(parts: Sequence[str], most: int = 6) -> str:
    """Return "a, b and c"; what is more than `most` is only counted."""
    shown = list(parts)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(parts) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else "none"


def away(x: float, y: float) -> str:
    """Return distance and direction of a point from the origin, such as "84 km south-west"."""
    wind = _WINDS[round(atan2(x, y) / (pi / 4.0)) % 8]
    distance = hypot(x, y) / 1000.0
    return f"{distance:.0f} km {wind}" if distance >= 10.0 else f"{distance:.1f} km {wind}"


def height(x: float, y: float, z: float) -> float:
    """Return the height, m, above the sea of a point of the plane, to 10 m."""
    return round((z + (x * x + y * y) / (2.0 * _EARTH)) / 10.0) * 10.0


def times(number: int) -> str:
    """Return "once", "twice" or "n times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
