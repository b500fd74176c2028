"""Field types for the schemas: each reads text with its unit, and gives SI or says what to type.

A value that is already a float is taken as SI, so that a schema's defaults may be written plainly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic.annotated_handlers import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.quantities.instants import parse_instant
from shieldwall.quantities.positions import Offset, Position, parse_bearing, parse_place, parse_position
from shieldwall.quantities.units import DIMENSIONS, parse, show
from shieldwall.text import patterns
from shieldwall.text.proposals import Example

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)


@dataclass(frozen=True, eq=False)
class Shape:
    """Annotation of a field for editors: how it is written, as JSON Schema says it."""

    says: dict[str, Any]

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field."""
        return self.says


@dataclass(frozen=True)
class Quantity:
    """Annotation of a float: its dimension and the least and greatest value, SI, both allowed."""

    dimension: str
    low: float = -math.inf
    high: float = math.inf

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read text through `quantities.units.parse`, then check the bounds."""
        return core_schema.no_info_plain_validator_function(self.read)

    def read(self, value: Any) -> float:
        """Return the SI value of a text; InputError when it is not one or lies out of bounds."""
        kind = DIMENSIONS[self.dimension]
        if isinstance(value, float | int) and not isinstance(value, bool):
            number = float(value)
            written = show(number, self.dimension) if math.isfinite(number) else str(value)
        else:
            written = _scalar(value, kind.noun, kind.example)
            number = parse(written, self.dimension)
        if not (math.isfinite(number) and self.low <= number <= self.high):
            raise InputError(f"{quoted(written)} is out of bounds", instead=self._bounds())
        return number

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field."""
        return patterns.quantity(self.dimension, self.low, self.high)

    def _bounds(self) -> str:
        low = show(self.low, self.dimension) if math.isfinite(self.low) else None
        high = show(self.high, self.dimension) if math.isfinite(self.high) else None
        if low and high:
            return f"write {DIMENSIONS[self.dimension].noun} from {low} to {high}"
        if low or high:
            return f"write at least {low}" if low else f"write at most {high}"
        return f"write for example {DIMENSIONS[self.dimension].example}"


@dataclass(frozen=True)
class Whole:
    """Annotation of an int: the least and greatest whole number, both allowed."""

    low: int = 0
    high: int = 2**31 - 1

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a whole number written in digits, then check the bounds."""
        return core_schema.no_info_plain_validator_function(self.read)

    def read(self, value: Any) -> int:
        """Return the whole number of a text; InputError when it is none or lies out of bounds."""
        if isinstance(value, int) and not isinstance(value, bool):
            number, written = value, str(value)
        else:
            written = _scalar(value, "a whole number", str(self.low)).strip()
            advice = f"write a whole number from {self.low} to {self.high}"
            if not re.fullmatch(r"[+-]?\d{1,15}", written, re.ASCII):
                raise InputError(f"{quoted(written)} is not a whole number", instead=advice)
            number = int(written)
        if not self.low <= number <= self.high:
            raise InputError(
                f"{quoted(written)} is out of bounds",
                instead=f"write a whole number from {self.low} to {self.high}",
            )
        return number

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field."""
        return patterns.count(self.low, self.high)


@dataclass(frozen=True)
class Choice:
    """Annotation of a str: the words that may be written."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read one of the words."""
        return core_schema.no_info_plain_validator_function(self.read)

    def read(self, value: Any) -> str:
        """Return the word; InputError with the nearest one when it is none of them."""
        word = _scalar(value, "a word", self.words[0]).strip()
        if word not in self.words:
            guess = guessed(word, self.words)
            raise InputError(
                f"{quoted(word)} is not known here", instead=f"{guess}write one of {', '.join(self.words)}"
            )
        return word

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field."""
        return patterns.words(self.words)


def _scalar(value: Any, noun: str, example: str) -> str:
    if isinstance(value, str):
        return value
    shape = "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)
    raise InputError(f"{shape} is not {noun}", instead=f"write for example {example}")


def _reader(read: Callable[[str], Any], noun: str, example: str, *done: type) -> BeforeValidator:
    def validator(value: Any) -> Any:
        return value if done and isinstance(value, done) else read(_scalar(value, noun, example))

    return BeforeValidator(validator)


def parse_name(text: str) -> str:
    """Return a stable name; InputError when it does not match [a-z0-9][a-z0-9_-]{0,63}."""
    if NAME.fullmatch(text):
        return text
    proposed = re.sub(r"[^a-z0-9_-]+", "-", text.strip().lower(), flags=re.ASCII).strip("-_")[:64]
    advice = "use lower-case letters, digits, - and _, at most 64 of them"
    raise InputError(
        f"{quoted(text)} is not a name",
        instead=f"write for example {proposed} ({advice})" if proposed else advice,
    )


def _flag(text: str) -> bool:
    word = text.strip().lower()
    if word not in {"yes", "no", "on", "off", "true", "false"}:
        raise InputError(f"{quoted(text)} is neither yes nor no", instead="write yes or no")
    return word in {"yes", "on", "true"}


def _words(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        words = " ".join(text.split())
        if not words or len(words) > limit:
            raise InputError(f"the text has {len(words)} characters", instead=f"write between 1 and {limit} of them")
        return words

    return read


Length = Annotated[float, Quantity("length"), Example("40 km")]
Distance = Annotated[float, Quantity("length", low=0.0), Example("40 km")]
Speed = Annotated[float, Quantity("speed", low=0.0), Example("240 m/s")]
Duration = Annotated[float, Quantity("duration", low=0.0), Example("12 min")]
Angle = Annotated[float, Quantity("angle"), Example("9.5 deg")]
Rate = Annotated[float, Quantity("rate"), Example("60 deg/s")]
Area = Annotated[float, Quantity("area", low=0.0), Example("0.03 m2")]
Mass = Annotated[float, Quantity("mass", low=0.0), Example("74 kg")]
Force = Annotated[float, Quantity("force", low=0.0), Example("30 kN")]
Acceleration = Annotated[float, Quantity("acceleration"), Example("20 g")]
Ratio = Annotated[float, Quantity("ratio", low=0.0), Example("22 dB")]
Probability = Annotated[float, Quantity("probability", low=0.0, high=1.0), Example("0.8")]
Money = Annotated[float, Quantity("money", low=0.0), Example("1.4 M USD")]
Frequency = Annotated[float, Quantity("frequency", low=0.0), Example("3 GHz")]
Power = Annotated[float, Quantity("power", low=0.0), Example("20 kW")]
Density = Annotated[float, Quantity("density", low=0.0), Example("1.225 kg/m3")]
Pressure = Annotated[float, Quantity("pressure", low=0.0), Example("20 kPa")]
Repetition = Annotated[float, Quantity("repetition", low=0.0), Example("5000 per min")]
Count = Annotated[int, Whole(1, 1000), Example("4")]
Name = Annotated[str, _reader(parse_name, "a name", "s400"), Shape(patterns.name()), Example("s400")]
Flag = Annotated[bool, _reader(_flag, "yes or no", "yes", bool), Shape(patterns.flag()), Example("yes")]
Line = Annotated[
    str,
    _reader(_words(200), "a line of text", "A raid on Belgrade"),
    Shape(patterns.text()),
    Example("A raid on Belgrade"),
]
Prose = Annotated[str, _reader(_words(4000), "a text", "What leaks?"), Shape(patterns.text()), Example("What leaks?")]
Instant = Annotated[
    datetime,
    _reader(parse_instant, "an instant", "2019-10-24T08:00Z", datetime),
    Shape(patterns.instant()),
    Example("2019-10-24T08:00Z"),
]
Bearing = Annotated[
    float, _reader(parse_bearing, "a bearing", "072 deg", float), Shape(patterns.bearing()), Example("072 deg")
]
Point = Annotated[
    Position,
    _reader(parse_position, "a position", "44.82 N 20.29 E", Position),
    Shape(patterns.point()),
    Example("44.82 N 20.29 E"),
]
Place = Annotated[
    Position | Offset,
    _reader(parse_place, "a position", "44.82 N 20.29 E", Position, Offset),
    Shape(patterns.place()),
    Example("44.82 N 20.29 E"),
]
