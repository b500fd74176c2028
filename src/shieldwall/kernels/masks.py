"""What the terrain hides from fixed sites: the minimum visible altitudes that they have.

A *mask* answers in constant time whether a site sees a point: it holds, on an east-north grid about the site,
the lowest height above the sea that is seen there, once for the terrain as read and once for the terrain
raised by its own uncertainty. A number u in [0, 1], drawn once per run, moves between the two.
"""

from math import ceil

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.ground_tiles import cell_at

AS_READ, RAISED = 0, 1
"""Layers of an elevation grid and of a mask: the terrain as read, and raised by its uncertainty."""

EDGE = 2
"""Third layer of a mask: where on the way to a point the ground rises nearest to the sight line, as read."""

LAYERS = 3
WHOLE_WAY = 16384
"""What an edge at the point itself would have in the third layer; one halfway has half of it."""

HIDDEN = 32767
"""The highest altitude a mask can hold, metres; it stands for this height or any above."""

GRID = np.dtype(
    [
        ("west", "f8"),
        ("south", "f8"),
        ("per_cell", "f8"),
        ("columns", "i8"),
        ("rows", "i8"),
        ("top", "f8"),
        ("curvature", "f8"),
        ("meridional", "f8"),
        ("normal", "f8"),
        ("near_per_cell", "f8"),
        ("near_reach", "f8"),
        ("tile_columns", "i8"),
        ("tile_rows", "i8"),
    ],
    align=True,
)
"""Header of an elevation grid `float32[2, rows, columns]`, rows from south to north, layers as above.

`west`, `south`: x and y of the centre of cell [0, 0], metres; `per_cell`: cells per metre; `top`: highest
elevation of both layers, metres; `curvature`: of the ray by refraction, 1/m; `meridional`, `normal`: radii of the
frame, metres. Outside the grid the ground is sea level. Where `near_per_cell`, cells per metre, is above 0, the ground
within `near_reach`, metres, of sites stands in tiles behind those rows, with the same corner (`ground_tiles`).
"""

SITE = np.dtype(
    [
        *((name, "f8") for name in ("x", "y", "z", "height")),
        *((axis + part, "f8") for axis in ("east_", "north_", "up_") for part in ("x", "y", "z")),
        *((name, "f8") for name in ("curvature", "meridional", "normal")),
    ],
    align=True,
)
"""A fixed observer: place in the frame and height above the sea (metres), its own east, north and up."""

MASK = np.dtype(
    [
        ("offset", "i8"),
        ("weight", "f8"),
        ("west", "f8"),
        ("south", "f8"),
        ("per_cell", "f8"),
        ("columns", "i8"),
        ("rows", "i8"),
        ("near_cells", "i8"),
        ("above", "i8"),
        ("near_west", "f8"),
        ("near_south", "f8"),
        ("near_per_cell", "f8"),
    ],
    align=True,
)
"""Header of one mask in the flat `int16` array that holds all masks.

The altitudes of the cell in a row and column stand at `offset + LAYERS * (row * columns + column)`, as read, one
further, raised, and then the edge; `west` and `south` are x and y of the centre of the first cell, metres.
Where `near_cells` is above 0, a square about the site of so many finer cells a side stands behind them, and holds.
Where `weight` is above 0, the antenna stands between two heights that have a mask over the same cells: it moves from
the mask at `offset` (0) to that of the higher antenna at `above` (1).
"""


def site_row(x, y, z, axes, grid):
    """Return a SITE record for an observer at (x, y, z) with its axes (3, 3), over the terrain of a GRID."""
    site = np.zeros(1, SITE)[0]
    site["x"], site["y"], site["z"] = x, y, z
    for name, row in zip(("east_", "north_", "up_"), axes, strict=True):
        site[name + "x"], site[name + "y"], site[name + "z"] = row
    for name in ("curvature", "meridional", "normal"):
        site[name] = grid[name]
    site["height"] = height_above_sea(x, y, z, float(grid["meridional"]), float(grid["normal"]))
    return site


def mask_row(site, reach, cell, near=(0.0, 1.0)):
    """Return a MASK record, offset 0, that covers a square of half-width `reach` (metres) about a site.

    `near` are half-width and cell of the finer square within it, metres; half-width 0 for none.
    """
    mask = np.zeros(1, MASK)[0]
    half = ceil(reach / cell)
    mask["columns"] = mask["rows"] = 2 * half + 1
    mask["west"], mask["south"] = site["x"] - half * cell, site["y"] - half * cell
    mask["per_cell"] = 1.0 / cell
    if near[0] > 0.0:
        half = ceil(near[0] / near[1])
        mask["near_cells"] = 2 * half + 1
        mask["near_west"], mask["near_south"] = site["x"] - half * near[1], site["y"] - half * near[1]
        mask["near_per_cell"] = 1.0 / near[1]
    return mask


def mask_size(mask):
    """Return how many numbers a mask holds, with its finer square."""
    return LAYERS * (int(mask["columns"]) * int(mask["rows"]) + int(mask["near_cells"]) ** 2)


@kernel(inline=True)
def elevation(heights, grid, x, y):
    """Ground above the sea at (x, y), metres: bilinear in one layer of a grid, 0 outside it."""
    row, column, fx, fy = cell_at(heights, grid, x, y)
    return _cell(heights, row, column, fx, fy) if row >= 0 else 0.0


@kernel(inline=True)
def ground(heights, grid, x, y, u):
    """Ground above the sea at (x, y), metres, from the terrain as read (u = 0) to the raised one (u = 1)."""
    row, column, fx, fy = cell_at(heights[AS_READ], grid, x, y)
    if row < 0:
        return 0.0
    low = _cell(heights[AS_READ], row, column, fx, fy)
    return low + u * (_cell(heights[RAISED], row, column, fx, fy) - low)


@kernel(inline=True)
def _cell(heights, row, column, fx, fy):
    """Bilinear value inside a cell of one layer."""
    sw, se = np.float64(heights[row, column]), np.float64(heights[row, column + 1])
    nw, ne = np.float64(heights[row + 1, column]), np.float64(heights[row + 1, column + 1])
    south = sw + fx * (se - sw)
    return south + fy * (nw + fx * (ne - nw) - south)


@kernel(inline=True)
def local(site, x, y, z):
    """East, north and up of a point from a site along the site's own axes, metres, without refraction."""
    dx, dy, dz = x - site["x"], y - site["y"], z - site["z"]
    return (
        dx * site["east_x"] + dy * site["east_y"] + dz * site["east_z"],
        dx * site["north_x"] + dy * site["north_y"] + dz * site["north_z"],
        dx * site["up_x"] + dy * site["up_y"] + dz * site["up_z"],
    )


@kernel(inline=True)
def visible_altitude(masks, mask, x, y, u):
    """Lowest height above the sea that a site sees over (x, y), metres; infinite outside its mask.

    Bilinear between cells; u in [0, 1] moves from the terrain as read to the raised one. A target is in view
    when its `height_above_sea` is greater.
    """
    if mask["near_cells"] > 0 and _is_near(mask, x, y):
        return _near_altitude(masks, mask, x, y, u)
    across, along = (x - mask["west"]) * mask["per_cell"], (y - mask["south"]) * mask["per_cell"]
    columns = mask["columns"]
    if not (across >= 0.0 and along >= 0.0 and across <= columns - 1 and along <= mask["rows"] - 1):
        return np.inf
    return _altitude(masks, mask, (across, along), (columns, mask["rows"], 0), u)


@kernel(inline=True)
def _is_near(mask, x, y):
    """Whether a point lies in the finer square of a mask."""
    across, along = (x - mask["near_west"]) * mask["near_per_cell"], (y - mask["near_south"]) * mask["near_per_cell"]
    last = mask["near_cells"] - 1
    return across >= 0.0 and along >= 0.0 and across <= last and along <= last


@kernel
def _near_altitude(masks, mask, x, y, u):
    """Lowest visible altitude by the finer square; a call of its own, so that it adds nothing where there is none."""
    across, along = (x - mask["near_west"]) * mask["near_per_cell"], (y - mask["near_south"]) * mask["near_per_cell"]
    cells = mask["near_cells"]
    return _altitude(masks, mask, (across, along), (cells, cells, mask["columns"] * mask["rows"]), u)


@kernel(inline=True)
def _altitude(masks, mask, spot, cells, u):
    """Altitude at a place in a square, in cells across and along; `cells` are its columns, its rows and its first."""
    across, along = spot
    columns, rows, first = cells
    column, row = min(int(across), columns - 2), min(int(along), rows - 2)
    fx, fy = across - column, along - row
    at = LAYERS * (first + row * columns + column)
    lowest = _between_cells(masks, mask["offset"] + at, columns, fx, fy, u)
    if mask["weight"] > 0.0:
        lowest += mask["weight"] * (_between_cells(masks, mask["above"] + at, columns, fx, fy, u) - lowest)
    return lowest


@kernel(inline=True)
def _between_cells(masks, at, columns, fx, fy, u):
    """Bilinear altitude about the cell at `at`, from the terrain as read to the raised one."""
    on = at + LAYERS * columns
    v = 1.0 - u
    sw, se = v * masks[at] + u * masks[at + 1], v * masks[at + LAYERS] + u * masks[at + LAYERS + 1]
    nw, ne = v * masks[on] + u * masks[on + 1], v * masks[on + LAYERS] + u * masks[on + LAYERS + 1]
    south = sw + fx * (se - sw)
    return south + fy * (nw + fx * (ne - nw) - south)


@kernel(inline=True)
def shadow_edge(masks, mask, x, y):
    """Where the ground rises nearest to a site's sight line to (x, y), as a share of the way; for points in a mask."""
    if mask["near_cells"] > 0 and _is_near(mask, x, y):
        return _near_edge(masks, mask, x, y)
    column = min(max(int((x - mask["west"]) * mask["per_cell"] + 0.5), 0), mask["columns"] - 1)
    row = min(max(int((y - mask["south"]) * mask["per_cell"] + 0.5), 0), mask["rows"] - 1)
    return _edge(masks, mask, row * mask["columns"] + column)


@kernel
def _near_edge(masks, mask, x, y):
    """The same by the finer square."""
    column = int((x - mask["near_west"]) * mask["near_per_cell"] + 0.5)
    row = int((y - mask["near_south"]) * mask["near_per_cell"] + 0.5)
    return _edge(masks, mask, mask["columns"] * mask["rows"] + row * mask["near_cells"] + column)


@kernel(inline=True)
def _edge(masks, mask, cell):
    # An edge does not slide from one ridge to the next: that of the nearer height holds.
    offset = mask["offset"] if mask["weight"] < 0.5 else mask["above"]
    return masks[offset + LAYERS * cell + EDGE] * (1.0 / WHOLE_WAY)
