"""How an answer settles as battles are added: each difference from the baseline after so many, with its interval."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from shieldwall.study.answer import Answer
from shieldwall.study.statistics.intervals import Interval

#: Points of a line, and battles of the first.
POINTS: Final = 60
FIRST: Final = 10


class Settled(NamedTuple):
    """Lines by option: what the answer was after each number of `battles`; no line where those are too few.

    A line is of the difference from the baseline, or of the mean where there is but one option.
    """

    battles: tuple[int, ...]
    lines: dict[str, list[Interval]]


def settled(answer: Answer, measure: str | None = None) -> Settled:
    """Return how a measure, the first where none is named, settled in the order in which battles are numbered."""
    if answer.battles < 2 * FIRST:
        return Settled((), {})
    values = answer.values(measure).mean(axis=1)
    against = answer.options.index(answer.study.against)
    columns = {answer.options[n]: values[n] - values[against] for n in range(len(values)) if n != against}
    columns = columns or {answer.options[0]: values[0]}
    at = np.unique(np.geomspace(FIRST, values.shape[1], POINTS).round().astype(np.int64)).tolist()
    return Settled(tuple(at), {name: answer.weighing.after(line, at) for name, line in columns.items()})
