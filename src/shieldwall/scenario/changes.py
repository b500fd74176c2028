"""Changes to a scenario's text by path, as `--set red.units.strike.count=12` makes them; comments survive."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Integral, Real

from shieldwall.quantities.errors import InputError, closest, guessed, quoted
from shieldwall.scenario.mappings import is_mapping
from shieldwall.scenario.splices import Lines, Splice, breaks, deleted, inserted, replaced
from shieldwall.text import loader
from shieldwall.text.nodes import Node

#: What may be given as a value from Python; None deletes what is there.
Given = str | int | float | bool | None
#: The value that deletes what is there, as it is typed; in quotes it is the word.
DELETE = "none"


def with_changes(text: str, changes: Mapping[str, Given], file: str = "scenario") -> str:
    """Return the text with the value at each path replaced, added to its mapping, or deleted.

    A mapping that a scenario may have and that is not there is made, such as `weather` for weather.rain, or the
    `spread` of a unit.

    A value is YAML as it would be typed in the file, a number or a flag; `none` (or None) deletes what is there. Raises
    InputError for a path that leads nowhere and for a value that would change anything but its own place.
    """
    return changed(text, changes, file)[0]


def changed(text: str, changes: Mapping[str, Given], file: str = "scenario") -> tuple[str, Lines]:
    """Return the text as `with_changes` has it, and which line of the text as it was each line is, 0 for a new one."""
    given: object = changes
    if not isinstance(given, Mapping):
        raise InputError("the changes are no mapping", instead='give for example {"red.units.strike.count": 12}')
    lines: Lines = tuple(range(1, breaks(text) + 2))
    for path, value in given.items():
        if not isinstance(path, str) or not path.strip():
            raise InputError("a change has no path", instead="write for example red.units.strike.count=12")
        try:
            text, lines = _one(text, lines, path.strip(), _typed(path.strip(), value), file)
        except InputError as error:
            raise error.placed(file, None, None) from None
    return text, lines


def _typed(path: str, value: object) -> str:
    """A value as it would be typed in the file."""
    if value is None:
        return DELETE
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real) and math.isfinite(value):
        return repr(float(value))
    raise InputError(
        f"{quoted(repr(value))} is no value for a scenario",
        path=path,
        instead='give text as in the file, such as "12 km", a number, True, False or None',
    )


def _one(text: str, lines: Lines, path: str, value: str, file: str) -> tuple[str, Lines]:
    root = loader.load_text(text, file)
    if value == DELETE:
        return _without(text, lines, root, path)
    meant = _meaning(path, value)
    if isinstance(meant, str) and "," in value and ": " not in value and value[0] not in "\"'":
        # Inside braces a comma would cut the value in two.
        value = "'" + value.replace("'", "''") + "'"
    *parents, last = path.split(".")
    parent, typed = root, value
    for depth, part in enumerate(parents):
        if _child(parent, part) is None and (is_mapping(parents[: depth + 1]) or (depth == 0 and _absent(root, part))):
            last, typed = part, _nested([*parents[depth + 1 :], last], value)
            break
        parent = _step(parent, part, path)
    node = _child(parent, last)
    splice = inserted(text, parent, last, typed, path) if node is None else replaced(text, node, typed, path)
    after: Node | None = _reread(splice, text, file)
    for part in path.split("."):
        after = _child(after, part) if after else None
    if after is None or after.plain() != meant:
        raise InputError(f"{quoted(value)} does not fit here", path=path, instead="put quotes around the value")
    return splice.on(text), splice.lines(text, lines)


def _without(text: str, lines: Lines, root: Node, path: str) -> tuple[str, Lines]:
    """The text without what stands at a path."""
    *parents, last = path.split(".")
    parent = root
    for part in parents:
        parent = _step(parent, part, path)
    node = _step(parent, last, path)
    if len(parent.value) == 1:
        raise InputError(
            f"nothing would be left of {parent.path or 'the scenario'}",
            path=path,
            instead=f"write {parent.path}={DELETE} where it may be left out" if parent.path else "name another value",
        )
    splice = deleted(text, parent, node, last)
    after: Node | None = _reread(splice, text, root.file) if splice else None
    for part in parents:
        after = _child(after, part) if after else None
    if splice is None or after is None or after.plain() != _left(parent, node):
        raise InputError("this cannot be deleted from outside", path=path, instead="edit the file")
    return splice.on(text), splice.lines(text, lines)


def _left(parent: Node, node: Node) -> object:
    """A collection as plain data, without one of its values."""
    if isinstance(parent.value, dict):
        return {key: child.plain() for key, child in parent.value.items() if child is not node}
    return [child.plain() for child in parent.value if isinstance(child, Node) and child is not node]


def _reread(splice: Splice, text: str, file: str) -> Node | None:
    try:
        return loader.load_text(splice.on(text), file)
    except InputError:
        return None


def _meaning(path: str, value: str) -> object:
    if not value:
        raise InputError(
            "the value is empty", path=path, instead=f"write {path}=VALUE, or {path}={DELETE} to delete it"
        )
    try:
        node = loader.load_text(f"value: {value}", "value").child("value")
    except InputError as error:
        raise InputError(
            f"--set {path}={quoted(value)[1:-1]}: {error.message}", path=path, instead=error.instead
        ) from None
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
            raise InputError(
                f"{node.path} has no {quoted(part)}: it is a list of {len(node.value)}",
                path=path,
                instead=f"count its items from 1 to {len(node.value)}",
            )
        known = list(node.value) if isinstance(node.value, dict) else []
        guess = guessed(part, known)
        raise InputError(
            f"there is no {quoted(part)} in {node.path or 'the scenario'}",
            path=path,
            instead=f"{guess}known there: {', '.join(known) or 'no names'}",
        )
    return child
