"""A commander from outside: his decisions go through the staff, the network and the refusals of the post."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.command.emission import OPEN_FOR
from shieldwall.engine.command.resting import rest_sensors
from shieldwall.engine.network.delivery import deliver
from shieldwall.record.kinds import DIRECTED, ENDED, HELD, NOT_PASSED_ON, ORDERED, RADARS_SILENT
from shieldwall.record.reasons import (
    AS_COMMANDED,
    ENGAGED,
    LEFT_TO_ANOTHER,
    NOT_COMMANDED,
    NOT_DECLARED,
    NOT_ENGAGED,
    NOT_ORDERED,
    STAFF_BUSY,
    TO_FACE,
    TO_FREE_RADARS,
    TO_HOLD_FIRE,
    TO_RADIATE,
    TO_STAND_DOWN,
    TO_STAY_SILENT,
    TRACK_GONE,
    WEAPONS_ARE_FREE,
    WEAPONS_ARE_TIGHT,
)
from shieldwall.state.channel import ENGAGING
from shieldwall.state.decision import ENGAGE, FACE, OPEN_UP, SET_CONTROL, SET_EMISSION, STAND_DOWN
from shieldwall.state.layout import NONE
from shieldwall.state.message import DIRECTIVE, ORDER
from shieldwall.state.unit import BY_DOCTRINE, OFF, ON, WEAPONS_FREE, WEAPONS_HOLD, WEAPONS_TIGHT

Battle = Callable[..., Any]

NEAR, INBOUND = (0.0, 20e3, 3000.0), (0.0, -200.0, 0.0)
UNITS = [{"commands": 1, "outside": 1}, {"post": 0, "y": 1000.0}]


@pytest.fixture
def outside(group: Battle) -> Battle:
    """Return the function that lays a post with a commander from outside, and a fire unit under it."""
    return lambda **tables: group(**({"units": UNITS} | tables))


def decide(made: Any, act: int, unit: int = 1, track: int = NONE, **columns: float) -> None:
    progress = made.belief.progress[0]
    row = made.belief.decisions[progress.decisions]
    row.act, row.unit, row.track = act, unit, track
    for name, value in columns.items():
        row[name] = value
    progress.decisions += 1


def think(made: Any, t: float = 0.0) -> None:
    cycle(made.model, made.belief, made.log, 0, t)


def hear_all(made: Any, t: float) -> None:
    while made.belief.progress[0].waiting > 0:
        deliver(made.model, made.truth, made.belief, made.log, t)


def number(made: Any, k: int) -> int:
    return int(made.belief.tracks[k].number)


def test_the_staff_orders_nothing_by_itself_and_says_so(outside: Battle) -> None:
    made = outside()
    made.add_track(0, NEAR, INBOUND)
    think(made)
    assert not made.messages(ORDER)
    assert made.whys(HELD) == [NOT_ORDERED]


def test_what_he_decides_goes_out_as_an_order_of_the_post(outside: Battle) -> None:
    made = outside()
    k = made.add_track(0, NEAR, INBOUND)
    decide(made, ENGAGE, 1, number(made, k))
    think(made)
    assert [(row.who, row.whom) for row in made.rows(ORDERED)] == [(10, 11)]
    assert [made.arrival(row) for row in made.messages(ORDER)] == [1.0]
    assert made.belief.subordinates[0, 1].free == 0


@pytest.mark.parametrize(
    ("columns", "why"),
    [({"identity": 0}, NOT_DECLARED), ({"shooter": 1, "answered_at": 1.0}, ENGAGED), ({"status": 1}, TRACK_GONE)],
)
def test_what_the_rules_forbid_or_is_past_is_not_passed_on(
    outside: Battle, columns: dict[str, float], why: int
) -> None:
    made = outside(units=[UNITS[0] | {"declare_after": 60.0}, UNITS[1]])
    k = made.add_track(0, NEAR, INBOUND, **columns)
    decide(made, ENGAGE, 1, number(made, k))
    think(made)
    assert made.whys(NOT_PASSED_ON) == [why]
    assert not len(made.rows(ORDERED))


def test_who_is_not_under_the_post_is_told_nothing(group: Battle) -> None:
    made = group(units=[UNITS[0], {"y": 1000.0}])
    k = made.add_track(0, NEAR, INBOUND)
    decide(made, ENGAGE, 1, number(made, k))
    decide(made, SET_EMISSION, 1, value=OFF)
    think(made)
    assert made.whys(NOT_PASSED_ON) == [NOT_COMMANDED] * 2


def test_the_staff_takes_its_time_and_the_rest_waits(outside: Battle) -> None:
    # Two decisions of 0.6 s each begin in a cycle of a second, the third in the next.
    made = outside(units=[UNITS[0] | {"decision_time": 0.6}, UNITS[1]])
    k = made.add_track(0, NEAR, INBOUND)
    for bearing in (1.0, 0.0, -1.0):
        decide(made, FACE, x=bearing)
    think(made)
    assert len(made.rows(DIRECTED)) == 2
    assert made.whys(HELD) == [STAFF_BUSY]
    think(made, 1.0)
    assert len(made.rows(DIRECTED)) == 3
    assert made.belief.tracks[k].why == NOT_ORDERED


@pytest.mark.parametrize(
    ("act", "value", "words"),
    [
        (SET_CONTROL, WEAPONS_HOLD, TO_HOLD_FIRE),
        (SET_CONTROL, WEAPONS_TIGHT, WEAPONS_ARE_TIGHT),
        (SET_CONTROL, WEAPONS_FREE, WEAPONS_ARE_FREE),
        (SET_EMISSION, ON, TO_RADIATE),
        (SET_EMISSION, OFF, TO_STAY_SILENT),
        (SET_EMISSION, BY_DOCTRINE, TO_FREE_RADARS),
        (FACE, 0.0, TO_FACE),
    ],
)
def test_what_else_a_unit_is_told_it_does_when_the_word_arrives(
    outside: Battle, act: int, value: int, words: int
) -> None:
    made = outside()
    state = made.belief.unit_state[1]
    state.control = state.emission = 7
    decide(made, act, value=float(value), x=0.6, y=-0.8)
    think(made)
    assert made.whys(DIRECTED) == [words]
    assert [made.arrival(row) for row in made.messages(DIRECTIVE)] == [1.0]
    hear_all(made, 1.0)
    assert int(state.control) == (value if act == SET_CONTROL else 7)
    assert int(state.emission) == (value if act == SET_EMISSION else 7)
    assert (float(state.faces_x), float(state.faces_y)) == ((0.6, -0.8) if act == FACE else (0.0, 0.0))


def test_open_up_holds_until_its_time(outside: Battle) -> None:
    made = outside()
    row = made.add_order(1, 0, NEAR, kind=DIRECTIVE)
    told = made.belief.directives_sent[row]
    told.act, told.unit, told.value = OPEN_UP, 1, OPEN_FOR
    hear_all(made, 1.0)
    assert made.belief.unit_state[1].open_until == OPEN_FOR


def test_silence_by_order_begins_in_the_unit_s_next_cycle(outside: Battle) -> None:
    made = outside()
    decide(made, SET_EMISSION, value=float(OFF))
    think(made)
    hear_all(made, 1.0)
    cycle(made.model, made.belief, made.log, 1, 1.5)
    assert made.whys(RADARS_SILENT) == [AS_COMMANDED]


def test_who_engages_a_track_is_told_to_leave_it(outside: Battle) -> None:
    made = outside()
    k = made.add_track(0, (30e3, 0.0, 3000.0), (200.0, 0.0, 0.0), shooter=1, order=5)
    made.engage(0, (30e3, 0.0, 3000.0), (200.0, 0.0, 0.0), state=ENGAGING)
    decide(made, STAND_DOWN, NONE, number(made, k))
    think(made)
    assert made.whys(DIRECTED) == [TO_STAND_DOWN]
    hear_all(made, 1.0)
    assert made.whys(ENDED) == [LEFT_TO_ANOTHER]
    decide(made, STAND_DOWN, NONE, number(made, k))
    made.belief.tracks[k].shooter = NONE
    think(made, 2.0)
    assert made.whys(NOT_PASSED_ON) == [NOT_ENGAGED]


def test_a_sensor_rests_where_the_commander_has_it_face(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"faces_x": 1.0, "cycle": 10.0}])
    rest_sensors(made.model, made.belief, 0, 1.0)
    # Half a radian a second, and ten seconds: all the way from north to east.
    pointing = made.belief.sensor_state[0]
    assert math.atan2(pointing.facing_x, pointing.facing_y) == pytest.approx(math.pi / 2)
