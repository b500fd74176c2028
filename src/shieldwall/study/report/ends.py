"""Where threats were shot down and where they came through, over many battles, on the ground."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.fates import Fate
from shieldwall.outlets.base_map import base_map
from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import FATE_COLOURS, INK, WHITE, CaptionedFigure, style
from shieldwall.outlets.labels import CROWDED, Label, gathered, place_labels
from shieldwall.outlets.legend import Entry
from shieldwall.outlets.map import LEAST, ROUND_ABOUT, about
from shieldwall.outlets.relief import Box
from shieldwall.outlets.symbols import PLACE, draw_unit, handles, symbols
from shieldwall.outlets.words import short
from shieldwall.record.recording import Recording
from shieldwall.study.answer import Answer
from shieldwall.study.report.flow import cells_of
from shieldwall.study.sample import Sample

Floats = NDArray[np.float64]

#: Squares along the longer side of a map.
SQUARES: Final = 42
#: Largest side of a mark as a share of a square, and least area of one as a share of the largest.
LARGEST, SMALLEST = 1.1, 0.03
#: Share of all ends that may lie beyond each edge of a map.
OUTLIERS = 0.02
_NAME: Final[dict[str, Any]] = {"fontsize": 7.6, "color": INK}
_PLACE: Final[dict[str, Any]] = {"fontsize": 8.8, "color": INK, "style": "italic", "weight": "bold"}
_LEAK, _KILL = FATE_COLOURS["leaked"], FATE_COLOURS["killed"]


class Grid(NamedTuple):
    """Ends of threats in squares of a box, a battle: float64[row, column], rows going north; two grids add."""

    kills: Floats
    leaks: Floats


def binned(x: Floats, y: Floats, box: Box, battles: int) -> Floats:
    """Return how many points of a battle lie in each square of a box."""
    square = max(box.width, box.height) / SQUARES
    rows, columns = max(1, round(box.height / square)), max(1, round(box.width / square))
    edges = [[box.south, box.north], [box.west, box.east]]
    return np.asarray(np.histogram2d(y, x, bins=(rows, columns), range=edges)[0] / max(battles, 1))


def ends_map(answer: Answer, sample: Sample, ground: Recording, option: int, box: Box) -> CaptionedFigure:
    """Return the map of an option; `ground` has the relief."""
    cells = cells_of(answer, option)
    threats, spent = sample.of_cells(cells)
    grid = Grid(*(binned(*_spots(threats, fate), box, len(spent)) for fate in (Fate.KILLED, Fate.LEAKED)))
    known, name = sample.known[option], answer.options[option]
    inked = np.vstack([np.column_stack(_spots(threats, fate)) for fate in (Fate.KILLED, Fate.LEAKED)])[:3000]
    with style():
        labels, key = gathered(_labels(known, box), CROWDED * max(box.width, box.height))
        made = base_map(ground, box, inked, _entries(grid, known), key)
        _draw(made, grid.kills, _KILL, "s")
        _draw(made, grid.leaks, _LEAK, "o")
        _draw_sites(made, known)
        place_labels(made, labels, inked[:0])
    counts = ", ".join(
        f"{rows.sum():.1f} {words}" for rows, words in ((grid.kills, "shot down"), (grid.leaks, "leaked"))
    )
    return CaptionedFigure(
        f"map-{option + 1}",
        f"Where threats ended: {name}",
        f"{len(spent)} battles. Squares: shot down there; discs: came through there, at what they were sent against. "
        f"Areas are as the numbers, each kind on its own scale; {counts} of a battle on this map.",
        f"Map of {name}, north up, on shaded relief: {counts} of a battle. The table of fates tells the same in words.",
        made.figure,
    )  # fmt: skip


def box_of(sample: Sample) -> Box | None:
    """Return the part of the plane that all maps of a study show: the group, what it defends, and nearly all ends."""
    sites = [one["at"][:2] for known in sample.known.values() for table in ("units", "places")
             for one in known[table].values()]  # fmt: skip
    points = sample.threats.select("x", "y").drop_nulls().to_numpy()
    if len(points):
        sites += np.quantile(points, [OUTLIERS, 1.0 - OUTLIERS], axis=0).tolist()
    return about(np.array(sites, np.float64).reshape(-1, 2), LEAST, ROUND_ABOUT)


def _spots(threats: Any, fate: Fate) -> tuple[Floats, Floats]:
    rows = threats.filter(threats["fate"] == fate.value).select("x", "y").drop_nulls()
    return rows["x"].to_numpy(), rows["y"].to_numpy()


def _draw(made: Canvas, rows: Floats, colour: str, mark: str) -> None:
    """Draw a mark in each square, its area as the number in it, of the most that any square has."""
    box = made.box
    if rows.max() <= 0.0:
        return
    south, west = np.nonzero(rows)
    x = box.west + (west + 0.5) * box.width / rows.shape[1]
    y = box.south + (south + 0.5) * box.height / rows.shape[0]
    side = LARGEST * 72.0 * made.figure.get_figwidth() * made.axes.get_position().width / rows.shape[1]
    made.axes.scatter(
        x,
        y,
        s=np.maximum(rows[south, west] / rows.max(), SMALLEST) * side**2,
        marker=mark,
        color=colour,
        edgecolor=WHITE,
        linewidths=0.4,
        alpha=0.85,
        zorder=4 if mark == "s" else 5,
    )


def _draw_sites(made: Canvas, known: dict[str, Any]) -> None:
    for place in known["places"].values():
        if place["unit"] is None and made.box.holds(*place["at"][:2]):
            x, y = place["at"][:2]
            draw_unit(made.axes, PLACE, x, y, 0.8)
    marks = symbols(known["units"])
    for name, unit in known["units"].items():
        x, y = unit["at"][:2]
        draw_unit(made.axes, marks[name], x, y, 0.75)


def _labels(known: dict[str, Any], box: Box) -> list[Label]:
    places = [(name, one, _PLACE) for name, one in known["places"].items() if one["unit"] is None]
    named = [*places, *((name, one, _NAME) for name, one in known["units"].items())]
    sited = [(*one["at"][:2], short(name), font) for name, one, font in named]
    return [Label(x, y, words, 7.0, font) for x, y, words, font in sited if box.holds(x, y)]


def _entries(grid: Grid, known: dict[str, Any]) -> list[Entry]:
    from matplotlib.lines import Line2D

    ends = [
        (Line2D([], [], linestyle="", marker=mark, color=colour, markeredgecolor=WHITE, markersize=8.0),
         f"{words}; the largest {rows.max():.2g} of a battle")
        for rows, mark, colour, words in (
            (grid.kills, "s", _KILL, "shot down"), (grid.leaks, "o", _LEAK, "leaked"),
        ) if rows.max() > 0.0
    ]  # fmt: skip
    units = [(tuple(handles(one, 0.75)), one.words) for one in dict.fromkeys(symbols(known["units"]).values())]
    places = any(place["unit"] is None for place in known["places"].values())
    return [*ends, *units, *([(tuple(handles(PLACE, 0.8)), PLACE.words)] if places else [])]
