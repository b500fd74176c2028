"""Legends that stay inside their figure: in as many columns as it is wide, on as many lines as that takes."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shieldwall.outlets.captioned import MUTED

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend

#: What is drawn, and its words.
Entry = tuple[Any, str]
#: Size of the words, in points, the most columns, and what a column takes beside its words, inches.
FONT, MOST_COLUMNS, BESIDE = 8.4, 8, 0.58
#: Height of a line of a legend and of a key, inches.
ROW, KEY_ROW = 0.187, 0.155
#: How wide a letter is for its height, in a font that is rather wide.
_LETTER: Final = 0.54


def columns(words: Sequence[str], wide: float, font: float = FONT) -> int:
    """Return in how many columns words fit so many inches, as matplotlib fills these: one below another."""
    for number in range(min(MOST_COLUMNS, len(words)), 1, -1):
        held = np.array_split(np.array([len(each) for each in words]), number)
        taken = sum(BESIDE + _inches(int(part.max()), font) for part in held)
        if taken <= wide:
            return number
    return 1


def rows_high(entries: Sequence[Entry], wide: float, font: float = FONT) -> float:
    """Return how high that legend is, inches."""
    words = [each for _, each in entries]
    return ROW * math.ceil(len(words) / columns(words, wide, font)) if words else 0.0


def wrapped(key: Sequence[str], wide: float, font: float = FONT) -> list[str]:
    """Return lines of a key that fit so many inches."""
    letters = max(20, int(wide / _inches(1, font)))
    return [part for line in key for part in textwrap.wrap(line, letters, subsequent_indent="     ")]


def draw_legend(
    figure: Figure, entries: Sequence[Entry], left: float, top: float, wide: float, font: float = FONT
) -> Legend | None:
    """Write a legend whose upper left corner lies so many inches from the left and the lower edge of its figure."""
    if not entries:
        return None
    width, height = figure.get_figwidth(), figure.get_figheight()
    return figure.legend(
        [handle for handle, _ in entries], [words for _, words in entries], loc="upper left", fontsize=font,
        ncols=columns([words for _, words in entries], wide, font), bbox_to_anchor=(left / width, top / height),
        borderaxespad=0.0, borderpad=0.1, handlelength=2.2, columnspacing=1.6, labelspacing=0.55,
    )  # fmt: skip


def draw_key(figure: Figure, lines: Sequence[str], left: float, top: float) -> None:
    """Write what numbers on a map stand for, from so many inches above the lower edge of its figure downwards."""
    width, height = figure.get_figwidth(), figure.get_figheight()
    for number, line in enumerate(lines):
        figure.text(left / width, (top - KEY_ROW * number) / height, line, fontsize=FONT - 0.4, color=MUTED, va="top")


def _inches(letters: int, font: float) -> float:
    return letters * _LETTER * font / 72.0
