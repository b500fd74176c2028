"""When enough battles have been fought: sequential stopping at a wanted half-width, with the confidence that it says.

Who looks after every battle and stops when the interval happens to be short stops where luck made it so, and claims
too much. So there are few looks, each at the number of battles that the last one asked for (three-stage sampling: P.
Hall, Asymptotic theory of triple sampling, Annals of Statistics 9, 1981), at most twice as many as before, after a
first stage; there are battles enough for a mean of the skewness seen (W. G. Cochran, Sampling Techniques, 1977, section
2.15: more than 25 times the square of Fisher's skewness); and the interval reported is the fixed one that was asked for
(C. Stein, Annals of Mathematical Statistics 16, 1945; Y. S. Chow and H. Robbins, the same 36, 1965), where it is wider.

A proportion is looked at by Wilson's interval, which does not shrink to nothing while no success is seen. What happens
in one battle of many and decides the mean belongs in strata: no rule sees what it has not met.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval, mean, proportion

#: Battles before the first look.
FIRST = 100
#: Battles for each square of the skewness (Cochran).
SKEWED = 25.0
#: By how much an interval is widened to the one that was asked for, at most.
WIDENED = 1.1
#: By how much an interval is to shrink, at most; more is more battles than anybody fights.
FINEST = 1e6
#: By what the battles grow from look to look, at most.
GROWTH = 2


class Look(NamedTuple):
    """What is known at a look: the interval, whether it is enough, and at how many battles to look next.

    At the last look `battles` is how many there are.
    """

    interval: Interval
    enough: bool
    battles: int


def look(values: Floats, wanted: float, share: bool = False, confidence: float = CONFIDENCE) -> Look:
    """Return what the battles so far say of a mean that is wanted to `wanted` on each side.

    `values` are those of the battles in their order, as many as the last look asked for, or FIRST; of a difference, one
    of each pair. `share` says that they are 0 or 1. Of several answers, the one that asks for most decides. Raises
    InputError for fewer than FIRST battles and for a half-width that is none.
    """
    count, needed = len(values), battles_needed(values, wanted, share, confidence)
    if count < FIRST:
        raise InputError(f"{count} battles are too few for a look", instead=f"fight {FIRST} first")
    return Look(
        reported(values, wanted, share, confidence),
        needed <= count,
        count if needed <= count else min(needed, GROWTH * count),
    )


def reported(values: Floats, wanted: float, share: bool = False, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval that a study tells when it stops, and at each look before."""
    if share:
        return proportion(int(values.sum()), len(values), confidence)
    found = mean(values, confidence)
    if len(values) <= FIRST:
        return found
    half = max(found.half, min(wanted, WIDENED * found.half))
    return Interval(found.estimate, found.estimate - half, found.estimate + half)


def battles_needed(values: Floats, wanted: float, share: bool = False, confidence: float = CONFIDENCE) -> int:
    """Return how many battles in all a half-width of `wanted` takes, as far as these can say; two at least."""
    if not wanted > 0.0:
        raise InputError("a wanted half-width is above 0", instead="write for example --precision 0.01")
    found = proportion(int(values.sum()), len(values), confidence) if share else mean(values, confidence)
    by_precision = ceil(len(values) * min(found.half / wanted, FINEST) ** 2 * (1.0 - 1e-12))
    return max(by_precision, FIRST, 0 if share else ceil(SKEWED * skewness(values) ** 2))


def skewness(values: Floats) -> float:
    """Return Fisher's skewness of the values, 0 where they do not vary."""
    away = values - values.mean()
    spread = float((away**2).mean())
    return float((away**3).mean()) / spread**1.5 if spread > 0.0 and np.isfinite(spread) else 0.0
