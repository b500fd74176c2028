"""Where a point lies in an elevation grid whose ground near sites stands in tiles of finer cells.

Behind the rows of the grid, in the same array, stands a map of the tiles and then the tiles themselves, so that
whoever reads the ground reads the finest that there is: masks, sight lines, flight, rounds and coverage alike.
"""

import numpy as np

from shieldwall.kernels.compiled import kernel

TILE = 64
"""Cells of a tile on a side; it holds the samples at both of its ends, one more."""


@kernel(inline=True)
def cell_at(layer, grid, x, y):
    """Return row and column of the cell about a point in one layer of a grid, and how far in it; row -1 outside."""
    if grid["near_per_cell"] > 0.0:
        row, column, fx, fy = cell_of_tile(layer, grid, x, y)
        if row >= 0:
            return row, column, fx, fy
    across, along = (x - grid["west"]) * grid["per_cell"], (y - grid["south"]) * grid["per_cell"]
    if not (across >= 0.0 and along >= 0.0 and across <= grid["columns"] - 1 and along <= grid["rows"] - 1):
        return np.int64(-1), np.int64(0), 0.0, 0.0
    column, row = min(int(across), grid["columns"] - 2), min(int(along), grid["rows"] - 2)
    return row, column, across - column, along - row


@kernel
def cell_of_tile(layer, grid, x, y):
    """Return the same of the tile about a point; row -1 where there is none.

    The map of the tiles has a row for each row of tiles, where the first row of each tile stands in the array, 0 for no
    tile; and as many rows more with its first column. A call of its own adds nothing where a grid has no tiles.
    """
    across, along = (x - grid["west"]) * grid["near_per_cell"], (y - grid["south"]) * grid["near_per_cell"]
    if across >= 0.0 and along >= 0.0 and across < TILE * grid["tile_columns"] and along < TILE * grid["tile_rows"]:
        column, row = int(across), int(along)
        tile, line = column // TILE, grid["rows"] + row // TILE
        first = int(layer[line, tile])
        if first > 0:
            other = int(layer[line + grid["tile_rows"], tile])
            return first + row % TILE, other + column % TILE, across - column, along - row
    return np.int64(-1), np.int64(0), 0.0, 0.0


@kernel(inline=True)
def finest_per_cell(grid):
    """Cells per metre of the finest ground of a grid: in its tiles, if it has any."""
    return max(grid["per_cell"], grid["near_per_cell"])
