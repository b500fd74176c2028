"""Work that takes longer than a request: one piece at a time, a few waiting, each asked after by its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import Queue
from threading import Lock, Thread
from typing import Any, Final

from shieldwall.quantities.errors import ShieldwallError
from shieldwall.server.held import NotHeldError

#: Pieces that may wait, and finished ones that are remembered.
MOST_WAITING: Final = 4
REMEMBERED: Final = 64
#: How long the end of the server waits for a step of the work under way, s.
PATIENCE: Final = 5.0

#: Called with what is done and what there is in all.
Progress = Callable[[float, float], None]
Work = Callable[[Progress], Any]
#: Whether an answer still is one.
Holds = Callable[[Any], bool]
PENDING: Final = frozenset({"waiting", "running"})


class FullError(ShieldwallError):
    """So much waits already that nothing more is taken."""


class _StoppedError(BaseException):
    """The server ends; no error that work may catch."""


@dataclass
class Job:
    """One piece of work: its number, how far it has come, and its answer or its error."""

    number: int
    what: str
    state: str = "waiting"
    done: float = 0.0
    total: float = 0.0
    answer: Any = None
    error: dict[str, str] | None = None

    def plain(self) -> dict[str, Any]:
        """Return the job as plain data."""
        return {"id": str(self.number), **{name: getattr(self, name) for name in
                ("what", "state", "done", "total", "answer", "error")}}  # fmt: skip


class Jobs:
    """The jobs of a server, done in the order in which they came by a thread that ends with the process."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self._waiting: Queue[tuple[Job, Work] | None] = Queue()
        self._lock = Lock()
        self._stopped = False
        self._worker: Thread | None = None

    def begin(self, what: str, work: Work, holds: Holds = lambda _: True) -> Job:
        """Take a piece of work and return its job; the same piece that waits or is done is not taken twice.

        What is done is done anew where its answer no longer `holds`. Raises FullError.
        """
        with self._lock:
            for job in self._jobs.values():
                if job.what == what and (job.state in PENDING or (job.state == "done" and holds(job.answer))):
                    return job
            if sum(job.state in PENDING for job in self._jobs.values()) > MOST_WAITING:
                raise FullError("this server is busy with other questions; ask again when one is answered")
            job = Job(max(self._jobs, default=0) + 1, what)
            self._jobs[job.number] = job
            self._forget()
            if self._worker is None:
                self._worker = Thread(target=self._work, name="jobs", daemon=True)
                self._worker.start()
        self._waiting.put((job, work))
        return job

    def job(self, number: int) -> Job:
        """Return a job by its number; NotHeldError for none."""
        found = self._jobs.get(number)
        if found is None:
            raise NotHeldError(f"there is no job {number} here", instead="ask again what it was begun for")
        return found

    def stop(self) -> None:
        """End the work under way at its next step, and wait for that a little."""
        self._stopped = True
        self._waiting.put(None)
        if self._worker is not None:
            self._worker.join(PATIENCE)

    def _forget(self) -> None:
        over = [number for number, job in self._jobs.items() if job.state not in PENDING]
        for number in over[: max(0, len(self._jobs) - REMEMBERED)]:
            del self._jobs[number]

    def _work(self) -> None:
        while (taken := self._waiting.get()) is not None and not self._stopped:
            job, work = taken
            job.state = "running"
            try:
                job.answer = work(self._progress(job))
                job.state = "done"
            except _StoppedError:
                return
            except ShieldwallError as error:
                instead = getattr(error, "instead", None) or ""
                job.error = {"error": getattr(error, "message", str(error)), "instead": instead}
                job.state = "failed"
            except Exception as error:  # noqa: BLE001  a job that fails must not end the thread of all others
                job.error = {"error": f"this is a bug in shieldwall: {error!r}", "instead": "please report it"}
                job.state = "failed"

    def _progress(self, job: Job) -> Progress:
        def note(done: float, total: float) -> None:
            if self._stopped:
                raise _StoppedError
            job.done, job.total = float(done), float(total)

        return note
