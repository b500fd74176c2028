"""The shapes of fields as JSON Schema says them: regular expressions that editors and our door read alike.

Editors check values that a YAML parser has typed, so that a plain number comes as a number and `57e6` as one, too.
The expressions keep to what ECMAScript and Python share.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from shieldwall.quantities.coordinates import SHAPE
from shieldwall.quantities.positions import BEARINGS
from shieldwall.quantities.units import DIMENSIONS

NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_ZERO = r"-(?:0+(?:\.0*)?|\.0+)(?:[eE][+-]?[0-9]{1,3})?"
SIGNED, UNSIGNED = rf"[+-]?{NUMBER}", rf"(?:\+?{NUMBER}|{_ZERO})"
NAME = r"[a-z0-9][a-z0-9_-]{0,63}"
LONGEST = 64
#: What our own keyword says of texts that stand for a place on the map: a position, or one with a height.
POSITION, WAYPOINT = {"x-form": "position"}, {"x-form": "waypoint"}


def quantity(dimension: str, low: float = -math.inf, high: float = math.inf) -> dict[str, Any]:
    """Return the shape of a quantity: text with its unit, or for a plain kind a number within its bounds, SI."""
    kind = DIMENSIONS[dimension]
    shape: dict[str, Any] = {"type": "string", "maxLength": LONGEST, "pattern": whole(measure(dimension, low))}
    if kind.plain:
        shape["type"] = ["number", "string"]
        shape |= _bounds(low, high)
    units = f" (units: {', '.join(kind.spellings)})" if kind.spellings else ""
    return shape | {"patternErrorMessage": f"write {kind.noun}, for example {kind.example}{units}"}


def measure(dimension: str, low: float = -math.inf) -> str:
    """Return the expression of a quantity, without anchors; without a minus where `low` is not negative."""
    kind = DIMENSIONS[dimension]
    number = UNSIGNED if low >= 0.0 else SIGNED
    forms = []
    if kind.units:
        forms.append(rf"{number}\s*(?:{_either(kind.units)})")
    if kind.plain:
        forms.append(number)
    # A negative number of decibels is a ratio below one.
    if kind.decibels:
        forms.append(rf"{SIGNED}\s*(?:{_either(kind.decibels)})")
    return f"(?:{'|'.join(forms)})"


def count(low: int, high: int) -> dict[str, Any]:
    """Return the shape of a whole number."""
    digits = r"(?:\+?[0-9]{1,15}|-0{1,15})" if low >= 0 else r"[+-]?[0-9]{1,15}"
    advice = {"patternErrorMessage": f"write a whole number from {low} to {high}"}
    return {"type": ["integer", "string"], **_bounds(low, high), "pattern": whole(digits), **advice}


def words(known: Iterable[str]) -> dict[str, Any]:
    """Return the shape of a choice; a word of digits may come as a number."""
    words = list(known)
    return {"enum": [*words, *(int(word) for word in words if word.isascii() and word.isdigit())]}


def any_case(known: Iterable[str]) -> dict[str, Any]:
    """Return the shape of a choice whose capitals do not count; a word of digits may come as a number."""
    words = list(known)
    numbers = [int(word) for word in words if word.isascii() and word.isdigit()]
    form = {"type": "string", "pattern": f"^(?:{'|'.join(_any_case(word) for word in words)})$"}
    return {"anyOf": [{"enum": words}, form, *([{"enum": numbers}] if numbers else [])]}


def name() -> dict[str, Any]:
    """Return the shape of a stable name, of which some, like 57e6, look like numbers."""
    advice = {"patternErrorMessage": "write a name: lower-case letters, digits, - and _, at most 64 of them"}
    return {"type": ["string", "integer"], "minimum": 0, "pattern": f"^{NAME}$", **advice}


def text() -> dict[str, Any]:
    """Return the shape of a text, which may look like a number."""
    return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def flag() -> dict[str, Any]:
    """Return the shape of yes or no."""
    said = "|".join(_any_case(word) for word in ("yes", "no", "on", "off", "true", "false"))
    advice = {"patternErrorMessage": "write yes or no"}
    return {"type": ["boolean", "string"], "pattern": whole(f"(?:{said})"), **advice}


def instant() -> dict[str, Any]:
    """Return the shape of an instant with its zone."""
    shape = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
    return _text(shape, "write an instant with its zone, for example 2019-10-24T08:00Z")


def point() -> dict[str, Any]:
    """Return the shape of a position in degrees."""
    return POSITION | _text(SHAPE, "write a position, for example 44.82 N 20.29 E")


def bearing() -> dict[str, Any]:
    """Return the shape of a bearing: degrees, or a point of the compass."""
    return _text(bearing_text(), "write a bearing, for example 072 deg, or north-west")


def place() -> dict[str, Any]:
    """Return the shape of a position, or a distance and bearing from something named."""
    return POSITION | _text(place_text(), "write a position, for example 44.82 N 20.29 E, or 4 km east of NAME")


def bearing_text() -> str:
    """Return the expression of a bearing, without anchors."""
    return f"(?:{'|'.join(_any_case(word) for word in BEARINGS)}|{measure('angle')})"


def place_text() -> str:
    """Return the expression of a place, without anchors."""
    return rf"(?:{SHAPE}|{measure('length', 0.0)}\s+{bearing_text()}\s+of\s+\S+)"


def whole(expression: str) -> str:
    """Return the expression for a whole text, blanks at its ends allowed."""
    return rf"^\s*{expression}\s*$"


def _text(expression: str, message: str) -> dict[str, Any]:
    return {"type": "string", "pattern": whole(expression), "patternErrorMessage": message}


def _bounds(low: float, high: float) -> dict[str, Any]:
    ends = {"minimum": low, "maximum": high}
    return {word: int(end) if end == int(end) else end for word, end in ends.items() if math.isfinite(end)}


def _either(units: Iterable[str]) -> str:
    return "|".join(r"\s+".join(re.escape(part) for part in unit.split()) for unit in units)


def _any_case(word: str) -> str:
    return "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)
