"""How a round ends that kills nothing, and what its channel learns of that."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fly.ending import check, end
from shieldwall.kernels.flight import ACTIVE, PHASE, TT, TVX, TVY, TVZ, TX, TY, TZ, VX, VY, VZ, X, Y, Z
from shieldwall.models.numbers import DATALINK_ACTIVE, SEMI_ACTIVE
from shieldwall.record.kinds import ROUND_ENDED, SUPPORT
from shieldwall.record.reasons import (
    DETONATED_WITHOUT_KILL,
    FUZE_FAILED,
    HIT_GROUND,
    NO_REASON,
    NOTHING_THERE,
    OUT_OF_ENERGY,
    OUT_OF_TIME,
    PASSED_TARGET,
    ROUND_FAILED,
    SUPPORT_LOST,
    TARGET_GONE,
)
from shieldwall.state.body import DEAD
from shieldwall.state.layout import NONE
from shieldwall.state.round import IN_FLIGHT, SPENT

Battle = Callable[..., Any]

PLACE = (0.0, 20e3, 3000.0)


@pytest.fixture
def flying(fire_unit: Battle) -> Battle:
    """Return the function that lays a round that flies north at 800 m/s, 5 km short of its aim, at its body."""

    def make(body: dict[str, Any] | None = None, at: int = 0, **weapon: float) -> Any:
        made = fire_unit(weapons=[weapon], bodies=[{"at": PLACE, "speed": (0.0, 0.0, 0.0)} | (body or {})])
        made.engage(0, PLACE)
        made.add_round(0, 0, at, launched=0.0)
        made.belief.flight[[X, Y, Z, VX, VY, VZ], 0] = (0.0, 15e3, 3000.0, 0.0, 800.0, 0.0)
        made.belief.flight[[TX, TY, TZ], 0] = PLACE
        made.belief.flight[ACTIVE, 0] = 1.0
        return made

    return make


def checked(made: Any, t: float = 20.0) -> list[int]:
    """Reasons of the ends after a check."""
    check(made.model, made.truth, made.belief, made.log, 0, t)
    return [int(why) for why in made.whys(ROUND_ENDED)]


def test_a_round_in_order_flies_on(flying: Battle) -> None:
    made = flying()
    assert checked(made) == []
    assert made.belief.rounds[0].state == IN_FLIGHT
    assert made.belief.rounds[0].closest == pytest.approx(5000.0)


def test_a_round_that_does_not_work_shows_it_after_two_seconds(flying: Battle) -> None:
    made = flying()
    made.truth.shots[0, 2] = 0
    assert checked(made, 2.0) == []
    assert checked(made, 2.05) == [ROUND_FAILED]


def test_ages_count_from_the_launch(flying: Battle) -> None:
    made = flying()
    made.truth.shots[0, 2] = 0
    made.belief.rounds[0].launched = 50.0
    assert checked(made, 52.0) == []
    assert checked(made, 52.05) == [ROUND_FAILED]


def test_its_battery_ends_a_flight(flying: Battle) -> None:
    made = flying()
    assert checked(made, 100.0) == []
    assert checked(made, 100.05) == [OUT_OF_TIME]


@pytest.mark.parametrize(("speed", "age", "over"), [(119.0, 30.0, True), (121.0, 30.0, False), (119.0, 9.0, False)])
def test_after_burn_out_six_tenths_of_the_least_speed_are_the_end(
    flying: Battle, speed: float, age: float, over: bool
) -> None:
    made = flying()
    made.model.airframes.minimum_speed, made.model.airframes.sustain_until = 200.0, 10.0
    made.belief.flight[VY, 0] = speed
    assert checked(made, age) == ([OUT_OF_ENERGY] if over else [])


def test_a_round_hits_the_ground_but_not_its_own_launch_site(flying: Battle) -> None:
    for height, age, over in ((-1.0, 20.0, True), (1.0, 20.0, False), (-1.0, 3.0, False)):
        made = flying()
        made.belief.flight[Z, 0] = height
        made.belief.flight[TZ, 0] = height
        assert checked(made, age) == ([HIT_GROUND] if over else [])
    made = flying()
    made.model.ground[:] = made.model.grid[0].top = 3500.0
    assert checked(made) == [HIT_GROUND]


def past(made: Any, by: float) -> None:
    """Put the round, in terminal flight, so far beyond its aim."""
    made.belief.flight[Y, 0] = PLACE[1] + by
    made.belief.flight[PHASE, 0] = 1.0


def test_past_its_aim_by_twice_the_fuze_s_reach_a_round_has_missed(flying: Battle) -> None:
    made = flying()
    past(made, 59.0)
    assert checked(made) == []
    past(made, 61.0)
    assert checked(made) == [PASSED_TARGET]


def test_before_it_or_in_mid_course_it_has_not(flying: Battle) -> None:
    made = flying()
    past(made, -61.0)
    assert checked(made) == []
    past(made, 61.0)
    made.belief.flight[PHASE, 0] = 0.0
    assert checked(made) == []
    # Nor while the aim runs away from it slower than it flies.
    past(made, -61.0)
    made.belief.flight[[TVX, TVY, TVZ, TT], 0] = (0.0, 700.0, 0.0, 20.0)
    assert checked(made) == []


def test_what_was_gone_or_never_there_is_told_apart_from_a_miss(flying: Battle) -> None:
    made = flying({"state": DEAD})
    past(made, 61.0)
    assert checked(made) == [TARGET_GONE]
    made = flying(at=NONE)
    past(made, 61.0)
    assert checked(made) == [NOTHING_THERE]


def test_without_support_a_round_flies_as_long_as_it_remembers(flying: Battle) -> None:
    made = flying(memory=3.0)
    made.belief.rounds[0].supported_until = 19.0
    assert checked(made, 19.0) == []
    assert not len(made.rows(SUPPORT))
    assert checked(made, 19.05) == []
    assert made.whys(SUPPORT) == [SUPPORT_LOST]
    assert checked(made, 22.0) == []
    # Lost once, told once.
    assert made.whys(SUPPORT) == [SUPPORT_LOST]
    assert checked(made, 22.05) == [SUPPORT_LOST]


@pytest.mark.parametrize(("guidance", "homing", "needs"), [
    (SEMI_ACTIVE, 0, True), (SEMI_ACTIVE, 1, True), (DATALINK_ACTIVE, 0, True), (DATALINK_ACTIVE, 1, False),
])  # fmt: skip
def test_a_round_that_homes_by_its_own_radar_needs_no_support(
    flying: Battle, guidance: int, homing: int, needs: bool
) -> None:
    made = flying(guidance=guidance, memory=3.0)
    made.belief.rounds[0].supported_until, made.belief.rounds[0].homing = 10.0, homing
    assert checked(made) == ([SUPPORT_LOST] if needs else [])


@pytest.mark.parametrize(("why", "met"), [
    (SUPPORT_LOST, 0), (ROUND_FAILED, 0), (OUT_OF_ENERGY, 0), (OUT_OF_TIME, 0), (HIT_GROUND, 0),
    (NO_REASON, 1), (FUZE_FAILED, 1), (DETONATED_WITHOUT_KILL, 1), (PASSED_TARGET, 1), (NOTHING_THERE, 1),
    (TARGET_GONE, 1),
])  # fmt: skip
def test_a_round_met_its_target_where_it_came_by_and_not_where_it_failed_before(
    flying: Battle, why: int, met: int
) -> None:
    made = flying()
    end(made.belief, made.log, 0, why, 20.0)
    state = made.belief.channel_state[0]
    assert (state.met, state.met_at, state.flying) == (met, 20.0 if met else -math.inf, 0)
    assert made.belief.rounds[0].state == SPENT
    assert made.belief.flight[ACTIVE, 0] == 0.0
    assert made.belief.progress[0].flying == 0
    # A kill has a row of its own.
    assert made.whys(ROUND_ENDED) == ([why] if why else [])


def test_a_round_of_an_engagement_before_tells_its_channel_nothing(flying: Battle) -> None:
    made = flying()
    made.belief.rounds[0].engagement = 0
    end(made.belief, made.log, 0, PASSED_TARGET, 20.0)
    state = made.belief.channel_state[0]
    assert (state.met, state.flying) == (0, 1)
    assert made.belief.progress[0].flying == 0


def test_the_row_of_an_end_says_how_long_it_flew_and_how_near_it_came(flying: Battle) -> None:
    made = flying()
    made.belief.rounds[0].closest, made.belief.rounds[0].cause = 42.0, 6
    end(made.belief, made.log, 0, PASSED_TARGET, 20.0)
    (event,) = made.rows(ROUND_ENDED)
    assert (event.v0, event.v1, event.cause, event.y) == (20.0, 42.0, 6, 15e3)
