"""Homing: what a round's own seeker finds near its aim, and what it makes of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fly.grid import SEEKER_TICKS, STEP
from shieldwall.engine.fly.homing import find, seek
from shieldwall.engine.referee.bodies import become
from shieldwall.kernels.draws import GUIDANCE_NOISE, normals
from shieldwall.kernels.flight import PHASE, TT, TVX, TVY, TVZ, TX, TY, TZ, VX, VY, VZ, X, Y, Z
from shieldwall.models.numbers import DATALINK_ACTIVE, SEMI_ACTIVE
from shieldwall.record.kinds import SEEKS
from shieldwall.state.body import DEAD
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

STILL = (0.0, 0.0, 0.0)
#: The round is here, flies north, and aims 5 km ahead.
HERE, AIM = (0.0, 15e3, 3000.0), (0.0, 20e3, 3000.0)
#: Tick of the look.
TICK = 400


@pytest.fixture
def homing(fire_unit: Battle) -> Battle:
    """Return the function that lays a round in terminal flight and bodies at places."""

    def make(*places: tuple[float, float, float], guidance: int = DATALINK_ACTIVE, **weapon: float) -> Any:
        bodies = [{"at": place, "speed": STILL} for place in places]
        made = fire_unit(weapons=[{"guidance": guidance} | weapon], bodies=bodies)
        made.engage(0, AIM)
        made.add_round(0, 0, 0, launched=0.0)
        made.belief.flight[[X, Y, Z, VX, VY, VZ], 0] = (*HERE, 0.0, 800.0, 0.0)
        made.belief.flight[[TX, TY, TZ, PHASE, TT], 0] = (*AIM, 1.0, TICK * STEP)
        return made

    return make


def found(made: Any) -> int:
    return int(find(made.model, made.truth, made.belief, 0, TICK * STEP, AIM))


def sought(made: Any) -> list[float]:
    seek(made.model, made.truth, made.belief, made.log, 0, TICK)
    return [float(part) for part in made.belief.flight[[TX, TY, TZ], 0]]


@pytest.mark.parametrize(("locked", "gate"), [(0, 500.0 + 0.15 * 5000.0), (1, 150.0 + 0.02 * 5000.0)])
def test_a_seeker_takes_what_lies_near_its_aim(homing: Battle, locked: int, gate: float) -> None:
    for off, body in ((gate - 1.0, 0), (gate + 1.0, NONE)):
        made = homing((off, 20e3, 3000.0))
        made.belief.rounds[0].homing = locked
        assert found(made) == body


def test_of_several_it_takes_the_nearest_to_its_aim(homing: Battle) -> None:
    assert found(homing((90.0, 20e3, 3000.0), (-80.0, 20e3, 3000.0), (0.0, 20e3, 3085.0))) == 1


def test_what_does_not_fly_is_not_found(homing: Battle) -> None:
    made = homing(AIM)
    become(made.truth, 0, DEAD)
    assert found(made) == NONE


def test_a_seeker_s_range_goes_with_the_fourth_root_of_the_cross_section(homing: Battle) -> None:
    # 5 km from 1 m2, or from 16 m2 at half the range.
    for reach, section, body in ((5010.0, 1.0, 0), (4990.0, 1.0, NONE), (2510.0, 16.0, 0), (2490.0, 16.0, NONE)):
        made = homing(AIM, seeker_range=reach)
        made.truth.signatures[:] = math.log(section)
        assert found(made) == body


def test_a_seeker_sees_within_its_view_about_its_flight(homing: Battle) -> None:
    aside = math.degrees(math.atan2(1200.0, 5000.0))
    for half, body in ((aside + 0.5, 0), (aside - 0.5, NONE)):
        assert found(homing((1200.0, 20e3, 3000.0), seeker_view=math.cos(math.radians(half)))) == body


def test_terrain_hides_a_target_from_a_seeker(homing: Battle) -> None:
    made = homing((0.0, 20e3, 100.0))
    made.belief.flight[Z, 0] = 150.0
    aim = (0.0, 20e3, 100.0)
    assert find(made.model, made.truth, made.belief, 0, TICK * STEP, aim) == 0
    made.model.ground[:] = 400.0
    made.model.grid.top = 400.0
    assert find(made.model, made.truth, made.belief, 0, TICK * STEP, aim) == NONE


def test_a_seeker_locks_once_and_takes_the_target_for_its_aim(homing: Battle) -> None:
    place = (30.0, 20_040.0, 2990.0)
    made = homing(place)
    assert sought(made) == list(place)
    assert made.belief.rounds[0].homing == 1
    assert made.belief.flight[TT, 0] == TICK * STEP
    (event,) = made.rows(SEEKS)
    assert event.v0 == pytest.approx(math.dist(place, HERE))
    sought(made)
    assert len(made.rows(SEEKS)) == 1


def test_its_aim_is_where_the_estimate_has_moved_to(homing: Battle) -> None:
    # Known for two seconds, at 10, 20 and -5 m/s; a target there is within the closer gate of a lock.
    made = homing((20.0, 20_040.0, 2990.0))
    made.belief.flight[[TT, TVX, TVY, TVZ], 0] = (TICK * STEP - 2.0, 10.0, 20.0, -5.0)
    made.belief.rounds[0].homing = 1
    made.model.weapons[0].seeker_lag = 0.3
    assert sought(made) == pytest.approx([20.0, 20_040.0, 2990.0])
    # The target is where it was expected, so the speed is right.
    assert made.belief.flight[[TVX, TVY, TVZ], 0].tolist() == pytest.approx([10.0, 20.0, -5.0])


def test_in_mid_course_it_does_not_look(homing: Battle) -> None:
    made = homing((30.0, 20e3, 3000.0))
    made.belief.flight[PHASE, 0] = 0.0
    assert sought(made) == list(AIM)
    assert made.belief.rounds[0].homing == 0


def test_a_semi_active_round_is_blind_without_its_channel(homing: Battle) -> None:
    place = (30.0, 20e3, 3000.0)
    for until, aim in ((TICK * STEP, place), (TICK * STEP - 0.01, AIM)):
        made = homing(place, guidance=SEMI_ACTIVE)
        made.belief.rounds[0].supported_until = until
        assert sought(made) == list(aim)


def test_after_the_lock_the_aim_follows_with_the_seeker_s_lag(homing: Battle) -> None:
    made = homing((100.0, 20e3, 3000.0), seeker_lag=0.3)
    made.belief.rounds[0].homing = 1
    # Looks are a tenth of a second apart: alpha is 0.1 / (0.3 + 0.1), beta by Benedict and Bordner.
    interval = SEEKER_TICKS * STEP
    alpha = interval / (0.3 + interval)
    assert sought(made) == pytest.approx([100.0 * alpha, 20e3, 3000.0])
    beta = alpha * alpha / (2.0 - alpha)
    assert made.belief.flight[[TVX, TVY, TVZ], 0].tolist() == pytest.approx([100.0 * beta / interval, 0.0, 0.0])


def test_the_noise_of_a_look_is_an_angle_named_by_shot_and_tick(homing: Battle) -> None:
    made = homing(AIM, seeker_noise=1e-3)
    made.truth.shots[0] = 0, 2, 1
    made.belief.rounds[0].launched = 5.0
    e = normals(7, 0, GUIDANCE_NOISE, made.model.units[0].entity, made.truth.bodies[0].entity, (2 << 16) + TICK - 100)
    # A milliradian at 5 km.
    assert sought(made) == pytest.approx([AIM[axis] + 5.0 * e[axis] for axis in range(3)], rel=1e-12)
