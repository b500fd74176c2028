"""Threads of this process: the compiled loop holds no lock of Python, so each has a core of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from shieldwall.study.runners import Keep, Progress
from shieldwall.study.work import Fight, FightTask, Table, Task, fight_task


class _Fought(NamedTuple):
    task: Task
    outcome: Table | BaseException
    seconds: float


def run(tasks: Iterator[Task], fight: Fight, keep: Keep, progress: Progress, workers: int) -> None:
    """Fight the tasks on so many threads, as a Runner does; `fight` is called by all of them at once."""
    side_by_side(tasks, [partial(fight_task, fight)] * workers, keep, progress)


def side_by_side(tasks: Iterator[Task], fights: Sequence[FightTask], keep: Keep, progress: Progress) -> None:
    """Fight the tasks on a thread for each of `fights`, as a Runner does.

    The threads end with the process: who stops a study at once waits for no battle.
    """
    asked: SimpleQueue[Task | None] = SimpleQueue()
    done: SimpleQueue[_Fought] = SimpleQueue()
    for fight in fights:
        Thread(target=_work, args=(fight, asked, done), daemon=True).start()
    in_hand = 0
    failure: BaseException | None = None

    def hand_out() -> None:
        """Hand out one more than there are threads, so that none waits while a chunk is written."""
        nonlocal in_hand
        while failure is None and in_hand <= len(fights) and (task := next(tasks, None)) is not None:
            asked.put(task)
            in_hand += 1

    try:
        hand_out()
        while in_hand:
            task, outcome, seconds = done.get()
            in_hand -= 1
            if isinstance(outcome, BaseException):
                failure = failure or outcome
                in_hand -= _taken_back(asked)
                continue
            hand_out()
            keep(task, outcome)
            progress(task, outcome, seconds)
    finally:
        _taken_back(asked)
        for _ in fights:
            asked.put(None)
    if failure is not None:
        raise failure


def _work(fight: FightTask, asked: SimpleQueue[Task | None], done: SimpleQueue[_Fought]) -> None:
    while (task := asked.get()) is not None:
        began = time.monotonic()
        try:
            outcome: Table | BaseException = fight(task)
        except BaseException as error:  # noqa: BLE001  whatever it is, it is raised where the study waits
            outcome = error
        done.put(_Fought(task, outcome, time.monotonic() - began))


def _taken_back(asked: SimpleQueue[Task | None]) -> int:
    """Take what nobody has begun off the queue, and return how much that was."""
    count = 0
    try:
        while True:
            asked.get_nowait()
            count += 1
    except Empty:
        return count
