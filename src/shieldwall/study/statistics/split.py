"""What an answer varies by: luck, ignorance of figures, and choice between options.

Options are crossed with rows of figures, and replications are nested in rows; all options meet the same rows and the
same luck. The parts are the method of moments of that layout (S. R. Searle, G. Casella and C. E. McCulloch, Variance
Components, 1992, chapter 4; for simulators Y. Sun, D. W. Apley and J. Staum, Operations Research 59, 2011): the mean
square of each level less what the levels below add to it. None has a bias; where a part is small, its estimate may be
below 0, and stands so.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.bootstrap import Resampling, bca
from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval


class Split(NamedTuple):
    """Parts of a variance, in squares of the measure's unit, and as shares of their sum.

    `luck` is between replications on one row of figures, `ignorance` between rows of what an option comes to on average
    over luck, `choice` between what options come to over both, each option as likely as another.
    """

    luck: Interval
    ignorance: Interval
    choice: Interval
    shares: tuple[Interval, Interval, Interval]


def split(values: Floats, how: Resampling, confidence: float = CONFIDENCE) -> Split:
    """Return the parts of the variance of float64[option, row, replication], with intervals by resampling rows.

    The intervals are bias-corrected and accelerated. Raises InputError for fewer than two rows or two replications a
    row, of which no part can be told from another.
    """
    options, rows, replications = values.shape
    if min(rows, replications) < 2:
        raise InputError(
            f"{options} options, {rows} rows and {replications} replications cannot be split",
            instead="fight at least 2 rows of figures and 2 replications on each",
        )
    by_row = np.stack([values.mean(axis=2), values.var(axis=2, ddof=1)], axis=2).transpose(1, 0, 2)

    def parts(chosen: Floats) -> Floats:
        found = _parts(chosen, replications)
        whole = found.sum()
        return np.concatenate([found, found / whole if whole > 0.0 else np.zeros(3)])

    luck, ignorance, choice, *shares = bca(np.ascontiguousarray(by_row), parts, how, confidence)
    return Split(luck, ignorance, choice, (shares[0], shares[1], shares[2]))


def _parts(by_row: Floats, replications: int) -> Floats:
    """Luck, ignorance and choice of means and variances over luck, float64[row, option, 2]."""
    means, within = by_row[:, :, 0], by_row[:, :, 1]
    rows, options = means.shape
    away = means - means.mean(axis=0)
    luck = within.mean()
    between = (away**2).sum(axis=0).mean() / (rows - 1)
    # What rows and luck add to the spread of the options' means; what they add to all alike, they do not.
    spread = ((away - away.mean(axis=1, keepdims=True)) ** 2).sum() / ((rows - 1) * options)
    choice = means.mean(axis=0).var() - spread / rows
    return np.array([luck, between - luck / replications, choice])
