"""Heights along a flight path: level above the curved sea, following the ground, diving; and when it is where.

A circle or a level flight of some length is not straight in the frame, whose plane the sea leaves (a level circle of
12 km radius, 90 km from the origin, is tilted by 160 m at its ends), so a body flies from point to point of its sampled
path.
"""

from math import ceil, inf, sqrt

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.crests import crest
from shieldwall.kernels.ground_tiles import cell_of_tile
from shieldwall.kernels.land import bent_place, elevation_at, level_up, place_on
from shieldwall.kernels.masks import AS_READ, ground
from shieldwall.kernels.paths import BASE, CREST, GROUND, HEIGHT, OFF, ONE, WEIGHT, S, T, X, Y, Z


@kernel
def ground_at(land, x, y, relief):
    """Return the ground above the sea under a point of the plane, metres: never less than the file says.

    `relief` is how far, from 0 to 1, the ground exceeds what was read; the masks of sensors rise by the same draw.
    """
    across, along = place_on(land.file[0], land.bend, x, y)
    return max(elevation_at(land.raster, across, along), ground(land.heights, land.grid[0], x, y, relief))


@kernel
def lay_ground(land, path, count, relief):
    """Fill in the ground below the samples of a path, and the highest from each to the next."""
    raster, file, bend = land.raster, land.file[0], land.bend
    heights, grid = land.heights, land.grid[0]
    # Places in the file stand in rows that are not in use yet: several at once by the polynomials.
    if file.fitted == 1:
        for sample in range(count):
            path[OFF, sample], path[Z, sample] = bent_place(bend, path[X, sample], path[Y, sample])
    else:
        for sample in range(count):
            path[OFF, sample], path[Z, sample] = place_on(file, bend, path[X, sample], path[Y, sample])
    for sample in range(count):
        x, y = path[X, sample], path[Y, sample]
        read = 0.0
        if _on_file(file, x, y):
            read = elevation_at(raster, path[OFF, sample], path[Z, sample])
        path[GROUND, sample] = max(read, ground(heights, grid, x, y, relief))
    layers, size = raster.reshape((1, raster.shape[0], raster.shape[1])), (raster.shape[1], raster.shape[0])
    for sample in range(count - 1):
        highest = max(path[GROUND, sample], path[GROUND, sample + 1])
        if _on_file(file, path[X, sample], path[Y, sample]) or _on_file(file, path[X, sample + 1], path[Y, sample + 1]):
            across, along = path[OFF, sample], path[Z, sample]
            highest = max(highest, crest(layers, 0.0, size, across, along, path[OFF, sample + 1], path[Z, sample + 1]))
        path[CREST, sample] = max(highest, _raised_crest(land, path, sample, relief))
    path[CREST, count - 1] = path[GROUND, count - 1]


@kernel(inline=True)
def _on_file(file, x, y):
    """Tell whether a point of the plane is near enough to the file for its polynomials."""
    return abs(x) <= file.reach_x and abs(y) <= file.reach_y


@kernel(inline=True)
def _raised_crest(land, path, sample, relief):
    """The highest ground of the grid of sight lines from a sample to the next; near sites, by its finer cells."""
    heights, grid = land.heights, land.grid[0]
    x, y, to_x, to_y = path[X, sample], path[Y, sample], path[X, sample + 1], path[Y, sample + 1]
    if grid.near_per_cell > 0.0 and (_in_tile(heights, grid, x, y) or _in_tile(heights, grid, to_x, to_y)):
        return _finest_crest(land, (x, y), (to_x, to_y), relief)
    size, west, south, per_cell = (grid.columns, grid.rows), grid.west, grid.south, grid.per_cell
    across, along = (x - west) * per_cell, (y - south) * per_cell
    return crest(heights, relief, size, across, along, (to_x - west) * per_cell, (to_y - south) * per_cell)


@kernel(inline=True)
def _in_tile(heights, grid, x, y):
    return cell_of_tile(heights[AS_READ], grid, x, y)[0] >= 0


@kernel
def _finest_crest(land, here, there, relief):
    """The highest ground of tiles of finer cells between two points: at every quarter of a cell."""
    heights, grid = land.heights, land.grid[0]
    step_x, step_y = there[0] - here[0], there[1] - here[1]
    parts = max(1, ceil(4.0 * grid.near_per_cell * sqrt(step_x * step_x + step_y * step_y)))
    highest = -inf
    for number in range(1, parts):
        part = number / parts
        highest = max(highest, ground(heights, grid, here[0] + part * step_x, here[1] + part * step_y, relief))
    return highest


@kernel
def lay_ground_if_near(land, path, count, floor, relief):
    """Fill in the ground below a path, or something lower that its heights do not feel, either."""
    top = land.file[0].top
    lowest = inf
    for sample in range(count):
        asked = path[BASE, sample] if path[WEIGHT, sample] == 0.0 else -inf
        lowest = min(lowest, asked)
    if lowest < top + floor:
        lay_ground(land, path, count, relief)
        return
    for sample in range(count):
        path[GROUND, sample] = top
        path[CREST, sample] = top


@kernel
def ask_heights(path, count, floor):
    """Fill in the heights asked for, but no less than `floor` over the highest ground up to the samples next to one."""
    for sample in range(count):
        high = path[CREST, sample]
        if sample > 0:
            high = max(high, path[CREST, sample - 1])
        path[HEIGHT, sample] = max(path[BASE, sample] + path[WEIGHT, sample] * high, high + floor)


@kernel
def climb_early(path, count, slope):
    """Raise heights to the lowest line nowhere below them nor steeper than a slope: it climbs before the hill."""
    highest = path[HEIGHT, 0] + slope * path[S, 0]
    for sample in range(count):
        rise = slope * path[S, sample]
        highest = max(highest, path[HEIGHT, sample] + rise)
        path[OFF, sample] = highest - rise
    highest = path[HEIGHT, count - 1] - slope * path[S, count - 1]
    for sample in range(count - 1, -1, -1):
        rise = slope * path[S, sample]
        highest = max(highest, path[HEIGHT, sample] - rise)
        path[HEIGHT, sample] = max(path[OFF, sample], highest + rise)


@kernel
def go_down(path, count, slope, floor, end, dive):
    """Raise heights as `climb_early`, then lead the last `dive` metres of ground straight to a height at the end."""
    lasts = path[S, count - 1]
    last = count - 1
    while last > 0 and not lasts - path[S, last] >= min(dive, lasts) - 1e-6:
        last -= 1
    last = min(last, count - 2)
    climb_early(path, last + 1, slope)
    level, left = path[HEIGHT, last], lasts - path[S, last]
    for sample in range(last + 1, count - 1):
        part = (lasts - path[S, sample]) / left
        high = max(path[CREST, sample - 1], path[CREST, sample])
        path[HEIGHT, sample] = max(end + (level - end) * part, high + floor * part)
    path[HEIGHT, count - 1] = end


@kernel
def lay_times(file, path, count, speed, start):
    """Fill in z and time of a path whose heights are known, flown at a speed from a time on."""
    for sample in range(count):
        path[Z, sample] = level_up(file, path[X, sample], path[Y, sample], path[HEIGHT, sample])
    path[OFF, 0] = 0.0
    for sample in range(np.uint64(1), np.uint64(count)):
        before = sample - ONE
        dx, dy = path[X, sample] - path[X, before], path[Y, sample] - path[Y, before]
        dz = path[Z, sample] - path[Z, before]
        path[OFF, sample] = sqrt(dx * dx + dy * dy + dz * dz)
    flown = 0.0
    for sample in range(count):
        flown += path[OFF, sample]
        path[T, sample] = start + flown / speed
