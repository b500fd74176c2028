"""Arithmetic on figures, written down when a scenario is planned and worked out in every replication."""

from __future__ import annotations

from typing import Any

import numpy as np

from shieldwall.assembly.draw import terms as draw
from shieldwall.assembly.draw.terms import TERM
from shieldwall.assembly.plan.figures import Figures
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value
from shieldwall.kernels.draws import entity_of

#: An operand that is none.
_NONE = 0


class Term:
    """A number that a replication works out; arithmetic with it makes further terms."""

    __slots__ = ("_terms", "place")

    def __init__(self, terms: Terms, place: int) -> None:
        self._terms = terms
        #: Its place: a column of the figures, or, negative, -1 less the number of the term.
        self.place = place

    def __add__(self, other: Number) -> Term:
        return self._terms.of(draw.SUM, self, other)

    def __radd__(self, other: float) -> Term:
        return self._terms.of(draw.SUM, other, self)

    def __sub__(self, other: Number) -> Term:
        return self._terms.of(draw.DIFFERENCE, self, other)

    def __rsub__(self, other: float) -> Term:
        return self._terms.of(draw.DIFFERENCE, other, self)

    def __mul__(self, other: Number) -> Term:
        return self._terms.of(draw.PRODUCT, self, other)

    def __rmul__(self, other: float) -> Term:
        return self._terms.of(draw.PRODUCT, other, self)

    def __truediv__(self, other: Number) -> Term:
        return self._terms.of(draw.QUOTIENT, self, other)

    def __rtruediv__(self, other: float) -> Term:
        return self._terms.of(draw.QUOTIENT, other, self)


Number = Term | float


class Terms:
    """The figures of a scenario and the terms made of them, in the order in which they are worked out."""

    def __init__(self) -> None:
        self.figures = Figures()
        self._rows: list[tuple[int, int, int, int, int, float]] = []
        self._known: dict[tuple[int, int, int, int, int, float], Term] = {}

    def figure(self, entry: Entry, path: str, value: Value | None, default: Number = 0.0) -> Number:
        """Return a value of an entry, SI; the default when the entry does not state it."""
        return default if value is None else Term(self, self.figures.column(entry, path, value))

    def varied(self, value: Value, purpose: int, name: str) -> Term:
        """Return a value that every replication draws for itself, named by a purpose and a name."""
        return Term(self, self.figures.varied(value, purpose, name))

    def uniform(self, purpose: int, name: str, index: int = 0) -> Term:
        """Return a uniform number named by a purpose, a stable name and an index that has a meaning."""
        return self._add((draw.UNIFORM, purpose, entity_of(name), index, _NONE, 0.0))

    def normal(self, purpose: int, name: str, index: int = 0) -> Term:
        """Return a standard normal number, named in the same way."""
        return self._add((draw.NORMAL, purpose, entity_of(name), index, _NONE, 0.0))

    def of(self, what: int, *operands: Number, number: float = 0.0) -> Term:
        """Return an operation of `draw.terms` on up to four numbers, at least one of which may vary."""
        places = [self._place(operand) for operand in operands]
        a, b, c, d = places + [_NONE] * (4 - len(places))
        return self._add((what, a, b, c, d, number))

    def signal_needed(self, probability: Number, pulses: Number, pfa: float) -> Term:
        """Return the signal-to-noise ratio that a target of Swerling's first case needs in one look."""
        return self.of(draw.SIGNAL_NEEDED, probability, pulses, number=pfa)

    def anchor_gain(self, mast: Number, scatter: Number, sine: Number, reach: Number, wave_length: float) -> Term:
        """Return `draw.sites.anchor_gain`."""
        return self.of(draw.ANCHOR_GAIN, mast, scatter, sine, reach, number=wave_length)

    def horizon_loss(self, mast: Number, wave_length: float) -> Term:
        """Return `draw.sites.horizon_loss`."""
        return self.of(draw.HORIZON_LOSS, mast, number=wave_length)

    def anchor_share(self, reach: Number, sine: Number, band: int) -> Term:
        """Return `draw.sites.anchor_share` in a band by number."""
        return self._add((draw.ANCHOR_SHARE, self._place(reach), self._place(sine), band, _NONE, 0.0))

    def _place(self, operand: Number) -> int:
        return operand.place if isinstance(operand, Term) else self._add((draw.NUMBER, 0, 0, 0, 0, operand)).place

    def _add(self, row: tuple[int, int, int, int, int, float]) -> Term:
        """Return the term of a row, one that is there already if it is the same."""
        if row not in self._known:
            self._known[row] = Term(self, -1 - len(self._rows))
            self._rows.append(row)
        return self._known[row]

    def index(self, term: Term) -> int:
        """Return where the value of a term stands among the values, once all figures are known."""
        return term.place if term.place >= 0 else len(self.figures) - 1 - term.place

    def table(self) -> Any:
        """Return the TERM rows, their operands as indices of the values: those of the figures, then of the terms."""
        made = np.array(self._rows, TERM).view(np.recarray)
        drawn = (made.what == draw.UNIFORM) | (made.what == draw.NORMAL)
        for name in "abcd":
            operands = made[name]
            made[name] = np.where((operands < 0) & ~drawn, len(self.figures) - 1 - operands, operands)
        return made


def plain(kernel: Any) -> Any:
    """Return a kernel that is one formula as a function of terms, so that the formula is written once."""
    return getattr(kernel, "py_func", kernel)


def sine(angle: Number) -> Number:
    """Return the sine of an angle, rad."""
    return _one(draw.SINE, angle)


def cosine(angle: Number) -> Number:
    """Return the cosine of an angle, rad."""
    return _one(draw.COSINE, angle)


def logarithm(number: Number) -> Number:
    """Return a natural logarithm."""
    return _one(draw.LOGARITHM, number)


def exponential(number: Number) -> Number:
    """Return e to some power."""
    return _one(draw.EXPONENTIAL, number)


def root(number: Number) -> Number:
    """Return a square root."""
    return _one(draw.ROOT, number)


def whole(number: Number) -> Number:
    """Return a number without its fraction."""
    return _one(draw.WHOLE, number)


def ceiling(number: Number) -> Number:
    """Return the least whole number that is not less."""
    return _one(draw.CEILING, number)


def least(one: Number, other: Number) -> Number:
    """Return the lesser of two numbers."""
    return _two(draw.LEAST, one, other)


def greatest(one: Number, other: Number) -> Number:
    """Return the greater of two numbers."""
    return _two(draw.GREATEST, one, other)


def length(one: Number, other: Number) -> Number:
    """Return the length of a vector with these components."""
    return _two(draw.LENGTH, one, other)


def less(one: Number, other: Number) -> Number:
    """Return 1 where one number is less than the other, 0 elsewhere."""
    return _two(draw.LESS, one, other)


def power_of_four(number: Number) -> Number:
    """Return the fourth power."""
    square = number * number
    return square * square


def _one(what: int, number: Number) -> Number:
    return number._terms.of(what, number) if isinstance(number, Term) else float(draw.of_one(what, number))


def _two(what: int, one: Number, other: Number) -> Number:
    for side in (one, other):
        if isinstance(side, Term):
            return side._terms.of(what, one, other)
    return float(draw.of_two(what, float(one), float(other)))  # type: ignore[arg-type]
