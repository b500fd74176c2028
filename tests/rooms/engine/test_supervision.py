"""Supervision: orders that are out are cued anew, and taken back when nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.supervision import log_why, supervise
from shieldwall.record.kinds import HELD
from shieldwall.record.reasons import NO_ANSWER, NO_CHANNEL, NO_ROUND
from shieldwall.state.layout import NONE
from shieldwall.state.message import CUE

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


def supervised(made: Any, k: int, t: float, n: int = 0) -> bool:
    """Whether the order still stands after it was looked after."""
    supervise(made.model, made.belief, made.log, n, k, t)
    return bool(made.belief.tracks[k].shooter != NONE)


def test_an_order_that_is_out_is_cued_anew_with_the_track_as_it_stands(group: Battle) -> None:
    made = group()
    k = made.add_track(0, NEAR, (0.0, -100.0, 0.0), shooter=1, order=4)
    assert supervised(made, k, 2.0)
    (row,) = made.messages(CUE)
    message, said = made.belief.messages[row], made.belief.orders_sent[row]
    assert (message.receiver, made.arrival(row), said.order, said.at, said.y) == (1, 3.0, 4, 2.0, 19_800.0)


@pytest.mark.parametrize("delay", [0.0, 1.5])
def test_an_order_unanswered_for_twelve_seconds_and_the_way_there_and_back_is_taken_back(
    group: Battle, delay: float
) -> None:
    made = group(links=[{"between": (0, 1), "delay": delay}])
    k = made.add_track(0, NEAR, shooter=1, order=4, answered_at=100.0)
    limit = 112.0 + 2.0 * delay
    assert supervised(made, k, limit)
    assert made.belief.subordinates[0, 1].silent == 0
    assert not supervised(made, k, limit + 0.01)
    # A unit that left an order unanswered is not asked again before it reports.
    assert made.belief.subordinates[0, 1].silent == 1
    assert made.whys(HELD) == [NO_ANSWER]


def test_an_order_answered_once_is_taken_back_after_fourteen_cycles_of_silence(group: Battle) -> None:
    made = group(units=[{"commands": 1}, {"post": 0, "cycle": 2.0}])
    k = made.add_track(0, NEAR, shooter=1, order=4, answered=1, answered_at=100.0)
    assert supervised(made, k, 100.0 + 14 * 2.0 + 2.0)
    assert not supervised(made, k, 100.0 + 14 * 2.0 + 2.01)
    assert made.belief.subordinates[0, 1].silent == 0


def test_what_a_unit_leaves_unanswered_to_itself_is_no_news_of_its_post(group: Battle) -> None:
    # What the post knows of the unit stands in the post's row; the unit, alone, does not write there.
    made = group()
    k = made.add_track(1, NEAR, shooter=1, order=4, answered_at=100.0)
    assert not supervised(made, k, 113.0, 1)
    assert made.belief.subordinates[0, 1].silent == 0


def test_to_itself_a_unit_needs_no_link(fire_unit: Battle) -> None:
    made = fire_unit()
    k = made.add_track(0, NEAR, shooter=0, order=4, answered_at=100.0)
    assert supervised(made, k, 112.0)
    assert not supervised(made, k, 112.01)


def test_why_a_track_is_not_engaged_is_logged_when_it_changes(battle: Battle) -> None:
    made = battle()
    k = made.add_track(0, NEAR, score=0.25)
    for why in (NO_ROUND, NO_ROUND, NO_CHANNEL, NO_ROUND):
        log_why(made.model, made.belief, made.log, 0, k, why, 1.0)
    assert made.whys(HELD) == [NO_ROUND, NO_CHANNEL, NO_ROUND]
    assert made.rows(HELD)[0].v1 == 0.25
