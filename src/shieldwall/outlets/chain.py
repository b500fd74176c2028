"""The kill chain as a funnel: how many threats came to each stage, and why the others came no further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from shieldwall.analysis.funnel import Step
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import (
    FATE_COLOURS,
    INK,
    MUTED,
    SYSTEM_COLOURS,
    WHITE,
    CaptionedFigure,
    blank_figure,
    style,
)
from shieldwall.quantities.units import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Width of the figure, height of a stage, of what stands below, and of a line of the legend, inches.
WIDE, STAGE, UNDER, ROW = 9.6, 0.42, 0.16, 0.2
LEGEND_COLUMNS: Final = 2
#: A segment shows its number when it is at least this share of the widest bar.
LABELLED_SHARE: Final = 0.022
BAR: Final = 0.62


def chain(account: Account) -> CaptionedFigure | None:
    """Return the figure of the kill chain, None when no threat entered."""
    systems, steps = account.funnel
    if not systems:
        return None
    under = UNDER + ROW * -(-min(len(systems), len(SYSTEM_COLOURS)) // LEGEND_COLUMNS)
    high = STAGE * len(steps) + under
    with style():
        figure = blank_figure(WIDE, high)
        axes = figure.add_axes((0.85 / WIDE, under / high, 4.4 / WIDE, STAGE * len(steps) / high))
        _draw(axes, steps)
        _legend(figure, systems)
    first, last = steps[0].number, steps[-1].number
    return CaptionedFigure(
        "kill-chain",
        "How far the defence came",
        "Threats that came to each stage of the kill chain before their fate, by system. At the right: how many came "
        "no further, and what held most of them there longest.",
        f"Funnel from {counted(first, 'threat')} that entered to {last} killed: "
        + ", ".join(f"{step.number} {step.words}" for step in steps[1:]) + ".",
        figure,
    )  # fmt: skip


def folded(step: Step) -> list[int]:
    """Return the numbers of a step by colour: systems beyond the last colour are counted with the last."""
    coloured = len(SYSTEM_COLOURS) - 1
    numbers = list(step.systems)
    return numbers if len(numbers) <= coloured + 1 else [*numbers[:coloured], sum(numbers[coloured:])]


def _draw(axes: Axes, steps: tuple[Step, ...]) -> None:
    whole = max(steps[0].number, 1)
    for row, step in enumerate(steps):
        left = 0.0
        for colour, number in zip(SYSTEM_COLOURS, folded(step), strict=False):
            axes.barh(row, number, BAR, left, color=colour, linewidth=0.0)
            if number >= LABELLED_SHARE * whole * (1 if number < 10 else 2):
                axes.text(
                    left + 0.5 * number, row, f"{number}", ha="center", va="center_baseline", fontsize=7.6, color=WHITE
                )
            left += number
        axes.text(-0.015 * whole, row, step.words, ha="right", va="center_baseline", fontsize=9.2, color=INK)
        axes.text(
            1.02 * whole,
            row,
            f"{step.number}",
            ha="left",
            va="center_baseline",
            fontsize=11.0,
            weight="bold",
            color=INK,
        )
        if step.stopped:
            axes.text(
                1.13 * whole, row + 0.5, f"\N{MINUS SIGN}{step.stopped}", ha="left", va="center_baseline", fontsize=9.2,
                color=FATE_COLOURS["leaked"], weight="bold",
            )  # fmt: skip
            axes.text(
                1.21 * whole, row + 0.5, _because(step), ha="left", va="center_baseline", fontsize=8.4, color=MUTED
            )
    for one, other in zip(range(len(steps)), steps[1:], strict=False):
        x = np.array([0.0, steps[one].number, other.number, 0.0])
        y = np.array([one + 0.5 * BAR, one + 0.5 * BAR, one + 1 - 0.5 * BAR, one + 1 - 0.5 * BAR])
        axes.fill(x, y, color=INK, alpha=0.07, linewidth=0.0)
    axes.set_xlim(0.0, whole)
    axes.set_ylim(len(steps) - 0.5, -0.5)
    axes.set_axis_off()


def _because(step: Step) -> str:
    if step.because == step.stopped:
        return step.reason
    return f"{step.because} of them: {step.reason}"


def _legend(figure: Figure, systems: tuple[str, ...]) -> None:
    from matplotlib.patches import Patch

    coloured = len(SYSTEM_COLOURS) - 1
    names = (
        list(systems)
        if len(systems) <= coloured + 1
        else [*systems[:coloured], f"{len(systems) - coloured} other systems"]
    )
    handles = [Patch(facecolor=colour) for colour, _ in zip(SYSTEM_COLOURS, names, strict=False)]
    figure.legend(
        handles, names, loc="lower left", fontsize=8.2, ncols=LEGEND_COLUMNS, bbox_to_anchor=(0.085, 0.0),
        borderaxespad=0.0, borderpad=0.1, handlelength=1.2, columnspacing=2.0, labelspacing=0.4,
    )  # fmt: skip
