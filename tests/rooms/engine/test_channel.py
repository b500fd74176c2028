"""A fire channel at each of its looks: where it looks, what it takes, when it looks next."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.fire.channel import engage
from shieldwall.engine.fire.tracking import follow
from shieldwall.kernels.flight import PT
from shieldwall.models.numbers import GUN
from shieldwall.record.kinds import ACQUIRED, BURST, ENDED, LAUNCHED
from shieldwall.record.reasons import UNIT_LOST
from shieldwall.state.channel import ACQUIRING, ENGAGING, IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

NEAR, STILL = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0)


def looked(made: Any, t: float) -> float:
    return float(engage(made.model, made.truth, made.belief, made.log, 0, t))


def test_a_target_where_the_cue_says_is_acquired_at_the_third_look(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"reaction": 60.0}], bodies=[{"at": NEAR, "speed": STILL}])
    made.take(0, 0, NEAR)
    for t in (0.0, 1.0):
        assert looked(made, t) == t + 1.0
        assert not len(made.rows(ACQUIRED))
    looked(made, 2.0)
    assert [float(row.t) for row in made.rows(ACQUIRED)] == [2.0]
    assert made.belief.channel_state[0].state == ENGAGING


def test_a_shot_is_named_by_the_body_that_the_track_really_follows(fire_unit: Battle) -> None:
    bodies = [{"at": (0.0, -20e3, 3000.0), "speed": STILL}, {"at": NEAR, "speed": STILL}]
    made = fire_unit(bodies=bodies, weapons=[{"works": 1.0}])
    made.engage(0, NEAR, state=ENGAGING)
    looked(made, 0.0)
    assert len(made.rows(LAUNCHED)) == 1
    assert made.truth.shots[0].tolist() == [1, 0, 1]
    assert made.truth.tallies[0].tolist() == [0, 1, 0]


def test_a_shot_at_a_false_track_has_a_name_of_its_own(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{"at": (0.0, -20e3, 3000.0), "speed": STILL}])
    made.engage(0, NEAR, state=ENGAGING)
    looked(made, 0.0)
    assert made.truth.shots[0, :2].tolist() == [NONE, 0]
    assert made.truth.tallies[0].tolist() == [0, 1]


def test_a_gun_s_burst_goes_where_the_track_is(fire_unit: Battle) -> None:
    made = fire_unit(
        weapons=[{"kind": GUN, "min_range": 0.0, "rate": 50.0, "burst": 2.0, "dispersion": 1e-4, "hit_kills": 1.0}]
    )
    made.engage(0, NEAR, state=ENGAGING)
    looked(made, 0.0)
    assert [(float(row.y), float(row.v0)) for row in made.rows(BURST)] == [(20e3, 100.0)]


def test_a_channel_of_a_destroyed_unit_ends_its_engagement(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ENGAGING)
    made.belief.unit_state[0].alive = 0
    assert looked(made, 0.0) == math.inf
    assert made.whys(ENDED) == [UNIT_LOST]


def test_a_channel_whose_engagement_has_ended_looks_no_more(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NEAR, state=ENGAGING, history=0, misses=4)
    assert looked(made, 0.0) == math.inf
    assert made.belief.channel_state[0].state == IDLE


def test_the_next_look_comes_after_the_share_of_a_look_that_this_one_lasted(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[{"role": ENGAGEMENT, "look_interval": 2.0}], bodies=[{"at": NEAR, "speed": STILL}])
    made.engage(0, NEAR, state=ENGAGING, fired=1)
    assert looked(made, 0.0) == 2.0
    # Seven seconds before the meeting, a fifth.
    made = fire_unit(sensors=[{"role": ENGAGEMENT, "look_interval": 2.0}], bodies=[{"at": NEAR, "speed": STILL}])
    made.engage(0, NEAR, state=ENGAGING, fired=1)
    made.add_round(0, 0, 0, launched=-13.0)
    made.belief.flight[PT, 0] = 7.0
    assert looked(made, 0.0) == pytest.approx(0.4)


def test_while_its_sensor_still_turns_a_channel_does_not_look(fire_unit: Battle) -> None:
    cone = {"role": ENGAGEMENT, "cos_sector": math.cos(math.radians(30.0)), "facing_y": -1.0}
    made = fire_unit(sensors=[cone], bodies=[{"at": NEAR, "speed": STILL}])
    made.take(0, 0, NEAR)
    looked(made, 0.0)
    assert made.belief.progress[0].plots == 0
    assert made.belief.channel_state[0].history == 0


def followed(made: Any, *plots: tuple[float, float, float], t: float = 1.0) -> list[int]:
    number = made.add_look(0, t, *plots)
    rows = made.belief.scratch.assigned[: len(plots)]
    follow(made.model, made.belief, 0, number, rows, t)
    return [int(row) for row in rows]


def test_a_channel_takes_the_nearest_plot_in_its_gate(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ENGAGING, history=0b10110, misses=2, hit_at=-5.0)
    made.belief.covariance[0, [0, 3, 5]] = 10.0**2
    # Gates are four deviations wide; the plots' and the track's errors of 10 m each make 14.1 m together.
    found = followed(made, (50.0, 20e3, 3000.0), (-30.0, 20e3, 3000.0), (0.0, 20_060.0, 3000.0))
    assert found == [NONE, 0, NONE]
    assert made.belief.tracks[0].x == pytest.approx(-15.0)
    assert (state.history, state.hit, state.hit_at, state.misses) == (0b01101, 1, 1.0, 0)


def test_a_plot_four_deviations_away_is_another_s(fire_unit: Battle) -> None:
    for away, taken in ((3.99, True), (4.01, False)):
        made = fire_unit()
        state = made.engage(0, NEAR, state=ENGAGING, history=0b00001, misses=1, hit_at=-5.0)
        made.belief.covariance[0, [0, 3, 5]] = 10.0**2
        assert followed(made, (away * np.sqrt(200.0), 20e3, 3000.0)) == [0 if taken else NONE]
        assert (state.history, state.hit, state.misses) == ((0b00011, 1, 0) if taken else (0b00010, 0, 2))
        assert state.hit_at == (1.0 if taken else -5.0)


def test_a_history_holds_five_looks(fire_unit: Battle) -> None:
    made = fire_unit()
    state = made.engage(0, NEAR, state=ACQUIRING, history=0b11111)
    followed(made)
    assert state.history == 0b11110
