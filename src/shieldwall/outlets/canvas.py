"""A map in the making: what it shows of the plane, and what is written on it already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.relief import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Room that a name keeps to the edge of the map, in pixels.
EDGE: Final = 4.0


@dataclass
class Canvas:
    """A map in the making, of a part of the plane that touches the earth at `origin` (degrees north and east).

    `taken` are parts of it, in metres, where nothing more should be written, `written` those of names and marks, in
    pixels; `rivers` the rank, name and points (n, 2), m, of those drawn.
    """

    figure: Figure
    axes: Axes
    box: Box
    origin: list[float]
    taken: list[Box] = field(default_factory=list)
    written: list[Box] = field(default_factory=list)
    rivers: list[tuple[int, str, NDArray[np.float64]]] = field(default_factory=list)

    def inside(self) -> Box:
        """Return the part of the figure, in pixels, in which names may stand."""
        box = self.axes.bbox
        return Box(box.x0 + EDGE, box.y0 + EDGE, box.x1 - EDGE, box.y1 - EDGE)

    def free(self, place: Box, marks: NDArray[np.float64]) -> bool:
        """Tell whether nothing is written at a place, and no mark (n, 2) drawn, all in pixels."""
        edge = self.inside()
        if not (edge.holds(place.west, place.south) and edge.holds(place.east, place.north)):
            return False
        west, south, east, north = place
        if any(west < other.east and other.west < east and south < other.north and other.south < north
               for other in self.written):  # fmt: skip
            return False
        x, y = marks.T
        return not bool(((x > west) & (x < east) & (y > south) & (y < north)).any())
