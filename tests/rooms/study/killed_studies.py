"""Studies that are killed again and again: a process that fights, one that kills, and what must hold after each kill.

The moments are random; whom a kill meets is not, and none is missed, so that a quick or a busy machine tests the same.
`python killed_studies.py KILLS` kills so many times and says what came of it.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

import numpy as np
import psutil
from philox_battles import HEADER, PhiloxBattles

from shieldwall.study import chunks
from shieldwall.study.fighting import fight_missing
from shieldwall.study.runners import processes, threads
from shieldwall.study.store import held_store, open_store
from shieldwall.study.work import Batch, Task

WORK = [Batch(0, -1, 0, 100), *(Batch(1, row, 0, 5) for row in range(20))]
BATTLES = 200
#: What may be killed: the process that keeps the study, one that fights for it, or both at once.
VICTIMS = ("coordinator", "worker", "both")
#: So often each of them at least, and so many studies done, however many kills that takes, but no more than FUTILE
#: times as many as were asked for.
EACH, DONE, FUTILE = 5, 1, 10
#: The study is done or killed; longer than this, s, nothing takes.
PATIENCE = 30.0
#: The exit code of a study that lost a worker time after time.
GAVE_UP = 3


@contextmanager
def in_place() -> Iterator[None]:
    """A writer that is broken: it writes where the chunk is to stand, in two parts, and flushes nothing."""
    put, replace = chunks.put, Path.replace
    written: dict[Path, bytes] = {}

    def write_in_place(part: Path, target: Path) -> Path:
        content = written.pop(part, None)
        if content is None:
            return replace(part, target)
        with target.open("wb", buffering=0) as stream:
            stream.write(content[: len(content) // 2])
            time.sleep(0.005)
            stream.write(content[len(content) // 2 :])
        return target

    chunks.put, Path.replace = written.__setitem__, write_in_place  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        chunks.put, Path.replace = put, replace  # type: ignore[method-assign]


def fight(folder: Path, reported: int, seed: int) -> None:
    """Fight WORK in a folder, and write to a file descriptor what it holds each time that something is kept."""
    rng = np.random.default_rng(seed)

    def say(task: Task) -> None:
        os.write(reported, b"".join(b"%d %d %d %d\n" % batch for batch in task))

    runner = processes.run if rng.random() < 0.5 else threads.run
    with held_store(folder, HEADER, resume=True) as store:
        keep = store.keep

        def kept(task: Task, table: chunks.Table) -> None:
            keep(task, table)
            say(task)

        store.keep = kept  # type: ignore[method-assign]
        os.write(reported, b"begun\n")
        fight_missing(store, WORK, PhiloxBattles(0.0004), runner, 2, int(rng.integers(1, 13)))


def copied(do: Callable[[], object]) -> int:
    """Do something in a copy of this process, which has all that it needs loaded: a start takes milliseconds.

    This process must have one thread, so it never reads or writes a table itself.
    """
    number = os.fork()
    if number == 0:
        code = 1
        try:
            do()
            code = 0
        except processes.WorkerLostError:
            code = GAVE_UP
        except BaseException:  # noqa: BLE001  it is reported, and this copy ends
            traceback.print_exc()
        finally:
            os._exit(code)
    return number


class Study:
    """A study in a process of its own, in a folder that outlives it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        read, write = os.pipe()
        self.number = copied(lambda: fight(folder, write, seed))
        os.close(write)
        self._reports = os.fdopen(read)
        assert self._reports.readline() == "begun\n"

    def under_way(self) -> None:
        """Wait until it has kept something, or is done."""
        select.select([self._reports], [], [], PATIENCE)

    def ended(self) -> int | None:
        """None while it goes on, 0 when it is done, GAVE_UP when its workers were killed faster than they start."""
        number, status = os.waitpid(self.number, os.WNOHANG)
        code = os.waitstatus_to_exitcode(status)
        assert number == 0 or code in {0, GAVE_UP}, f"the study failed: {code}"
        return code if number else None

    def kill(self, rng: np.random.Generator, victims: Iterator[str]) -> str:
        """Kill the next with signal 9, and return whom: while threads fight or no worker is up, there is but one."""
        workers = psutil.Process(self.number).children()
        victim = next(victims) if workers else "coordinator"
        if victim != "coordinator":
            with suppress(psutil.NoSuchProcess):
                workers[rng.integers(len(workers))].send_signal(signal.SIGKILL)
        if victim != "worker":
            os.kill(self.number, signal.SIGKILL)
            os.waitpid(self.number, 0)
        return victim

    def reported(self) -> list[Batch]:
        """What it said that it holds, to its end."""
        with self._reports:
            return [Batch(*map(int, line.split())) for line in self._reports]


def check(folder: Path, reported: list[Batch], done: bool) -> None:
    """What must hold: all that was reported is there, once, as it was fought; nothing in the folder is broken."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store = open_store(folder, HEADER)
    lost = [batch for batch in reported if batch not in store.battles]
    assert not lost, f"lost: {lost}"
    table = store.results()
    assert len(table) == store.battles.count, "doubled"
    assert len(np.unique(table[["cell", "row", "replication"]])) == len(table), "doubled"
    expected = [EXPECTED[batch.cell, batch.row][batch.first : batch.end] for batch in store.battles]
    assert table.tobytes() == np.concatenate([*expected, table[:0]]).tobytes(), "other results"
    assert not done or len(table) == BATTLES, "not all is there at the end"


def checked(folder: Path, reported: list[Batch], done: bool) -> None:
    """Check in another process."""
    _, status = os.waitpid(copied(lambda: check(folder, reported, done)), 0)
    assert status == 0, "what was kept is not sound"


EXPECTED = {(batch.cell, batch.row): PhiloxBattles()(batch) for batch in WORK}


def killed(count: dict[str, int]) -> int:
    """How many kills there were."""
    return sum(count[victim] for victim in VICTIMS)


def kill_often(kills: int, seed: int, place: Path, say: Callable[[str], object] = lambda _: None) -> dict[str, int]:
    """Kill studies so many times at random moments, or as often as it takes to meet each victim and an end.

    Returns how often each victim was killed, and how many studies ended. Raises AssertionError as soon as anything is
    lost, doubled or broken, or when somebody cannot be met.
    """
    rng = np.random.default_rng(seed)
    victims = cycle(VICTIMS)
    count = dict.fromkeys((*VICTIMS, "ended"), 0)
    study, reported, begun = None, [], 0
    while killed(count) < kills or count["ended"] < DONE or any(count[victim] < EACH for victim in VICTIMS):
        assert killed(count) < FUTILE * kills, f"somebody is never met: {count}"
        if study is None:
            folder = place / f"study-{count['ended']}"
            study, begun = Study(folder, int(rng.integers(1 << 32))), begun + 1
        # Most while chunks are written, some while it starts.
        if rng.random() < 0.6:
            study.under_way()
        time.sleep(rng.uniform(0.0, 0.2))
        ended = study.ended()
        gone = ended is not None
        if not gone:
            victim = study.kill(rng, victims)
            gone = victim != "worker"
            count[victim] += 1
            if killed(count) % 100 == 0:
                say(f"{count}, {begun} starts")
        if gone:
            reported += study.reported()
            checked(folder, reported, ended == 0)
            study = None
        if ended == 0:
            count["ended"] += 1
            reported = []
    if study is not None:
        while study.kill(rng, victims) == "worker":
            pass
        checked(study.folder, reported + study.reported(), False)
    return count


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(kill_often(int(sys.argv[1]), 12, Path(scratch), print))  # noqa: T201
