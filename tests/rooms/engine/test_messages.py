"""The message queue: delays, losses, order, and room."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.network.messages import MESSAGE_CLOCK, send
from shieldwall.engine.network.upkeep import look_after
from shieldwall.record.kinds import UNSENT
from shieldwall.record.reasons import LINK_DOWN
from shieldwall.state.layout import NONE
from shieldwall.state.message import CUE, ORDER, PLOTS, STATUS

Battle = Callable[..., Any]


@pytest.fixture
def net(battle: Battle) -> Battle:
    """Return the function that lays two units on a link."""

    def make(*, outages: Any = (), nets: Any = (), **link: float) -> Any:
        return battle(units=[{}, {}], links=[{"between": (0, 1)} | link], outages=outages, nets=nets)

    return make


def sent(made: Any, t: float = 10.0, kind: int = CUE, sender: int = 0, receiver: int = 1) -> int:
    return int(send(made.model, made.belief, made.log, t, kind, sender, receiver))


def test_a_message_arrives_after_the_delay_of_its_link(net: Battle) -> None:
    made = net(delay=1.5)
    row = sent(made)
    message = made.belief.messages[row]
    assert (made.arrival(row), message.kind, message.sender, message.receiver) == (11.5, CUE, 0, 1)
    assert made.belief.clocks[MESSAGE_CLOCK] == 11.5


def test_to_itself_a_unit_speaks_at_once_and_without_a_link(battle: Battle) -> None:
    made = battle()
    assert made.arrival(sent(made, receiver=0)) == 10.0


def test_where_there_is_no_link_nothing_is_sent_and_nothing_said_of_it(battle: Battle) -> None:
    made = battle(units=[{}, {}])
    assert sent(made) == NONE
    assert not len(made.rows())
    assert made.belief.clocks[MESSAGE_CLOCK] == math.inf


def test_a_lost_message_is_logged_with_its_kind(net: Battle) -> None:
    made = net(fails=1.0)
    assert sent(made, kind=ORDER) == NONE
    (event,) = made.rows(UNSENT)
    assert (event.why, event.who, event.whom, event.v0) == (LINK_DOWN, 10, 11, ORDER)
    assert not made.messages()


def test_in_an_outage_nothing_passes(net: Battle) -> None:
    made = net(outages=[{"start": 10.0, "end": 20.0}], nets=[{"outages": 1}])
    passed = []
    for t in (9.9, 10.0, 19.9, 20.0):
        look_after(made.model, made.belief, made.log, t)
        passed.append(sent(made, t) != NONE)
    assert passed == [True, False, False, True]


def test_the_first_to_arrive_is_delivered_first_and_of_two_at_once_the_first_sent(net: Battle) -> None:
    made = net()
    late, early, twin = sent(made, 12.0), sent(made, 10.0), sent(made, 10.0)
    assert [made.take_next() for _ in range(3)] == [early, twin, late]
    assert not made.messages()


def test_the_order_of_sending_holds_in_rows_that_are_used_again(net: Battle) -> None:
    made = net()
    first, second = sent(made), sent(made)
    assert made.take_next() == first
    # It takes the row before the second's, and is delivered after it.
    assert sent(made) == first
    assert made.take_next() == second


def test_the_clock_shows_the_next_arrival(net: Battle) -> None:
    made = net()
    sent(made, 12.0)
    assert made.belief.clocks[MESSAGE_CLOCK] == 13.0
    sent(made, 10.0)
    assert made.belief.clocks[MESSAGE_CLOCK] == 11.0
    made.take_next()
    assert made.belief.clocks[MESSAGE_CLOCK] == 13.0
    made.take_next()
    assert made.belief.clocks[MESSAGE_CLOCK] == math.inf
    assert made.belief.progress[0].waiting == 0


def test_a_full_queue_asks_for_more_room(net: Battle) -> None:
    made = net()
    for _ in range(len(made.belief.messages)):
        assert sent(made, kind=PLOTS) >= 0
    assert made.belief.progress[0].overflow == 0
    assert sent(made, kind=STATUS) == NONE
    assert made.belief.progress[0].overflow == 1
