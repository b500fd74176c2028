"""Staff load: decisions queue at a post, orders before declarations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.command.staff import FOR_ORDERS, decide, decisions_left, staff_free
from shieldwall.record.kinds import DECLARED, HELD, ORDERED
from shieldwall.record.reasons import DECLARATION_WAITS, STAFF_BUSY

Battle = Callable[..., Any]

DEPOT = ((0.0, 0.0, 0.0, 1.0),)
INBOUND = (0.0, -200.0, 0.0)
#: A battery that has channels and rounds for all that come.
BATTERY = {
    "channels": [{"unit": 1, "sensor": 1}] * 6,
    "launchers": [{"unit": 1, "capacity": 8, "ready": 8}],
    "assets": DEPOT,
}


@pytest.mark.parametrize(("decision", "each"), [(1.5, [2, 2, 2, 2]), (2.0, [2, 1, 2, 1]), (4.0, [1, 1, 1, 0])])
def test_a_staff_takes_as_many_decisions_as_it_has_time_for(battle: Battle, decision: float, each: list[int]) -> None:
    made = battle(units=[{"cycle": 3.0, "decision_time": decision}])
    taken = []
    for t in (0.0, 3.0, 6.0, 9.0):
        taken.append(0)
        left = decisions_left(made.model, made.belief, 0, FOR_ORDERS, 9, t)
        assert decisions_left(made.model, made.belief, 0, FOR_ORDERS, 1, t) == min(left, 1)
        while staff_free(made.model, made.belief, 0, FOR_ORDERS, t) and taken[-1] < 9:
            decide(made.model, made.belief, 0, t)
            taken[-1] += 1
        assert taken[-1] == left
    # 60 s over the time of a decision are decisions a minute: 40, 30 and 15, in cycles of 3 s.
    assert taken == each


def fought(group: Battle, hostile: int, seconds: int) -> Any:
    """A post with a decision in every second and four tracks, no stream, fought for some cycles of a second."""
    made = group(units=[{"commands": 1, "decision_time": 1.0}, {"post": 0}], **BATTERY)
    for number in range(4):
        made.add_track(0, (500.0 * number, 20e3 + 11e3 * number, 3000.0), INBOUND, identity=hostile)
    for t in range(seconds):
        cycle(made.model, made.belief, made.log, 0, float(t))
    return made


def test_orders_beyond_what_the_staff_can_give_wait_and_the_log_says_why(group: Battle) -> None:
    made = fought(group, 1, 4)
    # The nearest first, one in each second.
    assert [(float(row.t), int(row.v0)) for row in made.rows(ORDERED)] == [(0.0, 0), (1.0, 1), (2.0, 2), (3.0, 3)]
    assert made.whys(HELD) == [STAFF_BUSY] * 3


def test_declarations_wait_as_well_and_leave_time_for_orders(group: Battle) -> None:
    made = fought(group, 0, 8)
    assert DECLARATION_WAITS in made.whys(HELD)
    # Eight decisions in eight seconds: all four tracks declared, all four ordered.
    assert (len(made.rows(DECLARED)), len(made.rows(ORDERED))) == (4, 4)


def test_a_staff_without_a_time_takes_any_number_of_decisions(group: Battle) -> None:
    made = group(**BATTERY)
    for number in range(4):
        made.add_track(0, (500.0 * number, 20e3, 3000.0), INBOUND)
    cycle(made.model, made.belief, made.log, 0, 0.0)
    assert len(made.rows(ORDERED)) == 4
