"""In which order the battles of a study are fought."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall.study.factors import Design
from shieldwall.study.file import SALTELLI, Study
from shieldwall.study.statistics.designs import latin, saltelli
from shieldwall.study.strata import LUCK_OF_A_STRATUM, Strata
from shieldwall.study.work import LUCK_OF_A_ROW, OWN_DRAW, Batch

#: Battles of one cell that are fought before the next cell comes up to them: few at first, then more and more.
FEWEST_TOGETHER, MOST_TOGETHER = 16, 1024


def work_wanted(asked: Study, replications: int) -> Iterator[Batch]:
    """Yield what a study takes with so many replications of each cell, or of each row of its design."""
    count = len(asked.options) * len(asked.raids)
    if asked.layers.out:
        return work_of_strata(count, asked.layers, replications)
    if asked.varied is None:
        return work_of(count, replications)
    return work_of_design(count, asked.matrices, asked.design_rows, replications)


def work_of(count: int, end: int) -> Iterator[Batch]:
    """Yield replications 0 to `end - 1` of so many cells, all cells coming as far before any goes on.

    So what is finished can be compared at any time.
    """
    for first, after in _stretches(end, 1):
        for cell in range(count):
            yield Batch(cell, OWN_DRAW, first, after - first)


def work_of_strata(count: int, strata: Strata, end: int) -> Iterator[Batch]:
    """Yield `end` replications of so many cells, shared out over strata, all coming as far before any goes on."""
    done = (0,) * len(strata.out)
    for _, after in _stretches(end, 1, strata.fewest):
        wanted = strata.counts(after)
        for cell in range(count):
            for row, (had, has) in enumerate(zip(done, wanted, strict=True)):
                if has > had:
                    yield Batch(cell, row, row * LUCK_OF_A_STRATUM + had, has - had)
        done = wanted


def work_of_design(count: int, matrices: int, rows: int, replications: int) -> Iterator[Batch]:
    """Yield the rows of a design of so many matrices for so many cells, all coming as far before any goes on.

    Every row has luck of its own, which all matrices and all cells share (`statistics.sobol`). Rows are counted matrix
    by matrix.
    """
    for first, after in _stretches(rows, matrices * replications):
        for cell in range(count):
            for row in range(first, after):
                for matrix in range(matrices):
                    yield Batch(cell, matrix * rows + row, row * LUCK_OF_A_ROW, replications)


def _stretches(end: int, battles: int, fewest: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where each stretch begins and ends, when each step of it is so many battles, and the first has so many."""
    at, together = 0, max(FEWEST_TOGETHER, fewest)
    while at < end:
        after = min(end, at + max(1, together // battles))
        yield at, after
        at, together = after, min(2 * together, MOST_TOGETHER)


def design_of(asked: Study) -> Design | None:
    """Return the design of a study with factors, None for one without."""
    if asked.varied is None:
        return None
    names = [factor.path for factor in asked.varied]
    if asked.design == SALTELLI:
        return Design(asked.varied, saltelli(names, asked.design_rows, asked.seed).rows())
    return Design(asked.varied, latin(names, asked.design_rows, asked.seed))
