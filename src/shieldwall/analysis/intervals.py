"""Intervals for what was counted."""

from __future__ import annotations

import math
from typing import Final

#: Quantile of the normal distribution for 95 % on two sides.
TWO_SIDED: Final = 1.959963984540054


def wilson(successes: float, trials: float, quantile: float = TWO_SIDED) -> tuple[float, float]:
    """Return the score interval of a proportion, (0, 1) when nothing was tried.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc. 22 (1927).
    """
    if trials == 0:
        return 0.0, 1.0
    share, square = successes / trials, quantile * quantile
    middle = (share + 0.5 * square / trials) / (1.0 + square / trials)
    half = quantile / (1.0 + square / trials)
    half *= math.sqrt(share * (1.0 - share) / trials + 0.25 * square / trials**2)
    return max(0.0, middle - half), min(1.0, middle + half)
