"""Processes of this machine, for fights that hold Python's lock: a thread of ours speaks to each, and replaces it."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.study.runners import Keep, Progress
from shieldwall.study.runners.threads import side_by_side
from shieldwall.study.work import Fight, Table, Task

#: How often a task is tried when its process ends.
TRIES = 3
#: What a process runs. It looks for modules where this one does, and leaves Ctrl-C to it.
_START = """
import pickle, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
try:
    sys.path[:] = pickle.load(sys.stdin.buffer)
except EOFError:
    sys.exit(1)
from shieldwall.study.runners.worker import serve
serve()
"""


class WorkerLostError(ShieldwallError):
    """The processes that fought a task ended, one after the other."""


def run(tasks: Iterator[Task], fight: Fight, keep: Keep, progress: Progress, workers: int) -> None:
    """Fight the tasks in so many processes, as a Runner does; one that is killed is replaced, its task fought anew.

    Raises InputError for a fight that cannot be sent to another process, WorkerLostError for a task that ends its
    process time after time.
    """
    try:
        packed = pickle.dumps(fight)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        instead = "use threads, or put what you defined into a module"
        raise InputError(f"this study cannot be sent to other processes: {error}", instead=instead) from error
    processes = [_Process(packed) for _ in range(workers)]
    try:
        side_by_side(tasks, processes, keep, progress)
    finally:
        for process in processes:
            process.close()


class _Process:
    """A worker process, started when it is first asked to fight."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._running: subprocess.Popen[bytes] | None = None
        self._closed = False

    def __call__(self, task: Task) -> Table:
        for _ in range(TRIES):
            try:
                outcome = self._asked(task)
            except (EOFError, OSError, pickle.UnpicklingError):
                self._end()
                if self._closed:
                    break
                continue
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome
        raise WorkerLostError(
            f"{TRIES} processes that fought {task} were ended, perhaps for want of memory; go on with --resume and "
            "fewer --workers"
        )

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._end()

    def _asked(self, task: Task) -> Table | BaseException:
        running = self._running = self._running or self._started()
        if running.stdin is None or running.stdout is None:
            raise EOFError
        _send(running, task)
        outcome: Table | BaseException = pickle.load(running.stdout)  # noqa: S301  our own process
        return outcome

    def _started(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", _START]
        running = subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True)  # noqa: S603  ourselves
        self._running = running
        _send(running, sys.path)
        _send(running, self._packed)
        return running

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.wait()
            for stream in (running.stdin, running.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()


def _send(running: subprocess.Popen[bytes], what: Any) -> None:
    if running.stdin is None:
        raise EOFError
    pickle.dump(what, running.stdin)
    running.stdin.flush()
