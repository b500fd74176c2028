"""A limit on how long code of a user may take, which ends even a loop that would never end, in any thread."""

from __future__ import annotations

import ctypes
import functools
import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlow(BaseException):
    """The limit is over."""


class _Limit:
    """When the body of a thread has taken too long, and whether it was said."""

    def __init__(self, seconds: float) -> None:
        self.thread = threading.get_ident()
        self.ends = time.monotonic() + seconds
        self.over = False

    def tell(self, what: type[BaseException] | None) -> None:
        """Raise an exception in the thread, or take back one that has not arrived."""
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread), what and ctypes.py_object(what))


class _Watcher:
    """One thread for all limits: to start one for each decision took a fifth of a battle."""

    def __init__(self) -> None:
        # What is raised in a thread can strike inside a condition or an event of Python's and leave it locked for ever.
        self._lock, self._bell = threading.Lock(), threading.Lock()
        self._bell.acquire()
        self._limits: set[_Limit] = set()
        self._wakes = math.inf
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def add(self, limit: _Limit) -> None:
        with self._lock:
            self._limits.add(limit)
            if self._thread.ident is None:
                self._thread.start()
            elif limit.ends < self._wakes and self._bell.locked():
                self._bell.release()

    def remove(self, limit: _Limit) -> None:
        with self._lock:
            self._limits.discard(limit)
            if limit.over:
                # What is raised but has not arrived must not arrive later.
                limit.tell(None)

    def _watch(self) -> None:
        while True:
            with self._lock:
                now = time.monotonic()
                for limit in [one for one in self._limits if one.ends <= now]:
                    self._limits.remove(limit)
                    limit.over = True
                    limit.tell(TooSlow)
                # Who keeps to a limit wakes nobody: whether it was kept is seen when its time is over.
                self._wakes = min((one.ends for one in self._limits), default=math.inf)
            self._bell.acquire(timeout=-1 if self._wakes == math.inf else self._wakes - now)


# By process: a copy of one has none of its threads.
_watcher = functools.cache(lambda _process: _Watcher())


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the body once it has taken so many seconds; it must be Python code for that."""
    limit, watcher = _Limit(seconds), _watcher(os.getpid())
    try:
        watcher.add(limit)
        yield
    finally:
        watcher.remove(limit)
