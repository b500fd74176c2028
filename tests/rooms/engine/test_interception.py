"""Interception: where a round passes a body closest within a tick, and what follows, the earliest pass first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fly.grid import STEP
from shieldwall.engine.fly.interception import AHEAD, meet_bodies
from shieldwall.kernels.flight import BX, BY, BZ, CX, CY, CZ, X, Y, Z
from shieldwall.models.numbers import CERTAIN_EFFECT
from shieldwall.record.kinds import KILLED, PASSED, ROUND_ENDED
from shieldwall.record.reasons import DETONATED_WITHOUT_KILL
from shieldwall.state.body import DEAD, FLYING
from shieldwall.state.round import IN_FLIGHT, SPENT

Battle = Callable[..., Any]

PLACE, STILL = (0.0, 0.0, 1000.0), (0.0, 0.0, 0.0)
BODY = {"at": PLACE, "speed": STILL}
#: Kills at any pass within the fuze's reach of 30 m.
SURE = {"kind": CERTAIN_EFFECT, "prior": 1.0}
HARMLESS = {"kind": CERTAIN_EFFECT, "prior": 0.0}
#: The tick from here on, s.
NOW = 10.0


@pytest.fixture
def sky(fire_unit: Battle) -> Battle:
    """Return the function that lays bodies and an engaged channel at the tick NOW."""

    def make(*bodies: dict[str, Any], weapon: dict[str, Any] | None = None) -> Any:
        made = fire_unit(bodies=bodies or [BODY], weapons=[weapon or SURE])
        made.engage(0, PLACE)
        made.belief.progress[0].ticks = round(NOW / STEP)
        return made

    return make


def passing(made: Any, r: int, begin: tuple[float, ...], end: tuple[float, ...], **columns: float) -> Any:
    """Round `r` flies from one place to another in the tick, fired at the first body."""
    flown = made.add_round(r, 0, 0, launched=0.0, **columns)
    flight = made.belief.flight
    flight[[BX, BY, BZ], r], flight[[X, Y, Z], r] = begin, end
    return flown


def met(made: Any) -> None:
    meet_bodies(made.model, made.truth, made.belief, made.log, NOW)


def test_a_round_detonates_where_it_passes_closest(sky: Battle) -> None:
    made = sky()
    # From 10 m west to 30 m east of the body: past it after a quarter of the tick, 5 m above.
    flown = passing(made, 0, (-10.0, 0.0, 1005.0), (30.0, 0.0, 1005.0))
    met(made)
    (event,) = made.rows(PASSED)
    assert event.t == pytest.approx(NOW + 0.25 * STEP)
    assert event.v0 == pytest.approx(5.0)
    assert (flown.state, made.truth.body_state[0].state) == (SPENT, DEAD)
    # The round ends where it was then, not where the tick ends.
    assert made.belief.flight[[X, Y, Z], 0].tolist() == pytest.approx([0.0, 0.0, 1005.0], abs=1e-9)
    assert len(made.rows(KILLED)) == 1


def test_it_is_put_back_to_that_place_on_every_axis(sky: Battle) -> None:
    made = sky(weapon=HARMLESS)
    # Along the diagonal through the body, which it passes after a quarter of the tick.
    passing(made, 0, (-10.0, -10.0, 990.0), (30.0, 30.0, 1030.0))
    bend = (1.0 / STEP**2, 2.0 / STEP**2, 3.0 / STEP**2)
    made.belief.flight[[CX, CY, CZ], 0] = bend
    met(made)
    (event,) = made.rows(PASSED)
    part = (float(event.t) - NOW) / STEP
    assert part == pytest.approx(0.25, abs=0.02)
    # On the parabola that begins and ends where the tick does.
    expected = [
        begin + part * 40.0 - 0.5 * part * (1.0 - part) * STEP**2 * curve
        for begin, curve in zip((-10.0, -10.0, 990.0), bend, strict=True)
    ]
    assert made.belief.flight[[X, Y, Z], 0].tolist() == pytest.approx(expected, abs=1e-9)


def test_the_curve_of_the_tick_counts(sky: Battle) -> None:
    made = sky()
    # Straight it would pass 6 m above; bent downwards by 16 m per tick squared it lies 2 m lower in the middle.
    passing(made, 0, (-20.0, 0.0, 1006.0), (20.0, 0.0, 1006.0))
    made.belief.flight[[CX, CY, CZ], 0] = (0.0, 0.0, 16.0 / STEP**2)
    met(made)
    assert made.rows(PASSED)[0].v0 == pytest.approx(4.0)
    assert made.belief.flight[Z, 0] == pytest.approx(1004.0)


def test_both_move(sky: Battle) -> None:
    made = sky({"at": (0.0, 2000.0 + 200.0 * NOW, 1000.0), "speed": (0.0, -200.0, 0.0)})
    # The body flies from 2000 m to 1990 m, the round stands at 1996 m, 7 m aside.
    passing(made, 0, (7.0, 1996.0, 1000.0), (7.0, 1996.0, 1000.0))
    met(made)
    (event,) = made.rows(PASSED)
    assert (event.t, event.v0) == (pytest.approx(NOW + 0.4 * STEP), pytest.approx(7.0))


@pytest.mark.parametrize(("away", "reached"), [(29.9, True), (30.1, False)])
def test_beyond_the_fuze_s_reach_nothing_happens(sky: Battle, away: float, reached: bool) -> None:
    made = sky()
    passing(made, 0, (-10.0, 0.0, 1000.0 + away), (10.0, 0.0, 1000.0 + away))
    met(made)
    assert len(made.rows(PASSED)) == reached


def test_a_pass_before_or_after_the_tick_belongs_to_another(sky: Battle) -> None:
    for begin, end in (((5.0, 0.0, 1000.0), (45.0, 0.0, 1000.0)), ((-45.0, 0.0, 1000.0), (-5.0, 0.0, 1000.0))):
        made = sky()
        passing(made, 0, begin, end)
        met(made)
        assert not len(made.rows())


def test_the_earliest_pass_takes_effect_first(sky: Battle) -> None:
    made = sky()
    # The second comes first, kills, and the first finds nobody: it flies on.
    late = passing(made, 0, (-30.0, 0.0, 1000.0), (10.0, 0.0, 1000.0))
    early = passing(made, 1, (-10.0, 0.0, 1000.0), (30.0, 0.0, 1000.0))
    met(made)
    assert [int(row.who) for row in made.rows(KILLED)] == [early.name]
    assert (late.state, early.state) == (IN_FLIGHT, SPENT)


@pytest.mark.parametrize("first", [0, 1])
def test_and_that_whatever_the_rounds_names_draw(sky: Battle, first: int) -> None:
    made = sky()
    for r, begin in ((first, -10.0), (1 - first, -30.0)):
        entity = 8 if r == first else 7
        passing(made, r, (begin, 0.0, 1000.0), (begin + 40.0, 0.0, 1000.0), entity=entity)
    met(made)
    assert [int(row.who) for row in made.rows(KILLED)] == [made.belief.rounds[first].name]


@pytest.mark.parametrize("lower", [0, 1])
def test_of_two_at_the_same_time_the_round_whose_name_draws_lower_comes_first(sky: Battle, lower: int) -> None:
    made = sky()
    for r in (0, 1):
        passing(made, r, (-10.0, 0.0, 1000.0), (10.0, 0.0, 1000.0), entity=7 if r == lower else 8)
    met(made)
    assert [int(row.who) for row in made.rows(KILLED)] == [made.belief.rounds[lower].name]


def test_a_round_detonates_once(sky: Battle) -> None:
    two = ({"at": (0.0, 3.0, 1000.0), "speed": STILL}, {"at": (5.0, -3.0, 1000.0), "speed": STILL})
    made = sky(*two, weapon=HARMLESS)
    passing(made, 0, (-20.0, 0.0, 1000.0), (20.0, 0.0, 1000.0))
    met(made)
    assert [int(row.whom) for row in made.rows(PASSED)] == [made.truth.bodies[0].name]
    assert made.whys(ROUND_ENDED) == [DETONATED_WITHOUT_KILL]
    assert [int(state) for state in made.truth.body_state.state] == [FLYING, FLYING]


def test_a_round_that_failed_meets_nothing(sky: Battle) -> None:
    made = sky()
    flown = passing(made, 0, (-10.0, 0.0, 1000.0), (10.0, 0.0, 1000.0))
    made.truth.shots[0, 2] = 0
    met(made)
    assert (len(made.rows()), flown.state) == (0, IN_FLIGHT)


def test_what_does_not_fly_is_not_met(sky: Battle) -> None:
    made = sky(BODY | {"state": DEAD})
    passing(made, 0, (-10.0, 0.0, 1000.0), (10.0, 0.0, 1000.0))
    met(made)
    assert not len(made.rows())


def test_far_from_all_bodies_a_round_is_not_asked_before_they_can_meet(sky: Battle) -> None:
    # Nearer than 100 m beyond the fuze's 30 m no body comes at 1500 and 1000 m/s before so long after the tick.
    for away, later in ((4e3, STEP + (4e3 - 130.0) / 2500.0), (20e3, AHEAD)):
        made = sky(BODY, {"at": (0.0, 50e3, 1000.0), "speed": STILL}, weapon=SURE | {"top_speed": 1500.0})
        flown = passing(made, 0, (away, 0.0, 1000.0), (away, 0.0, 1000.0))
        met(made)
        assert flown.checked_at == pytest.approx(NOW + later)
    # Until then a pass goes unseen, from then on it does not.
    for checked_at, seen in ((NOW + 1.01 * STEP, False), (NOW + STEP, True)):
        made = sky()
        passing(made, 0, (-10.0, 0.0, 1000.0), (10.0, 0.0, 1000.0), checked_at=checked_at)
        met(made)
        assert bool(len(made.rows(PASSED))) is seen


def test_a_round_among_no_bodies_is_asked_as_seldom_as_may_be(sky: Battle) -> None:
    made = sky(BODY | {"state": DEAD})
    flown = passing(made, 0, (-10.0, 0.0, 1000.0), (10.0, 0.0, 1000.0))
    met(made)
    assert flown.checked_at == NOW + AHEAD


def test_more_passes_than_the_table_holds_ask_for_more_room(sky: Battle) -> None:
    made = sky(*[BODY] * 9, weapon=HARMLESS)
    passing(made, 0, (-10.0, 0.0, 1000.0), (10.0, 0.0, 1000.0))
    assert made.truth.hits.shape[1] == 8
    met(made)
    assert made.belief.progress[0].overflow == 1
