"""The sight line between two points that move, walked over the terrain."""

from math import ceil, sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import ground

SIGHT_SAMPLES = 1024
"""Most samples of one sight line; they lie half a cell apart on lines up to 512 cells long.

Over a grid with tiles both ends of a line, as far as tiles reach about a site, have as many, half their cell apart.
"""


@kernel
def line_of_sight(heights, grid, here, there, u):
    """Tell whether two points (tuples x, y, z in metres) see each other over the terrain.

    `heights` are both layers of the grid, mixed by u in [0, 1]. Refraction raises the line above the chord of
    length L by `curvature * s * (L - s)` at a distance s. The ends themselves are not asked for.
    """
    dx, dy = there[0] - here[0], there[1] - here[1]
    across = sqrt(dx * dx + dy * dy)
    if grid["near_per_cell"] > 0.0:
        return _over_tiles(heights, grid, here, there, u, across)
    return _free(heights, grid, here, there, u, (0.0, 1.0, 2.0 * across * grid["per_cell"]))


@kernel
def _over_tiles(heights, grid, here, there, u, across):
    """The same over a grid with tiles: both ends by their cells, the middle by those of the grid."""
    end = min(0.5, grid["near_reach"] / max(across, 1.0))
    asked = 2.0 * end * across * grid["near_per_cell"]
    for first in (0.0, 1.0 - end):
        if not _free(heights, grid, here, there, u, (first, end, asked)):
            return False
    middle = 1.0 - 2.0 * end
    return _free(heights, grid, here, there, u, (end, middle, 2.0 * middle * across * grid["per_cell"]))


@kernel(inline=True)
def _free(heights, grid, here, there, u, part_of):
    """Whether a part of a sight line is free: where it begins, how much it is of the whole, and how many samples."""
    first, length, asked = part_of
    dx, dy, dz = there[0] - here[0], there[1] - here[1], there[2] - here[2]
    across = sqrt(dx * dx + dy * dy)
    square = across * across + dz * dz
    count = min(ceil(asked), SIGHT_SAMPLES)
    for k in range(1, count):
        part = first + length * (k / count)
        x, y = here[0] + part * dx, here[1] + part * dy
        height = height_above_sea(x, y, here[2] + part * dz, grid["meridional"], grid["normal"])
        height += grid["curvature"] * square * part * (1.0 - part)
        if height < grid["top"]:
            if height < ground(heights, grid, x, y, u):
                return False
    return True
