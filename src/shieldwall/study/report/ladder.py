"""What pictures of options share: a row for each option, beside one or more scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from shieldwall.outlets.captioned import FAINT, INK, MUTED, WHITE, blank_figure
from shieldwall.study.sentence import SHARES, words
from shieldwall.study.statistics.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Width of a picture; height of a row, and of what stands above and below, inches.
WIDE, ROW, OVER, UNDER = 7.4, 0.3, 0.3, 0.48
#: Characters of a name that are written, and inches that a character takes.
MOST_CHARACTERS, CHARACTER = 30, 0.068
GAP: Final = 0.34
STRONG, WEAK = "#1c4a75", "#7199c2"
#: Of an option that is compared with itself, and of one whose difference chance may have made.
HOLLOW: Final[dict[str, Any]] = {"markerfacecolor": WHITE, "markeredgecolor": MUTED, "ecolor": MUTED, "color": MUTED}
FULL: Final[dict[str, Any]] = {
    "markerfacecolor": STRONG, "markeredgecolor": STRONG, "ecolor": STRONG, "color": STRONG,
}  # fmt: skip


def shortened(name: str, most: int = MOST_CHARACTERS) -> str:
    """Return a name that fits, with an ellipsis where it was cut."""
    return name if len(name) <= most else name[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"


def ladder(
    names: Sequence[str],
    panels: Sequence[tuple[str, str]],
    beside: float = 0.25,
    under: float = UNDER,
    characters: int = MOST_CHARACTERS,
) -> tuple[Figure, list[Axes]]:
    """Return a figure with a row for each name and so many scales, each with its title and the words of its axis.

    `beside` is the room at the right, inches, `under` that below; a name has so many characters at most.
    """
    named = [shortened(name, characters) for name in names]
    high = OVER + ROW * len(named) + under
    left = 0.2 + CHARACTER * max(map(len, named))
    wide = (WIDE - left - beside - GAP * (len(panels) - 1)) / len(panels)
    figure = blank_figure(WIDE, high)
    made = []
    for number, (title, scale) in enumerate(panels):
        place = (left + number * (wide + GAP), under, wide, ROW * len(named))
        axes = figure.add_axes((place[0] / WIDE, place[1] / high, place[2] / WIDE, place[3] / high))
        axes.set_ylim(len(named) - 0.5, -0.5)
        axes.set_yticks(range(len(named)), named if number == 0 else [""] * len(named))
        axes.tick_params(axis="y", length=0.0, labelcolor=INK, labelsize=9.0)
        axes.set_title(title, loc="left", fontsize=9.0, color=INK, pad=5.0)
        axes.set_xlabel(scale, fontsize=8.5)
        axes.grid(axis="x", color=FAINT, linewidth=0.5, alpha=0.7)
        axes.set_axisbelow(True)
        axes.spines["left"].set_visible(False)
        made.append(axes)
    return figure, made


def dot(axes: Axes, row: float, interval: Interval, measure: str, looks: dict[str, Any], mark: str = "o") -> None:
    """Draw an estimate with its interval on a row."""
    middle, low, high = (scaled(end, measure) for end in interval)
    axes.errorbar(
        middle, row, xerr=[[max(middle - low, 0.0)], [max(high - middle, 0.0)]], fmt=mark, markersize=5.5,
        capsize=3.0, elinewidth=1.5, capthick=1.2, markeredgewidth=1.2, zorder=4, **looks,
    )  # fmt: skip


def scaled(number: float, measure: str) -> float:
    """Return a number as its scale has it: shares in percent."""
    return 100.0 * number if measure in SHARES else number


def named_scale(measure: str) -> str:
    """Return the words of the scale of a measure."""
    said = words(measure).removeprefix("of ")
    return f"{said}, %" if measure in SHARES else said
