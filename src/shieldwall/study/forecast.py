"""What a study will take, from a few battles of every cell: time, memory, and how precise its answer will be."""

from __future__ import annotations

import time
from math import ceil, sqrt
from typing import NamedTuple

import numpy as np

from shieldwall.exercise.simulate import Simulator
from shieldwall.study.answer import Answer
from shieldwall.study.battles import MOST_CELLS, MOST_PLANS, Battlefield
from shieldwall.study.cells import Cell
from shieldwall.study.file import Study, with_factors
from shieldwall.study.order import work_of, work_wanted
from shieldwall.study.statistics.intervals import Floats, student
from shieldwall.study.statistics.stopping import FIRST
from shieldwall.study.strata import LUCK_OF_A_STRATUM
from shieldwall.study.weighing import ByStrata
from shieldwall.study.work import OWN_DRAW, Batch, battles

#: Battles of each cell that are fought to find out.
TRIAL = 8


class Forecast(NamedTuple):
    """What a study takes: battles in all, seconds and bytes with so many workers.

    `halves` are half of the 95 % interval to expect of each option's difference from the baseline in the first measure,
    or of the mean where there is but one option; `replications` are those of each cell.
    """

    battles: int
    replications: int
    seconds: float
    memory: float
    halves: dict[str, float]


def forecast(made: tuple[Cell, ...], workers: int) -> Forecast:
    """Fight a few battles of every cell and say what the whole takes.

    Of a study that states a precision, it is what that needs by the spread that was seen. Processor time counts, so
    that what else the machine does makes no study look longer.
    """
    study, field = made[0].study, Battlefield(made)
    first, *others = trials(study)
    began, tables, battle, planning, size = time.thread_time(), [], 0.0, 0.0, 0
    for cell in made:
        rest = [first._replace(first=first.first + 1, count=TRIAL - 1), *others]
        tables.append(field(first._replace(cell=cell.number, count=1)))
        planning += time.thread_time() - began
        began = time.thread_time()
        tables += [field(batch._replace(cell=cell.number)) for batch in rest]
        battle += (time.thread_time() - began) / battles(rest)
        began = time.thread_time()
        size = max(size, size_of(field.simulator(cell.number)))
    spread = spreads(Answer(with_factors(study, None), np.concatenate(tables)))
    needed = study.wanted
    if study.precision is not None:
        widest = max(spread.values())
        needed = max(FIRST, ceil((student(1000) * widest / study.precision) ** 2))
    units = needed if study.varied is None else study.design_rows
    halves = {name: student(units - 1) * one / sqrt(units) for name, one in spread.items()}
    if study.varied is not None:
        needed = sum(batch.count for batch in work_wanted(study, needed)) // len(made)
    # Plans that are not held are made anew whenever a cell's turn comes.
    turns = len({batch.first for batch in work_of(1, needed)}) if len(made) > MOST_PLANS else 1
    seconds = (planning * turns + battle * needed) / workers
    memory = peak() + (workers - 1) * size * min(len(made), MOST_CELLS)
    return Forecast(needed * len(made), needed, seconds, memory, halves)


def trials(study: Study) -> list[Batch]:
    """Return the battles of the first cell that are fought to find out: a few of each stratum."""
    rows = range(len(study.layers.out))
    return [Batch(0, row, row * LUCK_OF_A_STRATUM, TRIAL) for row in rows] or [Batch(0, OWN_DRAW, 0, TRIAL)]


def spreads(answer: Answer) -> dict[str, float]:
    """Return the standard deviation of each option's differences from the baseline, of one option of its values.

    With strata it is what it would be in battles that all count alike and tell the mean as well.
    """
    values = answer.values().mean(axis=1)
    if len(answer.options) == 1:
        return {answer.options[0]: _spread(answer, values[0])}
    against = values[answer.options.index(answer.study.against)]
    rows = zip(answer.options, values, strict=True)
    return {name: _spread(answer, row - against) for name, row in rows if name != answer.study.against}


def _spread(answer: Answer, values: Floats) -> float:
    strata, weighing = answer.study.layers, answer.weighing
    if not isinstance(weighing, ByStrata):
        return float(values.std(ddof=1))
    return weighing.spread(values, strata.counts(max(answer.study.wanted, strata.fewest)))


def size_of(simulator: Simulator) -> int:
    """Return how many bytes a thread's arrays of a cell take."""
    tables = simulator.tables.events.nbytes + simulator.tables.film.nbytes
    truth = sum(getattr(part, "nbytes", 0) for part in simulator.workspace.truth)
    return int(simulator.workspace.words.nbytes + tables + truth)


def peak() -> int:
    """Return the most memory that this process has taken, bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    import sys

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most) * (1 if sys.platform == "darwin" else 1024)
