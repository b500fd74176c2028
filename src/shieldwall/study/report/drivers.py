"""What an answer is most sensitive to: a tornado of its factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from shieldwall.outlets.captioned import INK, MUTED, CaptionedFigure, style
from shieldwall.study.answer import Answer
from shieldwall.study.file import SALTELLI
from shieldwall.study.report.ladder import FULL, STRONG, WEAK, dot, ladder
from shieldwall.study.sensitivity import Driver, Screened
from shieldwall.study.statistics.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Factors that are drawn, and characters of their names.
MOST, CHARACTERS = 12, 46
RISES, FALLS = "#b5502f", "#3f73a6"
INDICES: Final = (
    "Sobol's indices with 95 % intervals. Alone: what would go of the variance if the figure were known; in all: what "
    "would be left if it alone were not."
)


def tornado(answer: Answer, option: str) -> CaptionedFigure | None:
    """Return the picture of what drives a measure of the baseline, or how much more an option has than it.

    None for a study without factors.
    """
    if answer.study.varied is None:
        return None
    if answer.study.design == SALTELLI:
        return _indices(answer, option)
    return _screened(answer, option)


def subject(answer: Answer, option: str, measure: str | None = None) -> str:
    """Return what an option's drivers are those of: the first measure of it where none is named."""
    measure = (measure or answer.study.measures[0]).replace("_", " ")
    against = answer.study.against
    return f"{measure} of {option}" if option == against else f"how much more {measure} {option} has than {against}"


def beyond_chance(rows: Sequence[Screened]) -> str:
    """Return how many figures are found, as the caption has it."""
    found = sum(row.found for row in rows)
    return (
        f"{found or 'None'} of {len(rows)} figures found beyond chance, when as many are asked; hatched bars may be "
        "chance."
    )


def _indices(answer: Answer, option: str) -> CaptionedFigure:
    rows = answer.drivers(option=option)
    shown = rows[:MOST]
    with style():
        drawn, (axes,) = ladder([row.factor for row in shown], [("", "share of the variance of the mean over luck")],
                                under=0.78, characters=CHARACTERS)  # fmt: skip
        for number, row in enumerate(shown):
            for interval, lift, colour, mark in ((row.total, -0.16, WEAK, "s"), (row.first, 0.16, STRONG, "o")):
                axes.barh(number + lift, max(interval.estimate, 0.0), 0.3, color=colour, alpha=0.55, zorder=2)
                dot(axes, number + lift, interval, "", {**FULL, "markeredgecolor": colour, "markerfacecolor": colour,
                                                        "ecolor": INK}, mark)  # fmt: skip
        axes.axvline(0.0, color=INK, linewidth=0.8)
        axes.set_xlim(right=max(1.0, axes.get_xlim()[1]))
        _legend(axes, [("in all, with what it does together with others", WEAK), ("alone", STRONG)])
    return CaptionedFigure(
        "drivers", f"What drives {subject(answer, option)}",
        f"{INDICES}{_others(len(rows))}",
        "; ".join(_driven(row) for row in shown) + ".", drawn,
    )  # fmt: skip


def _screened(answer: Answer, option: str) -> CaptionedFigure:
    rows = answer.screening(option=option)
    shown = rows[:MOST]
    with style():
        drawn, (axes,) = ladder([row.factor for row in shown], [("", "share of all that varies, luck included, %")],
                                beside=0.3, under=0.78, characters=CHARACTERS)  # fmt: skip
        for number, row in enumerate(shown):
            colour = RISES if row.slope > 0.0 else FALLS
            looks = {"color": colour} if row.found else {"color": "none", "edgecolor": colour, "hatch": "////"}
            axes.barh(number, (1.0 if row.slope > 0.0 else -1.0) * 100.0 * row.share, 0.6, linewidth=0.9, **looks)  # type: ignore[arg-type]
        axes.axvline(0.0, color=INK, linewidth=0.8)
        most = 1.15 * max((100.0 * row.share for row in shown), default=1.0)
        axes.set_xlim(-most, most)
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        _legend(axes, [("more of the figure takes away", FALLS), ("more of it adds", RISES)])
    return CaptionedFigure(
        "drivers", f"What drives {subject(answer, option)}",
        f"{beyond_chance(rows)}{_others(len(rows))}",
        "; ".join(_seen(row) for row in shown) + ".", drawn,
    )  # fmt: skip


def _legend(axes: Axes, entries: list[tuple[str, str]]) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=colour, alpha=0.75) for _, colour in entries]
    axes.figure.legend(
        handles, [words for words, _ in entries], loc="lower center", ncols=2, fontsize=8.2, borderaxespad=0.2,
        labelcolor=MUTED, handlelength=1.3, columnspacing=1.8,
    )  # fmt: skip


def _others(count: int) -> str:
    return f" {count - MOST} more figures, which do less, are not drawn." if count > MOST else ""


def _driven(row: Driver) -> str:
    return f"{row.factor}: alone {_span(row.first)}, in all {_span(row.total)}"


def _span(one: Interval) -> str:
    return f"{one.estimate:.2f} ({one.low:.2f} to {one.high:.2f})"


def _seen(row: Screened) -> str:
    return f"{row.factor}: {100.0 * row.share:.1f} %{'' if row.found else ', perhaps chance'}"
