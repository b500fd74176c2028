"""Cached arrays come back as they were, and what is not as it was written is made anew."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from shieldwall.kernels import caches
from shieldwall.terrain.cache import Arrays, cached

ARRAYS: Arrays = {
    "cells": np.arange(6, dtype=np.int16).reshape(2, 3),
    "numbers": np.array([0.5, np.inf, -0.0]),
    "one": np.array(7, dtype=np.uint8),
    "none": np.zeros((0, 4), np.float32),
    "turned": np.arange(6.0).reshape(2, 3).T,
}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))


def read(key: bytes) -> Arrays | None:
    """What the cache holds under a key, or None where it would be made anew."""
    found = cached("kind", key, dict)
    return found or None


def test_arrays_come_back_as_new_ones_would_be() -> None:
    cached("kind", b"key", lambda: ARRAYS)
    found = read(b"key")
    assert found is not None
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape), name
        assert found[name].tobytes() == array.tobytes(), name
        assert found[name].flags.aligned, name
        assert found[name].flags.writeable, name


@pytest.mark.parametrize("place", [0, 33, 45, -1])
def test_a_damaged_file_is_not_read(tmp_path: Path, place: int) -> None:
    cached("kind", b"key", lambda: ARRAYS)
    (file,) = (tmp_path / "kind").iterdir()
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.warns(RuntimeWarning, match=f"cache {tmp_path} is damaged"):
        assert read(b"key") is None


def test_a_file_under_the_name_of_another_is_not_read(tmp_path: Path) -> None:
    cached("kind", b"first", lambda: ARRAYS)
    (first,) = (tmp_path / "kind").iterdir()
    cached("kind", b"second", lambda: {"a": np.zeros(1)})
    (second,) = set((tmp_path / "kind").iterdir()) - {first}
    first.replace(second)
    with pytest.warns(RuntimeWarning, match="is damaged"):
        assert read(b"second") is None


def test_where_nothing_can_be_kept_it_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "file" / "below"))
    caches.say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="set SHIELDWALL_CACHE to a folder that can be written"):
        assert list(cached("kind", b"one", lambda: ARRAYS)) == list(ARRAYS)
    # A second remark would be an error here.
    assert list(cached("kind", b"other", lambda: ARRAYS)) == list(ARRAYS)


def test_threads_that_want_the_same_make_it_once() -> None:
    """Cells of a study that are planned at once have sites in common: each thread made all of their masks."""
    began, made = threading.Barrier(4), []

    def build() -> Arrays:
        made.append(threading.get_ident())
        time.sleep(0.05)
        return ARRAYS

    def want(key: bytes) -> Arrays:
        began.wait(30.0)
        return cached("kind", key, build)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(want, [b"one", b"one", b"one", b"other"]))
    assert len(made) == 2
    assert all(arrays["numbers"].tobytes() == ARRAYS["numbers"].tobytes() for arrays in found)


def test_what_cannot_be_made_leaves_others_to_try() -> None:
    def fails() -> Arrays:
        raise OSError("no")

    for _ in "12":
        with pytest.raises(OSError, match="no"):
            cached("kind", b"key", fails)
    assert cached("kind", b"key", lambda: ARRAYS) is ARRAYS
