"""What would have stopped a threat, or how many, had one link of the kill chain been ideal: on a page or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shieldwall.analysis.explain import threat_called
from shieldwall.analysis.prose import listed
from shieldwall.cli.command import write_json
from shieldwall.cli.paper import grid, heading, indented, new_console, quiet
from shieldwall.study import but_for_words as words
from shieldwall.study.luck import but_for

if TYPE_CHECKING:
    from rich.table import Table

    from shieldwall.exercise.runs import Run
    from shieldwall.study.but_for import ButFor, Leaker

#: Leakers that a page has at most, those that leak most often; --json has all.
MOST_LEAKERS = 20


def ask(run: Run, name: str | None, draws: int, workers: int, scenario: str | None, as_json: bool) -> None:
    """Fight a run again on other luck and print what would have stopped the threat `name`, or all without one."""
    if name is not None:
        threat_called(run.recording, name)
    found = but_for(run, draws, None, workers, None, scenario)
    if name is None:
        write_json(words.plain(found)) if as_json else show(found)
    else:
        write_json(words.plain_leaker(found.of(name))) if as_json else show_leaker(found.of(name))


def show(found: ButFor) -> None:
    """Print the paragraph, what each link and every two would have stopped, and who leaks how often."""
    console = new_console()
    console.print(heading(found.title))
    console.print(words.paragraph(found))
    console.print()
    table = grid("|made ideal", ">fewer leak", ">from", ">to", ">better in", ">worse in", "which means")
    for one in found.links:
        by, link = one.stopped, one.links[0]
        ends = (f"{end:.1f}" for end in (by.mean, by.mean - by.half, by.mean + by.half))
        table.add_row(link.name, *ends, str(by.up), str(by.down), link.says)
    console.print(indented(table))
    console.print()
    if found.pairs:
        console.print(_of_pairs(found))
        console.print()
    console.print(_of_leakers(found))
    console.print(quiet(words.MEANING))


def _of_pairs(found: ButFor) -> Table:
    table = grid("|two made ideal", ">fewer leak", ">from", ">to", ">beyond the better", ">from", ">to")
    for one in sorted(found.pairs, key=lambda one: -one.saved.stopped.mean):
        ends = [
            f"{end:.1f}"
            for by in (one.saved.stopped, one.beyond)
            for end in (by.mean, by.mean - by.half, by.mean + by.half)
        ]
        table.add_row(", ".join(link.name for link in one.saved.links), *ends)
    return table


def _of_leakers(found: ButFor) -> Table:
    table = grid("|threat", ">leaks in %", "with this ideal, in %")
    leakers = sorted((one for one in found.threats.values() if one.leaks), key=lambda one: -one.leaks)
    for one in leakers[:MOST_LEAKERS]:
        helped = [f"{by.link.name} {_percent(by.leaks, by.draws)}" for by in one.links if by.stopped.low > 0.0]
        table.add_row(one.threat, _percent(one.leaks, one.draws), listed(helped) or "none that can be told from luck")
    return table


def show_leaker(leaker: Leaker) -> None:
    """Print what would have stopped one threat, and how often it leaks with each link made ideal."""
    console = new_console()
    console.print(words.leaker_paragraph(leaker))
    console.print()
    table = grid("|made ideal", ">leaks in %", ">fewer of 100", ">from", ">to", "which means")
    for one in leaker.links:
        ends = (f"{100.0 * end:.0f}" for end in one.stopped)
        table.add_row(one.link.name, _percent(one.leaks, one.draws), *ends, one.link.says)
    console.print(indented(table))
    console.print(quiet(words.MEANING))


def _percent(part: int, whole: int) -> str:
    return f"{100.0 * part / whole:.0f}"
