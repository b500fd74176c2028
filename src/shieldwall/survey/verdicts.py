"""What a card says in words: a claim, what physics makes of it, and how figures are written there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

#: What a verdict is: the claim holds, it holds under a condition, it does not hold, or a remark.
Mark = Literal["holds", "only if", "differs", "note"]


@dataclass(frozen=True)
class Verdict:
    """One sentence or two of a card."""

    mark: Mark
    text: str


def about(value: float, digits: int = 2) -> str:
    """Return a number rounded to some significant digits, written out."""
    if value == 0.0 or not math.isfinite(value):
        return f"{value:g}"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return (
        f"{round(value, places):.{max(places, 0)}f}".rstrip("0").rstrip(".")
        if places > 0
        else f"{round(value, places):.0f}"
    )


def length(metres: float, digits: int = 2) -> str:
    """Return a length in m or km, rounded."""
    return f"{about(metres, digits)} m" if metres < 999.5 else f"{about(1e-3 * metres, digits)} km"


def section(square_metres: float) -> str:
    """Return a cross-section in m2."""
    return f"{about(square_metres)} m²" if square_metres < 99.5 else f"{about(square_metres, 3)} m²"


def called(title: str) -> str:
    """Return a title as it stands inside a sentence: a plain word at its beginning loses its capital."""
    first = title.partition(" ")[0].partition(",")[0]
    return title[:1].lower() + title[1:] if first.isalpha() and first[1:].islower() else title


def span(low: float, high: float, digits: int = 3) -> str:
    """Return a range of lengths, its unit said once when both ends have it."""
    first, second = length(low, digits), length(high, digits)
    if first == second:
        return first
    number, unit = first.split(" ")
    return f"{number} to {second}" if unit == second.split(" ")[1] else f"{first} to {second}"
