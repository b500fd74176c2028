"""Names beside points of a map, placed where they cover least."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import INK
from shieldwall.outlets.relief import Box


class Side(NamedTuple):
    """Where a name stands about its point, and how its text is aligned there."""

    right: float
    up: float
    across: Literal["left", "center", "right"]
    along: Literal["bottom", "center_baseline", "top"]


class Label(NamedTuple):
    """A name of a point (m), how far from it, in points of print, it must keep, and how it is written."""

    x: float
    y: float
    text: str
    clear: float
    font: dict[str, Any]


#: The sides of a point, the best first.
_SIDES: Final = (
    Side(1.0, 0.0, "left", "center_baseline"),
    Side(-1.0, 0.0, "right", "center_baseline"),
    Side(0.0, 1.0, "center", "bottom"),
    Side(0.0, -1.0, "center", "top"),
    Side(0.75, 0.75, "left", "bottom"),
    Side(0.75, -0.75, "left", "top"),
    Side(-0.75, 0.75, "right", "bottom"),
    Side(-0.75, -0.75, "right", "top"),
)
#: Ever further away from the point, in its clearances.
_REACHES: Final = (1.0, 1.9, 3.0, 4.2)
#: Beyond this reach a thin line joins the name to its point.
_LINED: Final = 1.9
#: Room that a name keeps to the edge of the map, in pixels.
_EDGE: Final = 4.0
#: Room between two names, in pixels.
_GAP: Final = 3.0


def place_labels(canvas: Canvas, labels: Sequence[Label], inked: NDArray[np.float64]) -> None:
    """Write labels on a map, each where it covers least of the others, of what is drawn and of the edge.

    `inked` holds points (n, 2), in the map's metres, which are drawn on.
    """
    from matplotlib.patheffects import withStroke

    axes = canvas.axes
    halo = [withStroke(linewidth=2.6, foreground="white", alpha=0.88)]
    print_size = float(canvas.figure.dpi) / 72.0
    to_pixels = axes.transData.transform
    marks = np.asarray(to_pixels(inked)) if len(inked) else np.zeros((0, 2))
    points = [np.asarray(to_pixels((label.x, label.y))) for label in labels]
    taken = [Box(*to_pixels(corner[:2]), *to_pixels(corner[2:])) for corner in canvas.taken]
    taken += [
        _square(at, 0.7 * label.clear * print_size) for at, label in zip(points, labels, strict=True) if label.clear > 0
    ]
    edge = Box(axes.bbox.x0 + _EDGE, axes.bbox.y0 + _EDGE, axes.bbox.x1 - _EDGE, axes.bbox.y1 - _EDGE)
    for label, at in zip(labels, points, strict=True):
        note = axes.annotate(
            label.text, (label.x, label.y), (0.0, 0.0), textcoords="offset points", path_effects=halo, zorder=9
        )
        note.update(label.font)
        extent = note.get_window_extent()
        size, clear = (float(extent.width), float(extent.height)), label.clear * print_size
        places = list(itertools.product(_REACHES, _SIDES))
        boxes = [_beside(at, size, clear * reach, side) for reach, side in places]
        costs = _costs(np.array(boxes), np.array(taken).reshape(-1, 4), marks, edge)
        # Of equal ones the first, which is the nearest, on the best side.
        best = int(np.argmin(costs + 0.8 * np.array([reach for reach, _ in places])))
        (reach, side), box = places[best], boxes[best]
        taken.append(Box(box.west - _GAP, box.south, box.east + _GAP, box.north))
        note.set_position((side.right * reach * label.clear, side.up * reach * label.clear))
        note.set_horizontalalignment(side.across)
        note.set_verticalalignment(side.along)
        if reach > _LINED:
            end = at + np.array([side.right, side.up]) * reach * clear
            x, y = axes.transData.inverted().transform(end)
            axes.plot([label.x, x], [label.y, y], color=INK, linewidth=0.5, zorder=6)


def _square(at: NDArray[Any], half: float) -> Box:
    x, y = float(at[0]), float(at[1])
    return Box(x - half, y - half, x + half, y + half)


def _beside(at: NDArray[Any], size: tuple[float, float], away: float, side: Side) -> Box:
    """Return the box of a text of some size on a side of a point, pixels."""
    left = float(at[0]) + side.right * away - {"left": 0.0, "center": 0.5, "right": 1.0}[side.across] * size[0]
    low = float(at[1]) + side.up * away - {"bottom": 0.0, "center_baseline": 0.5, "top": 1.0}[side.along] * size[1]
    return Box(left, low, left + size[0], low + size[1])


def _costs(
    boxes: NDArray[np.float64], taken: NDArray[np.float64], marks: NDArray[np.float64], edge: Box
) -> NDArray[np.float64]:
    """Return how bad each of some boxes is for a name.

    Text over text is worst, then off the map, then over what is drawn. Boxes are rows of west, south, east and north,
    marks of x and y, pixels.
    """
    west, south, east, north = boxes.T[:, :, None]
    x, y = marks[_near(marks, boxes)].T
    covered = ((x > west) & (x < east) & (y > south) & (y < north)).sum(axis=1)
    across = np.minimum(east, taken[:, 2]) - np.maximum(west, taken[:, 0])
    along = np.minimum(north, taken[:, 3]) - np.maximum(south, taken[:, 1])
    over = (np.maximum(0.0, across) * np.maximum(0.0, along)).sum(axis=1)
    off = np.maximum(0.0, edge.west - boxes[:, 0]) + np.maximum(0.0, edge.south - boxes[:, 1])
    off += np.maximum(0.0, boxes[:, 2] - edge.east) + np.maximum(0.0, boxes[:, 3] - edge.north)
    size = np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1.0)
    costs: NDArray[np.float64] = 30.0 * over / size + 2.0 * off + 0.12 * covered
    return costs


def _near(marks: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which marks lie where any of some boxes does."""
    (west, south), (east, north) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    x, y = marks.T
    inside: NDArray[np.bool_] = (x > west) & (x < east) & (y > south) & (y < north)
    return inside
