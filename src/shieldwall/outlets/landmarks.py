"""What one finds one's way by on a map: coasts, lakes, rivers, borders and towns, under all else that is drawn."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.geography import BORDER, COAST, DISPUTED, LAKE, RIVER, Line, lines, towns
from shieldwall.outlets.labels import Label, free_place, halo
from shieldwall.outlets.relief import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

WATER, WATER_NAME, SHORE, FRONTIER, TOWN = "#8db7d3", "#4f86a8", "#9fbccb", "#8a8784", "#5a6069"
LAKE_FILL: Final = "#d5e2ea"
#: Borders are thin and grey, dashed where states differ on them, and take no side.
_LOOKS: Final[dict[int, dict[str, Any]]] = {
    COAST: {"color": SHORE, "linewidth": 0.6},
    BORDER: {"color": FRONTIER, "linewidth": 0.7, "alpha": 0.85},
    DISPUTED: {"color": FRONTIER, "linewidth": 0.7, "alpha": 0.85, "linestyle": (0, (4, 3))},
}
#: Rivers to this rank are drawn on maps narrower than so many m, and the width of their lines by rank.
_RIVERS: Final = ((250_000.0, 12), (500_000.0, 9), (1_000_000.0, 8), (2_500_000.0, 6), (math.inf, 3))
_RIVER_WIDTHS: Final = ((5, 1.15), (8, 0.8), (255, 0.5))
#: Lakes and islands smaller than this share of a map are specks, and points nearer to each other are one.
SPECK, FINEST = 0.006, 0.0012
#: Most names of towns and rivers, and how far apart towns lie at least, as a share of the map.
MOST_TOWNS, MOST_RIVERS, APART = 14, 5, 0.085
_TOWN_FONT: Final[dict[str, Any]] = {"fontsize": 7.6, "color": TOWN}
_RIVER_FONT: Final[dict[str, Any]] = {"fontsize": 7.4, "color": WATER_NAME, "style": "italic"}
#: Letters are about so wide, of their height, and a river bends no more than this, rad, under its name.
_LETTER, STRAIGHT = 0.52, 0.55


def draw_land(made: Canvas) -> None:
    """Draw coasts, lakes, rivers and borders on a map."""
    size = max(made.box.width, made.box.height)
    paths: dict[tuple[int, float], list[Floats]] = defaultdict(list)
    last = next(rank for width, rank in _RIVERS if size < width)
    for line in lines(made.origin, made.box):
        if line.kind == RIVER and line.rank > last:
            continue
        width = next(width for rank, width in _RIVER_WIDTHS if line.rank <= rank) if line.kind == RIVER else 0.0
        pieces = _pieces(line, made.box, size)
        paths[line.kind, width] += pieces
        if line.kind == RIVER and line.name:
            made.rivers += [(line.rank, line.name, piece) for piece in pieces]
    for (kind, width), pieces in sorted(paths.items()):
        if kind == LAKE:
            _fill(made.axes, pieces)
        elif pieces:
            looks = _LOOKS.get(kind, {"color": WATER, "linewidth": width})
            ends = "round" if kind == RIVER else "butt"
            x, y = np.vstack([np.vstack([piece, [np.nan, np.nan]]) for piece in pieces]).T
            made.axes.plot(x, y, zorder=0.5 + 0.1 * kind, dash_capstyle="butt", solid_capstyle=ends,
                           scalex=False, scaley=False, **looks)  # fmt: skip


def name_land(made: Canvas, inked: Floats) -> None:
    """Name towns, the greatest first, and rivers where nothing else is written; what finds no room stays unnamed.

    To be called when all other names are placed. `inked` are points (n, 2), m, which are drawn on.
    """
    marks = np.asarray(made.axes.transData.transform(inked)) if len(inked) else np.zeros((0, 2))
    _name_towns(made, marks)
    _name_rivers(made, marks)


def _name_towns(made: Canvas, marks: Floats) -> None:
    named: list[tuple[float, float]] = []
    least = APART * max(made.box.width, made.box.height)
    for town in towns(made.origin, made.box):
        if len(named) == MOST_TOWNS:
            break
        if any(math.hypot(town.x - x, town.y - y) < least for x, y in named):
            continue
        if free_place(made, Label(town.x, town.y, town.name, 3.6, _TOWN_FONT), marks):
            made.axes.plot([town.x], [town.y], "o", markersize=2.6, color=TOWN, markeredgewidth=0.0, zorder=2.2)
            named.append((town.x, town.y))


def _name_rivers(made: Canvas, marks: Floats) -> None:
    """Write names along rivers, the greatest and longest first, on their straightest stretches."""
    reaches: dict[str, tuple[int, list[Floats]]] = {}
    for rank, name, points in made.rivers:
        reaches.setdefault(name, (rank, []))[1].append(points)
    named = 0
    for name, (_, pieces) in sorted(reaches.items(), key=lambda river: river[1][0]):
        if named == MOST_RIVERS:
            break
        named += _name_river(made, name, pieces, marks)


def _name_river(made: Canvas, name: str, pieces: Iterable[Floats], marks: Floats) -> bool:
    points = float(made.figure.dpi) / 72.0
    size = float(_RIVER_FONT["fontsize"]) * points
    half = 0.5 * _LETTER * size * (len(name) + 1)
    found: list[tuple[float, float, float, float]] = []
    for piece in pieces:
        path = np.asarray(made.axes.transData.transform(piece))
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
        for middle in np.arange(half, along[-1] - half, max(half, 12.0)):
            at = np.linspace(middle - half, middle + half, 9)
            x, y = (np.interp(at, along, path[:, axis]) for axis in (0, 1))
            chord = math.hypot(x[-1] - x[0], y[-1] - y[0])
            bend = 1.0 - chord / (2.0 * half)
            if bend < 0.5 * STRAIGHT * STRAIGHT:
                found.append((bend, float(x.mean()), float(y.mean()), math.atan2(y[-1] - y[0], x[-1] - x[0])))
    for _, x, y, angle in sorted(found):
        upright = (angle + 0.5 * math.pi) % math.pi - 0.5 * math.pi
        # Above the line, as wide as a letter is high.
        across, up = x - 0.8 * size * math.sin(upright), y + 0.8 * size * math.cos(upright)
        wide = abs(half * math.cos(upright)) + abs(0.6 * size * math.sin(upright))
        high = abs(half * math.sin(upright)) + abs(0.6 * size * math.cos(upright))
        box = Box(across - wide, up - high, across + wide, up + high)
        if made.free(box, marks):
            made.written.append(box)
            east, north = made.axes.transData.inverted().transform((across, up))
            made.axes.text(east, north, name, rotation=math.degrees(upright), ha="center", va="center", zorder=2.1,
                           path_effects=halo(1.6), **_RIVER_FONT)  # fmt: skip
            return True
    return False


def _fill(axes: Axes, pieces: list[Floats]) -> None:
    from matplotlib.collections import PolyCollection

    axes.add_collection(
        PolyCollection(pieces, facecolors=LAKE_FILL, edgecolors=WATER, linewidths=0.5, zorder=0.5), autolim=False
    )


def _pieces(line: Line, box: Box, size: float) -> list[Floats]:
    """Return the parts of a line near a box, without points that lie closer together than a map can show."""
    spare = 0.02 * size
    points = line.points
    closed = line.kind == LAKE
    extent = np.ptp(points, axis=0).max() if len(points) else 0.0
    if (closed or (line.kind == COAST and np.array_equal(points[0], points[-1]))) and extent < SPECK * size:
        return []
    x, y = points.T
    # What is behind the earth is NaN, and near nothing.
    near = (x > box.west - spare) & (x < box.east + spare) & (y > box.south - spare) & (y < box.north + spare)
    if closed:
        return [_thinned(points, FINEST * size)] if near.any() else []
    # The neighbours of a point that is near are kept, so that lines run on over the edge.
    kept = near.copy()
    kept[1:] |= near[:-1]
    kept[:-1] |= near[1:]
    parts = np.split(np.arange(len(points)), np.flatnonzero(np.diff(kept.astype(np.int8))) + 1)
    return [_thinned(points[part], FINEST * size) for part in parts if kept[part[0]] and len(part) > 1]


def _thinned(points: Floats, finest: float) -> Floats:
    """Return a line without the points that lie nearer to the last kept one than this, m; its ends stay."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    kept = np.concatenate([[True], np.diff(np.floor(along / finest)) > 0.0])
    kept[-1] = True
    thinned: Floats = points[kept]
    return thinned
