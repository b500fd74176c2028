"""Distance to go: how far each threat still was from its task when the defence found, held, shot and stopped it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shieldwall.analysis.approaches import Approach
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import FATE_COLOURS, INK, MUTED, WHITE, CaptionedFigure, blank_figure, style
from shieldwall.outlets.legend import Entry, draw_legend, rows_high
from shieldwall.outlets.words import counted, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Width of the figure, room for names, height of a threat, of a heading, above and below, inches.
WIDE, LEFT, RIGHT, ROW, HEADING, TOP, UNDER = 9.6, 1.5, 0.15, 0.138, 0.29, 0.3, 0.44
#: Room beside the legend, inches.
MARGIN: Final = 0.1
#: From a stage of `analysis.approaches.REPORTED_STAGES` on, the line of a threat has this colour and width.
LINES: Final = (
    ("detected", "#d9a648", 1.3),
    ("tracked", "#8d7aa8", 2.0),
    ("ordered", "#4f8f78", 2.7),
    ("fired at", "#1d2733", 3.4),
)
UNSEEN_COLOUR: Final = "#c9cfd6"
_MARKS: Final[dict[str, dict[str, Any]]] = {
    "killed": {"marker": "X", "markersize": 5.4, "markerfacecolor": FATE_COLOURS["killed"]},
    "leaked": {"marker": (9, 1, 0), "markersize": 9.0, "markerfacecolor": FATE_COLOURS["leaked"]},
    "delivered": {"marker": "d", "markersize": 5.4, "markerfacecolor": FATE_COLOURS["delivered"]},
    "else": {"marker": "o", "markersize": 3.6, "markerfacecolor": FATE_COLOURS["expired"]},
}
#: Marks of distance, km.
_TICKS: Final = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def reach(account: Account) -> CaptionedFigure | None:
    """Return the figure of distances to go, None when no threat with a task on a known route entered."""
    groups = sorted_approaches(account.approaches)
    if not groups:
        return None
    number = sum(map(len, groups.values()))
    with style():
        entries = _entries(account.approaches)
        under = UNDER + rows_high(entries, WIDE - 2.0 * MARGIN)
        high = TOP + ROW * number + HEADING * len(groups) + under
        figure = blank_figure(WIDE, high)
        axes = figure.add_axes((LEFT / WIDE, under / high, (WIDE - LEFT - RIGHT) / WIDE, (high - TOP - under) / high))
        _scale(axes, account.approaches, high - TOP - under)
        drawn: list[tuple[Approach, float]] = []
        y = 0.0
        for system, members in groups.items():
            axes.text(
                -LEFT / (WIDE - LEFT - RIGHT) + 0.01,
                y + 0.75 * HEADING,
                system,
                transform=axes.get_yaxis_transform(),
                fontsize=8.4,
                weight="bold",
                color=INK,
            )
            y += HEADING
            for approach in members:
                drawn.append((approach, y + 0.5 * ROW))
                y += ROW
        _draw(axes, drawn)
        draw_legend(figure, entries, MARGIN, under - UNDER, WIDE - 2.0 * MARGIN)
    return CaptionedFigure(
        "distance-to-go",
        "How far they still had to go",
        "Each line is a threat on its way to its target, its release or its look, which is at the right, in the order "
        "of arrival. It grows where the defence first reached a stage with it, lost again or not. The scale of "
        "distance is a square root, so that what happens close by can be seen."
        + _left_out(len(account.outcomes) - number),
        f"{counted(number, 'line').capitalize()}, one for each threat, against its distance to go along its "
        "route in km: where it was detected, tracked, ordered to be engaged, fired at, and where it ended. The table "
        "of threats tells the times.",
        figure,
    )


def _left_out(number: int) -> str:
    verb = "is" if number == 1 else "are"
    return f" {counted(number, 'threat').capitalize()} without a task in time {verb} left out." if number else ""


def sorted_approaches(approaches: list[Approach]) -> dict[str, list[Approach]]:
    """Return approaches by system, the most numerous first, and in each by when they were due."""
    groups: dict[str, list[Approach]] = defaultdict(list)
    for approach in approaches:
        groups[approach.system].append(approach)
    order = sorted(groups, key=lambda system: (-len(groups[system]), system))
    return {system: sorted(groups[system], key=lambda one: (one.due, one.threat)) for system in order}


def _scale(axes: Axes, approaches: list[Approach], high: float) -> None:
    seen = [distance for approach in approaches for distance in approach.stages if distance is not None]
    farthest = 1.12 * max([*seen, *(approach.ended for approach in approaches), 10_000.0]) / 1000.0
    ticks = [tick for tick in _TICKS if tick <= farthest]
    axes.set_xlim(np.sqrt(farthest), -0.012 * np.sqrt(farthest))
    axes.set_ylim(high, 0.0)
    axes.set_xticks(np.sqrt(ticks), [f"{tick:g}" for tick in ticks])
    axes.xaxis.set_ticks_position("both")
    axes.tick_params(axis="x", length=2.5, width=0.6, labeltop=True)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color=INK, alpha=0.1, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.set_xlabel("distance to go along the route, km (square-root scale)", fontsize=8.5)


def _draw(axes: Axes, approaches: list[tuple[Approach, float]]) -> None:
    """Draw each approach at its height, all lines of one stage and all marks of one fate together."""
    far = axes.get_xlim()[0]
    names = axes.get_yaxis_transform()
    ends: dict[str, list[tuple[float, float]]] = defaultdict(list)
    lines: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for approach, y in approaches:
        colour = FATE_COLOURS["leaked"] if approach.fate == "leaked" else MUTED
        axes.text(
            -0.012, y, short(approach.threat), transform=names, ha="right", va="center_baseline", fontsize=7.2,
            color=colour,
        )  # fmt: skip
        end = float(np.sqrt(approach.ended / 1000.0))
        ends[approach.fate if approach.fate in _MARKS else "else"].append((end, y))
        lines[""].append((y, min(float(np.sqrt(approach.entered / 1000.0)), far), end))
        for (stage, _, _), distance in zip(LINES, approach.stages, strict=True):
            if distance is not None:
                lines[stage].append((y, float(np.sqrt(distance / 1000.0)), end))
    for stage, colour, width in (("", UNSEEN_COLOUR, 0.7), *LINES):
        if lines[stage]:
            height, begin, until = np.array(lines[stage]).T
            zorder = 1.0 + width if stage else 1.0
            axes.hlines(height, begin, until, colors=colour, linewidths=width, capstyle="butt", zorder=zorder)
    for fate, points in ends.items():
        axes.plot(
            *np.array(points).T, linestyle="", markeredgecolor=WHITE, markeredgewidth=0.5, clip_on=False, zorder=6,
            **_MARKS[fate],
        )  # fmt: skip


def _entries(approaches: list[Approach]) -> list[Entry]:
    from matplotlib.lines import Line2D

    entries: list[Entry] = [(Line2D([], [], color=UNSEEN_COLOUR, linewidth=0.9), "on its way")]
    entries += [(Line2D([], [], color=colour, linewidth=width), f"since {words}") for words, colour, width in LINES]
    for fate in dict.fromkeys(approach.fate for approach in approaches):
        looks = _MARKS.get(fate, _MARKS["else"])
        entries.append((Line2D([], [], linestyle="", markeredgecolor=WHITE, markeredgewidth=0.5, **looks), fate))
    return entries
