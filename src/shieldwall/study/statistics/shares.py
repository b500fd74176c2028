"""The difference of two shares that were counted in the same battles."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.intervals import CONFIDENCE, Interval, proportion

Flags = NDArray[np.bool_]


def share_difference(one: Flags, other: Flags, confidence: float = CONFIDENCE) -> Interval:
    """Return the share of `one` less that of `other`, bool[pair] both, with an interval that need not be symmetrical.

    Wilson's intervals of both shares, joined with the correlation of the pairs: R. G. Newcombe, Improved confidence
    intervals for the difference between binomial proportions based on paired data, Statistics in Medicine 17 (1998),
    2635-2650, method 10. It keeps a width where no pair differs, which Student's law does not. Raises InputError for
    no pair.
    """
    if len(one) == 0:
        raise InputError("no pair has no interval", instead="fight at least one battle")
    cells = (one & other, one & ~other, ~one & other, ~one & ~other)
    both, first, second, none = (int(cell.sum()) for cell in cells)
    left, right = (proportion(both + alone, len(one), confidence) for alone in (first, second))
    phi = _correlation(both, first, second, none)
    down = _joined(left.estimate - left.low, right.high - right.estimate, phi)
    up = _joined(left.high - left.estimate, right.estimate - right.low, phi)
    estimate = left.estimate - right.estimate
    return Interval(estimate, estimate - down, estimate + up)


def _joined(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one * one - 2.0 * phi * one * other + other * other))


def _correlation(both: int, first: int, second: int, none: int) -> float:
    """Phi of a table of pairs, where it is positive corrected for continuity; 0 where a side is empty."""
    sides = (both + first) * (second + none) * (both + second) * (first + none)
    if sides == 0:
        return 0.0
    product = float(both * none - first * second)
    if product > 0.0:
        product = max(product - 0.5 * (both + first + second + none), 0.0)
    return product / sqrt(sides)
