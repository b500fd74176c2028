"""A study from its file to its answer: what is missing is fought, kept batch by batch, and compared."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import numpy as np

from shieldwall.study.answer import Answer
from shieldwall.study.battles import Battlefield
from shieldwall.study.cells import Cell, cells, check
from shieldwall.study.fighting import WORKERS, Keeper, Watch, fight_missing
from shieldwall.study.file import Study, load, with_budget
from shieldwall.study.work import KEY, OWN_DRAW, Batch, Battles, Table, gaps, result_layout

#: Battles of each cell where nobody says how many, or how well the answer is to be known.
REPLICATIONS = 100
#: Battles of each cell before a study first looks whether it is precise enough, and at most.
FIRST_LOOK, MOST_BATTLES = 50, 1_000_000
#: Battles of one cell that are fought before the next cell comes up to them: few at first, then more and more.
FEWEST_TOGETHER, MOST_TOGETHER = 16, 1024


class InMemory:
    """Holds the results of a study that nobody keeps."""

    def __init__(self, study: Study) -> None:
        self._tables = [np.zeros(0, result_layout(study.measures))]
        self._battles = Battles()

    def missing(self, work: Iterable[Batch]) -> list[Batch]:
        """Return what of some work is not there, in its order."""
        return gaps(work, self._battles)

    def keep(self, batch: Batch, table: Table) -> None:
        """Hold the results of a batch."""
        self._tables.append(table)
        self._battles.add(batch)

    def results(self) -> Table:
        """Return all results in the order of cell, row and replication."""
        self._tables = [np.sort(np.concatenate(self._tables), order=KEY)]
        return self._tables[0]


def study(
    study: Study | str | os.PathLike[str],
    replications: int | None = None,
    precision: float | None = None,
    workers: int = WORKERS,
    watch: Watch | None = None,
) -> Answer:
    """Answer a question over many battles.

    Args:
        study: a loaded study, the name of a built-in one, or a path.
        replications, precision: what to fight in place of what the file says: battles of each option against each raid,
            or half of the 95 % interval of each difference in the first measure at which it stops.
        workers: threads. Their number changes no answer.
        watch: called after each batch with how far it has come.

    Raises:
        InputError: the study, its scenario or an argument does not fit.
    """
    read = study if isinstance(study, Study) else load(os.fspath(study))
    asked = with_budget(read, replications, precision)
    made = cells(asked)
    check(asked, made)
    keeper = InMemory(asked)
    complete = fight(made, keeper, workers, watch)
    return Answer(asked, keeper.results(), complete)


def fight(made: tuple[Cell, ...], keeper: Keeper, workers: int = WORKERS, watch: Watch | None = None) -> bool:
    """Fight what a keeper has not got of a study, until its budget is spent or its precision reached.

    Returns whether that was so, and not Ctrl-C.
    """
    asked, battlefield = made[0].study, Battlefield(made)
    end = asked.replications or (FIRST_LOOK if asked.precision else REPLICATIONS)
    while True:
        fought = fight_missing(keeper, work_of(len(made), end), battlefield, workers=workers, watch=watch)
        if fought.interrupted:
            return False
        if asked.precision is None or end >= MOST_BATTLES:
            return True
        if is_reached(Answer(asked, keeper.results()), asked.precision):
            return True
        end *= 2


def work_of(count: int, end: int) -> Iterator[Batch]:
    """Yield replications 0 to `end - 1` of so many cells, all cells coming as far before any goes on.

    So what is finished can be compared at any time.
    """
    at, together = 0, FEWEST_TOGETHER
    while at < end:
        for cell in range(count):
            yield Batch(cell, OWN_DRAW, at, min(together, end - at))
        at, together = at + together, min(2 * together, MOST_TOGETHER)


def is_reached(answer: Answer, precision: float) -> bool:
    """Tell whether every difference from the baseline is known so well; of one option, its mean."""
    rows = answer.compare()
    others = [row.more for row in rows if row.option != answer.study.against] or [rows[0].value]
    return all(interval.half <= precision for interval in others)
