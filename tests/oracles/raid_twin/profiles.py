"""Heights along a path: level above the curved sea, following the ground, diving; and the legs of it.

All legs are straight. A circle or a level flight of some length is not straight in the frame, whose plane the
sea leaves (a level circle of 12 km radius, 90 km from the origin, is tilted by 160 m at its ends), so a body
flies from point to point of its sampled path, and only the points stay at which the path bends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from raid_twin.crests import crests
from raid_twin.ground_paths import BASE, WEIGHT, X, Y, stations
from shieldwall.kernels.geodesy import Frame, effective_radius, refraction_lift
from shieldwall.state.script import LEG
from shieldwall.terrain import ElevationGrid, Terrain

Floats = NDArray[np.float64]
T, EAST, NORTH, UP = range(4)

#: Distance between samples of a sight line, m: about the cells of the built-in terrain.
SIGHT_STEP = 1000.0
#: Points on the path of a falling bomb.
FALL_POINTS = 33


@dataclass(frozen=True)
class Limits:
    """How a vehicle may fly: lowest height over ground (m), steepest slope; the ends of a path, if given.

    `begins` and `ends` are heights above the sea, `dive` the metres of ground over which it descends to its
    end.
    """

    floor: float
    slope: float
    begins: float | None = None
    ends: float | None = None
    dive: float = 0.0


@dataclass(frozen=True)
class Ground:
    """The terrain on a frame's plane, as this run has it: `raised` is how far, from 0 to 1, it exceeds what was read.

    The masks of sensors rise by the same draw over the same grid; without a grid the terrain is as read.
    """

    terrain: Terrain
    frame: Frame
    grid: ElevationGrid | None = None
    raised: float = 0.0

    def height(self, x: Floats, y: Floats) -> Floats:
        """Return the ground above the sea under points of the plane, metres: never less than the file says."""
        latitude, longitude, _ = self.frame.to_geodetic(x, y, self.up(x, y, np.zeros_like(x)))
        read = self.terrain.height(latitude, longitude)
        return read if self.grid is None else np.maximum(read, self.grid.height(x, y, self.raised))

    def up(self, x: Floats, y: Floats, height: Floats) -> Floats:
        """Return z of points that lie at heights above the sea, as `geodesy.up_at` for one."""
        square = x * x + y * y
        meridional, normal = self.frame.meridional, self.frame.normal
        radius = np.where(square < 1e-6, meridional, square / (y * y / meridional + x * x / normal + 1e-12))
        down = height * (2.0 * radius + height) - square
        return np.asarray(down / (np.sqrt((radius + height) ** 2 - square) + radius))

    def flown(self, path: Floats, limits: Limits, speed: float, start: float) -> Floats:
        """Return float64[n, 4], time and position (t, x, y, z) at each sample of a path flown at `speed`."""
        return self.timed(path, heights(path, self.crests(path), limits), speed, start)

    def crests(self, path: Floats) -> Floats:
        """Return the highest ground below a path from each sample to the next, metres; below the last, its own."""
        x, y = path[:, X], path[:, Y]
        own = self.height(x, y)
        highest = own.copy()
        highest[:-1] = np.maximum(own[:-1], own[1:])
        latitude, longitude, _ = self.frame.to_geodetic(x, y, self.up(x, y, np.zeros_like(x)))
        south, north, west, east = self.terrain.bounds
        rows, columns = self.terrain.elevations.shape
        across = np.mod(longitude - west, math.tau) / (east - west) * columns - 0.5
        along = (north - latitude) / (north - south) * rows - 0.5
        highest[:-1] = np.maximum(highest[:-1], crests(self.terrain.elevations, across, along))
        if self.grid is not None:
            low, high = self.grid.heights.astype(np.float64)
            header = self.grid.header
            across, along = (
                (place - header[start]) * header["per_cell"] for place, start in ((x, "west"), (y, "south"))
            )
            layer = (low + self.raised * (high - low))[: header["rows"], : header["columns"]]
            highest[:-1] = np.maximum(highest[:-1], crests(layer, across, along))
        return highest

    def timed(self, path: Floats, height: Floats, speed: float, start: float) -> Floats:
        """Return the same for heights above the sea that are known."""
        x, y = path[:, X], path[:, Y]
        z = self.up(x, y, height)
        steps = np.sqrt(np.diff(x) ** 2 + np.diff(y) ** 2 + np.diff(z) ** 2)
        return np.column_stack([start + np.concatenate([[0.0], np.cumsum(steps)]) / speed, x, y, z])

    def sees(self, points: Floats, target: Sequence[float], refraction: float) -> NDArray[np.bool_]:
        """Tell from which points (rows of x, y, z) the ground leaves the sight of a target free."""
        if len(points) == 0:
            return np.zeros(0, np.bool_)
        line = np.asarray(target) - points
        across = np.hypot(line[:, 0], line[:, 1])
        count = max(2, math.ceil(float(across.max()) / SIGHT_STEP))
        parts = np.arange(1, count) / count
        x, y, z = (points[:, axis, None] + parts * line[:, axis, None] for axis in range(3))
        _, _, height = self.frame.to_geodetic(x, y, z)
        lift = refraction_lift(effective_radius(refraction)) * (line**2).sum(axis=1)[:, None]
        clear = height + lift * parts * (1.0 - parts) > self.height(x, y)
        return np.asarray(clear.all(axis=1))


def heights(path: Floats, crests: Floats, limits: Limits) -> Floats:
    """Return the height above the sea at each sample of a path, below whose legs the highest ground is known.

    The height asked for, never less than the floor over the highest ground from one sample to the next, and
    never steeper than the slope: a climb begins before the hill that needs it. At the end, the dive.
    """
    s = stations(path)
    high = crests.copy()
    high[1:] = np.maximum(high[1:], crests[:-1])
    wanted = np.maximum(path[:, BASE] + path[:, WEIGHT] * high, high + limits.floor)
    if limits.begins is not None:
        wanted[0] = limits.begins
    if limits.ends is None:
        return _gentle(wanted, s, limits.slope)
    left = s[-1] - s
    last = max(0, int(np.flatnonzero(left >= min(limits.dive, s[-1]) - 1e-6)[-1]))
    last = min(last, len(s) - 2)
    level = _gentle(wanted[: last + 1], s[: last + 1], limits.slope)
    part = left[last:] / left[last]
    line = limits.ends + (level[-1] - limits.ends) * part
    over = np.maximum(line, high[last:] + limits.floor * part)
    over[0], over[-1] = level[-1], limits.ends
    return np.concatenate([level[:-1], over])


def falling(begin: Floats, end: Floats, begins: float, ends: float) -> tuple[Floats, Floats]:
    """Return the path and heights of a bomb, released level, that steepens like a parabola to its end."""
    part = np.arange(FALL_POINTS) / (FALL_POINTS - 1.0)
    path = np.zeros((FALL_POINTS, 4))
    path[:, :2] = begin + part[:, None] * (end - begin)
    return path, ends + (begins - ends) * (1.0 - part * part)


def _gentle(wanted: Floats, s: Floats, slope: float) -> Floats:
    """The lowest line that is nowhere below `wanted` nor steeper than `slope`."""
    rise = slope * s
    after = np.maximum.accumulate(wanted + rise) - rise
    before = np.maximum.accumulate((wanted - rise)[::-1])[::-1] + rise
    return np.asarray(np.maximum(after, before))


def bends(points: Floats, tolerance: Floats, counts: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which points of several paths, one after another, must stay as ends of legs.

    `points` are rows (t, x, y, z), `tolerance` metres for each, `counts` the points of each path. A body that
    flies straight between those that stay is, at the time of every other point, within its tolerance of it.
    D. H. Douglas and T. K. Peucker, The Canadian Cartographer 10 (1973), 112-122, all paths and segments at
    once.
    """
    ends = np.cumsum(counts)
    stay = np.zeros(len(points), np.bool_)
    stay[ends - 1] = True
    stay[ends - np.asarray(counts)] = True
    open_rows = np.flatnonzero(~stay)
    while len(open_rows):
        marks = np.flatnonzero(stay)
        segment = np.searchsorted(marks, open_rows) - 1
        first, last = points[marks[segment]], points[marks[segment + 1]]
        here = points[open_rows]
        part = (here[:, T] - first[:, T]) / (last[:, T] - first[:, T])
        off = here[:, EAST:] - first[:, EAST:] - part[:, None] * (last[:, EAST:] - first[:, EAST:])
        error = np.sqrt((off**2).sum(axis=1)) / tolerance[open_rows]
        heads = np.flatnonzero(np.concatenate([[True], np.diff(segment) > 0]))
        worst = np.maximum.reduceat(error, heads)
        sizes = np.diff(np.append(heads, len(segment)))
        spread = np.repeat(worst, sizes)
        at_worst = np.flatnonzero((error == spread) & (spread > 1.0))
        _, once = np.unique(segment[at_worst], return_index=True)
        stay[open_rows[at_worst[once]]] = True
        # Segments within tolerance are done.
        open_rows = open_rows[(spread > 1.0) & ~stay[open_rows]]
    return stay


def legs(points: Floats) -> NDArray[np.void]:
    """Return LEG rows that lead straight from point to point (t, x, y, z); the last goes on for ever."""
    rows = np.zeros(len(points) - 1, LEG)
    steps = np.diff(points, axis=0)
    for name, column in zip(("t", "x", "y", "z"), points[:-1].T, strict=True):
        rows[name] = column
    for name, axis in (("vx", EAST), ("vy", NORTH), ("vz", UP)):
        rows[name] = steps[:, axis] / steps[:, T]
    return rows
