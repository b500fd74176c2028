"""Changes to a scenario's text by path, as `--set red.units.strike.count=12` makes them; comments survive."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from numbers import Integral, Real
from typing import Any

from shieldwall.quantities.errors import InputError, closest, guessed, quoted
from shieldwall.scenario.items import added
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

    A value is YAML as it would be typed in the file, a number or a flag; `none` (or None) deletes what is there. A path
    that ends in + puts the value into a list: `red.routes.valley.2+` behind the second item, `.0+` before the first,
    and `blue.links+` at the end, where a list that is not there is begun. A new key comes last in its mapping. Raises
    InputError for a path that leads nowhere and for a value that would change anything but its own place.
    """
    return changed(text, changes, file)[0]


def changed(text: str, changes: Mapping[str, Given], file: str = "scenario") -> tuple[str, Lines]:
    """Return the text as `with_changes` has it, and which line of the text as it was each line is, 0 for a new one."""
    given: object = changes
    if not isinstance(given, Mapping):
        raise InputError("the changes are no mapping", instead='give for example {"red.units.strike.count": 12}')
    trimmed = {_trimmed(path): value for path, value in given.items()}
    try:
        stated = {path: _typed(path, value) for path, value in trimmed.items()}
    except InputError as error:
        raise error.placed(file, None, None) from None
    lines: Lines = tuple(range(1, breaks(text) + 2))
    if not stated:
        return text, lines
    return _together(text, lines, stated, file) or _in_turn(text, lines, stated, file)


def _together(text: str, lines: Lines, stated: Mapping[str, str], file: str) -> tuple[str, Lines] | None:
    """The text with all changes made at once, for which it is read twice and not twice for each.

    None where one of them depends on another or is wrong, which making them in turn tells.
    """
    if any(other.startswith(f"{path}.") for path in stated for other in stated):
        return None
    try:
        root = loader.load_text(text, file)
        changes = [_change(text, root, path, value) for path, value in stated.items()]
        splices = sorted((change.splice for change in changes), key=lambda one: (one.start, one.end), reverse=True)
        if any(one.start < other.end for one, other in pairwise(splices)):
            return None
        wanted = root.plain()
        for change in changes:
            change.make(wanted)
        for splice in splices:
            text, lines = splice.on(text), splice.lines(text, lines)
        return (text, lines) if loader.load_text(text, file).plain() == wanted else None
    except (InputError, LookupError):
        return None


def _in_turn(text: str, lines: Lines, stated: Mapping[str, str], file: str) -> tuple[str, Lines]:
    for path, value in stated.items():
        try:
            root = loader.load_text(text, file)
            change = _change(text, root, path, value)
            wanted, after = root.plain(), _reread(change.splice, text, file)
            change.make(wanted)
            if after is None or after.plain() != wanted:
                raise change.refused
        except InputError as error:
            raise error.placed(file, None, None) from None
        text, lines = change.splice.on(text), change.splice.lines(text, lines)
    return text, lines


@dataclass(frozen=True)
class _Change:
    """How one value is changed: the piece of text that is exchanged, and what is meant, None for nothing.

    `refused` is what is said where the text then means anything else. With `more` it is put into a list, at the place
    that the path counts, and not over what is there.
    """

    splice: Splice
    path: str
    meant: object
    refused: InputError
    more: bool = False

    def make(self, plain: Any) -> None:
        """Make the change in plain data."""
        *parents, last = self.path.split(".")
        for part in parents:
            plain = plain[int(part) - 1] if isinstance(plain, list) else plain.setdefault(part, {})
        key: Any = int(last) - 1 if isinstance(plain, list) else last
        if self.more:
            plain.insert(key, self.meant)
        elif self.meant is None:
            del plain[key]
        else:
            plain[key] = self.meant


def _trimmed(path: object) -> str:
    if not isinstance(path, str) or not path.strip():
        raise InputError("a change has no path", instead="write for example red.units.strike.count=12")
    return path.strip()


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


def _change(text: str, root: Node, path: str, value: str) -> _Change:
    if path.endswith("+"):
        return _addition(text, root, path[:-1], value)
    if value == DELETE:
        return _deletion(text, root, path)
    meant = _meaning(path, value)
    value = _whole(value, meant)
    *parents, last = path.split(".")
    parent, typed = root, value
    for depth, part in enumerate(parents):
        if _child(parent, part) is None and (is_mapping(parents[: depth + 1]) or (depth == 0 and _absent(root, part))):
            last, typed = part, _nested([*parents[depth + 1 :], last], value)
            break
        parent = _step(parent, part, path)
    node = _child(parent, last)
    splice = inserted(text, parent, last, typed, path) if node is None else replaced(text, node, typed, path)
    return _Change(splice, path, meant, _unfit(value, path))


def _addition(text: str, root: Node, path: str, value: str) -> _Change:
    """How a value is put into a list: behind the item that the path counts, or at the end of the list that it names."""
    if value == DELETE:
        raise InputError("nothing is put there", path=path, instead=f"write {path}={DELETE} to delete what is there")
    meant = _meaning(path, value)
    value = _whole(value, meant)
    *parents, last = path.split(".")
    parent = root
    for part in parents:
        parent = _step(parent, part, path)
    if isinstance(parent.value, tuple) and last.isascii() and last.isdigit():
        items, after = parent, int(last)
    elif (named := _child(parent, last)) is None:
        if not isinstance(parent.value, dict):
            _step(parent, last, path)
        return _Change(inserted(text, parent, last, f"[{value}]", path), path, [meant], _unfit(value, path))
    else:
        items, after = named, len(named.value)
    if not isinstance(items.value, tuple):
        raise InputError(f"{items.path} is {items.noun}, no list", path=path, instead="write its path without the +")
    if after > len(items.value):
        _step(items, str(after), path)
    place = f"{items.path}.{after + 1}"
    return _Change(added(text, items, after, value), place, meant, _unfit(value, path), more=True)


def _whole(value: str, meant: object) -> str:
    """A value that no comma cuts in two inside braces or brackets."""
    if isinstance(meant, str) and "," in value and ": " not in value and value[0] not in "\"'":
        return "'" + value.replace("'", "''") + "'"
    return value


def _unfit(value: str, path: str) -> InputError:
    return InputError(f"{quoted(value)} does not fit here", path=path, instead="put quotes around the value")


def _deletion(text: str, root: Node, path: str) -> _Change:
    """How what stands at a path is taken out."""
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
    refused = InputError("this cannot be deleted from outside", path=path, instead="edit the file")
    splice = deleted(text, parent, node, last)
    if splice is None:
        raise refused
    return _Change(splice, path, None, refused)


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
