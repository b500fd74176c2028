"""Measures of a battle that is over: how fire was directed; and the tally changes no row."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from shieldwall.analysis.fates import Fate, endings
from shieldwall.analysis.measures import measures
from shieldwall.analysis.rows import Log
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.record.kinds import ACCEPTED, ACQUIRED, IMPACT, KILLED, LAUNCHED, ROUND_ENDED
from shieldwall.record.reasons import TARGET_GONE
from shieldwall.record.tables import EVENT
from shieldwall.scenario import load
from shieldwall.state.body import BODY
from shieldwall.state.round import READY, ROUND, SPENT
from shieldwall.study.measures import CHANCES, CONDUCT, NAMED, PICTURE, SHARES
from shieldwall.study.paired import Option, Pairs, paired

#: Two battles: 1 of 4 leakers passed an idle unit, then 3 of 4.
COUNTS = {"passed_idle_unit": [[[1.0, 3.0]], [[2.0, 2.0]]], "leakers": [[[4.0, 4.0]], [[4.0, 4.0]]]}


def counted() -> Pairs:
    return Pairs(("a", "b"), (1,), (0, 1), {name: np.array(values) for name, values in COUNTS.items()})


def blind(battle: Any) -> None:
    """No fire channel sees anything; its unit never fires."""
    battle.model.sensors["radar_constant"][:] = 0.0


@pytest.mark.parametrize("name", ["one-battery", "stand-off-jammer"])
def test_a_tally_changes_no_row(name: str) -> None:
    plan = planned(load(name))
    told, silent = Simulator(plan, tally=True), Simulator(plan)
    for battle in (told, silent):
        battle.simulate(1, 3)
    assert told.log().tobytes() == silent.log().tobytes()
    assert told.workspace.truth.holds["watched"].sum() > 0.0 == silent.workspace.truth.holds["watched"].sum()


def test_conduct_says_what_the_log_says() -> None:
    scenario = load("one-battery")
    found = paired([Option("battery", scenario)], range(4), measures={**CONDUCT, **CHANCES})
    battle = Simulator(planned(scenario))
    for number in range(4):
        battle.simulate(1, number)
        log = battle.log()
        for measure, kind in (("accepted", ACCEPTED), ("acquired", ACQUIRED), ("launches", LAUNCHED)):
            assert found.of("battery", measure)[0, number] == (log["kind"] == kind).sum()
        rounds, kills = (
            sum(found.of("battery", f"{of}_{tenth}")[0, number] for tenth in range(10)) for of in ("rounds", "kills")
        )
        # A round whose target another had killed says nothing of its chance, however it ended.
        beaten = ((log["kind"] == ROUND_ENDED) & (log["why"] == TARGET_GONE)).sum()
        assert rounds <= (log["kind"] == LAUNCHED).sum() - beaten
        assert kills == (log["kind"] == KILLED).sum()


#: Names of a target and of two others that live, and of rounds at them.
TARGET, OTHER = 7, 8
FIRST, SECOND, FAILED, EARLIER, ELSEWHERE = 21, 22, 23, 24, 25


def logged(kind: int, t: float, who: int, whom: int = -1, v1: float = 0.0) -> Any:
    row = np.zeros(1, EVENT)
    row["kind"], row["t"], row["who"], row["whom"], row["v1"] = kind, t, who, whom, v1
    return row[0]


def test_a_round_whose_target_another_killed_before_it_was_to_meet_it_says_nothing_of_its_chance() -> None:
    rounds, bodies = np.zeros(6, ROUND), np.zeros(2, BODY)
    rounds["name"][:5], rounds["chance"], rounds["state"] = [FIRST, SECOND, FAILED, EARLIER, ELSEWHERE], 0.75, SPENT
    # The last never left.
    rounds["state"][5] = READY
    bodies["name"] = TARGET, OTHER
    rows = [
        # It was due at 9 s and passed: the target lived.
        logged(LAUNCHED, 0.0, EARLIER, v1=9.0), logged(ROUND_ENDED, 9.1, EARLIER),
        logged(LAUNCHED, 0.0, FIRST, v1=10.0), logged(KILLED, 10.0, FIRST, TARGET),
        # Its radar saw nothing any more; another failed, and would have come too late.
        logged(LAUNCHED, 4.0, SECOND, v1=8.0), logged(ROUND_ENDED, 15.0, SECOND),
        logged(LAUNCHED, 4.0, FAILED, v1=8.0), logged(ROUND_ENDED, 6.0, FAILED),
        logged(LAUNCHED, 4.0, ELSEWHERE, v1=8.0), logged(ROUND_ENDED, 15.0, ELSEWHERE),
    ]  # fmt: skip
    belief = SimpleNamespace(rounds=rounds)
    truth = SimpleNamespace(shots=np.array([[0], [0], [0], [0], [1], [-1]]), bodies=bodies)
    tables = SimpleNamespace(events=np.array(rows, EVENT), filled=np.array([len(rows), 0]))
    battle: Any = SimpleNamespace(workspace=SimpleNamespace(belief=belief, truth=truth), tables=tables)
    assert (CHANCES["rounds_7"](battle), CHANCES["kills_7"](battle)) == (3.0, 1.0)


def test_who_leaked_is_who_the_log_says() -> None:
    battle = Simulator(planned(load("one-battery")))
    battle.simulate(1, 2)
    log = Log(battle.recording(scene=False))
    leaked = {ending.threat for ending in endings(log) if ending.fate is Fate.LEAKED}
    truth = battle.workspace.truth
    assert set(truth.bodies["name"][truth.body_state["leaked"] == 1].tolist()) == leaked


def test_where_nobody_can_see_nobody_is_reachable() -> None:
    battery = load("one-battery")
    found = paired([Option("blind", battery, blind), Option("sighted", battery)], range(3), measures=CONDUCT)
    for measure in ("reachable", "passed_idle_unit", "unengaged_s"):
        assert found.of("blind", measure).sum() == 0.0
    assert found.of("sighted", "reachable").sum() > 0.0


def test_a_picture_without_a_radar_is_empty_and_one_with_it_is_not() -> None:
    battery = load("one-battery")
    found = paired([Option("blind", battery, blind), Option("sighted", battery)], range(3), measures=PICTURE)
    assert found.of("blind", "picture_tracks").sum() == 0.0 < found.of("blind", "picture_times").sum()
    completeness, error = (found.share("sighted", name).mean for name in ("completeness", "error_m2"))
    assert 0.0 < completeness <= 1.0
    # Matches lie nearer than the cutoff, and GOSPA is at most half of its square for each threat and track.
    assert 0.0 < error < 3000.0**2
    most = sum(found.of("sighted", f"picture_{of}").sum() for of in ("threats", "tracks")) * 3000.0**2 / 2.0
    assert 0.0 < found.of("sighted", "picture_gospa").sum() < most


def test_a_share_is_the_sum_of_the_parts_over_that_of_the_wholes() -> None:
    # Residuals -1/4 and 1/4 of a battle: their standard error is 1/4, and Student's 97.5 % quantile for 1 is 12.706.
    assert counted().share("a", "idle_passes") == pytest.approx((0.5, 12.7062 * 0.25), rel=1e-4)
    assert counted().share("b", "idle_passes") == pytest.approx((0.5, 0.0))
    assert counted().difference_of_shares("a", "b", "idle_passes") == pytest.approx((0.0, 12.7062 * 0.25), rel=1e-4)


def test_a_share_of_nothing_is_no_number() -> None:
    nothing = Pairs(("a",), (1,), (0, 1), {name: np.zeros((1, 1, 2)) for name in COUNTS})
    assert np.isnan(nothing.share("a", "idle_passes")).all()


def test_an_unknown_share_is_refused() -> None:
    with pytest.raises(InputError, match='there is no share "money"'):
        counted().share("a", "money")


def test_every_share_is_of_measures_that_there_are() -> None:
    assert {measure for pair in SHARES.values() for measure in pair} <= {*CONDUCT, *CHANCES, *PICTURE}


def agree(number: int, battle: Simulator) -> None:
    """What a study counts in a battle's arrays is what analysis reads from its log."""
    battle.simulate(1, number, "sampled")
    recording = battle.recording(scene=False)
    told = measures(recording)
    counted = {name: NAMED[name](battle) for name in ("leakers", "killed", "damage_share", "any_leaker")}
    assert counted == {
        "leakers": told["leakers"],
        "killed": told["killed"],
        "damage_share": pytest.approx(told["damage_share"]),
        "any_leaker": told["leakers"] > 0,
    }
    lost = places_lost(Log(recording))
    assert (NAMED["places_lost"](battle), NAMED["place_lost"](battle)) == (lost, lost > 0)


def places_lost(log: Log) -> int:
    """How many places of value took as much damage as destroys them, by the last row of each."""
    taken = {log.name(int(log.whom[row])): float(log.v1[row]) for row in log.rows(IMPACT).tolist()}
    return sum(
        taken[name] >= place["hardness"] * (1.0 - 1e-6)
        for name, place in log.header["places"].items()
        if place["value"] > 0.0 and name in taken
    )


@pytest.mark.parametrize("name", ["one-battery", "post-struck-first"])
def test_measures_are_what_the_log_says(name: str) -> None:
    battle = Simulator(planned(load(name), ranges=True))
    for number in range(12 if name == "one-battery" else 3):
        agree(number, battle)


@pytest.mark.long
def test_measures_are_what_the_log_says_in_a_thousand_battles() -> None:
    battle = Simulator(planned(load("one-battery"), ranges=True))
    for number in range(1000):
        agree(number, battle)
