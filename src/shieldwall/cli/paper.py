"""The terminal: one console for answers, and the marks that all pages share."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Column, Table
from rich.text import Text

from shieldwall.cli.streams import leave_quietly
from shieldwall.quantities.visible import visible, visible_line

#: Nothing is set wider than this, however wide the terminal.
WIDEST = 110
#: What a column of words needs at least, and what lies between two columns.
LEAST, BETWEEN = 10, 3
#: Characters of a long name on a line of the head of a column.
FOLDED = 12
#: Blanks at the end of a line.
_BLANKS = re.compile(r" +(?=\n)")


class Paper(Console):
    """A console on which no text steers the terminal: titles and names come from files that anybody may have made."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Lay out as any console does, with such characters as escapes, and in a file without blanks at line ends."""
        laid = super().render(renderable, options)
        for segment in laid if self.is_terminal else _trimmed(laid):
            yield segment if segment.control else segment._replace(text=visible(segment.text))

    def on_broken_pipe(self) -> None:
        """Leave as other tools do where nobody reads any longer."""
        leave_quietly()


def _trimmed(laid: Iterable[Segment]) -> Iterable[Segment]:
    """The same without blanks before a line's end; cells of a table are trimmed before they are set, which is no harm.

    What is no terminal has no colours either, so that blanks may move from one piece of a line to the next.
    """
    blanks = ""
    for segment in laid:
        if segment.control:
            yield segment
            continue
        text = _BLANKS.sub("", blanks + segment.text)
        words = text.rstrip(" ")
        blanks = text[len(words) :]
        if words:
            yield segment._replace(text=words)
    if blanks:
        yield Segment(blanks)


def named(path: Path) -> str:
    """Return a path as a page shows it."""
    return visible_line(str(path))


def typed(path: Path) -> str:
    """Return a path as a person types it in a shell: in quotes where need be."""
    return visible_line(shlex.quote(str(path)))


def new_console() -> Console:
    """Return a console for stdout that colours nothing by guessing, nor by what stands in a text."""
    console = Paper(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    return console


def heading(words: str) -> Text:
    """Return a heading."""
    return Text(words, style="bold")


def quiet(words: str) -> Text:
    """Return words that step back."""
    return Text(words, style="dim")


class Grid(Table):
    """A table whose columns of figures stay whole as long as that leaves room for its words."""

    def __init__(self, whole: Sequence[bool], **options: Any) -> None:
        super().__init__(**options)
        self._whole = whole

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return how wide it may be."""
        self._settle(options.max_width)
        return super().__rich_measure__(console, options)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield its lines."""
        self._settle(options.max_width)
        yield from super().__rich_console__(console, options)

    def _settle(self, room: int) -> None:
        """Keep columns whole only where that cuts nothing off, since what is kept whole is never wrapped."""
        taken = [
            self._width(column) if whole else LEAST for column, whole in zip(self.columns, self._whole, strict=True)
        ]
        fits = sum(taken) + BETWEEN * (len(taken) - 1) <= room
        for column, whole in zip(self.columns, self._whole, strict=True):
            column.no_wrap = whole and fits

    @staticmethod
    def _width(column: Column) -> int:
        cells = [str(cell) for cell in (column.header, *column.cells)]
        return max(cell_len(line) for cell in cells for line in cell.split("\n"))


def grid(*columns: str, **options: Any) -> Table:
    """Return a table with a light head; a column given as ">name" is set flush right, and it and "|name" kept whole.

    The others are wrapped between words into what these leave.
    """
    whole = [column.startswith((">", "|")) for column in columns]
    table = Grid(
        whole, box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim", padding=(0, 1), **options
    )
    for column in columns:
        justify: Any = "right" if column.startswith(">") else "left"
        table.add_column(column.removeprefix(">").removeprefix("|"), justify=justify, overflow="fold")
    return table


def folded(name: str) -> str:
    """Return a name broken after hyphens, so that the columns of several long ones fit side by side."""
    lines = [""]
    for part in re.findall(r"[^-]*-|[^-]+", name):
        if lines[-1] and len(lines[-1] + part) > FOLDED:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def indented(content: Any) -> Padding:
    """Return the content two columns to the right."""
    return Padding(content, (0, 0, 0, 2))
