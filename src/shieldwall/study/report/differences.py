"""Options beside the baseline: what each comes to, and how much more or less, pair by pair."""

from __future__ import annotations

from shieldwall.outlets.captioned import INK, CaptionedFigure, style
from shieldwall.study.answer import Answer
from shieldwall.study.report.ladder import FULL, HOLLOW, dot, ladder, named_scale
from shieldwall.study.sentence import Compared, figure, words


def differences(answer: Answer, measure: str) -> CaptionedFigure:
    """Return the picture of a measure of every option with its interval, and of every paired difference."""
    rows, against = answer.compare(measure), answer.study.against
    scale = named_scale(measure)
    panels = [("mean", scale)] if len(rows) == 1 else [("mean", scale), (f"more than {against}", scale)]
    with style():
        drawn, axes = ladder([row.option for row in rows], panels)
        for number, row in enumerate(rows):
            dot(axes[0], number, row.value, measure, FULL)
            if len(axes) > 1 and row.option != against:
                dot(axes[1], number, row.more, measure, FULL if beyond(row) else HOLLOW)
        if len(axes) > 1:
            axes[1].axvline(0.0, color=INK, linewidth=1.0, zorder=2)
    return CaptionedFigure(
        "options",
        "What each option comes to",
        "Bars are 95 % intervals. Those of the differences are of pairs of battles on the same luck, and all hold at "
        "once; a hollow dot is a difference that chance alone may have made." if len(rows) > 1
        else "The bar is the 95 % interval.",
        "; ".join(_in_words(row, measure, against) for row in rows) + ".",
        drawn,
    )  # fmt: skip


def beyond(row: Compared) -> bool:
    """Tell whether a difference is beyond chance."""
    return not row.more.low <= 0.0 <= row.more.high


def _in_words(row: Compared, measure: str, against: str) -> str:
    value = f"{row.option}: {figure(row.value.estimate, measure)} {words(measure)}"
    if row.option == against:
        return value
    low, high = figure(row.more.low, measure, True), figure(row.more.high, measure, True)
    return f"{value}, {figure(row.more.estimate, measure, True)} ({low} to {high}) against {against}"
