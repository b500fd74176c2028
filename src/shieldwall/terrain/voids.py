"""Cells of an elevation file that hold no ground: how they are known, and the ground that they get instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Cells = NDArray[np.bool_]

#: No land lies deeper or higher, m: the shore of the Dead Sea at -430 m, Mount Everest at 8849 m.
DEEPEST, HIGHEST = -500.0, 9000.0
#: So many different values outside these are marks of missing data; more are heights of something else.
MARKS: Final = 3
#: The stored value that is never a height, and those that a scale may bring among heights.
ALWAYS, SCALED = (-32768,), (-32768, -32767, -9999, -10000, 65535)

# Near the rim, the heights of the rim by distance, which a slope goes on through; these many cells deep.
_RIM = 20
_NONE = np.float32(-1e30)


class OtherHeightsError(Exception):
    """A file holds many values that no ground has: the lowest and the highest of them, metres."""

    def __init__(self, lowest: float, highest: float) -> None:
        super().__init__(lowest, highest)
        self.lowest, self.highest = lowest, highest


def declared(source: Any, values: NDArray[Any]) -> Cells:
    """Return the cells that a band, open in rasterio, itself calls missing: by mark, mask or alpha, or as no number."""
    hole = ~np.isfinite(values) if values.dtype.kind == "f" else np.zeros(values.shape, np.bool_)
    if source.nodata is not None:
        hole |= values == source.nodata
    if any(flag.name == "per_dataset" for flag in source.mask_flag_enums[0]):
        hole |= source.read_masks(1) == 0
    if source.count > 1 and source.colorinterp[1].name == "alpha":
        hole |= source.read(2) == 0
    return hole


def undeclared(values: NDArray[Any], metres: Floats, hole: Cells, known: Sequence[int]) -> list[float]:
    """Add cells to `hole` whose values, as stored and in metres, are marks of missing data; return these marks.

    `known` are marks among stored values that are looked for whatever height they would be. Raises OtherHeightsError
    where more different values lie outside the heights of land than marks would.
    """
    hole |= ~np.isfinite(metres)
    found = []
    for mark in known:
        here = (values == mark) & ~hole
        if here.any():
            found.append(float(mark))
            hole |= here
    outside = ~hole & ((metres < DEEPEST) | (metres > HIGHEST))
    beyond = metres[outside]
    count = 0
    while outside.any():
        if count == MARKS:
            raise OtherHeightsError(float(beyond.min()), float(beyond.max()))
        mark = values.flat[int(outside.argmax())]
        hole |= values == mark
        outside &= values != mark
        found.append(float(mark))
        count += 1
    return found


def filled(metres: Floats, hole: Cells) -> Floats:
    """Return heights whose holes, however wide, are filled from their rims to their middles; some cell holds ground."""
    from rasterio.fill import fillnodata

    near = fillnodata(np.where(hole, _NONE, metres), mask=~hole, max_search_distance=_RIM)
    deep = near <= 0.5 * _NONE
    if deep.any():
        box = _box(deep)
        near[box] = _spread(near[box], ~deep[box])
    return np.asarray(near, np.float32)


def _box(cells: Cells) -> tuple[slice, slice]:
    """Return the rows and columns of some cells, and the nearest ones outside."""
    ends = (np.flatnonzero(cells.any(axis=axis)) for axis in (1, 0))
    rows, columns = (slice(max(int(found[0]) - 1, 0), int(found[-1]) + 2) for found in ends)
    return rows, columns


def _spread(heights: Floats, known: Cells) -> Floats:
    """Fill what is not known from ever wider means of what is, the nearest first.

    S. J. Gortler, R. Grzeszczuk, R. Szeliski, M. F. Cohen, The Lumigraph, SIGGRAPH 1996: pull and push.
    """
    if known.all():
        return heights
    rows, columns = heights.shape
    even = (0, rows % 2), (0, columns % 2)
    weight = np.pad(known, even).astype(np.float32)
    total = np.pad(np.where(known, heights, np.float32(0.0)), even)
    count, total = _pairs(weight), _pairs(total)
    wider = _spread((total / np.maximum(count, 1.0)).astype(np.float32), count > 0.0)
    return np.where(known, heights, _between(_between(wider).T).T[:rows, :columns])


def _pairs(cells: Floats) -> Floats:
    """Sums of blocks of 2 x 2 cells."""
    return cells[::2, ::2] + cells[1::2, ::2] + cells[::2, 1::2] + cells[1::2, 1::2]


def _between(wider: Floats) -> Floats:
    """Return rows half as high, linear between the middles of those given."""
    padded = np.pad(wider, ((1, 1), (0, 0)), mode="edge")
    rows = np.empty((2 * len(wider), wider.shape[1]), np.float32)
    rows[::2] = 0.75 * wider + 0.25 * padded[:-2]
    rows[1::2] = 0.75 * wider + 0.25 * padded[2:]
    return rows
