"""Intervals of many answers that all hold at once, with the confidence asked for.

Differences from one baseline, fought on common random numbers, go up and down together. So their intervals widen by
what the largest of them all exceeds (max-t, by bootstrap), which is less than what independent ones would need.
Proportions, whose intervals are not Wald's, widen by Sidak's rule, which holds whatever they have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from shieldwall.study.statistics.bootstrap import Resampling, resampled_means
from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval, enough, proportion, student


def sidak(confidence: float, count: int) -> float:
    """Return the confidence of each of `count` intervals that all hold with `confidence`.

    Z. Sidak, Rectangular confidence regions for the means of multivariate normal distributions, J. Am. Stat. Assoc. 62
    (1967): at least that for normal estimates however correlated, exactly for independent ones.
    """
    return float(confidence ** (1.0 / max(count, 1)))


def proportions(successes: list[int], trials: list[int], confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
    """Return proportions with Wilson's intervals that all hold at once, by Sidak's rule."""
    each = sidak(confidence, len(successes))
    return tuple(proportion(*counted, each) for counted in zip(successes, trials, strict=True))


def means(columns: Floats, how: Resampling, confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
    """Return the mean of each column of float64[pair, column] with intervals that all hold at once.

    The largest deviation of the columns' means, each in its standard errors, is drawn by resampling pairs (P. H.
    Westfall and S. S. Young, Resampling-Based Multiple Testing, 1993; J. P. Romano and M. Wolf, J. Am. Stat. Assoc.
    100, 2005). Standard errors stay those of the sample, so that a column with few pairs that differ does no harm, and
    the quantile is carried over to Student's law; it lies between those of one interval and of Sidak's rule. A column
    that never varies has an interval without length. Raises InputError for fewer than two pairs.
    """
    enough(columns)
    middles, errors = columns.mean(axis=0), columns.std(axis=0, ddof=1) / sqrt(len(columns))
    varies = errors > 0.0
    factor = _factor(columns[:, varies], how, confidence) if varies.any() else 0.0
    return tuple(
        Interval(float(middle), float(middle - factor * error), float(middle + factor * error))
        for middle, error in zip(middles, errors, strict=True)
    )


def means_of_strata(
    groups: Sequence[Floats], weights: Sequence[float], how: Resampling, confidence: float = CONFIDENCE
) -> tuple[Interval, ...]:
    """Return the stratified mean of each column of float64[pair, column], a group of pairs for each stratum.

    The intervals all hold at once, as those of `means` do: pairs are resampled within their strata, and Student's law
    has the least degrees of freedom that any column has (`strata.stratified`).
    """
    errors = np.array(
        [part.var(axis=0, ddof=1) * weight**2 / len(part) for part, weight in zip(groups, weights, strict=True)]
    )
    error, middles = (
        np.sqrt(errors.sum(axis=0)),
        sum(weight * part.mean(axis=0) for part, weight in zip(groups, weights, strict=True)),
    )
    varies = error > 0.0
    if not varies.any():
        return tuple(Interval(float(one), float(one), float(one)) for one in np.atleast_1d(middles))
    fewer = np.array([len(part) - 1 for part in groups])[:, None]
    freedom = float((errors.sum(axis=0) ** 2 / (errors**2 / fewer).sum(axis=0).clip(1e-300))[varies].min())
    away = np.zeros((how.times, int(varies.sum())))
    for row, (part, weight) in enumerate(zip(groups, weights, strict=True)):
        drawn = resampled_means(part[:, varies], how._replace(name=f"{how.name}, stratum {row}"))
        # A resample scatters by the divisor n, not n - 1.
        away += weight * (drawn - part[:, varies].mean(axis=0)) * sqrt(len(part) / (len(part) - 1))
    factor = _carried(np.abs(away) / error[varies], freedom, confidence)
    return tuple(
        Interval(float(middle), float(middle - factor * one), float(middle + factor * one))
        for middle, one in zip(np.atleast_1d(middles), error, strict=True)
    )


def _factor(columns: Floats, how: Resampling, confidence: float) -> float:
    """How many standard errors every interval reaches to each side."""
    freedom = len(columns) - 1
    errors = columns.std(axis=0, ddof=1) / sqrt(len(columns))
    # A resample scatters by the divisor n, not n - 1.
    away = (resampled_means(columns, how) - columns.mean(axis=0)) * sqrt(len(columns) / freedom)
    return _carried(np.abs(away) / errors, freedom, confidence)


def _carried(away: Floats, freedom: float, confidence: float) -> float:
    """The quantile of the largest of float64[resample, column] standard errors, carried over to Student's law."""
    from scipy import special

    normal = float(np.quantile(away.max(axis=1), confidence, method="higher"))
    carried = -float(special.stdtrit(freedom, special.ndtr(-normal)))
    return min(max(carried, student(freedom, confidence)), student(freedom, sidak(confidence, away.shape[1])))
