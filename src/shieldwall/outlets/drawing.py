"""The figures of a report drawn by a process of their own, which gets ready while the battle is fought.

Half of what a report takes is drawing, and a sixth the import of what draws. Once there is something to draw, the
process makes another of itself, where the system can, and each draws a share. Nothing depends on who draws: where no
such process can be had, or it fails, this one draws.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib import import_module
from types import TracebackType
from typing import Any, Never, Self

import numpy as np

from shieldwall.outlets.account import Account
from shieldwall.outlets.report import captioned_figures
from shieldwall.record.recording import Recording

#: What draws, imported before there is anything to draw.
TOOLS = (
    "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "matplotlib.figure",
    "shieldwall.outlets.map", "shieldwall.outlets.seen",
)  # fmt: skip
#: Which of a report's figures each of two processes draws, so that both take about as long: the kill chain and maps.
FIRST_SHARE, SECOND_SHARE = slice(0, 2), slice(2, None)
#: As in the command line: nothing that is imported is garbage.
BETWEEN_LOOKS = 100_000


@dataclass(frozen=True)
class Drawn:
    """A figure as a page shows it; `width` and `height` in CSS pixels, `picture` a data address."""

    name: str
    title: str
    caption: str
    alt: str
    width: int
    height: int
    picture: str

    def address(self) -> str:
        """Return the picture."""
        return self.picture


class Drawing:
    """A process that draws the figures of one recording; to be used in a `with` statement, which ends it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        # Beside a battle, a process on the only core would but wait.
        if (os.cpu_count() or 1) > 1:
            command = [sys.executable, "-P", "-c", f"from {__name__} import serve; serve()"]
            pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
            try:
                self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing)  # noqa: S603  our own
            except OSError:
                self._process = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._thread.shutdown()
        for pipe in (self._process.stdin, self._process.stdout) if self._process is not None else ():
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def begin(self, recording: Recording) -> Callable[[], list[Drawn]]:
        """Have the figures of a recording drawn, and return what waits for them."""
        process = self._process
        if process is None:
            return lambda: draw(recording)
        answer = self._thread.submit(lambda: process.communicate(_packed(recording))[0])

        def drawn() -> list[Drawn]:
            figures = answer.result()
            return _read(figures) if figures and process.returncode == 0 else draw(recording)

        return drawn


def draw(recording: Recording) -> list[Drawn]:
    """Return the figures of a recording's report, drawn."""
    return _drawn(Account(recording), slice(None))


def _drawn(account: Account, share: slice) -> list[Drawn]:
    return [
        Drawn(one.name, one.title, one.caption, one.alt, one.width, one.height, one.address())
        for one in captioned_figures(account, share)
    ]


def serve() -> None:
    """Draw the recording that comes in, and send its figures out: what the process of a `Drawing` does."""
    # Who interrupts the command ends this process, too; it has nothing to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(BETWEEN_LOOKS)
    for tool in TOOLS:
        import_module(tool)
    asked = sys.stdin.buffer.read()
    if asked:
        send(_written(_drawn_by_two(Account(_unpacked(asked)))))


def send(answer: bytes) -> None:
    """Write all of an answer to the standard output, also where Python does not buffer what is written (-u).

    The stream's own `write` then takes what the pipe takes before a stop of the process, and drops the rest.
    """
    with open(sys.stdout.fileno(), "wb", closefd=False) as stream:
        stream.write(answer)


def _drawn_by_two(account: Account) -> list[Drawn]:
    """Draw one share while a copy of this process draws the other."""
    if not hasattr(os, "fork"):
        return _drawn(account, slice(None))
    reading, writing = os.pipe()
    copy = os.fork()
    if copy == 0:
        _draw_and_leave(account, writing)
    os.close(writing)
    first = _drawn(account, FIRST_SHARE)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(copy, 0)
    return first + (_read(answer) if status == 0 else _drawn(account, SECOND_SHARE))


def _draw_and_leave(account: Account, writing: int) -> Never:
    """What the copy does; it never returns into what its original was about."""
    failed = 1
    with contextlib.suppress(BaseException):
        # Who waits for what the original writes does not wait for the copy.
        os.close(sys.stdout.fileno())
        with os.fdopen(writing, "wb") as stream:
            stream.write(_written(_drawn(account, SECOND_SHARE)))
        failed = 0
    os._exit(failed)


def _written(figures: list[Drawn]) -> bytes:
    return json.dumps([asdict(one) for one in figures]).encode()


def _read(figures: bytes) -> list[Drawn]:
    return [Drawn(**one) for one in json.loads(figures)]


def _packed(recording: Recording) -> bytes:
    header = np.frombuffer(json.dumps(recording.header).encode(), np.uint8)
    arrays: dict[str, Any] = {"header": header, "log": recording.log, "film": recording.film}
    arrays |= {f"scene-{name}": array for name, array in recording.scene.items()}
    written = io.BytesIO()
    np.savez(written, **arrays)
    return written.getvalue()


def _unpacked(content: bytes) -> Recording:
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        scene = {name.removeprefix("scene-"): held[name] for name in held.files if name.startswith("scene-")}
        return Recording(json.loads(held["header"].tobytes()), held["log"], held["film"], scene)
