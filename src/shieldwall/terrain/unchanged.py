"""Whether files are as they were, so that what is known of them need not be read again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

#: A file that was written so lately, s, may be written again before its clock goes on.
SETTLED = 2.0

#: Device, number, size and times of each file, in nanoseconds; None for one that is not there.
Marks = tuple[tuple[int, ...] | None, ...]


def marks(paths: Iterable[Path]) -> Marks | None:
    """Return what changes whenever files do; None where nothing can be relied upon, since one was written just now."""
    found: list[tuple[int, ...] | None] = []
    for path in paths:
        try:
            now = os.stat(path)  # noqa: PTH116  a path of any kind, also one that is too long
        except (OSError, ValueError):
            found.append(None)
            continue
        if time.time() - max(now.st_mtime, now.st_ctime) < SETTLED:
            return None
        found.append((now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns))
    return tuple(found)
