"""The report of a run: one page that says what was asked, what happened and why, with every figure it stands on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from shieldwall.analysis.explain import Stories
from shieldwall.analysis.tallied import passed
from shieldwall.outlets import tables, words
from shieldwall.outlets.account import FATES, Account
from shieldwall.outlets.captioned import FATE_COLOURS, CaptionedFigure, quiet, quoted
from shieldwall.outlets.data_tables import OF_FIGURES, DataTable, data_tables
from shieldwall.outlets.template import template, text
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import show_time
from shieldwall.quantities.visible import visible
from shieldwall.record.recording import Recording

TEMPLATE, STYLE_SHEET, SCRIPT = "report.html.j2", "report.css", "report.js"
#: Draws a figure or some, or nothing where there is nothing to show.
Drawer = Callable[[Account], CaptionedFigure | list[CaptionedFigure] | None]
#: Digits of a hash that are shown; the header holds all.
SHOWN_DIGITS = 16


def report(recording: Recording, figures: Callable[[], Sequence[Any]] | None = None) -> str:
    """Return the report of a run as one HTML page that asks nothing of any network.

    `figures` waits for those that something else draws (`Drawing`), as objects like `CaptionedFigure`; without it they
    are drawn here. Raises InputError, saying what to install, when the packages of the extra `report` are not there.
    """
    if figures is None:
        ready()
    page_of = template(TEMPLATE)
    account = Account(recording)
    known, stories = data_tables(account), _stories(account)
    pictures = captioned_figures(account) if figures is None else figures()
    page: str = page_of.render(
        header=account.header,
        scenario=visible("\n".join(re.split("\r\n|\r|\n", account.header["scenario"]))),
        sampled=bool(account.header.get("sampled")),
        measures=account.measures,
        answer=words.answer(account),
        caveat=words.caveat(account),
        warnings=words.warnings(account),
        exchange=words.exchange(account),
        numbers=words.key_numbers(account),
        figures={one.name: (number, one) for number, one in enumerate(pictures, 1)},
        data=_data(known, pictures),
        medians=account.chain_times.medians,
        orders=account.chain_times.counts,
        pictures=account.pictures,
        passed=passed(account.exposures),
        formations=tables.formations(account),
        leaks=tables.leaks(account),
        places=tables.places(account),
        threats=account.outcomes,
        stories=stories,
        weapons=tables.weapons(account),
        units=tables.units(account),
        bill=account.bill,
        values=tables.values(account.header),
        provenance=_provenance(account),
        fates=[(fate, FATE_COLOURS[fate]) for fate in FATES],
        style_sheet=text(STYLE_SHEET),
        script=text(SCRIPT),
        clock=words.clock,
        money=words.money,
        share=words.share,
        anchor=_anchor,
    )
    return page


def captioned_figures(account: Account, among: slice = slice(None)) -> list[CaptionedFigure]:
    """Return the pictures of a report in the order in which they stand; those with nothing to show are left out.

    `among` says which of the functions that draw are asked, of those below.
    """
    from shieldwall.outlets.chain import chain
    from shieldwall.outlets.gantt import gantt
    from shieldwall.outlets.map import maps
    from shieldwall.outlets.money import spent
    from shieldwall.outlets.reach import reach
    from shieldwall.outlets.seen import seen
    from shieldwall.outlets.stock import stock
    from shieldwall.outlets.timeline import timeline

    drawers: tuple[Drawer, ...] = (chain, maps, seen, timeline, reach, gantt, stock, spent)
    drawn = [draw(account) for draw in drawers[among]]
    figures = [one for found in drawn for one in (found if isinstance(found, list) else [found])]
    return [one for one in figures if one is not None]


def ready() -> None:
    """Raise InputError, saying what to install, when the packages of the extra `report` are not there."""
    try:
        with quiet():
            import_module("matplotlib")
            import_module("jinja2")
    except ImportError as error:
        raise InputError(
            f"a report needs the package {error.name}, which is not installed",
            instead='install it with: pip install "shieldwall[report]"',
        ) from error


def _data(known: dict[str, DataTable], pictures: Sequence[Any]) -> dict[str, list[tuple[str, str]]]:
    """Return, by figure and table, the files that the page gives away: name and data address, each once."""
    given: dict[str, list[tuple[str, str]]] = {}
    for figure in pictures:
        names = [name for name in OF_FIGURES.get(figure.name, ()) if name in known]
        given[figure.name] = [(name, _address(known.pop(name))) for name in names]
    for name, table in known.items():
        given[name] = [(name, _address(table))]
    return given


def _address(table: DataTable) -> str:
    return "data:text/csv;charset=utf-8," + quoted(table.csv())


def _stories(account: Account) -> list[dict[str, Any]]:
    source, stories = Stories(account.recording), []
    for outcome in account.outcomes:
        story = tables.sentences(source.of(outcome["threat"]))
        stories.append({"threat": outcome["threat"], "fate": outcome["fate"], **story})
    return stories


def _anchor(name: str) -> str:
    """Return the name of a threat as the identifier of a part of the page."""
    return "story-" + "".join(mark if mark.isalnum() or mark in "-_" else "-" for mark in name)


def _provenance(account: Account) -> list[tuple[str, str]]:
    header = account.header
    terrain = header.get("terrain", {})
    rows = [
        ("Scenario", header.get("file", "")),
        ("Seed, replication", f"{header['seed']}, {header['replication']}"),
        ("Start, duration", f"{header.get('start', '')}, {show_time(header['lasts'])}"),
        ("Catalogue figures", "drawn within their ranges" if header.get("sampled") else "central values"),
        ("Version", f"Shieldwall {header.get('version', '')}"),
        ("Code, SHA-256", str(header.get("code", ""))[:SHOWN_DIGITS]),
        ("Terrain", str(terrain.get("name", ""))),
        ("Terrain, SHA-256", str(terrain.get("digest", ""))[:SHOWN_DIGITS]),
        ("Plug-ins", ", ".join(header.get("plugins", [])) or "none"),
    ]
    return [(name, value) for name, value in rows if value]
