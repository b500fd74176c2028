"""Which figures drive an answer: first-order and total Sobol indices of a simulator that has luck.

The indices are of the mean over luck, g = E[f | figures]. Squares and products of what one battle says would count its
luck as if figures did it; so every product here is of two different replications, which share no luck. On each row of
the design all matrices are fought on the same luck, whose noise then cancels in differences of them. With a single
replication the simulator is taken for one without luck, and the estimators are those of the references.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.bootstrap import Resampling, percentile, resampled_means
from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval


class Indices(NamedTuple):
    """Indices of each column of a design, and the variance of the mean over luck that they are shares of.

    `first` is what would go of the variance if a figure alone were known, `total` what would be left if it alone were
    not.
    """

    first: tuple[Interval, ...]
    total: tuple[Interval, ...]
    variance: Interval


def indices(a: Floats, b: Floats, ab: Floats, how: Resampling, confidence: float = CONFIDENCE) -> Indices:
    """Return the indices with intervals by resampling rows, percentiles.

    First order by A. Saltelli et al., Computer Physics Communications 181 (2010), table 2 (b), E[f_B (f_AB - f_A)];
    total by M. J. W. Jansen, Computer Physics Communications 117 (1999), E[(f_A - f_AB)^2] / 2.

    Args:
        a, b: what A and B came to, float64[row, replication]; replication r of a row has the same luck in all matrices.
        ab: what A with each column of B came to, float64[column, row, replication].
        how: the draws of the bootstrap.
        confidence: of each interval.

    Raises:
        InputError: shapes that do not fit, fewer than two rows, or an answer that never varies.
    """
    if a.shape != b.shape or ab.shape[1:] != a.shape or len(a) < 2:
        raise InputError(
            "the matrices of a Saltelli design do not fit", instead="fight A, B and each AB on the same rows"
        )
    # The indices do not change by a shift, and their errors are least about the mean.
    middle = 0.5 * (a.mean() + b.mean())
    one, other, mixed = a - middle, b - middle, ab - middle
    pieces = np.column_stack(
        [
            0.5 * (_product(one, one) + _product(other, other)),
            0.5 * (one + other).mean(axis=1),
            *(_product(other, each - one) for each in mixed),
            *(0.5 * _product(one - each, one - each) for each in mixed),
        ]
    )
    if float(np.ptp(np.concatenate([a, b]))) == 0.0:
        raise InputError("an answer that never varies has no drivers", instead="ask of another measure")
    found = _shares(pieces.mean(axis=0)[None, :])[0]
    again = _shares(resampled_means(pieces, how))
    spans = percentile(found, again, confidence)
    factors = len(ab)
    return Indices(spans[1 : 1 + factors], spans[1 + factors :], spans[0])


def _product(one: Floats, other: Floats) -> Floats:
    """The mean product of two different replications of each row; of one replication, the plain product."""
    count = one.shape[1]
    if count == 1:
        return np.asarray(one[:, 0] * other[:, 0])
    return np.asarray((one.sum(axis=1) * other.sum(axis=1) - (one * other).sum(axis=1)) / (count * (count - 1)))


def _shares(means: Floats) -> Floats:
    """The variance, and all others over it, of means of the pieces, float64[sample, piece]."""
    variance = means[:, :1] - means[:, 1:2] ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.concatenate([variance, means[:, 2:] / variance], axis=1)
