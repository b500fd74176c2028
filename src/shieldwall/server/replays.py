"""Battles of studies, fought again and opened as runs; those asked for longest ago give way."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, Final

import numpy as np

from shieldwall.server.held import NotHeldError
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Job, Jobs, Progress
from shieldwall.server.study_bars import cell_of
from shieldwall.study.again import run_of
from shieldwall.study.answer import Answer

#: Replays that are open at a time.
MOST: Final = 24


class Replays:
    """The replays of a server: by what was asked for, the run that it was opened as."""

    def __init__(self, holdings: Holdings, jobs: Jobs) -> None:
        self._holdings, self._jobs = holdings, jobs
        self._opened: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def begin(self, held: HeldStudy, cell: str, row: int, replication: int) -> Job:
        """Begin to fight a battle again that a study holds; NotHeldError for any other, InputError for other code."""
        answer = held.readable()
        of = cell_of(answer, cell)
        number = number_of(answer, of.number, row, replication)
        of.stated()
        what = f"replay, {held.name}, {cell}, {row}, {replication}"

        def work(progress: Progress) -> dict[str, Any]:
            words = f"{held.name}-{cell}-{replication}"
            opened = self._holdings.add(run_of(answer, number, progress=progress), words)
            self._note(what, opened.name)
            return {"run": opened.name}

        return self._jobs.begin(what, work)

    def _note(self, what: str, name: str) -> None:
        with self._lock:
            self._opened[what] = name
            while len(self._opened) > MOST:
                oldest, run = self._opened.popitem(last=False)
                self._holdings.drop(run)
                self._jobs.forget(oldest)


def number_of(answer: Answer, cell: int, row: int, replication: int) -> int:
    """Return the row of the results that a battle is; NotHeldError when it was not fought."""
    results = answer.results
    same = (results["cell"] == cell) & (results["row"] == row) & (results["replication"] == replication)
    found = np.flatnonzero(same)
    if not len(found):
        raise NotHeldError(f"replication {replication} was not fought there", instead="name one behind a bar")
    return int(found[0])
