"""A cluster of Dask: its scheduler hands the tasks out, fights those of a lost worker again, and this keeps them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any

from shieldwall.assembly.plan.code import code_hash
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.study.runners import Keep, Progress, Runner
from shieldwall.study.work import Fight, Table, Task, fight_task

if TYPE_CHECKING:
    from distributed import Client

#: How long a cluster may take to answer, and how long it may have no worker, s.
CONNECT, PATIENCE = 10.0, 60.0
#: Time between two looks at the cluster, s, and tasks in hand for each of its threads.
LOOK, AHEAD = 1.0, 2
_RESUME = "what was fought is kept: go on with --resume"


class ClusterLostError(ShieldwallError):
    """The cluster is gone, or gives nothing any more."""


def on_cluster(address: str, patience: float = PATIENCE) -> Runner:
    """Return the runner of the cluster whose scheduler has this address, such as "tcp://scheduler:8786".

    Its workers must have this very version of the code; how many there are is theirs. The runner raises InputError
    where the extra `cluster` is not installed, ClusterLostError when nothing answers, when there was no worker for
    `patience` s, and when a task ends its workers time after time.
    """

    def run(tasks: Iterator[Task], fight: Fight, keep: Keep, progress: Progress, workers: int) -> None:  # noqa: ARG001
        with _connected(address) as client:
            _Hand(client, address, fight, patience).run(tasks, keep, progress)

    return run


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        instead = "install them: pip install 'shieldwall[cluster]'"
        raise InputError(f"a cluster needs packages that are not installed ({error})", instead=instead) from error
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterLostError(f"no cluster answers at {address}; start its scheduler, or mend the address") from error
    try:
        yield client
    finally:
        client.close(timeout=CONNECT)


class _Hand:
    """The tasks that a cluster has in hand."""

    def __init__(self, client: Client, address: str, fight: Fight, patience: float) -> None:
        import cloudpickle

        self._client, self._address, self._patience = client, address, patience
        self._packed: bytes = cloudpickle.dumps(fight)
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._in_hand: dict[Any, Task] = {}
        self._threads, self._looked, self._staffed = 0, 0.0, time.monotonic()

    def run(self, tasks: Iterator[Task], keep: Keep, progress: Progress) -> None:
        failure: BaseException | None = None
        try:
            while True:
                self._look()
                while failure is None and len(self._in_hand) < max(1, AHEAD * self._threads):
                    task = next(tasks, None)
                    if task is None:
                        break
                    self._submit(task)
                if not self._in_hand:
                    break
                for future in self._finished():
                    task = self._in_hand.pop(future)
                    outcome = self._outcome(future, task)
                    if isinstance(outcome, BaseException):
                        failure = failure or outcome
                    else:
                        keep(task, outcome[0])
                        progress(task, *outcome)
        finally:
            if self._in_hand and self._client.status == "running":
                self._client.cancel(list(self._in_hand), force=True)
        if failure is not None:
            raise failure

    def _submit(self, task: Task) -> None:
        # A name of its own each time: what another study left on the cluster is not taken for this.
        future = self._client.submit(_fight, self._packed, code_hash(), task, pure=False)
        self._in_hand[future] = task
        future.add_done_callback(self._done.put)

    def _finished(self) -> Iterator[Any]:
        with contextlib.suppress(Empty):
            yield self._done.get(timeout=LOOK)
            while True:
                yield self._done.get_nowait()

    def _outcome(self, future: Any, task: Task) -> tuple[Table, float] | BaseException:
        """What a finished future gives: a table and the seconds it took, or why there is none."""
        from distributed import CancelledError, KilledWorker

        try:
            table, seconds = future.result()
            return table, seconds
        except KilledWorker:
            return ClusterLostError(f"{task} ended its workers time after time, perhaps for want of memory; {_RESUME}")
        except CancelledError:
            return self._lost("does not answer any more")
        except Exception as error:  # noqa: BLE001  what the fight raised, or the way to it
            return error if future.status == "error" else self._lost("does not answer any more")

    def _look(self) -> None:
        """See how many threads the cluster has, now and then."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        if self._client.status != "running":
            raise self._lost("does not answer any more")
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise self._lost("does not answer any more") from error
        if self._threads > 0:
            self._staffed = now
        elif now - self._staffed > self._patience:
            raise self._lost(f"has had no worker for {self._patience:.0f} s")

    def _lost(self, what: str) -> ClusterLostError:
        return ClusterLostError(f"the cluster at {self._address} {what}; {_RESUME}")


_UNPACKING = Lock()


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Fight:
    import cloudpickle

    fight: Fight = cloudpickle.loads(packed)
    return fight


def _fight(packed: bytes, code: str, task: Task) -> tuple[Table, float]:
    """Fight a task where the cluster put it; return its table and the seconds that it took."""
    if code_hash() != code:
        instead = "install on all machines what runs here"
        raise InputError("a worker of the cluster has another version of shieldwall", instead=instead)
    with _UNPACKING:
        fight = _unpacked(packed)
    began = time.monotonic()
    return fight_task(fight, task), time.monotonic() - began
