"""Where a scenario's text names its own units, places, routes and airways: its schema says which values do."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from shieldwall.scenario.schema import Scenario
from shieldwall.text.nodes import Node
from shieldwall.text.proposals import Mentions, Refers

#: Parts of a path that stand for every name of a mapping, and for every item of a list.
ANY, EACH = "*", "#"
Path = tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A value that names something: the name, at which characters of the value, and in which mappings it may stand."""

    node: Node
    parts: tuple[str | int, ...]
    span: tuple[int, int]
    sections: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as the value has it."""
        return str(self.node.value)[slice(*self.span)]


def mentions(root: Node) -> list[Mention]:
    """Return every value of a text that names something of the text, whether or not that is there."""
    found: list[Mention] = []
    for path, note in naming().items():
        for parts, node in _at(root, path, ()):
            if isinstance(node.value, str) and (span := _span(note, node.value)) is not None:
                found.append(Mention(node, parts, span, note.paths))
    return found


@cache
def naming() -> dict[Path, Refers | Mentions]:
    """Return the paths of all values that may name something of the scenario."""
    found = ((path, note) for path, notes in leaves() for note in notes)
    return {path: note for path, note in found if isinstance(note, Refers | Mentions)}


def leaves(
    kind: Any = Scenario, notes: tuple[Any, ...] = (), path: Path = ()
) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """Yield the path of every single value of a schema, with what is noted of it."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from leaves(inner[0], (*notes, *inner[1:]), path)
    elif origin in (Union, types.UnionType):
        for one in inner:
            if one is not type(None):
                yield from leaves(one, notes, path)
    elif origin is tuple:
        yield from leaves(inner[0], notes, (*path, EACH))
    elif origin is dict:
        yield from leaves(inner[1], notes, (*path, ANY))
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from leaves(field.annotation, tuple(field.metadata), (*path, field.alias or name))
    else:
        yield path, (kind, *notes)


def _at(node: Node, path: Path, parts: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    """Yield what stands at a path, with the keys and places in lists that lead to it."""
    if not path:
        yield parts, node
    elif path[0] == EACH:
        for index, item in enumerate(node.value if isinstance(node.value, tuple) else ()):
            yield from _at(item, path[1:], (*parts, index))
    elif isinstance(node.value, dict):
        for key in node.value if path[0] == ANY else {path[0]} & node.value.keys():
            yield from _at(node.value[key], path[1:], (*parts, key))


def _span(note: Refers | Mentions, text: str) -> tuple[int, int] | None:
    if isinstance(note, Mentions):
        return note.find(text)
    start = len(text) - len(text.lstrip())
    return start, start + len(text.strip())
