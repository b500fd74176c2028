"""What a person sees of a study on stderr while it goes on: how far it is, how fast, how long still, what it says."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite

from shieldwall.exercise.progress import EACH, INTERVAL, MINUTES, PATIENCE, say
from shieldwall.study.fighting import Progressed, Watch

#: Called with each part of the results as it is kept; returns what they say so far, in a few words.
Saying = Callable[[Progressed], str]


@contextmanager
def watched(saying: Saying | None = None) -> Iterator[Watch]:
    """Yield what a study calls as it goes on: on a terminal one line that is renewed, else a line now and then."""
    line = _Line() if sys.stderr.isatty() else _Lines()
    try:
        yield lambda progressed: line.show(progressed, saying(progressed) if saying is not None else "")
    finally:
        line.stop()


def described(progressed: Progressed, words: str = "") -> str:
    """Return how far a study has come as a person reads it."""
    held, wanted, rate, left = progressed[:4]
    speed = f"{rate:.0f}" if rate >= 10.0 else f"{rate:.2g}"
    about = f"{left:.0f} s" if left < MINUTES else f"{left / 60.0:.0f} min"
    time_left = f", {speed} a second, about {about} left" if isfinite(left) and rate > 0.0 else ""
    return f"{held:,} of {wanted:,} battles".replace(",", " ") + time_left + (f"; {words}" if words else "")


class _Lines:
    """A line now and then, where stderr is no terminal."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last = now()

    def show(self, progressed: Progressed, words: str) -> None:
        now = self._now()
        if now - self._last >= EACH:
            self._last = now
            say(f"  {described(progressed, words)}")

    def stop(self) -> None:
        """Leave the lines as they are."""


class _Line:
    """A line that appears after a second and is renewed in its place; it leaves no trace."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.status import Status

        self._began = self._last = time.monotonic()
        self._status = Status("", console=Console(stderr=True, highlight=False))
        self._shown = False

    def show(self, progressed: Progressed, words: str) -> None:
        now = time.monotonic()
        if now - self._began < PATIENCE or now - self._last < INTERVAL:
            return
        self._last = now
        self._status.update(described(progressed, words))
        if not self._shown:
            self._status.start()
            self._shown = True

    def stop(self) -> None:
        if self._shown:
            self._status.stop()
