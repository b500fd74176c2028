"""Studies in strata of readiness: forced battles, weights, one table whoever fights it, and what the answer says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shieldwall.exercise import open as open_run
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.study.again import battle_words, run_from, run_of
from shieldwall.study.answer import Answer
from shieldwall.study.ask import battles_wanted, prepared, study
from shieldwall.study.cells import cells
from shieldwall.study.file import Study, load_text, with_strata
from shieldwall.study.forecast import forecast
from shieldwall.study.headed import open_answer
from shieldwall.study.measures import leakers
from shieldwall.study.merging import merge
from shieldwall.study.order import work_of_strata
from shieldwall.study.report.page import report
from shieldwall.study.running import Running, so_far
from shieldwall.study.sample import gather, sampled
from shieldwall.study.statistics.strata import stratified
from shieldwall.study.strata import LUCK_OF_A_STRATUM, Strata
from shieldwall.study.strata_words import asked as asked_words
from shieldwall.study.strata_words import rows
from shieldwall.study.work import battles, result_layout
from shieldwall.study.written import write_results

TEXT = """study: 1
question: What do the rounds stop?
scenario: one-battery
options:
  as-it-is: {}
  one-round: {blue.units.pantsir.rounds: 1}
measures: [leakers, any_leaker]
strata: [pantsir]
draws: central
replications: 40
"""
#: How often a Pantsir is out, by the class of its entry; all others of the scenario have no readiness.
OUT = 0.05
STRATA = Strata(("blue/pantsir",), ((), ("blue/pantsir",)), (1.0 - OUT, OUT), (1.0, 1.0))

pytestmark = pytest.mark.usefixtures("quick_disk")


def asked(old: str = "", new: str = "") -> Study:
    return load_text(TEXT.replace(old, new), "x.yaml")


@cache
def fought() -> Answer:
    return study(asked(), workers=1)


def table(values: list[tuple[int, int, int, float]]) -> Answer:
    """Results of cell, stratum, place in it and leakers, as they come."""
    found = [
        (cell, row, row * LUCK_OF_A_STRATUM + place, value, float(value > 0)) for cell, row, place, value in values
    ]
    return Answer(with_strata(asked(), STRATA), np.array(found, result_layout(("leakers", "any_leaker"))))


def test_each_stratum_is_fought_with_its_units_forced() -> None:
    found, layers = fought(), fought().study.layers
    assert layers.names == ("pantsir ready", "pantsir out")
    assert layers.weights == pytest.approx((1.0 - OUT, OUT))
    assert battles(work_of_strata(1, layers, 40)) == 40
    for number in (0, 35, 39):
        row = found.results[number]
        simulator = Simulator(planned(cells(found.study)[0].scenario))
        simulator.simulate(1, int(row["replication"]), "central", np.array([1 - int(row["row"])]))
        assert leakers(simulator) == row["leakers"]
    frame = found.runs()
    assert frame.columns[:5] == ["option", "raid", "stratum", "row", "replication"]
    # Whoever is out stops nothing: all four come through.
    assert set(frame.filter(frame["stratum"] == "pantsir out")["leakers"]) == {4.0}


def test_means_differences_and_chances_are_weighted() -> None:
    """Leakers 0, 2 and 10, 10 of the baseline, 1, 5 and 10, 10 of the other: by hand."""
    answer = table([(0, 0, 0, 0), (0, 0, 1, 2), (0, 1, 0, 10), (0, 1, 1, 10),
                    (1, 0, 0, 1), (1, 0, 1, 5), (1, 1, 0, 10), (1, 1, 1, 10)])  # fmt: skip
    base, other = answer.compare()
    assert base.value.estimate == pytest.approx(0.95 * 1.0 + 0.05 * 10.0)
    assert other.more.estimate == pytest.approx(0.95 * 2.0)
    assert other.value.estimate - base.value.estimate == pytest.approx(other.more.estimate)
    assert base.value == pytest.approx(stratified([np.array([0.0, 2.0]), np.full(2, 10.0)], (0.95, 0.05)).mean)
    assert answer.compare("any_leaker")[0].value.estimate == pytest.approx(0.95 * 0.5 + 0.05)
    # Variances 2, 8 and 2 of the differences 1 and 3.
    assert other.variance_ratio == pytest.approx((2.0 + 8.0) / 2.0)
    assert (other.up, other.down, other.pairs) == (2, 0, 4)


def test_pairs_that_a_cell_lacks_and_a_stratum_without_an_interval_do_not_count() -> None:
    some = [(cell, row, place, 1.0 + place) for cell in (0, 1) for row in (0, 1) for place in (0, 1)]
    assert table([*some, (0, 1, 2, 9.0)]).battles == 4
    assert table(some[:-1]).battles == 0


def test_the_mean_is_that_of_battles_without_strata() -> None:
    plain = study(load_text(TEXT.replace("strata: [pantsir]\n", ""), "x.yaml"), replications=1500)
    found = fought()
    for one, other in zip(found.compare(), plain.compare(), strict=True):
        assert one.value.low - other.value.half <= other.value.estimate <= one.value.high + other.value.half


def test_strata_say_what_they_are_answerable_for() -> None:
    whole = fought().strata("leakers", "as-it-is")
    assert sum(one.share for one in whole.strata) == pytest.approx(1.0)
    assert whole.strata[1].mean == 4.0
    assert 0.0 < whole.between < 1.0
    plain = study(load_text(TEXT.replace("strata: [pantsir]\n", ""), "x.yaml"), replications=4)
    with pytest.raises(InputError, match="has no strata; write strata in its file"):
        plain.strata()


def test_one_table_whoever_fights_it(tmp_path: Path) -> None:
    one = fought().results.tobytes()
    assert study(asked(), workers=2).results.tobytes() == one
    study(asked(), replications=25, out=tmp_path / "s")
    again = study(tmp_path / "s", replications=40, resume=True)
    assert again.results.tobytes() == one
    assert again.study.layers == fought().study.layers
    assert open_answer(tmp_path / "s").sentence() == fought().sentence()
    assert study(asked(), out=tmp_path / "s", resume=True).results.tobytes() == one
    for number in (1, 2):
        study(asked(), out=tmp_path / f"{number}", shard=f"{number}/2")
    merge([tmp_path / "1", tmp_path / "2"], tmp_path / "whole")
    assert open_answer(tmp_path / "whole").results.tobytes() == one


@pytest.mark.long
def test_one_table_of_processes() -> None:
    assert study(asked(), workers="processes:1").results.tobytes() == fought().results.tobytes()


def test_a_row_fought_again_is_forced_alike_and_its_run_says_so(tmp_path: Path, save_bare: Any) -> None:
    answer = study(asked(), replications=20, out=tmp_path / "s")
    for number, state in ((3, True), (15, False)):
        row = answer.results[number]
        assert battle_words(answer, number).endswith(
            f"as-written, pantsir {'ready' if state else 'out'}, replication {row['replication']}"
        )
        run = run_from(tmp_path / "s", number)
        assert run.header["readiness"] == {"blue/pantsir": state}
        assert run.header["units"]["blue/pantsir"]["ready"] is state
        assert run.measures["leakers"] == row["leakers"]
        kept = open_run(save_bare(run, tmp_path / f"run-{number}"))
        assert kept.header["readiness"] == {"blue/pantsir": state}
        assert kept.recording.log.tobytes() == run_of(answer, number, film=False).recording.log.tobytes()


def test_a_folder_of_an_earlier_format_is_refused(tmp_path: Path) -> None:
    study(asked(), replications=20, out=tmp_path / "s")
    header = json.loads((tmp_path / "s" / "header.json").read_text())
    assert header["study"]["strata"]["units"] == ["blue/pantsir"]
    (tmp_path / "s" / "header.json").write_text(json.dumps(header | {"version": 1}))
    with pytest.raises(InputError, match='format "1", and this version reads format 2; go on with the version'):
        study(tmp_path / "s")


def test_a_trial_finds_the_units_that_matter() -> None:
    (one, *_) = prepared(asked("[pantsir]", "readiness"))
    assert one.study.layers.units == ("blue/pantsir",)
    # Without rounds nothing hangs on it; it is tried again where it has some.
    empty = asked("[pantsir]", "readiness").written.text.replace("rounds: 1", "rounds: 12")
    (one, *_) = prepared(load_text(empty.replace("as-it-is: {}", "empty: {blue.units.pantsir.rounds: 0}"), "x.yaml"))
    assert one.study.layers.units == ("blue/pantsir",)
    # Where an option has nobody out, no strata hold for all options.
    text = TEXT.replace("[pantsir]", "readiness").replace("as-it-is: {}", "as-it-is: {draws.readiness: no}")
    found = study(load_text(text, "x.yaml"), replications=4)
    assert (found.study.layers, set(found.results["row"].tolist())) == (Strata(), {-1})
    assert asked_words(found).startswith("A trial found no unit whose readiness matters enough")


SECOND = "{is: pantsir-s1, at: 2 km north of depot}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[pantsir]", "[pansir]", 'line 8, strata: "blue/pansir" is no unit; did you mean blue/pantsir'),
        ("[pantsir]", "all", "line 8, strata: this makes no strata; write readiness, or a list of units"),
        ("[pantsir]", "[]", "line 8, strata: this makes no strata"),
        ("[pantsir]", "[pantsir, pantsir]", "line 8, strata: 2 units make strata; name 1 to 3, each once"),
        ("replications: 40", "replications: 19", "19 battles of each option and raid are too few for 2 strata"),
        ("as-it-is: {}", "as-it-is: {draws.readiness: no}", "all units of this scenario are ready; write draws"),
        ("draws: central", "factors: {57e6.fuze_radius: cited}", "line 8, strata: a design has no strata"),
    ],
)
def test_bad_strata_are_refused_at_their_line(old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        study(asked(old, new), workers=1)


def test_units_that_share_a_sampled_readiness_are_refused() -> None:
    text = TEXT.replace("as-it-is: {}", f"as-it-is: {{blue.units.second: {SECOND}}}").replace("draws: central\n", "")
    with pytest.raises(InputError, match="shares a readiness that is sampled with units that make no strata"):
        study(load_text(text, "x.yaml"))
    both = load_text(text.replace("[pantsir]", "[pantsir, second]"), "x.yaml")
    assert len(prepared(both)[0].study.layers.names) == 4


def test_precision_stops_at_the_stratified_interval() -> None:
    found = study(asked("replications: 40", "precision: 0.1"))
    assert battles_wanted(found, 0.1) <= found.battles
    assert found.compare()[1].more.half <= 0.11
    foreseen = forecast(prepared(asked("replications: 40", "precision: 0.1")), 1)
    assert foreseen.halves["one-round"] == pytest.approx(0.1, rel=0.1)
    assert forecast(prepared(asked()), 1).battles == 80


def test_what_is_told_meanwhile_is_weighted() -> None:
    said: list[str] = []
    running = Running(asked(), now=iter(range(0, 10**6, 10)).__next__)
    study(asked(), workers=1, watch=lambda progressed: said.append(running(progressed)))
    assert said[-1] == so_far(fought())
    assert said[-1].startswith("one-round +")


def test_a_sample_has_strata_as_often_as_they_happen() -> None:
    rows_of = np.zeros(400, result_layout(["leakers"]))
    rows_of["row"] = np.repeat([0, 1], 200)
    rows_of["replication"] = np.tile(np.arange(200), 2)
    chosen = sampled(rows_of, 1, (0.9, 0.1))
    assert [sum(battle.row == row for battle in chosen) for row in (0, 1)] == [90, 10]


def test_the_page_and_the_tables_say_the_strata(tmp_path: Path) -> None:
    answer = fought()
    page = report(answer, gather(answer))
    part = page[page.index('id="sensitive"') : page.index('id="silent"')]
    assert "Strata are of the readiness of pantsir; each counts by how often it happens." in part
    assert "lies between strata" in part
    assert "<td>pantsir out</td>" in part
    assert "5.0 %" in part
    write_results(answer, tmp_path, csv=True)
    lines = (tmp_path / "strata.csv").read_text().splitlines()
    assert lines[0] == "option,measure,stratum,weight,battles,mean,deviation,share,error,between"
    assert len(lines) == 1 + 2 * 2 * 2
    assert [row.stratum for row in rows(answer, "leakers")] == ["pantsir ready", "pantsir out"] * 2
