"""Heights along a flight path: level above the curved sea, following the ground, diving; and when it is where.

A circle or a level flight of some length is not straight in the frame, whose plane the sea leaves (a level circle of
12 km radius, 90 km from the origin, is tilted by 160 m at its ends), so a body flies from point to point of its sampled
path.
"""

from math import inf, sqrt

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.land import bent_place, elevation_at, level_up, place_on
from shieldwall.kernels.masks import ground
from shieldwall.kernels.paths import BASE, GROUND, HEIGHT, OFF, ONE, WEIGHT, S, T, X, Y, Z


@kernel
def ground_at(land, x, y, relief):
    """Return the ground above the sea under a point of the plane, metres: never less than the file says.

    `relief` is how far, from 0 to 1, the ground exceeds what was read; the masks of sensors rise by the same draw.
    """
    across, along = place_on(land.file[0], land.bend, x, y)
    return max(elevation_at(land.raster, across, along), ground(land.heights, land.grid[0], x, y, relief))


@kernel
def lay_ground(land, path, count, relief):
    """Fill in the ground below a path."""
    raster, file, bend = land.raster, land.file[0], land.bend
    heights, grid = land.heights, land.grid[0]
    # Places stand in rows that are not in use yet: several at once by the polynomials.
    if file.fitted == 1:
        for sample in range(count):
            path[OFF, sample], path[Z, sample] = bent_place(bend, path[X, sample], path[Y, sample])
    else:
        for sample in range(count):
            path[OFF, sample], path[Z, sample] = place_on(file, bend, path[X, sample], path[Y, sample])
    for sample in range(count):
        x, y = path[X, sample], path[Y, sample]
        read = 0.0
        if abs(x) <= file.reach_x and abs(y) <= file.reach_y:
            read = elevation_at(raster, path[OFF, sample], path[Z, sample])
        path[GROUND, sample] = max(read, ground(heights, grid, x, y, relief))


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


@kernel
def ask_heights(path, count, floor):
    """Fill in the heights asked for, but no less than `floor` over the highest ground next to a sample."""
    for sample in range(count):
        high = path[GROUND, sample]
        if sample > 0:
            high = max(high, path[GROUND, sample - 1])
        if sample < count - 1:
            high = max(high, path[GROUND, sample + 1])
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
        path[HEIGHT, sample] = max(end + (level - end) * part, path[GROUND, sample] + floor * part)
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
