"""The highest ground below the legs of a path, over a raster that is bilinear in its cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def crests(raster: NDArray[Any], across: Floats, along: Floats) -> Floats:
    """Return the highest ground from each of several places to the next, metres; -inf where a leg lies outside.

    Places are fractional columns and rows. Between two crossings of lines through the centres the ground is a
    parabola, which its ends and its middle tell.
    """
    rows, columns = raster.shape
    a, b = _on_centres(across, columns), _on_centres(along, rows)
    return np.array([
        _crest(raster, (a[leg], a[leg + 1]), (b[leg], b[leg + 1])) for leg in range(len(a) - 1)
    ])  # fmt: skip


def _on_centres(place: Floats, count: int) -> Floats:
    near = (place >= -0.5) & (place <= count - 0.5)
    return np.where(near, np.clip(place, 0.0, count - 1.0), place)


def _crest(raster: NDArray[Any], across: tuple[float, float], along: tuple[float, float]) -> float:
    marks = np.unique(np.concatenate([[0.0, 1.0], _crossings(*across), _crossings(*along)]))
    ends = np.column_stack([marks[:-1], 0.5 * (marks[:-1] + marks[1:]), marks[1:]])
    x, y = across[0] + ends * (across[1] - across[0]), along[0] + ends * (along[1] - along[0])
    columns, rows = raster.shape[1] - 1, raster.shape[0] - 1
    inside = (x[:, 1] >= 0.0) & (x[:, 1] <= columns) & (y[:, 1] >= 0.0) & (y[:, 1] <= rows)
    first, middle, last = _bilinear(raster, np.clip(x, 0.0, columns), np.clip(y, 0.0, rows))[inside].T
    if not len(first):
        return -np.inf
    bend, slope = 2.0 * (first + last - 2.0 * middle), 4.0 * middle - 3.0 * first - last
    arched = (bend < -1e-9) & (slope > 0.0) & (slope < -2.0 * bend)
    tops = np.where(arched, first - slope**2 / (4.0 * np.where(arched, bend, -1.0)), np.maximum(first, last))
    return float(tops.max())


def _crossings(begin: float, end: float) -> Floats:
    """Parts of a way at which one coordinate is whole."""
    whole = np.arange(np.ceil(min(begin, end)), np.floor(max(begin, end)) + 1.0)
    return np.zeros(0) if begin == end else np.clip((whole - begin) / (end - begin), 0.0, 1.0)


def _bilinear(raster: NDArray[Any], x: Floats, y: Floats) -> Floats:
    column = np.minimum(x.astype(int), raster.shape[1] - 2)
    row = np.minimum(y.astype(int), raster.shape[0] - 2)
    fx, fy = x - column, y - row
    values = raster.astype(np.float64, copy=False)
    upper = values[row, column] * (1.0 - fx) + values[row, column + 1] * fx
    lower = values[row + 1, column] * (1.0 - fx) + values[row + 1, column + 1] * fx
    return np.asarray(upper * (1.0 - fy) + lower * fy)
