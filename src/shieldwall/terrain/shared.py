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
        self._places: dict[bytes, tuple[weakref.ref[Layers], slice]] = {}

    def row(self, keys: tuple[bytes, ...]) -> Layers | None:
        """Return the masks of these keys in their order, if they are held."""
        return self._rows.get(keys)

    def mask(self, key: bytes) -> Layers | None:
        """Return one mask, if it is held."""
        if (there := self._places.get(key)) is None:
            return None
        held, place = there
        row = held()
        return None if row is None else row[place]

    def hold(self, row: Layers, keys: tuple[bytes, ...], places: Sequence[slice]) -> Layers:
        """Return masks, and from now on by their keys, which lie at these places."""
        known = {key: there for key, there in list(self._places.items()) if there[0]() is not None}
        self._places = known | {key: (weakref.ref(row), place) for key, place in zip(keys, places, strict=True)}
        return self._rows.hold(keys, row, row.nbytes)
