"""Paired battles: the same random numbers for every option, whatever the threads; and what the log would say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shieldwall.analysis.measures import measures
from shieldwall.exercise import simulate
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load
from shieldwall.study.paired import Option, Pairs, paired
from shieldwall.study.statistics.intervals import Difference


def unarmed(battle: Any) -> None:
    battle.belief.launcher_state["ready"][:] = 0
    battle.belief.launcher_state["stock"][:] = 0


def options() -> list[Option]:
    battery = load("one-battery")
    return [Option("as it is", battery), Option("without rounds", battery, unarmed)]


def test_the_number_of_threads_changes_no_answer() -> None:
    one, two = (paired(options(), range(6), (1, 7), workers=workers) for workers in (1, 2))
    for measure in one.values:
        assert one.values[measure].tolist() == two.values[measure].tolist()
    assert one.values["leakers"].shape == (2, 2, 6)


def test_options_have_the_same_random_numbers_and_a_change_is_theirs_alone() -> None:
    found = paired([*options(), Option("again", load("one-battery"))], range(4))
    assert found.of("again", "leakers").tolist() == found.of("as it is", "leakers").tolist()
    assert found.difference("again", "as it is", "leakers") == Difference(0.0, 0.0, 0, 0)
    assert found.difference("without rounds", "as it is", "leakers").mean > 0.0


def test_who_listens_may_end_all_within_a_battle(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoLongerWantedError(BaseException):
        pass

    def listen(_done: int, _of: int) -> None:
        if len(slices) >= 4:
            raise NoLongerWantedError

    slices, quick = list[float](), simulate.run
    monkeypatch.setattr(simulate, "run", lambda *asked: (slices.append(asked[-1]), quick(*asked))[1])
    with pytest.raises(NoLongerWantedError):
        paired(options(), range(50), progress=listen)
    # Eight minutes take some ten slices.
    assert max(slices) < 400.0


def test_a_study_may_give_the_figures_itself() -> None:
    battery = load("one-battery")
    plan = planned(battery, ranges=True)
    found = paired(options()[:1], range(3), parameter_draws=plan.figures.value.copy())
    assert (
        found.of("as it is", "leakers").tolist() == paired(options()[:1], range(3)).of("as it is", "leakers").tolist()
    )


@pytest.mark.parametrize("name", ["one-battery", "stand-off-jammer"])
def test_the_arrays_say_what_the_log_says(name: str) -> None:
    scenario = load(name)
    found = paired([Option(name, scenario)], range(5))
    simulator = Simulator(planned(scenario))
    for number in range(5):
        simulator.simulate(1, number)
        by_log = measures(simulator.recording(scene=False))
        assert found.of(name, "leakers")[0, number] == by_log["leakers"]
        assert found.of(name, "damage_share")[0, number] == pytest.approx(by_log["damage_share"], rel=1e-6)


@pytest.mark.long
def test_the_arrays_say_what_the_log_says_of_a_whole_raid() -> None:
    test_the_arrays_say_what_the_log_says("slavic-shield-2019")


def test_progress_counts_every_battle() -> None:
    calls: list[tuple[int, int]] = []
    paired(options(), range(3), progress=lambda fought, battles: calls.append((fought, battles)))
    # The first battles are looked into, since nobody knows yet whether they are long.
    assert [at for at in dict.fromkeys(calls) if at[0]] == [(number, 6) for number in range(1, 7)]


def test_what_cannot_be_fought_is_refused() -> None:
    with pytest.raises(InputError, match="two options have one name"):
        paired([options()[0]] * 2, range(2))
    with pytest.raises(InputError, match="0 workers fight nothing"):
        paired(options(), range(2), workers=0)
    with pytest.raises(InputError, match='there is no measure "money"'):
        Pairs(("a",), (1,), (0,), {"leakers": np.zeros((1, 1, 1))}).of("a", "money")
