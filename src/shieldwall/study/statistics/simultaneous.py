"""Intervals of many answers that all hold at once, with the confidence asked for.

Differences from one baseline, fought on common random numbers, go up and down together. So their intervals widen by
what the largest of them all exceeds (max-t, by bootstrap), which is less than what independent ones would need.
Proportions, whose intervals are not Wald's, widen by Sidak's rule, which holds whatever they have in common.
"""

from __future__ import annotations

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


def _factor(columns: Floats, how: Resampling, confidence: float) -> float:
    """How many standard errors every interval reaches to each side."""
    from scipy import special, stats

    freedom, count = len(columns) - 1, columns.shape[1]
    errors = columns.std(axis=0, ddof=1) / sqrt(len(columns))
    away = np.abs(resampled_means(columns, how) - columns.mean(axis=0)) / errors
    normal = float(np.quantile(away.max(axis=1), confidence, method="higher"))
    # A resample scatters by the divisor n, not n - 1.
    normal *= sqrt(len(columns) / freedom)
    carried = float(stats.t.isf(special.ndtr(-normal), freedom))
    return min(max(carried, student(freedom, confidence)), student(freedom, sidak(confidence, count)))
