"""A study from its file to its answer: what is missing is fought, kept batch by batch, and compared."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from shieldwall.quantities.errors import InputError
from shieldwall.study.answer import Answer
from shieldwall.study.battles import Battlefield
from shieldwall.study.cells import Cell, cells, check
from shieldwall.study.factors import all_figures
from shieldwall.study.fighting import WORKERS, Keeper, Stop, Watch, crew, fight_missing, never
from shieldwall.study.file import Study, load, with_budget, with_factors, with_strata
from shieldwall.study.headed import (
    as_tried,
    header_of,
    is_study_folder,
    keep_budget,
    kept_budget,
    open_answer,
    study_in,
)
from shieldwall.study.order import design_of, work_wanted
from shieldwall.study.statistics.intervals import CONFIDENCE
from shieldwall.study.statistics.simultaneous import sidak
from shieldwall.study.statistics.stopping import FIRST
from shieldwall.study.store import header_in, held_store
from shieldwall.study.stratifying import strata_of
from shieldwall.study.work import KEY, Batch, Battles, Shard, Table, Task, gaps, result_layout
from shieldwall.study.written import ReportedAnswer

#: Battles of each cell at which a study stops, whatever its precision.
MOST_BATTLES = 1_000_000


class InMemory:
    """Holds the results of a study that nobody keeps."""

    def __init__(self, study: Study) -> None:
        self._tables = [np.zeros(0, result_layout(study.measures))]
        self._battles = Battles()

    def missing(self, work: Iterable[Batch]) -> list[Batch]:
        """Return what of some work is not there, in its order."""
        return gaps(work, self._battles)

    def keep(self, task: Task, table: Table) -> None:
        """Hold the results of a task."""
        self._tables.append(table)
        for batch in task:
            self._battles.add(batch)

    def results(self) -> Table:
        """Return all results in the order of cell, row and replication."""
        self._tables = [np.sort(np.concatenate(self._tables), order=KEY)]
        return self._tables[0]


def study(
    study: Study | str | os.PathLike[str],
    replications: int | None = None,
    precision: float | None = None,
    workers: int | str = WORKERS,
    watch: Watch | None = None,
    out: str | os.PathLike[str] | None = None,
    resume: bool = False,
    shard: str | None = None,
) -> ReportedAnswer:
    """Answer a question over many battles.

    Args:
        study: a loaded study, the name of a built-in one, a path, or a folder that a study wrote, which says what it
            holds, or goes on with `resume`.
        replications, precision: what to fight in place of what the file says: battles of each option against each raid,
            or half of the 95 % interval of each difference in the first measure at which it stops.
        workers: threads, or "processes:2", or the address of a Dask cluster, such as "tcp://scheduler:8786". None
            changes an answer.
        watch: called after each task with how far it has come.
        out: folder that keeps every battle as it is finished.
        resume: whether to go on with what that folder has not got.
        shard: share of the study that is fought, such as "2/8"; its folder is put together with the others' later.

    Raises:
        InputError: the study, its scenario or an argument does not fit, or the folder is another study's.
        ShieldwallError: the disk does not take it, or another process writes there; what was kept is intact.
    """
    if not isinstance(study, Study) and is_study_folder(study):
        if not resume:
            kept = open_answer(study)
            return ReportedAnswer(kept.study, kept.results, kept.complete)
        if out is not None and Path(out) != Path(study):
            raise InputError(f"{study} goes on in its own folder", instead="leave out -o, or name a study")
        out, study = study, study_in(header_in(study), study)
        if replications is None and precision is None:
            study = with_budget(study, **kept_budget(out))
    read = study if isinstance(study, Study) else load(os.fspath(study))
    share = None if shard is None else Shard.read(shard)
    asked = with_budget(read, replications, precision)
    _check_asked(asked, out, resume, share)
    if out is not None:
        return fight_kept(asked, out, resume, share, workers, watch)
    check(asked, cells(asked))
    made = prepared(asked)
    memory = InMemory(made[0].study)
    complete = fight(made, memory, workers, watch)
    return ReportedAnswer(made[0].study, memory.results(), complete)


def fight_kept(
    asked: Study,
    out: str | os.PathLike[str],
    resume: bool = False,
    share: Shard | None = None,
    workers: int | str = WORKERS,
    watch: Watch | None = None,
    stop: Stop = never,
) -> ReportedAnswer:
    """Answer a study whose battles a folder keeps, as `study` does, until it is done or `stop` says so."""
    if resume and is_study_folder(out):
        # A folder's header says that its study was checked.
        asked = as_tried(asked, header_in(out))
    else:
        check(asked, cells(asked))
    made = prepared(asked)
    asked = made[0].study
    with held_store(out, header_of(asked), resume, share) as store:
        keep_budget(out, asked)
        complete = fight(made, store, workers, watch, share, stop)
        return ReportedAnswer(asked, store.results(), complete)


def prepared(asked: Study) -> tuple[Cell, ...]:
    """Return the cells of a study, with all that only plans and a trial can tell.

    That is all its factors by name where it says that they are all figures, and its strata.
    """
    made = cells(asked)
    if asked.strata is not None:
        return cells(with_strata(asked, asked.written.strata or strata_of(made)))
    if asked.varied != ():
        return made
    return cells(with_factors(asked, all_figures([Battlefield([cell]).plan(0) for cell in made])))


def fight(
    made: tuple[Cell, ...],
    keeper: Keeper,
    workers: int | str = WORKERS,
    watch: Watch | None = None,
    share: Shard | None = None,
    stop: Stop = never,
) -> bool:
    """Fight what a keeper has not got of a study, until its budget is spent or its precision reached.

    Returns whether that was so, and neither Ctrl-C nor `stop`.
    """
    asked = made[0].study
    battlefield = Battlefield(made, design_of(asked))
    runner, hands = crew(workers)
    seen = None if watch is None else _telling(watch, asked)
    end = asked.wanted if asked.precision is None else FIRST
    while True:
        work = list(work_wanted(asked, end))
        mine = work if share is None else share.share(work)
        if fight_missing(keeper, mine, battlefield, runner, hands, watch=seen, stop=stop).interrupted:
            return False
        if asked.precision is None or end >= MOST_BATTLES:
            return True
        needed = battles_wanted(Answer(asked, keeper.results()), asked.precision)
        if needed <= end:
            return True
        end = min(needed, MOST_BATTLES)


def _telling(watch: Watch, asked: Study) -> Watch:
    """What is called as a study goes on, and given the study."""
    return lambda progressed: watch(progressed._replace(study=asked))


def battles_wanted(answer: Answer, precision: float) -> int:
    """Return at how many battles of each cell to look next, no more than there are where all is known well enough.

    What is wanted is every difference from the baseline in the first measure, all at once; of one option, its mean.
    """
    values = answer.values().mean(axis=1)
    against = answer.options.index(answer.study.against)
    columns = np.delete(values - values[against], against, axis=0) if len(values) > 1 else values
    each = sidak(CONFIDENCE, len(columns))
    looks = [answer.weighing.look(column, precision, each) for column in columns]
    return max((one.battles for one in looks if not one.enough), default=answer.battles)


def _check_asked(asked: Study, out: object, resume: bool, share: Shard | None) -> None:
    """Raise InputError for what is asked of a study and cannot be."""
    if out is None and (resume or share is not None):
        what = "gone on with" if resume else "fought in shares"
        raise InputError(f"a study that is not kept cannot be {what}", instead="name its folder with -o DIR")
    if share is not None and asked.precision is not None:
        raise InputError("a share cannot know how precise the whole is", instead="write --replications N")
