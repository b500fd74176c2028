"""The output is whole; what its encoding lacks is a mark that looks alike, else a question mark, of the same width."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
import unicodedata
from typing import NoReturn

#: Marks of type that a plain one can stand for.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys(
            "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{BOX DRAWINGS LIGHT HORIZONTAL}",
            "-",
        ),
        **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}", "'"),
        **dict.fromkeys(
            "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}", '"'
        ),
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
        **dict.fromkeys("\N{MIDDLE DOT}\N{BULLET}\N{HORIZONTAL ELLIPSIS}", "."),
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{SUPERSCRIPT TWO}": "2",
        "\N{RIGHTWARDS ARROW}": ">",
    }
)
#: 128 and the number of SIGPIPE, as shells have it.
CLOSED_PIPE = 141
_LACKING = "shieldwall.lacking"


def settle() -> None:
    """Have stdout write what its encoding lacks as marks that it has; stderr writes escapes, as Python has it."""
    codecs.register_error(_LACKING, _replaced)
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if sys.stdout is sys.__stdout__ and isinstance(sys.stdout.buffer, io.RawIOBase):
        # Where Python does not buffer (-u), it drops what is left of a write that a stop of the process cuts short.
        buffered = io.BufferedWriter(sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(buffered, sys.stdout.encoding, line_buffering=True)
    sys.stdout.reconfigure(errors=_LACKING)


def leave_quietly() -> NoReturn:
    """End as a program does that writes into a pipe which nobody reads any longer."""
    with contextlib.suppress(OSError, ValueError):
        # What is still to be written goes nowhere, and no complaint about it to stderr.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(CLOSED_PIPE)


def is_unicode(encoding: str | None) -> bool:
    """Whether an encoding has every character."""
    return (encoding or "utf-8").lower().startswith("utf")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_mark, lacking)), error.end


def _mark(lacking: str) -> str:
    alike = lacking.translate(_ALIKE)
    if alike != lacking:
        return alike
    if unicodedata.combining(lacking) or unicodedata.category(lacking) in ("Cf", "Mn", "Me"):
        return ""
    return "??" if unicodedata.east_asian_width(lacking) in ("W", "F") else "?"
