"""Ground of finer cells near sites, where a window is too large to have them everywhere."""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels import ground_tiles
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.ground_tiles import TILE
from shieldwall.terrain.cache import cached
from shieldwall.terrain.elevation import ElevationGrid, Terrain

REACHES = (25_000.0, 12_500.0, 6_000.0, 3_000.0)
"""Metres about each site that have fine cells: the first of these for which all tiles fit into NEAR_MEMORY."""
NEAR_MEMORY = 60_000_000
"""Bytes of all tiles."""
_TILE_BYTES = 2 * 4 * (TILE + 1) ** 2

Places = Iterable[tuple[float, float]]


def with_tiles(grid: ElevationGrid, terrain: Terrain, frame: Frame, cell: float, places: Places) -> ElevationGrid:
    """Return a grid whose ground about places (latitude, longitude; rad) stands in cells of `cell` metres.

    The grid itself where there are no tiles. Each tile is made from the cells of the file about it.
    """
    header, tiles = tiled(grid.header, frame, cell, places)
    if not tiles:
        return grid
    seal = hashlib.sha256(f"{grid.digest} {tiles!r}".encode() + header.tobytes() + _code())
    block = cached("terrain", seal.digest(), lambda: {"block": _block(terrain, frame, header, tiles)})["block"]
    header["top"] = max(float(header["top"]), float(block[:, 2 * int(header["tile_rows"]) :].max()))
    return replace(grid, header=header, heights=np.concatenate([grid.heights, block], 1), digest=seal.hexdigest())


def tiled(grid: Any, frame: Frame, cell: float, places: Places) -> tuple[np.void, list[tuple[int, int]]]:
    """Return a GRID record with tiles of `cell` metres about places, and which these are: row and column.

    They reach as far as they fit into memory; there are none where even the smallest of REACHES does not.
    """
    header = grid.copy()
    header["near_per_cell"] = 1.0 / cell
    for count, cells in (("tile_columns", "columns"), ("tile_rows", "rows")):
        header[count] = math.ceil((int(header[cells]) - 1) / float(header["per_cell"]) / (TILE * cell))
    spots = [frame.to_enu(*place, 0.0) for place in places]
    for reach in REACHES:
        tiles = {tile for x, y, _ in spots for tile in _tiles_about(header, float(x), float(y), reach)}
        if 0 < len(tiles) * _TILE_BYTES <= NEAR_MEMORY:
            header["near_reach"] = reach
            return header, sorted(tiles)
    return grid.copy(), []


def _tiles_about(header: Any, x: float, y: float, reach: float) -> Iterable[tuple[int, int]]:
    """Tiles of which some point lies within a distance."""
    side = TILE / float(header["near_per_cell"])
    away = []
    for spot, start, count in ((y, "south", "tile_rows"), (x, "west", "tile_columns")):
        edges = float(header[start]) + side * np.arange(int(header[count]))
        away.append(np.maximum(0.0, np.maximum(edges - spot, spot - edges - side)))
    near = away[0][:, None] ** 2 + away[1] ** 2 <= reach * reach
    return ((int(row), int(column)) for row, column in np.argwhere(near))


def _block(terrain: Terrain, frame: Frame, header: Any, tiles: list[tuple[int, int]]) -> NDArray[np.float32]:
    """What stands behind the rows of a grid: the map of its tiles, and the tiles side by side."""
    rows, columns = int(header["rows"]), int(header["columns"])
    tall, across = int(header["tile_rows"]), columns // (TILE + 1)
    block = np.zeros((2, 2 * tall + (TILE + 1) * math.ceil(len(tiles) / across), columns), np.float32)
    one = header.copy()
    one["per_cell"], one["columns"], one["rows"] = header["near_per_cell"], TILE + 1, TILE + 1
    for number, (row, column) in enumerate(tiles):
        first, other = 2 * tall + number // across * (TILE + 1), number % across * (TILE + 1)
        block[:, row, column], block[:, tall + row, column] = rows + first, other
        for start, place in (("west", column), ("south", row)):
            one[start] = float(header[start]) + place * TILE / float(header["near_per_cell"])
        block[:, first : first + TILE + 1, other : other + TILE + 1] = terrain.patch(frame, one)
    return block


@functools.cache
def _code() -> bytes:
    """Digest of the code that computes what is cached, so that an edit makes it anew."""
    return hashlib.sha256(b"".join(Path(source).read_bytes() for source in (__file__, ground_tiles.__file__))).digest()
