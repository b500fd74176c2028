"""Raids that come in a stream: a track that flies as one does that was declared hostile is declared with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.evaluation import evaluate
from shieldwall.engine.command.streams import in_stream
from shieldwall.record.kinds import DECLARED
from shieldwall.record.reasons import DECLARATION_WAITS, NO_REASON, NOT_DECLARED, OF_A_RAID
from shieldwall.state.identity import NEUTRAL, UNKNOWN

Battle = Callable[..., Any]

DEPOT = ((0.0, 0.0, 0.0, 1.0),)
UNIT = {"declare_after": 8.0}
LEADER, INBOUND = (0.0, 30e3, 3000.0), (0.0, -200.0, 0.0)


def stream(battle: Battle, place: tuple[float, ...], velocity: tuple[float, ...], **leader: Any) -> Any:
    """A leader and the track that follows it, row 1, confirmed just now."""
    made = battle(units=[UNIT], assets=DEPOT)
    made.add_track(0, LEADER, INBOUND, **leader)
    assert made.add_track(0, place, velocity, identity=UNKNOWN, confirmed_at=0.0) == 1
    return made


@pytest.mark.parametrize(
    ("place", "velocity", "of_it"),
    [
        # Nine kilometres behind, eleven; nine aside.
        ((0.0, 39e3, 3000.0), INBOUND, True),
        ((0.0, 41e3, 3000.0), INBOUND, False),
        ((9e3, 30e3, 3000.0), INBOUND, True),
        # The cosine of 25 degrees is 0.906, of 27 degrees 0.891.
        ((0.0, 35e3, 3000.0), (84.5, -181.3, 0.0), True),
        ((0.0, 35e3, 3000.0), (90.8, -178.2, 0.0), False),
        ((0.0, 35e3, 3000.0), (0.0, 200.0, 0.0), False),
        # Somewhat faster or slower, but no airliner with a drone.
        ((0.0, 35e3, 3000.0), (0.0, -270.0, 0.0), True),
        ((0.0, 35e3, 3000.0), (0.0, -290.0, 0.0), False),
        ((0.0, 35e3, 3000.0), (0.0, -150.0, 0.0), True),
        ((0.0, 35e3, 3000.0), (0.0, -140.0, 0.0), False),
    ],
)
def test_a_track_is_of_a_stream_by_place_course_and_speed(
    battle: Battle, place: tuple[float, ...], velocity: tuple[float, ...], of_it: bool
) -> None:
    made = stream(battle, place, velocity)
    assert bool(in_stream(made.model, made.belief, 0, 1)) is of_it


def test_places_are_compared_at_one_time(battle: Battle) -> None:
    # The leader was seen 20 s before, 4 km back: it is 13 km ahead of the other by now, not 9.
    made = stream(battle, (0.0, 39e3, 3000.0), INBOUND, t=-20.0)
    assert not in_stream(made.model, made.belief, 0, 1)


def test_what_follows_a_hostile_track_is_declared_at_once_and_the_log_says_why(battle: Battle) -> None:
    made = stream(battle, (0.0, 35e3, 3000.0), INBOUND)
    assert evaluate(made.model, made.belief, made.log, 0, 1, 1.0) == NO_REASON
    assert made.whys(DECLARED) == [OF_A_RAID]
    assert made.belief.tracks[1].identified_by == OF_A_RAID


@pytest.mark.parametrize("identity", [UNKNOWN, NEUTRAL])
def test_what_follows_an_unknown_or_a_neutral_waits(battle: Battle, identity: int) -> None:
    made = stream(battle, (0.0, 35e3, 3000.0), INBOUND, identity=identity)
    assert evaluate(made.model, made.belief, made.log, 0, 1, 1.0) == NOT_DECLARED


def test_a_raid_takes_its_staff_one_decision(battle: Battle) -> None:
    made = stream(battle, (0.0, 35e3, 3000.0), INBOUND)
    alone = made.add_track(0, (60e3, 35e3, 3000.0), INBOUND, identity=UNKNOWN, confirmed_at=0.0)
    # Busy until long after this cycle.
    made.belief.unit_state[0].staff_until = 100.0
    assert evaluate(made.model, made.belief, made.log, 0, 1, 9.0) == NO_REASON
    assert evaluate(made.model, made.belief, made.log, 0, alone, 9.0) == DECLARATION_WAITS
    assert made.belief.unit_state[0].staff_until == 100.0
