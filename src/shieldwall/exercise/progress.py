"""What a person sees on stderr while a run takes its time: nothing for a second, then how far it has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from shieldwall.kernels.caches import is_kept

#: Time before anything is shown, and between two updates, s.
PATIENCE, INTERVAL = 1.0, 0.1
#: Time between two lines about a long part, s, and from when on what is left is told in minutes.
EACH, MINUTES = 10.0, 120.0


@contextmanager
def announced(compiling: bool, about: int) -> Iterator[None]:
    """Say before the one long compilation what happens and for how long, and afterwards how long it took."""
    if not compiling:
        yield
        return
    began = time.monotonic()
    say(f"compiling the engine{', once' if is_kept() else ''}, about {about} s on a machine at rest ...")
    yield
    say(f"compiled and run in {time.monotonic() - began:.0f} s{later()}")


def later() -> str:
    """Return what to add to what was just computed: that it is kept, or nothing where it could not be."""
    return "" if not is_kept() else "; later runs start at once"


@contextmanager
def watched(progress: Callable[[float, float], None] | None) -> Iterator[Callable[[float, float], None]]:
    """Yield what a run calls as it goes on: `progress`, or on a terminal a bar after the first second."""
    if progress is not None:
        yield progress
        return
    bar = _Bar() if sys.stderr.isatty() else None
    try:
        yield bar.show if bar is not None else _nothing
    finally:
        if bar is not None:
            bar.stop()


class Parts:
    """Says how far a long part has come and about how long it still takes, at most once in a while."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began = self._last = now()

    def __call__(self, what: str, share: float) -> None:
        """Note that a share, 0 to 1, of `what` is done."""
        now = self._now()
        if now - self._last < EACH or not 0.0 < share < 1.0:
            return
        self._last = now
        left = (now - self._began) * (1.0 - share) / share
        about = f"{left:.0f} s" if left < MINUTES else f"{left / 60.0:.0f} min"
        say(f"  {what}: {100.0 * share:.0f} %, about {about} left")


class _Bar:
    """A bar that appears once a run has taken longer than a second, and leaves no trace."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last = self._began
        self._shown: Any = None
        self._task: Any = None

    def show(self, fought: float, lasts: float) -> None:
        """Show that `fought` of `lasts` seconds are done."""
        now = time.monotonic()
        if now - self._began < PATIENCE or now - self._last < INTERVAL:
            return
        self._last = now
        if self._shown is None:
            self._start(lasts)
        self._shown.update(self._task, completed=fought, minutes=f"{fought / 60:.0f} of {lasts / 60:.0f} min")

    def stop(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()

    def _start(self, lasts: float) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("fighting"),
            BarColumn(),
            TextColumn("{task.fields[minutes]}"),
            TimeRemainingColumn(),
        )
        self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._shown.add_task("", total=lasts, minutes="")
        self._shown.start()


def say(words: str) -> None:
    """Write a line to stderr."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201  progress goes to stderr


def _nothing(_fought: float, _lasts: float) -> None:
    """Show nothing where stderr is no terminal."""
