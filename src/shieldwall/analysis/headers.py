"""What two runs were asked: the differences of their headers, their scenarios and their catalogue values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shieldwall.quantities.errors import InputError

#: What a header says of the run itself, in the order in which it is shown; the rest follows from the scenario.
ASKED = ("title", "question", "file", "seed", "replication", "sampled", "origin", "start", "lasts", "doctrine")
MADE_BY = ("version", "code", "terrain", "plugins", "format")

#: An end of line that is not a line feed alone.
_END = re.compile(r"(\r)\n?")


@dataclass(frozen=True)
class Difference:
    """Something that two runs do not have in common: what, and how each has it; None for not at all."""

    what: str
    one: Any
    other: Any


def header_differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what differs between two headers beside scenario text and catalogue values, as plain data."""
    return tuple(
        Difference(name, one.get(name), other.get(name))
        for name in (*ASKED, *MADE_BY)
        if one.get(name) != other.get(name)
    )


def text_difference(one: str, other: str) -> tuple[str, ...]:
    """Return the unified diff of two scenario texts, line by line, empty when they are the same, byte for byte.

    Carriage returns stay at the ends of their lines. Where only the ends of lines differ, they are said in words.
    """
    lines = _lines(one), _lines(other)
    if lines[0] == lines[1] and one != other:
        lines = [_ends(one)], [_ends(other)]
    return tuple(difflib.unified_diff(*lines, "one", "other", lineterm="", n=1))


def _ends(text: str) -> str:
    kinds = [{"\r\n": "CR LF", "\r": "CR", "\n": "LF"}[end] for end in dict.fromkeys(re.findall(r"\r\n|\r|\n", text))]
    last = "" if text[-1:] in ("\r", "\n") else ", the last without"
    return f"ends of lines: {', '.join(kinds) or 'none'}{last}"


def _lines(text: str) -> list[str]:
    *lines, last = _END.sub(r"\1\n", text).split("\n")
    return [*lines, last] if last else lines


def scenario_changes(one: str, other: str) -> tuple[Difference, ...]:
    """Return the values of two scenario texts that differ, by the path that `--set` takes.

    A value is written as it would be typed. Empty when a text cannot be read, as the line by line difference still can.
    """
    from shieldwall.text.loader import load_text

    try:
        before, after = (load_text(text, "scenario").plain() for text in (one, other))
    except InputError:
        return ()
    return tuple(_parted(before, after, ""))


def _parted(one: Any, other: Any, path: str) -> Iterator[Difference]:
    if one == other:
        return
    if isinstance(one, dict) and isinstance(other, dict):
        keys = list(dict.fromkeys([*one, *other]))
        inner = [(str(key), one.get(key), other.get(key)) for key in keys]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        inner = [(str(place), *pair) for place, pair in enumerate(zip(one, other, strict=True), 1)]
    else:
        yield Difference(path, _typed(one), _typed(other))
        return
    for key, before, after in inner:
        yield from _parted(before, after, f"{path}.{key}" if path else key)


def _typed(value: Any) -> str | None:
    """A value as it would be typed on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_typed(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(str(_typed(inner)) for inner in value) + "]"
    return value if value is None else str(value)


def value_differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the catalogue values that differ, by entry and path: figure, range and drawn value of each run."""
    before, after = _values(one), _values(other)
    names = dict.fromkeys([*before, *after])
    return tuple(
        Difference(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def _values(header: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    values = header.get("values")
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            name = f"{value.get('entry')}.{value.get('path')}"
            found[name] = {key: value.get(key) for key in ("value", "low", "high", "drawn")}
    return found
