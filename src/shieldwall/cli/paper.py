"""The terminal: one console for answers, and the marks that all pages share."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from shieldwall.quantities.visible import visible, visible_line

#: Nothing is set wider than this, however wide the terminal.
WIDEST = 110


class Paper(Console):
    """A console on which no text steers the terminal: titles and names come from files that anybody may have made."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Lay out as any console does, with such characters as escapes."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))


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


def grid(*columns: str, **options: Any) -> Table:
    """Return a table with a light head; a column given as ">name" is set flush right, and it and "|name" not broken.

    A column that is not broken keeps its width, so that the others take what is left: a table needs one of these where
    a terminal may be narrower than it.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim", padding=(0, 1), **options)
    for column in columns:
        whole, right = column.startswith((">", "|")), column.startswith(">")
        justify: Any = "right" if right else "left"
        table.add_column(column.removeprefix(">").removeprefix("|"), justify=justify, no_wrap=whole, overflow="fold")
    return table


def indented(content: Any) -> Padding:
    """Return the content two columns to the right."""
    return Padding(content, (0, 0, 0, 2))
