"""Times, places and lists as they read in a sentence, and sentences as they stand on a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from math import atan2, hypot, inf, pi
from typing import NamedTuple

#: Mean radius of the earth, m: a height above the sea from a point of the plane, good to some metres.
EARTH_RADIUS = 6_371_000.0
WIDTH = 107
_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_NUMBERED = re.compile(r"(.*-)(\d+)")


class Line(NamedTuple):
    """A line of a story: when (s), its place among lines of one time, its weight, and its text.

    It accounts for what happened from `since` to `until` (s), by default only for its own time.
    """

    t: float
    order: int
    weight: int
    text: str
    since: float = inf
    until: float = -inf


class Story(NamedTuple):
    """A story before it is printed: its heading, its lines, how many lesser ones were left out, and its verdict."""

    heading: str
    lines: Sequence[Line]
    left_out: int
    verdict: str


def clock(t: float) -> str:
    """Return a time since the start as minutes and seconds, mm:ss."""
    seconds = int(t + 0.5)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def lasting(seconds: float) -> str:
    """Return a duration such as "48 s", "3 min 10 s" or "14 min", to the minute from ten minutes on."""
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    if whole >= 600:
        return f"{int(seconds / 60.0 + 0.5)} min"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def times(number: int) -> str:
    """Return "once", "twice" or "n times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def listed(parts: Sequence[str], most: int = 6) -> str:
    """Return "a, b and c"; of more than `most` parts the last are only counted."""
    shown = list(parts)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} more"]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def units(names: Iterable[str], most: int = 8) -> str:
    """Return a list of names in which members of a numbered family share their stem: "a-1, -2 and -4"."""
    families: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        numbered = _NUMBERED.fullmatch(name)
        families.setdefault(numbered[1] if numbered else name, []).append(name)
    words = []
    for stem, members in families.items():
        first, *others = sorted(members, key=lambda name: (len(name), name))
        words += [first, *("-" + name.removeprefix(stem) for name in others)]
    return listed(words, most)


def joined(began: Mapping[str, float], does: str, do: str, most: int = 8) -> str:
    """Return who began the same as another, and by when the later ones did.

    `began` says when (s), the earliest first: "A and B track it, too; C does by 12:40." stands at the time of A, for
    those of the same second; `does` and `do` are the verb with what it takes, and of more than `most` the last are
    only counted.
    """
    first, last = (clock(t) for t in (min(began.values()), max(began.values())))
    early = [name for name, t in began.items() if clock(t) == first]
    late = [name for name, t in began.items() if clock(t) != first]
    later = f"; {units(late, most)} {'does' if len(late) == 1 else 'do'} by {last}" if late else ""
    return f"{units(early, most)} {does if len(early) == 1 else do}, too{later}."


def away(x: float, y: float) -> str:
    """Return distance and direction of an offset east and north, m, such as "84 km south-west"."""
    wind = _WINDS[round(atan2(x, y) / (pi / 4.0)) % len(_WINDS)]
    distance = hypot(x, y) / 1000.0
    return f"{distance:.0f} km {wind}" if distance >= 9.95 else f"{distance:.1f} km {wind}"


def height(x: float, y: float, z: float) -> float:
    """Return the height above the sea, m, of a point of the plane, to 10 m."""
    return round((z + (x * x + y * y) / (2.0 * EARTH_RADIUS)) / 10.0) * 10.0


def page(lines: Iterable[Line]) -> list[str]:
    """Return lines as they are printed, each with its time and wrapped with a hanging indent."""
    return [text for line in lines for text in _wrapped(f"{clock(line.t)}  {line.text}", indent=7)]


def paragraph(text: str) -> list[str]:
    """Return a text as printed lines."""
    return _wrapped(text, indent=0)


def _wrapped(text: str, indent: int) -> list[str]:
    """Break a text into lines, but not between a number and its unit."""
    joined = re.sub(r"(?<=\d) (?=(?:s|min|km|m|m/s)\b)", "\N{NO-BREAK SPACE}", text)
    printed = textwrap.wrap(joined, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in printed]
