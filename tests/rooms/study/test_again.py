"""Battles of a study fought again: from a row to its run, and a sample with its logs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shieldwall.assembly.header import header
from shieldwall.exercise import open as open_run
from shieldwall.exercise.replays import scenario_of
from shieldwall.exercise.simulate import drawn
from shieldwall.quantities.errors import InputError
from shieldwall.study import sample as sampling
from shieldwall.study.again import battle_of, battle_words, run_from, run_of
from shieldwall.study.answer import Answer
from shieldwall.study.ask import study
from shieldwall.study.file import load_text
from shieldwall.study.sample import FILE, SAMPLED, gather, kept_sample, sampled

TEXT = """study: 1
question: What do the rounds stop?
scenario: one-battery
options:
  as-it-is: {}
  half: {blue.units.pantsir.rounds: 1}
raids:
  as-written: {}
  more: {red.units.valley-pair.count: 3}
measures: [leakers, killed, launches, damage_share]
replications: 5
"""
FACTORS = """study: 1
question: What does it hang on?
scenario: one-battery
measures: [leakers, killed, launches, damage_share]
factors:
  57e6.fuze_radius: cited
  red.units.valley-pair.speed: {low: 200 m/s, high: 280 m/s}
rows: 10
replications: 2
"""
#: What the log of a run calls the measures.
NAMES = {"leakers": "leakers", "killed": "kills", "launches": "rounds", "damage_share": "damage_share"}


@pytest.fixture(scope="module", name="answer")
def fought() -> Answer:
    return study(load_text(TEXT, "x.yaml"))


@pytest.mark.parametrize("text", [TEXT, FACTORS])
def test_a_row_fought_again_comes_to_what_it_says(text: str) -> None:
    answer = study(load_text(text, "x.yaml"))
    assert len(answer.results) == 20
    for number, row in enumerate(answer.runs().rows(named=True)):
        run = run_of(answer, number, film=False)
        assert {name: run.measures[of] for name, of in NAMES.items()} == pytest.approx(
            {name: row[name] for name in NAMES}
        )
        assert run.header["sampled"]


def test_a_row_of_a_design_keeps_its_figures_in_the_run_folder(tmp_path: Path, save_bare: Any) -> None:
    answer = study(load_text(FACTORS, "x.yaml"), out=tmp_path / "s")
    run = run_from(tmp_path / "s", 7)
    save_bare(run, tmp_path / "run")
    drawn = {(one["entry"], one["path"]): one["drawn"] for one in open_run(tmp_path / "run").header["values"]}
    lines = {(one["entry"], one["path"]): one["drawn"] for one in run_of(answer, 9).header["values"]}
    assert drawn["57e6", "fuze_radius"] != lines["57e6", "fuze_radius"]
    assert len(open_run(tmp_path / "run").recording.film) > 0


def test_a_row_of_a_design_is_drawn_again_with_its_figures() -> None:
    run = run_of(study(load_text(FACTORS, "x.yaml")), 7, film=False)
    again = header(drawn(scenario_of(run), *run.battle))
    assert again["values"] == run.header["values"]
    assert again["values"] != header(drawn(scenario_of(run), 1, run.header["replication"], "sampled"))["values"]


def test_a_row_is_told_in_words_and_one_that_is_none_is_refused(answer: Answer) -> None:
    assert battle_words(answer, 17) == "half against more, replication 2"
    assert battle_of(answer, 0) == (0, -1, 0, 1)
    for number in (-1, 20):
        with pytest.raises(InputError, match=rf"there is no row {number}; write from 0 to 19"):
            run_of(answer, number)


def test_a_sample_has_the_threats_of_its_battles(answer: Answer) -> None:
    found = gather(answer)
    assert found.battles == 20
    for cell in range(4):
        threats, spent = found.of_cells([cell])
        rows = answer.results[answer.results["cell"] == cell]
        assert (threats["fate"] == "leaked").sum() == rows["leakers"].sum()
        assert (threats["fate"] == "killed").sum() == rows["killed"].sum()
        assert len(spent) == 5
        # A round of the catalogue costs something, and only battles with launches or bursts cost any.
        assert (sum(one.rounds for one in spent) > 0.0) == bool(rows["launches"].sum())
    assert set(found.known) == {0, 1}
    assert {value["entry"] for value in found.sources["values"]} >= {"57e6", "pantsir-search"}


def test_a_sample_is_kept_with_its_results_and_made_anew_where_it_is_damaged(
    tmp_path: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept_sample(answer, tmp_path)
    content = (tmp_path / FILE).read_bytes()
    calls = []
    monkeypatch.setattr(sampling, "gather", lambda *_: calls.append(1) or first)
    again = kept_sample(answer, tmp_path)
    assert not calls
    assert again.threats.equals(first.threats)
    assert again._replace(threats=first.threats) == first
    for damaged in (content[:1000], b"", b"PAR1 no such file PAR1"):
        (tmp_path / FILE).write_bytes(damaged)
        kept_sample(answer, tmp_path)
        assert (tmp_path / FILE).read_bytes() == content
    assert len(calls) == 3
    kept_sample(Answer(answer.study, answer.results[:-1]), tmp_path)
    assert len(calls) == 4


def test_a_sample_is_spread_over_the_results_and_never_large(answer: Answer) -> None:
    assert [battle[:3] for battle in sampled(answer.results, 4)][:2] == [(0, -1, 0), (0, -1, 1)]
    import numpy as np

    from shieldwall.study.work import result_layout

    table = np.zeros(8000, result_layout(["leakers"]))
    table["cell"], table["replication"] = np.repeat(range(4), 2000), np.tile(range(2000), 4)
    chosen = sampled(table, 4)
    assert len(chosen) == SAMPLED
    assert (chosen[0].first, chosen[29].first) == (0, 1999)
