"""How battles count in an answer: all alike, or by the weight of their stratum."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.intervals import wilson
from shieldwall.study.sentence import CHANCES
from shieldwall.study.statistics import intervals, simultaneous, strata
from shieldwall.study.statistics.bootstrap import Resampling
from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval
from shieldwall.study.statistics.stopping import Look, look


class Weighing(Protocol):
    """What battles say of an option, float64[battle], or of several, float64[battle, option]."""

    def battles(self) -> int | None:
        """Return how many battles count, 0 where they are too few for an interval; None where all that are there do."""

    def estimated(self, values: Floats, measure: str) -> Interval:
        """Return what a measure comes to with its interval."""

    def differences(self, columns: Floats, how: Resampling) -> tuple[Interval, ...]:
        """Return the means of columns with intervals that all hold at once."""

    def ratio(self, one: Floats, other: Floats) -> float:
        """Return how many times as many battles an interval of the difference would take with luck of their own."""

    def quantiles(self, values: Floats, levels: Sequence[float]) -> Floats:
        """Return quantiles of a measure of float64[raid, battle], raids as likely as one another."""

    def look(self, values: Floats, wanted: float, confidence: float) -> Look:
        """Return whether a mean is known to `wanted` on each side, and at how many battles to look next."""

    def after(self, values: Floats, numbers: Sequence[int]) -> list[Interval]:
        """Return the mean as it was after so many battles."""


class Alike:
    """Every battle counts like another."""

    def battles(self) -> int | None:
        """Return None: all battles count."""
        return None

    def estimated(self, values: Floats, measure: str) -> Interval:
        """Return a mean by Student's law, a chance by Wilson's.

        The mean of several raids fought on one luck is no count of independent tries; it has the interval of as many as
        would scatter as much.
        """
        if measure not in CHANCES:
            return intervals.mean(values)
        share, tries = _tries(values)
        return Interval(share, *wilson(share * tries, tries))

    def differences(self, columns: Floats, how: Resampling) -> tuple[Interval, ...]:
        """Return the means of columns with intervals that all hold at once."""
        return simultaneous.means(columns, how)

    def ratio(self, one: Floats, other: Floats) -> float:
        """Return the ratio of variances."""
        return intervals.variance_ratio(one, other)

    def quantiles(self, values: Floats, levels: Sequence[float]) -> Floats:
        """Return quantiles of all battles."""
        return np.asarray(np.quantile(values, levels, method="inverted_cdf"))

    def look(self, values: Floats, wanted: float, confidence: float) -> Look:
        """Return a look by Student's law."""
        return look(values, wanted, confidence=confidence)

    def after(self, values: Floats, numbers: Sequence[int]) -> list[Interval]:
        """Return the mean of the first battles."""
        # About the whole mean, so that no square is lost to rounding.
        at, middle = np.array(numbers), float(values.mean())
        first, second = np.cumsum(values - middle)[at - 1], np.cumsum((values - middle) ** 2)[at - 1]
        error = np.sqrt(np.maximum(second - first**2 / at, 0.0) / (at - 1) / at)
        halves = np.array([intervals.student(int(number) - 1) for number in at]) * error
        means = middle + first / at
        return [Interval(*map(float, row)) for row in zip(means, means - halves, means + halves, strict=True)]


class ByStrata:
    """Battles count by the weight of their stratum, whose number is known of each, int64[battle]."""

    def __init__(self, rows: NDArray[np.int64], weights: Sequence[float]) -> None:
        self.rows = rows
        self.weights = tuple(weights)

    @cached_property
    def places(self) -> list[NDArray[np.int64]]:
        """The battles of each stratum, in the order of their luck."""
        return [np.flatnonzero(self.rows == row) for row in range(len(self.weights))]

    def parts(self, values: Floats) -> list[Floats]:
        """Return the values of each stratum."""
        return [np.asarray(values[places]) for places in self.places]

    def battles(self) -> int | None:
        """Return 0 where a stratum has fewer than two."""
        return 0 if min(map(len, self.places)) < 2 else None

    def stratified(self, values: Floats) -> strata.Stratified:
        """Return the stratified mean with all that its strata are answerable for."""
        return strata.stratified(self.parts(values), self.weights)

    def estimated(self, values: Floats, measure: str) -> Interval:
        """Return the stratified mean, a chance by Wilson's interval of each stratum."""
        if measure not in CHANCES:
            return self.stratified(values).mean
        each = [_tries(part) for part in self.parts(values)]
        return strata.stratified_chance(
            [share * tries for share, tries in each], [tries for _, tries in each], self.weights
        )

    def differences(self, columns: Floats, how: Resampling) -> tuple[Interval, ...]:
        """Return the stratified means of columns with intervals that all hold at once."""
        return simultaneous.means_of_strata(self.parts(columns), self.weights, how)

    def ratio(self, one: Floats, other: Floats) -> float:
        """Return the ratio of the variances of stratified means."""
        apart, paired = (sum(self._error(values) for values in group) for group in ((one, other), (one - other,)))
        return apart / paired if paired > 0.0 else np.inf if apart > 0.0 else 1.0

    def quantiles(self, values: Floats, levels: Sequence[float]) -> Floats:
        """Return quantiles of the mixture."""
        counts = np.array([len(places) for places in self.places])
        each = np.broadcast_to((np.array(self.weights) / counts)[self.rows], values.shape)
        return np.asarray(np.quantile(values.ravel(), levels, method="inverted_cdf", weights=each.ravel()))

    def look(self, values: Floats, wanted: float, confidence: float) -> Look:
        """Return a look at the stratified mean."""
        return strata.look_at(self.parts(values), self.weights, wanted, confidence)

    def spread(self, values: Floats, counts: Sequence[int]) -> float:
        """Return the deviation of battles that would tell the mean as well as strata with so many."""
        rows = zip(self.parts(values), self.weights, counts, strict=True)
        return sqrt(sum(counts) * sum(weight**2 * float(part.var(ddof=1)) / count for part, weight, count in rows))

    def after(self, values: Floats, numbers: Sequence[int]) -> list[Interval]:
        """Return the stratified mean of the first battles of all strata, of each a like part."""
        parts, whole = self.parts(values), len(values)
        shares = ([part[: max(2, round(len(part) * number / whole))] for part in parts] for number in numbers)
        return [strata.stratified(part, self.weights, CONFIDENCE).mean for part in shares]

    def _error(self, values: Floats) -> float:
        pairs = zip(self.parts(values), self.weights, strict=True)
        return float(sum(weight**2 * part.var(ddof=1) / len(part) for part, weight in pairs))


def _tries(values: Floats) -> tuple[float, float]:
    """A share, and of how many tries it is, as many as would scatter as much."""
    share, spread = float(values.mean()), float(values.var(ddof=1))
    return share, len(values) * (share * (1.0 - share) / spread if spread > 0.0 else 1.0)
