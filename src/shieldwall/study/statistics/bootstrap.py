"""The bootstrap: what an answer would have been, had other battles of the same kind been fought.

Battles, or whole rows of a design, are taken again with replacement, by draws that are named by the seed and by what
the answer is called (B. Efron, Bootstrap methods, Annals of Statistics 7, 1979).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.draws import RESAMPLE
from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval, enough
from shieldwall.study.statistics.named import uniforms

#: What is made of data whose first axis may be resampled: one number or several.
Statistic = Callable[[Floats], Floats]
#: Numbers drawn at once.
AT_ONCE = 1 << 21


class Resampling(NamedTuple):
    """How a bootstrap draws: `name` of what it is for, `seed`, and how often it takes the battles again."""

    name: str
    seed: int = 1
    times: int = 2000


def indices(size: int, how: Resampling) -> Iterator[NDArray[np.int64]]:
    """Yield which of `size` rows each resample takes, int64[some resamples, size], some resamples at a time."""
    step = max(1, AT_ONCE // max(size, 1))
    for first in range(0, how.times, step):
        rows = range(first, min(first + step, how.times))
        yield (uniforms(how.seed, RESAMPLE, how.name, rows, size) * size).astype(np.int64)


def resampled(data: Floats, statistic: Statistic, how: Resampling) -> Floats:
    """Return the statistic of each resample of the rows of `data`, float64[resample, number]."""
    return np.array([np.atleast_1d(statistic(data[row])) for part in indices(len(data), how) for row in part])


def resampled_means(data: Floats, how: Resampling) -> Floats:
    """Return the means over the rows of each resample of float64[row, column], float64[resample, column]."""
    found = []
    for part in indices(len(data), how):
        flat = part + len(data) * np.arange(len(part))[:, None]
        times = np.bincount(flat.ravel(), minlength=part.size).reshape(part.shape)
        # Not by BLAS, whose sums depend on how many resamples are worked out at once.
        found.append(np.einsum("br,rk->bk", times, data, optimize=False) / len(data))
    return np.concatenate(found)


def percentile(estimates: Floats, again: Floats, confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
    """Return estimates with the percentiles of their resamples, float64[resample, number] (Efron 1979)."""
    tails = np.array([0.5 - 0.5 * confidence, 0.5 + 0.5 * confidence])
    return tuple(
        Interval(float(one), *(float(end) for end in _ends(column, tails)))
        for one, column in zip(estimates, again.T, strict=True)
    )


def bca(data: Floats, statistic: Statistic, how: Resampling, confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
    """Return each number of a statistic with its bias-corrected and accelerated interval.

    B. Efron, Better bootstrap confidence intervals, J. Am. Stat. Assoc. 82 (1987): the percentiles are moved by the
    bias, the share of resamples below the estimate, and by the acceleration, the skewness of the jackknife. Raises
    InputError for fewer than two rows.
    """
    enough(data)
    estimates, again = np.atleast_1d(statistic(data)), resampled(data, statistic, how)
    without = np.array([np.atleast_1d(statistic(np.delete(data, row, axis=0))) for row in range(len(data))])
    return tuple(_accelerated(*parts, confidence) for parts in zip(estimates, again.T, without.T, strict=True))


def _accelerated(estimate: float, again: Floats, without: Floats, confidence: float) -> Interval:
    from scipy import special

    if again.min() == again.max():
        return Interval(float(estimate), float(again[0]), float(again[0]))
    # Ties count half, so that a statistic of counts is not taken for biased.
    below = float((again < estimate).mean() + 0.5 * (again == estimate).mean())
    bias = float(special.ndtri(min(max(below, 0.5 / len(again)), 1.0 - 0.5 / len(again))))
    pulls = without.mean() - without
    spread = float((pulls**2).sum())
    acceleration = float((pulls**3).sum()) / (6.0 * spread * sqrt(spread)) if spread > 0.0 else 0.0
    tails = special.ndtri(np.array([0.5 - 0.5 * confidence, 0.5 + 0.5 * confidence]))
    levels = special.ndtr(bias + (bias + tails) / (1.0 - acceleration * (bias + tails)))
    low, high = _ends(again, levels)
    return Interval(float(estimate), low, high)


def _ends(again: Floats, levels: Floats) -> tuple[float, float]:
    """The resamples at two levels, outwards where they fall between two (Efron and Tibshirani 1993, section 12.5)."""
    ordered, count = np.sort(again), len(again)
    low = min(max(int((count + 1) * levels[0]), 1), count)
    high = min(max(ceil((count + 1) * levels[1]), 1), count)
    return float(ordered[low - 1]), float(ordered[high - 1])
