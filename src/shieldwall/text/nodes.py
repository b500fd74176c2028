"""What the loader returns: a tree of strings whose every node knows its file, line and path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shieldwall.quantities.errors import InputError, InputWarning


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A mapping, a sequence or a scalar of a text file; scalars are strings and are typed by a schema.

    `line` counts from 1, 0 for what is not in the file, and is the line of the key for a value in a mapping. `path` is
    dotted, with sequence items counted from 1, as in `blue.links.1.joins`; the root's path is empty. `start` and `end`
    are the characters that the value takes; an indented collection's `end` lies in what follows.
    """

    value: str | dict[str, Node] | tuple[Node, ...]
    file: str
    line: int
    path: str
    start: int = 0
    end: int = 0

    @property
    def noun(self) -> str:
        """The kind of node, as it is called in messages."""
        if isinstance(self.value, dict):
            return "a mapping"
        return "a list" if isinstance(self.value, tuple) else "a single value"

    def plain(self) -> Any:
        """Return the node as plain strings, lists and dicts."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, part: str | int) -> Node | None:
        """Return the entry under a key, or the item at an index counted from 0, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(part))
        if isinstance(self.value, tuple) and isinstance(part, int) and 0 <= part < len(self.value):
            return self.value[part]
        return None

    def nearest(self, parts: Sequence[str | int]) -> Node:
        """Follow the parts as far as they lead, passing over those that name nothing here."""
        node = self
        for part in parts:
            node = node.child(part) or node
        return node

    def under(self, key: str) -> str:
        """Return the path that a key of this node has, whether or not it is there."""
        return f"{self.path}.{key}" if self.path else key

    def error(self, message: str, instead: str | None = None) -> InputError:
        """Return an InputError at this node."""
        return InputError(message, self.file, self.line or None, self.path or None, instead)

    def warning(self, message: str, instead: str | None = None) -> InputWarning:
        """Return an InputWarning at this node."""
        return InputWarning(message, self.file, self.line or None, self.path or None, instead)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of the text."""
        yield self
        children = self.value.values() if isinstance(self.value, dict) else self.value
        if not isinstance(children, str):
            for node in children:
                yield from node.walk()
