"""A scenario that states only what it has otherwise than another: `extends: slavic-shield-2019`.

Its mappings are laid over those of the other, key by key; lists and single values stand in place of the other's, and
`none` deletes. What comes of it is the text of a whole scenario, the other's with these pieces exchanged, so that
comments survive and a run's header holds all of it; each node still knows the file and the line that it came from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shieldwall.quantities.errors import InputError
from shieldwall.scenario.splices import Lines, Splice, deleted, line_start, replaced
from shieldwall.text import loader
from shieldwall.text.nodes import Node

#: The key that names the other scenario, and the value that deletes what the other has; in quotes it is the word.
EXTENDS, DELETE = "extends", "none"
#: Keys that an extension states for itself.
OWN = ("title", "question")

_PLAIN = re.compile(r"[\w+-][\w.+ /-]*", re.ASCII)


@dataclass(frozen=True)
class Extension:
    """Two texts as nodes, the extension's and that of the scenario that it extends, and the text that they make."""

    own: Node
    other: Node
    text: str

    def sourced(self, root: Node) -> Node:
        """Return the nodes of the text that both make with the file and line that each came from."""
        return _sourced(root, self.own, self.other, self.own)


@dataclass(frozen=True)
class Written:
    """What a scenario was read from: its whole text, and how lines and nodes of it come from its file or files.

    `lines`: for each line of the text its number in the file, 0 for one that a change added; empty where none changed.
    """

    text: str = ""
    file: str = ""
    lines: Lines = ()
    extension: Extension | None = None


def extended_name(root: Node) -> str | None:
    """Return the name of the scenario that a text extends, None for one that stands alone."""
    node = root.child(EXTENDS)
    if node is None:
        return None
    if not isinstance(node.value, str):
        raise node.error(f"{EXTENDS} is {node.noun}", "name one scenario, such as slavic-shield-2019")
    return node.value.strip()


def extend(own: Node, own_text: str, other: Node, other_text: str) -> Extension:
    """Lay an extension over another scenario; InputError, at its line, for what cannot be laid there."""
    if other.child(EXTENDS) is not None:
        raise own.nearest((EXTENDS,)).error(
            f"{other.file} itself extends a scenario", f"name {other.nearest((EXTENDS,)).value} and repeat what differs"
        )
    for key in OWN:
        if own.child(key) is None:
            raise own.error(f"{key} is missing: an extension asks its own", f"write {key}: ...")
    text = laid_over(own, own_text, other, other_text)
    written = "".join(f"# | {line}".rstrip() + "\n" for line in own_text.splitlines())
    return Extension(own, other, f"# {other.file}, otherwise in what {own.file} says:\n{written}{text}")


def laid_over(own: Node, own_text: str, other: Node, other_text: str) -> str:
    """Return the other's text with what a mapping of `own_text` has otherwise; InputError, at its line, as `extend`."""
    splices = sorted(_splices(own, own_text, other, other_text), key=lambda one: (one.start, one.end), reverse=True)
    text = other_text
    for splice in splices:
        text = splice.on(text)
    try:
        fits = loader.load_text(text, own.file).plain() == _laid(own, own_text, other)
    except InputError:
        fits = False
    if not fits:
        raise own.error(f"it cannot be laid over {other.file}", "write out the scenario as a whole")
    return text


def written_as(node: Node, text: str) -> str:
    """Return a node of a text as it is typed after `--set PATH=`: `none` deletes, and in quotes is the word."""
    if node.value == DELETE and not _deletes(node, text):
        return f'"{DELETE}"'
    return _flow(node, text)


def _splices(own: Node, own_text: str, other: Node, text: str) -> Iterator[Splice]:
    """Yield what is exchanged in the other's text, none of which overlap."""
    for key, node in _stated(own):
        there = other.child(key)
        if _deletes(node, own_text):
            if there is None:
                raise node.error(f"there is no {key} to delete in {other.file}", "leave it out")
            yield _without(text, other, there, key)
        elif there is None:
            yield _added(text, other, f"{key}: {_flow(node, own_text)}", node)
        elif isinstance(node.value, dict) and isinstance(there.value, dict):
            yield from _splices(node, own_text, there, text)
        elif isinstance(there.value, str) or text[there.start] in "{[":
            yield replaced(text, there, _flow(node, own_text), node.path)
        else:
            gone = _without(text, other, there, key)
            indent = " " * (len(text[gone.start :]) - len(text[gone.start :].lstrip(" ")))
            yield replace(gone, instead=f"{indent}{key}: {_flow(node, own_text)}\n")


def _stated(own: Node) -> Iterator[tuple[str, Node]]:
    stated = own.value if isinstance(own.value, dict) else {}
    return ((key, node) for key, node in stated.items() if own.path or key not in (EXTENDS, "scenario"))


def _deletes(node: Node, text: str) -> bool:
    return node.value == DELETE and text[node.start] not in "\"'"


def _without(text: str, parent: Node, node: Node, key: str) -> Splice:
    splice = deleted(text, parent, node, key)
    if splice is None:
        raise node.error("it cannot be deleted from outside", "write out the scenario as a whole")
    return splice


def _added(text: str, parent: Node, entry: str, node: Node) -> Splice:
    """An entry at the head of a mapping; before the line of its first key, which may go."""
    if not isinstance(parent.value, dict):
        raise node.error(f"{parent.path} is {parent.noun} in {parent.file}", "write a single value")
    if text[parent.start] == "{":
        return Splice(parent.start + 1, parent.start + 1, f"{entry}, " if parent.value else entry)
    begin = line_start(text, parent.start)
    return Splice(begin, begin, f"{' ' * (parent.start - begin)}{entry}\n", whole=True)


def _flow(node: Node, text: str) -> str:
    """A node as one line of YAML."""
    if isinstance(node.value, dict):
        kept = (f"{key}: {_flow(child, text)}" for key, child in node.value.items() if not _deletes(child, text))
        return f"{{{', '.join(kept)}}}"
    if isinstance(node.value, tuple):
        return f"[{', '.join(_flow(child, text) for child in node.value)}]"
    return node.value if _PLAIN.fullmatch(node.value) else json.dumps(node.value, ensure_ascii=False)


def _laid(own: Node, text: str, other: Node) -> object:
    """What both are together, as plain data."""
    if not (isinstance(own.value, dict) and isinstance(other.value, dict)):
        return own.plain()
    found = {key: node.plain() for key, node in other.value.items()}
    for key, node in _stated(own):
        there = other.value.get(key)
        if _deletes(node, text):
            found.pop(key, None)
        else:
            found[key] = node.plain() if there is None else _laid(node, text, there)
    return found


def _sourced(node: Node, own: Node | None, other: Node | None, top: Node) -> Node:
    """A node with the file and line of where it was written; the extension's counts before the other's."""
    value: str | dict[str, Node] | tuple[Node, ...] = node.value
    both = own is not None and other is not None and isinstance(own.value, dict) and isinstance(other.value, dict)
    alone = own is not None and not both
    below = None if alone else other
    if isinstance(value, dict):
        value = {key: _sourced(child, _at(own, key), _at(below, key), top) for key, child in value.items()}
    elif isinstance(value, tuple):
        value = tuple(_sourced(child, _at(own, n), _at(below, n), top) for n, child in enumerate(value))
    origin = own if alone or other is None else other
    if origin is None:
        return replace(node, value=value, file=top.file, line=0)
    return replace(node, value=value, file=origin.file, line=origin.line)


def _at(node: Node | None, part: str | int) -> Node | None:
    return None if node is None else node.child(part)
