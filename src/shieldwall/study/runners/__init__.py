"""Who fights the batches of a study: threads, processes, a cluster of Dask. What they fight is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from shieldwall.study.work import Batch, Fight, Table

#: Called with each batch that is fought, in whatever order.
Keep = Callable[[Batch, Table], None]
#: Called after that, with the seconds that one worker took.
Progress = Callable[[Batch, Table, float], None]


class Runner(Protocol):
    """Fights all batches and keeps each as it is done, by one thread, that of the caller.

    The first error of a fight stops it: what is in hand is finished and kept, then the error is raised. What `keep` and
    `progress` raise stops it at once.
    """

    def __call__(self, batches: Iterator[Batch], fight: Fight, keep: Keep, progress: Progress, workers: int) -> None:
        """Return when all that `batches` gave is kept."""
