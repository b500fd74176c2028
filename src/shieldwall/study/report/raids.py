"""Option against raid: a matrix, with the worst raid of each option."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from shieldwall.outlets.captioned import INK, WHITE, CaptionedFigure, blank_figure, style
from shieldwall.study.answer import Answer
from shieldwall.study.report.ladder import CHARACTER, MOST_CHARACTERS, OVER, WIDE, named_scale, scaled, shortened
from shieldwall.study.sentence import figure

#: Height of a row, and characters of a raid's name on a line, inches and characters.
ROW, LINE = 0.42, 14
#: From this share of the scale on, words are white.
DARK = 0.6
SHADES = ("#fdf6ee", "#f0c9a0", "#d98b4f", "#a64a17", "#5e2307")


def raid_matrix(answer: Answer, measure: str) -> CaptionedFigure | None:
    """Return the picture of every option against every raid, None where there is one raid."""
    if len(answer.raids) < 2:
        return None
    rows = answer.matrix(measure)
    columns = [*answer.raids, "all alike"]
    found = [[*(row.raids[raid] for raid in answer.raids), row.average] for row in rows]
    values = np.array([[scaled(one.estimate, measure) for one in row] for row in found])
    with style():
        axes, drawn = _axes([row.option for row in rows], columns)
        low, high = float(values.min()), float(values.max())
        axes.imshow(values, cmap=_shades(), vmin=min(low, 0.0), vmax=max(high, low + 1e-9), aspect="auto")
        span = max(high - min(low, 0.0), 1e-9)
        for number, column in product(range(len(rows)), range(len(columns))):
            one, worst = found[number][column], columns[column] == rows[number].worst
            dark = (values[number, column] - min(low, 0.0)) / span > DARK
            words = f"{figure(one.estimate, measure)}{' ▲' if worst else ''}\n± {figure(one.half, measure)}"
            axes.text(column, number, words, ha="center", va="center", fontsize=7.8, linespacing=1.15,
                      color=WHITE if dark else INK, weight="bold" if worst else "normal")  # fmt: skip
        axes.axvline(len(answer.raids) - 0.5, color=WHITE, linewidth=4.0)
    return CaptionedFigure(
        "raids",
        "Option against raid",
        f"Mean {named_scale(measure)}, with half of the 95 % interval. ▲ marks the raid in which an option has most of "
        "it; the last column is the mean over the raids, each as likely as another.",
        "; ".join(f"{row.option}: most against {row.worst}, {figure(row.raids[row.worst].estimate, measure)}"
                  for row in rows) + ".",
        drawn,
    )  # fmt: skip


def _axes(names: list[str], columns: list[str]) -> tuple[Any, Any]:
    named = [shortened(name, MOST_CHARACTERS) for name in names]
    heads = [_folded(shortened(name)) for name in columns]
    over = OVER + 0.16 * max(head.count("\n") for head in heads)
    left = 0.2 + CHARACTER * max(map(len, named))
    high = over + ROW * len(named) + 0.06
    drawn = blank_figure(WIDE, high)
    place = (left / WIDE, 0.06 / high, (WIDE - left - 0.1) / WIDE, ROW * len(named) / high)
    axes = drawn.add_axes(place)
    axes.set_xticks(range(len(columns)), heads)
    axes.set_yticks(range(len(named)), named)
    axes.tick_params(length=0.0, labelcolor=INK, labelsize=8.6, top=True, labeltop=True, bottom=False,
                     labelbottom=False)  # fmt: skip
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xticks(np.arange(len(columns) - 1) + 0.5, minor=True)
    axes.set_yticks(np.arange(len(named) - 1) + 0.5, minor=True)
    axes.grid(which="minor", color=WHITE, linewidth=1.5)
    axes.tick_params(which="minor", length=0.0)
    return axes, drawn


def _folded(name: str) -> str:
    """Break a name at hyphens so that columns may be narrow."""
    lines = [""]
    for part in name.replace("-", "- ").split(" "):
        if lines[-1] and len(lines[-1]) + len(part) > LINE:
            lines.append("")
        lines[-1] += part if part.endswith("-") or not lines[-1] or lines[-1].endswith("-") else f" {part}"
    return "\n".join(lines)


def _shades() -> Any:
    from matplotlib import colors

    return colors.LinearSegmentedColormap.from_list("heat", SHADES)
