"""Where threats end along the kill chain, option by option: which stage the defence had reached with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from shieldwall.analysis.fates import Fate
from shieldwall.analysis.stages import Stage
from shieldwall.outlets.captioned import FATE_COLOURS, INK, MUTED, WHITE, CaptionedFigure, style
from shieldwall.outlets.legend import draw_legend, rows_high
from shieldwall.study.answer import Answer
from shieldwall.study.report.ladder import UNDER, WIDE, ladder
from shieldwall.study.sample import Sample
from shieldwall.study.statistics.intervals import Interval, mean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Shades of the stages at which threats leaked, from those that nobody saw to those that rounds reached.
SHADES: Final = ("#4a1503", "#7a260a", "#a63a10", "#c8571f", "#dd7a3c", "#eb9d62", "#f4bd8d", "#fadbbf")
#: From this shade on, words on it are dark.
DARK_WORDS: Final = 5
#: What is neither leaked nor killed, with its colour.
OTHERS: Final = (Fate.DELIVERED, Fate.EXPIRED, Fate.RECOVERED, Fate.TURNED_BACK)
#: A part shows its number when it is at least so wide, of the whole scale.
LABELLED: Final = 0.035
#: Reasons of one stage that are named.
MOST_REASONS: Final = 3


class Part(NamedTuple):
    """Threats of an option that ended one way: how many of a battle, with the interval, and why most did.

    `battles` are those of the sample in which any did, by their numbers in it, with how many; those with most first.
    """

    fate: Fate
    words: str
    colour: str
    number: Interval
    reasons: tuple[tuple[str, float], ...]
    battles: tuple[tuple[int, int], ...]


def parts(answer: Answer, sample: Sample, option: int) -> list[Part]:
    """Return how the threats of an option ended: leaked at each stage, other fates, killed; all, with nought for none.

    Every battle of the sample counts alike.
    """
    cells = cells_of(answer, option)
    threats, spent = sample.of_cells(cells)
    of_battle: dict[tuple[str, str], Counter[int]] = {}
    why: dict[tuple[str, str], Counter[str]] = {}
    for battle, fate, stage, reason in threats.select("battle", "fate", "stage", "reason").iter_rows():
        key = (fate, stage if fate == Fate.LEAKED else "")
        of_battle.setdefault(key, Counter())[battle] += 1
        why.setdefault(key, Counter())[reason] += 1
    numbers = [number for number, one in enumerate(sample.spent) if one.cell in cells]

    def part(fate: Fate, words: str, colour: str, stage: str = "") -> Part:
        within, reasons = of_battle.get((fate.value, stage), Counter()), why.get((fate.value, stage), Counter())
        counts = np.array([within[number] for number in numbers], np.float64)
        number = mean(counts) if len(counts) > 1 else Interval(float(counts.sum()), np.nan, np.nan)
        common = tuple((reason, count / len(spent)) for reason, count in reasons.most_common(MOST_REASONS))
        return Part(fate, words, colour, number, common, tuple(within.most_common()))

    leaked = [
        part(Fate.LEAKED, f"leaked, {stage.words}", SHADES[stage], stage.words)
        for stage in Stage
        if stage is not Stage.KILLED
    ]
    return [*leaked, *(part(fate, fate.value, FATE_COLOURS[fate.value]) for fate in (*OTHERS, Fate.KILLED))]


def cells_of(answer: Answer, option: int) -> list[int]:
    """Return the numbers of the cells of an option."""
    return list(range(option * len(answer.raids), (option + 1) * len(answer.raids)))


def note(battles: int) -> str:
    """Return what the numbers are of, and how leakers are told apart, as a sentence that goes on."""
    return (
        f"Mean of {battles} battles of all options, read from their logs. Leakers by the furthest stage that the "
        "defence had reached with them"
    )


def flow(answer: Answer, found: Sequence[Sequence[Part]], battles: int) -> CaptionedFigure | None:
    """Return the picture of where threats end, None where none came; `found` holds the parts of each option."""
    columns = [number for number in range(len(found[0])) if any(row[number].number.estimate > 0.0 for row in found)]
    if not columns:
        return None
    whole = max(sum(part.number.estimate for part in row) for row in found)
    with style():
        from matplotlib.patches import Patch

        entries: list[tuple[Any, str]] = [
            (Patch(facecolor=found[0][number].colour), found[0][number].words) for number in columns
        ]
        below = rows_high(entries, WIDE - 0.3)
        figure, (axes,) = ladder(answer.options, [("", "threats of a battle")], under=UNDER + below + 0.08)
        axes.grid(visible=False)
        for row, parts_of in enumerate(found):
            _bar(axes, row, [parts_of[number] for number in columns], columns, whole)
        axes.set_xlim(0.0, whole)
        draw_legend(figure, entries, 0.15, below + 0.05, WIDE - 0.3)
    return CaptionedFigure(
        "kill-chain",
        "How far the defence came with what leaked",
        f"{note(battles)}: the darker, the earlier the kill chain broke. Numbers that have no room stand in the tables "
        "below.",
        "; ".join(f"{name}: {_in_words(row)}" for name, row in zip(answer.options, found, strict=True)) + ".",
        figure,
    )  # fmt: skip


def _bar(axes: Axes, row: int, parts_of: Sequence[Part], columns: Sequence[int], whole: float) -> None:
    left = 0.0
    for number, part in zip(columns, parts_of, strict=True):
        size = part.number.estimate
        axes.barh(row, size, 0.68, left, color=part.colour, edgecolor=WHITE, linewidth=0.7)
        if size >= LABELLED * whole:
            colour = INK if DARK_WORDS <= number < len(SHADES) else WHITE
            axes.text(left + 0.5 * size, row, f"{size:.1f}", ha="center", va="center_baseline", fontsize=7.8,
                      color=colour)  # fmt: skip
        left += size
    if left <= 0.0:
        axes.text(0.0, row, " no threat", va="center_baseline", fontsize=7.8, color=MUTED)


def _in_words(row: Sequence[Part]) -> str:
    return ", ".join(f"{part.number.estimate:.1f} {part.words}" for part in row if part.number.estimate > 0.0) or "none"
