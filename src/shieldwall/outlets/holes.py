"""Layers of coverage by height: what a lower height covers and a greater one does not, and a name on each edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.captioned import MUTED
from shieldwall.outlets.labels import Label
from shieldwall.outlets.legend import Entry
from shieldwall.outlets.relief import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

#: The words of the hatching.
WORDS: Final = "covered lower down, not at a greater height"
_HATCH: Final = "////"


def holes_of(layers: NDArray[Any], level: float) -> Floats:
    """Return a field (row, column) that is positive where some layer is covered and a higher one is not.

    `layers` are probabilities [height, row, column] from the lowest height up. A radar that looks no higher than some
    angle has such a ring about it at each height, the wider the higher. The field is zero on the lines of the level.
    """
    seen = np.asarray(layers, dtype=np.float64)
    if len(seen) < 2:
        return np.full(seen.shape[1:], -1.0)
    lower = np.maximum.accumulate(seen[:-1], axis=0)
    field: Floats = np.minimum(lower - level, level - seen[1:]).max(axis=0)
    return field


def has_holes(field: Floats) -> bool:
    """Tell whether there is anything to hatch."""
    return bool((field > 0.0).any())


def draw_holes(axes: Axes, x: Floats, y: Floats, field: Floats) -> None:
    """Hatch where a field on a grid is positive."""
    from matplotlib import rc_context

    if has_holes(field):
        with rc_context({"hatch.color": MUTED, "hatch.linewidth": 0.6}):
            axes.contourf(x, y, field, [0.0, 1.5], colors="none", hatches=[_HATCH], zorder=3.2)


def hole_entry() -> Entry:
    """Return the entry of the hatching in a legend."""
    from matplotlib.patches import Patch

    return Patch(facecolor="none", edgecolor=MUTED, hatch=_HATCH, linewidth=0.4), WORDS


def edge_label(box: Box, pieces: Sequence[Floats], number: int, words: str, colour: str) -> Label | None:
    """Return a name for a layer, far out on its longest edge (n, 2), m, inside a box; each number another way out."""
    if not words or not pieces:
        return None
    longest = max(pieces, key=len)
    inside = longest[[box.holds(*point) for point in longest]]
    if not len(inside):
        return None
    angle = 0.6 + 2.2 * number
    best = inside[np.argmax(inside @ np.array([np.sin(angle), np.cos(angle)]))]
    font = {"fontsize": 8.8, "color": colour, "weight": "bold"}
    return Label(float(best[0]), float(best[1]), words, 5.0, font)
