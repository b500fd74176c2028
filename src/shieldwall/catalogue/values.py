"""A catalogue value: the figure, its range, where it comes from, how far to trust it, and how it is drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic.annotated_handlers import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.quantities.units import DIMENSIONS, parse, show
from shieldwall.text import patterns
from shieldwall.text.fields import Choice, Line, Name, Prose, Shape
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked

GRADES = ("A", "B", "C", "D")
SPREAD = 1.5
_LOGARITHMIC = {"area", "money", "probability", "power"}
_MANY = {"type": "array", "items": patterns.name()}
Sources = Annotated[
    tuple[Name, ...],
    BeforeValidator(lambda ids: [ids] if isinstance(ids, str) else ids),
    Shape({"anyOf": [patterns.name(), _MANY]}),
    Example("wikipedia-p-18"),
]
#: What a figure may be stated for: the dimension, and the least and greatest, SI.
_AT = {
    "rcs": ("area", 1e-7, 1e5),
    "pfa": ("probability", 1e-15, 0.05),
    "size": ("length", 0.01, 1000.0),
    "height": ("length", 0.0, 1e5),
}
#: Where an editor's schema says what all figures have in common.
STATEMENT = {"$ref": "#/$defs/Statement"}
_AT_EXAMPLES = {"rcs": "1 m2", "pfa": "1e-6", "size": "5 m", "height": "10 km"}


@dataclass(frozen=True)
class Origin:
    """Where a statement comes from: exactly one of `cite`, `estimate` and `defined` is there.

    `cite` holds ids of sources and `estimate` the reasoning of an assumption; `defined` marks what is neither
    measured nor drawn, such as an ideal member. `grade` is A official, B reputable reference, C press or
    forum, D assumption, None when defined; `checked` says whether the figure was read in the source: yes, no
    or n/a. `stated_in` is the id of the entry, or "class NAME" when inherited.
    """

    cite: tuple[str, ...]
    estimate: str | None
    defined: str | None
    grade: str | None
    checked: str
    note: str | None
    stated_in: str

    @property
    def sampling_grade(self) -> str | None:
        """The grade that a draw goes by: one lower, to D at most, when the source was not opened."""
        if self.grade is None or self.checked != "no":
            return self.grade
        return GRADES[min(GRADES.index(self.grade) + 1, 3)]


@dataclass(frozen=True)
class Value(Origin):
    """A figure with its range, all in SI (radians, linear ratios); `unit` is the unit in which it is written.

    `at` holds what the figure was measured at (`rcs` m2, `pfa`, `size` m). `logarithmic` figures (areas,
    money, probabilities, powers and the like) are drawn evenly over the logarithm, `whole` ones are counts.
    """

    value: float
    low: float
    high: float
    unit: str
    dimension: str
    at: Mapping[str, float]
    logarithmic: bool
    whole: bool

    def __str__(self) -> str:
        def short(number: float) -> str:
            return show(number, self.dimension, self.unit)

        if self.low == self.high:
            return short(self.value)
        return f"{short(self.value)} ({short(self.low)} to {short(self.high)})"


@dataclass(frozen=True)
class Word(Origin):
    """A cited word, such as the band of a radar."""

    value: str


class Statement(Checked):
    """A figure or a word as it is written in an entry."""

    value: Annotated[Line, Example("40 km")] = Field(description="The figure with its unit, or the word.")
    low: Annotated[Line, Example("30 km")] | None = Field(default=None, description="Least that it may be.")
    high: Annotated[Line, Example("60 km")] | None = Field(default=None, description="Greatest that it may be.")
    at: dict[str, Line] = Field(
        default_factory=dict, description="What the figure holds for.", examples=[{"rcs": "1 m2", "pfa": "1e-6"}]
    )
    cite: Sources = Field(default=(), description="Sources, by their ids in sources.yaml.")
    estimate: Annotated[Prose, Example("half a cell")] | None = Field(
        default=None, description="Reasoning of an assumption."
    )
    defined: Annotated[Prose, Example("ideal")] | None = Field(
        default=None, description="Why it is neither measured nor drawn."
    )
    grade: Annotated[str, Choice(GRADES), Example("B")] | None = Field(
        default=None, description="A official, B reputable reference, C press or forum, D assumption."
    )
    checked: Annotated[str, Choice(("yes", "no")), Example("no")] | None = Field(
        default=None, description="Whether somebody read the figure in the source."
    )
    note: Annotated[Prose, Example("widened by both")] | None = Field(default=None, description="A remark.")
    stated_in: Line = Field(default="", exclude=True)

    def provenance(self) -> dict[str, Any]:
        """Return the fields of `Origin`; InputError when they contradict each other."""
        if (bool(self.cite), self.estimate is not None, self.defined is not None).count(True) != 1:
            raise InputError(
                "a figure has one origin",
                instead="write one of cite: SOURCE, estimate: REASONING, defined: WHY",
            )
        grade, checked = self.grade, self.checked
        if self.cite:
            if grade not in GRADES[:3] or checked is None:
                raise InputError(
                    "a cited figure says its grade and whether it was read",
                    instead="write for example grade: B, checked: no (A official, B reference, C press)",
                )
        elif checked is not None or grade not in (None, "D") or (self.defined and grade):
            raise InputError("what is not cited is not graded above D nor checked", instead="delete grade, checked")
        elif self.estimate:
            grade = "D"
        return {
            "cite": self.cite,
            "estimate": self.estimate,
            "defined": self.defined,
            "grade": grade,
            "checked": checked or "n/a",
            "note": self.note,
            "stated_in": self.stated_in,
        }


@dataclass(frozen=True)
class Figure:
    """Annotation of a `Value`: dimension, least and greatest value allowed (SI), and what `at` must and may say."""

    dimension: str
    least: float = -math.inf
    greatest: float = math.inf
    at: tuple[str, ...] = ()
    logarithmic: bool = False
    whole: bool = False
    may: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the statement, then its figures."""
        statement = handler.generate_schema(Statement)
        return core_schema.chain_schema([statement, core_schema.no_info_plain_validator_function(self.read)])

    def read(self, statement: Statement) -> Value:
        """Return the value in SI; InputError for a wrong unit, a disordered range, too narrow an estimate."""
        origin = statement.provenance()
        value, low, high = self._range(statement)
        if origin["estimate"] and not wide_enough(low, high, self.dimension):
            raise InputError(
                "the range of an estimate is too narrow",
                instead=f"let high be at least {SPREAD} times low (or the chance of failure, near certainty)",
            )
        if not set(self.at) <= set(statement.at) <= {*self.at, *self.may}:
            wanted = ", ".join(f"{name}: {_AT_EXAMPLES[name]}" for name in self.at)
            raise InputError(
                "the figure does not say what it holds for" if self.at else "at has no meaning here",
                instead=f"write at: {{{wanted}}}" if self.at else "delete at",
            )
        return Value(
            **origin,
            value=value,
            low=low,
            high=high,
            unit=_unit(statement.value),
            dimension=self.dimension,
            at={name: _bounded(text, *_AT[name]) for name, text in statement.at.items()},
            logarithmic=self.logarithmic or self.dimension in _LOGARITHMIC,
            whole=self.whole,
        )

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field."""
        number = patterns.quantity(self.dimension, self.least, self.greatest)
        if self.whole:
            number = patterns.count(int(self.least), int(self.greatest))
        held = {name: patterns.quantity(*_AT[name]) for name in (*self.at, *self.may)}
        own: dict[str, Any] = {"properties": dict.fromkeys(("value", "low", "high"), number)}
        own["properties"]["at"] = False
        if held:
            own["properties"]["at"] = {"properties": held, "required": list(self.at), "additionalProperties": False}
            own["required"] = ["at"] if self.at else []
        ranged = {"if": {"not": {"required": ["defined"]}}, "then": {"required": ["low", "high"]}}
        return {"allOf": [STATEMENT, own, ranged], "examples": [self._example()]}

    def _example(self) -> dict[str, Any]:
        """A figure as it may be written: an assumption with its range."""
        text = _example_within(self.dimension, self.least, self.greatest)
        number, unit = (4.0, "") if self.whole else (float(text.split(" ")[0]), _unit(text))
        ends = (0.75, 1.15) if self.dimension == "probability" else (0.75, 1.5)
        example: dict[str, Any] = {}
        for key, factor in zip(("value", "low", "high"), (1.0, *ends), strict=True):
            figure = factor * number if unit else min(max(factor * number, self.least), self.greatest)
            example[key] = f"{figure:g} {unit}" if unit else int(figure) if figure == int(figure) else figure
        return (
            example
            | ({"at": {name: _AT_EXAMPLES[name] for name in self.at}} if self.at else {})
            | {"estimate": "reasoning"}
        )

    def _range(self, statement: Statement) -> tuple[float, float, float]:
        value = self._number(statement.value)
        if statement.defined is not None:
            if statement.low or statement.high:
                raise InputError("what is defined has no range", instead="delete low and high")
            return value, value, value
        if statement.low is None or statement.high is None:
            raise InputError("the figure has no range", instead="write low: and high:")
        low, high = self._number(statement.low), self._number(statement.high)
        if not low <= value <= high:
            raise InputError("the range is out of order", instead="let low <= value <= high")
        if low <= 0.0 and (self.logarithmic or self.dimension in _LOGARITHMIC):
            raise InputError(
                "the range reaches zero, but the figure is drawn over its logarithm",
                instead="write a low above 0",
            )
        return value, low, high

    def _number(self, text: str) -> float:
        number = parse(text, self.dimension)
        if self.whole and number != math.floor(number):
            raise InputError(f"{quoted(text)} is not a whole number", instead="write for example 4")
        return _bounded(text, self.dimension, self.least, self.greatest)


def _bounded(text: str, dimension: str, least: float, greatest: float) -> float:
    """Read a quantity; InputError with the range that is valid when it lies outside."""
    number = parse(text, dimension)
    if not least <= number <= greatest:
        ends = (show(bound, dimension) if math.isfinite(bound) else "any" for bound in (least, greatest))
        raise InputError(f"{quoted(text)} is out of bounds", instead=f"write from {' to '.join(ends)}")
    return number


@dataclass(frozen=True)
class OneOf:
    """Annotation of a `Word`: the words allowed."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the statement, then its word; a bare word is a choice of the entry and needs no source."""
        statement = core_schema.no_info_before_validator_function(_bare, handler.generate_schema(Statement))
        return core_schema.chain_schema([statement, core_schema.no_info_plain_validator_function(self.read)])

    def read(self, statement: Statement) -> Word:
        """Return the word; InputError when it is none of those allowed."""
        if statement.low or statement.high or statement.at:
            raise InputError("a word has no range", instead="delete low, high and at")
        return Word(**statement.provenance(), value=Choice(self.words).read(statement.value.lower()))

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of the field: a word, or a statement of it."""
        known = patterns.any_case(self.words)
        stated = {"allOf": [STATEMENT, {"properties": {"value": known} | dict.fromkeys(("low", "high", "at"), False)}]}
        example = {"value": self.words[0], "estimate": "the reasoning"}
        return {"anyOf": [known, stated], "examples": [example]}


def _bare(written: Any) -> Any:
    return {"value": written, "defined": "a choice of the entry"} if isinstance(written, str) else written


def figure(
    dimension: str,
    least: float,
    greatest: float,
    description: str,
    *,
    at: tuple[str, ...] = (),
    may: tuple[str, ...] = (),
    logarithmic: bool = False,
    counted: bool = False,
    **default: Any,
) -> Any:
    """Declare a parameter that is a `Value`, with its valid range in SI; `default=None` if it is optional."""
    limits: Any = {"dimension": dimension, "least": least, "greatest": greatest}
    field: Any = Field(description=description, json_schema_extra=limits, **default)
    condition = ", ".join(f"{name}: {_AT_EXAMPLES[name]}" for name in at)
    example = _example_within(dimension, least, greatest) if not counted else f"{min(max(4, least), greatest):g}"
    written = f"{{value: {example}, low: ..., high: ..., {f'at: {{{condition}}}, ' if at else ''}estimate: ...}}"
    field.metadata += [Figure(dimension, least, greatest, at, logarithmic, counted, may), Example(written)]
    return field


def whole(least: int, greatest: int, description: str, **default: Any) -> Any:
    """Declare a parameter that is a whole number with a range."""
    return figure("number", least, greatest, description, counted=True, **default)


def word(description: str, *words: str, **default: Any) -> Any:
    """Declare a parameter that is a `Word`, one of some words."""
    field: Any = Field(description=description, **default)
    field.metadata += [OneOf(words), Example(f"{{value: {words[0]}, estimate: ...}}")]
    return field


def _example_within(dimension: str, least: float, greatest: float) -> str:
    """A quantity that a figure may have: the usual example of its dimension, or one between its bounds."""
    usual = DIMENSIONS[dimension].example
    if least <= parse(usual, dimension) <= greatest:
        return usual
    middle = math.sqrt(least * greatest) if least > 0.0 else 0.5 * (least + greatest)
    return show(middle, dimension, "dB" if dimension == "ratio" else None, digits=3)


def wide_enough(low: float, high: float, dimension: str) -> bool:
    """Whether an assumption's range spans a factor of 1.5, a probability's in success or in failure."""
    if low <= 0.0:
        return high > low
    if dimension == "probability" and 1.0 - low >= SPREAD * (1.0 - high):
        return True
    # The tolerance admits ranges written in rounded decimals.
    return high >= SPREAD * low * (1.0 - 1e-9)


def sample(value: Value, u: float) -> float:
    """Return the quantile at `u` in (0, 1) of what is not known about a value, SI.

    Grades A and B are triangular with the mode at the value, C and D uniform, after one grade is dropped for
    a source that was not opened; logarithmic figures over their logarithm. Whole figures come out whole.
    The logarithms are our own, so that a draw does not depend on the machine's libm.
    """
    low, high = value.low, value.high
    if value.sampling_grade is None or low == high:
        return value.value
    triangular = value.sampling_grade in ("A", "B")
    if value.whole:
        drawn = low - 0.5 + (high - low + 1.0) * _fraction(mode_of(low, value.value, high, False), u, triangular)
        return min(max(math.floor(drawn + 0.5), low), high)
    mode = mode_of(low, value.value, high, value.logarithmic) if triangular else 0.0
    fraction = _fraction(mode, u, triangular)
    drawn = _power(low, high, fraction) if value.logarithmic else low + (high - low) * fraction
    return min(max(drawn, low), high)


def _fraction(mode: float, u: float, triangular: bool) -> float:
    if not triangular:
        return u
    return math.sqrt(u * mode) if u < mode else 1.0 - math.sqrt((1.0 - u) * (1.0 - mode))


@cache
def mode_of(low: float, value: float, high: float, logarithmic: bool) -> float:
    """Return where a value lies between the ends of its range, 0 to 1, on the scale on which it is drawn."""
    if not logarithmic:
        return (value - low) / (high - low)
    from shieldwall.kernels.elementary import log

    return float(log(value / low) / log(high / low))


def _power(low: float, high: float, fraction: float) -> float:
    from shieldwall.kernels.elementary import power

    return low * float(power(high / low, fraction))


def _unit(text: str) -> str:
    """The unit of a quantity as written; empty for a plain number."""
    return " ".join(re.sub(r"^[+-]?[\d.]+(?:[eE][+-]?\d+)?", "", text.strip()).split())
