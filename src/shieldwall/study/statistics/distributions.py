"""What a measure comes to over many battles, beyond its mean: chances that it reaches a level, and its quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval, mean, proportion, quantile

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


class Distribution(NamedTuple):
    """A measure over many battles: its mean, quantiles at some levels, and how many battles it was measured in."""

    mean: Interval
    levels: tuple[float, ...]
    quantiles: tuple[Interval, ...]
    battles: int


def chance(values: Floats, least: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the chance that a measure is at least `least`, with Wilson's interval.

    That at least one leaks is `chance(leakers, 1)`; that a place is lost, `chance(damage over hardness, 1)`.
    """
    return proportion(int((values >= least).sum()), len(values), confidence)


def distribution(values: Floats, levels: Sequence[float] = LEVELS, confidence: float = CONFIDENCE) -> Distribution:
    """Return the mean and the quantiles of a measure, each with its own interval; it takes two battles at least."""
    ends = tuple(quantile(values, level, confidence) for level in levels)
    return Distribution(mean(values, confidence), tuple(levels), ends, len(values))


def exceedance(values: Floats, confidence: float = CONFIDENCE) -> tuple[Floats, Floats, float]:
    """Return levels, the share of battles that reach each, and how far the whole curve may be off, up or down.

    The band holds for all levels at once (P. Massart, The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality,
    Annals of Probability 18, 1990).
    """
    levels, counts = np.unique(values, return_counts=True)
    reached = np.cumsum(counts[::-1])[::-1] / len(values)
    return levels, reached, float(np.sqrt(0.5 * np.log(2.0 / (1.0 - confidence)) / len(values)))
