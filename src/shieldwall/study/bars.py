"""How a measure of one cell is distributed, in bars, each with the battles behind it; its typical and extreme ones."""

from __future__ import annotations

from math import ceil
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.study.answer import Answer
from shieldwall.study.sentence import CHANCES, SHARES
from shieldwall.study.statistics.distributions import LEVELS
from shieldwall.study.statistics.intervals import Floats

#: Bars of a measure that is counted, at most, and of one that is a share or a time.
MOST_BARS: Final = 30
BARS: Final = 20
#: Battles of a bar that are named.
NAMED: Final = 24
#: Measures of which the defence wants much, and those that are neither good nor bad.
WANTED: Final = ("killed",)
COUNTED_ALONE: Final = ("launches", "accepted", "refused", "acquired", "declared", "log_checksum", "reachable",
                        "fired_at", "watched_s")  # fmt: skip


class One(NamedTuple):
    """A battle of a cell, and what the measure came to in it."""

    row: int
    replication: int
    value: float


class Bar(NamedTuple):
    """Values from `low` on and below `high`, and `high` itself in the last bar.

    `battles` came to that, the first of which are `named`; `share` is how often it is to be expected.
    """

    low: float
    high: float
    battles: int
    share: float
    named: tuple[One, ...]


class Bars(NamedTuple):
    """A measure of a cell: its bars, quantiles at some levels, and the battles that have least, most, and its middle.

    `worse` says which end is bad for the defence: "most", "least", or None for what is only counted. Of several battles
    at an end or at the median, it is the one that is nearest to the medians of all measures, then the first.
    """

    bars: tuple[Bar, ...]
    levels: tuple[float, ...]
    quantiles: tuple[float, ...]
    least: One
    typical: One
    most: One
    worse: str | None


def bars(answer: Answer, cell: int, measure: str) -> Bars | None:
    """Return how a measure is distributed over all battles of a cell; None where none was fought yet."""
    rows = np.sort(answer.results[answer.results["cell"] == cell], order=("row", "replication"))
    if not len(rows):
        return None
    values, weights = np.asarray(rows[measure], np.float64), _weights(answer, rows)

    def one(number: int) -> One:
        return One(int(rows["row"][number]), int(rows["replication"][number]), float(values[number]))

    edges = edges_of(values, measure in SHARES and measure not in CHANCES)
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    within = [np.flatnonzero(place == number) for number in range(len(edges) - 1)]
    made = tuple(
        Bar(float(low), float(high), len(here), float(weights[here].sum()), tuple(map(one, here[:NAMED].tolist())))
        for low, high, here in zip(edges[:-1], edges[1:], within, strict=True)
    )
    quantiles = np.quantile(values, LEVELS, method="inverted_cdf", weights=weights)
    nearest, middle = _distances(answer, rows, weights), float(quantiles[LEVELS.index(0.5)])
    least, typical, most = (one(_first(values == end, nearest)) for end in (values.min(), middle, values.max()))
    worse = None if measure in COUNTED_ALONE else "least" if measure in WANTED else "most"
    return Bars(made, LEVELS, tuple(quantiles.tolist()), least, typical, most, worse)


def edges_of(values: Floats, share: bool = False) -> Floats:
    """Return the edges of bars: a whole number in each of what is counted, or a few; shares go from 0 to 1."""
    low, high = float(values.min()), float(values.max())
    if not share and np.all(values == np.round(values)):
        width = ceil((high - low + 1.0) / MOST_BARS)
        return np.asarray(low + width * np.arange(ceil((high - low + 1.0) / width) + 1), np.float64)
    if share and low >= 0.0 and high <= 1.0:
        low, high = 0.0, 1.0
    return np.linspace(low, high if high > low else low + 1.0, BARS + 1)


def _weights(answer: Answer, rows: NDArray[np.void]) -> Floats:
    """How much each battle counts, 1 in all: by its stratum where there are some."""
    strata = answer.study.layers.weights
    if not strata:
        return np.full(len(rows), 1.0 / len(rows))
    counts = np.bincount(rows["row"], minlength=len(strata))
    each = (np.array(strata) / np.maximum(counts, 1))[rows["row"]]
    return np.asarray(each / each.sum(), np.float64)


def _distances(answer: Answer, rows: NDArray[np.void], weights: Floats) -> Floats:
    """How far each battle is from the medians of all measures, each by its own spread."""
    found = np.zeros(len(rows))
    for name in answer.study.measures:
        values = np.asarray(rows[name], np.float64)
        spread = float(values.std())
        if spread > 0.0:
            middle = np.quantile(values, 0.5, method="inverted_cdf", weights=weights)
            found += ((values - middle) / spread) ** 2
    return found


def _first(among: NDArray[np.bool_], distances: Floats) -> int:
    return int(np.argmin(np.where(among, distances, np.inf)))
