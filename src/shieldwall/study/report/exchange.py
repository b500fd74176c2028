"""What both sides spent, option by option: rounds and units of the defence against what the raid used up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from shieldwall.outlets.captioned import INK, MUTED, WHITE, CaptionedFigure, style
from shieldwall.outlets.words import money
from shieldwall.study.answer import Answer
from shieldwall.study.report.flow import cells_of
from shieldwall.study.report.ladder import UNDER, ladder
from shieldwall.study.sample import Sample
from shieldwall.study.statistics.intervals import Interval, mean

RAID, ROUNDS, LOST = "#b5502f", "#1c4a75", "#a5bfd9"
#: Inches beside the bars for the ratio.
BESIDE: Final = 0.95


class Exchange(NamedTuple):
    """What a battle of an option costs on average, US dollars."""

    option: str
    raid: Interval
    rounds: Interval
    lost: Interval

    @property
    def ratio(self) -> float | None:
        """Dollars of rounds for each dollar of the raid, None where the raid lost nothing."""
        return self.rounds.estimate / self.raid.estimate if self.raid.estimate > 0.0 else None


def exchanges(answer: Answer, sample: Sample) -> list[Exchange]:
    """Return what every option's battles cost both sides."""
    found = []
    for number, option in enumerate(answer.options):
        _, spent = sample.of_cells(cells_of(answer, number))
        sides = (np.array([getattr(one, side) for one in spent]) for side in ("raid", "rounds", "lost"))
        means = [mean(side) if len(side) > 1 else Interval(float(side.sum()), np.nan, np.nan) for side in sides]
        found.append(Exchange(option, *means))
    return found


def note(battles: int) -> str:
    """Return what the amounts are of."""
    return (
        f"Mean of {battles} battles of all options at the catalogue's unit costs; beside each, dollars of rounds for "
        "each dollar of the raid. What places are worth is a value, not a price."
    )


def to_one(ratio: float) -> str:
    """Return a ratio as it is said."""
    return f"{ratio:.2g} to 1"


def exchange(rows: Sequence[Exchange], battles: int) -> CaptionedFigure | None:
    """Return the picture of what both sides spent, None where nothing was."""
    most = max(max(row.raid.estimate, row.rounds.estimate + row.lost.estimate) for row in rows)
    if most <= 0.0:
        return None
    size, word = (1e9, "billion") if most >= 2e9 else (1e6, "million") if most >= 2e6 else (1e3, "thousand")
    with style():
        from matplotlib.patches import Patch

        figure, (axes,) = ladder([row.option for row in rows], [("", f"USD {word} of a battle")], BESIDE, UNDER + 0.26)
        for number, row in enumerate(rows):
            for left, one, lift, colour in (
                (0.0, row.raid, -0.19, RAID), (0.0, row.rounds, 0.19, ROUNDS),
                (row.rounds.estimate, row.lost, 0.19, LOST),
            ):  # fmt: skip
                axes.barh(number + lift, one.estimate / size, 0.34, left / size, color=colour, edgecolor=WHITE,
                          linewidth=0.4)  # fmt: skip
            end = max(row.raid.estimate, row.rounds.estimate + row.lost.estimate) / size
            said = "" if row.ratio is None else to_one(row.ratio)
            axes.annotate(said, (end, number), (5.0, 0.0), textcoords="offset points", va="center_baseline",
                          fontsize=8.4, color=INK, annotation_clip=False)  # fmt: skip
        axes.set_xlim(0.0, most / size)
        handles = [Patch(facecolor=colour) for colour in (RAID, ROUNDS, LOST)]
        words = ["the raid, shot down or used up", "rounds of the defence", "its units lost"]
        figure.legend(handles, words, loc="lower center", ncols=3, fontsize=8.2, labelcolor=MUTED, handlelength=1.3,
                      borderaxespad=0.2)  # fmt: skip
    return CaptionedFigure(
        "exchange",
        "Cost exchange",
        note(battles),
        "; ".join(f"{row.option}: raid {money(row.raid.estimate)}, rounds {money(row.rounds.estimate)}, units lost "
                  f"{money(row.lost.estimate)}" for row in rows) + ".",
        figure,
    )  # fmt: skip
