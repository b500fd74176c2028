"""How an item is put into a list of a scenario's text, whether dashes or brackets make it, over lines or in one."""

from __future__ import annotations

import re

from shieldwall.scenario.splices import Splice, below, column, line_start, new_line, next_line
from shieldwall.text.nodes import Node

#: What follows an item between brackets up to the end of its line, where nothing else does: comma, remark, line end.
_REST = re.compile(r"(?:[ \t]*(,))?([ \t]*(?:#[^\r\n]*)?)(\r\n|\r|\n)")
#: What follows an opening bracket whose first item stands in a line below.
_OPENED = re.compile(r"\[[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")


def added(text: str, parent: Node, after: int, value: str) -> Splice:
    """Return how a value is put into a list behind so many of its items; who asks reads the text again.

    Remarks stay with the item beside which, or above which, they stand.
    """
    items = parent.value if isinstance(parent.value, tuple) else ()
    if text[parent.start] != "[":
        return _among_dashes(text, parent, items, after, value)
    if not items:
        return Splice(parent.start + 1, parent.start + 1, value)
    return _first(text, parent, items[0], value) if after == 0 else _behind(text, items, after, value)


def _among_dashes(text: str, parent: Node, items: tuple[Node, ...], after: int, value: str) -> Splice:
    indent = column(text, parent.start)
    start = line_start(text, parent.start)
    if after > 0:
        return new_line(text, below(text, items[after - 1], indent), f"{' ' * indent}- {value}")
    if text[start : parent.start].strip(" \ufeff"):
        # A list that begins behind the dash of another.
        return Splice(parent.start, parent.start, f"- {value}{_ending(text)}{' ' * indent}")
    while text[(above := line_start(text, len(text[:start].rstrip("\r\n")))) : start].lstrip().startswith("#"):
        start = above
    return new_line(text, start, f"{' ' * indent}- {value}")


def _first(text: str, parent: Node, first: Node, value: str) -> Splice:
    """Before the first item between brackets: in a line of its own where that has one."""
    opened = _OPENED.match(text, parent.start)
    if opened:
        return new_line(text, opened.end(), f"{_margin(text, first)}{value},")
    return Splice(first.start, first.start, f"{value}, ")


def _behind(text: str, items: tuple[Node, ...], after: int, value: str) -> Splice:
    """Behind an item between brackets: in a line of its own where the items about it have one each."""
    item, last = items[after - 1], after == len(items)
    rest = _REST.match(text, item.end)
    alone = not text[line_start(text, item.start) : item.start].strip()
    if rest and not last and (rest[1] or alone):
        margin = _margin(text, items[after])
        if rest[1]:
            return new_line(text, rest.end(), f"{margin}{value},")
    elif rest and last and alone:
        line = f"{_margin(text, item)}{value}{rest[1] or ''}"
        return Splice(item.end, rest.end(), f",{rest[2]}{rest[3]}{line}{rest[3]}")
    elif last and alone and len(items) > 1:
        return Splice(item.end, item.end, f",{_ending(text)}{_margin(text, item)}{value}")
    return Splice(item.end, item.end, f", {value}")


def _margin(text: str, item: Node) -> str:
    """The spaces before an item, if it begins its line."""
    before = text[line_start(text, item.start) : item.start]
    return before if not before.strip() else " " * column(text, item.start)


def _ending(text: str) -> str:
    end = next_line(text, 0)
    return "\r\n" if text[:end].endswith("\r\n") else "\r" if text[:end].endswith("\r") else "\n"
