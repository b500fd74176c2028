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

from shieldwall.scenario import load
from shieldwall.study.cells import cells, check
from shieldwall.study.headed import header_of
from shieldwall.study.paired import Option, Pairs, paired
from shieldwall.study.statistics.intervals import Interval, half_width
from shieldwall.study.statistics.simultaneous import sidak

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


def test_every_twin_fought_on_all_the_seeds(ablation: Ablation) -> None:
    [pairs] = {int(row[5].rpartition(" of ")[2]) for row in rows()}
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert pairs >= 400
    assert (
        f"each of the seeds {ablation.page.listed([str(seed) for seed in ablation.battles.SEEDS])}: {pairs} battles"
        in text
    )


def test_a_model_without_effect_here_has_a_test_that_shows_it(ablation: Ablation) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "no test shows one yet" not in text
    assert not [twin.shown for twin in ablation.twins.TWINS if twin.shown and not (HOUSE / twin.shown).exists()]
    silent = [row[1] for row in rows() if "**" not in row[3] + row[4]]
    lines = " ".join(text.split())
    assert [name for name in silent if f"- {name}; " not in lines and f"- {name}: " not in lines] == []


def test_every_twin_is_an_option_of_a_sound_study(ablation: Ablation) -> None:
    """What a twin sets in Python leaves its scenario as it is; what it writes comes to a scenario of its own."""
    asked = ablation.battles.study_of(ablation.twins.TWINS, 907, 100)
    made = cells(asked)
    check(asked, made)
    twins = {twin.option: twin for twin in ablation.twins.TWINS}
    assert len(twins) == len(made) - 1 == len(ablation.twins.TWINS)
    assert (asked.seed, asked.wanted, asked.draws) == (907, 100, "central")
    named = [cell for cell in made if cell.option in ("no-links", "no-guns")]
    guns, links = sorted(named, key=lambda cell: cell.option)
    assert guns.scenario is asked.base
    assert links.change is None
    assert links.scenario.blue == load(asked.scenario, twins["no-links"].text(asked.base)).blue
    # What a folder is named by: the seed, the twins and their figures, but not how many battles are wanted.
    hashes = [
        header_of(ablation.battles.study_of(twins, seed, number)).hash
        for twins, seed, number in (
            (ablation.twins.TWINS, 907, 8),
            (ablation.twins.TWINS, 1, 100),
            (ablation.twins.TWINS[1:], 907, 100),
        )
    ]
    assert hashes[0] == header_of(asked).hash
    assert len(set(hashes)) == len(hashes)


def test_a_cell_says_its_interval_and_whether_zero_lies_outside(ablation: Ablation) -> None:
    text = ablation.page.difference_text
    assert text(Interval(1.58, 0.7, 2.46), 1.0, 2) == "**+1.58 ± 0.88**"
    assert text(Interval(0.0, 0.0, 0.0), 1.0, 2) == "0"
    assert text(Interval(0.02, -0.01, 0.05), 100.0, 1) == "+2.0 ± 3.0"


@pytest.mark.long
def test_twins_change_battles_and_nothing_else(ablation: Ablation, tmp_path: Path) -> None:
    """Two replications: the battle as it is comes out the same beside its twins and alone."""
    chosen = [
        twin
        for twin in ablation.twins.TWINS
        if twin.name in ("no links", "no guns", "any hit that does damage destroys")
    ]
    found, again = (ablation.battles.ablate(twins, tmp_path, (1,), 2) for twins in (chosen, ()))
    usual, log = ablation.battles.USUAL, ablation.battles.LOG
    assert found.of(usual, log).tolist() == again.of(usual, log).tolist()
    assert len(chosen) == 3
    assert all((found.of(twin.option, log) != found.of(usual, log)).all() for twin in chosen)
    undone = chosen[-1].option
    assert (found.of(undone, "damage_share") >= found.of(usual, "damage_share")).all()
    # Battles that are kept are those that the instrument of tests fights.
    scenario = load(ablation.battles.SCENARIO)
    options = [
        Option("guns", scenario, chosen[1].change),
        Option("links", load(ablation.battles.SCENARIO, chosen[0].text(scenario))),
    ]
    pairs = paired(options, range(2), (1,))
    assert pairs.of("links", "leakers").tolist() == found.of("no-links", "leakers").tolist()
    assert pairs.of("guns", "leakers").tolist() == found.of("no-guns", "leakers").tolist()


@pytest.mark.long
def test_a_figure_set_in_the_arrays_is_that_of_the_text(ablation: Ablation) -> None:
    from shieldwall.exercise.simulate import drawn

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
    """Two seeds of three battles: a twin that saves five of each, one that changes events, and the rest that do not."""
    twins = ablation.twins.TWINS
    saves, acts = twins[1], twins[2]
    names = (ablation.battles.USUAL, *(twin.option for twin in twins))
    leakers, logs = [[10.0, 12.0, 11.0], [20.0, 22.0, 21.0]], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    values = {name: np.array([one] * len(names)) for name, one in (("leakers", leakers), ("log_checksum", logs))}
    values["damage_share"] = np.full_like(values["leakers"], 0.25)
    for twin, changed in ((saves, 2), (acts, 1)):
        values["log_checksum"][names.index(twin.option), :, :changed] += 10.0
    values["leakers"][names.index(saves.option)] -= 5.0
    text = ablation.page.page(Pairs(names, (1, 907), (0, 1, 2), values))
    assert text.count("\n| [") == len(twins)
    assert "10.72" not in text
    assert "As it is, 16.00 threats leak and 25.0 %" in " ".join(text.split())
    assert "by seed, 11.0 and 21.0 leak" in " ".join(text.split())
    assert f"| {saves.name} | {saves.kind} | **-5.00 ± 0.00** | 0 | 4 of 6 |" in text
    assert f"| {acts.name} | {acts.kind} | 0 | 0 | 2 of 6 |" in text
    assert f"- {acts.name}: 2 logs differ" in text
    assert f"- {twins[0].name}; " in text
    assert f"- {saves.name}" not in text
    # A model stands among those without effect only where none of its twins has one.
    still = text.partition("## Models that change nothing measurable")[2].partition("- ")[0]
    assert set(re.findall(r"\[(\w+)\]", still)) == {card for twin in twins for card in twin.cards} - set(saves.cards)
    # The written page has the same parts.
    parts = [re.findall(r"^## .*$", page, flags=re.MULTILINE) for page in (text, PAGE.read_text(encoding="utf-8"))]
    assert parts[0] == parts[1]


def test_intervals_of_all_twins_hold_at_once(ablation: Ablation) -> None:
    """Each is wider than its own by Student's law, and no wider than by Sidak's rule (J. Am. Stat. Assoc. 62, 1967)."""
    twins, generator = ablation.twins.TWINS, np.random.default_rng(1)
    names = (ablation.battles.USUAL, *(twin.option for twin in twins))
    values = {name: generator.normal(size=(len(names), 2, 20)) for name in ("leakers", "damage_share", "log_checksum")}
    found = Pairs(names, (1, 2), tuple(range(20)), values)
    more = ablation.page.changes(found)
    for twin in twins[:3]:
        alone = found.difference(twin.option, names[0], "leakers")
        widest = half_width(
            (found.of(twin.option, "leakers") - found.of(names[0], "leakers")).ravel(), sidak(0.95, 108)
        )
        assert more[twin.option, "leakers"].estimate == pytest.approx(alone.mean)
        assert alone.half < more[twin.option, "leakers"].half <= widest * (1.0 + 1e-9)
