"""What a shot is worth, and who can take one."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from shieldwall.catalogue import load
from shieldwall.engine.command.kill_chance import EXPECTED_SIZE
from shieldwall.engine.command.shot_value import (
    best_shot,
    in_sight,
    map_shows,
    share_in_sight,
    shot_value,
    shots_in,
)
from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.engine.fire.lowest import no_lower
from shieldwall.kernels.masks import LAYERS, MASK
from shieldwall.models.numbers import GUN, MISSILE, RADAR
from shieldwall.record.reasons import (
    FAINT_FOR_FIRE_CONTROL,
    KEPT_IN_RESERVE,
    LEFT_ENVELOPE,
    NO_REASON,
    NO_UNIT_IN_REACH,
    NOT_WORTH_A_ROUND,
    OUTSIDE_SECTOR,
    STRIKES_FIRST,
    TOO_FAST,
    TOO_LATE,
    TRACKED_VAGUELY,
    UNLIKELY,
    UNSEEN_BY_FIRE_CONTROL,
)
from shieldwall.state.channel import ACQUIRING
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

HERE, STILL = (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
FAR = (0.0, 31e3, 3000.0)


def shot(made: Any, at: tuple[float, ...] = FAR, speed: tuple[float, ...] = STILL, *, n: int = 0, u: int = 1,
         weapons: int = 1) -> tuple[float, int]:  # fmt: skip
    """Value and obstacle of the best shot of unit `u`, as unit `n` knows it."""
    k = made.add_track(n, at, speed)
    value, _saves, _leaves, obstacle = best_shot(made.model, made.belief, n, u, k, weapons, NO_UNIT_IN_REACH, 0.0)
    return float(value), int(obstacle)


def reached(made: Any, at: tuple[float, ...], speed: tuple[float, ...] = STILL, wait: float = 0.0) -> tuple[int, float]:
    """Obstacle and flight time of weapon 0 from the origin."""
    why, time = in_envelope(made.model, 0, HERE, (*at, *speed), wait)
    return int(why), float(time)


def valued(made: Any, chance: float, shots: float = 1.0, left: float = 1.0, speed: float = 200.0) -> tuple[float, int]:
    """Value of shots of weapon 0 at a track that would destroy half of the most valued place, and why there is none."""
    track = made.belief.tracks[made.add_track(0, FAR, (0.0, speed, 0.0), worth=0.5)]
    value, why = shot_value(made.model.weapons[0], made.model.units[0], track, chance, shots, left)
    return float(value), int(why)


def test_a_shot_is_worth_what_it_saves_less_its_cost(battle: Battle) -> None:
    made = battle(weapons=[{"cost": 1.5}])
    assert valued(made, 0.8) == (pytest.approx(0.5 * 0.8 - 0.02 * 1.5), NO_REASON)
    # Two shots, one after the other, miss with a chance of 0.04; a round of the last quarter is worth four.
    assert valued(made, 0.8, shots=2.0)[0] == pytest.approx(0.5 * 0.96 - 0.02 * 1.5)
    assert valued(made, 0.8, left=0.25)[0] == pytest.approx(0.5 * 0.8 - 4.0 * 0.02 * 1.5)
    # The last rounds are there to be fired: they grow no dearer.
    assert valued(made, 0.8, left=0.01) == valued(made, 0.8, left=0.25)


def test_no_round_is_fired_below_the_least_chance_or_for_less_than_it_is_worth(battle: Battle) -> None:
    made = battle(units=[{"least_chance": 0.3}], weapons=[{"cost": 10.0}])
    assert valued(made, 0.29) == (-math.inf, UNLIKELY)
    assert valued(made, 0.39) == (-math.inf, NOT_WORTH_A_ROUND)
    assert valued(made, 0.41)[1] == NO_REASON


def test_the_bursts_that_time_allows_count_together_against_the_least_chance_and_rounds_do_not(battle: Battle) -> None:
    # Of three at 0.15 each one kills with 1 - 0.85^3 = 0.386, of two with 0.278.
    for kind, shots, why in ((GUN, 3.0, NO_REASON), (GUN, 2.0, UNLIKELY), (MISSILE, 3.0, UNLIKELY)):
        made = battle(units=[{"least_chance": 0.3}], weapons=[{"kind": kind}])
        assert valued(made, 0.15, shots)[1] == why


@pytest.mark.parametrize("threat", ["tomahawk-class", "shahed-class"])
def test_crews_expect_targets_as_large_as_the_catalogue_has_what_flies_low(threat: str) -> None:
    size = load(threat).size
    assert size.low <= EXPECTED_SIZE <= size.high


def test_of_slow_targets_a_post_hears_that_rounds_are_kept_in_reserve(group: Battle) -> None:
    # Its unit at 1 km north has half of its rounds left, and the target passes 31 km from there.
    for reserve, why in ((0.5, KEPT_IN_RESERVE), (0.49, NO_REASON)):
        made = group(units=[{"commands": 1}, {"post": 0, "y": 1000.0, "reserve": reserve}], weapons=[{}])
        made.belief.subordinates[0, 1].left = 0.5
        assert shot(made, speed=(50.0, 0.0, 0.0))[1] == why


def test_what_is_slow_would_destroy_less(battle: Battle) -> None:
    # A drone carries 50 kg where a cruise missile carries 450 kg.
    assert valued(battle(weapons=[{}]), 0.8, speed=50.0)[0] == pytest.approx(0.8 * 0.5 * 0.11)


def test_so_many_shots_are_counted_on_as_time_allows() -> None:
    # Each takes 20 s: one more for each 20 s left after the first, three at most; none that would come too late.
    for time, shots in ((-5.0, 0.0), (0.1, 1.0), (19.9, 1.0), (20.1, 2.0), (41.0, 3.0), (500.0, 3.0), (math.inf, 3.0)):
        assert shots_in(time, 20.0) == shots


def test_of_several_weapons_the_best_shot_counts_if_it_is_ready(group: Battle) -> None:
    weapons = [{"works": 0.7}, {"works": 0.9}, {"works": 0.99, "max_range": 10e3}]
    away = (60.0, 80.0, 0.0)
    assert shot(group(weapons=weapons), speed=away, weapons=0b111)[0] == pytest.approx(1.0 - 0.1**3)
    assert shot(group(weapons=weapons), speed=away, weapons=0b101)[0] == pytest.approx(1.0 - 0.3**3)


def test_the_shots_that_time_allows_begin_after_the_reaction_and_the_flight(group: Battle) -> None:
    # 30 km off at 250 m/s towards the unit, which fires in 5 s: met after 23 s more, and looked at for 3 s.
    for to_go, shots in ((5.0 + 23.0 + 25.9, 1), (5.0 + 23.0 + 26.1, 2)):
        made = group(weapons=[{"works": 0.7}])
        k = made.add_track(0, FAR, (0.0, -250.0, 0.0), to_go=to_go)
        assert best_shot(made.model, made.belief, 0, 1, k, 1, NO_UNIT_IN_REACH, 0.0)[0] == pytest.approx(
            1.0 - 0.3**shots
        )


def test_no_round_is_ordered_that_would_meet_its_target_at_what_it_threatens_or_later(group: Battle) -> None:
    # 30 km off at 250 m/s towards the unit, which fires in 5 s: met after 23 s more.
    for to_go, why in ((5.0 + 22.9, STRIKES_FIRST), (5.0 + 23.1, NO_REASON)):
        made = group(weapons=[{"works": 0.7}])
        k = made.add_track(0, FAR, (0.0, -250.0, 0.0), to_go=to_go)
        assert best_shot(made.model, made.belief, 0, 1, k, 1, NO_UNIT_IN_REACH, 0.0)[3] == why


def test_what_the_engagement_sensor_would_hardly_see_is_too_faint(group: Battle) -> None:
    eye = {"unit": 1, "role": ENGAGEMENT, "y": 1000.0, "kind": RADAR, "fluctuates": 1}
    for echo, why in ((0.1, NO_REASON), (0.01, FAINT_FOR_FIRE_CONTROL), (0.0, NO_REASON)):
        # Signal to noise of 10 for a square metre tenth at 30 km; tables here see all from 1 on.
        made = group(sensors=[{}, eye | {"radar_constant": 10.0 * 30e3**4 / 0.1}])
        k = made.add_track(0, FAR, echo=echo)
        assert best_shot(made.model, made.belief, 0, 1, k, 1, NO_UNIT_IN_REACH, 0.0)[3] == why


@pytest.mark.parametrize(
    ("place", "speed", "age", "why"),
    [
        # Three axes of 230 m are 398 m, of 232 m 402 m; ...
        (230.0, 0.0, 0.0, NO_REASON),
        (232.0, 0.0, 0.0, TRACKED_VAGUELY),
        # ... 100 m and 30 m/s unseen for 6.9 s are 398 m, for 7 s 403 m.
        (100.0, 30.0, 6.9, NO_REASON),
        (100.0, 30.0, 7.0, TRACKED_VAGUELY),
    ],
)
def test_what_is_tracked_vaguely_or_unseen_for_long_is_not_shot_at(
    group: Battle, place: float, speed: float, age: float, why: int
) -> None:
    made = group()
    k = made.add_track(0, FAR)
    made.belief.covariance[k, [0, 3]], made.belief.covariance[k, [15, 18, 20]] = place**2, speed**2
    made.belief.covariance[k, 5] = place**2
    assert best_shot(made.model, made.belief, 0, 1, k, 1, NO_UNIT_IN_REACH, age)[3] == why


def test_but_a_unit_finds_again_what_it_sees_itself(group: Battle) -> None:
    made = group()
    for n, age, why in ((1, 4.0, NO_REASON), (1, 4.1, TRACKED_VAGUELY), (0, 0.0, TRACKED_VAGUELY)):
        k = made.add_track(n, FAR)
        made.belief.covariance[k, [0, 3, 5]] = 500.0**2
        assert best_shot(made.model, made.belief, n, 1, k, 1, NO_UNIT_IN_REACH, age)[3] == why


@pytest.mark.parametrize(
    ("height", "doubt", "lower"),
    # Over ground of 400 m nothing flies below 430 m: of a doubt of 100 m that leaves all or a part, and lifts what is
    # held to fly lower, even under the ground.
    [(800.0, 100.0, 100.0), (470.0, 100.0, 40.0), (420.0, 100.0, -10.0), (470.0, 10.0, 10.0), (300.0, 0.0, -130.0)],
)
def test_a_target_may_fly_lower_than_its_track_but_not_into_the_ground(
    battle: Battle, height: float, doubt: float, lower: float
) -> None:
    made = battle()
    made.model.ground[:] = 400.0
    assert height - no_lower(made.model, 0.0, 20e3, height, doubt) == pytest.approx(lower, abs=0.1)


@pytest.mark.parametrize("falls", [0.0, 10.0, 25.0])
def test_a_low_target_stays_in_reach_though_its_climb_is_taken_for_a_dive(fire_unit: Battle, falls: float) -> None:
    # A fault: cruise missiles were out of reach of every unit while a filter took the noise of their height for a dive.
    made = fire_unit()
    made.model.ground[:] = 0.0
    made.model.weapons[0].min_height = 5.0
    assert reached(made, (0.0, 20e3, 60.0), (0.0, -250.0, -falls))[0] == NO_REASON


def test_a_shot_counts_as_much_as_its_way_is_in_sight(group: Battle) -> None:
    # The sensor reaches 30 km: of a target that flies away from 25 km at 300 m/s for 30 s, it has the first third.
    made = group(sensors=[{}, {"unit": 1, "role": ENGAGEMENT, "range_max": 30e3}])
    away = (0.0, 25e3, 3000.0, 0.0, 300.0, 0.0)
    assert share_in_sight(made.model, 1, away, 30.0, False) == pytest.approx(1.0 / 3.0)
    assert share_in_sight(made.model, 1, (*away[:4], -300.0, 0.0), 30.0, True) == 1.0


def test_a_dive_into_the_ground_takes_no_target_out_of_sight(group: Battle) -> None:
    # The sensor looks no lower than 0.005 under the horizontal: at 10 km that is 50 m below it, which nothing flies.
    made = group(sensors=[{}, {"unit": 1, "role": ENGAGEMENT, "range_max": 30e3, "sin_low": -5e-3}])
    made.model.ground[:] = 0.0
    for falls in (0.0, 25.0):
        assert share_in_sight(made.model, 1, (0.0, 12e3, 60.0, 0.0, -100.0, -falls), 20.0, True) == 1.0


def test_a_round_that_is_supported_to_the_end_is_worth_nothing_where_its_target_will_be_hidden(group: Battle) -> None:
    made = group(sensors=[{}, {"unit": 1, "role": ENGAGEMENT, "range_max": 30e3}])
    away = (0.0, 25e3, 3000.0, 0.0, 300.0, 0.0)
    assert share_in_sight(made.model, 1, away, 30.0, True) == 0.0


def test_what_comes_out_of_the_shadow_by_the_time_of_the_first_look_is_in_sight(group: Battle) -> None:
    # The sensor reaches 30 km from where it stands, a kilometre north; at 500 m/s four seconds are 2 km.
    near = [{}, {"unit": 1, "role": ENGAGEMENT, "y": 1000.0, "range_max": 30e3}]
    for distance, why in ((32.5e3, NO_REASON), (33.5e3, UNSEEN_BY_FIRE_CONTROL)):
        assert shot(group(sensors=near), (0.0, distance, 3000.0), (0.0, -500.0, 0.0))[1] == why


def test_what_goes_into_a_shadow_before_it_could_be_acquired_is_not_in_sight(group: Battle) -> None:
    # At 500 m/s away eight seconds are 4 km: from 26.5 km it is then 29.5 km from the sensor, from 27.5 km beyond 30.
    made = group(sensors=[{}, {"unit": 1, "role": ENGAGEMENT, "y": 1000.0, "range_max": 30e3}])
    for distance, why in ((26.5e3, NO_REASON), (27.5e3, UNSEEN_BY_FIRE_CONTROL)):
        away = (0.0, distance, 3000.0, 0.0, 500.0, 0.0)
        k = made.add_track(0, away[:3], away[3:])
        assert in_sight(made.model, made.belief, 0, 1, k, away, 0.0) == why


def test_a_target_faster_than_the_weapon_may_engage_is_too_fast(group: Battle) -> None:
    for speed, why in ((899.0, NO_REASON), (901.0, TOO_FAST)):
        assert shot(group(), speed=(0.0, -speed, 0.0))[1] == why
    # Out of reach of another weapon, too: the further reason counts.
    assert shot(group(weapons=[{}, {"max_range": 5e3}]), speed=(0.0, -901.0, 0.0), weapons=0b11)[1] == TOO_FAST


def test_beyond_every_weapon_no_unit_is_in_reach(group: Battle) -> None:
    assert shot(group(), (0.0, 52e3, 3000.0)) == (-math.inf, NO_UNIT_IN_REACH)
    assert shot(group(), weapons=0) == (-math.inf, NO_UNIT_IN_REACH)


def test_what_is_inside_now_and_cannot_be_met_inside_is_shot_at_too_late(group: Battle) -> None:
    # The unit stands a kilometre north and reaches 50 km: at 49 km, leaving at 250 m/s, it is met beyond; standing,
    # or coming nearer, it is met inside.
    edge = (0.0, 50e3, 3000.0)
    assert shot(group(), edge, (0.0, 250.0, 0.0)) == (-math.inf, TOO_LATE)
    assert [shot(group(), edge, (0.0, speed, 0.0))[1] for speed in (0.0, -250.0)] == [NO_REASON, NO_REASON]
    # From beyond it leaves as before.
    assert shot(group(), (0.0, 53e3, 3000.0), (0.0, 250.0, 0.0))[1] == NO_UNIT_IN_REACH
    # Who passes before a round leaves, 5 s from now, is leaving, too; who does not may yet be met.
    far = [{"min_range": 3200.0}]
    for distance, why in ((1.4e3, TOO_LATE), (1.6e3, NO_UNIT_IN_REACH)):
        assert shot(group(weapons=far), (0.0, 1e3 + distance, 3000.0), (0.0, -290.0, 0.0))[1] == why
    # Another weapon that is too slow for it has no say.
    others = [{}, {"max_target_speed": 200.0}]
    assert shot(group(weapons=others), edge, (0.0, 250.0, 0.0), weapons=0b11)[1] == TOO_LATE
    assert shot(group(weapons=[{}, {"max_range": 90e3}]), edge, (0.0, 250.0, 0.0), weapons=0b11)[1] in (
        NO_REASON,
        TOO_LATE,
    )


def test_in_reach_but_not_in_view_is_unseen_by_fire_control(group: Battle) -> None:
    blind = {"unit": 1, "role": ENGAGEMENT, "y": 1000.0, "range_max": 20e3}
    assert shot(group(sensors=[{}, blind])) == (-math.inf, UNSEEN_BY_FIRE_CONTROL)
    # Out of reach as well it is out of reach.
    assert shot(group(sensors=[{}, blind]), (0.0, 60e3, 3000.0)) == (-math.inf, NO_UNIT_IN_REACH)


CONE = {"cos_sector": math.cos(math.radians(30.0)), "half_sector": math.radians(30.0)}
SECTOR = [{}, {"unit": 1, "role": ENGAGEMENT} | CONE]


ASIDE = (25e3, 0.0, 3000.0)
TWO = [{"unit": 1, "sensor": 1}, {"unit": 1, "sensor": 1}]


def test_a_unit_turns_from_what_it_seeks_and_not_from_its_rounds(group: Battle) -> None:
    made = group(sensors=SECTOR, channels=TWO)
    # Idle, it may turn; its channels are what it has, whatever its post believes.
    made.belief.subordinates[0, 1].free = 1
    assert shot(made, ASIDE, n=1)[1] == NO_REASON
    state = made.engage(0, FAR, state=ACQUIRING)
    assert shot(made, ASIDE, n=1)[1] == NO_REASON
    state.flying = 1
    assert shot(made, ASIDE, n=1) == (-math.inf, OUTSIDE_SECTOR)
    assert shot(made, n=1)[1] == NO_REASON


def test_a_unit_whose_post_died_with_a_full_ledger_turns_as_one_that_never_had_a_post(group: Battle) -> None:
    # The post believed to the end that all channels were busy; they are idle.
    made = group(sensors=SECTOR, channels=TWO)
    known = made.belief.subordinates[0, 1]
    known.free, known.turn_low, known.turn_high, known.held_worth = 0, 0.0, 0.0, 9.0
    assert shot(made, ASIDE, n=1)[1] == NO_REASON


def test_a_post_goes_by_the_room_to_turn_that_was_reported(group: Battle) -> None:
    made = group(sensors=SECTOR, channels=TWO)
    known = made.belief.subordinates[0, 1]
    assert shot(made, ASIDE)[1] == NO_REASON
    # Rounds in flight keep it; so does what it has acquired and threatens more.
    known.turn_low = -0.1
    assert shot(made, ASIDE) == (-math.inf, OUTSIDE_SECTOR)
    known.turn_low, known.held_worth = -math.pi, 1.1
    assert shot(made, ASIDE) == (-math.inf, OUTSIDE_SECTOR)
    assert shot(made)[1] == NO_REASON


def test_a_post_goes_by_the_facing_that_was_reported(group: Battle) -> None:
    made = group(sensors=SECTOR, channels=TWO)
    made.belief.subordinates[0, 1].turn_low = 0.0
    # It has turned east since its report.
    made.belief.sensor_state[1].facing_x, made.belief.sensor_state[1].facing_y = 1.0, 0.0
    assert shot(made, n=0)[1] == NO_REASON


def test_the_map_shows_what_is_in_range_over_trees_and_inside_the_elevations(battle: Battle) -> None:
    sensor = {"role": ENGAGEMENT, "range_max": 40e3, "range_min": 2e3, "sin_low": -0.1, "sin_high": 0.5}
    made = battle(sensors=[sensor | {"mask": 0}])
    # A mask over open ground.
    rows = np.zeros(1, MASK).view(np.recarray)
    made = replace(made, model=made.model._replace(masks=np.full(4 * LAYERS, -500, np.int16), mask_rows=rows))
    mask = rows[0]
    mask.west = mask.south = -100e3
    mask.per_cell, mask.columns, mask.rows = 1.0 / 200e3, 2, 2
    made.model.treetops[:] = 0.01

    def shown(distance: float, height: float) -> bool:
        return bool(map_shows(made.model, 0, 0.0, distance, 10.0 + height))

    assert shown(39e3, 3e3)
    assert not shown(40.1e3, 3e3)
    assert not shown(1.5e3, 500.0)
    # A hundredth of the distance is where the trees end.
    assert shown(20e3, 205.0)
    assert not shown(20e3, 195.0)
    # An elevation of 30 degrees is the highest.
    assert shown(20e3, 0.99 * 20e3 * math.tan(math.radians(30.0)))
    assert not shown(20e3, 1.01 * 20e3 * math.tan(math.radians(30.0)))


def test_without_an_engagement_sensor_nothing_is_shown(battle: Battle) -> None:
    assert not map_shows(battle().model, -1, *FAR)


def test_an_intercept_must_lie_between_the_least_and_the_greatest_range(fire_unit: Battle) -> None:
    made = fire_unit()
    for distance, inside in ((0.9e3, False), (1.2e3, True), (49.8e3, True), (50.1e3, False)):
        why, time = reached(made, (0.0, distance, 100.0))
        assert (why == NO_REASON) is inside
        assert time == (pytest.approx(distance / 1000.0, abs=0.01) if inside else math.inf)


def test_and_between_the_least_height_over_ground_and_the_greatest_over_the_sea(fire_unit: Battle) -> None:
    made = fire_unit(weapons=[{"min_height": 50.0, "max_height": 12e3}])
    for height, inside in ((45.0, False), (55.0, True), (11.9e3, True), (12.1e3, False)):
        assert (reached(made, (0.0, 20e3, height))[0] == NO_REASON) is inside
    # The same over a plateau of 400 m.
    made.model.ground[:] = 400.0
    assert [reached(made, (0.0, 20e3, height))[0] for height in (445.0, 455.0)] == [LEFT_ENVELOPE, NO_REASON]


def test_it_is_the_intercept_that_must_lie_inside_not_the_target(fire_unit: Battle) -> None:
    made = fire_unit()
    # 70 km off and closing at 500 m/s: met at 46.7 km; after a wait of 10 s at 43.3 km.
    why, time = reached(made, (0.0, 70e3, 3000.0), (0.0, -500.0, 0.0))
    assert (why, time) == (NO_REASON, pytest.approx(70.0 / 1.5, abs=0.02))
    why, time = reached(made, (0.0, 70e3, 3000.0), (0.0, -500.0, 0.0), wait=10.0)
    assert (why, time) == (NO_REASON, pytest.approx(65.0 / 1.5, abs=0.02))
    # Inside now and flying away, it is met outside.
    assert reached(made, (0.0, 40e3, 3000.0), (0.0, 300.0, 0.0))[0] == LEFT_ENVELOPE


def test_a_gun_reaches_by_slant_range_and_height_at_its_muzzle_speed(fire_unit: Battle) -> None:
    gun = {"kind": GUN, "min_range": 200.0, "max_range": 4000.0, "max_height": 3000.0, "muzzle_speed": 800.0}
    made = fire_unit(weapons=[gun])
    assert reached(made, (0.0, 3200.0, 0.0)) == (NO_REASON, pytest.approx(4.0))
    # From where the gun stands: 1200, 900 and 2000 m away on the axes.
    why, time = in_envelope(made.model, 0, (500.0, -300.0, 40.0), (1700.0, 600.0, 2040.0, *STILL), 0.0)
    assert (why, time) == (NO_REASON, pytest.approx(2500.0 / 800.0))
    for at in ((0.0, 4100.0, 0.0), (0.0, 150.0, 0.0), (0.0, 1000.0, 3100.0)):
        assert reached(made, at)[0] == LEFT_ENVELOPE
