"""The command cycle: heartbeats, autonomy, and who gives orders."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.record.kinds import AUTONOMOUS, ORDERED, RELOADED, TRACK_DROPPED, UNDER_COMMAND, UNREADY
from shieldwall.state.message import ORDER, SIGN_OF_LIFE, STATUS
from shieldwall.state.unit import WEAPONS_FREE

Battle = Callable[..., Any]

DEPOT = ((0.0, 0.0, 0.0, 1.0),)
NEAR, INBOUND = (0.0, 20e3, 3000.0), (0.0, -200.0, 0.0)


def one(made: Any, n: int, t: float) -> float:
    return float(cycle(made.model, made.belief, made.log, n, t))


def test_the_next_cycle_is_due_after_the_unit_s_own_time(battle: Battle) -> None:
    made = battle(units=[{"cycle": 2.5}])
    assert one(made, 0, 10.0) == 12.5


def test_a_unit_that_is_not_ready_says_so_once_and_thinks_no_more(fire_unit: Battle) -> None:
    made = fire_unit(units=[{"alive": 0}], assets=DEPOT)
    made.add_track(0, NEAR, INBOUND)
    assert one(made, 0, 0.0) == math.inf
    assert [int(row.who) for row in made.rows()] == [made.model.units[0].name]
    assert len(made.rows(UNREADY)) == 1


def test_a_unit_that_was_destroyed_says_nothing(battle: Battle) -> None:
    made = battle()
    one(made, 0, 0.0)
    made.belief.unit_state[0].alive = 0
    written = len(made.rows())
    assert one(made, 0, 1.0) == math.inf
    assert len(made.rows()) == written


def test_a_unit_reports_to_its_post_in_every_fourth_cycle(group: Battle) -> None:
    made = group()
    reported = []
    for number in range(9):
        before = len(made.messages(STATUS))
        one(made, 1, float(number))
        reported.append(len(made.messages(STATUS)) - before)
    assert reported == [1, 0, 0, 0, 1, 0, 0, 0, 1]


def test_a_post_tells_its_units_that_it_lives_in_every_fourth_cycle(group: Battle) -> None:
    made = group()
    for number in range(5):
        one(made, 0, float(number))
    rows = made.messages(SIGN_OF_LIFE)
    assert [made.arrival(row) for row in rows] == [1.0, 5.0]
    assert {(int(made.belief.messages[row].sender), int(made.belief.messages[row].receiver)) for row in rows} == {
        (0, 1)
    }


def test_a_unit_under_command_gives_no_orders(group: Battle) -> None:
    made = group(assets=DEPOT)
    made.add_track(1, NEAR, INBOUND)
    one(made, 1, 0.0)
    assert not len(made.rows(ORDERED))


def test_a_post_gives_orders(group: Battle) -> None:
    made = group(assets=DEPOT)
    made.add_track(0, NEAR, INBOUND)
    one(made, 0, 0.0)
    assert [(row.who, row.whom) for row in made.rows(ORDERED)] == [(10, 11)]
    assert len(made.messages(ORDER)) == 1


def test_under_weapons_free_a_unit_orders_itself(group: Battle) -> None:
    made = group(units=[{"commands": 1}, {"post": 0, "control": WEAPONS_FREE}], assets=DEPOT)
    made.add_track(1, NEAR, INBOUND)
    one(made, 1, 0.0)
    assert [(row.who, row.whom) for row in made.rows(ORDERED)] == [(11, 11)]
    assert not len(made.rows(AUTONOMOUS))


@pytest.mark.parametrize("autonomy_after", [5.0, 30.0, 60.0])
def test_a_unit_fights_alone_after_its_own_delay_of_silence(group: Battle, autonomy_after: float) -> None:
    units = [{"commands": 1, "cycle": 5.0}, {"post": 0, "autonomy_after": autonomy_after, "heard_at": 100.0}]
    made = group(units=units, assets=DEPOT)
    made.add_track(1, NEAR, INBOUND, t=100.0 + autonomy_after)
    one(made, 1, 100.0 + autonomy_after)
    assert not len(made.rows(AUTONOMOUS, ORDERED))
    one(made, 1, 100.1 + autonomy_after)
    assert [float(row.v0) for row in made.rows(AUTONOMOUS)] == [pytest.approx(autonomy_after + 0.1)]
    assert len(made.rows(ORDERED)) == 1


@pytest.mark.parametrize(
    ("autonomy_after", "cycle", "between"),
    [
        # A third of the time that may pass in silence, as keepalives of routers come (RFC 4271, section 4.4) ...
        (30.0, 3.0, 3),
        (5.0, 1.0, 1),
        # ... in whole cycles, one at the least and four at the most.
        (5.0, 3.0, 1),
        (600.0, 3.0, 4),
    ],
)
def test_signs_of_life_come_three_times_within_the_silence_that_means_loss(
    group: Battle, autonomy_after: float, cycle: float, between: int
) -> None:
    own = {"cycle": cycle, "autonomy_after": autonomy_after}
    made = group(units=[{"commands": 1} | own, {"post": 0} | own])
    told = []
    for number in range(9):
        before = len(made.messages(SIGN_OF_LIFE)), len(made.messages(STATUS))
        one(made, 0, number * cycle)
        one(made, 1, number * cycle)
        after = len(made.messages(SIGN_OF_LIFE)), len(made.messages(STATUS))
        made.belief.progress[0].waiting = 0  # All that was sent has arrived.
        told.append((after[0] - before[0], after[1] - before[1]))
    assert told == [(1, 1) if number % between == 0 else (0, 0) for number in range(9)]


def test_a_unit_that_hears_its_post_again_is_under_command_again(group: Battle) -> None:
    made = group()
    one(made, 1, 1000.0)
    made.belief.unit_state[1].heard_at = 1001.0
    one(made, 1, 1001.5)
    assert [int(row.kind) for row in made.rows(AUTONOMOUS, UNDER_COMMAND)] == [AUTONOMOUS, UNDER_COMMAND]
    assert made.belief.unit_state[1].autonomous == 0


def test_a_unit_without_a_post_fights_alone_from_the_first(fire_unit: Battle) -> None:
    made = fire_unit(assets=DEPOT)
    made.add_track(0, NEAR, INBOUND)
    one(made, 0, 0.0)
    assert len(made.rows(AUTONOMOUS)) == 1
    assert len(made.rows(ORDERED)) == 1
    one(made, 0, 1.0)
    assert len(made.rows(AUTONOMOUS)) == 1


def test_a_cycle_drops_old_tracks_and_brings_rounds(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"ready": 0, "stock": 4, "ready_at": 50.0}])
    made.add_track(0, NEAR, t=29.0)
    one(made, 0, 50.0)
    assert len(made.rows(TRACK_DROPPED)) == 1
    assert len(made.rows(RELOADED)) == 1
