"""In which order the battles of a study are fought."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall.study.factors import Design
from shieldwall.study.file import Study
from shieldwall.study.statistics.designs import saltelli
from shieldwall.study.work import LUCK_OF_A_ROW, OWN_DRAW, Batch

#: Battles of one cell that are fought before the next cell comes up to them: few at first, then more and more.
FEWEST_TOGETHER, MOST_TOGETHER = 16, 1024


def work_of(count: int, end: int) -> Iterator[Batch]:
    """Yield replications 0 to `end - 1` of so many cells, all cells coming as far before any goes on.

    So what is finished can be compared at any time.
    """
    at, together = 0, FEWEST_TOGETHER
    while at < end:
        for cell in range(count):
            yield Batch(cell, OWN_DRAW, at, min(together, end - at))
        at, together = at + together, min(2 * together, MOST_TOGETHER)


def work_of_design(count: int, rows: int, factors: int, replications: int) -> Iterator[Batch]:
    """Yield a Saltelli design: of each row the halves A and B, then A with each column of B, for so many cells.

    Every row has luck of its own, which all its matrices and all cells share (`statistics.sobol`). Rows are counted
    matrix by matrix.
    """
    for row in range(rows):
        for cell in range(count):
            for matrix in range(factors + 2):
                yield Batch(cell, matrix * rows + row, row * LUCK_OF_A_ROW, replications)


def work_wanted(asked: Study, replications: int) -> Iterator[Batch]:
    """Yield what a study takes with so many replications of each cell, or of each row of its design."""
    count = len(asked.options) * len(asked.raids)
    if asked.varied is None:
        return work_of(count, replications)
    return work_of_design(count, asked.design_rows, len(asked.varied), replications)


def design_of(asked: Study) -> Design | None:
    """Return the design of a study with factors, None for one without."""
    if asked.varied is None:
        return None
    names = [factor.path for factor in asked.varied]
    return Design(asked.varied, saltelli(names, asked.design_rows, asked.seed).rows())
