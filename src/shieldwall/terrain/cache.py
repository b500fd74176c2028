"""A cache on disk of computed arrays, under the same root as compiled code."""

from __future__ import annotations

import hashlib
import json
import math
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.caches import cache_root, drop_stale, read_sealed, say_unwritable, write_sealed

Arrays = dict[str, NDArray[Any]]

LARGEST = 64_000_000

_LENGTH = 8
#: A lock for each file that is being made, and one for this table.
_making: WeakValueDictionary[Path, Any] = WeakValueDictionary()
_table = threading.Lock()


def cached(kind: str, key: bytes, build: Callable[[], Arrays]) -> Arrays:
    """Return the arrays of numbers that `build` makes, from the cache where it holds them under the same key.

    `kind` names the folder, `key` holds everything that the arrays depend on. A damaged file is built anew,
    and where nothing can be written all is, each with a remark; above LARGEST bytes nothing is written. Files
    not read for a month are dropped. What one thread builds, others that ask for it wait for.
    """
    file = cache_root() / kind / f"{hashlib.sha256(key).hexdigest()[:32]}.arrays"
    found = _read(file, key)
    if found is not None:
        return found
    with _lock(file):
        found = _read(file, key)
        return _built(file, key, build) if found is None else found


def _lock(file: Path) -> Any:
    with _table:
        held = _making.get(file)
        if held is None:
            held = _making[file] = threading.Lock()
        return held


def _built(file: Path, key: bytes, build: Callable[[], Arrays]) -> Arrays:
    arrays = build()
    if sum(array.nbytes for array in arrays.values()) <= LARGEST:
        try:
            write_sealed(file, key, _packed(arrays))
            drop_stale(file.parent)
        except OSError as problem:
            say_unwritable(problem)
    return arrays


def _read(file: Path, key: bytes) -> Arrays | None:
    content = read_sealed(file, key)
    if content is None:
        return None
    # A line of JSON says names, types and shapes; the arrays follow one after another.
    length = int.from_bytes(content[:_LENGTH], "little")
    start = _LENGTH + length
    arrays: Arrays = {}
    for name, kind, shape in json.loads(bytes(content[_LENGTH:start])):
        count = math.prod(shape)
        # Copied, so that they are as aligned and as free to be written as new ones: compiled code asks for that.
        arrays[name] = np.frombuffer(content, kind, count, start).reshape(shape).copy()
        start += arrays[name].nbytes
    return arrays


def _packed(arrays: Arrays) -> bytes:
    layout = json.dumps([(name, array.dtype.str, array.shape) for name, array in arrays.items()]).encode()
    bodies = (np.ascontiguousarray(array).tobytes() for array in arrays.values())
    return b"".join([len(layout).to_bytes(_LENGTH, "little"), layout, *bodies])
