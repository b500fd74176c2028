"""Two runs side by side, on a page or as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.analysis import compared as words
from shieldwall.analysis.compare import CAUTION, Comparison
from shieldwall.analysis.compared import ONE, OTHER, Row, Told, tell
from shieldwall.cli.paper import grid, heading, indented, named, new_console, quiet
from shieldwall.quantities.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

#: Rows that a table of a page has at most; --json has all.
MOST_VALUES, MOST_THREATS, MOST_LINES = 12, 24, 24


def plain(compared: Comparison, one: Path, other: Path) -> dict[str, Any]:
    """Return a comparison as plain data."""
    return {"runs": [str(one), str(other)], "caution": CAUTION, **asdict(compared)}


def show(compared: Comparison, one: Path, other: Path) -> None:
    """Print a comparison: the same, or what was asked otherwise, where the runs part, and what each comes to."""
    console, told = new_console(), tell(compared)
    console.print(Text.assemble(f"{ONE}   ", (named(one), "bold")), soft_wrap=True)
    console.print(Text.assemble(f"{OTHER}  ", (named(other), "bold")), soft_wrap=True)
    if told.verdict:
        console.print()
        console.print(Text(told.verdict, style="green" if compared.same else "red"))
    _show_rows(console, told.asked_title, told.asked)
    if compared.same:
        return
    _show_rows(console, words.PATHS, told.changes)
    _show_lines(console, told.lines)
    _show_rows(console, words.VALUES, told.values)
    _show_course(console, told)
    _show_outcomes(console, told)
    _show_measures(console, told)
    console.print()
    console.print(Text(told.caution, style="italic"))


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(heading(title))


def _show_rows(console: Console, title: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    table = grid("|", ONE, OTHER)
    for row in rows[:MOST_VALUES]:
        table.add_row(row.what, row.one, row.other)
    _section(console, title)
    console.print(indented(table))
    _show_rest(console, len(rows) - MOST_VALUES)


def _show_lines(console: Console, lines: Sequence[str]) -> None:
    """Print the unified diff of the scenarios."""
    if not lines:
        return
    _section(console, words.LINES)
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines[:MOST_LINES]:
        console.print(indented(Text(visible(line), style=colours.get(line[:1], ""))))
    _show_rest(console, len(lines) - MOST_LINES, "line")


def _show_course(console: Console, told: Told) -> None:
    _section(console, words.PARTING)
    for remark in told.remarks:
        console.print(indented(quiet(remark)))
    console.print(indented(told.alike))
    if not told.moments:
        return
    table = grid("|", "|", "", show_header=False)
    for moment in told.moments:
        table.add_row(quiet(moment.whose), Text(moment.time, style="bold"), moment.sentence)
    console.print(indented(table))
    if told.differs:
        changed = grid("|", ONE, OTHER)
        for row in told.differs:
            changed.add_row(row.what, row.one, row.other)
        console.print()
        console.print(indented(changed))


def _show_outcomes(console: Console, told: Told) -> None:
    _section(console, words.FATES)
    console.print(indented(_figures(told.fates)))
    if told.threats:
        threats = grid("|threat", ONE, OTHER)
        for fared in told.threats[:MOST_THREATS]:
            threats.add_row(fared.threat.removeprefix("red/"), fared.one, fared.other)
        _section(console, words.FARED)
        console.print(indented(threats))
        _show_rest(console, len(told.threats) - MOST_THREATS)
    console.print(indented(quiet(told.others)))


def _show_measures(console: Console, told: Told) -> None:
    _section(console, words.MEASURES)
    if told.measures:
        console.print(indented(_figures(told.measures)))
    if told.same:
        console.print(indented(quiet(told.same)))


def _figures(rows: Sequence[Row]) -> Any:
    table = grid("|", f">{ONE}", f">{OTHER}", ">difference")
    for row in rows:
        table.add_row(*row)
    return table


def _show_rest(console: Console, more: int, what: str = "row") -> None:
    if more > 0:
        console.print(indented(quiet(f"and {more} more {what if more == 1 else what + 's'}: see --json")))
