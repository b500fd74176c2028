"""Shots and bursts by name, as the referee knows them: who really fired at whom, for the how-manieth time."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.referee.bodies import become
from shieldwall.engine.referee.guns import fire_gun
from shieldwall.engine.referee.shots import register_shot, round_draws
from shieldwall.kernels.draws import GUN_BURST, RELIABILITY, uniform
from shieldwall.models.numbers import GUN
from shieldwall.record.kinds import BURST, KILLED
from shieldwall.state.body import DEAD, FLYING
from shieldwall.state.channel import ENGAGING
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

PLACE, STILL = (0.0, 2000.0, 1000.0), (0.0, 0.0, 0.0)


def registered(made: Any, r: int, body: int, c: int = 0) -> list[int]:
    """Body, number and whether it works of round `r`, fired on a track that really follows `body`."""
    made.add_round(r, c)
    made.truth.follows[c, 0] = body
    register_shot(made.model, made.truth, made.belief, r, c)
    return [int(part) for part in made.truth.shots[r]]


def test_a_shot_is_the_n_th_of_its_unit_at_its_threat(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{}, {}])
    found = [registered(made, r, body) for r, body in enumerate((0, 1, 0, NONE, 0, NONE))]
    assert [shot[:2] for shot in found] == [[0, 0], [1, 0], [0, 1], [NONE, 0], [0, 2], [NONE, 1]]


def test_each_unit_counts_its_own(fire_unit: Battle) -> None:
    made = fire_unit(
        units=[{}, {}], sensors=[{}, {"unit": 1}], channels=[{}, {"unit": 1, "sensor": 1}],
        launchers=[{}, {"unit": 1}], bodies=[{}],
    )  # fmt: skip
    assert registered(made, 0, 0, c=0)[:2] == [0, 0]
    assert registered(made, 1, 0, c=1)[:2] == [0, 0]
    assert made.truth.tallies.tolist() == [[1, 0], [1, 0]]


def test_whether_a_round_works_is_drawn_by_that_name(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{}], weapons=[{"works": 0.5}])
    unit, threat = made.model.units[0].entity, made.truth.bodies[0].entity
    expected = [uniform(7, 0, RELIABILITY, unit, threat, number) < 0.5 for number in range(8)]
    assert [registered(made, r, 0)[2] for r in range(8)] == [int(works) for works in expected]
    assert len(set(expected)) == 2


def test_a_round_fired_at_nothing_draws_as_at_nobody(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{}])
    registered(made, 0, NONE)
    assert round_draws(made.truth, 0) == (0, 0)
    registered(made, 1, 0)
    assert round_draws(made.truth, 1) == (made.truth.bodies[0].entity, 0)


GUNNERY = {"kind": GUN, "rate": 50.0, "burst": 2.0, "dispersion": 1e-3, "hit_kills": 0.5}


@pytest.fixture
def gunner(fire_unit: Battle) -> Battle:
    """Return the function that lays a gun's channel whose track is at PLACE, and bodies."""

    def make(*places: tuple[float, ...], **gun: float) -> Any:
        made = fire_unit(weapons=[GUNNERY | gun], bodies=[{"at": at, "speed": STILL} for at in places])
        made.engage(0, PLACE, state=ENGAGING, weapon=0)
        return made

    return make


def burst(made: Any, t: float = 0.0) -> Any:
    """Fire a burst; return its row."""
    fire_gun(made.model, made.truth, made.belief, made.log, 0, t)
    return made.rows(BURST)[-1]


def test_a_burst_kills_by_the_hits_that_scatter_lets_expect(gunner: Battle) -> None:
    made = gunner((3.0, 2000.0, 1000.0))
    event = burst(made)
    # Rounds scatter by a milliradian over the slant range and a tenth of a target of 10 m; the aim is 3 m off.
    sigma = 1e-3 * math.hypot(2000.0, 1000.0) + 1.0
    density = math.exp(-0.5 * (3.0 / sigma) ** 2) / (2.0 * math.pi * sigma**2)
    hits = 100 * 0.25 * math.pi * 10.0**2 * density
    assert event.v0 == 100.0
    assert event.v1 == pytest.approx(1.0 - math.exp(-0.5 * hits), rel=1e-6)


def test_it_scatters_with_the_distance_from_the_unit(fire_unit: Battle) -> None:
    site = {"x": 300.0, "y": -700.0, "z": 100.0}
    made = fire_unit(units=[site], weapons=[GUNNERY], bodies=[{"at": PLACE, "speed": STILL}])
    made.engage(0, PLACE, state=ENGAGING, weapon=0)
    sigma = 1e-3 * math.dist(PLACE, (300.0, -700.0, 100.0)) + 1.0
    hits = 100 * 0.25 * math.pi * 10.0**2 / (2.0 * math.pi * sigma**2)
    assert burst(made).v1 == pytest.approx(1.0 - math.exp(-0.5 * hits), rel=1e-6)


def test_a_burst_goes_where_the_track_is_by_now(gunner: Battle) -> None:
    made = gunner()
    made.belief.tracks[0].vy = -100.0
    event = burst(made, 5.0)
    assert (event.x, event.y, event.z) == (0.0, 1500.0, 1000.0)


def test_of_the_bodies_within_three_hundred_metres_it_meets_the_nearest(gunner: Battle) -> None:
    made = gunner((200.0, 2000.0, 1000.0), (-150.0, 2000.0, 1000.0), hit_kills=1.0, rate=1e9, dispersion=0.1)
    burst(made)
    assert [int(row.whom) for row in made.rows(KILLED)] == [made.truth.bodies[1].name]
    made = gunner((0.0, 2200.0, 1000.0), (0.0, 2000.0, 850.0), hit_kills=1.0, rate=1e9, dispersion=0.1)
    burst(made)
    assert [int(row.whom) for row in made.rows(KILLED)] == [made.truth.bodies[1].name]
    for away, met in ((299.0, True), (301.0, False)):
        made = gunner((0.6 * away, 2000.0 + 0.8 * away, 1000.0), hit_kills=1.0, rate=1e9, dispersion=0.1)
        assert (burst(made).v1 > 0.0) == met
        assert made.truth.body_state[0].state == (DEAD if met else FLYING)
        assert made.truth.tallies[0, 0] == met


def test_what_is_down_is_not_met(gunner: Battle) -> None:
    made = gunner(PLACE)
    become(made.truth, 0, DEAD)
    assert burst(made).v1 == 0.0


@pytest.mark.parametrize("number", range(6))
def test_whether_a_burst_kills_is_drawn_by_unit_threat_and_number(gunner: Battle, number: int) -> None:
    made = gunner((3.0, 2000.0, 1000.0), hit_kills=0.01)
    made.truth.tallies[0, 0] = number
    p = float(burst(made).v1)
    u = uniform(7, 0, GUN_BURST, made.model.units[0].entity, made.truth.bodies[0].entity, number)
    assert made.truth.body_state[0].state == (DEAD if u < p else FLYING)
    assert made.truth.tallies[0, 0] == number + 1


def test_a_burst_meets_what_it_was_aimed_at(gunner: Battle) -> None:
    made = gunner()
    fire_gun(made.model, made.truth, made.belief, made.log, 0, 4.0)
    state = made.belief.channel_state[0]
    assert (state.met, state.met_at) == (1, 4.0)
