"""The data of every figure and table of a report as plain tables, and a table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from shieldwall.analysis.approaches import REPORTED_STAGES
from shieldwall.analysis.rows import FALSE_TRACK
from shieldwall.outlets import tables
from shieldwall.outlets.account import Account
from shieldwall.outlets.decimal_comma import with_decimal_comma
from shieldwall.outlets.seen import contours, coverage_of
from shieldwall.outlets.timeline import counts
from shieldwall.record.kinds import IMPACT, KILLED, KINDS, LOOKED, RELEASED
from shieldwall.record.reasons import WORDS

#: With these a spreadsheet takes a text for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class DataTable(NamedTuple):
    """A table: its name for files, the names of its columns with their units, and its rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def csv(self, decimal_comma: bool = False) -> str:
        """Return the table as CSV (RFC 4180), in which no text is a formula; None is an empty cell.

        With `decimal_comma`, numbers have a comma and cells a semicolon between them.
        """
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row] for row in self.rows)
        return with_decimal_comma(written.getvalue()) if decimal_comma else written.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, float | np.floating):
        return f"{float(value):.10g}"
    return value


#: The data of each figure, by the figure's name; of a table, its own name.
OF_FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    "map": ("flight-paths",),
    "map-close": ("flight-paths", "ends"),
    "coverage": ("coverage",),
    "timeline": ("timeline",),
    "channels": ("channels", "shots"),
    "magazines": ("magazines",),
    "kill-chain": ("kill-chain",),
    "distance-to-go": ("distance-to-go",),
    "costs": ("costs",),
}


def data_tables(account: Account) -> dict[str, DataTable]:
    """Return the data of all figures and tables by name; those without a row are left out."""
    made = (DataTable(name, columns, list(rows(account))) for name, columns, rows in _TABLES)
    return {table.name: table for table in made if table.rows}


Rows = Iterable[Sequence[Any]]


def _threats(account: Account) -> Rows:
    return (tuple(outcome.values()) for outcome in account.outcomes)


def _leaks(account: Account) -> Rows:
    return ((row["number"], row["system"], row["stage"], row["reason"]) for row in tables.leaks(account))


def _formations(account: Account) -> Rows:
    for row in tables.formations(account):
        yield from ((row["name"], row["system"], row["number"], fate, number) for fate, number in row["fates"])


def _places(account: Account) -> Rows:
    return (tuple(row.values()) for row in tables.places(account))


def _weapons(account: Account) -> Rows:
    for row in tables.weapons(account):
        others = "; ".join(f"{number} {words}" for words, number in row["misses"])
        yield row["weapon"], row["loaded"], row["fired"], row["kills"], others, row["cost"]


def _units(account: Account) -> Rows:
    return (tuple(row.values()) for row in tables.units(account))


def _catalogue(account: Account) -> Rows:
    for entry in tables.values(account.header):
        for row in entry["values"]:
            sources = "; ".join(source["title"] for source in row["sources"])
            shown = (row[key] for key in ("path", "value", "range", "drawn", "grade", "checked"))
            yield entry["entry"], *shown, sources, row["estimate"] or "", row["class"]


def _flight_paths(account: Account) -> Rows:
    for flight in account.flights:
        yield from ((flight.name, flight.formation, flight.fate, *point) for point in flight.points.round(1).tolist())


def _ends(account: Account) -> Rows:
    log = account.log
    for row in log.rows(KILLED, RELEASED, IMPACT, LOOKED).tolist():
        who, whom = log.name(int(log.who[row])), log.name(int(log.whom[row]))
        yield float(log.t[row]), KINDS[int(log.kind[row])].name, who, whom, *log.places[row].round(1).tolist()


def _coverage(account: Account) -> Rows:
    coverage = coverage_of(account.recording.scene)
    if coverage is None:
        return
    for altitude, pieces in contours(coverage).items():
        for number, piece in enumerate(pieces, 1):
            yield from ((altitude, coverage.rcs, number, *point) for point in piece.round(0).tolist())


def _timeline(account: Account) -> Rows:
    return counts(account)


def _named(account: Account, threat: int) -> str:
    return account.log.name(threat) or ("false track" if threat == FALSE_TRACK else "")


def _channels(account: Account) -> Rows:
    for span in account.channels.spans:
        yield span.channel, span.begin, span.end, span.state.value, WORDS[span.why], _named(account, span.threat)


def _shots(account: Account) -> Rows:
    for mark in account.channels.marks:
        yield mark.channel, mark.t, KINDS[mark.kind].name, _named(account, mark.threat)


def _magazines(account: Account) -> Rows:
    for magazine in account.magazines.magazines:
        steps = zip(magazine.t.tolist(), magazine.ready.tolist(), magazine.reserve.tolist(), strict=True)
        yield from ((magazine.unit, magazine.weapon, *step) for step in steps)


def _chain(account: Account) -> Rows:
    systems, steps = account.funnel
    for step in steps if systems else ():
        yield step.words, "all", step.number, step.stopped, step.reason, step.because
        yield from (
            (step.words, system, number, None, None, None) for system, number in zip(systems, step.systems, strict=True)
        )


def _chain_times(account: Account) -> Rows:
    return account.chain_times.chains


def _orders(account: Account) -> Rows:
    return account.chain_times.orders


def _pictures(account: Account) -> Rows:
    return account.pictures


def _exposures(account: Account) -> Rows:
    return account.exposures


def _approaches(account: Account) -> Rows:
    for one in account.approaches:
        yield one.threat, one.system, one.fate, one.due, one.entered, *one.stages, one.ended


def _costs(account: Account) -> Rows:
    return ((item.side, item.what, item.kind, item.number, item.each, item.amount) for item in account.bill)


def _stage_columns() -> Iterator[str]:
    return (f"{stage.words.replace(' ', '_')}_m" for stage in REPORTED_STAGES)


_TABLES: Final[tuple[tuple[str, Sequence[str], Callable[[Account], Rows]], ...]] = (
    ("threats", ("threat", "system", "kind", "carrier", "fate", "stage", "reason", "fate_s", "detected_s", "tracked_s",
                 "engaged_s", "shots", "killed_by", "place", "released"), _threats),
    ("leaks", ("number", "system", "stage", "reason"), _leaks),
    ("formations", ("formation", "system", "threats", "fate", "number"), _formations),
    ("places", ("place", "is_unit", "value", "hits", "looks", "share_destroyed", "value_lost"), _places),
    ("rounds", ("weapon", "loaded", "fired", "kills", "other_rounds", "cost_usd"), _weapons),
    ("group", ("unit", "system", "post", "fires", "loaded", "fired", "kills", "cost_usd", "destroyed_s"), _units),
    ("catalogue", ("entry", "figure", "value", "range", "drawn", "grade", "read", "sources", "estimate", "class"),
     _catalogue),
    ("flight-paths", ("threat", "formation", "fate", "t_s", "east_m", "north_m", "up_m"), _flight_paths),
    ("ends", ("t_s", "event", "who", "whom", "east_m", "north_m", "up_m"), _ends),
    ("coverage", ("above_ground_m", "rcs_m2", "piece", "east_m", "north_m"), _coverage),
    ("timeline", ("t_s", "in_the_air", "in_view", "tracked", "fired", "shot_down", "leaked"), _timeline),
    ("channels", ("channel", "begin_s", "end_s", "state", "reason", "threat"), _channels),
    ("shots", ("channel", "t_s", "event", "threat"), _shots),
    ("magazines", ("unit", "weapon", "t_s", "ready", "reserve"), _magazines),
    ("kill-chain", ("stage", "system", "threats", "no_further", "main_reason", "of_them"), _chain),
    ("chain-times", ("threat", "kind", "shooter", "system", "orders", "detected_s", "tracked_s", "declared_s",
                     "ordered_s", "accepted_s", "acquired_s", "launched_s"), _chain_times),
    ("pictures", ("unit", "looks", "completeness", "ambiguity", "spurious", "changes_per_hour", "error_m", "gospa_m"),
     _pictures),
    ("exposures", ("threat", "fate", "in_reach_s", "unengaged_s", "idle_unit_s", "let_pass_s"), _exposures),
    ("orders", ("order", "t_s", "post", "unit", "system", "threat", "fate", "reason"), _orders),
    ("distance-to-go", ("threat", "system", "fate", "due_s", "entered_m", *_stage_columns(), "ended_m"), _approaches),
    ("costs", ("side", "what", "kind", "number", "each_usd", "amount_usd"), _costs),
)  # fmt: skip

#: The names of all tables, also of those that a run has no row for.
NAMES: Final = frozenset(name for name, _, _ in _TABLES)
