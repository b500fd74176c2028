"""The terminal: one console for answers, and the marks that all pages share."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

#: Nothing is set wider than this, however wide the terminal.
WIDEST = 110


def new_console() -> Console:
    """Return a console for stdout that colours nothing by guessing."""
    console = Console(highlight=False)
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
