"""The own entries that a scenario names beside it."""

from __future__ import annotations

from pathlib import Path

from shieldwall.catalogue.beside import OwnEntries, current, read_own
from shieldwall.quantities.errors import InputError
from shieldwall.text.nodes import Node


def stated_entries(root: Node, file: str) -> OwnEntries:
    """Return the own entries that a scenario names, or those that count here; InputError at its line."""
    node = root.child("catalogue")
    if node is None or not isinstance(node.value, str):
        return current()
    try:
        return read_own(node.value.strip(), Path(file).parent)
    except InputError as error:
        raise error if error.file else error.placed(node.file, node.line, node.path) from None
