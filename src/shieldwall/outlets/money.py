"""What the run cost both sides, as two bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from shieldwall.analysis.costs import BLUE, RED, Item
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import INK, MUTED, WHITE, CaptionedFigure, blank_figure, style
from shieldwall.outlets.words import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, HIGH = 9.6, 1.75
SHADES: Final = {
    RED: ("#8c2f14", "#b5502f", "#cf7f5f", "#e2ab93", "#edcabb"),
    BLUE: ("#1c4a75", "#3f73a6", "#7199c2", "#a5bfd9", "#cbdae9"),
}
#: From this shade on, words on it are dark.
DARK_WORDS: Final = 3
SIDES: Final = {RED: "the raid", BLUE: "the defence"}


def spent(account: Account) -> CaptionedFigure | None:
    """Return the figure of what both sides used up and lost, None when neither did."""
    items = [item for item in account.bill if item.amount > 0.0]
    if not items:
        return None
    sums = {side: sum(item.amount for item in items if item.side == side) for side in SIDES}
    with style():
        figure = blank_figure(WIDE, HIGH)
        axes = figure.add_axes((0.095, 0.24, 0.735, 0.74))
        for row, side in enumerate(SIDES):
            parts = _folded([item for item in items if item.side == side], side)
            unnamed = _bar(axes, row, parts, max(sums.values()))
            note = axes.annotate(money(sums[side]), (sums[side], row), (6, 0), textcoords="offset points", fontsize=9.4,
                                 va="center_baseline", weight="bold", color=INK, annotation_clip=False)  # fmt: skip
            if unnamed:
                looks: dict[str, Any] = {"fontsize": 7.4, "color": MUTED, "annotation_clip": False}
                words = ", ".join(unnamed)
                if sums[side] < 0.5 * max(sums.values()):
                    place: Any = {"xycoords": note, "xytext": (7.0, 0.0), "textcoords": "offset points"}
                    axes.annotate(words, (1.0, 0.0), va="bottom", **place, **looks)
                else:
                    under = (sums[side], row + 0.33)
                    axes.annotate(f"at its right end: {words}", under, ha="right", va="top", **looks)
        _dress(axes, max(sums.values()))
    return CaptionedFigure(
        "costs",
        "What it cost both sides",
        "Threats shot down or used up, against rounds fired and units lost, at the catalogue's unit costs. Damage to "
        "defended places has a value, not a price, and is not in it.",
        f"Two bars: {money(sums[RED])} spent by the raid, {money(sums[BLUE])} by the defence. "
        "The table beside it tells each item.",
        figure,
    )


def _folded(items: list[Item], side: str) -> list[tuple[str, float]]:
    """Return what to draw of a side, the dearest first; what has no shade of its own is shown together."""
    shades = len(SHADES[side])
    amounts = [(f"{item.number} \N{MULTIPLICATION SIGN} {item.what}", item.amount) for item in items]
    amounts.sort(key=lambda one: -one[1])
    if len(amounts) <= shades:
        return amounts
    return [*amounts[: shades - 1], ("others", sum(amount for _, amount in amounts[shades - 1 :]))]


def _bar(axes: Axes, row: int, parts: list[tuple[str, float]], most: float) -> list[str]:
    """Draw a bar in its parts and return the words of those that have no room for them."""
    left, side, unnamed = 0.0, tuple(SIDES)[row], []
    axes.set_xlim(0.0, most)
    for number, (words, amount) in enumerate(parts):
        axes.barh(row, amount, 0.62, left, color=SHADES[side][number], edgecolor=WHITE, linewidth=0.6)
        colour = INK if number >= DARK_WORDS else WHITE
        text = axes.text(left + 0.5 * amount, row, words, ha="center", va="center_baseline", fontsize=7.4, color=colour)
        room = axes.transData.transform((amount, 0.0))[0] - axes.transData.transform((0.0, 0.0))[0]
        if text.get_window_extent().width > room - 6.0:
            text.set_text(words.partition(",")[0])
        if text.get_window_extent().width > room - 6.0:
            text.remove()
            unnamed.append(words)
        left += amount
    return unnamed


def _dress(axes: Axes, most: float) -> None:
    from matplotlib import ticker

    size, word = (1e9, "billion") if most >= 2e9 else (1e6, "million") if most >= 2e6 else (1e3, "thousand")
    axes.set_ylim(1.58, -0.42)
    axes.set_yticks(range(len(SIDES)), list(SIDES.values()))
    axes.tick_params(axis="y", length=0.0, labelsize=9.2, labelcolor=INK)
    axes.xaxis.set_major_locator(ticker.MaxNLocator(nbins=7))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value / size:g}")
    axes.set_xlabel(f"USD {word}", fontsize=8.5, color=MUTED)
    axes.spines["left"].set_visible(False)
