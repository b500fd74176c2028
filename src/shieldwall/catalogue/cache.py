"""A cache of parsed texts: reading the YAML of its entries took a third of the main exercise's time."""

from __future__ import annotations

import importlib.metadata
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from shieldwall.terrain.cache import cached
from shieldwall.text import loader
from shieldwall.text.nodes import Node


def load(path: Path) -> Node:
    """Read a YAML file strictly, as `text.loader.load` does, parsing a text only the first time that it is met."""
    return load_text(loader.read(path), str(path))


def load_text(text: str, file: str) -> Node:
    """Read YAML text strictly, as `text.loader.load_text` does, parsing it only the first time that it is met."""

    def parsed() -> dict[str, Any]:
        tree = json.dumps(_packed(loader.load_text(text, file)))
        return {"tree": np.frombuffer(tree.encode(), np.uint8)}

    tree = cached("entries", _parser() + text.encode("utf-8", "surrogatepass"), parsed)["tree"]
    return _unpacked(json.loads(tree.tobytes()), file, "")


@cache
def _parser() -> bytes:
    """What else than the text a parse depends on."""
    return importlib.metadata.version("ruamel.yaml").encode() + Path(loader.__file__).read_bytes()


def _packed(node: Node) -> list[Any]:
    value: Any = node.value
    if isinstance(value, dict):
        value = {key: _packed(child) for key, child in value.items()}
    elif isinstance(value, tuple):
        value = [_packed(child) for child in value]
    return [value, node.line, node.start, node.end]


def _unpacked(packed: list[Any], file: str, path: str) -> Node:
    value, line, start, end = packed
    before = f"{path}." if path else ""
    if isinstance(value, dict):
        value = {key: _unpacked(child, file, f"{before}{key}") for key, child in value.items()}
    elif isinstance(value, list):
        value = tuple(_unpacked(child, file, f"{before}{number}") for number, child in enumerate(value, 1))
    return Node(value, file, line, path, start, end)
