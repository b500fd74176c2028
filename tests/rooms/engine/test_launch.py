"""Fire: what a channel waits for, and what leaves when all is ready."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fire.launch import GUN_FIRED, NOTHING_FIRED, fire
from shieldwall.kernels.flight import ACTIVE, PT, PX, PY, PZ, TT, TVX, TVY, TVZ, TX, TY, TZ, X, Y, Z
from shieldwall.models.numbers import GUN, SALVO
from shieldwall.record.kinds import ENDED, LAUNCHED, WAITS
from shieldwall.record.reasons import GUIDANCE_FULL, LEFT_ENVELOPE, NO_ROUND, REACTING, UNSTEADY
from shieldwall.state.channel import ACQUIRING, ENGAGING, IDLE
from shieldwall.state.round import IN_FLIGHT
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

NEAR, BEYOND = (0.0, 20e3, 3000.0), (0.0, 60e3, 3000.0)


def fired(made: Any, t: float = 10.0, c: int = 0) -> int:
    return int(fire(made.model, made.belief, made.log, c, t))


def test_a_crew_that_still_reacts_holds_its_fire_and_says_so_once(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ENGAGING, ready_at=10.0)
    assert fired(made, 9.0) == fired(made, 9.9) == NOTHING_FIRED
    assert made.whys(WAITS) == [REACTING]
    assert fired(made, 10.0) == 0


def test_after_a_shot_the_same_reason_is_told_anew(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ENGAGING, ready_at=10.0)
    fired(made, 9.0)
    assert fired(made, 10.0) == 0
    state.ready_at = 99.0
    fired(made, 20.0)
    assert made.whys(WAITS) == [REACTING, REACTING]


def test_rounds_of_a_salvo_follow_at_the_launcher_s_pace_without_a_word(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"doctrine": SALVO, "salvo": 2}], launchers=[{"interval": 3.0}])
    made.engage(0, NEAR, state=ENGAGING)
    assert fired(made, 10.0) == 0
    assert fired(made, 12.9) == NOTHING_FIRED
    assert not len(made.rows(WAITS))
    assert fired(made, 13.0) == 1
    state = made.belief.channel_state[0]
    assert (state.fired, state.shots, state.flying, state.weapon) == (2, 2, 2, 0)
    assert made.belief.launcher_state[0].ready == 2
    assert made.belief.progress[0].flying == 2


@pytest.mark.parametrize("history", [0b11111, 0b01111, 0b11101, 0b00111, 0b10101])
def test_no_round_leaves_on_a_track_without_four_hits_of_five_looks(fire_unit: Battle, history: int) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ENGAGING, history=history)
    steady = history.bit_count() >= 4
    assert (fired(made) == 0) is steady
    assert made.whys(WAITS) == ([] if steady else [UNSTEADY])


def test_a_sensor_guides_so_many_rounds_at_once(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[{"role": ENGAGEMENT, "guides": 2}], channels=[{}, {}])
    made.engage(0, NEAR, state=ENGAGING, flying=1)
    other = made.engage(1, NEAR, state=ENGAGING, flying=1)
    assert fired(made) == NOTHING_FIRED
    assert made.whys(WAITS) == [GUIDANCE_FULL]
    other.flying = 0
    assert fired(made, 11.0) == 0


def test_another_sensor_s_rounds_and_those_of_an_ended_engagement_do_not_count(fire_unit: Battle) -> None:
    eyes = [{"role": ENGAGEMENT, "guides": 1}, {"role": ENGAGEMENT}]
    made = fire_unit(sensors=eyes, channels=[{}, {"sensor": 1}, {}])
    made.engage(0, NEAR, state=ENGAGING)
    made.engage(1, NEAR, state=ENGAGING, flying=5)
    made.engage(2, NEAR, state=IDLE, flying=5)
    assert fired(made) == 0
    # While it searches anew it does.
    made.belief.channel_state[0].flying = 0
    made.belief.channel_state[2].state = ACQUIRING
    assert fired(made, 20.0) == NOTHING_FIRED


def test_a_round_leaves_its_launcher_for_the_predicted_meeting(fire_unit: Battle) -> None:
    launchers = [{"x": 100.0, "first_round": 300, "fired": 2, "entity": 44}]
    made = fire_unit(launchers=launchers, sensors=[{"role": ENGAGEMENT, "look_interval": 1.5}])
    made.engage(0, (100.0, 26e3, 3000.0), (0.0, -300.0, 0.0), state=ENGAGING, cause=4)
    # Its track is of 0 s: 23 km away at 10 s, and met after 23 / 1.3 s.
    r = fired(made, 10.0)
    flown, flight = made.belief.rounds[r], made.belief.flight[:, r]
    time = 23.0 / 1.3
    assert (flown.name, flown.entity, flown.channel, flown.engagement) == (302, 44_002, 0, 1)
    assert (flown.weapon, flown.launcher, flown.state, flown.homing, flown.supported) == (0, 0, IN_FLIGHT, 0, 1)
    assert (flown.launched, flown.checked_at, flown.closest) == (10.0, 10.0, math.inf)
    # Two looks may pass before it wants support.
    assert flown.supported_until == 13.0
    assert flight[[X, Y, Z, ACTIVE]].tolist() == [100.0, 0.0, 0.0, 1.0]
    assert flight[[TX, TY, TZ, TVX, TVY, TVZ, TT]].tolist() == [100.0, 26e3, 3000.0, 0.0, -300.0, 0.0, 0.0]
    assert flight[[PX, PY, PZ]].tolist() == pytest.approx([100.0, 23e3 - 300.0 * time, 3000.0], abs=5.0)
    assert flight[PT] == pytest.approx(10.0 + time, abs=0.02)
    (event,) = made.rows(LAUNCHED)
    assert (event.who, event.cause, event.y) == (302, 4, 23e3)
    assert event.v1 == pytest.approx(time, abs=0.02)
    assert made.belief.launcher_state[0].fired == 3
    assert made.belief.weapon_state[0].next == 1


def test_its_row_says_where_the_target_is_held_to_be_then(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, (1000.0, 26e3, 3000.0), (30.0, -300.0, 5.0), state=ENGAGING)
    fired(made, 10.0)
    (event,) = made.rows(LAUNCHED)
    assert (event.x, event.y, event.z) == (1300.0, 23e3, 3050.0)
    # And it flies to where that will be when it arrives.
    ahead = 10.0 + float(event.v1)
    meeting = [1000.0 + 30.0 * ahead, 26e3 - 300.0 * ahead, 3000.0 + 5.0 * ahead]
    assert made.belief.flight[[PX, PY, PZ], 0].tolist() == pytest.approx(meeting, rel=1e-6)


def test_a_round_is_of_its_launcher_s_weapon(fire_unit: Battle) -> None:
    made = fire_unit(weapons=[{"max_range": 5e3}, {}], launchers=[{}, {"weapon": 1}])
    made.engage(0, NEAR, state=ENGAGING)
    r = fired(made)
    assert (r, made.belief.rounds[r].weapon, made.belief.rounds[r].launcher) == (8, 1, 1)
    assert made.belief.channel_state[0].weapon == 1


def test_a_gun_fires_a_burst_a_second(fire_unit: Battle) -> None:
    gun = {"kind": GUN, "min_range": 0.0, "rate": 50.0, "burst": 2.0, "dispersion": 1e-4, "hit_kills": 1.0}
    made = fire_unit(weapons=[gun], launchers=[{"interval": 9.0, "capacity": 50}])
    state = made.engage(0, NEAR, state=ENGAGING)
    assert fired(made, 10.0) == GUN_FIRED
    assert (state.shoot_at, state.shots, state.flying) == (11.0, 1, 0)
    assert not len(made.rows(LAUNCHED))


def test_out_of_the_envelope_a_channel_waits_twenty_seconds(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, BEYOND, state=ENGAGING, waits_since=10.0)
    assert fired(made, 30.0) == NOTHING_FIRED
    assert (state.state, made.whys(WAITS)) == (ENGAGING, [LEFT_ENVELOPE])
    assert fired(made, 30.1) == NOTHING_FIRED
    assert (state.state, made.whys(ENDED)) == (IDLE, [LEFT_ENVELOPE])


def test_without_a_round_an_engagement_ends_at_once(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"ready": 0}])
    state = made.engage(0, NEAR, state=ENGAGING, waits_since=10.0)
    assert fired(made, 10.0) == NOTHING_FIRED
    assert (state.state, made.whys(ENDED)) == (IDLE, [NO_ROUND])


def test_a_salvo_that_cannot_go_on_counts_as_fired(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"doctrine": SALVO, "salvo": 4}])
    state = made.engage(0, BEYOND, state=ENGAGING, fired=1, allowed=4, flying=1, waits_since=-100.0)
    assert fired(made) == NOTHING_FIRED
    assert (state.fired, state.state) == (4, ENGAGING)


def test_a_round_carries_the_chance_that_command_expected_of_it(fire_unit: Battle) -> None:
    made = fire_unit(weapons=[{"works": 0.35}])
    made.engage(0, NEAR, state=ENGAGING)
    assert made.belief.rounds[fired(made)].chance == pytest.approx(0.35)
