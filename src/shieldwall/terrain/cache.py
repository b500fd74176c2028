"""Computed arrays kept on disk between runs, under the same root as compiled code."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.caches import STALE_AFTER_S, cache_root

Arrays = dict[str, NDArray[Any]]

LARGEST = 64_000_000

_SEAL = hashlib.sha256().digest_size


def kept(kind: str, key: bytes, build: Callable[[], Arrays]) -> Arrays:
    """Return the arrays that `build` makes, from disk if they were kept there under the same key.

    `kind` names the folder, `key` holds everything that the arrays depend on. A damaged file is built anew;
    where nothing can be written, and above LARGEST bytes, nothing is kept. Files not read for a month are
    dropped.
    """
    folder = cache_root() / kind
    file = folder / f"{hashlib.sha256(key).hexdigest()[:32]}.npz"
    found = _read(file)
    if found is not None:
        return found
    arrays = build()
    if sum(array.nbytes for array in arrays.values()) <= LARGEST:
        with contextlib.suppress(OSError):
            _write(file, arrays)
            _drop_stale(folder)
    return arrays


def _read(file: Path) -> Arrays | None:
    try:
        content = memoryview(file.read_bytes())
        if hashlib.sha256(content[_SEAL:]).digest() != content[:_SEAL]:
            return None
        with np.load(io.BytesIO(content[_SEAL:]), allow_pickle=False) as archive:
            arrays = dict(archive)
    except (OSError, ValueError, BadZipFile):
        return None
    with contextlib.suppress(OSError):
        # The file's time says when it was last used.
        os.utime(file)
    return arrays


def _write(file: Path, arrays: Arrays) -> None:
    """Write beside the place and rename, so that a reader never sees half a file."""
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    body = content.getvalue()
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(hashlib.sha256(body).digest())
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _drop_stale(folder: Path) -> None:
    limit = time.time() - STALE_AFTER_S
    for file in folder.iterdir():
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < limit:
                file.unlink()
