"""Where the text of a scenario is cut to change one value, and which of its lines stay which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shieldwall.quantities.errors import InputError
from shieldwall.text.nodes import Node

#: The end of a line, and one at the end of a text.
_END, _LAST_END = re.compile(r"\r\n|\r|\n"), re.compile(r"(?:\r\n|\r|\n)\Z")

#: For each line of a changed text, its number in the text as it was, 0 for a line that was added.
Lines = tuple[int, ...]


@dataclass(frozen=True)
class Splice:
    """A piece of a text, from `start` to `end`, and what stands there instead; `whole` where lines come or go whole."""

    start: int
    end: int
    instead: str
    whole: bool = False

    def on(self, text: str) -> str:
        """Return the text with the piece exchanged."""
        return text[: self.start] + self.instead + text[self.end :]

    def lines(self, text: str, lines: Lines) -> Lines:
        """Return the numbers of the lines of the changed text, of which `lines` are those of the text."""
        at = breaks(text[: self.start]) + (0 if self.whole else 1)
        more = breaks(self.instead) - breaks(text[self.start : self.end])
        return (*lines[:at], *(0,) * more, *lines[at + max(0, -more) :])


def breaks(text: str) -> int:
    """Return how many lines of a text end; they may end as on any system."""
    return len(_END.findall(text))


def replaced(text: str, node: Node, value: str, path: str) -> Splice:
    """Return how a node's value is replaced; InputError where it is written over several lines."""
    if not isinstance(node.value, str) and text[node.start] not in "{[":
        raise InputError(f"{path} is {node.noun} over several lines", path=path, instead="name a value inside it")
    ending = _LAST_END.search(text[node.start : node.end])
    return Splice(node.start, node.end, value + (ending[0] if ending else ""))


def inserted(text: str, parent: Node, key: str, value: str, path: str) -> Splice:
    """Return how a key is added to a mapping; InputError where its parent is none."""
    if isinstance(parent.value, tuple):
        raise InputError(
            f"{parent.path} has no {key}: it is a list of {len(parent.value)}",
            path=path,
            instead=f"count its items from 1 to {len(parent.value)}",
        )
    if not isinstance(parent.value, dict):
        raise InputError(f"{parent.path} is {parent.noun}, not a mapping", path=path, instead="check the path")
    if text[parent.start] == "{":
        comma = ", " if parent.value else ""
        return Splice(parent.start + 1, parent.start + 1, f"{key}: {value}{comma}")
    # A byte order mark takes no column.
    indent = parent.start - max(line_start(text, parent.start), text.rfind("\ufeff", 0, parent.start) + 1)
    ending = _END.search(text)
    return Splice(
        parent.start, parent.start, f"{key}: {value}{ending[0] if ending else chr(10)}{' ' * indent}", whole=True
    )


def deleted(text: str, parent: Node, node: Node, key: str) -> Splice | None:
    """Return how a node is taken out of its parent, None where that cannot be told; who asks reads the text again."""
    if text[parent.start] in "{[":
        return _out_of_flow(text, parent, node, key)
    begin = line_start(text, _key_at(text, parent, node, key))
    column = len(text[begin:]) - len(text[begin:].lstrip(" "))
    end = _next_line(text, begin)
    least = max(end, node.end if text[node.start] in "{[" else end)
    while end < len(text):
        line = text[end : _next_line(text, end)]
        inside = len(line) - len(line.lstrip(" ")) > column or not line.strip()
        own_list = isinstance(parent.value, dict) and isinstance(node.value, tuple) and line[column:].startswith("- ")
        if end >= least and not inside and not own_list:
            break
        end += len(line)
    return Splice(begin, end, "", whole=True)


def _out_of_flow(text: str, parent: Node, node: Node, key: str) -> Splice | None:
    begin, end = _key_at(text, parent, node, key), node.end
    after = re.compile(r"\s*,\s*").match(text, end)
    if after:
        return Splice(begin, after.end(), "")
    before = re.compile(r"\s*,\s*$").search(text[:begin])
    return Splice(before.start(), end, "") if before else None


def line_start(text: str, at: int) -> int:
    """Return where the line of a character begins."""
    return max(text.rfind(end, 0, at) for end in "\n\r") + 1


def _next_line(text: str, at: int) -> int:
    ending = _END.search(text, at)
    return ending.end() if ending else len(text)


def _key_at(text: str, parent: Node, node: Node, key: str) -> int:
    """Where the key of a value begins, the value itself in a list."""
    if isinstance(parent.value, tuple):
        return node.start
    remarks = r"(?:\s*#[^\n\r]*[\n\r])*\s*$"
    match = re.compile(rf"""(?<![\w-])["']?{re.escape(key)}["']?\s*:{remarks}""").search(text[: node.start])
    return match.start() if match else node.start
