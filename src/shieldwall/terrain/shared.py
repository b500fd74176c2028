"""What plans on the same ground share in memory; nobody may write to it."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Kept = TypeVar("Kept")
Layers = NDArray[np.int16]

#: How many things that nobody has any more stay in memory, and of how many bytes each at most.
LAST, SMALL = 2, 40_000_000


class Shared(Generic[Kept]):
    """Things by all that they depend on: while anyone has them, and the last ones unless they are large."""

    def __init__(self) -> None:
        self._held: weakref.WeakValueDictionary[Any, Kept] = weakref.WeakValueDictionary()
        self._last: deque[Kept] = deque(maxlen=LAST)

    def get(self, key: Any) -> Kept | None:
        """Return what is held under a key, if anything is."""
        return self._held.get(key)

    def hold(self, key: Any, made: Kept, size: int) -> Kept:
        """Return something, and from now on under its key; it takes `size` bytes."""
        self._held[key] = made
        if size <= SMALL:
            self._last.append(made)
        return made


class SharedMasks:
    """The masks of some sites, one after the other, and each of them for whoever has some of these sites and others."""

    def __init__(self) -> None:
        self._rows: Shared[Layers] = Shared()
        #: All rows in which a mask lies, and where: one may be gone while another is still held.
        self._places: dict[bytes, list[tuple[weakref.ref[Layers], slice]]] = {}

    def row(self, keys: tuple[bytes, ...]) -> Layers | None:
        """Return the masks of these keys in their order, if they are held."""
        return self._rows.get(keys)

    def mask(self, key: bytes) -> Layers | None:
        """Return one mask, if it is held."""
        for held, place in self._places.get(key, ()):
            if (row := held()) is not None:
                return row[place]
        return None

    def hold(self, row: Layers, keys: tuple[bytes, ...], places: Sequence[slice]) -> Layers:
        """Return masks, and from now on by their keys, which lie at these places."""
        there = {key: [at for at in known if at[0]() is not None] for key, known in list(self._places.items())}
        for key, place in zip(keys, places, strict=True):
            there.setdefault(key, []).append((weakref.ref(row), place))
        self._places = {key: known for key, known in there.items() if known}
        return self._rows.hold(keys, row, row.nbytes)
