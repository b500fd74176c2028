"""One exercise, from a scenario to a run folder: load, run, look, save, open again."""

from __future__ import annotations

from shieldwall.exercise.checking import warnings
from shieldwall.exercise.coverages import Coverage, coverage
from shieldwall.exercise.python_doctrine import DoctrineError, doctrine
from shieldwall.exercise.replays import ReplayError, replay
from shieldwall.exercise.runs import Run, open, run  # noqa: A004  the public name is `shieldwall.open`
from shieldwall.scenario import load

__all__ = [
    "Coverage",
    "DoctrineError",
    "ReplayError",
    "Run",
    "coverage",
    "doctrine",
    "load",
    "open",
    "replay",
    "run",
    "warnings",
]
