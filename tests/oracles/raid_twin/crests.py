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
    x, y = _on_centres(across, columns), _on_centres(along, rows)
    ends = np.zeros((len(x) - 1, 1)), np.ones((len(x) - 1, 1))
    marks = np.sort(np.hstack([*ends, _crossings(x), _crossings(y)]), axis=1)
    parts = np.stack([marks[:, :-1], 0.5 * (marks[:, :-1] + marks[:, 1:]), marks[:, 1:]])
    a, b = (place[:-1, None] + parts * np.diff(place)[:, None] for place in (x, y))
    inside = (a[1] >= 0.0) & (a[1] <= columns - 1) & (b[1] >= 0.0) & (b[1] <= rows - 1)
    first, middle, last = _bilinear(raster, np.clip(a, 0.0, columns - 1), np.clip(b, 0.0, rows - 1))
    bend, slope = 2.0 * (first + last - 2.0 * middle), 4.0 * middle - 3.0 * first - last
    arched = (bend < -1e-9) & (slope > 0.0) & (slope < -2.0 * bend)
    tops = np.where(arched, first - slope**2 / (4.0 * np.where(arched, bend, -1.0)), np.maximum(first, last))
    return np.asarray(np.where(inside, tops, -np.inf).max(axis=1))


def _on_centres(place: Floats, count: int) -> Floats:
    near = (place >= -0.5) & (place <= count - 0.5)
    return np.where(near, np.clip(place, 0.0, count - 1.0), place)


def _crossings(place: Floats) -> Floats:
    """Parts of each way at which one coordinate is whole, filled up with its end."""
    begin, step = place[:-1, None], np.diff(place)[:, None]
    least = np.minimum(place[:-1], place[1:])[:, None]
    whole = np.ceil(least) + np.arange(int(np.abs(step).max()) + 2)
    found = np.divide(whole - begin, step, out=np.ones_like(whole), where=step != 0.0)
    return np.clip(found, 0.0, 1.0)


def _bilinear(raster: NDArray[Any], x: Floats, y: Floats) -> Floats:
    column = np.minimum(x.astype(int), raster.shape[1] - 2)
    row = np.minimum(y.astype(int), raster.shape[0] - 2)
    fx, fy = x - column, y - row
    values = raster.astype(np.float64, copy=False)
    upper = values[row, column] * (1.0 - fx) + values[row, column + 1] * fx
    lower = values[row + 1, column] * (1.0 - fx) + values[row + 1, column + 1] * fx
    return np.asarray(upper * (1.0 - fy) + lower * fy)
