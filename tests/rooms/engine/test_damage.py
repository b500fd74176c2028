"""Damage: bodies that are killed, places that are hit, units that are lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.referee.bodies import become, leak
from shieldwall.engine.referee.damage import kill, strike
from shieldwall.kernels.draws import DAMAGE, uniform
from shieldwall.kernels.legs import ALOFT
from shieldwall.record.kinds import IMPACT, KILLED, UNIT_DESTROYED
from shieldwall.state.body import BLUE, DEAD, FLYING, GONE, LEAKED, RED, STRUCK

Battle = Callable[..., Any]


def hit(made: Any, amount: float = 1.0, chance: float = 1.0, body: int = 0, t: float = 60.0) -> float:
    """Let a body strike the first place; return the damage there."""
    line = made.truth.script[0]
    line.amount, line.chance, line.body, line.other = amount, chance, body, 0
    strike(made.model, made.truth, made.belief, made.log, line, t)
    return float(made.truth.place_state[0].damage)


@pytest.fixture
def depot(battle: Battle) -> Battle:
    """Return the function that lays a place and three bodies that strike it."""

    def make(hardness: float = 2.0, **tables: Any) -> Any:
        place = {"x": 5.0, "hardness": hardness} | tables.pop("place", {})
        return battle(places=[place], bodies=[{}, {}, {}], script=[{}], **tables)

    return make


def test_hits_add_up_to_the_hardness_of_a_place(depot: Battle) -> None:
    made = depot(hardness=2.0)
    assert [hit(made, 0.8, body=b) for b in range(3)] == pytest.approx([0.8, 1.6, 2.0])
    rows = made.rows(IMPACT)
    assert rows.v0.tolist() == pytest.approx([0.8, 0.8, 0.4])
    assert rows.v1.tolist() == pytest.approx([0.8, 1.6, 2.0])
    assert (rows[0].who, rows[0].whom, rows[0].x) == (made.truth.bodies[0].name, made.truth.places[0].name, 5.0)


def test_who_strikes_has_done_what_it_was_sent_for_and_flies_no_more(depot: Battle) -> None:
    made = depot()
    hit(made)
    assert made.truth.body_state[0].state == STRUCK
    assert made.truth.fates[RED, [FLYING, STRUCK, LEAKED]].tolist() == [2, 1, 1]


def test_a_strike_without_effect_is_an_impact_all_the_same(depot: Battle) -> None:
    made = depot()
    assert hit(made, chance=0.0) == 0.0
    assert [float(row.v0) for row in made.rows(IMPACT)] == [0.0]
    assert made.truth.fates[RED, LEAKED] == 1
    assert made.truth.body_state.leaked.sum() == 1


@pytest.mark.parametrize("body", [0, 1, 2])
def test_whether_it_has_an_effect_is_drawn_by_its_name(depot: Battle, body: int) -> None:
    made = depot()
    u = uniform(7, 0, DAMAGE, made.truth.bodies[body].entity, 0, 0)
    assert hit(made, chance=u + 1e-9, body=body) == 1.0
    assert hit(depot(), chance=u - 1e-9, body=body) == 0.0


def test_a_unit_is_lost_when_its_place_is_destroyed_and_lost_once(depot: Battle) -> None:
    made = depot(hardness=1.5, place={"unit": 0})
    hit(made)
    assert made.belief.unit_state[0].alive == 1
    hit(made, body=1)
    assert made.belief.unit_state[0].alive == 0
    hit(made, body=2)
    (event,) = made.rows(UNIT_DESTROYED)
    # By the second impact.
    assert (event.who, event.whom, event.cause) == (made.truth.bodies[1].name, made.model.units[0].name, 1)


def test_a_place_without_a_unit_costs_none(depot: Battle) -> None:
    made = depot(hardness=0.5)
    hit(made)
    assert not len(made.rows(UNIT_DESTROYED))
    assert made.belief.unit_state[0].alive == 1


def test_fates_are_counted_by_side(battle: Battle) -> None:
    made = battle(bodies=[{"side": RED}, {"side": BLUE}, {"side": RED}])
    assert made.truth.fates[:, FLYING].tolist() == [1, 2, 0]
    become(made.truth, 0, GONE)
    become(made.truth, 1, DEAD)
    leak(made.truth, 2)
    assert made.truth.fates[RED, [FLYING, GONE, LEAKED]].tolist() == [1, 1, 1]
    assert made.truth.fates[BLUE, [FLYING, DEAD, LEAKED]].tolist() == [0, 1, 0]


def test_only_what_flies_is_screened_for_looks(battle: Battle) -> None:
    made = battle(bodies=[{}])
    assert made.truth.held[ALOFT, 0] == 1.0
    become(made.truth, 0, GONE)
    assert made.truth.held[ALOFT, 0] == 0.0


def test_a_kill_names_its_killer_and_its_cause(battle: Battle) -> None:
    made = battle(bodies=[{}])
    kill(made.truth, made.log, 0, 9, 33, (1.0, 2.0, 3.0), (4.0, 0.5), 12.0)
    (event,) = made.rows(KILLED)
    assert (event.t, event.who, event.whom, event.cause) == (12.0, 33, made.truth.bodies[0].name, 9)
    assert (event.x, event.y, event.z, event.v0, event.v1) == (1.0, 2.0, 3.0, 4.0, 0.5)
