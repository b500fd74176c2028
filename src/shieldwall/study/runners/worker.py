"""What a worker process does: fights what it reads from its standard input, and is gone when nobody asks any more."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from functools import lru_cache
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO, NoReturn

from shieldwall.study.work import Fight, Task, fight_task


def serve() -> None:
    """Read the pickle of a fight and then tasks, and answer each task with its table or with what it raised.

    When its input ends, whoever asked is gone, and the process ends in the midst of whatever it does.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What is printed on the way goes where messages go.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_read, args=(sys.stdin.buffer, asked), daemon=True).start()
    packed: bytes = asked.get()
    while True:
        # Whole before a byte of it is sent: half an answer would be taken for a dead process.
        answer = _answer(packed, asked.get())
        try:
            answers.write(answer)
            answers.flush()
        except OSError:
            _leave()


def _read(stream: BinaryIO, asked: SimpleQueue[Any]) -> None:
    try:
        while True:
            asked.put(pickle.load(stream))  # noqa: S301  from who started us
    except (EOFError, OSError, pickle.UnpicklingError):
        _leave()


def _leave() -> NoReturn:
    """End at once, whatever the threads do: there is nobody to tell."""
    os._exit(1)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Fight:
    fight: Fight = pickle.loads(packed)  # noqa: S301  from who started us
    return fight


def _answer(packed: bytes, task: Task) -> bytes:
    try:
        return pickle.dumps(fight_task(_unpacked(packed), task))
    except Exception as error:  # noqa: BLE001  it is raised where the study waits
        try:
            whole = pickle.dumps(error)
            pickle.loads(whole)  # noqa: S301  tried here, since some errors can be written but not read
        except Exception:  # noqa: BLE001
            return pickle.dumps(RuntimeError(traceback.format_exc()))
        return whole
