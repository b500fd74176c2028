"""Threat evaluation: which tracks are hostile, how much each threatens, and which may be shot at."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.evaluation import evaluate, rank_threats, threat_value
from shieldwall.record.kinds import DECLARED, HELD
from shieldwall.record.reasons import (
    ASSESSED_KILLED,
    ASSESSED_UNKNOWN,
    HEIGHT_UNKNOWN,
    HELD_BY_RULE,
    NO_REASON,
    NOT_APPROACHING,
    NOT_DECLARED,
)
from shieldwall.state.identity import UNKNOWN
from shieldwall.state.unit import WEAPONS_FREE, WEAPONS_HOLD, WEAPONS_TIGHT

Battle = Callable[..., Any]

#: A defended place of value 1 at the origin.
DEPOT = ((0.0, 0.0, 0.0, 1.0),)
NEAR = (0.0, 20e3, 3000.0)
INBOUND = (0.0, -200.0, 0.0)


def judged(made: Any, k: int, t: float = 0.0) -> int:
    return int(evaluate(made.model, made.belief, made.log, 0, k, t))


def scored(made: Any, k: int, t: float = 0.0) -> float:
    judged(made, k, t)
    return float(made.belief.tracks[k].score)


@pytest.mark.parametrize("control", [WEAPONS_TIGHT, WEAPONS_HOLD])
def test_a_track_is_declared_hostile_so_long_after_it_was_confirmed(battle: Battle, control: int) -> None:
    made = battle(units=[{"declare_after": 4.0, "control": control}], assets=DEPOT)
    k = made.add_track(0, NEAR, INBOUND, identity=UNKNOWN, confirmed_at=10.0)
    assert judged(made, k, 13.9) == NOT_DECLARED
    assert made.belief.tracks[k].identity == 0
    assert judged(made, k, 14.0) != NOT_DECLARED
    assert made.belief.tracks[k].identity == 1
    assert len(made.rows(DECLARED)) == 1


def test_under_weapons_free_a_track_is_hostile_at_once(battle: Battle) -> None:
    made = battle(units=[{"declare_after": 60.0, "control": WEAPONS_FREE}], assets=DEPOT)
    k = made.add_track(0, NEAR, INBOUND, identity=UNKNOWN)
    assert judged(made, k) == NO_REASON
    assert len(made.rows(DECLARED)) == 1


def test_what_flies_at_a_place_threatens_it_by_the_time_to_go(battle: Battle) -> None:
    made = battle(assets=DEPOT)
    # 20 km at 200 m/s are 100 s, over the 120 s in which a threat falls by e.
    assert scored(made, made.add_track(0, NEAR, INBOUND)) == pytest.approx(math.exp(-100.0 / 120.0), rel=1e-4)
    # Ten seconds on, ten seconds less.
    k = made.add_track(0, NEAR, INBOUND)
    assert scored(made, k, 10.0) == pytest.approx(math.exp(-90.0 / 120.0), rel=1e-4)


def test_what_will_pass_aside_threatens_less_by_the_square_of_the_miss(battle: Battle) -> None:
    made = battle(assets=DEPOT)
    for miss in (8e3, 16e3):
        k = made.add_track(0, (miss, 20e3, 3000.0), INBOUND)
        expected = math.exp(-0.5 * (miss / 8e3) ** 2 - 100.0 / 120.0)
        assert scored(made, k) == pytest.approx(max(expected, 0.3 * math.exp(-math.hypot(miss, 20e3) / 30e3)), rel=1e-3)


def test_what_flies_away_threatens_by_being_near(battle: Battle) -> None:
    made = battle(assets=DEPOT)
    k = made.add_track(0, NEAR, (0.0, 200.0, 0.0))
    assert scored(made, k) == pytest.approx(0.3 * math.exp(-20e3 / 30e3), rel=1e-6)


def test_a_threat_counts_for_the_place_that_has_most_to_lose(battle: Battle) -> None:
    made = battle(assets=((0.0, 0.0, 0.0, 0.2), (0.0, -12e3, 0.0, 1.0)))
    k = made.add_track(0, NEAR, INBOUND)
    # The first is 100 s away and worth a fifth, the second 160 s.
    assert scored(made, k) == pytest.approx(math.exp(-160.0 / 120.0), rel=1e-3)


def plain_threat(places: Any, target: tuple[float, ...]) -> float:
    """The threat of a target (x, y, vx, vy) to places (x, y, value), every measure worked out."""
    x, y, vx, vy = target
    square = vx * vx + vy * vy + 1.0
    measures = []
    for px, py, value in places:
        dx, dy = px - x, py - y
        to_go = (dx * vx + dy * vy) / square
        miss2 = max(0.0, dx * dx + dy * dy - to_go * to_go * square)
        measures.append(0.3 * value * math.exp(-math.hypot(dx, dy) / 30e3))
        if to_go > 0.0:
            measures.append(value * math.exp(-0.5 * miss2 / 8e3**2 - to_go / 120.0))
    return max(measures)


def test_no_measure_is_left_out_that_would_be_the_greatest(battle: Battle) -> None:
    draw = np.random.default_rng(11)
    made = battle()
    k = made.add_track(0, (0.0, 0.0, 3000.0))
    track = made.belief.tracks[k]
    aimed = 0
    for _ in range(500):
        places = np.column_stack([draw.uniform(-60e3, 60e3, (3, 2)), np.zeros(3), draw.uniform(0.1, 1.0, 3)])
        track.vx, track.vy = draw.normal(0.0, draw.choice([20.0, 150.0, 500.0]), 2)
        score, _worth, to_go = threat_value(places, track, 0.0)
        assert score == pytest.approx(plain_threat(places[:, [0, 1, 3]], (0.0, 0.0, track.vx, track.vy)), rel=1e-12)
        aimed += to_go < math.inf
    assert 60 < aimed < 440


def test_a_target_reported_killed_is_left_alone_until_a_later_plot(battle: Battle) -> None:
    made = battle(assets=DEPOT)
    k = made.add_track(0, NEAR, INBOUND, t=30.0, killed_at=30.0, verdict=ASSESSED_KILLED)
    assert judged(made, k, 31.0) == ASSESSED_KILLED
    made.belief.tracks[k].verdict = ASSESSED_UNKNOWN
    assert judged(made, k, 31.0) == ASSESSED_UNKNOWN
    made.belief.tracks[k].t = 30.5
    assert judged(made, k, 31.0) == NO_REASON


def test_what_is_known_without_its_height_cannot_be_shot_at(battle: Battle) -> None:
    made = battle(assets=DEPOT)
    k = made.add_track(0, NEAR, INBOUND, sigma=999.0)
    assert judged(made, k) == NO_REASON
    made.belief.covariance[k, 5] = 1001.0**2
    assert judged(made, k) == HEIGHT_UNKNOWN


def test_what_threatens_no_place_by_a_thousandth_is_not_approaching(battle: Battle) -> None:
    # Flying away it threatens by 0.3 exp(-d / 30 km), a thousandth at 171 km.
    edge = 30e3 * math.log(300.0)
    for distance, why in ((edge - 100.0, NO_REASON), (edge + 100.0, NOT_APPROACHING)):
        made = battle(assets=DEPOT)
        k = made.add_track(0, (0.0, distance, 3000.0), (0.0, 200.0, 0.0))
        assert judged(made, k) == why


def test_under_weapons_hold_a_unit_fires_in_self_defence_alone(battle: Battle) -> None:
    aside = battle(units=[{"control": WEAPONS_HOLD, "x": 6e3}], assets=DEPOT)
    assert judged(aside, aside.add_track(0, NEAR, INBOUND)) == HELD_BY_RULE
    below = battle(units=[{"control": WEAPONS_HOLD}], assets=DEPOT)
    assert judged(below, below.add_track(0, NEAR, INBOUND)) == NO_REASON


def test_threats_are_ranked_by_their_score_and_equals_by_their_rows(battle: Battle) -> None:
    made = battle(assets=DEPOT)
    far = made.add_track(0, (0.0, 40e3, 3000.0), INBOUND)
    near = made.add_track(0, NEAR, INBOUND)
    twin = made.add_track(0, NEAR, INBOUND)
    assert rank_threats(made.model, made.belief, made.log, 0, 0.0) == 3
    assert made.belief.scratch.ranking[:3].tolist() == [near, twin, far]


def test_what_is_engaged_or_may_not_be_shot_at_is_not_ranked(battle: Battle) -> None:
    made = battle(assets=DEPOT)
    made.add_track(0, NEAR, INBOUND, shooter=0, order=3)
    held = made.add_track(0, NEAR, INBOUND, t=0.0, killed_at=0.0, verdict=ASSESSED_KILLED)
    open_one = made.add_track(0, NEAR, INBOUND)
    made.add_track(0, NEAR, INBOUND, status=1)
    assert rank_threats(made.model, made.belief, made.log, 0, 0.0) == 1
    assert made.belief.scratch.ranking[0] == open_one
    assert made.whys(HELD) == [ASSESSED_KILLED]
    assert made.rows(HELD)[0].v0 == made.belief.tracks[held].number
