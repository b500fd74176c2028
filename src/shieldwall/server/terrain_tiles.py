"""Tiles of the ground for a map, in web Mercator: heights as colours, in the way called Terrarium, or painted."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.constants import WGS84_SEMI_MAJOR
from shieldwall.server.ground import Bounds, Ground
from shieldwall.server.held import NotHeldError
from shieldwall.server.painted import Colours, painted
from shieldwall.server.png import png

#: Pixels of a tile's side, and the zoom at which a pixel is finer than any terrain that can be read.
SIDE: Final = 256
FINEST: Final = 14
#: A height of h metres is the number h + LIFT, its whole part in red and green, 1/256 of it in blue; it is rounded to
#: STEP, m, which no map shows and which halves a tile.
LIFT, STEP = 32768.0, 0.25
#: Tiles that are kept: some 50 kB each.
KEPT: Final = 400


def tile(ground: Ground, zoom: int, column: int, row: int, paint: str | None = None) -> bytes:
    """Return a tile as PNG, of heights or in paint that is WRITTEN.

    NotHeldError where the window of the terrain has no part in it.
    """
    side = 1 << zoom
    if not (zoom <= FINEST and column < side and row < side):
        raise NotHeldError("there is no such tile", instead=f"ask for zooms up to {FINEST}")
    west, east = (360.0 * (column + end) / side - 180.0 for end in (0, 1))
    north, south = (_latitude(row + end, side) for end in (0, 1))
    if not _overlap(ground.bounds, Bounds(west, south, east, north)):
        raise NotHeldError("the terrain of this run ends before this tile", instead="stay within its bounds")
    return _tile(ground, zoom, column, row, paint)


@lru_cache(KEPT)
def _tile(ground: Ground, zoom: int, column: int, row: int, paint: str | None) -> bytes:
    # A painted pixel shows how the ground falls off to its neighbours, which may lie in other tiles.
    beyond = 0 if paint is None else 1
    middles = (np.arange(-beyond, SIDE + beyond) + 0.5) / SIDE
    side = 1 << zoom
    longitude = 360.0 * (column + middles) / side - 180.0
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * (row + middles) / side))))
    lat, lon = np.meshgrid(latitude, longitude, indexing="ij")
    heights = ground.heights(lat, lon)
    if paint is None:
        return png(coloured(heights))
    pixels = math.tau * WGS84_SEMI_MAJOR * np.cos(np.radians(latitude[1:-1])) / (SIDE * side)
    return png(painted(heights, pixels, zoom, Colours.read(paint)))


def finest_zoom(ground: Ground) -> int:
    """Return the zoom at which a pixel is no wider than a cell of the ground; beyond it tiles would show no more."""
    middle = math.radians(0.5 * (ground.bounds.south + ground.bounds.north))
    pixel = math.tau * WGS84_SEMI_MAJOR * math.cos(middle) / SIDE
    return min(max(math.ceil(math.log2(pixel / ground.cell)), 0), FINEST)


def coloured(heights: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return heights, m, as colours, uint8[..., 3]."""
    numbers = np.clip(256.0 * STEP * np.round((heights + LIFT) / STEP), 0, (1 << 24) - 1).astype(np.uint32)
    return np.stack([(numbers >> shift) & 255 for shift in (16, 8, 0)], axis=-1).astype(np.uint8)


def _latitude(row: float, side: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * row / side))))


def _overlap(one: Bounds, other: Bounds) -> bool:
    across = min(one.east, other.east) > max(one.west, other.west)
    return across and min(one.north, other.north) > max(one.south, other.south)
