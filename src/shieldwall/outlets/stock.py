"""Magazines against time: rounds ready and in reserve of every unit that fired."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from shieldwall.analysis.magazines import Magazine
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import FATE_COLOURS, INK, MUTED, CaptionedFigure, blank_figure, style
from shieldwall.outlets.timeline import minutes
from shieldwall.outlets.words import clock, counted, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patheffects import AbstractPathEffect

READY_COLOUR, RESERVE_COLOUR = "#3f73a6", "#c9d8e6"
COLUMNS: Final = 3
#: Width of the figure, height of a panel with what stands above it, and room for the legend, inches.
WIDE, PANEL, UNDER = 9.6, 1.25, 0.62


def stock(account: Account) -> CaptionedFigure | None:
    """Return the figure of the magazines that changed, None when no round was fired."""
    shown = fired(account)
    if not shown:
        return None
    rows = math.ceil(len(shown) / COLUMNS)
    high = PANEL * rows + UNDER
    with style():
        figure = blank_figure(WIDE, high)
        for number, magazine in enumerate(shown):
            row, column = divmod(number, COLUMNS)
            left = (0.3 + column * (WIDE - 0.1) / COLUMNS) / WIDE
            low = (high - (row + 1) * PANEL + 0.12) / high
            axes = figure.add_axes((left, low, ((WIDE - 0.1) / COLUMNS - 0.85) / WIDE, (PANEL - 0.42) / high))
            _draw(axes, account, magazine)
            if number + COLUMNS < len(shown):
                axes.set_xticklabels([])
            else:
                axes.set_xlabel("minutes since the start", fontsize=7.6)
        _legend(figure, any(magazine.unit in account.lost for magazine in shown))
    full = len(account.magazines.magazines) - len(shown)
    undrawn = f" {counted(full, 'magazine').capitalize()} stayed full and {'is' if full == 1 else 'are'} not drawn."
    empty = sum(magazine.ready[-1] == 0 for magazine in shown)
    return CaptionedFigure(
        "magazines",
        "What was left in the magazines",
        "Rounds ready to fire and in reserve, by unit and weapon; at the right, ready and reserve at the end. A "
        "launcher is reloaded only when it is empty. Red: no round was ready." + (undrawn if full else ""),
        f"{counted(len(shown), 'small graph').capitalize()} of rounds against time, one for each magazine that was "
        f"fired from; {empty} had no round ready at the end. The table of the group tells the numbers.",
        figure,
    )  # fmt: skip


def fired(account: Account) -> list[Magazine]:
    """Return the magazines that rounds were taken from."""
    return [
        magazine
        for magazine in account.magazines.magazines
        if magazine.left < int(magazine.ready[0] + magazine.reserve[0])
    ]


def _draw(axes: Axes, account: Account, magazine: Magazine) -> None:
    t, ready, whole = magazine.t, magazine.ready, magazine.ready + magazine.reserve
    axes.fill_between(t, whole, step="post", color=RESERVE_COLOUR, linewidth=0.0)
    axes.fill_between(t, ready, step="post", color=READY_COLOUR, linewidth=0.0)
    axes.step(t, whole, where="post", color=INK, linewidth=0.7)
    loaded = int(whole[0])
    for begin, end in magazine.empty:
        axes.plot([begin, end], [0.0, 0.0], color=FATE_COLOURS["leaked"], linewidth=3.0, solid_capstyle="butt",
                  clip_on=False, zorder=4)  # fmt: skip
        axes.annotate(
            f"none ready from {clock(begin)}", (begin, 0.0), (-3, 3), textcoords="offset points", fontsize=7.0,
            color=FATE_COLOURS["leaked"], ha="right", va="bottom",
        ).set_path_effects(_halo())  # fmt: skip
    minutes(axes, 0.0, max(account.log.lasts, 1.0), 5.0)
    axes.set_ylim(0.0, 1.04 * loaded)
    axes.set_yticks(sorted({0, loaded}))
    if magazine.unit in account.lost:
        axes.axvline(account.lost[magazine.unit], color=FATE_COLOURS["leaked"], linewidth=0.9, linestyle=(0, (2, 1.5)))
    title = account.header["weapons"].get(magazine.weapon, {"title": magazine.weapon})["title"]
    axes.set_title(f"{short(magazine.unit)}, {title}", loc="left", fontsize=7.8, color=INK, pad=3)
    left = f"{ready[-1]}" if magazine.reserve[0] == 0 else f"{ready[-1]} + {magazine.reserve[-1]}"
    axes.annotate(left, (1.0, float(whole[-1])), xycoords=("axes fraction", "data"), xytext=(4, 0),
                  textcoords="offset points", fontsize=8.6, va="center", color=INK, annotation_clip=False)  # fmt: skip
    axes.tick_params(length=2.0, width=0.5, labelsize=7.4, colors=MUTED)


def _halo() -> list[AbstractPathEffect]:
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.0, foreground="white", alpha=0.85)]


def _legend(figure: Figure, lost: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    entries = [
        (Patch(facecolor=READY_COLOUR), "ready to fire"),
        (Patch(facecolor=RESERVE_COLOUR), "in reserve"),
        (Line2D([], [], color=FATE_COLOURS["leaked"], linewidth=3.0), "no round ready"),
        (Line2D([], [], color=FATE_COLOURS["leaked"], linewidth=0.9, linestyle=(0, (2, 1.5))), "unit destroyed"),
    ][: 4 if lost else 3]
    figure.legend(
        [handle for handle, _ in entries], [words for _, words in entries], loc="lower left", fontsize=8.0, ncols=4,
        bbox_to_anchor=(0.025, 0.0), borderaxespad=0.0, borderpad=0.1, handlelength=1.8,
    )  # fmt: skip
