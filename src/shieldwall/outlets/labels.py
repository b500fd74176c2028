"""Names beside points of a map, placed where they cover least."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import INK
from shieldwall.outlets.relief import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patheffects import AbstractPathEffect
    from matplotlib.text import Annotation


class Side(NamedTuple):
    """Where a name stands about its point, and how its text is aligned there."""

    right: float
    up: float
    across: Literal["left", "center", "right"]
    along: Literal["bottom", "center_baseline", "top"]


class Label(NamedTuple):
    """A name of a point (m), how far from it, in points of print, it must keep, and how it is written.

    `dots` are the points that a number stands for, where it is one.
    """

    x: float
    y: float
    text: str
    clear: float
    font: dict[str, Any]
    dots: tuple[tuple[float, float], ...] = ()


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
#: What it costs to stand nearer to the dot of another name, in the coin of `_costs`: as much as a tenth of a text.
ASTRAY: Final = 3.0
#: Room between two names, in pixels.
_GAP: Final = 3.0
#: A name that ends in a number after a mark.
_NUMBERED: Final = re.compile(r"(.*[-/_ ])(\d+)$")
#: Names whose points lie nearer to each other than this share of a map share a number.
CROWDED: Final = 0.03
#: So many of them do; fewer find room for their names.
NUMBERED: Final = 3
#: A number that stands for names.
_NUMBER_FONT: Final[dict[str, Any]] = {
    "fontsize": 8.2, "color": "white", "weight": "bold", "path_effects": [],
    "bbox": {"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": "white", "linewidth": 0.8},
}  # fmt: skip


def gathered(labels: Sequence[Label], least: float) -> tuple[list[Label], list[str]]:
    """Return labels that stand apart, and what the numbers among them stand for.

    Three or more points nearer than `least`, m, to the first of them share a number in place of their names, and a line
    says which names these are: no name is left out without a mark.
    """
    groups: list[list[Label]] = []
    for label in labels:
        near = (group for group in groups if math.hypot(label.x - group[0].x, label.y - group[0].y) < least)
        joined = next(near, None)
        if joined is None:
            groups.append([label])
        else:
            joined.append(label)
    shown: list[Label] = []
    key: list[str] = []
    for group in groups:
        if len(group) < NUMBERED:
            shown += group
            continue
        key.append(f"{len(key) + 1}: {abridged([label.text for label in group])}")
        x, y = (float(np.mean([label[axis] for label in group])) for axis in (0, 1))
        dots = tuple((label.x, label.y) for label in group)
        shown.append(Label(x, y, f"{len(key)}", 7.0 + max(label.clear for label in group), _NUMBER_FONT, dots))
    return shown, key


def abridged(names: Sequence[str]) -> str:
    """Return names as a list in which three or more in a row that differ by their number are one: "a-1 to a-4"."""
    parts: list[list[str]] = []
    for name in names:
        last = _NUMBERED.match(parts[-1][-1]) if parts else None
        this = _NUMBERED.match(name)
        follows = last and this and last[1] == this[1] and int(last[2]) + 1 == int(this[2])
        if follows:
            parts[-1].append(name)
        else:
            parts.append([name])
    said = [[f"{part[0]} to {part[-1]}"] if len(part) > 2 else part for part in parts]
    return ", ".join(itertools.chain.from_iterable(said))


def place_labels(canvas: Canvas, labels: Sequence[Label], inked: NDArray[np.float64]) -> None:
    """Write labels on a map, each where it covers least of the others, of what is drawn and of the edge.

    `inked` holds points (n, 2), in the map's metres, which are drawn on.
    """
    axes = canvas.axes
    print_size = float(canvas.figure.dpi) / 72.0
    to_pixels = axes.transData.transform
    marks = np.asarray(to_pixels(inked)) if len(inked) else np.zeros((0, 2))
    points = [np.asarray(to_pixels((label.x, label.y))) for label in labels]
    taken = canvas.written
    taken += [Box(*to_pixels(corner[:2]), *to_pixels(corner[2:])) for corner in canvas.taken]
    taken += [
        _square(at, 0.7 * label.clear * print_size) for at, label in zip(points, labels, strict=True) if label.clear > 0
    ]
    places = list(itertools.product(_REACHES, _SIDES))
    own = [np.asarray(to_pixels(label.dots or [(label.x, label.y)])) for label in labels]
    for number, (label, at) in enumerate(zip(labels, points, strict=True)):
        note, size = _written(axes, label)
        clear = label.clear * print_size
        boxes = [_beside(at, size, clear * reach, side) for reach, side in places]
        costs = _costs(np.array(boxes), np.array(taken).reshape(-1, 4), marks, canvas.inside())
        costs += ASTRAY * _astray(np.array(boxes), own[number], own[:number] + own[number + 1 :])
        # Of equal ones the first, which is the nearest, on the best side.
        best = int(np.argmin(costs + 0.8 * np.array([reach for reach, _ in places])))
        (reach, side), box = places[best], boxes[best]
        taken.append(_widened(box))
        _stand(note, label, reach, side)
        if reach > _LINED:
            end = at + np.array([side.right, side.up]) * reach * clear
            x, y = axes.transData.inverted().transform(end)
            axes.plot([label.x, x], [label.y, y], color=INK, linewidth=0.5, zorder=6)


def _astray(
    boxes: NDArray[np.float64], own: NDArray[np.float64], others: Sequence[NDArray[np.float64]]
) -> NDArray[np.bool_]:
    """Tell which of some boxes lie nearer to a dot of another name than to one of their own."""
    if not others:
        return np.zeros(len(boxes), np.bool_)
    return _away(boxes, np.vstack(others)) < _away(boxes, own)


def _away(boxes: NDArray[np.float64], dots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of each of some boxes to the nearest dot, pixels."""
    west, south, east, north = boxes.T[:, :, None]
    across = np.maximum(np.maximum(west - dots[:, 0], dots[:, 0] - east), 0.0)
    along = np.maximum(np.maximum(south - dots[:, 1], dots[:, 1] - north), 0.0)
    return np.asarray(np.hypot(across, along).min(axis=1))


def free_place(canvas: Canvas, label: Label, marks: NDArray[np.float64]) -> bool:
    """Write a label beside its point if there is room that nothing is written or drawn on, and tell whether it was.

    `marks` holds points (n, 2), in pixels, which are drawn on.
    """
    axes = canvas.axes
    at = np.asarray(axes.transData.transform((label.x, label.y)))
    clear = label.clear * float(canvas.figure.dpi) / 72.0
    if not canvas.free(_square(at, 0.7 * clear), np.zeros((0, 2))):
        return False
    note, size = _written(axes, label, zorder=2.2)
    for side in _SIDES:
        box = _beside(at, size, clear, side)
        if canvas.free(box, marks):
            canvas.written += [_widened(box), _square(at, clear)]
            _stand(note, label, 1.0, side)
            return True
    note.remove()
    return False


def halo(width: float) -> list[AbstractPathEffect]:
    """Return a light edge of so many points round a text, so that it reads on any ground."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=width, foreground="white", alpha=0.88)]


def _written(axes: Axes, label: Label, zorder: float = 9.0) -> tuple[Annotation, tuple[float, float]]:
    """Write a label at its point, and return it with its size in pixels."""
    place = (label.x, label.y)
    note = axes.annotate(
        label.text, place, (0.0, 0.0), textcoords="offset points", path_effects=halo(2.6), zorder=zorder
    )
    note.update(label.font)
    extent = note.get_window_extent()
    return note, (float(extent.width), float(extent.height))


def _stand(note: Annotation, label: Label, reach: float, side: Side) -> None:
    """Move a label to a side of its point."""
    note.set_position((side.right * reach * label.clear, side.up * reach * label.clear))
    note.set_horizontalalignment(side.across)
    note.set_verticalalignment(side.along)


def _widened(box: Box) -> Box:
    return Box(box.west - _GAP, box.south, box.east + _GAP, box.north)


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
