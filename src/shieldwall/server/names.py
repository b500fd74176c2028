"""Names of runs in addresses: short, of characters that need no escape, and never a path."""

from __future__ import annotations

import re
from collections.abc import Collection

_OTHER = re.compile(r"[^a-z0-9]+")
LONGEST = 48


def name_for(words: str, taken: Collection[str]) -> str:
    """Return a name like `words` that is not taken yet, such as "slavic-shield-2019" or "slavic-shield-2019-2"."""
    stem = _OTHER.sub("-", words.lower()).strip("-")[:LONGEST].strip("-") or "run"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
