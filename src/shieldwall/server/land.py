"""Rivers, lakes, coasts, borders and towns of the window of a run, as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.geography import BORDER, COAST, DISPUTED, LAKE, RIVER, Window, lines_in, towns_in

WORDS: Final = {COAST: "coast", LAKE: "lake", RIVER: "river", BORDER: "border", DISPUTED: "border"}
#: Answers that are kept: a quarter of a megabyte each.
KEPT: Final = 16
#: Digits of a degree: 1 m, and Natural Earth is coarser.
DIGITS: Final = 5


@lru_cache(KEPT)
def land(window: Window) -> bytes:
    """Return what lies in a window (west, south, east, north, degrees); a border says whether it is disputed.

    `rank` says how far out a map still shows something; 0 is everything.
    """
    features = [*_lines(window), *_towns(window)]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _lines(window: Window) -> Iterator[dict[str, Any]]:
    for line in lines_in(window):
        pieces = list(within(line.points, window))
        if pieces:
            about = {"kind": WORDS[line.kind], "name": line.name, "rank": line.rank}
            if line.kind in (BORDER, DISPUTED):
                about["disputed"] = line.kind == DISPUTED
            yield _feature(about, {"type": "MultiLineString", "coordinates": pieces})


def _towns(window: Window) -> Iterator[dict[str, Any]]:
    for town in towns_in(window):
        about = {"kind": "town", "name": town.name, "rank": town.rank}
        yield _feature(about, {"type": "Point", "coordinates": [round(town.x, DIGITS), round(town.y, DIGITS)]})


def _feature(about: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": about, "geometry": geometry}


def within(points: NDArray[np.float64], window: Window) -> Iterator[list[list[float]]]:
    """Yield the runs of points that lie in a window, each with the points before and after it."""
    west, south, east, north = window
    lon, lat = points.T
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    wanted = inside.copy()
    wanted[:-1] |= inside[1:]
    wanted[1:] |= inside[:-1]
    edges = np.flatnonzero(np.diff(wanted.astype(np.int8), prepend=0, append=0))
    for first, last in edges.reshape(-1, 2).tolist():
        if last - first > 1:
            yield np.round(points[first:last], DIGITS).tolist()
