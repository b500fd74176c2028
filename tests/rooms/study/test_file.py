"""Study files: what they say, and what is wrong with one at its line with what to type instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load as load_scenario
from shieldwall.scenario import template as scenario_template
from shieldwall.scenario.schema import Scenario
from shieldwall.study.cells import cells, check
from shieldwall.study.file import Study, load, load_text, with_budget

TEXT = """study: 1
question: What?
scenario: one-battery
baseline: as-it-is
options:
  as-it-is: {}
  empty: {blue.units.pantsir.rounds: 0}
  two:
    title: a second one
    blue: {units: {second: {is: pantsir-s1, at: 2 km north of depot}}}
    blue.links: [{name: net, joins: [pantsir, second], delay: 1 s}]
raids:
  as-written: {}
  more: {title: three, red.units.valley-pair.count: 3}
measures: [leakers, damage_share]
replications: 40
"""


def checked(text: str) -> Study:
    study = load_text(text, "x.yaml")
    check(study, cells(study))
    return study


def test_an_option_changes_by_path_or_is_laid_over_and_a_raid_on_top() -> None:
    study = checked(TEXT)
    made = {(cell.option, cell.raid): cell.scenario for cell in cells(study)}
    base = load_scenario("one-battery")
    assert list(made) == [(option, raid) for option in study.options for raid in study.raids]
    assert made["empty", "as-written"].blue.units["pantsir"].rounds == 0
    assert list(made["two", "more"].blue.units) == ["second", "pantsir"]
    assert made["two", "more"].blue.links[0].joins == ("pantsir", "second")
    assert made["two", "more"].red.units["valley-pair"].count == 3
    assert made["two", "as-written"].red == base.red
    plain = made["as-it-is", "as-written"]
    assert all(getattr(plain, part) == getattr(base, part) for part in Scenario.model_fields if part != "title")
    assert plain.title == "One battery against four cruise missiles (as-it-is against as-written)"


def test_a_cell_is_made_when_it_is_asked_for_and_the_same_wherever_that_is() -> None:
    import pickle

    one = cells(checked(TEXT))[5]
    again = pickle.loads(pickle.dumps(one))  # noqa: S301  our own
    assert "scenario" not in vars(again)
    assert again.scenario.text == one.scenario.text


def test_what_a_study_does_not_say() -> None:
    study = checked("study: 1\nquestion: What?\nscenario: one-battery\n")
    assert [(cell.option, cell.raid) for cell in cells(study)] == [("as-written", "as-written")]
    assert (study.against, study.draws, study.seed) == ("as-written", "sampled", 1)
    assert study.measures == ("leakers", "damage_share")


def test_a_scenario_beside_the_study_is_found_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(scenario_template())
    (tmp_path / "study.yaml").write_text("study: 1\nquestion: What?\nscenario: mine.yaml\n")
    assert load(tmp_path / "study.yaml").base.title == "My first exercise"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rounds: 0", "rouds: 0", 'line 7, options.empty.blue.units.pantsir.rouds: unknown key "rouds"; did you mean'),
        ("rounds: 0", "rounds: -3", 'line 7, options.empty.blue.units.pantsir.rounds: "-3" is out of bounds'),
        ("pantsir.rounds", "pantsr.rounds", 'line 7, .* there is no "pantsr" in blue.units; did you mean pantsir'),
        ("{blue.units.pantsir.rounds: 0}", "{lasts: 8 min}", "line 7, options.empty: empty comes to the same as as-it"),
        ("as-it-is: {}", "as-it-is: {lasts: 8 min}", "line 6, options.as-it-is: as-it-is changes nothing; write {}"),
        ("2 km north of depot", "2 km north of dept", "line 10, options.two.blue.units.second.at: .*mean depot"),
        ("joins: [pantsir, second]", "joins: [pantsir, x]", "line 11, options.two.blue.links.1.joins.2: .*to nobody"),
        ("{blue.units.pantsir.rounds: 0}", "{blue.command.post: second}", "line 7, options.empty.blue.command.post: "),
        ("{blue.units.pantsir.rounds: 0}", "3", "line 7, options.empty: a single value does not fit here"),
        ("empty:", "as-it-is:", 'line 7, options.as-it-is: duplicate key "as-it-is"; it is already in line 6'),
        ("baseline: as-it-is", "baseline: as-is", 'line 4, baseline: "as-is" is no option; did you mean as-it-is'),
        ("red.units.valley-pair.count: 3", "red.units.valley-pair.count: 2", "line 14, raids.more: more comes to the"),
        ("red.units.valley-pair.count: 3", "lasts: 9 min", "line 14, raids.more.lasts: a raid changes nothing but red"),
        ("[leakers,", "[leakes,", 'line 15, measures.1: "leakes" is not known here; did you mean leakers'),
        ("[leakers,", "[damage_share,", "line 15, measures: a measure is named twice"),
        ("replications: 40", "replications: 1", 'line 16, replications: 1 replications have no interval; write'),
        ("replications: 40", "replications: 40\nprecision: 1", "line 17, precision: replications are stated, too"),
        ("replications: 40", "precision: 0", 'line 16, precision: "0" is out of bounds'),
        ("scenario: one-battery", "scenario: one-batery", "line 3, scenario: .*did you mean one-battery"),
        ("scenario: one-battery", "scenario: nowhere.yaml", "line 3, scenario: nowhere.yaml: no such file"),
        ("study: 1", "study: 2", "line 1, study: format 2 is not known; write study: 1"),
        ("replications: 40", "rows: 40", "line 16, rows: there are no factors"),
        ("replications: 40", "factors: all\nprecision: 1", "line 17, precision: a design has so many rows"),
        ("replications: 40", "factors: all\nreplications: 1001", "line 17, replications: a row has no 1001"),
        ("replications: 40", "factors: some", "line 16, factors: a single value is no factors"),
        ("replications: 40", "factors: {57e6.fuse_radius: cited}", "line 16, .*did you mean 57e6.fuze_radius"),
        ("replications: 40", "factors: {pantsr-search.reference_range: cited}", "line 16, .*mean pantsir-search.re"),
        ("replications: 40", "factors: {57e6.fuze_radius: {low: 1 m, high: 900 m}}", "line 16, .*write ends from"),
        ("replications: 40", "factors: {57e6.fuze_radius: {low: 5 m}}", "line 16, .*write cited, or"),
        ("replications: 40", "factors: {57e6.fuze_radius: {low: 1 kg, high: 2 kg}}", "line 16, .*is a mass"),
        ("replications: 40", "factors: {lasts: cited}", "line 16, factors.lasts: lasts is of the scenario"),
        ("replications: 40", "factors: {lasts: {low: 6 min, high: 400 s}}", "line 16, .*are two units"),
        ("replications: 40", "factors: {lasts: {low: 9 min, high: 6 min}}", "line 16, .*the low end is not below"),
        ("raids:", "raid:", 'line 12, raid: unknown key "raid"; did you mean raids'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_line(old: str, new: str, message: str) -> None:
    assert TEXT.count(old) >= 1
    with pytest.raises(InputError, match=f"^x.yaml {message}"):
        checked(TEXT.replace(old, new))


def test_what_an_option_breaks_elsewhere_is_said_at_the_option() -> None:
    """The fault is in a line that the option did not write: who stays names who was taken away."""
    taken = TEXT.replace(
        "empty: {blue.units.pantsir.rounds: 0}", "empty: {places: {depot: none, x: {at: 44.8 N 20.3 E, value: 1}}}"
    )
    with pytest.raises(InputError, match=r"^x.yaml line 7, options.empty: with this, .*: .*depot"):
        checked(taken)


def test_a_budget_of_the_caller_stands_in_place_of_the_file_s() -> None:
    study = checked(TEXT)
    assert with_budget(study, None, None).replications == 40
    other = with_budget(study, None, 0.5)
    assert (other.replications, other.precision) == (None, 0.5)
    assert [cell.option for cell in cells(other)] == [cell.option for cell in cells(study)]
    for replications, precision in ((3, 0.1), (0, None), (1, None), (None, 0.0), (None, float("nan"))):
        with pytest.raises(InputError):
            with_budget(study, replications, precision)
