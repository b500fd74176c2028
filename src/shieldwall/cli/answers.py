"""What a study says on the terminal: the question, the answer in one sentence, then its tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.cli.paper import folded, grid, heading, indented, new_console, quiet, typed
from shieldwall.quantities.units import counted
from shieldwall.study.answer import Answer
from shieldwall.study.causes import Cause
from shieldwall.study.fighting import Watch
from shieldwall.study.file import LATIN, SALTELLI, Study, load
from shieldwall.study.forecast import Forecast
from shieldwall.study.headed import is_study_folder, study_in
from shieldwall.study.running import Running
from shieldwall.study.sentence import SHARES, Compared, figure, split_sentence
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.statistics.split import Split
from shieldwall.study.store import open_store
from shieldwall.study.strata_words import asked, rows
from shieldwall.study.strata_words import sentence as strata_sentence
from shieldwall.study.watching import watched as shown

if TYPE_CHECKING:
    from rich.console import Console

#: From how many seconds on a time is told in minutes, and in hours.
MINUTES, HOURS = 120.0, 7200.0
FEWEST = 2
#: Factors that are shown of each answer.
MOST_DRIVERS = 12
#: From which ratio on a decimal says nothing.
MANY = 10.0


@contextmanager
def watched(name: str) -> Iterator[Watch]:
    """Yield what a study calls as it goes on: its rate, the time left, and the answer as it becomes sharper."""
    study = study_in(open_store(name).header, name) if is_study_folder(name) else load(name)
    with shown(Running(study)) as watch:
        yield watch


def plain(answer: Answer, folder: Path | None, causes: Sequence[Cause] = ()) -> dict[str, Any]:
    """Return an answer as plain data, and what links made ideal would have stopped where that was asked."""
    study, enough = answer.study, answer.battles >= FEWEST
    measures = study.measures if enough else ()
    return {
        "question": study.question,
        "answer": answer.sentence() if enough else None,
        "complete": answer.complete,
        "battles": len(answer.results),
        "of_each": answer.battles,
        "baseline": study.against,
        "options": {name: _title(study, "options", name) for name in answer.options},
        "raids": {name: _title(study, "raids", name) for name in answer.raids},
        "measures": {measure: [_row(row) for row in answer.compare(measure)] for measure in measures},
        "factors": _factors(answer) if study.varied is not None and enough else {},
        "matrix": {measure: [row.plain() for row in answer.matrix(measure)] for measure in measures},
        "folder": None if folder is None else str(folder),
        **(
            {"strata": {name: [row._asdict() for row in rows(answer, name)] for name in measures}}
            if study.layers.out
            else {}
        ),
    } | ({"but_for": [one._asdict() for one in causes]} if causes else {})


def _factors(answer: Answer) -> dict[str, Any]:
    """What drives each option, in plain data."""
    if answer.study.design == LATIN:
        screened = {option: [row._asdict() for row in answer.screening(option=option)] for option in answer.options}
        return {"screening": screened} | ({"split": _plain_split(answer.split())} if answer.can_split else {})
    return {
        "drivers": {
            option: [
                row._asdict() | {"first": row.first._asdict(), "total": row.total._asdict()}
                for row in answer.drivers(option=option)
            ]
            for option in answer.options
        }
    }


def _plain_split(found: Split) -> dict[str, Any]:
    return {name: share._asdict() for name, share in zip(("luck", "ignorance", "choice"), found.shares, strict=True)}


def _row(row: Compared) -> dict[str, Any]:
    return row._asdict() | {"value": row.value._asdict(), "more": row.more._asdict()}


def show(answer: Answer, folder: Path | None, causes: Sequence[Cause] = ()) -> None:
    """Print an answer: what was asked, what comes of it in one sentence, then how every option does."""
    console = new_console()
    study = answer.study
    console.print(heading(study.question))
    console.print(quiet(_fought(answer)))
    console.print()
    if answer.battles < FEWEST:
        console.print(Text("Too few battles are finished to say anything.", style="yellow"))
        return
    console.print(Text(answer.sentence()))
    for measure in study.measures:
        console.print()
        _show_measure(console, answer, measure)
    if len(answer.raids) > 1:
        console.print()
        _show_raids(console, answer)
    if study.varied is not None:
        _show_factors(console, answer)
    if study.strata is not None:
        _show_strata(console, answer)
    for one in causes:
        console.print()
        against = f" against {one.raid}" if len(answer.raids) > 1 else ""
        console.print(heading(f"But for what: {one.option}{against}"))
        console.print(Text(one.found["paragraph"]))
    if len(answer.options) > 1:
        console.print()
        console.print(quiet("luck: how many times as many battles the interval would take if each had luck of its own"))
    _show_titles(console, study)
    if folder is not None:
        console.print()
        console.print(Text.assemble("See it again: ", (f"shieldwall study {typed(folder)}", "bold")), soft_wrap=True)


def _fought(answer: Answer) -> str:
    study = answer.study
    raids = f" against {counted(len(answer.raids), 'raid')}" if len(answer.raids) > 1 else ""
    figures = f"catalogue values {'drawn from their ranges' if study.draws == 'sampled' else 'central'}"
    if study.varied is not None:
        figures = f"{counted(len(study.varied), 'factor')} over {study.design_rows} rows, all else central"
    return (
        f"{counted(len(answer.results), 'battle')}: {counted(len(answer.options), 'option')}{raids}, "
        f"seed {study.seed}, {figures}"
    )


def _show_measure(console: Console, answer: Answer, measure: str) -> None:
    against, rows = answer.study.against, answer.compare(measure)
    if len(rows) == 1:
        table = grid("option", ">mean", ">95 %")
        table.add_row(rows[0].option, _short(rows[0].value.estimate, measure), _span(rows[0].value, measure))
        console.print(heading(_headed(measure)))
        console.print(indented(table))
        return
    console.print(heading(f"{_headed(measure)}, and how much more than {against}"))
    table = grid("|option", ">mean", ">95 %", ">more", ">95 %", ">luck")
    for row in rows:
        value = _short(row.value.estimate, measure), _span(row.value, measure)
        table.add_row(row.option, *value, *(_more(row, measure) if row.option != against else ()))
    console.print(indented(table))


def _more(row: Compared, measure: str) -> tuple[Text, str, Text]:
    """How much more an option has: in bold where that is beyond chance."""
    beyond = not row.more.low <= 0.0 <= row.more.high
    more = Text(_short(row.more.estimate, measure, signed=True), style="bold" if beyond else "dim")
    ratio = row.variance_ratio
    luck = "" if not isfinite(ratio) else f"x {ratio:.1f}" if ratio < MANY else f"x {ratio:.0f}"
    return more, _span(row.more, measure, signed=True), quiet(luck)


def _headed(measure: str) -> str:
    return measure.replace("_", " ") + (", %" if measure in SHARES else "")


def _short(number: float, measure: str, signed: bool = False) -> str:
    return figure(number, measure, signed).removesuffix(" %")


def _span(interval: Interval, measure: str, signed: bool = False) -> str:
    return f"{_short(interval.low, measure, signed)} to {_short(interval.high, measure, signed)}"


def _show_raids(console: Console, answer: Answer) -> None:
    measure = answer.study.measures[0]
    console.print(heading(f"{_headed(measure)}, by raid"))
    table = grid("|option", *(f">{folded(raid)}" for raid in answer.raids), ">average")
    for row in answer.matrix(measure):
        cells = [
            Text(_short(row.raids[raid].estimate, measure) + (" *" if raid == row.worst else "  "))
            for raid in answer.raids
        ]
        table.add_row(row.option, *cells, _short(row.average.estimate, measure))
    console.print(indented(table))
    console.print(quiet("  * the raid with most of it"))


def _show_factors(console: Console, answer: Answer) -> None:
    """What drives the first measure of the baseline, and each option's difference from it."""
    study = answer.study
    for option in answer.options:
        of = f"{study.measures[0]} of {option}"
        if option != study.against:
            of = f"how much more {option} has than {study.against}"
        console.print()
        console.print(heading(f"What drives {of.replace('_', ' ')}"))
        console.print(indented(_indices(answer, option) if study.design == SALTELLI else _screening(answer, option)))
    if study.design == LATIN and answer.can_split:
        console.print()
        console.print(Text(split_sentence(answer.split(), answer.study.measures[0], len(answer.options))))


def _show_strata(console: Console, answer: Answer) -> None:
    """How often each stratum is, what it comes to, and its share of what the first measure varies by."""
    study, measure = answer.study, answer.study.measures[0]
    console.print()
    console.print(Text(asked(answer)))
    if not study.layers.out:
        return
    table = grid("|option", "stratum", ">of battles", ">fought", ">mean", ">of what varies")
    for row in rows(answer, measure):
        often, share = f"{100.0 * row.weight:.1f} %", f"{100.0 * row.share:.0f} %"
        table.add_row(row.option, row.stratum, often, str(row.battles), _short(row.mean, measure), share)
    console.print(heading(f"{_headed(measure)}, by stratum"))
    console.print(indented(table))
    console.print(Text(strata_sentence(answer, answer.most_different, measure)))


def _indices(answer: Answer, option: str) -> Any:
    table = grid("|factor", ">alone", ">95 %", ">in all", ">95 %")
    for row in answer.drivers(option=option)[:MOST_DRIVERS]:
        ends = [f"{one.low:.2f} to {one.high:.2f}" for one in (row.first, row.total)]
        table.add_row(row.factor, f"{row.first.estimate:.2f}", ends[0], f"{row.total.estimate:.2f}", ends[1])
    return table


def _screening(answer: Answer, option: str) -> Any:
    rows = answer.screening(option=option)
    found = [row for row in rows if row.found]
    if not found:
        return quiet(f"none of {len(rows)} factors beyond chance")
    table = grid("|factor", ">share of all that varies", "more of it")
    for row in found[:MOST_DRIVERS]:
        table.add_row(row.factor, f"{100.0 * row.share:.1f} %", "adds" if row.slope > 0.0 else "takes away")
    return table


def _show_titles(console: Console, study: Study) -> None:
    said = [
        (name, title)
        for group, names in (("options", study.options), ("raids", study.raids))
        for name in names
        if (title := _title(study, group, name))
    ]
    if not said:
        return
    console.print()
    for name, title in said:
        lines = textwrap.fill(f"{name}: {title}", console.width - 2, subsequent_indent="  ", break_on_hyphens=False)
        console.print(quiet(lines))


def _title(study: Study, group: str, name: str) -> str:
    stated: Any = getattr(study, group)[name].get("title", "")
    return " ".join(str(stated).split())


def show_forecast(study: Study, found: Forecast, workers: int) -> None:
    """Print what a study will take."""
    console = new_console()
    console.print(heading(study.question))
    cells = len(study.options) * len(study.raids)
    work = f"{counted(found.battles, 'battle')}, {found.replications} of each of {counted(cells, 'cell')}"
    machine = f"on {counted(workers, 'thread')}, and {found.memory / 1e6:.0f} MB of memory"
    console.print(Text(f"{work}: about {_lasting(found.seconds)} {machine}."))
    measure = study.measures[0]
    console.print()
    console.print(heading(f"{_headed(measure)}: how well it will be known"))
    several = len(study.options) > 1
    table = grid("option", f">± than {study.against}" if several else ">± of its mean")
    for name, half in found.halves.items():
        table.add_row(name, _short(half, measure))
    console.print(indented(table))
    console.print(quiet("By the spread of a few battles of each; intervals of several options at once are wider."))


def _lasting(seconds: float) -> str:
    if seconds < MINUTES:
        return f"{max(seconds, 1.0):.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < HOURS else f"{seconds / 3600.0:.1f} h"
