"""Two runs side by side, on a page or as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.analysis import compared as words
from shieldwall.analysis.compare import CAUTION, Comparison
from shieldwall.analysis.compared import ONE, OTHER, Report, Row, report_of
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
    console, report = new_console(), report_of(compared)
    console.print(Text.assemble(f"{ONE}   ", (named(one), "bold")), soft_wrap=True)
    console.print(Text.assemble(f"{OTHER}  ", (named(other), "bold")), soft_wrap=True)
    if report.verdict:
        console.print()
        console.print(Text(report.verdict, style="green" if compared.same else "red"))
    _show_rows(console, report.asked_title, report.asked)
    if compared.same:
        return
    _show_rows(console, words.PATHS, report.changes)
    _show_lines(console, report.lines)
    _show_rows(console, words.VALUES, report.values)
    _show_course(console, report)
    _show_outcomes(console, report)
    _show_measures(console, report)
    console.print()
    console.print(Text(report.caution, style="italic"))


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


def _show_course(console: Console, report: Report) -> None:
    _section(console, words.PARTING)
    for remark in report.remarks:
        console.print(indented(quiet(remark)))
    console.print(indented(report.alike))
    if not report.moments:
        return
    table = grid("|", "|", "", show_header=False)
    for moment in report.moments:
        table.add_row(quiet(moment.whose), Text(moment.time, style="bold"), moment.sentence)
    console.print(indented(table))
    if report.differs:
        changed = grid("|", ONE, OTHER)
        for row in report.differs:
            changed.add_row(row.what, row.one, row.other)
        console.print()
        console.print(indented(changed))


def _show_outcomes(console: Console, report: Report) -> None:
    _section(console, words.FATES)
    console.print(indented(_figures(report.fates)))
    if report.threats:
        threats = grid("|threat", ONE, OTHER)
        for fared in report.threats[:MOST_THREATS]:
            threats.add_row(fared.threat.removeprefix("red/"), fared.one, fared.other)
        _section(console, words.FARED)
        console.print(indented(threats))
        _show_rest(console, len(report.threats) - MOST_THREATS)
    console.print(indented(quiet(report.others)))


def _show_measures(console: Console, report: Report) -> None:
    _section(console, words.MEASURES)
    if report.measures:
        console.print(indented(_figures(report.measures)))
    if report.same:
        console.print(indented(quiet(report.same)))


def _figures(rows: Sequence[Row]) -> Any:
    table = grid("|", f">{ONE}", f">{OTHER}", ">difference")
    for row in rows:
        table.add_row(*row)
    return table


def _show_rest(console: Console, more: int, what: str = "row") -> None:
    if more > 0:
        console.print(indented(quiet(f"and {more} more {what if more == 1 else what + 's'}: see --json")))
