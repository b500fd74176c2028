"""A map of coverage: what is seen at some heights, or by each system at one, on shaded relief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.base_map import base_map
from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import INK, MUTED, CaptionedFigure, style
from shieldwall.outlets.holes import draw_holes, edge_label, has_holes, hole_entry, holes_of
from shieldwall.outlets.labels import Label, place_labels
from shieldwall.outlets.landmarks import name_land
from shieldwall.outlets.legend import Entry
from shieldwall.outlets.map import about
from shieldwall.outlets.sites import draw_sites, site_entries, site_labels
from shieldwall.quantities.errors import InputError
from shieldwall.record.recording import Recording

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

#: Layers from the innermost outwards: dark to light, one hue, so that they read in print and with few colours.
DEPTHS: Final = ("#08306b", "#1a5fa3", "#3d8dc4", "#74b4da", "#a5cfe8")
#: Outlines of systems, distinct to people who see few colours, and in print by their lines (Okabe and Ito 2008).
SYSTEMS: Final[tuple[tuple[str, Any], ...]] = (
    ("#d55e00", "-"),
    ("#009e73", (0, (7, 2))),
    ("#b0417c", (0, (4, 1.5, 1, 1.5))),
    ("#8a6100", (0, (2, 1.2))),
    ("#5b3a8e", (0, (9, 2, 2, 2))),
    ("#333333", (0, (1, 1.2))),
    ("#c42121", (0, (5, 1, 1, 1, 1, 1))),
)
#: How strongly a layer covers the ground.
WASH: Final = 0.26


@dataclass(frozen=True, eq=False)
class Layer:
    """A field to draw: its words in the legend and on its outline, and probabilities float32[row, column]."""

    words: str
    mark: str
    seen: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class MapData:
    """What a map of coverage shows.

    `x` and `y`: float64[row, column], m in the frame. `depths`: filled layers, the innermost first. `outlines`: one for
    each system. `sea`: outlines without terrain, dashed. `level`: the probability at which all are drawn.
    """

    title: str
    caption: str
    x: Floats
    y: Floats
    level: float
    depths: Sequence[Layer]
    outlines: Sequence[Layer] = ()
    sea: Sequence[Layer] = ()


def coverage_map(recording: Recording, shown: MapData) -> CaptionedFigure:
    """Return the map of some data on the relief of a recording's scene, with the units and places of its header.

    Raises InputError for a header without units.
    """
    box = about(_shown(recording, shown), 30_000.0, 3_000.0)
    if box is None:
        raise InputError("there is nothing to draw a map of", instead="give blue a unit with a radar")
    header = recording.header
    inked = np.vstack([_edge(shown, layer) for layer in (*shown.depths, *shown.outlines)])
    labels, key = site_labels(header, box)
    with style():
        entries = [*_entries(shown), *site_entries(header)]
        made = base_map(recording, box, inked, entries, key)
        _fill(made, shown)
        _outline(made, shown)
        draw_sites(made, header)
        place_labels(made, [*_marks(made, shown), *labels], inked)
        name_land(made, inked)
    alt = f"Map, {shown.title}, on shaded relief, north up."
    return CaptionedFigure("coverage", shown.title, shown.caption, alt, made.figure)


def titled(captioned: CaptionedFigure) -> Figure:
    """Return a captioned figure with its title over it and its caption, for a file that stands alone."""
    with style():
        left = float(captioned.figure.axes[0].get_position().x0)
        high = float(captioned.figure.get_figheight())
        lines = captioned.caption.count("\n") + 1
        captioned.figure.text(
            left, 1.0 + (0.06 + 0.155 * lines) / high, captioned.title, fontsize=12.5, weight="bold", color=INK
        )
        captioned.figure.text(
            left, 1.0 + 0.04 / high, captioned.caption, fontsize=8.6, color=MUTED, va="bottom", linespacing=1.25
        )
    return captioned.figure


def _shown(recording: Recording, shown: MapData) -> Floats:
    """Return points (n, 2), m, that the map has to show: what is seen, and where units stand."""
    points = [np.array([one["at"][:2] for one in recording.header["units"].values()], dtype=np.float64)]
    for layer in (*shown.depths, *shown.outlines, *shown.sea):
        inside = layer.seen >= shown.level
        points.append(np.column_stack([shown.x[inside], shown.y[inside]]))
    return np.vstack(points)


def _edge(shown: MapData, layer: Layer) -> Floats:
    """Return points (n, 2), m, on the edge of a layer."""
    inside = layer.seen >= shown.level
    edge = np.zeros_like(inside)
    edge[1:-1, 1:-1] = inside[1:-1, 1:-1] & ~(
        inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:]
    )
    return np.column_stack([shown.x[edge], shown.y[edge]])


def _fill(made: Canvas, shown: MapData) -> None:
    """Wash the layers over the ground, the outermost first, and draw where each would end without terrain."""
    for number, layer in reversed(list(enumerate(shown.depths))):
        colour = _depth(number, shown)
        levels = [shown.level, 1.01]
        made.axes.contourf(shown.x, shown.y, layer.seen, levels, colors=[colour], alpha=WASH, zorder=2)
        made.axes.contour(shown.x, shown.y, layer.seen, levels[:1], colors=[colour], linewidths=1.0, zorder=3)
    for number, layer in enumerate(shown.sea):
        colour = _depth(number, shown)
        made.axes.contour(
            shown.x, shown.y, layer.seen, [shown.level], colors=[colour], linewidths=0.9, linestyles=[(0, (4, 3))],
            zorder=2.5,
        )  # fmt: skip

    draw_holes(made.axes, shown.x, shown.y, _holes(shown))


def _holes(shown: MapData) -> Floats:
    """Return what a layer covers that one further out does not."""
    return holes_of(np.stack([layer.seen for layer in shown.depths]), shown.level)


def _outline(made: Canvas, shown: MapData) -> None:
    for number, layer in enumerate(shown.outlines):
        colour, line = SYSTEMS[number % len(SYSTEMS)]
        made.axes.contour(
            shown.x, shown.y, layer.seen, [shown.level], colors=[colour], linewidths=1.5, linestyles=[line], zorder=4
        )


def _marks(made: Canvas, shown: MapData) -> list[Label]:
    """Return the names of layers, each far out on the edge of its largest part, in different directions."""
    from scipy.ndimage import label

    labels = []
    for number, layer in enumerate(shown.depths):
        parts, _ = label(layer.seen >= shown.level)
        largest = int(np.argmax(np.bincount(parts.ravel(), minlength=2)[1:])) + 1
        edge = _edge(shown, Layer("", "", np.where(parts == largest, layer.seen, np.float32(0.0))))
        labels.append(edge_label(made.box, [edge], number, layer.mark, _depth(min(number, 2), shown)))
    return [name for name in labels if name is not None]


def _entries(shown: MapData) -> list[Entry]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    entries: list[Entry] = []
    for number, layer in enumerate(shown.depths):
        colour = _depth(number, shown)
        entries.append((Patch(facecolor=(*_rgb(colour), 0.45), edgecolor=colour), layer.words))
    for number, layer in enumerate(shown.outlines):
        colour, line = SYSTEMS[number % len(SYSTEMS)]
        entries.append((Line2D([], [], color=colour, linestyle=line, linewidth=1.5), layer.words))
    if shown.sea:
        dashes: Any = (0, (4, 3))
        entries.append(
            (Line2D([], [], color=_depth(0, shown), linestyle=dashes, linewidth=0.9), "all together without terrain")
        )
    if has_holes(_holes(shown)):
        entries.append(hole_entry())
    return entries


def _depth(number: int, shown: MapData) -> str:
    """Return the colour of a layer; one alone is not the darkest, which would hide the ground."""
    return DEPTHS[(number if len(shown.depths) > 1 else 1) % len(DEPTHS)]


def _rgb(colour: str) -> tuple[float, float, float]:
    from matplotlib import colors

    return colors.to_rgb(colour)
