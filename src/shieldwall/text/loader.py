"""The strict loader: a subset of YAML 1.2 read event by event, so that nothing is guessed and nothing hidden.

ruamel.yaml's own composer resolves aliases, keeps one of two equal keys and recurses without limit; its
events show all of that as it is written, and reading them lazily stops at the first forbidden one.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.quantities.visible import visible
from shieldwall.text.nodes import Node

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 10_000
# A key and its value without the space between them, which YAML takes for one word.
_GLUED = re.compile(r"\s*(?:-\s+)?([\w-]+):(\S.*?)\s*", re.ASCII)
#: What YAML takes for the end of a line (YAML 1.1, 5.4; the 1.2 of our parser is as generous).
_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
#: Spaces that look like plain ones, and are letters of a word to YAML.
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000]")
_NO_VALUE = "has no value"
_NOT_FINITE = {".nan", ".inf", "-.inf", "+.inf", "nan", "inf", "-inf", "+inf", "infinity", "-infinity"}


def load(path: str | Path) -> Node:
    """Read a YAML file strictly and return its root node.

    Raises InputError, with file and line, for anything but one plain UTF-8 document of at most 1 MiB,
    10 000 values and 32 levels, without duplicate keys, anchors, aliases, tags, empty values or values
    that are not finite.
    """
    return load_text(read(path), str(path))


def read(path: str | Path) -> str:
    """Return the text of a file after checking that it is an ordinary UTF-8 file of at most 1 MiB."""
    file = str(path)
    try:
        mode = Path(path).stat()
        if stat.S_ISDIR(mode.st_mode):
            raise InputError("is a folder", file, instead="name the file inside it, for example scenario.yaml")
        if not stat.S_ISREG(mode.st_mode):
            raise InputError("is not an ordinary file", file, instead="name a text file")
        if mode.st_size > MAX_BYTES:
            raise _too_large(file, mode.st_size)
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as trouble:
        if isinstance(trouble, InputError):
            raise
        raise _unreadable(file, trouble) from None
    if len(data) > MAX_BYTES:
        raise _too_large(file, len(data))
    try:
        # Byte for byte: a byte order mark and every kind of line end stay, as a kept run has to show them.
        return data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        line = _line_at(data[: trouble.start].decode("utf-8", "replace"))
        raise InputError("is not UTF-8 text", file, line, instead="save the file as UTF-8") from None


@lru_cache(maxsize=8)
def load_text(text: str, file: str = "text") -> Node:
    """Read YAML text strictly; `file` is the name that errors give.

    The last few texts are remembered: who changes a text, or lays one over another, reads it again and again.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise _too_large(file, len(text))
    try:
        return _Builder(file, YAML(typ="safe", pure=True).parse(text)).document()
    except InputError as trouble:
        if trouble.line and trouble.message == _NO_VALUE and (odd := _odd_indentation(text, [trouble.line - 1])):
            raise _odd_space(odd[1], file, odd[0]) from None
        raise
    except ReaderError as trouble:
        line = _line_at(text[: trouble.position])
        raise InputError("holds a character that text may not hold", file, line, instead="delete it") from None
    except MarkedYAMLError as trouble:
        near = [mark.line for mark in (trouble.context_mark, trouble.problem_mark) if mark]
        if odd := _odd_indentation(text, near):
            raise _odd_space(odd[1], file, odd[0]) from None
        glued = _glued_lines(text, trouble)
        if glued:
            raise _glued(glued[1], file, glued[0]) from None
        mark = trouble.problem_mark or trouble.context_mark
        context = trouble.context_mark
        began = f" (it began in line {context.line + 1})" if context and mark and context.line < mark.line else ""
        raise InputError(
            f"is not YAML: {trouble.problem}{began}",
            file,
            mark.line + 1 if mark else None,
            instead=_remedy(str(trouble.problem)),
        ) from None


class _Builder:
    """Turns a stream of events into nodes; recursion is bounded by MAX_DEPTH."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self._file = file
        self._events = events
        self._nodes = 0

    def document(self) -> Node:
        self._next()
        start = self._next()
        if _name(start) == "StreamEnd":
            raise InputError("is empty", self._file, instead="write at least one key: value")
        if start.version or start.tags:
            raise self._forbidden(start, "a directive (%)", "delete it")
        root = self._node(self._next(), _line(start), "", 1)
        self._next()
        rest = self._next()
        if _name(rest) != "StreamEnd":
            raise self._forbidden(rest, "a second document", "keep one document in a file and delete the ---")
        if not isinstance(root.value, dict):
            raise InputError(f"holds {root.noun}", self._file, root.line, instead="write key: value lines")
        return root

    def _node(self, event: Any, line: int, path: str, depth: int) -> Node:
        kind = _name(event)
        if kind == "Alias":
            raise self._forbidden(event, f"an alias (*{event.anchor})", "write the value out", path)
        if event.anchor:
            raise self._forbidden(event, f"an anchor (&{event.anchor})", "delete it and write the value out", path)
        if event.tag:
            raise self._forbidden(event, f"a tag ({event.tag})", "delete it", path)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise InputError(f"holds more than {MAX_NODES} values", self._file, line, instead="split the file")
        if depth > MAX_DEPTH:
            raise InputError(
                f"is nested deeper than {MAX_DEPTH} levels", self._file, _line(event), instead="flatten it"
            )
        value: str | dict[str, Node] | tuple[Node, ...]
        if kind == "Scalar":
            value, last = self._scalar(event, line, path), event
        elif kind == "SequenceStart":
            value, last = self._items(path, depth)
        else:
            value, last = self._entries(path, depth)
        return Node(value, self._file, line, path, event.start_mark.index, last.end_mark.index)

    def _scalar(self, event: Any, line: int, path: str) -> str:
        # What would steer a terminal, written as an escape in quotes or as it is, is shown as an escape everywhere.
        text = visible(str(event.value))
        if event.style is None:
            if text == "":
                raise InputError(_NO_VALUE, self._file, line, path or None, _value_missing(path))
            if text.lower() in _NOT_FINITE:
                raise InputError(
                    f"{quoted(text)} is not a finite number", self._file, line, path or None, "write a number"
                )
        return text

    def _items(self, path: str, depth: int) -> tuple[tuple[Node, ...], Any]:
        items: list[Node] = []
        while _name(event := self._next()) != "SequenceEnd":
            place = f"{path}.{len(items) + 1}" if path else str(len(items) + 1)
            items.append(self._node(event, _line(event), place, depth + 1))
        return tuple(items), event

    def _entries(self, path: str, depth: int) -> tuple[dict[str, Node], Any]:
        entries: dict[str, Node] = {}
        while _name(event := self._next()) != "MappingEnd":
            line = _line(event)
            if _name(event) not in ("Scalar", "Alias"):
                raise self._forbidden(event, "a key that is not a word", "write key: value", path)
            key_node = self._node(event, line, path, depth)
            key = str(key_node.value)
            if odd := _ODD_SPACE.search(key):
                raise _odd_space(odd[0], self._file, line, path)
            if _GLUED.fullmatch(key):
                raise _glued(key, self._file, line, path)
            place = f"{path}.{key}" if path else key
            if key in entries:
                raise InputError(
                    f"duplicate key {quoted(key)}", self._file, line, place,
                    f"it is already in line {entries[key].line}; keep one of them",
                )  # fmt: skip
            entries[key] = self._node(self._next(), line, place, depth + 1)
        return entries, event

    def _next(self) -> Any:
        return next(self._events)

    def _forbidden(self, event: Any, what: str, instead: str, path: str = "") -> InputError:
        return InputError(f"{what} is not allowed here", self._file, _line(event), path or None, instead)


def _line_at(before: str) -> int:
    """The number of the line in which a text goes on after `before`."""
    return len(_BREAKS.findall(before)) + 1


def _name(event: Any) -> str:
    return type(event).__name__.removesuffix("Event")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _too_large(file: str, size: int) -> InputError:
    return InputError(
        f"is too large ({size / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.1f} MB)",
        file,
        instead="split it, or check that it is the file you mean",
    )


def _unreadable(file: str, trouble: Exception) -> InputError:
    if isinstance(trouble, FileNotFoundError | NotADirectoryError):
        return InputError("no such file", quoted(file)[1:-1], instead="check the name and the folder")
    reason = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else str(trouble)
    return InputError(f"cannot be read ({reason})", quoted(file)[1:-1], instead="check its name and its permissions")


def _glued_lines(text: str, trouble: Any) -> tuple[int, str] | None:
    """Return number and text of the first line about the trouble that lacks a space after its colon, if one does."""
    marks = [mark.line for mark in (trouble.context_mark, trouble.problem_mark) if mark]
    lines = _BREAKS.split(text)
    for number in range(max(0, min(marks, default=0) - 1), min(len(lines), max(marks, default=-1) + 1)):
        written = lines[number].partition(" #")[0]
        if _GLUED.fullmatch(written):
            return number + 1, written
    return None


def _glued(written: str, file: str, line: int, path: str = "") -> InputError:
    match = _GLUED.fullmatch(written)
    key, value = (match[1], match[2]) if match else (written, "")
    return InputError(
        f"{quoted(written.strip())} has no space after the colon",
        file, line, f"{path}.{key}" if path else key, f"write {key}: {quoted(value)[1:-1]}",
    )  # fmt: skip


def _odd_indentation(text: str, near: Collection[int]) -> tuple[int, str] | None:
    """Return number of the line and character of the first odd space that indents one of some lines or one beside."""
    lines = _BREAKS.split(text)
    for number in range(max(0, min(near, default=0) - 1), min(len(lines), max(near, default=-2) + 2)):
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if odd := _ODD_SPACE.search(indent):
            return number + 1, odd[0]
    return None


def _odd_space(sign: str, file: str, line: int, path: str = "") -> InputError:
    name = unicodedata.name(sign, "a space").lower()
    return InputError(
        f"a {name} (U+{ord(sign):04X}) stands where a plain space belongs", file, line, path or None,
        "type plain spaces in its place; an editor shows them where it shows invisible characters",
    )  # fmt: skip


def _value_missing(path: str) -> str:
    """What to type instead of nothing; what a comma cuts off inside braces, {at: 44.82, 20.29}, looks like a key."""
    cut = path.rpartition(".")[2].lstrip("+-")[:1].isdigit()
    return 'put quotes around a text with a comma, as in "44.82, 20.29"' if cut else "write one, or delete the line"


def _remedy(problem: str) -> str:
    if "\\t" in problem or "tab" in problem:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in problem:
        return "put one key: value on a line, and quotes around a text that holds a colon"
    if "cannot start any token" in problem:
        return "put quotes around the text"
    if "end of stream" in problem or "expected ',' or" in problem or "stream end" in problem:
        return "close the bracket or quote that is open"
    return "check the indentation and brackets of this line"
