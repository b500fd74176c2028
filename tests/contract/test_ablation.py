"""The ablation table has a row for every model, each twin does what it says, and the page is that of the battles."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest

from shieldwall.study.paired import Pairs

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs" / "ablation.md"
CARDS = {path.stem for path in (HOUSE / "docs" / "models").glob("*.md")}


class Ablation(NamedTuple):
    """The modules of benchmarks/ablation."""

    twins: ModuleType
    battles: ModuleType
    page: ModuleType


@pytest.fixture(scope="module")
def ablation() -> Iterator[Ablation]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HOUSE / "benchmarks"))
        yield Ablation(*(importlib.import_module(f"ablation.{name}") for name in ("twins", "battles", "page")))


def rows() -> list[list[str]]:
    """The rows of the page's table."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| [")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_model_stands_in_the_table() -> None:
    # A commander from outside is who plays, not a model; the page says so.
    assert {card for row in rows() for card in re.findall(r"\[(\w+)\]", row[0])} == CARDS - {"outside"}


def test_the_table_has_the_twins_of_today(ablation: Ablation) -> None:
    assert [row[1] for row in rows()] == [twin.name for twin in ablation.twins.TWINS]


def test_forty_replications_or_more_were_fought() -> None:
    assert {int(row[5].rpartition(" of ")[2]) for row in rows()} >= {40}


def test_a_model_without_effect_here_has_a_test_that_shows_it(ablation: Ablation) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "no test shows one yet" not in text
    assert not [twin.shown for twin in ablation.twins.TWINS if twin.shown and not (HOUSE / twin.shown).exists()]
    silent = [row[1] for row in rows() if "**" not in row[3] + row[4]]
    assert [name for name in silent if f"- {name}: " not in text] == []


def test_intervals_are_those_of_student(ablation: Ablation) -> None:
    # The data of Gosset's paper of 1908, as in tests/rooms/study/test_paired.py.
    sleep = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    assert ablation.page.difference_text(sleep, 1.0, 2) == "**+1.58 ± 0.88**"
    assert ablation.page.difference_text(np.zeros(5), 1.0, 2) == "0"
    assert ablation.page.difference_text(np.array([-1.0, 1.0, 0.5]), 1.0, 1) == "+0.2 ± 2.6"


@pytest.mark.long
def test_twins_change_battles_and_nothing_else(ablation: Ablation) -> None:
    """Two replications: the battle as it is comes out the same before and after its twins."""
    chosen = [
        twin
        for twin in ablation.twins.TWINS
        if twin.name in ("no links", "no guns", "any hit that does damage destroys")
    ]
    found, again = (ablation.battles.ablate(twins, range(2)) for twins in (chosen, ()))
    usual, log = ablation.battles.USUAL, ablation.battles.LOG
    assert found.of(usual, log).tolist() == again.of(usual, log).tolist()
    assert len(chosen) == 3
    assert all((found.of(twin.name, log) != found.of(usual, log)).all() for twin in chosen)
    assert (found.of("any hit that does damage destroys", "damage_share") >= found.of(usual, "damage_share")).all()


@pytest.mark.long
def test_a_figure_set_in_the_arrays_is_that_of_the_text(ablation: Ablation) -> None:
    from shieldwall.exercise.simulate import drawn
    from shieldwall.scenario import load

    scenario = load(ablation.battles.SCENARIO)
    base, made = drawn(scenario, 1, 0), drawn(scenario, 1, 0)
    twin = next(twin for twin in ablation.twins.TWINS if twin.name.startswith("no times of decision"))
    twin.change(made)
    delays = {"blue.command.delays": "{declare: 0 s, reaction: 0 s}"}
    by_text = drawn(load(ablation.battles.SCENARIO, delays), 1, 0)
    for column in ("reaction", "declare_after"):
        assert made.model.units[column].tolist() == by_text.model.units[column].tolist()
    assert base.model.units["reaction"].max() > 0.0


def test_the_page_is_made_of_what_battles_came_to(ablation: Ablation) -> None:
    names = [twin.name for twin in ablation.twins.TWINS]
    leakers, damage, logs = ([10, 12, 11], [0.5, 0.6, 0.7], [1, 2, 3])
    values = {
        "leakers": np.array([[[5.0, 7.0, 6.0] if name == names[1] else leakers] for name in ("usual", *names)]),
        "damage_share": np.array([[damage]] * (1 + len(names))),
        ablation.battles.LOG: np.array([[[1, 8, 9] if name == names[1] else logs] for name in ("usual", *names)]),
    }
    found = Pairs((ablation.battles.USUAL, *names), (1,), (0, 1, 2), values)
    text = ablation.page.page(found)
    assert text.count("\n| [") == len(names)
    assert f"| {names[1]} | naive | **-5.00 ± 0.00** | 0 | 2 of 3 |" in text
    assert f"- {names[0]}: 0 logs differ" in text
    assert f"- {names[1]}: " not in text
    # The written page has the same parts.
    parts = [re.findall(r"^## .*$", page, flags=re.MULTILINE) for page in (text, PAGE.read_text(encoding="utf-8"))]
    assert parts[0] == parts[1]
