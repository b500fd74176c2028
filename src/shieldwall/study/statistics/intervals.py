"""Intervals for proportions, means, quantiles and paired differences."""

from __future__ import annotations

from math import inf, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.intervals import wilson
from shieldwall.quantities.errors import InputError

Floats = NDArray[np.float64]

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """An estimate and the ends of its interval."""

    estimate: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half of its length."""
        return 0.5 * (self.high - self.low)

    @property
    def of_count(self) -> Interval:
        """The same of what cannot be negative: Student's law leads the low end of what is rare below nought."""
        return self._replace(low=0.0) if self.low < 0.0 else self

    @property
    def of_share(self) -> Interval:
        """The same of a share of a whole, which is no more than that either."""
        return self.of_count._replace(high=1.0) if self.high > 1.0 else self.of_count


class Difference(NamedTuple):
    """A mean of paired differences, half of its interval, and how many pairs went up and down."""

    mean: float
    half: float
    up: int
    down: int


def proportion(successes: float, trials: float, confidence: float = CONFIDENCE) -> Interval:
    """Return a proportion with its score interval (Wilson 1927); of nothing tried, anything from 0 to 1."""
    from scipy import special

    low, high = wilson(successes, trials, float(special.ndtri(0.5 + 0.5 * confidence)))
    return Interval(successes / trials if trials else 0.5, low, high)


def mean(values: Floats, confidence: float = CONFIDENCE) -> Interval:
    """Return a mean with its interval by Student's law; InputError for fewer than two values."""
    half, middle = half_width(values, confidence), float(np.mean(values))
    return Interval(middle, middle - half, middle + half)


def half_width(values: Floats, confidence: float = CONFIDENCE) -> float:
    """Return half of the interval of a mean by Student's law; InputError for fewer than two values."""
    enough(values)
    return student(len(values) - 1, confidence) * float(np.std(values, ddof=1)) / sqrt(len(values))


def student(freedom: float, confidence: float = CONFIDENCE) -> float:
    """Return the quantile of Student's law for an interval on two sides."""
    # The function itself: scipy.stats asks the same one, after half a second to import it and a tenth of a millisecond.
    from scipy import special

    return float(special.stdtrit(freedom, 0.5 + 0.5 * confidence))


def enough(values: Floats) -> None:
    """Raise InputError for fewer than two values, which have no interval."""
    if len(values) < 2:
        raise InputError(f"{len(values)} values have no interval", instead="fight at least 2 battles")


def quantile(values: Floats, level: float, confidence: float = CONFIDENCE) -> Interval:
    """Return a quantile of whatever law with an interval between two of the values in order.

    How many values lie below the true quantile is binomial, so the chance that it lies between two of them is known,
    and at least `confidence` (H. A. David and H. N. Nagaraja, Order Statistics, 2003, section 7.1). Where there are too
    few values for an end, it is infinite. The estimate is the least value that at least a share `level` does not
    exceed. Raises InputError for no value.
    """
    from scipy import stats

    if len(values) == 0:
        raise InputError("no value has no quantile", instead="fight at least one battle")
    ordered, count, tail = np.sort(values), len(values), 0.5 * (1.0 - confidence)
    lower = int(stats.binom.ppf(tail, count, level))
    upper = int(stats.binom.ppf(1.0 - tail, count, level)) + 1
    middle = min(max(int(np.ceil(level * count - 1e-9)), 1), count)
    low = float(ordered[lower - 1]) if lower >= 1 else -inf
    high = float(ordered[upper - 1]) if upper <= count else inf
    return Interval(float(ordered[middle - 1]), low, high)


def difference(change: Floats, confidence: float = CONFIDENCE) -> Difference:
    """Return the mean of paired differences with its interval by Student's law; it takes two pairs at least."""
    pairs = change.ravel()
    half = half_width(pairs, confidence)
    return Difference(float(pairs.mean()), half, int((pairs > 0.0).sum()), int((pairs < 0.0).sum()))


def variance_ratio(one: Floats, other: Floats) -> float:
    """Return how many times as many battles the same interval would take without common random numbers.

    The variance of a difference of two options whose luck has nothing in common, over that of the pairs; infinite where
    the pairs all differ alike, and 1 where nothing varies at all. A value below 1 says that they would be better apart.
    """
    enough(one)
    apart = float(np.var(one, ddof=1) + np.var(other, ddof=1))
    paired = float(np.var(one - other, ddof=1))
    if paired > 0.0:
        return apart / paired
    return inf if apart > 0.0 else 1.0
