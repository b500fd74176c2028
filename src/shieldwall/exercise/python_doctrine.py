"""A command doctrine in plain Python: a file or a function that reads a picture and writes orders.

It is code, and runs with all the rights of whoever runs it. So only who runs an exercise may name it; no scenario can.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from shieldwall.exercise.decisions import Orders
from shieldwall.exercise.patience import TooSlow, limited
from shieldwall.exercise.picture import Picture
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import parse
from shieldwall.quantities.visible import visible_line

Decide = Callable[[Picture, Orders], object]
#: Time between two epochs where the doctrine says nothing, s; the least, and the longest time that one may think, s.
EVERY, LEAST_EVERY, PATIENCE = 10.0, 0.1, 60.0


class DoctrineError(InputError):
    """A doctrine in Python cannot be read, fails, or takes too long; it names the file and the line."""


@dataclass(frozen=True)
class Doctrine:
    """A doctrine and how often it decides: every so many seconds. `source` is its text, None where it has none."""

    name: str
    every: float
    source: str | None
    function: Decide | None = None
    file: str = ""

    def in_header(self) -> dict[str, Any]:
        """Return what the header of a run says of it: its name, its epochs, and the SHA-256 of its source."""
        seal = None if self.source is None else hashlib.sha256(self.source.encode()).hexdigest()
        return {"name": visible_line(self.name), "every": self.every, "source": seal}

    def begin(self) -> Decide:
        """Return what decides in one battle; a file is run anew, so that no battle knows of another."""
        if self.function is not None:
            return self.function
        return _decide_of(self.file, self._namespace())

    def _namespace(self) -> dict[str, Any]:
        return executed(self.source or "", self.file)

    def decide(self, function: Decide, picture: Picture, orders: Orders) -> None:
        """Ask for the orders of an epoch; DoctrineError, with file and line, for whatever goes wrong in it."""
        try:
            with limited(PATIENCE):
                function(picture, orders)
            orders.table()
        except (Exception, SystemExit, TooSlow) as error:  # noqa: BLE001  a stranger's code may raise anything
            _blame(error, self.file, f"at {picture.t:g} s")


def doctrine(what: str | os.PathLike[str] | Decide | Doctrine, every: str | float | None = None) -> Doctrine:
    """Return the doctrine of a file by its path, or of a function `(picture, orders)`; it decides `every` 10 s.

    A file says how often in `EVERY = "5 s"`. Raises DoctrineError for a file that is none or has no function `decide`.
    """
    if isinstance(what, Doctrine):
        return what
    if callable(what):
        file = inspect.getsourcefile(what) if inspect.isroutine(what) else None
        return Doctrine(getattr(what, "__name__", type(what).__name__), _seconds(every), _text(what), what, file or "")
    path = Path(os.fspath(what))
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise DoctrineError(
            f"the doctrine cannot be read: {reason}", str(path), instead="name a file in Python"
        ) from None
    namespace = executed(source, str(path))
    _decide_of(str(path), namespace)
    stated = every if every is not None else namespace.get("EVERY")
    return Doctrine(path.name, _seconds(stated), source, file=str(path))


def executed(source: str, file: str) -> dict[str, Any]:
    """Run the text of a doctrine and return its names; DoctrineError for whatever goes wrong."""
    namespace: dict[str, Any] = {"__name__": "doctrine", "__file__": file}
    try:
        with limited(PATIENCE):
            exec(compile(source, file, "exec"), namespace)  # noqa: S102  who runs the exercise named this file
    except (Exception, SystemExit, TooSlow) as error:  # noqa: BLE001
        _blame(error, file, "as it is read")
    return namespace


def _decide_of(file: str, namespace: dict[str, Any]) -> Decide:
    found = namespace.get("decide")
    if not callable(found):
        raise DoctrineError(
            "the doctrine does not say what to decide", file, instead="write def decide(picture, orders):"
        )
    return found  # type: ignore[no-any-return]


def _seconds(every: object) -> float:
    if every is None:
        return EVERY
    seconds = float(every) if isinstance(every, int | float) and not isinstance(every, bool) else _parsed(str(every))
    if not LEAST_EVERY <= seconds <= 1e5:
        raise InputError(f"epochs every {seconds:g} s are none", instead=f'write for example "{EVERY:g} s"')
    return seconds


def _parsed(every: str) -> float:
    return parse(every, "duration")


def _text(function: Decide) -> str | None:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return None


def _blame(error: BaseException, file: str, when: str) -> NoReturn:
    """Raise the DoctrineError that says where in a file an error came from."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if file and frame.filename == file]
    line = frames[-1].lineno if frames else getattr(error, "lineno", None)
    if isinstance(error, InputError):
        raise DoctrineError(f"{when}, {error.message}", file or None, line, instead=error.instead) from error
    if isinstance(error, TooSlow):
        what, instead = f"the doctrine took longer than {PATIENCE:g} s {when}", "look for a loop that does not end"
    else:
        what, instead = f"the doctrine fails {when}: {type(error).__name__}: {error}", "mend it there"
    raise DoctrineError(what, file or None, line, instead=instead) from error
