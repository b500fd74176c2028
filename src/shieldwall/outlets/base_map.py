"""The ground of a map: relief, graticule, scale and north."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.geodesy import Frame
from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import INK, MUTED, WHITE, blank_figure
from shieldwall.outlets.landmarks import draw_land
from shieldwall.outlets.legend import KEY_ROW, Entry, draw_key, draw_legend, rows_high, wrapped
from shieldwall.outlets.relief import PAPER, Box, cut, ground, shaded, smoothed
from shieldwall.record.recording import Recording

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Widest and highest that a map is printed, and the room beside and under it, inches.
WIDE, HIGH, LEFT, RIGHT, TOP, UNDER = 9.8, 7.6, 0.62, 0.26, 0.05, 0.36
#: Points on the longer side of a relief as it is drawn.
RELIEF_POINTS: Final = 560
#: Shades are drawn in steps of so much, of 255: no eye sees it, and the picture is half as large.
SHADE_STEP: Final = np.uint8(5)
#: Room beside the legend, inches.
MARGIN: Final = 0.14
_DEGREE: Final = 111_195.0


def base_map(
    recording: Recording, box: Box, inked: NDArray[np.float64], entries: Sequence[Entry], key: Sequence[str] = ()
) -> Canvas:
    """Return a map of the ground in a box, with a legend under it and what the numbers on it stand for.

    `inked` are points (n, 2) in m where the map will be busy; the scale keeps away from them.
    """
    scale = min((WIDE - LEFT - RIGHT) / box.width, HIGH / box.height)
    wide, high = scale * box.width, scale * box.height
    across = LEFT + wide + RIGHT - 2.0 * MARGIN
    below = wrapped(key, across)
    legend = rows_high(entries, across)
    under = UNDER + legend + KEY_ROW * len(below) + (0.08 if below else 0.0)
    width, height = LEFT + wide + RIGHT, TOP + high + under
    figure = blank_figure(width, height)
    axes = figure.add_axes((LEFT / width, under / height, wide / width, high / height))
    axes.set_facecolor(PAPER)
    for spine in axes.spines.values():
        spine.set_visible(True)
    _relief(axes, recording, box)
    axes.set_xlim(box.west, box.east)
    axes.set_ylim(box.south, box.north)
    made = Canvas(figure, axes, box, recording.header["origin"])
    draw_land(made)
    _graticule(axes, recording.header, box)
    _cartouche(made, inked)
    draw_legend(figure, entries, MARGIN, under - UNDER, across)
    draw_key(figure, below, MARGIN, under - UNDER - legend - 0.06)
    return made


def _relief(axes: Axes, recording: Recording, box: Box) -> None:
    land = ground(recording, box)
    if land is None:
        return
    shown = smoothed(cut(land, box), RELIEF_POINTS)
    half, (west, south, east, north) = 0.5 * shown.cell, shown.box
    extent = (west - half, east + half, south - half, north + half)
    picture = np.round(shaded(shown) / SHADE_STEP).astype(np.uint8) * SHADE_STEP
    axes.imshow(picture, origin="lower", extent=extent, interpolation="none", aspect="auto", zorder=0)


def _graticule(axes: Axes, header: Mapping[str, Any], box: Box) -> None:
    """Draw meridians and parallels, named where they meet the lower and the left edge."""
    latitude, longitude = (math.radians(part) for part in header["origin"])
    frame = Frame(latitude, longitude)
    reach = math.radians(math.hypot(max(abs(box.west), abs(box.east)), max(abs(box.south), abs(box.north))) / _DEGREE)
    along = latitude + 1.1 * reach * np.linspace(-1.0, 1.0, 81)
    across = longitude + 1.1 * reach / math.cos(latitude) * np.linspace(-1.0, 1.0, 81)
    step = nice(box.height / _DEGREE / 3.5, (1.0, 2.0, 5.0))
    wide = nice(box.width / _DEGREE / math.cos(latitude) / 4.5, (1.0, 2.0, 5.0))
    meridians, parallels = [], []
    for degrees in _multiples(across, wide):
        x, y, _ = frame.to_enu(along, math.radians(degrees), 0.0)
        axes.plot(x, y, color=INK, linewidth=0.4, alpha=0.16, zorder=1)
        meridians.append((float(np.interp(box.south, y, x)), _degrees(degrees, wide, "EW")))
    for degrees in _multiples(along, step):
        x, y, _ = frame.to_enu(math.radians(degrees), across, 0.0)
        axes.plot(x, y, color=INK, linewidth=0.4, alpha=0.16, zorder=1)
        parallels.append((float(np.interp(box.west, x, y)), _degrees(degrees, step, "NS")))
    meridians = [(x, words) for x, words in meridians if box.west <= x <= box.east]
    parallels = [(y, words) for y, words in parallels if box.south <= y <= box.north]
    axes.set_xticks([x for x, _ in meridians], [words for _, words in meridians])
    axes.set_yticks([y for y, _ in parallels], [words for _, words in parallels])
    axes.tick_params(length=2.5, width=0.6, labelsize=8.0, colors=MUTED)


def _multiples(angles: NDArray[np.float64], step: float) -> list[float]:
    """Return the multiples of a step, degrees, between the first and the last of some angles, rad."""
    first, last = math.degrees(angles[0]) / step, math.degrees(angles[-1]) / step
    return [number * step for number in range(math.ceil(first), math.floor(last) + 1)]


def _degrees(value: float, step: float, ends: str) -> str:
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    if ends == "EW":
        # A meridian beyond 180 degrees has its name from the other side.
        value -= 360.0 * math.ceil((value - 180.0) / 360.0)
    return f"{abs(value):.{digits}f}° {ends[0] if value >= 0.0 else ends[1]}"


def nice(value: float, steps: tuple[float, ...]) -> float:
    """Return the largest of some steps, times a power of ten, that is not above a value."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (*steps, 0.1 * steps[-1]) if step * power <= value * 1.000001)


def _cartouche(made: Canvas, inked: NDArray[np.float64]) -> None:
    """Draw a bar of kilometres and an arrow to the north in the least busy lower or upper corner."""
    from matplotlib.patches import Rectangle

    axes, box = made.axes, made.box
    length = nice(0.22 * box.width, (1.0, 2.0, 4.0, 5.0))
    unit = 0.012 * max(box.width, box.height)
    width, height = length + 9.0 * unit, 5.6 * unit
    corners = [
        Box(west, south, west + width, south + height)
        for south in (box.south, box.north - height)
        for west in (box.east - width, box.west)
    ]
    place = min(corners, key=lambda corner: _busy(corner, inked))
    made.taken.append(place)
    axes.add_patch(Rectangle((place.west, place.south), width, height, facecolor=WHITE, linewidth=0.0, zorder=8))
    x, y = place.west + 5.2 * unit, place.south + 1.5 * unit
    for quarter in range(4):
        colour = INK if quarter % 2 == 0 else WHITE
        at = (x + quarter * length / 4.0, y)
        axes.add_patch(
            Rectangle(at, length / 4.0, 0.55 * unit, facecolor=colour, edgecolor=INK, linewidth=0.5, zorder=9)
        )
    for share, words in ((0.0, "0"), (0.5, f"{length / 2000.0:g}"), (1.0, f"{length / 1000.0:g} km")):
        axes.text(
            x + share * length, y + 1.0 * unit, words, fontsize=7.8, ha="center", va="bottom", color=INK, zorder=9
        )
    middle = place.west + 2.0 * unit
    arrow = {"arrowstyle": "-|>,head_width=0.2,head_length=0.45", "color": INK, "linewidth": 0.9, "shrinkA": 0}
    axes.annotate("", (middle, y + 3.3 * unit), (middle, y + 0.9 * unit), arrowprops={**arrow, "shrinkB": 0}, zorder=9)
    axes.text(middle, y + 0.85 * unit, "N", fontsize=8.5, ha="center", va="top", color=INK, zorder=9)


def _busy(corner: Box, inked: NDArray[np.float64]) -> int:
    inside = (inked[:, 0] >= corner.west) & (inked[:, 0] <= corner.east)
    return int(np.count_nonzero(inside & (inked[:, 1] >= corner.south) & (inked[:, 1] <= corner.north)))
