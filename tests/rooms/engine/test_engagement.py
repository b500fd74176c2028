"""An engagement: acquired, fired, waited for, assessed, and ended."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fire.closing import finish, wait
from shieldwall.engine.fire.engagement import advance_engagement, same_target_as
from shieldwall.engine.fire.launch import NOTHING_FIRED
from shieldwall.models.numbers import SALVO
from shieldwall.record.kinds import ACQUIRED, ASSESSED, ENDED, LAUNCHED, WAITS
from shieldwall.record.reasons import (
    ASSESSED_ALIVE,
    ASSESSED_KILLED,
    ASSESSED_UNKNOWN,
    ENGAGED,
    LAUNCHERS_BUSY,
    NOT_ACQUIRED,
    REACTING,
    TRACK_LOST,
    UNIT_LOST,
)
from shieldwall.state.channel import ACQUIRING, ASSESSING, ENGAGING, IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.message import STATUS
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


def advanced(made: Any, t: float = 10.0) -> int:
    return int(advance_engagement(made.model, made.belief, made.log, 0, t))


@pytest.mark.parametrize("history", [0b00111, 0b10101, 0b11111, 0b00011, 0b10001, 0b00000])
def test_three_hits_of_five_looks_make_a_fire_control_track(fire_unit: Battle, history: int) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ACQUIRING, history=history, since=5.0, ready_at=99.0)
    made.belief.tracks[0].status = TENTATIVE
    advanced(made)
    acquired = history.bit_count() >= 3
    assert state.state == (ENGAGING if acquired else ACQUIRING)
    assert made.belief.tracks[0].status == (CONFIRMED if acquired else TENTATIVE)
    assert len(made.rows(ACQUIRED)) == acquired
    if acquired:
        assert (state.since, state.waits_since) == (10.0, 10.0)


def test_a_cued_target_is_searched_for_eight_seconds(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ACQUIRING, history=0b00011, since=5.0)
    advanced(made, 13.0)
    assert state.state == ACQUIRING
    advanced(made, 13.1)
    assert (state.state, made.whys(ENDED)) == (IDLE, [NOT_ACQUIRED])


@pytest.mark.parametrize(("apart", "same"), [(85.0, True), (95.0, False)])
def test_what_another_channel_engages_already_is_left_to_it(fire_unit: Battle, apart: float, same: bool) -> None:
    # Three deviations of two tracks, each 20 m on three axes, and 50 m: 155 m in all, 90 m on each axis.
    made = fire_unit(channels=[{}, {}])
    state = made.engage(0, NEAR, state=ACQUIRING, ready_at=99.0)
    other = made.engage(1, (NEAR[0] + apart, NEAR[1] + apart, NEAR[2] + apart), state=ENGAGING, order=8)
    made.belief.covariance[:2, [0, 3, 5]] = 20.0**2
    advanced(made)
    assert state.state == (IDLE if same else ENGAGING)
    if same:
        assert made.whys(ENDED) == [ENGAGED]
        # Its post learns under which order.
        (row,) = made.messages(STATUS)
        assert (made.belief.status_sent[row].order, made.belief.status_sent[row].instead) == (5, 8)
    # What is sought only is no target yet.
    other.state = ACQUIRING
    assert same_target_as(made.model, made.belief, 0, 10.0) == NONE


def test_an_acquired_target_is_fired_at_in_the_same_look(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ACQUIRING)
    assert advanced(made) == 0
    assert [int(row.kind) for row in made.rows()] == [ACQUIRED, LAUNCHED]


def test_five_looks_without_a_hit_lose_the_track(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ENGAGING, history=0, misses=4)
    advanced(made)
    assert state.state == ENGAGING
    state.misses = 5
    advanced(made)
    assert (state.state, made.whys(ENDED)) == (IDLE, [TRACK_LOST])


def test_what_is_not_seen_gets_no_more_rounds_of_a_salvo(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"doctrine": SALVO, "salvo": 3}])
    state = made.engage(0, NEAR, state=ENGAGING, misses=5, fired=1, allowed=3, flying=1)
    assert advanced(made) == NOTHING_FIRED
    assert (state.fired, state.state) == (3, ENGAGING)


def test_while_rounds_fly_the_channel_waits_for_them(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ENGAGING, fired=1, flying=1, misses=9)
    assert advanced(made) == NOTHING_FIRED
    assert state.state == ENGAGING


def test_when_no_round_flies_any_more_the_kill_is_assessed(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ENGAGING, fired=1)
    assert advanced(made, 10.0) == NOTHING_FIRED
    assert (state.state, state.since) == (ASSESSING, 10.0)


def test_silence_says_nothing_of_a_kill_when_no_round_came_near(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ENGAGING, fired=1, misses=5, met=0)
    advanced(made)
    assert (state.state, made.whys(ENDED)) == (IDLE, [TRACK_LOST])
    made = fire_unit()
    state = made.engage(0, NEAR, state=ENGAGING, fired=1, misses=5, met=1)
    advanced(made)
    assert state.state == ASSESSING


def test_the_verdict_falls_after_the_unit_s_delay(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"assess_after": 4.0}])
    state = made.engage(0, NEAR, state=ASSESSING, since=10.0, fired=1, met=1)
    advanced(made, 13.9)
    assert state.state == ASSESSING
    advanced(made, 14.0)
    assert state.state != ASSESSING


def test_looks_that_add_up_to_the_delay_but_for_rounding_are_enough(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"assess_after": 0.3}])
    state = made.engage(0, NEAR, state=ASSESSING, since=0.4, fired=1, met=1)
    assert 0.7 - 0.4 < 0.3
    advanced(made, 0.7)
    assert state.state != ASSESSING


@pytest.mark.parametrize(("error", "late"), [(0.0, False), (0.0, True), (1.0, False), (1.0, True)])
def test_a_hit_within_three_seconds_speaks_for_a_target_alive_and_errors_turn_the_verdict(
    fire_unit: Battle, error: float, late: bool
) -> None:
    made = fire_unit(units=[{"assessment_error": error}])
    state = made.engage(0, NEAR, state=ASSESSING, since=10.0, fired=1, shots=1, met=1, met_at=15.0)
    state.hit_at = 16.99 if late else 17.01
    advanced(made, 20.0)
    alive = (not late) != (error > 0.0)
    assert made.whys(ASSESSED) == [ASSESSED_ALIVE if alive else ASSESSED_KILLED]
    if alive:
        # It shoots again, as if it had not.
        assert (state.state, state.fired, state.met, state.since, state.waits_since) == (ENGAGING, 0, 0, 20.0, 20.0)
        assert state.shots == 1
    else:
        assert (state.state, made.whys(ENDED)) == (IDLE, [ASSESSED_KILLED])


def test_a_hit_three_seconds_ago_is_too_old(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ASSESSING, since=10.0, hit_at=17.0, met=1, met_at=15.0)
    advanced(made, 20.0)
    assert made.whys(ASSESSED) == [ASSESSED_KILLED]


@pytest.mark.parametrize(("seen", "verdict"), [(12.0, ASSESSED_KILLED), (11.9, ASSESSED_UNKNOWN)])
def test_silence_means_a_kill_only_of_what_was_seen_within_three_seconds_before_its_meeting(
    fire_unit: Battle, seen: float, verdict: int
) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ASSESSING, since=15.0, hit_at=seen, met=1, met_at=15.0)
    advanced(made, 20.0)
    assert made.whys(ASSESSED) == made.whys(ENDED) == [verdict]


def test_silence_means_no_kill_where_the_map_hides_the_target(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[{"role": ENGAGEMENT, "range_max": 21e3}])
    made.engage(0, NEAR, (0.0, 400.0, 0.0), state=ASSESSING, since=15.0, hit_at=14.0, met=1, met_at=15.0)
    # Since its last plot, at time 0, it flew out of the range in which it would be seen: 20 km + 400 m/s x 20 s.
    advanced(made, 20.0)
    assert made.whys(ASSESSED) == [ASSESSED_UNKNOWN]


def test_an_error_turns_no_verdict_that_was_not_given(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"assessment_error": 1.0}])
    made.engage(0, NEAR, state=ASSESSING, since=15.0, hit_at=1.0, met=1, met_at=15.0)
    advanced(made, 20.0)
    assert made.whys(ASSESSED) == [ASSESSED_UNKNOWN]


def test_a_round_that_failed_is_no_reason_for_a_kill_and_what_is_still_seen_is_shot_at_again_at_once(
    fire_unit: Battle,
) -> None:
    made = fire_unit(units=[{"assess_after": 4.0, "assessment_error": 1.0}])
    state = made.engage(0, NEAR, state=ASSESSING, since=10.0, hit_at=10.5, fired=1, met=0)
    advanced(made, 11.0)
    assert (state.state, state.fired, made.whys(ASSESSED)) == (ENGAGING, 0, [ASSESSED_ALIVE])
    made = fire_unit()
    made.engage(0, NEAR, state=ASSESSING, since=10.0, hit_at=5.0, fired=1, met=0)
    advanced(made, 11.0)
    assert made.whys(ENDED) == [ASSESSED_UNKNOWN]


def test_an_engagement_that_ends_frees_its_channel_and_reports_how(group: Battle) -> None:
    made = group()
    state = made.engage(0, NEAR, state=ENGAGING, post=0, shots=2)
    clock = made.model.channels[0].clock
    made.belief.clocks[clock] = 12.0
    finish(made.model, made.belief, made.log, 0, TRACK_LOST, 10.0)
    assert (state.state, state.engagement, made.belief.tracks[0].status) == (IDLE, 2, FREE)
    assert made.belief.clocks[clock] == math.inf
    assert [(int(row.why), float(row.v1)) for row in made.rows(ENDED)] == [(TRACK_LOST, 2.0)]
    said = [made.belief.status_sent[row] for row in made.messages(STATUS)]
    assert [(one.order, one.track, one.why, one.free) for one in said] == [(5, 77, TRACK_LOST, 1)]


def test_a_unit_that_is_lost_reports_nothing(group: Battle) -> None:
    made = group()
    made.engage(0, NEAR, state=ENGAGING, post=0)
    finish(made.model, made.belief, made.log, 0, UNIT_LOST, 10.0)
    assert made.whys(ENDED) == [UNIT_LOST]
    assert not made.messages()


def test_why_a_channel_holds_its_fire_is_logged_when_it_changes(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ENGAGING)
    for why in (REACTING, REACTING, LAUNCHERS_BUSY, REACTING):
        wait(made.model, made.belief, made.log, 0, why, 1.0)
    assert made.whys(WAITS) == [REACTING, LAUNCHERS_BUSY, REACTING]
