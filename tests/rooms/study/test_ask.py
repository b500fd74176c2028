"""A study from its file to its answer: one table whoever fights it, paired, kept and gone on with."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

import shieldwall
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load as load_scenario
from shieldwall.study.answer import Answer
from shieldwall.study.ask import InMemory, battles_wanted, fight, study
from shieldwall.study.battles import Battlefield
from shieldwall.study.cells import cells
from shieldwall.study.file import load_text
from shieldwall.study.forecast import forecast
from shieldwall.study.headed import open_answer
from shieldwall.study.measures import NAMED
from shieldwall.study.order import work_of
from shieldwall.study.paired import Option, paired
from shieldwall.study.weighing import Alike
from shieldwall.study.work import Batch, result_layout

TEXT = """study: 1
question: What?
scenario: one-battery
options:
  as-it-is: {}
  empty: {title: no rounds, blue.units.pantsir.rounds: 0}
raids:
  as-written: {}
  more: {red.units.valley-pair.count: 3}
measures: [leakers, any_leaker, passed_idle_unit]
replications: 12
"""
ASKED = load_text(TEXT, "x.yaml")


def fought() -> Answer:
    return study(ASKED, workers=1)


def table(values: Iterable[tuple[int, int, float]]) -> Answer:
    """Results of cell, replication and leakers, as they come."""
    text = TEXT.replace("  more: {red.units.valley-pair.count: 3}\n", "").replace(
        "[leakers, any_leaker, passed_idle_unit]", "[leakers, any_leaker]"
    )
    rows = [(cell, -1, replication, value, float(value > 0)) for cell, replication, value in values]
    return Answer(load_text(text, "x.yaml"), np.array(rows, result_layout(("leakers", "any_leaker"))))


def test_a_battle_of_a_study_is_the_run_of_its_scenario() -> None:
    found = fought()
    cell = cells(ASKED)[1]
    battle = Simulator(planned(cell.scenario, ranges=True), tally=True)
    for number in (0, 7):
        battle.simulate(1, number, "sampled")
        row = found.results[(found.results["cell"] == 1) & (found.results["replication"] == number)]
        assert [float(row[name][0]) for name in ASKED.measures] == [NAMED[name](battle) for name in ASKED.measures]


def test_neither_threads_nor_order_nor_another_process_change_a_bit() -> None:
    found = fought()
    assert study(ASKED, workers=2).results.tobytes() == found.results.tobytes()
    elsewhere = pickle.loads(pickle.dumps(Battlefield(cells(ASKED))))  # noqa: S301  our own
    backwards = [elsewhere(Batch(cell, -1, first, 3)) for first in (9, 6, 3, 0) for cell in (3, 1, 2, 0)]
    assert np.sort(np.concatenate(backwards), order=["cell", "row", "replication"]).tobytes() == found.results.tobytes()


def test_it_is_what_paired_battles_have_always_come_to() -> None:
    made = {cell.raid: cell for cell in cells(ASKED) if cell.option == "empty"}
    plain = {cell.raid: cell for cell in cells(ASKED) if cell.option == "as-it-is"}
    found = fought()
    raid = "as-written"
    pairs = paired(
        [Option("a", plain[raid].scenario), Option("b", made[raid].scenario)], range(12), parameter_draws="sampled"
    )
    assert found.values("leakers")[:, 0].tolist() == [
        pairs.of("a", "leakers")[0].tolist(),
        pairs.of("b", "leakers")[0].tolist(),
    ]


def test_a_folder_is_gone_on_with_and_says_the_same(tmp_path: Path) -> None:
    first = study(ASKED, replications=5, out=tmp_path / "s")
    with pytest.raises(InputError, match="exists already; go on with it by --resume"):
        study(ASKED, out=tmp_path / "s")
    seen: list[int] = []
    again = study(ASKED, out=tmp_path / "s", resume=True, watch=lambda progressed: seen.append(progressed.held))
    assert len(first.results) == 20
    assert seen[0] > 20
    assert again.results.tobytes() == fought().results.tobytes()
    kept = open_answer(tmp_path / "s")
    assert kept.results.tobytes() == again.results.tobytes()
    assert kept.sentence() == again.sentence()
    assert len(study(tmp_path / "s", replications=13, resume=True).results) == 52
    # What was asked for last is asked for again, and no longer what the file says.
    assert len(study(tmp_path / "s", resume=True).results) == 52
    other = load_text(TEXT.replace("rounds: 0", "rounds: 1"), "x.yaml")
    with pytest.raises(InputError, match="is of another study: it differs in text"):
        study(other, out=tmp_path / "s", resume=True)


def test_a_study_is_the_same_wherever_its_files_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = []
    for name in ("here", "there"):
        place = tmp_path / name
        place.mkdir()
        (place / "mine.yaml").write_text(load_scenario("one-battery").text)
        (place / "x.yaml").write_text(TEXT.replace("scenario: one-battery", "scenario: mine.yaml"))
        study(place / "x.yaml", replications=2, out=place / "s")
        headers.append((place / "s" / "header.json").read_bytes())
    assert headers[0] == headers[1]
    assert str(tmp_path) not in headers[0].decode()
    monkeypatch.chdir(tmp_path / "here")
    assert len(study(tmp_path / "there" / "s", replications=3, resume=True).results) == 12
    assert len(study("x.yaml", replications=3, out=tmp_path / "there" / "s", resume=True).results) == 12


def test_shares_are_put_together(tmp_path: Path) -> None:
    from shieldwall.study.merging import merge

    for number in (1, 2):
        study(ASKED, out=tmp_path / f"{number}", shard=f"{number}/2")
    merge([tmp_path / "1", tmp_path / "2"], tmp_path / "whole")
    assert open_answer(tmp_path / "whole").results.tobytes() == fought().results.tobytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"resume": True}, "cannot be gone on with; name its folder"),
        ({"shard": "1/2"}, "cannot be fought in shares; name its folder"),
        ({"shard": "3/2"}, "is no share of a study"),
        ({"shard": "1/2", "out": "s", "precision": 1.0}, "a share cannot know how precise the whole is"),
        ({"workers": 0}, "0 workers fight nothing"),
        ({"replications": 5, "precision": 1.0}, "contradict each other"),
    ],
)
def test_what_cannot_be_asked(
    arguments: dict[str, object], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=message):
        study(ASKED, **arguments)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_precision_stops_a_study() -> None:
    found = study(ASKED, precision=0.2)
    assert battles_wanted(found, 0.2) <= found.battles
    assert found.compare()[1].more.half == pytest.approx(0.2, rel=0.11)
    assert battles_wanted(study(ASKED, replications=100), 0.05) == 200


def test_all_cells_come_as_far_before_any_goes_on() -> None:
    work = list(work_of(3, 5000))
    count = [sum(batch.count for batch in work if batch.cell == cell) for cell in range(3)]
    assert count == [5000, 5000, 5000]
    assert [batch.cell for batch in work[:6]] == [0, 1, 2, 0, 1, 2]
    assert work[0].first == 0
    assert max(batch.count for batch in work) == 1024


def test_only_battles_that_every_cell_has_are_compared() -> None:
    """The third pair lacks its other half, and rows come in any order."""
    found = table([(1, 1, 5.0), (0, 0, 1.0), (0, 1, 3.0), (1, 0, 2.0), (0, 2, 9.0)])
    assert found.battles == 2
    assert found.values().tolist() == [[[1.0, 3.0]], [[2.0, 5.0]]]
    row = found.compare()[1]
    assert (row.value.estimate, row.more.estimate, row.up, row.down) == (3.5, 1.5, 2, 0)


def test_the_ratio_says_what_common_luck_saves() -> None:
    """Values 1, 2, 3 and 2, 3, 5: variances 1 and 7/3, that of the differences 1/3."""
    found = table([(0, 0, 1), (0, 1, 2), (0, 2, 3), (1, 0, 2), (1, 1, 3), (1, 2, 5)])
    assert found.compare()[1].variance_ratio == pytest.approx(10.0)


def test_a_sentence_claims_nothing_that_chance_may_have_made() -> None:
    sure = table([(cell, number, 4.0 - 3.0 * cell + number % 2) for cell in (0, 1) for number in range(10)])
    assert sure.sentence() == (
        "empty against as-it-is: 3.0 fewer leakers (95 % interval 3.0 to 3.0, 10 battles of each); "
        "as-it-is has 4.5 leakers."
    )
    # Differences 2 and -1: 0.5 +- 1.5 times Student's 12.706 for one degree of freedom (NIST, table of t).
    unsure = table([(0, 0, 1), (0, 1, 3), (1, 0, 3), (1, 1, 2)])
    assert unsure.sentence() == (
        "No difference from as-it-is is beyond chance; the largest is that of empty, 0.50 more leakers "
        "(95 % interval 18.6 fewer to 19.6 more, 2 battles of each); as-it-is has 2.0 leakers."
    )


def test_a_chance_has_the_interval_of_wilson() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, Wilson's interval 0.2553 to 0.3662."""
    values = np.array([1.0] * 81 + [0.0] * 182)
    found = Alike().estimated(values, "any_leaker")
    assert (found.estimate, found.low, found.high) == pytest.approx((81 / 263, 0.2553, 0.3662), abs=2e-4)
    assert Alike().estimated(np.ones(20), "any_leaker").low < 0.9


def test_the_matrix_names_the_worst_raid() -> None:
    rows = {row.option: row for row in fought().matrix()}
    assert rows["empty"].worst == "more"
    assert rows["empty"].raids["as-written"].estimate < rows["empty"].raids["more"].estimate
    assert rows["empty"].average.estimate == pytest.approx(
        0.5 * sum(interval.estimate for interval in rows["empty"].raids.values())
    )


def test_runs_are_a_row_for_each_battle() -> None:
    frame = fought().runs()
    assert frame.columns == ["option", "raid", "row", "replication", *ASKED.measures]
    assert frame.shape == (48, 7)
    assert set(frame["option"]) == {"as-it-is", "empty"}


def test_names_that_are_none() -> None:
    found = fought()
    with pytest.raises(InputError, match='there is no measure "leakes"; did you mean leakers'):
        found.compare("leakes")
    with pytest.raises(InputError, match='there is no option "emty"; did you mean empty'):
        found.compare(baseline="emty")


def test_a_forecast_foresees_the_interval_of_the_study() -> None:
    made = cells(ASKED)
    found = forecast(made, 2)
    assert (found.battles, found.replications) == (48, 12)
    assert found.seconds > 0.0
    wanted = forecast(cells(load_text(TEXT.replace("replications: 12", "precision: 0.1"), "x.yaml")), 2)
    assert wanted.halves["empty"] == pytest.approx(0.1, rel=0.1)


def test_the_room_is_what_asks() -> None:
    assert len(shieldwall.study(ASKED, replications=2).results) == 8


def test_a_memory_keeps_what_it_was_given() -> None:
    memory = InMemory(ASKED)
    assert fight(cells(ASKED), memory, 1)
    assert memory.missing([Batch(0, -1, 0, 13)]) == [Batch(0, -1, 12, 1)]
