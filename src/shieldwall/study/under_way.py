"""How many of some battles are done, as whoever waits for them counts, and each long battle reports as it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from shieldwall.exercise.simulate import Progress

#: Battles that take less than this, s, are not looked into: that would cost a tenth of their time.
LONG: Final = 0.3


class UnderWay:
    """Calls `progress` with the battles done and the battles in all.

    Long battles call it too as they go on, each from its own thread: who no longer wants the answer raises there, and
    need not wait until one is over.
    """

    def __init__(self, progress: Callable[[int, int], object] | None, total: int) -> None:
        self._progress = progress
        self._done, self._total = 0, total
        self._began = time.monotonic()
        # What is reported never goes back.
        self._lock = Lock()

    def done(self, number: int) -> None:
        """Note that so many battles are done."""
        with self._lock:
            self._done = number
            self._report()

    @property
    def step(self) -> Progress | None:
        """What the next battle calls as it goes on; None where nobody listens, and where battles are short."""
        short = self._done > 0 and time.monotonic() - self._began < LONG * self._done
        return None if short or self._progress is None else self._step

    def _step(self, _fought: float, _lasts: float) -> None:
        with self._lock:
            self._report()

    def _report(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._total)
