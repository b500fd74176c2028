"""Things timed in turn, so that whatever else the machine does meets all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


class Spread(NamedTuple):
    """Least, median and greatest of several repeats."""

    least: float
    median: float
    most: float


class Task(NamedTuple):
    """Something to time: `work` is given what `prepare` makes, which does not count."""

    prepare: Callable[[], Any]
    work: Callable[[Any], object]


def spread(values: Sequence[float]) -> Spread:
    """Least, median and greatest of a sequence."""
    return Spread(min(values), statistics.median(values), max(values))


def in_turn(rounds: int, *tasks: Task) -> list[list[float]]:
    """Processor time of this thread that each task takes in each round, s: a list for each task.

    Processor time leaves out what others do on the machine meanwhile; shared caches and clock rates remain, and
    since the tasks take turns, each round holds a fair comparison. One round goes before, untimed.
    """
    taken: list[list[float]] = [[] for _ in tasks]
    for number in range(rounds + 1):
        for task, times in zip(tasks, taken, strict=True):
            ready = task.prepare()
            began = time.thread_time()
            task.work(ready)
            if number:
                times.append(time.thread_time() - began)
    return taken


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Spread of the ratio of two tasks, round by round."""
    return spread([a / b for a, b in zip(above, below, strict=True)])


def plain(value: Any) -> Any:
    """A result as plain data for JSON, floats to five digits."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if hasattr(value, "item"):
        value = value.item()
    return float(f"{value:.5g}") if isinstance(value, float) else value
