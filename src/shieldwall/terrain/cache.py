"""Computed arrays kept on disk between runs, under the same root as compiled code."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.caches import cache_root, drop_stale, read_sealed, write_sealed

Arrays = dict[str, NDArray[Any]]

LARGEST = 64_000_000


def kept(kind: str, key: bytes, build: Callable[[], Arrays]) -> Arrays:
    """Return the arrays that `build` makes, from disk if they were kept there under the same key.

    `kind` names the folder, `key` holds everything that the arrays depend on. A damaged file is built anew;
    where nothing can be written, and above LARGEST bytes, nothing is kept. Files not read for a month are
    dropped.
    """
    folder = cache_root() / kind
    file = folder / f"{hashlib.sha256(key).hexdigest()[:32]}.npz"
    found = _read(file, key)
    if found is not None:
        return found
    arrays = build()
    if sum(array.nbytes for array in arrays.values()) <= LARGEST:
        with contextlib.suppress(OSError):
            write_sealed(file, key, _packed(arrays))
            drop_stale(folder)
    return arrays


def _read(file: Path, key: bytes) -> Arrays | None:
    content = read_sealed(file, key)
    if content is None:
        return None
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return dict(archive)
    except (OSError, ValueError, BadZipFile):
        return None


def _packed(arrays: Arrays) -> bytes:
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    return content.getvalue()
