"""Ctrl-C ends a command with one code and one line, whatever became on the way of the exception that it raised."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

INTERRUPTED = 130
WORDS = "interrupted; nothing half-written was left behind"


def is_interrupt(error: BaseException) -> bool:
    """Tell whether an error is KeyboardInterrupt or came of one.

    Where it strikes while a class is made, as in many an import, Python makes a RuntimeError of it, and C code makes
    a SystemError; code of others may catch it and raise what it likes.
    """
    ahead, seen = [error], set()
    while ahead:
        one = ahead.pop()
        if isinstance(one, KeyboardInterrupt):
            return True
        if id(one) not in seen:
            seen.add(id(one))
            ahead += [before for before in (one.__cause__, one.__context__) if before is not None]
    return False


@contextmanager
def unheard() -> Iterator[None]:
    """Hear no other Ctrl-C while the first is answered; on a busy machine people press again."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def leave_when_pressed() -> None:
    """Let Ctrl-C end the process at once from now on: all is said, and Python only tidies up."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    # Python ends by the signal, not with our code, where the last text that was executed was left by KeyboardInterrupt,
    # as one by which a library makes its classes may be, though that was caught since. This is another text.
    exec("")  # noqa: S102
