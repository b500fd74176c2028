"""How fast a study goes: its work cut into batches of a second or two, by the time that those before them took."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from math import ceil, inf

from shieldwall.quantities.errors import InputError
from shieldwall.study.work import Batch

#: Work of one batch, s: long against what handing it out and writing it takes, short against what a kill may cost.
TARGET = 2.0
#: By how much a batch may be larger than any before it in its cell.
GROWTH = 16
#: The time over which the rate is told, s, and between two readings of it.
WINDOW, READING = 30.0, 0.5


class Pace:
    """Cuts work into batches as they are asked for, and knows the rate.

    Where `chunk` is given, every batch has so many replications, but for the last of a range.
    """

    def __init__(
        self, work: Iterable[Batch], chunk: int | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        if chunk is not None and chunk < 1:
            raise InputError(f"batches of {chunk} replications hold nothing", instead="write at least 1")
        self._work = list(work)
        self.total = sum(batch.count for batch in self._work)
        self.done = 0
        self._chunk = chunk
        #: By cell: the shortest time of a battle, s, since the first one waits for a plan, and the largest batch.
        self._known: dict[int, tuple[float, int]] = {}
        self._now = now
        self._readings: deque[tuple[float, int]] = deque([(now(), 0)])

    def batches(self, stopped: Callable[[], bool] = lambda: False) -> Iterator[Batch]:
        """Yield the work, batch by batch, until it is all handed out or `stopped` says so."""
        for whole in self._work:
            at = whole.first
            while at < whole.end:
                if stopped():
                    return
                count = min(self._size(whole.cell), whole.end - at)
                yield whole._replace(first=at, count=count)
                at += count

    def note(self, batch: Batch, seconds: float) -> None:
        """Note that a batch is done, for which one worker took so many seconds."""
        self.done += batch.count
        each, largest = self._known.get(batch.cell, (inf, 0))
        self._known[batch.cell] = min(each, seconds / batch.count), max(largest, batch.count)
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
        return max(1, min(ceil(TARGET / max(each, 1e-9)), GROWTH * largest))
