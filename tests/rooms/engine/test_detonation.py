"""Detonations: what fuze and warhead really do to what a round passes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.referee.detonation import detonate
from shieldwall.kernels.draws import FUZE, uniforms
from shieldwall.models.numbers import CERTAIN_EFFECT
from shieldwall.record.kinds import KILLED, PASSED
from shieldwall.record.reasons import DETONATED_WITHOUT_KILL, FUZE_FAILED, FUZED, NO_REASON
from shieldwall.state.body import DEAD, FLYING, RED
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

PLACE = (0.0, 20e3, 3000.0)


@pytest.fixture
def meeting(fire_unit: Battle) -> Battle:
    """Return the function that lays a round and the two bodies that it may pass, fired at the first as shot `shot`."""

    def make(*, toughness: float = 1.0, shot: int = 0, at: int = 0, **weapon: float) -> Any:
        body = {"at": PLACE, "speed": (0.0, 0.0, 0.0), "toughness": toughness}
        made = fire_unit(weapons=[weapon], bodies=[body, body])
        made.engage(0, PLACE)
        made.add_round(0, 0, at, cause=3)
        made.truth.shots[0, 1] = shot
        return made

    return make


def outcome(made: Any, miss: float = 5.0, b: int = 0) -> int:
    return int(detonate(made.model, made.truth, made.belief, made.log, 0, b, miss, 30.0))


def test_a_kill_takes_the_body_out_of_the_sky(meeting: Battle) -> None:
    made = meeting(kind=CERTAIN_EFFECT, prior=1.0)
    assert outcome(made) == NO_REASON
    assert made.truth.body_state[0].state == DEAD
    assert made.truth.fates[RED, [FLYING, DEAD]].tolist() == [1, 1]
    passed, killed = made.rows(PASSED)[0], made.rows(KILLED)[0]
    assert (passed.why, passed.cause, killed.cause) == (FUZED, 3, 0)
    assert (killed.who, killed.whom) == (made.belief.rounds[0].name, made.truth.bodies[0].name)
    assert (killed.v0, killed.v1, killed.y) == (5.0, 1.0, PLACE[1])


def test_a_fuze_that_fails_kills_nothing(meeting: Battle) -> None:
    made = meeting(fuze_works=0.0, lethal_radius=1e6)
    assert outcome(made) == FUZE_FAILED
    assert made.whys(PASSED) == [FUZE_FAILED]
    assert made.truth.body_state[0].state == FLYING


def test_a_round_of_certain_effect_has_no_fuze(meeting: Battle) -> None:
    assert outcome(meeting(kind=CERTAIN_EFFECT, prior=1.0, fuze_works=0.0)) == NO_REASON


def test_a_detonation_may_kill_nothing(meeting: Battle) -> None:
    made = meeting(kind=CERTAIN_EFFECT, prior=0.0)
    assert outcome(made) == DETONATED_WITHOUT_KILL
    assert made.whys(PASSED) == [FUZED]
    assert not len(made.rows(KILLED))


@pytest.mark.parametrize(("miss", "toughness"), [(10.0, 1.0), (5.0, 2.0), (4.0, 1.0), (20.0, 1.5)])
def test_the_chance_halves_at_the_lethal_radius_over_the_toughness(
    meeting: Battle, miss: float, toughness: float
) -> None:
    made = meeting(lethal_radius=10.0, toughness=toughness)
    outcome(made, miss)
    assert made.rows(PASSED)[0].v1 == pytest.approx(0.5 ** ((miss * toughness / 10.0) ** 2), rel=1e-6)


@pytest.mark.parametrize("shot", range(12))
def test_one_block_of_words_named_by_unit_threat_and_shot_decides_fuze_and_kill(meeting: Battle, shot: int) -> None:
    made = meeting(fuze_works=0.6, lethal_radius=10.0, shot=shot)
    works, kills = uniforms(7, 0, FUZE, made.model.units[0].entity, made.truth.bodies[0].entity, shot)[:2]
    # At the lethal radius the odds are even.
    expected = FUZE_FAILED if works >= 0.6 else NO_REASON if kills < 0.5 else DETONATED_WITHOUT_KILL
    assert outcome(made, 10.0) == expected


def test_all_three_outcomes_occur_among_those(meeting: Battle) -> None:
    found = {outcome(meeting(fuze_works=0.6, lethal_radius=10.0, shot=shot), 10.0) for shot in range(12)}
    assert found == {FUZE_FAILED, NO_REASON, DETONATED_WITHOUT_KILL}


@pytest.mark.parametrize("shot", range(6))
def test_at_another_body_than_its_own_a_round_has_luck_of_its_own(meeting: Battle, shot: int) -> None:
    made = meeting(lethal_radius=10.0, shot=shot)
    # The threat is the one that it was fired at; a bit of the index says that it met another.
    kills = uniforms(7, 0, FUZE, made.model.units[0].entity, made.truth.bodies[0].entity, shot | 1 << 20)[1]
    assert (outcome(made, 10.0, b=1) == NO_REASON) is (kills < 0.5)


def test_a_round_fired_at_nothing_draws_as_fired_at_nobody(meeting: Battle) -> None:
    for shot in range(6):
        made = meeting(lethal_radius=10.0, shot=shot, at=NONE)
        kills = uniforms(7, 0, FUZE, made.model.units[0].entity, 0, shot | 1 << 20)[1]
        assert (outcome(made, 10.0) == NO_REASON) is (kills < 0.5)


def test_beyond_the_fuze_s_reach_nothing_is_killed(meeting: Battle) -> None:
    made = meeting(lethal_radius=1e9, fuze_radius=30.0)
    assert outcome(made, 30.1) == DETONATED_WITHOUT_KILL
    assert math.isclose(made.rows(PASSED)[0].v1, 0.0)
