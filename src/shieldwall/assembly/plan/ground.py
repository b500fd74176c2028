"""The ground about a radar that reflects: how high it lies about a site."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.treetops import DIRECTIONS, TREES_AT, middle_of
from shieldwall.terrain import ElevationGrid

#: The reflecting level of a site is the mean of the terrain so far about it, m. Assumption: at the grazing angles that
#: matter, up to some degrees, an antenna of 10 m has its reflection within a kilometre, one of 100 m within five.
ABOUT: Final = 5_000.0


def mean_level(grid: ElevationGrid, x: float, y: float) -> float:
    """Return the mean height, m, of the terrain as read about a site of the plane, over the sea where there is none."""
    east, north = _near(float(grid.header["per_cell"]))
    heights = grid.height(x + east, y + north, 0.0)
    return math.fsum(heights.tolist()) / heights.size


@lru_cache(4)
def _near(per_cell: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East and north, m, of the points ABOUT a site."""
    cells = int(ABOUT * per_cell)
    axis = np.arange(-cells, cells + 1) / per_cell
    east, north = np.meshgrid(axis, axis)
    near: NDArray[Any] = east * east + north * north <= ABOUT * ABOUT
    return east[near], north[near]


def tree_ring(grid: ElevationGrid, x: float, y: float) -> NDArray[np.float64]:
    """Return the heights, m, of the terrain as read where trees about a site stand, float64[direction]."""
    east, north = TREES_AT * np.array([middle_of(direction) for direction in range(DIRECTIONS)]).T
    return grid.height(x + east, y + north, 0.0)
