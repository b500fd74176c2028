"""The difference of two shares that were counted in the same battles, with its interval."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.intervals import wilson

Flags = NDArray[np.bool_]


class ShareDifference(NamedTuple):
    """By how much a share is greater than another, and its interval, which need not be symmetrical."""

    mean: float
    low: float
    high: float


def share_difference(one: Flags, other: Flags, quantile: float) -> ShareDifference:
    """Return the share of `one` less that of `other`, bool[pair] both, with its score interval.

    Wilson's intervals of both shares, joined with the correlation of the pairs: R. G. Newcombe, Improved confidence
    intervals for the difference between binomial proportions based on paired data, Statistics in Medicine 17 (1998),
    2635-2650, method 10. It keeps a width where no pair differs, which Student's law does not.
    """
    both, first, second, none = (
        int((a & b).sum()) for a, b in ((one, other), (one, ~other), (~one, other), (~one, ~other))
    )
    pairs = both + first + second + none
    shares = (both + first) / pairs, (both + second) / pairs
    (low, high), (other_low, other_high) = wilson(both + first, pairs, quantile), wilson(both + second, pairs, quantile)
    phi = _correlation(both, first, second, none)
    mean = shares[0] - shares[1]
    down = shares[0] - low, other_high - shares[1]
    up = high - shares[0], shares[1] - other_low
    return ShareDifference(mean, mean - _joined(*down, phi), mean + _joined(*up, phi))


def _joined(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one * one - 2.0 * phi * one * other + other * other))


def _correlation(both: int, first: int, second: int, none: int) -> float:
    """Phi of a table of pairs, towards 0 by a continuity correction where it is positive; 0 where a side is empty."""
    sides = (both + first) * (second + none) * (both + second) * (first + none)
    if sides == 0:
        return 0.0
    pairs = both + first + second + none
    product = both * none - first * second
    if product > 0:
        product = max(product - pairs / 2.0, 0.0)  # type: ignore[assignment]
    return product / sqrt(sides)
