"""What a reader must know of an elevation file: which ground was made up, and how its heights were read."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shieldwall.terrain.geotiff import FOOT

Bounds = tuple[float, float, float, float]


def remarks(cells: NDArray[np.bool_] | None, bounds: Bounds, marks: Sequence[float], unit: float) -> tuple[str, ...]:
    """Return plain sentences about a file: its unit, the cells that were filled, marks that it does not declare.

    `cells` tells which were filled, None where none was, rows from north to south; `bounds` are its edges, rad, as
    `Terrain` has them; `unit` is the metres of its unit of height.
    """
    said = []
    if unit != 1.0:
        name = "feet" if unit == FOOT else "US survey feet"
        said.append(f"its heights are in {name}; they were multiplied by {unit:.7g}")
    if cells is not None:
        count = int(np.count_nonzero(cells))
        part = show_share(count / cells.size)
        where = show_box(box_around(cells, bounds))
        verb = "cell holds" if count == 1 else "cells hold"
        it = "it" if count == 1 else "them"
        said.append(f"{count} {verb} no ground ({part} of it, {where}) and got heights from the ground round {it}")
    if marks:
        *most, last = (f"{mark:g}" for mark in marks)
        listed = f"{', '.join(most)} and {last}" if most else last
        said.append(f"it marks cells with {listed} and does not declare that as missing data")
    return tuple(said)


def show_share(part: float) -> str:
    """Return a share as a reader needs it, never 0 % of something nor 100 % of not all."""
    if part < 0.001:
        return "less than 0.1 %"
    return f"{100.0 * part:.1f} %" if part < 0.9995 else "more than 99.9 %"


def show_box(bounds: Bounds, digits: int = 6) -> str:
    """Return edges (south, north, west, east; rad) in degrees, also across 180 degrees."""
    south, north, west, east = (math.degrees(edge) for edge in bounds)
    across = _span(_turned(west), _turned(east), "EW", digits) if east - west < 359.99 else "all longitudes"
    return f"from {_span(south, north, 'NS', digits)} and {across}"


def _span(low: float, high: float, letters: str, digits: int) -> str:
    ends = [letters[0] if end >= 0.0 else letters[1] for end in (low, high)]
    first = f"{abs(low):.{digits}g}" + (f" {ends[0]}" if ends[0] != ends[1] else "")
    return f"{first} to {abs(high):.{digits}g} {ends[1]}"


def _turned(longitude: float) -> float:
    return longitude - 360.0 if longitude > 180.0 else longitude


def box_around(cells: NDArray[np.bool_], bounds: Bounds) -> Bounds:
    """Return the edges of the part of a file that holds some cells, rad, as `bounds` has those of all of it."""
    south, north, west, east = bounds
    rows, columns = (np.flatnonzero(cells.any(axis=axis)) for axis in (1, 0))
    tall, wide = (north - south) / cells.shape[0], (east - west) / cells.shape[1]
    top, bottom = north - tall * float(rows[0]), north - tall * float(rows[-1] + 1)
    return bottom, top, west + wide * float(columns[0]), west + wide * float(columns[-1] + 1)
