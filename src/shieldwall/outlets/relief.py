"""Shaded relief: light from the north-west on a restrained tint of heights."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.geodesy import Frame
from shieldwall.record.recording import Recording

Floats = NDArray[np.float64]

#: Direction of the light: azimuth clockwise from north and height above the horizon, rad.
LIGHT: Final = (math.radians(315.0), math.radians(45.0))
#: Slope to which the steepest twentieth of a picture is raised, and the most that relief is raised for it.
DRAWN_SLOPE, MOST_RAISED = 0.4, 5.0
#: Height above the sea, m, and colour of the ground there; the first stands for the sea.
TINT: Final = (
    (0.0, (0.835, 0.886, 0.918)),
    (0.5, (0.925, 0.937, 0.898)),
    (150.0, (0.945, 0.945, 0.906)),
    (500.0, (0.949, 0.929, 0.871)),
    (1000.0, (0.925, 0.890, 0.831)),
    (1800.0, (0.894, 0.867, 0.835)),
    (2600.0, (0.945, 0.937, 0.929)),
)
#: Colour of what lies outside the terrain.
PAPER: Final = (0.969, 0.969, 0.961)


class Box(NamedTuple):
    """A part of the plane, m east and north of the origin."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """From west to east, m."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """From south to north, m."""
        return self.north - self.south

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.west <= x <= self.east and self.south <= y <= self.north


class Ground(NamedTuple):
    """Heights in m on a grid of `cell` m, rows going north and columns east, and where its points lie.

    `known` says which points lie in the window of the terrain; the others count as sea.
    """

    heights: Floats
    known: NDArray[np.bool_]
    cell: float
    west: float
    south: float

    @property
    def box(self) -> Box:
        """The part of the plane whose heights are known."""
        rows, columns = self.heights.shape
        return Box(self.west, self.south, self.west + (columns - 1) * self.cell, self.south + (rows - 1) * self.cell)


def ground(recording: Recording, box: Box) -> Ground | None:
    """Return the finest relief of a recording's scene that covers a box or overlaps it most, None without any."""
    found: list[tuple[float, float, Ground]] = []
    for one in reliefs(recording):
        share = round(_overlap(one.box, box) / (box.width * box.height), 2)
        if share > 0.0:
            found.append((-share, one.cell, one))
    if not found:
        return None
    best = min(found, key=lambda entry: entry[:2])[2]
    return best._replace(known=_window(best, recording.header["origin"]))


def reliefs(recording: Recording) -> Iterator[Ground]:
    """Yield the reliefs of a recording's scene that show any ground; what lies in their window is not worked out.

    A scene holds reliefs as NAME (metres, rows going north) with NAME_corner (west, south, cell; metres).
    """
    for name, corner in recording.scene.items():
        heights = recording.scene.get(name.removesuffix("_corner"))
        if not name.endswith("_corner") or heights is None or heights.ndim != 2 or np.size(corner) != 3:
            continue
        west, south, cell = (float(part) for part in np.ravel(corner))
        if min(heights.shape) < 8 or not cell > 0.0 or not np.any(heights > 0):
            continue
        raised = heights.astype(np.float64)
        yield Ground(raised, np.ones(raised.shape, np.bool_), cell, west, south)


def _window(land: Ground, origin: list[float]) -> NDArray[np.bool_]:
    """Tell which points lie between the outermost meridians and parallels that have land.

    A terrain is a window of latitude and longitude, which bulges in the plane; round it the heights are zero.
    """
    frame = Frame(*(math.radians(part) for part in origin))
    rows, columns = land.heights.shape
    x = land.west + land.cell * np.arange(columns)
    y = land.south + land.cell * np.arange(rows)[:, None]
    lat, lon, _ = frame.to_geodetic(x, y, -(x * x + y * y) / (2.0 * frame.meridional))
    raised = land.heights != 0.0
    inside = [(part >= part[raised].min()) & (part <= part[raised].max()) for part in (lat, lon)]
    return np.asarray(inside[0] & inside[1])


def _overlap(one: Box, other: Box) -> float:
    width = min(one.east, other.east) - max(one.west, other.west)
    height = min(one.north, other.north) - max(one.south, other.south)
    return max(0.0, width) * max(0.0, height)


def cut(land: Ground, box: Box) -> Ground:
    """Return the part of a relief that a box shows, with a cell to spare on each side."""
    rows, columns = land.heights.shape
    left = min(max(0, math.floor((box.west - land.west) / land.cell) - 1), columns - 2)
    right = max(left + 2, min(columns, math.ceil((box.east - land.west) / land.cell) + 2))
    low = min(max(0, math.floor((box.south - land.south) / land.cell) - 1), rows - 2)
    high = max(low + 2, min(rows, math.ceil((box.north - land.south) / land.cell) + 2))
    return Ground(
        land.heights[low:high, left:right],
        land.known[low:high, left:right],
        land.cell,
        land.west + left * land.cell,
        land.south + low * land.cell,
    )


def smoothed(land: Ground, points: int) -> Ground:
    """Return a relief with about so many points on its longer side, by cubic splines; never a coarser one."""
    factor = (points - 1) / (max(land.heights.shape) - 1)
    if factor <= 1.0:
        return land
    shape = [round((size - 1) * factor) + 1 for size in land.heights.shape]
    finer = _splined(_splined(land.heights, shape[0]).T, shape[1]).T
    nearest = [np.floor(_places(old, new) + 0.5).astype(int) for new, old in zip(shape, land.known.shape, strict=True)]
    known = land.known[np.ix_(*nearest)]
    cell = land.cell * (max(land.heights.shape) - 1) / (max(finer.shape) - 1)
    return Ground(finer, known, cell, land.west, land.south)


def _places(old: int, new: int) -> Floats:
    """Return where `new` points lie, evenly from the first to the last of `old` ones, counted in these."""
    return np.asarray(np.arange(new) * ((old - 1) / (new - 1)), dtype=np.float64)


def _splined(values: Floats, points: int) -> Floats:
    """Return `values`, (old, columns), at so many points of the first axis, by cubic splines mirrored at both ends.

    The coefficients c of the basis splines follow from (c[k-1] + 4 c[k] + c[k+1]) / 6 = value[k] (de Boor, A Practical
    Guide to Splines, 1978), by elimination.
    """
    old = len(values)
    c, above = 6.0 * values, np.empty(old)
    above[0] = 0.5
    c[0] /= 4.0
    for k in range(1, old):
        below = 2.0 if k == old - 1 else 1.0
        pivot = 1.0 / (4.0 - below * above[k - 1])
        above[k] = pivot
        c[k] = (c[k] - below * c[k - 1]) * pivot
    for k in range(old - 2, -1, -1):
        c[k] -= above[k] * c[k + 1]
    places = _places(old, points)
    first = np.minimum(places.astype(int), old - 2)
    on = (places - first)[:, None]
    off = 1.0 - on
    weights = (off**3, 3.0 * on**3 - 6.0 * on**2 + 4.0, 3.0 * off**3 - 6.0 * off**2 + 4.0, on**3)
    taken = (np.abs(first - 1), first, first + 1, old - 1 - np.abs(old - 1 - (first + 2)))
    finer: Floats = sum(weight * c[rows] for weight, rows in zip(weights, taken, strict=True)) / 6.0
    return finer


def shaded(land: Ground) -> NDArray[np.uint8]:
    """Return the picture of a relief, (rows, columns, 3), the first row southernmost."""
    colours = tint(land.heights)
    shade = hillshade(land.heights, land.cell)
    factor = np.clip(1.0 + 0.62 * (shade / math.sin(LIGHT[1]) - 1.0), 0.58, 1.03)
    factor = np.where(land.heights <= 0.0, 1.0, factor)
    lit = np.where(land.known[..., None], colours * factor[..., None], PAPER)
    picture: NDArray[np.uint8] = np.round(255.0 * np.clip(lit, 0.0, 1.0)).astype(np.uint8)
    return picture


def tint(heights: NDArray[Any]) -> Floats:
    """Return the colours of heights above the sea, (..., 3) in 0 to 1."""
    levels = [level for level, _ in TINT]
    channels = [np.interp(heights, levels, [colour[k] for _, colour in TINT]) for k in range(3)]
    return np.stack(channels, axis=-1)


def hillshade(heights: Floats, cell: float) -> Floats:
    """Return how brightly each point of a relief is lit, 0 to 1; flat ground is lit by the sine of the light's height.

    Slopes are raised, evenly over the picture, until the steepest twentieth shows.
    """
    north, east = np.gradient(heights, cell)
    steep = float(np.quantile(np.hypot(north, east), 0.95))
    raised = min(max(1.0, DRAWN_SLOPE / steep), MOST_RAISED) if steep > 0.0 else 1.0
    return lit(raised * np.asarray(east), raised * np.asarray(north))


def lit(east: Floats, north: Floats) -> Floats:
    """Return how brightly slopes are lit that rise so much to the east and north, 0 to 1: the cosine to the light."""
    azimuth, altitude = LIGHT
    along = math.sin(azimuth) * east + math.cos(azimuth) * north
    cosine: Floats = (math.sin(altitude) - math.cos(altitude) * along) / np.sqrt(1.0 + east * east + north * north)
    return cosine.clip(0.0, 1.0)
