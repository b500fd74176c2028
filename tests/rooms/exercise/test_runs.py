"""A run is a pure function of its key; how it is fought, watched, recorded and kept changes nothing in it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.exercise import bench, first_start, progress, simulate
from shieldwall.quantities.errors import InputError, ShieldwallError


@pytest.fixture(scope="module")
def scenario() -> object:
    return sw.load("one-battery")


@pytest.fixture(scope="module")
def fought(scenario: object) -> sw.Run:
    return sw.run(scenario)


def test_the_same_key_gives_the_same_run(scenario: object, fought: sw.Run) -> None:
    again, other = sw.run(scenario), sw.run(scenario, replication=1)
    assert again.recording.log.tobytes() == fought.recording.log.tobytes()
    assert again.recording.film.tobytes() == fought.recording.film.tobytes()
    assert again.header == fought.header
    assert other.recording.log.tobytes() != fought.recording.log.tobytes()


@pytest.mark.parametrize("seconds", [0.7, 13.0, 1e6])
def test_slices_change_nothing(
    scenario: object, fought: sw.Run, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(simulate, "SLICE", seconds)
    assert sw.run(scenario).recording.log.tobytes() == fought.recording.log.tobytes()


def test_the_film_changes_no_event(scenario: object, fought: sw.Run) -> None:
    bare = sw.run(scenario, film=False)
    assert bare.recording.film.size == 0
    assert fought.recording.film.size > 0
    assert bare.recording.log.tobytes() == fought.recording.log.tobytes()


def test_full_tables_grow_and_nothing_is_dropped(
    scenario: object, fought: sw.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate, "FIRST_EVENTS", 8)
    monkeypatch.setattr(simulate, "FIRST_SAMPLES", 8)
    grown = sw.run(scenario)
    assert grown.recording.log.tobytes() == fought.recording.log.tobytes()
    assert grown.recording.film.tobytes() == fought.recording.film.tobytes()


def test_work_tables_that_are_full_grow(scenario: object, fought: sw.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shieldwall.assembly.plan.tables.UNIT_TRACKS", 2)
    monkeypatch.setattr("shieldwall.assembly.plan.tables.POST_TRACKS", 2)
    plans: list[object] = []
    plan = simulate.plan

    def watched(*arguments: object) -> object:
        plans.append(arguments)
        return plan(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(simulate, "plan", watched)
    monkeypatch.setattr(simulate, "_LATEST", [])
    simulator = simulate.Simulator(simulate.planned(scenario))  # type: ignore[arg-type]
    simulator.simulate(1, 0)
    assert simulator.log().tobytes() == fought.recording.log.tobytes()
    assert simulator.workspace.scale > 1
    assert len(plans) == 1


def test_a_battle_beyond_all_reason_is_refused(scenario: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "FIRST_EVENTS", 8)
    monkeypatch.setattr(simulate, "MOST_ROWS", 16)
    with pytest.raises(ShieldwallError, match=r"this battle does not fit: \d+ events") as caught:
        sw.run(scenario)
    assert caught.value.code == 1


def test_progress_goes_from_the_start_to_the_end(scenario: object) -> None:
    calls: list[tuple[float, float]] = []
    sw.run(scenario, progress=lambda fought, lasts: calls.append((fought, lasts)))
    times = [fought for fought, _ in calls]
    assert times == sorted(set(times))
    assert calls[-1][0] == calls[-1][1] == scenario.lasts  # type: ignore[attr-defined]


def test_progress_is_silent_where_stderr_is_no_terminal(
    scenario: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    sw.run(scenario)
    assert capsys.readouterr() == ("", "")


def test_progress_shows_a_bar_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setattr(progress, "INTERVAL", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with progress.watched(None) as on_progress:
        on_progress(60.0, 600.0)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "1 of 10 min" in captured.err


def test_the_first_compilation_says_what_it_does(
    scenario: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate, "compiled_before", lambda _: False)
    sw.run(sw.load("one-battery"))
    out, err = capsys.readouterr()
    assert out == ""
    said = first_start.COMPILING if first_start._cores() > 1 else first_start.ALONE
    assert err.startswith(f"compiling the engine, once, about {said} s on a machine at rest ...\ncompiled and run in ")


@pytest.mark.parametrize("number", [-1, 2**32])
@pytest.mark.parametrize("word", ["seed", "replication"])
def test_a_key_out_of_bounds(scenario: object, word: str, number: int) -> None:
    with pytest.raises(InputError, match=f"the {word} {number} is out of bounds; write from 0 to 4294967295"):
        sw.run(scenario, **{word: number})


def test_an_unknown_way_to_draw(scenario: object) -> None:
    with pytest.raises(InputError, match='"lucky" is no way to draw; write "central" or "sampled"'):
        sw.run(scenario, draw="lucky")  # type: ignore[arg-type]


def test_sampled_values_differ_from_the_central_ones(scenario: object, fought: sw.Run) -> None:
    sampled = sw.run(scenario, draw="sampled", film=False)
    assert sampled.header["sampled"]
    assert not fought.header["sampled"]
    assert sampled.recording.log.tobytes() != fought.recording.log.tobytes()


def test_a_bug_in_the_battle_carries_its_key(scenario: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(simulate, "battle", fail)
    with pytest.raises(ZeroDivisionError) as caught:
        sw.run(scenario, seed=7, replication=3)
    assert caught.value.__notes__ == ["in one-battery.yaml, seed 7, replication 3"]


def test_a_saved_run_answers_as_the_run_itself(fought: sw.Run, tmp_path: Path) -> None:
    place = fought.save(tmp_path / "run")
    assert place == tmp_path / "run"
    assert (place / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    opened = sw.open(place)
    assert opened.measures == fought.measures
    assert opened.outcomes().equals(fought.outcomes())
    assert opened.events().equals(fought.events())
    name = fought.outcomes()["threat"][0]
    assert opened.explain(name) == fought.explain(name)
    assert np.array_equal(opened.recording.film, fought.recording.film)
    with pytest.raises(InputError, match="exists already"):
        fought.save(place)
    assert fought.save(place, replace=True) == place


def test_a_run_answers(fought: sw.Run) -> None:
    assert fought.title == "One battery against four cruise missiles"
    assert repr(fought) == "<Run of 'One battery against four cruise missiles', seed 1, replication 0>"
    assert len(fought.outcomes()) == fought.measures["threats"] == 4
    assert fought.measures is fought.measures
    assert len(fought.events()) == len(fought.recording.log)
    with pytest.raises(InputError, match="red/valley-pair/1"):
        fought.explain("red/valey-pair/1")


def test_the_bench_times_what_it_says(scenario: object) -> None:
    timing = bench.bench(scenario, runs=3)  # type: ignore[arg-type]
    assert timing.scenario == "one-battery"
    assert len(timing.seconds) == 3
    assert min(timing.seconds) <= timing.median <= max(timing.seconds)
    assert timing.events > 0
    assert bench.Timing("x", (3.0, 1.0, 2.0, 9.0), 1.0, 1).median == 2.5


def test_the_bench_grows_its_tables_before_it_times(scenario: object, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = bench.bench(scenario, runs=1)  # type: ignore[arg-type]
    monkeypatch.setattr(simulate, "FIRST_EVENTS", 8)
    assert bench.bench(scenario, runs=1).events == usual.events > 8  # type: ignore[arg-type]


def test_slices_grow_while_they_are_quick_and_shrink_where_they_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.01, 0.02, 0.03, 2.03, 2.28, 2.29])
    monkeypatch.setattr(simulate.time, "monotonic", lambda: next(clock))
    slices, ends = simulate._Slices(), []
    for _ in range(6):
        ends.append(slices.until)
        slices.next()
    # Doubled three times, an eighth of that after 2 s, the same after a quarter of one, and doubled again.
    assert ends == [1.0, 3.0, 7.0, 15.0, 16.0, 17.0]
    assert slices.until == 19.0
