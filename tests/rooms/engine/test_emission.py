"""Ambush and emission control: whose radars are silent, when all open up at once, and what is not ordered till then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.command.emission import OPEN_FOR
from shieldwall.engine.command.methods import deepest
from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.sense.scan import scan
from shieldwall.models.commands.conduct import NO_TARGET
from shieldwall.models.numbers import AMBUSH, OPTICAL
from shieldwall.record.kinds import ACCEPTED, DETECTED, HELD, ORDERED, RADARS_ON, RADARS_SILENT, REFUSED
from shieldwall.record.reasons import (
    AS_COMMANDED,
    AS_ITS_DOCTRINE,
    AS_ITS_POST_SAYS,
    NOBODY_COMMANDS,
    SILENT_BY_ORDER,
    TO_ENGAGE,
    UNIT_IN_WAIT,
)
from shieldwall.state.message import DIRECTIVE, ORDER
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.state.unit import OFF, ON, SILENT

Battle = Callable[..., Any]

#: Rounds reach 50 km: a target 32 km off is 0.36 deep in the kill zone, one 28 km off 0.44.
REACH = 50e3
SHALLOW, DEEP, INBOUND = (0.0, 32e3, 3000.0), (0.0, 28e3, 3000.0), (0.0, -200.0, 0.0)
WAITING = {"post": 0, "method": AMBUSH, "shut": 1, "reach": REACH}
UNITS = [{"commands": 1}, WAITING, WAITING | {"y": 500.0}]
#: A post and two units that lie in wait, each with a radar that searches and engages.
AMBUSHED: dict[str, Any] = {
    "units": UNITS,
    "sensors": [{}, {"unit": 1, "role": ENGAGEMENT}, {"unit": 2, "role": ENGAGEMENT}],
    "channels": [{"unit": 1, "sensor": 1}, {"unit": 2, "sensor": 2}],
    "launchers": [{"unit": 1}, {"unit": 2}],
    "links": [{"between": (0, 1)}, {"between": (0, 2)}],
}


@pytest.fixture
def ambush(group: Battle) -> Battle:
    return lambda **tables: group(**(AMBUSHED | tables))


def think(made: Any, n: int, t: float) -> None:
    made.belief.unit_state[1:].heard_at = t
    cycle(made.model, made.belief, made.log, n, t)


def hear_all(made: Any, t: float) -> None:
    while made.belief.progress[0].waiting > 0:
        deliver(made.model, made.truth, made.belief, made.log, t)


def test_a_target_is_as_deep_as_it_is_near_and_wholly_so_when_it_comes_no_nearer(ambush: Battle) -> None:
    for at, speed, depth in (
        (DEEP, INBOUND, 1.0 - 28.0 / 50.0),
        (SHALLOW, INBOUND, 1.0 - 32.0 / 50.0),
        ((0.0, 20e3, 3000.0), (0.0, 1.0, 0.0), 1.0),
        ((0.0, 51e3, 3000.0), INBOUND, NO_TARGET),
    ):
        made = ambush()
        made.add_track(0, at, speed)
        assert deepest(made.model, made.belief, 0, 1, 0.0) == pytest.approx(depth, abs=1e-6)


@pytest.mark.parametrize("column", [{"identity": 0}, {"killed_at": 5.0}, {"status": 1}])
def test_what_is_not_hostile_or_killed_or_confirmed_is_no_target(ambush: Battle, column: dict[str, float]) -> None:
    made = ambush()
    made.add_track(0, DEEP, INBOUND, **column)
    assert deepest(made.model, made.belief, 0, 1, 0.0) == NO_TARGET


def test_nobody_is_ordered_to_fire_before_a_target_is_deep(ambush: Battle) -> None:
    made = ambush()
    made.add_track(0, SHALLOW, INBOUND)
    think(made, 0, 0.0)
    assert made.whys(HELD) == [UNIT_IN_WAIT]
    assert not made.messages(ORDER, DIRECTIVE)


def test_then_all_are_told_to_open_up_and_one_is_ordered_to_fire(ambush: Battle) -> None:
    made = ambush()
    made.add_track(0, DEEP, INBOUND)
    think(made, 0, 0.0)
    told = [int(made.belief.directives_sent[row].unit) for row in made.messages(DIRECTIVE)]
    assert told == [1, 2]
    think(made, 0, 1.0)
    assert len(made.rows(ORDERED)) == 1
    hear_all(made, 2.0)
    think(made, 2, 2.5)
    assert {(int(row.who) - 10, int(row.why)) for row in made.rows(RADARS_ON)} == {
        (1, TO_ENGAGE),
        (2, AS_ITS_POST_SAYS),
    }
    assert len(made.rows(ACCEPTED)) == 1


def test_all_open_up_for_what_is_deep_for_one_alone(ambush: Battle) -> None:
    # 28 km from the first unit, out of the reach of the second.
    made = ambush(units=[UNITS[0], WAITING, WAITING | {"y": -30e3}])
    made.add_track(0, DEEP, INBOUND)
    think(made, 0, 0.0)
    assert [int(made.belief.directives_sent[row].unit) for row in made.messages(DIRECTIVE)] == [1, 2]


def test_a_unit_in_wait_says_so_once_and_its_radar_sees_nothing(ambush: Battle) -> None:
    made = ambush(bodies=[{"at": DEEP, "speed": INBOUND}])
    for t in (0.0, 1.0):
        think(made, 1, t)
    assert made.whys(RADARS_SILENT) == [AS_ITS_DOCTRINE]
    assert scan(made.model, made.truth, made.belief, made.log, 1, 5.0) == 10.0
    assert not len(made.rows(DETECTED))
    made.belief.unit_state[1].shut = 0
    scan(made.model, made.truth, made.belief, made.log, 1, 10.0)
    assert len(made.rows(DETECTED)) == 1


def test_a_camera_looks_on(ambush: Battle) -> None:
    eyes = [{}, {"unit": 1, "kind": OPTICAL}, {"unit": 2, "role": ENGAGEMENT}]
    made = ambush(sensors=eyes, bodies=[{"at": (0.0, 5e3, 3000.0), "speed": INBOUND}])
    scan(made.model, made.truth, made.belief, made.log, 1, 5.0)
    assert len(made.rows(DETECTED)) == 1


def test_radars_fall_silent_again_when_the_post_says_no_more_but_not_in_an_engagement(ambush: Battle) -> None:
    made = ambush()
    made.belief.unit_state[1].open_until = OPEN_FOR
    made.belief.unit_state[1].shut = 0
    think(made, 1, OPEN_FOR - 1.0)
    state = made.engage(0, DEEP, INBOUND, state=2)
    think(made, 1, OPEN_FOR + 1.0)
    assert not len(made.rows(RADARS_SILENT))
    state.state = 0
    think(made, 1, OPEN_FOR + 2.0)
    assert made.whys(RADARS_SILENT) == [AS_ITS_DOCTRINE]


@pytest.mark.parametrize(("mode", "opens"), [(0, True), (1, True), (SILENT, False)])
def test_a_unit_to_which_nobody_speaks_goes_by_its_degraded_mode(ambush: Battle, mode: int, opens: bool) -> None:
    made = ambush(units=[UNITS[0], WAITING | {"without_post": mode}, WAITING])
    cycle(made.model, made.belief, made.log, 1, 1000.0)
    assert made.whys(RADARS_ON) == ([NOBODY_COMMANDS] if opens else [])
    assert made.belief.unit_state[1].shut == (0 if opens else 1)


def test_by_the_commander_s_word_radars_are_off_or_on_whatever_the_doctrine(group: Battle) -> None:
    made = group()
    made.belief.unit_state[1].emission = OFF
    think(made, 1, 1.0)
    assert made.whys(RADARS_SILENT) == [AS_COMMANDED]
    made.add_order(1, 0, DEEP)
    hear_all(made, 2.0)
    assert made.whys(REFUSED) == [SILENT_BY_ORDER]
    made.belief.unit_state[1].emission = ON
    think(made, 1, 3.0)
    assert made.whys(RADARS_ON) == [AS_COMMANDED]
