"""The raid's script: bodies enter, release, strike, observe and leave."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.referee.script import SCRIPT_CLOCK, follow_script
from shieldwall.record.kinds import ENTERS, EXITS, IMPACT, LOOKED, RELEASED
from shieldwall.record.reasons import CARRIER_LOST, HOME_AFTER_RELEASE, HOME_UNRELEASED
from shieldwall.state.body import DEAD, FLYING, GONE, LEAKED, RED, STRUCK, WAITING
from shieldwall.state.script import ENTER, EXIT, OBSERVE, RELEASE, STRIKE

Battle = Callable[..., Any]

WAITS = {"state": WAITING}


def followed(made: Any, t: float = 10.0) -> None:
    follow_script(made.model, made.truth, made.belief, made.log, t)


def states(made: Any) -> list[int]:
    return [int(state) for state in made.truth.body_state.state]


def test_a_body_enters_where_its_path_is_then(battle: Battle) -> None:
    body = WAITS | {"at": (0.0, 30e3, 3000.0), "speed": (30.0, -40.0, 0.0)}
    made = battle(bodies=[body], script=[{"what": ENTER}])
    followed(made, 10.0)
    (event,) = made.rows(ENTERS)
    assert (event.t, event.who, event.x, event.y, event.z) == (10.0, 50, 300.0, 29_600.0, 3000.0)
    assert (event.v0, event.v1) == (pytest.approx(3000.0, abs=0.1), 50.0)
    assert states(made) == [FLYING]
    assert made.truth.fates[RED, [WAITING, FLYING]].tolist() == [0, 1]


def test_rounds_in_flight_are_asked_anew_when_a_body_appears(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[WAITS], script=[{"what": ENTER}])
    made.engage(0, (0.0, 20e3, 3000.0))
    made.add_round(0, 0, checked_at=math.inf)
    followed(made, 10.0)
    assert made.belief.rounds[0].checked_at == 10.0


def test_lines_happen_one_by_one_and_the_clock_shows_the_next(battle: Battle) -> None:
    made = battle(bodies=[WAITS, WAITS], script=[{"what": ENTER}, {"what": ENTER, "body": 1, "t": 17.5}])
    followed(made)
    assert states(made) == [FLYING, WAITING]
    assert made.belief.clocks[SCRIPT_CLOCK] == 17.5
    followed(made, 17.5)
    assert states(made) == [FLYING, FLYING]
    assert made.belief.clocks[SCRIPT_CLOCK] == math.inf


def test_a_carrier_releases_its_weapon(battle: Battle) -> None:
    made = battle(bodies=[{}, WAITS], script=[{"what": RELEASE, "other": 1}])
    followed(made)
    assert states(made) == [FLYING, FLYING]
    assert made.truth.body_state[0].released == 1
    assert [(int(row.kind), int(row.who)) for row in made.rows()] == [(RELEASED, 50), (ENTERS, 51)]
    # The release is no success yet.
    assert made.truth.fates[RED, LEAKED] == 0


def test_what_a_lost_carrier_would_have_released_never_flies(battle: Battle) -> None:
    made = battle(bodies=[{"state": DEAD}, WAITS], script=[{"what": RELEASE, "other": 1}])
    followed(made)
    assert states(made) == [DEAD, GONE]
    assert made.whys(EXITS) == [CARRIER_LOST]
    assert [int(row.who) for row in made.rows(EXITS)] == [51]


@pytest.mark.parametrize("what", [STRIKE, OBSERVE, EXIT])
def test_what_is_down_does_nothing_more(battle: Battle, what: int) -> None:
    made = battle(bodies=[{"state": DEAD}], places=[{}], script=[{"what": what, "amount": 1.0}])
    followed(made)
    assert not len(made.rows())
    assert states(made) == [DEAD]


def test_a_weapon_strikes_its_place(battle: Battle) -> None:
    made = battle(bodies=[{}], places=[{"hardness": 5.0}], script=[{"what": STRIKE, "amount": 2.0}])
    followed(made)
    assert states(made) == [STRUCK]
    assert made.truth.place_state[0].damage == 2.0
    assert len(made.rows(IMPACT)) == 1


def test_an_observation_is_a_success_and_a_task_done(battle: Battle) -> None:
    made = battle(bodies=[{}], places=[{}], script=[{"what": OBSERVE, "amount": 12e3}])
    followed(made)
    (event,) = made.rows(LOOKED)
    assert (event.who, event.whom, event.v0) == (50, 70, 12e3)
    assert (made.truth.body_state[0].released, made.truth.fates[RED, LEAKED]) == (1, 1)
    assert states(made) == [FLYING]


@pytest.mark.parametrize(("done", "why"), [(1, HOME_AFTER_RELEASE), (0, HOME_UNRELEASED)])
def test_who_leaves_has_done_its_task_or_not(battle: Battle, done: int, why: int) -> None:
    made = battle(bodies=[{"released": done}], script=[{"what": EXIT}])
    followed(made)
    assert states(made) == [GONE]
    assert made.whys(EXITS) == [why]
