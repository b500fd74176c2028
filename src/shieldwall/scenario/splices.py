"""Where the text of a scenario is cut to change one value, and which of its lines stay which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shieldwall.quantities.errors import InputError
from shieldwall.text.nodes import Node

#: The end of a line, and one at the end of a text.
_END, _LAST_END = re.compile(r"\r\n|\r|\n"), re.compile(r"(?:\r\n|\r|\n)\Z")
#: A line that holds a remark alone; and what may follow an item between brackets in its line, its comma first.
_REMARK, _REST = re.compile(r"( *)#"), re.compile(r"[ \t]*(,?)[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")

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
    """Return how a key is added to a mapping, as its last; InputError where its parent is none.

    What is remarked below the last value and indented no deeper than the keys stays behind the new one.
    """
    if isinstance(parent.value, tuple):
        raise InputError(
            f"{parent.path} has no {key}: it is a list of {len(parent.value)}",
            path=path,
            instead=f"count its items from 1 to {len(parent.value)}, or write {parent.path}+ for one more",
        )
    if not isinstance(parent.value, dict):
        raise InputError(f"{parent.path} is {parent.noun}, not a mapping", path=path, instead="check the path")
    last = next(reversed(parent.value.values()), None)
    if text[parent.start] == "{":
        at = parent.start + 1 if last is None else last.end
        return Splice(at, at, f"{', ' if last is not None else ''}{key}: {value}")
    indent = column(text, parent.start)
    return new_line(text, parent.start if last is None else below(text, last, indent), f"{' ' * indent}{key}: {value}")


def deleted(text: str, parent: Node, node: Node, key: str) -> Splice | None:
    """Return how a node is taken out of its parent, None where that cannot be told; who asks reads the text again.

    What is remarked beside the value goes with it; lines above and below it stay as they are.
    """
    if text[parent.start] in "{[":
        return _out_of_flow(text, parent, node, key)
    begin = key_at(text, parent, node, key)
    start = line_start(text, begin)
    start += text.startswith("\ufeff", start)
    if isinstance(parent.value, dict) and text[start:begin].strip():
        return _out_of_first_line(text, parent, node, begin)
    indent = len(text[start:begin]) - len(text[start:begin].lstrip(" "))
    return Splice(start, below(text, node, indent), "", whole=True)


def new_line(text: str, at: int, line: str) -> Splice:
    """Return how a line is put where another begins, or at the end of a text."""
    ending = _END.search(text)
    end = ending[0] if ending else "\n"
    if at == len(text) and text and not _LAST_END.search(text):
        return Splice(at, at, end + line)
    return Splice(at, at, line + end, whole=True)


def below(text: str, node: Node, indent: int) -> int:
    """Return where the line below a value begins, and below what is remarked under it deeper than its key stands."""
    last = node
    while not isinstance(last.value, str) and last.value and text[last.start] not in "{[":
        last = last.value[-1] if isinstance(last.value, tuple) else next(reversed(last.value.values()))
    at = last.end
    # A text over several lines ends where the next line begins.
    if at > last.start and at == line_start(text, at):
        return at
    at = next_line(text, at)
    while at < len(text) and (remark := _REMARK.match(text, at)) and len(remark[1]) > indent:
        at = next_line(text, at)
    return at


def column(text: str, at: int) -> int:
    """Return in which column a character stands, from 0; a byte order mark takes none."""
    return at - max(line_start(text, at), text.rfind("\ufeff", 0, at) + 1)


def _out_of_first_line(text: str, parent: Node, node: Node, begin: int) -> Splice | None:
    """The first key of a mapping that begins behind the dash of a list: the next one comes into its line."""
    keys: list[str] = [*parent.value] if isinstance(parent.value, dict) else []
    children = parent.value.values() if isinstance(parent.value, dict) else ()
    if len(keys) < 2 or next(iter(children)) is not node:
        return None
    second = key_at(text, parent, [*children][1], keys[1])
    return None if "#" in text[node.end : second] else Splice(begin, second, "")


def _out_of_flow(text: str, parent: Node, node: Node, key: str) -> Splice | None:
    begin, end = key_at(text, parent, node, key), node.end
    start, rest = line_start(text, begin), _REST.match(text, end)
    before = re.compile(r"\s*,\s*\Z").search(text[:begin])
    # Alone in its lines, it takes them with it; the comma of the one before may then stand last, as YAML allows.
    if rest and not text[start:begin].strip() and (rest[1] or not before):
        return Splice(start, rest.end(), "", whole=True)
    children = [*(parent.value.values() if isinstance(parent.value, dict) else parent.value)]
    after = re.compile(r"\s*,\s*").match(text, end)
    if after and not (before and node is children[-1]):
        return Splice(begin, after.end(), "")
    return Splice(before.start(), end, "") if before else None


def line_start(text: str, at: int) -> int:
    """Return where the line of a character begins."""
    return max(text.rfind(end, 0, at) for end in "\n\r") + 1


def next_line(text: str, at: int) -> int:
    """Return where the line after that of a character begins."""
    ending = _END.search(text, at)
    return ending.end() if ending else len(text)


def key_at(text: str, parent: Node, node: Node, key: str) -> int:
    """Return where the key of a value begins, quotes and all; the value itself in a list, or where none is found."""
    if isinstance(parent.value, tuple):
        return node.start
    remarks = r"(?:\s*#[^\n\r]*[\n\r])*\s*$"
    match = re.compile(rf"""(?<![\w-])["']?{re.escape(key)}["']?\s*:{remarks}""").search(text[: node.start])
    return match.start() if match else node.start
