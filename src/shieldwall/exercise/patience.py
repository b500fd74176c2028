"""A limit on how long code of a user may take, which ends even a loop that would never end, in any thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlow(BaseException):
    """The limit is over."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the body once it has taken so many seconds; it must be Python code for that."""
    thread = threading.get_ident()
    lock, over = threading.Lock(), threading.Event()
    raised = False

    def stop() -> None:
        nonlocal raised
        with lock:
            if not over.is_set():
                raised = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooSlow))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over.set()
            if raised:
                # What is raised but has not arrived must not arrive later.
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)
        timer.cancel()
