"""The numbers on the pages of scenarios are those of paired battles, which go today as when they were fought.

docs/scenarios/battles.csv has what each battle came to, and a digest of its log. The tables are worked out from it, and
the first battles of every row are fought again: these must be the same, to the last event. `SHIELDWALL_UPDATE=1 pytest
tests/contract/test_scenario_pages.py` fights them all and writes battles and tables anew; it takes a minute.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from shieldwall.exercise.checking import warnings
from shieldwall.scenario import load, names, source
from shieldwall.study.measures import damage_share, launches, leakers, log_checksum, victims
from shieldwall.study.paired import Option, paired
from shieldwall.study.statistics.intervals import Floats, difference

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "scenarios"
BATTLES = FOLDER / "battles.csv"
#: Replications on each seed, and those of them that are fought again.
SEEDS, REPLICATIONS, AGAIN = (1, 2, 3, 907), 15, 2
MEASURES = {
    "leakers": leakers,
    "damage_share": damage_share,
    "launches": launches,
    "victims": victims,
    "log": log_checksum,
}
KEY = ("page", "row", "seed", "replication")
SHIELD, AIRLINER = "slavic-shield-2019", "airliner-in-the-corridor"
#: Pages of scenarios with others in the air, which count victims in place of rounds.
OTHERS = (AIRLINER,)
HEADS = {"leakers": "leakers", "damage_share": "damage", "victims": "victims"}
MOST_LINES = 60

#: What each row of each page came to, by measure: float64[seed, replication].
Battles = dict[tuple[str, str], dict[str, Floats]]


class Row(NamedTuple):
    """An option: its words on the page, its scenario, what is changed of it as `--set` does; which way it must go."""

    words: str
    name: str
    changes: tuple[tuple[str, str | int], ...] = ()
    more: bool | None = None


def units_of(name: str) -> tuple[tuple[str, str], ...]:
    """The units of a scenario, each of which stands in a line of its own, as changes of another that has them, too."""
    text = source(name)[0].partition("\n  units:\n")[2]
    lines = takewhile(lambda line: line.startswith("    "), text.splitlines())
    units = (line.strip().partition(": ") for line in lines)
    return tuple((f"blue.units.{unit}", value) for unit, _, value in units)


#: The first row of a page is what the others are compared with. `more`: the interval of leakers lies above zero.
PAGES = {
    SHIELD: (
        Row("as it stands", SHIELD),
        Row("its S-400 without missiles", SHIELD, (("blue.units.s400.rounds", 0),), more=True),
        Row("the Neva of Pancevo without missiles", SHIELD, (("blue.units.neva-2.rounds", 0),), more=True),
        # Where the group stood before it was sited by these guidelines.
        Row("on the sites of bench-60", SHIELD, units_of("bench-60"), more=True),
    ),
    "link-loss": (
        Row("Slavic Shield", SHIELD),
        Row("its links fail", "link-loss", more=True),
        Row("its guards' net never works", SHIELD, (("blue.links.2.fails", 1),), more=True),
    ),
    "post-struck-first": (
        Row("the post stands", "post-struck-first", (("blue.units.s400-cp.hardness", 1000),)),
        Row("it falls, a deputy takes over", "post-struck-first"),
        Row("it falls, nobody does", "post-struck-first", (("blue.units.s400-cp.deputy", "none"),)),
    ),
    "switched-off": (
        Row("Slavic Shield", SHIELD),
        Row("the S-400 is off from 20 min", "switched-off", more=True),
        Row("its launches are barred", "switched-off", (("blue.units.s400.switch.degrades", "no-launch"),), more=True),
        Row(
            "it is off with a chance of one half",
            "switched-off",
            (("blue.units.s400.switch.chance", "0.5"),),
            more=True,
        ),
    ),
    AIRLINER: (
        Row("as it stands", AIRLINER),
        Row("weapons free", AIRLINER, (("blue.command.control", "weapons-free"),)),
        Row("no corridors", AIRLINER, (("corridors", "none"),)),
        Row("nobody poses", AIRLINER, (("red.units.posing.transponder", "none"),)),
    ),
    "low-valley": (
        Row("over the plain", "low-valley", (("red.units.raid.route", "plain"),)),
        Row("through the gorge", "low-valley"),
    ),
    "serbia-today": (
        Row("Slavic Shield", SHIELD),
        Row("its S-400 without missiles", SHIELD, (("blue.units.s400.rounds", 0),), more=True),
        Row("Neva and Kub", "serbia-today", more=True),
    ),
}


@cache
def fought(name: str, changes: tuple[tuple[str, str | int], ...], replications: int) -> dict[str, Floats]:
    """What a scenario comes to today in every battle, by measure; a row for each seed."""
    option = Option(name, load(name, dict(changes)))
    found = paired([option], range(replications), SEEDS, measures=MEASURES)
    return {measure: found.of(name, measure) for measure in found.values}


@cache
def stored() -> Battles:
    """What every row of every page came to when it was fought, as `fought` has it."""
    with BATTLES.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found: Battles = {}
    for line in lines:
        at = SEEDS.index(int(line["seed"])), int(line["replication"])
        blank = {measure: np.full((len(SEEDS), REPLICATIONS), np.nan) for measure in MEASURES}
        of_row = found.setdefault((line["page"], line["row"]), blank)
        for measure in MEASURES:
            of_row[measure][at] = float(line[measure])
    return found


def rewrite() -> None:
    """Fight all battles of all pages, and write what they come to and the tables."""
    with BATTLES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*KEY, *MEASURES])
        writer.writerows(line for page, rows in PAGES.items() for row in rows for line in lines_of(page, row))
    stored.cache_clear()
    for page in PAGES:
        path = FOLDER / f"{page}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(written_table(text), table(page)), encoding="utf-8")


def lines_of(page: str, row: Row) -> Iterator[list[str]]:
    """The battles of a row of a page, fought today, as lines of the file."""
    found = fought(row.name, row.changes, REPLICATIONS)
    for at, seed in enumerate(SEEDS):
        for replication in range(REPLICATIONS):
            values = [repr(float(found[measure][at, replication])).removesuffix(".0") for measure in MEASURES]
            yield [page, row.words, str(seed), str(replication), *values]


def written_table(text: str) -> str:
    """The table that a page has."""
    [found] = re.findall(r"^\| \| leakers \|.*?\n(?=\n|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return str(found)


def table(page: str) -> str:
    """The table of a page as the battles have it."""
    rows, others = PAGES[page], page in OTHERS
    more_of = ("leakers", "damage_share", *(["victims"] if others else []))
    heads = [
        "",
        "leakers",
        "damage",
        "victims" if others else "rounds fired",
        *(f"{HEADS[name]} more" for name in more_of),
    ]
    lines = [f"|{'|'.join(f' {head} ' if head else ' ' for head in heads)}|", f"| {' | '.join(['---'] * len(heads))} |"]
    for row in rows:
        found = stored()[page, row.words]
        third = f"{found['victims'].mean():.1f}" if others else f"{found['launches'].mean():.0f}"
        means = f"{found['leakers'].mean():.1f} | {100 * found['damage_share'].mean():.0f} % | {third}"
        more = [""] * len(more_of)
        if row is not rows[0]:
            more = [difference_text(name, found[name] - stored()[page, rows[0].words][name]) for name in more_of]
        lines.append(f"| {row.words} | {means} | {' | '.join(more)} |")
    return "\n".join(lines) + "\n"


def difference_text(measure: str, change: Floats) -> str:
    """How much more of a measure, with its interval."""
    one = difference(change)
    if measure == "damage_share":
        return f"{100 * one.mean:+.0f} ± {100 * one.half:.0f} points"
    return f"{one.mean:+.1f} ± {one.half:.1f}"


def test_what_extends_another_has_a_page_and_every_page_a_scenario() -> None:
    pages = {path.stem for path in FOLDER.glob("*.md")}
    extensions = {name for name in names() if load(name).written.extension is not None}
    assert extensions | set(PAGES) <= pages <= set(names())


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_says_its_question_and_how_to_run_it_on_one_screen(page: str) -> None:
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    assert " ".join(load(page).question.split()) in " ".join(text.split())
    assert f"$ shieldwall run {page}" in text
    assert len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_scenario_with_a_page_gives_no_warning(name: str) -> None:
    assert not warnings(name)


@pytest.fixture(scope="module")
def battles() -> Battles:
    if os.environ.get("SHIELDWALL_UPDATE"):
        rewrite()
    return stored()


def test_the_battles_are_those_of_all_rows_and_no_others(battles: Battles) -> None:
    assert list(battles) == [(page, row.words) for page, rows in PAGES.items() for row in rows]
    assert not any(np.isnan(values).any() for found in battles.values() for values in found.values())


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_table_of_a_page_is_what_its_battles_come_to(page: str, battles: Battles) -> None:
    assert written_table((FOLDER / f"{page}.md").read_text(encoding="utf-8")) == table(page)
    first = battles[page, PAGES[page][0].words]
    for row in PAGES[page]:
        if row.more is not None:
            change = difference(battles[page, row.words]["leakers"] - first["leakers"])
            assert (change.mean - change.half > 0.0) is row.more, row.words


@pytest.mark.long
@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_first_battles_of_each_row_go_today_as_when_they_were_fought(page: str, battles: Battles) -> None:
    for row in PAGES[page]:
        for measure, values in fought(row.name, row.changes, AGAIN).items():
            assert values.tolist() == battles[page, row.words][measure][:, :AGAIN].tolist(), (row.words, measure)


def test_the_sites_of_before_are_of_the_same_units() -> None:
    """What differs is where they stand, where they look, and that nobody guards anything."""
    [row] = [row for row in PAGES[SHIELD] if "sites" in row.words]
    before, now = load(row.name, dict(row.changes)).blue.units, load(SHIELD).blue.units
    assert list(before) == list(now)
    placed = {"at": None, "facing": None, "guards": None}
    assert [unit.model_copy(update=placed) for unit in before.values()] == [
        unit.model_copy(update=placed) for unit in now.values()
    ]
    assert sum(before[name].at != now[name].at for name in now) >= len(now) - 1
