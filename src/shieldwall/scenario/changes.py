"""Changes to a scenario's text by path, as `--set red.units.strike.count=12` makes them; comments survive."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.text import loader
from shieldwall.text.nodes import Node

#: The end of a line at the end of a value, and the first of a text, which its other lines end in, too.
_LINE_END, _FIRST_END = re.compile(r"(?:\r\n|\r|\n)\Z"), re.compile(r"\r\n|\r|\n")


def with_changes(text: str, changes: Mapping[str, str], file: str = "scenario") -> str:
    """Return the text with the value at each path replaced, or added to its mapping.

    A mapping that is not there is made at the top of the scenario, such as `weather` for weather.rain.

    A value is YAML as it would be typed in the file. Raises InputError for a path that leads nowhere
    and for a value that would change anything but its own place.
    """
    for path, value in changes.items():
        if not path.strip():
            raise InputError("a change has no path", instead="write for example red.units.strike.count=12")
        text = _changed(text, path.strip(), value.strip(), file)
    return text


def _changed(text: str, path: str, value: str, file: str) -> str:
    root = loader.load_text(text, file)
    meant = _meaning(path, value)
    *parents, last = path.split(".")
    parent = root
    for depth, part in enumerate(parents):
        if depth == 0 and _absent(root, part):
            last, value = part, _nested([*parents[1:], last], value)
            break
        parent = _step(parent, part, path)
    node = _child(parent, last)
    if node is None:
        changed = _inserted(text, parent, last, value, path)
    else:
        changed = _replaced(text, node, value, path)
    after: Node | None = loader.load_text(changed, file)
    for part in path.split("."):
        after = _child(after, part) if after else None
    if after is None or after.plain() != meant:
        raise InputError(f"{quoted(value)} does not fit here", path=path, instead="put quotes around the value")
    return changed


def _meaning(path: str, value: str) -> object:
    if not value:
        raise InputError("the value is empty", path=path, instead=f"write {path}=VALUE")
    try:
        node = loader.load_text(f"value: {value}", "value").child("value")
    except InputError as error:
        raise InputError(f"{quoted(value)}: {error.message}", path=path, instead=error.instead) from None
    return node.plain() if node else None


def _child(node: Node, part: str) -> Node | None:
    if isinstance(node.value, tuple):
        return node.child(int(part) - 1) if part.isascii() and part.isdigit() else None
    return node.child(part)


def _absent(root: Node, part: str) -> bool:
    """Whether the scenario has neither this key nor one that may have been meant."""
    known = root.value if isinstance(root.value, dict) else {}
    return part not in known and closest(part, known) is None


def _nested(parts: list[str], value: str) -> str:
    for part in reversed(parts):
        value = f"{{{part}: {value}}}"
    return value


def _step(node: Node, part: str, path: str) -> Node:
    child = _child(node, part)
    if child is None:
        if isinstance(node.value, tuple):
            known = [str(number) for number in range(1, len(node.value) + 1)]
        else:
            known = list(node.value) if isinstance(node.value, dict) else []
        near = closest(part, known)
        guess = f"did you mean {near}? " if near else ""
        raise InputError(
            f"there is no {quoted(part)} in {node.path or 'the scenario'}",
            path=path,
            instead=f"{guess}known there: {', '.join(known) or 'no names'}",
        )
    return child


def _replaced(text: str, node: Node, value: str, path: str) -> str:
    if not isinstance(node.value, str) and text[node.start] not in "{[":
        raise InputError(f"{path} is {node.noun} over several lines", path=path, instead="name a value inside it")
    ending = _LINE_END.search(text[node.start : node.end])
    return text[: node.start] + value + (ending[0] if ending else "") + text[node.end :]


def _inserted(text: str, parent: Node, key: str, value: str, path: str) -> str:
    if not isinstance(parent.value, dict):
        raise InputError(f"{parent.path} is {parent.noun}, not a mapping", path=path, instead="check the path")
    if text[parent.start] == "{":
        comma = ", " if parent.value else ""
        return f"{text[: parent.start + 1]}{key}: {value}{comma}{text[parent.start + 1 :]}"
    before = text[: parent.start]
    # A byte order mark takes no column.
    indent = parent.start - max(before.rfind(mark) + 1 for mark in ("\n", "\r", "\ufeff"))
    ending = _FIRST_END.search(text)
    return f"{before}{key}: {value}{ending[0] if ending else chr(10)}{' ' * indent}{text[parent.start :]}"
