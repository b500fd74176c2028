"""How a measure is distributed from battle to battle, not its mean alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shieldwall.outlets.captioned import INK, WHITE, CaptionedFigure, style
from shieldwall.study.answer import Answer
from shieldwall.study.report.ladder import STRONG, WEAK, ladder, named_scale, scaled
from shieldwall.study.sentence import CHANCES, SHARES, figure
from shieldwall.study.statistics.distributions import LEVELS
from shieldwall.study.statistics.intervals import Floats, Interval

#: Inches beside the bars for the chance.
BESIDE = 1.25
NOTE = (
    "Line: from the 5 % to the 95 % quantile; box: the middle half; bar: the median. At the right, the share of "
    "battles with any at all."
)


class Spread(NamedTuple):
    """Quantiles of a measure at `LEVELS`, and the chance that it is above nought, None where that says nothing."""

    option: str
    quantiles: tuple[float, ...]
    chance: Interval | None


def spreads(answer: Answer, measure: str) -> list[Spread]:
    """Return how a measure of each option is distributed, over luck and raids; raids are as likely as one another.

    With factors, the battles are the first of each row of the design: over luck and ignorance.
    """
    found, weighing = [], answer.weighing
    for number, option in enumerate(answer.options):
        values = battles(answer, measure, number)
        levels = weighing.quantiles(values, LEVELS)
        above = (values > 0.0).mean(axis=0)
        chance = None if measure in SHARES and measure != "damage_share" else weighing.estimated(above, CHANCES[0])
        found.append(Spread(option, tuple(levels.tolist()), chance))
    return found


def battles(answer: Answer, measure: str, option: int) -> Floats:
    """Return a measure of single battles of an option, float64[raid, battle], on the same luck in all raids."""
    if answer.study.varied is None:
        return np.asarray(answer.values(measure)[option])
    return np.asarray(answer.rows.of(measure)[option, :, 0, :, 0])


def spread(measure: str, rows: list[Spread]) -> CaptionedFigure | None:
    """Return the picture of quantiles and of the chance of any, None for a measure that is 1 or 0."""
    if measure in CHANCES:
        return None
    with style():
        drawn, (axes,) = ladder([row.option for row in rows], [("", named_scale(measure))], BESIDE)
        for number, row in enumerate(rows):
            low, lower, middle, upper, high = (scaled(one, measure) for one in row.quantiles)
            axes.plot([low, high], [number, number], color=WEAK, linewidth=2.2, solid_capstyle="butt", zorder=2)
            axes.barh(number, upper - lower, 0.42, lower, color=WEAK, edgecolor=STRONG, linewidth=0.8, zorder=3)
            axes.plot([middle, middle], [number - 0.3, number + 0.3], color=INK, linewidth=2.4, zorder=4)
            axes.plot([low, high], [number, number], linestyle="", marker="|", color=STRONG, markersize=9.0, zorder=3)
            if row.chance is not None:
                said = f"{any_of(row.chance.estimate)} any"
                axes.annotate(said, (1.0, number), (8.0, 0.0), xycoords=("axes fraction", "data"), va="center_baseline",
                              textcoords="offset points", fontsize=8.4, color=INK, annotation_clip=False)  # fmt: skip
        axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
        axes.patch.set_facecolor(WHITE)
    return CaptionedFigure(
        "spread",
        "How much it varies from battle to battle",
        NOTE,
        "; ".join(in_words(row, measure) for row in rows) + ".",
        drawn,
    )  # fmt: skip


def in_words(row: Spread, measure: str) -> str:
    """Return how a measure of an option is distributed, in words."""
    low, lower, middle, upper, high = (figure(one, measure) for one in row.quantiles)
    any_at_all = "" if row.chance is None else f", any in {any_of(row.chance.estimate)}"
    return f"{row.option}: median {middle}, half from {lower} to {upper}, nine in ten from {low} to {high}{any_at_all}"


def any_of(chance: float) -> str:
    """Return the share of battles with any at all, as it is said."""
    return f"{100.0 * chance:.0f} %"
