"""Battles that are fought as jobs, and opened as runs when they are over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shieldwall.exercise.runs import Run
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Job, Jobs, Progress, What


def fight(jobs: Jobs, holdings: Holdings, what: What, words: str, fought: Callable[[Progress], Run]) -> Job:
    """Begin to fight a battle, to be opened under a name like `words`; the job's answer names the run.

    The same battle is fought anew only when its run has given way. Raises FullError.
    """

    def work(progress: Progress) -> dict[str, Any]:
        return {"run": holdings.add(fought(progress), words).name}

    return jobs.begin(what, work, lambda answer: answer["run"] in holdings.runs)
