"""Rivers, lakes, coasts, borders and towns of Natural Earth, as they lie in the plane of a map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.geodesy import Frame
from shieldwall.outlets.relief import Box
from shieldwall.quantities.constants import EARTH_RADIUS

Floats = NDArray[np.float64]
#: West, south, east, north, degrees.
Window = tuple[float, float, float, float]

COAST, LAKE, RIVER, BORDER, DISPUTED = range(5)
#: The file in detail and its window: west, south, east, north, degrees; the other is of the whole world.
DETAILED: Final = ("geography_balkans.npz", (12.0, 39.0, 30.0, 50.0))
WHOLE_WORLD: Final = "geography_world.npz"
_DEGREE: Final = 111_195.0
#: Beyond this latitude a degree of longitude is too short to say what lies near.
_POLAR: Final = 85.0


class Line(NamedTuple):
    """A line on the ground: its kind, how far out a map still shows it (0 is all), its name, and points (n, 2), m.

    Where a window was asked for in degrees, the points are in degrees, too.
    """

    kind: int
    rank: int
    name: str
    points: Floats


class Town(NamedTuple):
    """A town: where it lies, m, and how far out a map still shows it (0 is all)."""

    name: str
    rank: int
    x: float
    y: float


def lines(origin: list[float], box: Box) -> Iterator[Line]:
    """Yield the lines that come near a box in the plane about an origin (degrees north and east)."""
    frame, window = _placed(origin, box)
    for line in lines_in(window):
        yield line._replace(points=_flat(frame, *line.points.T))


def lines_in(window: Window) -> Iterator[Line]:
    """Yield the lines that come near a window (west, south, east, north), their points in degrees, east and north."""
    held = _file(_file_for(window))
    lon, lat = held["points"].T
    first, last = held["first"], held["first"] + held["sizes"]
    west, east = np.minimum.reduceat(lon, first), np.maximum.reduceat(lon, first)
    south, north = np.minimum.reduceat(lat, first), np.maximum.reduceat(lat, first)
    up_and_down = (south <= window[3]) & (north >= window[1])
    for turn in (-360.0, 0.0, 360.0):
        near = up_and_down & (west + turn <= window[2]) & (east + turn >= window[0])
        for number in np.flatnonzero(near):
            part = slice(first[number], last[number])
            points = np.column_stack([lon[part], lat[part]])
            yield Line(int(held["kinds"][number]), int(held["ranks"][number]), held["names"][number], points)


def towns(origin: list[float], box: Box) -> list[Town]:
    """Return the towns in a box in the plane about an origin (degrees north and east), the greatest first."""
    frame, window = _placed(origin, box)
    held = _file(_file_for(window))
    return _inside(held, _flat(frame, *held["town_points"].T), box)


def towns_in(window: Window) -> list[Town]:
    """Return the towns in a window (west, south, east, north), degrees, which their places then are, too."""
    held = _file(_file_for(window))
    return _inside(held, held["town_points"], Box(*window))


def _inside(held: dict[str, Any], points: Floats, box: Box) -> list[Town]:
    x, y = points.T
    inside = (x >= box.west) & (x <= box.east) & (y >= box.south) & (y <= box.north)
    return [
        Town(held["town_names"][number], int(held["town_ranks"][number]), float(x[number]), float(y[number]))
        for number in np.flatnonzero(inside)
    ]


def _flat(frame: Frame, lon: Floats, lat: Floats) -> Floats:
    """Return where points (degrees) lie in the plane, (n, 2), m; those a sixth of the way round the earth are NaN.

    The plane would show what is behind the earth, too.
    """
    x, y, up = frame.to_enu(np.radians(lat), np.radians(lon), 0.0)
    return np.where((up > -0.5 * EARTH_RADIUS)[:, None], np.column_stack([x, y]), np.nan)


def _placed(origin: list[float], box: Box) -> tuple[Frame, Window]:
    """Return the frame of an origin, and a window of degrees that holds a box with something to spare."""
    latitude, longitude = float(origin[0]), float(origin[1])
    reach = 1.15 * math.hypot(max(abs(box.west), abs(box.east)), max(abs(box.south), abs(box.north))) / _DEGREE
    south, north = latitude + 1.1 * box.south / _DEGREE - 0.2, latitude + 1.1 * box.north / _DEGREE + 0.2
    # Away from the middle meridian parallels bend towards the pole.
    bend = reach * reach / 100.0
    south, north = south - bend, north + bend
    highest = max(abs(south), abs(north))
    across = 180.0 if highest > _POLAR else 1.0 / math.cos(math.radians(highest))
    west, east = (1.1 * side / _DEGREE * across for side in (box.west, box.east))
    return (
        Frame(math.radians(latitude), math.radians(longitude)),
        (max(-540.0, longitude + west - 0.2), south, min(540.0, longitude + east + 0.2), north),
    )


def _file_for(window: Window) -> str:
    """Return the file that covers a window best: the detailed one where it covers all."""
    name, (west, south, east, north) = DETAILED
    inside = window[0] >= west and window[1] >= south and window[2] <= east and window[3] <= north
    return name if inside else WHOLE_WORLD


@cache
def _file(name: str) -> dict[str, Any]:
    """Return a file's arrays: points in degrees, east and north, and the first point and size of each line."""
    with (
        resources.files("shieldwall.outlets").joinpath(name).open("rb") as stream,
        np.load(stream, allow_pickle=False) as held,
    ):
        found: dict[str, Any] = {key: held[key] for key in held.files}
    step = float(found["step"])
    found["points"] = np.cumsum(found["points"], axis=0) * step
    found["town_points"] = found["town_points"] * step
    found["first"] = np.cumsum(found["sizes"]) - found["sizes"]
    for key in ("names", "town_names"):
        found[key] = found[key].tobytes().decode().split("\n")
    return found
