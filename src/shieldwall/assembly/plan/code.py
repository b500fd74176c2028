"""The digest of the package's own sources, which says with which code a run was fought and a plan was made."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def code_hash() -> str:
    """Return the SHA-256 over all sources of the package, hexadecimal."""
    root = Path(__file__).parents[2]
    seal = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        seal.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return seal.hexdigest()
