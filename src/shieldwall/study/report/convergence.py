"""How the answer settled as battles were added."""

from __future__ import annotations

from typing import Final

import numpy as np

from shieldwall.outlets.captioned import FAINT, INK, SYSTEM_COLOURS, CaptionedFigure, blank_figure, style
from shieldwall.study.answer import Answer
from shieldwall.study.report.ladder import CHARACTER, WIDE, named_scale, scaled, shortened
from shieldwall.study.sentence import figure
from shieldwall.study.settling import FIRST, settled

HIGH, UNDER, OVER, LEFT = 2.9, 0.48, 0.12, 0.62
#: Lines that are drawn, and characters of their names.
MOST_LINES, MOST_CHARACTERS = 5, 22
LINES: Final = ("-", (0, (6, 2)), (0, (2, 1.2)), (0, (6, 1.5, 1, 1.5)), (0, (1, 1)))


def convergence(answer: Answer, measure: str) -> CaptionedFigure | None:
    """Return the picture of each difference from the baseline, or of one option's mean, against battles fought.

    None for so few battles that there is nothing to see.
    """
    found = settled(answer, measure)
    if not found.lines:
        return None
    at = found.battles
    ends_of = {name: line[-1].estimate for name, line in found.lines.items()}
    shown = sorted(ends_of, key=lambda name: -abs(ends_of[name]))[:MOST_LINES]
    left_out = len(ends_of) - len(shown)
    several = len(answer.options) > 1
    with style():
        named = [shortened(name, MOST_CHARACTERS) for name in shown]
        right = 0.2 + CHARACTER * max(map(len, named))
        drawn = blank_figure(WIDE, HIGH)
        axes = drawn.add_axes((LEFT / WIDE, UNDER / HIGH, (WIDE - LEFT - right) / WIDE, (HIGH - UNDER - OVER) / HIGH))
        ends = []
        for number, name in enumerate(shown):
            line = found.lines[name]
            middle = np.array([scaled(one.estimate, measure) for one in line])
            half = np.array([scaled(one.half, measure) for one in line])
            colour = SYSTEM_COLOURS[number]
            axes.fill_between(at, middle - half, middle + half, color=colour, alpha=0.16, linewidth=0.0)
            axes.plot(at, middle, color=colour, linestyle=LINES[number], linewidth=1.8)
            ends.append(float(middle[-1]))
        axes.set_xscale("log")
        axes.set_xlim(FIRST, at[-1])
        if several:
            axes.axhline(0.0, color=INK, linewidth=0.8)
        low, high = axes.get_ylim()
        for name, colour, y in zip(named, SYSTEM_COLOURS, apart(ends, 0.065 * (high - low)), strict=False):
            axes.text(
                1.02, y, name, transform=axes.get_yaxis_transform(), fontsize=8.4, color=colour, va="center_baseline"
            )
        ticks = [step * 10**power for power in range(1, 8) for step in (1, 2, 5) if step * 10**power <= at[-1]]
        axes.set_xticks(ticks, [str(tick) for tick in ticks])
        axes.set_xticks([], minor=True)
        axes.grid(color=FAINT, linewidth=0.5, alpha=0.6)
        axes.set_xlabel("rows of the design" if answer.study.varied is not None else "battles of each option and raid")
        axes.set_ylabel(f"{'more ' if several else ''}{named_scale(measure)}")
    more = f" {left_out} options that differ less are not drawn." if left_out else ""
    of = f"Difference from {answer.study.against}" if several else "Mean"
    return CaptionedFigure(
        "convergence",
        "After so many battles",
        f"{of} with its 95 % interval after so many battles, in the order in which they are numbered.{more}",
        "; ".join(f"{name} settles at {figure(ends_of[name], measure, several)}" for name in shown) + ".",
        drawn,
    )  # fmt: skip


def apart(ends: list[float], least: float) -> list[float]:
    """Return heights for names beside some ends, in their order, each at least so far from the next."""
    order = np.argsort(ends, kind="stable")
    placed = np.array(ends)[order]
    for number in range(1, len(placed)):
        placed[number] = max(placed[number], placed[number - 1] + least)
    # As far up as they were pushed, they come down again together.
    placed -= 0.5 * float((placed - np.array(ends)[order]).max(initial=0.0))
    found = np.empty(len(placed))
    found[order] = placed
    return [float(one) for one in found]
