"""A study is fought: what is missing, by whoever runs it, kept task by task, watched, stopped when asked."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shieldwall.exercise.progress import say
from shieldwall.quantities.errors import InputError
from shieldwall.study.pace import Pace
from shieldwall.study.runners import Runner, processes, threads
from shieldwall.study.runners.dask import on_cluster
from shieldwall.study.work import Batch, Fight, Table, Task

if TYPE_CHECKING:
    from shieldwall.study.file import Study

#: Workers by default.
WORKERS = 2
#: What is said when a study is interrupted.
FINISHING = "finishing the battles under way; Ctrl-C again stops at once"
#: What asks for processes, as in "processes:2".
PROCESSES = "processes"


class Keeper(Protocol):
    """What holds the results of a study: a folder, or the memory of this process."""

    def missing(self, work: Iterable[Batch]) -> list[Batch]:
        """Return what of some work is not there, in its order."""

    def keep(self, task: Task, table: Table) -> None:
        """Hold the results of a task."""

    def results(self) -> Table:
        """Return all results in the order of cell, row and replication."""


class Progressed(NamedTuple):
    """How far a study has come: battles held and wanted, battles a second, seconds left, and the results just kept.

    `study` is what is fought, with its strata, where it is known.
    """

    held: int
    wanted: int
    rate: float
    left: float
    table: Table
    study: Study | None = None


#: Called after each task that is kept, on the thread of the caller.
Watch = Callable[[Progressed], None]
#: Asked before each task whether no more is to be begun.
Stop = Callable[[], bool]


def never() -> bool:
    """Stop nothing."""
    return False


class Fought(NamedTuple):
    """What came of a study: battles fought now and battles still missing, whether it was interrupted, and seconds."""

    fought: int
    missing: int
    interrupted: bool
    seconds: float


def fight_missing(
    store: Keeper,
    work: Iterable[Batch],
    fight: Fight,
    runner: Runner = threads.run,
    workers: int = WORKERS,
    chunk: int | None = None,
    watch: Watch | None = None,
    stop: Stop = never,
) -> Fought:
    """Fight what a folder does not hold of some work, and keep it there; neither runner nor sizes change a result.

    The first Ctrl-C, or `stop`, lets every worker finish its task, and all that is kept; a second Ctrl-C stops at once,
    by KeyboardInterrupt. `chunk` is how many battles a task has, else that is found by the time that they take. Raises
    InputError for no worker, ClusterLostError for a cluster that is gone, UnwrittenError when the disk does not take
    it, and what `fight` raises.
    """
    if workers < 1:
        raise InputError(f"{workers} workers fight nothing", instead="write at least 1")
    work = list(work)
    pace = Pace(store.missing(work), chunk)
    wanted = Pace(work).total
    began = time.monotonic()

    def progress(task: Task, table: Table, seconds: float) -> None:
        pace.note(task, seconds)
        if watch is not None:
            watch(Progressed(wanted - pace.total + pace.done, wanted, pace.rate, pace.left, table))

    with stoppable(stop) as stopped:
        runner(pace.tasks(stopped), fight, store.keep, progress, workers)
    missing = pace.total - pace.done
    return Fought(pace.done, missing, stopped() and missing > 0, time.monotonic() - began)


def crew(workers: int | str) -> tuple[Runner, int]:
    """Return who fights and how many: threads, "processes:2", or the cluster of Dask at an address."""
    if isinstance(workers, int):
        return threads.run, workers
    kind, _, number = workers.partition(":")
    if kind != PROCESSES:
        return on_cluster(workers), WORKERS
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise InputError(f'"{workers}" is no number of processes', instead=f"write for example {PROCESSES}:{WORKERS}")
    return processes.run, int(number)


@contextmanager
def stoppable(stop: Stop = never) -> Iterator[Stop]:
    """Yield what says whether `stop` does or Ctrl-C was pressed once; a second time raises KeyboardInterrupt.

    Outside the main thread nobody can catch the first, and it does what it always does.
    """
    pressed = False

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            signal.default_int_handler(number, frame)
        pressed = True
        # It may have come in the midst of another line.
        with suppress(RuntimeError):
            say(FINISHING)

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed or stop()
    finally:
        signal.signal(signal.SIGINT, before)
