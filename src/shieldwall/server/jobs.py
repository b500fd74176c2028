"""Work that takes longer than a request: one at a time, a few waiting; asked after, or stopped, by its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import Queue
from threading import Lock, Thread
from typing import Any, Final, NamedTuple

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
WAITING, RUNNING, STOPPING = "waiting", "running", "stopping"
DONE, FAILED, STOPPED = "done", "failed", "stopped"
PENDING: Final = frozenset({WAITING, RUNNING, STOPPING})


class What(NamedTuple):
    """What a piece of work is: its kind and of what, as a page says it, and just which, by which it is known again."""

    kind: str
    of: str
    which: str = ""


class FullError(ShieldwallError):
    """So much waits already that nothing more is taken."""


class _StoppedError(BaseException):
    """Nobody wants the work any more, or the server ends; no error that work may catch."""


@dataclass
class Job:
    """One piece of work: its number, how far it has come, and its answer or its error."""

    number: int
    what: What
    state: str = WAITING
    done: float = 0.0
    total: float = 0.0
    answer: Any = None
    error: dict[str, str] | None = None

    def so_far(self) -> dict[str, Any]:
        """Return what it is and how far it has come, as plain data."""
        return {"id": str(self.number), "kind": self.what.kind, "of": self.what.of, "state": self.state,
                "done": self.done, "total": self.total}  # fmt: skip


class Jobs:
    """The jobs of a server, done in the order in which they came by a thread that ends with the process."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self._waiting: Queue[tuple[Job, Work] | None] = Queue()
        self._lock = Lock()
        self._stopped = False
        self._worker: Thread | None = None

    def begin(self, what: What, work: Work, holds: Holds = lambda _: True) -> Job:
        """Take a piece of work and return its job; the same piece that waits or is done is not taken twice.

        What is done is done anew where its answer no longer `holds`. Raises FullError.
        """
        with self._lock:
            for job in self._jobs.values():
                if job.what == what and (job.state in (WAITING, RUNNING) or (job.state == DONE and holds(job.answer))):
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

    def plain(self, job: Job) -> dict[str, Any]:
        """Return a job as plain data, with what is under way while it waits for its turn."""
        before = None
        if job.state == WAITING:
            before = next((one for one in list(self._jobs.values()) if one.state in (RUNNING, STOPPING)), None)
        return {**job.so_far(), "answer": job.answer, "error": job.error,
                "waits_for": None if before is None else before.so_far()}  # fmt: skip

    def cancel(self, number: int) -> Job:
        """Have a piece of work end at its next step, or never begin, and return its job; what is over stays as it is.

        Who asks the same again begins it anew. Raises NotHeldError for no job.
        """
        with self._lock:
            job = self.job(number)
            job.state = {WAITING: STOPPED, RUNNING: STOPPING}.get(job.state, job.state)
        return job

    def stop(self) -> None:
        """End the work under way at its next step, since the server ends, and wait for that a little."""
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
            with self._lock:
                if job.state != WAITING:
                    continue
                job.state = RUNNING
            self._do(job, work)

    def _do(self, job: Job, work: Work) -> None:
        state = FAILED
        try:
            job.answer = work(self._progress(job))
            state = DONE
        except _StoppedError:
            state = STOPPED
        except ShieldwallError as error:
            instead = getattr(error, "instead", None) or ""
            job.error = {"error": getattr(error, "message", str(error)), "instead": instead}
        except Exception as error:  # noqa: BLE001  a job that fails must not end the thread of all others
            job.error = {"error": f"this is a bug in shieldwall: {error!r}", "instead": "please report it"}
        with self._lock:
            job.state = state

    def _progress(self, job: Job) -> Progress:
        def note(done: float, total: float) -> None:
            if self._stopped or job.state == STOPPING:
                raise _StoppedError
            job.done, job.total = float(done), float(total)

        return note
