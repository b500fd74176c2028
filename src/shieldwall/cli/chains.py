"""How long the steps of the kill chain took, and what became of orders, on a page or as plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shieldwall.analysis.chain_times import SPANS, ChainTimes
from shieldwall.analysis.prose import clock
from shieldwall.cli.command import write_json
from shieldwall.cli.paper import grid, heading, indented, new_console, quiet

if TYPE_CHECKING:
    from rich.console import Console

#: Rows of chains that a page has at most; --json has all.
MOST_CHAINS = 40
NEVER = "-"
#: What the medians are of.
LEGEND = (
    "Each from the step before it: detected, firm track, declared hostile, ordered, taken, acquired, shot. Until the "
    "order a threat may have been out of reach. All: from firm track to shot."
)
#: Heads of the columns of STEPS.
WORDS = ("seen", "track", "host.", "order", "taken", "acq.", "shot")


def tell(found: ChainTimes, as_json: bool) -> None:
    """Print chains and orders, on a page or as plain data."""
    if as_json:
        write_json(plain(found))
    else:
        show(found)


def plain(found: ChainTimes) -> dict[str, Any]:
    """Return chains, medians and orders as plain data, rows as mappings; times in s."""
    rows = {name: [row._asdict() for row in getattr(found, name)] for name in asdict(found)}
    spans = [f"{begin}_to_{end}" for begin, end in SPANS]
    for row in rows["medians"]:
        row["spans"] = dict(zip(spans, row["spans"], strict=True))
    return rows


def show(found: ChainTimes) -> None:
    """Print medians by class of threat and system, what became of orders, and of few threats every chain."""
    console = new_console()
    if found.medians:
        _show_medians(console, found)
    if found.counts:
        _show_counts(console, found)
    if not found.medians:
        _show_chains(console, found)


def _show_medians(console: Console, found: ChainTimes) -> None:
    table = grid("|threats shot at by", ">no.", *(f">{word}" for word in WORDS[1:]), ">all")
    for row in found.medians:
        spans = (NEVER if span is None else f"{span:.0f}" for span in row.spans)
        table.add_row(f"{row.kind}\n {row.system}", str(row.chains), *spans)
    console.print(heading("From detection to the first shot, medians in s"))
    console.print(indented(table))
    console.print(quiet(LEGEND))
    console.print()


def _show_counts(console: Console, found: ChainTimes) -> None:
    table = grid("|orders to", ">number", "|what became of them", "because")
    for row in found.counts:
        table.add_row(row.system, str(row.number), row.fate, row.reason)
    console.print(heading("Orders"))
    console.print(indented(table))
    console.print()


def _show_chains(console: Console, found: ChainTimes) -> None:
    table = grid("|threat, and shooter", *(f">{word}" for word in WORDS))
    for row in found.chains[:MOST_CHAINS]:
        times = (row.detected, row.tracked, row.declared, row.ordered, row.accepted, row.acquired, row.launched)
        table.add_row(f"{row.threat}\n {row.shooter}", *(NEVER if t is None else clock(t) for t in times))
    console.print(heading("Chains"))
    console.print(indented(table))
