"""Names beside points of a map, placed where they cover least."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.plate import INK
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
        choices = [
            (_cost(box, taken, marks, edge) + 0.8 * reach, number, reach, side, box)
            for number, (reach, side) in enumerate(itertools.product(_REACHES, _SIDES))
            for box in (_beside(at, size, clear * reach, side),)
        ]
        _, _, reach, side, box = min(choices, key=lambda choice: choice[:2])
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


def _cost(box: Box, taken: Sequence[Box], marks: NDArray[np.float64], edge: Box) -> float:
    """Return how bad a box is for a name: text over text is worst, then off the map, then over what is drawn."""
    over = sum(
        max(0.0, min(box.east, other.east) - max(box.west, other.west))
        * max(0.0, min(box.north, other.north) - max(box.south, other.south))
        for other in taken
    )
    off = max(0.0, edge.west - box.west) + max(0.0, edge.south - box.south)
    off += max(0.0, box.east - edge.east) + max(0.0, box.north - edge.north)
    inside = (marks[:, 0] > box.west) & (marks[:, 0] < box.east)
    covered = int(np.count_nonzero(inside & (marks[:, 1] > box.south) & (marks[:, 1] < box.north)))
    return 30.0 * over / max(box.width * box.height, 1.0) + 2.0 * off + 0.12 * covered
