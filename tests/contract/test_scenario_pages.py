"""The numbers on the pages of scenarios are those that paired battles give today.

`SHIELDWALL_UPDATE=1 pytest tests/contract/test_scenario_pages.py` writes the tables anew.
"""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pytest

from shieldwall.exercise.checking import warnings
from shieldwall.scenario import load, names, source
from shieldwall.study.measures import damage_share, launches, leakers, victims
from shieldwall.study.paired import Option, paired
from shieldwall.study.statistics.intervals import Floats, difference

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "scenarios"
SEEDS, REPLICATIONS = (1, 2, 3, 907), 15
MEASURES = {"leakers": leakers, "damage_share": damage_share, "launches": launches, "victims": victims}
SHIELD, AIRLINER = "slavic-shield-2019", "airliner-in-the-corridor"
#: Pages of scenarios with others in the air, which count victims in place of rounds.
OTHERS = (AIRLINER,)
HEADS = {"leakers": "leakers", "damage_share": "damage", "victims": "victims"}
MOST_LINES = 60


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
def fought(row: Row) -> dict[str, Floats]:
    """What a row came to in every battle, by measure."""
    option = Option(row.words, load(row.name, dict(row.changes)))
    found = paired([option], range(REPLICATIONS), SEEDS, measures=MEASURES)
    return {name: found.of(row.words, name) for name in found.values}


def table(page: str) -> str:
    """The table of a page as today's battles have it."""
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
        found = fought(row)
        third = f"{found['victims'].mean():.1f}" if others else f"{found['launches'].mean():.0f}"
        means = f"{found['leakers'].mean():.1f} | {found['damage_share'].mean():.0%} | {third}"
        more = [""] * len(more_of)
        if row is not rows[0]:
            more = [difference_text(name, found[name] - fought(rows[0])[name]) for name in more_of]
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


@pytest.mark.long
@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_table_of_a_page_is_what_paired_battles_give(page: str) -> None:
    path = FOLDER / f"{page}.md"
    text = path.read_text(encoding="utf-8")
    [before] = re.findall(r"^\| \| leakers \|.*?\n(?=\n|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    if os.environ.get("SHIELDWALL_UPDATE"):
        path.write_text(text.replace(before, table(page)), encoding="utf-8")
    else:
        assert before == table(page)
    for row in PAGES[page]:
        if row.more is not None:
            change = difference(fought(row)["leakers"] - fought(PAGES[page][0])["leakers"])
            assert (change.mean - change.half > 0.0) is row.more, row.words


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
