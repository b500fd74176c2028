"""Alert: whom a post warns of what, and what a crew gains by knowing early."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.alert import (
    expected_wait,
    known_since,
    reached_in,
    take_warning,
    warn_units,
    warned_of,
)
from shieldwall.engine.command.evaluation import evaluate
from shieldwall.engine.command.orders import take_order
from shieldwall.engine.network.delivery import deliver
from shieldwall.record.kinds import DECLARED, WARNED
from shieldwall.record.reasons import NO_REASON, NOT_DECLARED
from shieldwall.state.identity import UNKNOWN
from shieldwall.state.message import WARNING

Battle = Callable[..., Any]

NEAR, INBOUND = (0.0, 20e3, 3000.0), (0.0, -200.0, 0.0)
UNITS = [{"commands": 1}, {"post": 0, "y": 1000.0, "reach": 30e3, "reaction": 8.0}]


def warned(made: Any, t: float = 0.0) -> list[int]:
    """Rows of the warnings that the post sends."""
    warn_units(made.model, made.belief, made.log, 0, t)
    return list(made.messages(WARNING))


def test_a_post_warns_a_unit_of_what_will_be_in_its_reach_within_two_minutes(group: Battle) -> None:
    # The unit, 1 km north, reaches 30 km: at 200 m/s what is 55 km from the post comes there in 120 s.
    for distance, warns in ((54.9e3, True), (55.1e3, False)):
        made = group(units=UNITS)
        made.add_track(0, (0.0, distance, 3000.0), INBOUND)
        assert bool(warned(made)) is warns


@pytest.mark.parametrize("what", ["not declared", "assessed as killed", "leaving"])
def test_of_what_is_no_threat_nobody_is_warned(group: Battle, what: str) -> None:
    made = group(units=UNITS)
    k = made.add_track(0, (0.0, 40e3, 3000.0), (0.0, 200.0, 0.0) if what == "leaving" else INBOUND)
    if what == "not declared":
        made.belief.tracks[k].identity = 0
    elif what == "assessed as killed":
        made.belief.tracks[k].killed_at = 5.0
    assert not warned(made)


def test_nobody_is_warned_of_slow_targets_that_its_last_rounds_are_not_for(group: Battle) -> None:
    # It will be in reach within a minute and never comes nearer to the unit than 20 km.
    for left, speed, warns in ((0.25, 89.0, False), (0.26, 89.0, True), (0.25, 91.0, True)):
        made = group(units=[UNITS[0], UNITS[1] | {"reserve": 0.25}])
        made.belief.subordinates[0, 1].left = left
        made.add_track(0, (20e3, 25e3, 3000.0), (0.0, -speed, 0.0))
        assert bool(warned(made)) is warns


def test_the_warning_is_of_what_comes_first_and_not_given_again_for_ten_seconds(group: Battle) -> None:
    made = group(units=UNITS)
    made.add_track(0, (0.0, 45e3, 3000.0), INBOUND)
    first = made.add_track(0, (3e3, 35e3, 3000.0), INBOUND)
    (row,) = warned(made, 2.0)
    said = made.belief.orders_sent[row]
    # Where it is now.
    assert (said.track, said.x, said.y) == (made.belief.tracks[first].number, 3e3, 35e3 - 400.0)
    assert len(warned(made, 11.9)) == 1
    assert len(warned(made, 12.0)) == 2


def test_of_two_the_one_is_warned_of_that_nobody_engages_unless_the_other_comes_a_minute_before(group: Battle) -> None:
    # In reach at 30 km: the one that is engaged in 30 s, the other in 80 s or in 100 s.
    for distance, open_one in ((47e3, True), (51e3, False)):
        made = group(units=UNITS)
        made.add_track(0, (0.0, 37e3, 3000.0), INBOUND, shooter=1, order=3)
        other = made.add_track(0, (0.0, distance, 3000.0), INBOUND)
        (row,) = warned(made)
        assert bool(made.belief.orders_sent[row].track == made.belief.tracks[other].number) is open_one


def test_a_target_in_reach_is_there_at_once_and_one_that_passes_by_never(group: Battle) -> None:
    made = group(units=UNITS)
    unit = made.model.units[1]
    for at, time in (((0.0, 25e3, 0.0), 0.0), ((31e3, 20e3, 0.0), math.inf), ((0.0, 41e3, 0.0), 50.0)):
        track = made.belief.tracks[made.add_track(0, at, INBOUND)]
        assert reached_in(unit, track, 0.0) == pytest.approx(time, abs=0.1)


def told(made: Any, at: tuple[float, ...], t: float) -> None:
    row = made.add_order(1, 0, at, kind=WARNING)
    take_warning(made.model, made.belief, made.log, row, t)
    made.take_next()


def test_a_warned_unit_is_cued_and_says_so_once(group: Battle) -> None:
    made = group(units=UNITS)
    told(made, NEAR, 10.0)
    told(made, (1e3, 21e3, 3000.0), 30.0)
    state = made.belief.unit_state[1]
    assert (state.cued_at, state.cued_until) == (10.0, 60.0)
    assert (state.threat_x, state.threat_y, state.threat_z) == (1e3, 21e3, 3000.0)
    assert len(made.rows(WARNED)) == 1
    # After half a minute without a warning the alert is over, and the next one is new.
    told(made, NEAR, 61.0)
    assert (state.cued_at, len(made.rows(WARNED))) == (61.0, 2)


def test_a_warning_arrives_like_any_message(group: Battle) -> None:
    made = group(units=UNITS)
    made.add_track(0, (0.0, 40e3, 3000.0), INBOUND)
    warned(made)
    deliver(made.model, made.truth, made.belief, made.log, 1.0)
    assert made.belief.unit_state[1].cued_until == 31.0


def test_a_warning_is_of_one_direction(group: Battle) -> None:
    made = group(units=UNITS)
    told(made, (0.0, 41e3, 3000.0), 0.0)
    # 20 degrees about it.
    for degrees, known in ((19.0, True), (21.0, False), (180.0, False)):
        turn = math.radians(degrees)
        place = (20e3 * math.sin(turn), 1000.0 + 20e3 * math.cos(turn))
        assert bool(warned_of(made.model, made.belief, 1, *place, 5.0)) is known
    assert not warned_of(made.model, made.belief, 1, 0.0, 20e3, 30.1)


def ready_at(made: Any, t: float) -> float:
    row = made.add_order(1, 0, NEAR)
    take_order(made.model, made.belief, made.log, row, t)
    return float(made.belief.channel_state[0].ready_at)


def test_a_crew_that_was_warned_or_sees_for_itself_has_its_reaction_behind_it(group: Battle) -> None:
    assert ready_at(group(units=UNITS), 20.0) == 28.0
    made = group(units=UNITS)
    told(made, NEAR, 15.0)
    assert ready_at(made, 20.0) == 23.0
    made = group(units=UNITS)
    made.add_track(1, (900.0, 20e3, 3000.0), confirmed_at=10.0)
    assert ready_at(made, 20.0) == 20.0
    # A track farther than a kilometre from the order's is of another target.
    made = group(units=UNITS)
    made.add_track(1, (1100.0, 20e3, 3000.0), confirmed_at=10.0)
    assert known_since(made.model, made.belief, 1, *NEAR[:2], 20.0) == 20.0


def test_a_cold_unit_must_first_start_its_equipment(group: Battle) -> None:
    cold = [UNITS[0], UNITS[1] | {"standby": 60.0, "warm_at": math.inf}]
    assert ready_at(group(units=cold), 20.0) == 80.0
    made = group(units=cold)
    told(made, NEAR, 5.0)
    assert ready_at(made, 20.0) == 65.0


def test_what_it_was_warned_of_a_unit_declares_at_once(group: Battle) -> None:
    slow = [UNITS[0], UNITS[1] | {"declare_after": 8.0}]
    for at, why in ((NEAR, NO_REASON), ((20e3, 1e3, 3000.0), NOT_DECLARED)):
        made = group(units=slow)
        told(made, NEAR, 0.0)
        k = made.add_track(1, at, confirmed_at=1.0, identity=UNKNOWN)
        assert evaluate(made.model, made.belief, made.log, 1, k, 2.0) == why
        assert len(made.rows(DECLARED)) == (why == NO_REASON)


@pytest.mark.parametrize(
    ("after", "aside", "wait"),
    [
        # The unit takes eight seconds; of what it was warned of at 2 s and again at 12 s, the less the later it is.
        (2.0, 0.0, 8.0),
        (7.0, 0.0, 3.0),
        (12.0, 0.0, 0.0),
        # It was warned of one direction, and is alert for half a minute.
        (12.0, 30.0, 8.0),
        (42.0, 0.0, 0.0),
        (42.1, 0.0, 8.0),
    ],
)
def test_a_post_counts_on_what_a_warning_has_put_behind_a_crew(
    group: Battle, after: float, aside: float, wait: float
) -> None:
    made = group(units=UNITS)
    made.add_track(0, (0.0, 45e3, 3000.0), (0.0, 0.0, 0.0), score=1.0)
    unit = made.model.units[1]
    unit.reach = 50e3
    for t in (2.0, 12.0):
        if t <= after:
            warned(made, t)
    turn = math.radians(aside)
    k = made.add_track(0, (20e3 * math.sin(turn), 1e3 + 20e3 * math.cos(turn), 3000.0), (0.0, 0.0, 0.0))
    assert expected_wait(made.model, made.belief, 0, 1, k, after) == pytest.approx(wait)


@pytest.mark.parametrize(
    ("confirmed", "cued", "standby", "wait"),
    [
        # It sees it since 15 s, was warned at 13 s, or must start its equipment first, which takes a minute.
        (20.0, None, 0.0, 8.0),
        (15.0, None, 0.0, 3.0),
        (20.0, 13.0, 0.0, 1.0),
        (1.0, None, 0.0, 0.0),
        (1.0, None, 60.0, 60.0),
    ],
)
def test_a_unit_counts_on_what_it_has_seen_or_heard_itself(
    group: Battle, confirmed: float, cued: float | None, standby: float, wait: float
) -> None:
    made = group(units=[UNITS[0], UNITS[1] | {"standby": standby, "warm_at": math.inf if standby else -math.inf}])
    if cued is not None:
        told(made, NEAR, cued)
    k = made.add_track(1, NEAR, (0.0, 0.0, 0.0), confirmed_at=confirmed)
    assert expected_wait(made.model, made.belief, 1, 1, k, 20.0) == pytest.approx(wait)
