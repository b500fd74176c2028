"""How fast a study goes: its work cut into tasks of a second or two, by the time that those before them took."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from math import ceil, inf
from operator import attrgetter

from shieldwall.quantities.errors import InputError
from shieldwall.study.work import Batch, Task, battles

#: Work of one task, s: long against what handing it out and writing it takes, short against what a kill may cost. Near
#: the end it is a share of what is left, but so much at least, that no worker waits long for another.
TARGET, LEAST, SHARE = 2.0, 1.0, 0.25
#: By how much a task may be larger than any before it in its cell.
GROWTH = 16
#: The time over which the rate is taken, s, and between two readings of it.
WINDOW, READING = 30.0, 0.5


class Pace:
    """Cuts work into tasks as they are asked for, and knows the rate.

    Where `chunk` is given, every task has so many battles, but for the last of a cell.
    """

    def __init__(
        self, work: Iterable[Batch], chunk: int | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        if chunk is not None and chunk < 1:
            raise InputError(f"tasks of {chunk} battles hold nothing", instead="write at least 1")
        self._work = list(work)
        self.total = battles(self._work)
        self.done = self._handed_out = 0
        self._chunk = chunk
        #: By cell: the shortest time of a battle, s, as the first waits for a plan, and the most battles of a task.
        self._known: dict[int, tuple[float, int]] = {}
        self._now = now
        self._readings: deque[tuple[float, int]] = deque([(now(), 0)])

    def tasks(self, stopped: Callable[[], bool] = lambda: False) -> Iterator[Task]:
        """Yield the work, task by task, until it is all handed out or `stopped` says so.

        A task never reaches into another cell, which has another plan.
        """
        for cell, of_cell in groupby(self._work, key=attrgetter("cell")):
            todo = deque(of_cell)
            while todo and not stopped():
                task = _taken(todo, self._size(cell))
                self._handed_out += battles(task)
                yield task

    def note(self, task: Task, seconds: float) -> None:
        """Note that a task is done, for which one worker took so many seconds."""
        cell, count = task[0].cell, battles(task)
        self.done += count
        each, largest = self._known.get(cell, (inf, 0))
        self._known[cell] = min(each, seconds / count), max(largest, count)
        now = self._now()
        if now - self._readings[-1][0] >= READING:
            self._readings.append((now, self.done))
            while now - self._readings[0][0] > WINDOW and len(self._readings) > 2:
                self._readings.popleft()

    @property
    def rate(self) -> float:
        """Battles a second over the last half minute; nought before any is done."""
        began, before = self._readings[0]
        passed = self._now() - began
        return (self.done - before) / passed if passed > 0.0 else 0.0

    @property
    def left(self) -> float:
        """Time, s, that the rest takes at this rate."""
        rest = self.total - self.done
        return 0.0 if rest == 0 else rest / self.rate if self.rate > 0.0 else inf

    def _size(self, cell: int) -> int:
        if self._chunk is not None:
            return self._chunk
        if cell not in self._known:
            return 1
        each, largest = self._known[cell]
        each = max(each, 1e-9)
        left = max(ceil(LEAST / each), int(SHARE * (self.total - self._handed_out)))
        return max(1, min(ceil(TARGET / each), GROWTH * largest, left))


def _taken(todo: deque[Batch], size: int) -> Task:
    """Take so many battles, or all that are left, from the front of some work."""
    task = []
    while todo and size > 0:
        batch = todo.popleft()
        if batch.count > size:
            todo.appendleft(batch._replace(first=batch.first + size, count=batch.count - size))
            batch = batch._replace(count=size)
        task.append(batch)
        size -= batch.count
    return tuple(task)
