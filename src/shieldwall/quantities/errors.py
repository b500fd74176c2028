"""The typed errors that reach a person, each with an exit code and what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from shieldwall.quantities.visible import visible, visible_line


class ShieldwallError(Exception):
    """An expected failure, stated in one sentence; `code` is the exit code of the command."""

    code = 1


class InputError(ShieldwallError, ValueError):
    """Bad input: names the file, the line and the path of the value, and what to type instead.

    It is also a `ValueError`, so a field validator may raise it and the schema gives it its place.
    `others` holds further errors found in the same reading, in the order of the text.
    """

    code = 2

    def __init__(
        self,
        message: str,
        file: str | None = None,
        line: int | None = None,
        path: str | None = None,
        instead: str | None = None,
    ) -> None:
        super().__init__(message, file, line, path, instead)
        self.message = message
        self.file = file
        self.line = line
        self.path = path
        self.instead = instead
        self.others: tuple[InputError, ...] = ()

    def __str__(self) -> str:
        return _said(self)

    def placed(self, file: str | None, line: int | None, path: str | None) -> InputError:
        """Return the same error at a place, keeping whatever place it already names."""
        return type(self)(self.message, self.file or file, self.line or line or None, self.path or path, self.instead)


class FollowingError(InputError):
    """An error that follows from another place of the text, which has an error of its own."""


@dataclass(frozen=True)
class InputWarning:
    """What a sound input asks for and will not get, or not as its catalogue has it; placed as an `InputError` is."""

    message: str
    file: str | None = None
    line: int | None = None
    path: str | None = None
    instead: str | None = None

    def __str__(self) -> str:
        return _said(self)

    def plain(self) -> dict[str, Any]:
        """Return the warning as plain data: message, file, line, path, instead."""
        return asdict(self)

    def as_error(self) -> InputError:
        """Return the error that it is where nothing may be doubtful."""
        return InputError(self.message, self.file, self.line, self.path, self.instead)


def _said(one: InputError | InputWarning) -> str:
    file = visible_line(one.file) if one.file else None
    place = " ".join(part for part in (file, f"line {one.line}" if one.line else None) if part)
    path = quoted(one.path, 120)[1:-1] if one.path else None
    where = ", ".join(part for part in (place, path) if part)
    sentence = visible(f"{one.message}; {one.instead}" if one.instead else one.message)
    return f"{where}: {sentence}" if where else sentence


class PlanError(ShieldwallError):
    """A plan is used with something else than it was made for."""


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None when none is near enough to suggest."""
    near = difflib.get_close_matches(word.lower(), sorted(known), n=3, cutoff=0.6)
    if not near:
        return None
    # Equal likeness is common in short words; people seldom mistype the first letter.
    return max(near, key=lambda name: (_likeness(word, name), name[:1] == word[:1].lower()))


def guessed(word: str, known: Iterable[str]) -> str:
    """The question whether the nearest known word was meant, with a blank after it; empty when none is near enough."""
    near = closest(word, known)
    return f"did you mean {near}? " if near else ""


def _likeness(word: str, name: str) -> float:
    return round(difflib.SequenceMatcher(None, word.lower(), name).ratio(), 6)


def quoted(text: str, limit: int = 60) -> str:
    """Return the text in double quotes on one line, cut to `limit` characters."""
    plain = visible(" ".join(text.split()))
    return f'"{plain}"' if len(plain) <= limit else f'"{plain[: limit - 3]}..."'
