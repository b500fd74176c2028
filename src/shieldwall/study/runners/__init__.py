"""Who fights the tasks of a study: threads, processes, a cluster of Dask. What they fight is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from shieldwall.study.work import Fight, Table, Task

#: Called with each task that is fought, in whatever order.
Keep = Callable[[Task, Table], None]
#: Called after that, with the seconds that one worker took.
Progress = Callable[[Task, Table, float], None]


class Runner(Protocol):
    """Fights all tasks and keeps each as it is done, by one thread, that of the caller.

    The first error of a fight stops it: what is in hand is finished and kept, then the error is raised. What `keep` and
    `progress` raise stops it at once.
    """

    def __call__(self, tasks: Iterator[Task], fight: Fight, keep: Keep, progress: Progress, workers: int) -> None:
        """Return when all that `tasks` gave is kept."""
