"""Battles of studies, fought again and opened as runs."""

from __future__ import annotations

import numpy as np

from shieldwall.server.fights import fight
from shieldwall.server.held import NotHeldError
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Job, Jobs, What
from shieldwall.server.study_bars import cell_of
from shieldwall.study.again import run_of
from shieldwall.study.answer import Answer


def begin(jobs: Jobs, holdings: Holdings, held: HeldStudy, cell: str, row: int, replication: int) -> Job:
    """Begin to fight a battle again that a study holds; NotHeldError for any other, InputError for other code."""
    answer = held.readable()
    of = cell_of(answer, cell)
    number = number_of(answer, of.number, row, replication)
    of.stated()
    what = What("replay", held.title, f"{held.name}, {cell}, {row}, {replication}")
    words = f"{held.name}-{cell}-{replication}"
    return fight(jobs, holdings, what, words, lambda progress: run_of(answer, number, progress=progress))


def number_of(answer: Answer, cell: int, row: int, replication: int) -> int:
    """Return the row of the results that a battle is; NotHeldError when it was not fought."""
    results = answer.results
    same = (results["cell"] == cell) & (results["row"] == row) & (results["replication"] == replication)
    found = np.flatnonzero(same)
    if not len(found):
        raise NotHeldError(f"replication {replication} was not fought there", instead="name one behind a bar")
    return int(found[0])
