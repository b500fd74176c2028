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


def holes_of(layers: NDArray[Any], level: float) -> NDArray[np.bool_]:
    """Return where some layer [height, row, column], from the lowest up, is covered and a higher one is not.

    A radar that looks no higher than some angle has such a ring about it at each height, the wider the higher.
    """
    covered = layers >= level
    lower = np.logical_or.accumulate(covered[:-1], axis=0)
    return np.asarray((lower & ~covered[1:]).any(axis=0))


def draw_holes(axes: Axes, x: Floats, y: Floats, holes: NDArray[np.bool_]) -> None:
    """Hatch cells of a grid."""
    from matplotlib import rc_context

    if holes.any():
        with rc_context({"hatch.color": MUTED, "hatch.linewidth": 0.6}):
            axes.contourf(x, y, holes.astype(float), [0.5, 1.5], colors="none", hatches=[_HATCH], zorder=3.2)


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
