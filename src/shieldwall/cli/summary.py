"""What a run came to, on one screen: damage, fates, leakers with their reasons, rounds, warning, losses."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.analysis import summary
from shieldwall.analysis.absent import absent
from shieldwall.analysis.prose import clock
from shieldwall.analysis.rows import Log
from shieldwall.analysis.summary import percent, short
from shieldwall.cli.cautions import show_warnings
from shieldwall.cli.paper import grid, heading, indented, named, new_console, quiet, typed

if TYPE_CHECKING:
    from rich.console import Console

    from shieldwall.exercise import Run

REPORT = "report.html"
#: Leakers named of those with one reason, and the width of a full bar of damage.
MOST_NAMED, BAR = 4, 20
NO_BREAK = "\u00a0"
#: Colours of what is said.
SOUNDS = {"good": "green", "bad": "red", "open": "yellow", "": ""}
#: Columns of a terminal from which there is room for bars.
WIDE = 64


def plain(run: Run, folder: Path | None) -> dict[str, Any]:
    """Return the summary as plain data: what was run, its measures, damage, rounds, a row for each threat."""
    header = run.header
    facts = {name: header[name] for name in ("title", "question", "file", "seed", "replication", "sampled", "version")}
    return {
        **facts,
        "folder": str(folder) if folder else None,
        "warnings": [warning.plain() for warning in run.warnings],
        "not_ready": absent(header),
        "measures": run.measures,
        "damage": summary.damage(Log(run.recording)),
        "rounds": summary.rounds(Log(run.recording), run.outcome_rows),
        "outcomes": run.outcome_rows,
    }


def show(run: Run, folder: Path | None) -> None:
    """Print the summary; `folder` is where the run was kept."""
    console = new_console()
    _show_head(console, run)
    log = Log(run.recording)
    _show_damage(console, summary.damage(log))
    _show_fates(console, run)
    leakers = summary.leakers(run.outcome_rows)
    _show_leakers(console, leakers)
    _show_rounds(console, summary.rounds(log, run.outcome_rows))
    _show_rest(console, run.measures)
    first = min((row for rows in leakers.values() for row in rows), key=lambda row: row["t_s"], default=None)
    _show_next_steps(console, run, folder, first)


def _show_head(console: Console, run: Run) -> None:
    header, measures = run.header, run.measures
    draw = (
        "catalogue values drawn from their ranges" if header["sampled"] else "catalogue values at their central figures"
    )
    console.print(heading(header["title"]))
    console.print(Text(header["question"], style="italic"))
    console.print(quiet(f"seed {header['seed']}, replication {header['replication']}, {draw}"))
    show_warnings(console, run.warnings)
    console.print()
    parts = summary.answer(measures, run.outcome_rows)
    console.print(Text.assemble(*((part.text, SOUNDS[part.sound]) for part in parts)))


def _show_damage(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    bars = console.width >= WIDE
    table = grid("place", ">value", ">destroyed", *([""] if bars else []))
    lost, intact = "█░" if console.encoding.lower().startswith("utf") else "#."
    for row in rows:
        full = round(BAR * row["destroyed"])
        bar = Text.assemble((lost * full, "red"), (intact * (BAR - full), "dim"))
        table.add_row(short(row["place"]), f"{row['value']:g}", percent(row["destroyed"]), *([bar] if bars else []))
    _section(console, "Damage", table)


def _show_fates(console: Console, run: Run) -> None:
    found = summary.fates(run.outcome_rows)
    table = grid("system", ">in all", *(f">{fate}" for fate in found.columns))
    for system, number, counts in found.rows:
        table.add_row(system, str(number), *map(_count, counts, found.columns))
    _section(console, "Fates", table)


def _show_leakers(console: Console, leakers: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]) -> None:
    """Print the leakers by what held longest at the furthest stage, the commonest first."""
    if not leakers:
        return
    table = grid(">", "", show_header=False)
    for (stage, reason), rows in leakers.items():
        names = [_leaker(row) for row in rows]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        listed = textwrap.fill(", ".join(names[:MOST_NAMED]) + more, console.width - 9, break_on_hyphens=False)
        reason_and_names = Text.assemble(f"{stage}, but {reason}\n", (listed.replace(NO_BREAK, " "), "dim"))
        table.add_row(Text(str(len(names)), style="red"), reason_and_names)
    _section(console, "Leakers, by how far the defence came with them", table)


def _leaker(row: Mapping[str, Any]) -> str:
    """A leaker's name, place and time, with no break inside."""
    named = f"{short(row['threat'])} ({short(row['place'] or '')} {clock(row['t_s'])})"
    return named.replace(" ", NO_BREAK)


def _show_rounds(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    table = grid("weapon", ">fired", ">kills", ">left")
    for row in rows:
        table.add_row(row["title"], _count(row["fired"]), _count(row["kills"], "killed"), str(row["left"]))
    _section(console, "Rounds and bursts", table)


def _show_rest(console: Console, measures: dict[str, Any]) -> None:
    table = grid("", "", show_header=False)
    for fact in summary.warning_and_cost(measures):
        table.add_row(fact.about, Text(fact.says, style="red") if fact.bad else fact.says)
    _section(console, "Warning and cost", table)


def _show_next_steps(console: Console, run: Run, folder: Path | None, leaker: Mapping[str, Any] | None) -> None:
    console.print()
    if folder is None:
        console.print(quiet("Keep this run and its report with: -o DIR"))
        return
    report = folder / REPORT
    if report.exists():
        console.print(Text.assemble("Report: ", (named(report), "bold")), soft_wrap=True)
    else:
        console.print(
            quiet(f'Kept in {named(folder)}; for a report too: pip install "shieldwall[report]"'), soft_wrap=True
        )
    threat = leaker["threat"] if leaker else next(iter(run.header["threats"]), None)
    if threat:
        console.print(
            Text.assemble("One story: ", (f"shieldwall explain {typed(folder)} {threat}", "bold")), soft_wrap=True
        )


def _section(console: Console, title: str, table: Any) -> None:
    console.print()
    console.print(heading(title))
    console.print(indented(table))


def _count(number: int, fate: str = "") -> Text:
    colour = {"killed": "green", "leaked": "red", "delivered": "yellow"}.get(fate, "")
    return Text(str(number), style=colour) if number else quiet("-")
