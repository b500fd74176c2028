"""Self-defence: what a unit under command engages unasked, and what its post makes of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.command.orders import take_claim, take_order
from shieldwall.engine.network.status import answer
from shieldwall.record.kinds import CLAIMED, HELD, ORDERED
from shieldwall.record.reasons import ASSESSED_KILLED, ENGAGED, HELD_BY_RULE, NOT_DECLARED
from shieldwall.state.layout import NONE
from shieldwall.state.message import CLAIM, ORDER, STATUS
from shieldwall.state.unit import WEAPONS_HOLD

Battle = Callable[..., Any]

UNITS = [{"commands": 1}, {"post": 0, "y": 1000.0, "guard_x": 0.0, "guard_y": 1000.0}]


def cycled(made: Any, t: float = 0.0) -> list[int]:
    """Whom the unit orders in a command cycle."""
    before = len(made.rows(ORDERED))
    made.belief.unit_state[1].heard_at = t
    cycle(made.model, made.belief, made.log, 1, t)
    return [int(row.whom) - 10 for row in made.rows(ORDERED)[before:]]


def test_a_unit_under_command_engages_what_will_pass_it_within_45_seconds(group: Battle) -> None:
    # At 200 m/s it passes over the unit, 1 km north, in 44 or 46 s.
    for distance, fights in ((9.8e3, True), (10.2e3, False)):
        made = group(units=UNITS)
        made.add_track(1, (0.0, distance, 3000.0), (0.0, -200.0, 0.0))
        assert cycled(made) == ([1] if fights else [])


def test_and_what_will_pass_what_it_guards(group: Battle) -> None:
    # 20 km east of the unit something flies north; 8 km on lies what it guards, or does not.
    aside = {"guard_x": 20e3, "guard_y": 9e3}
    for guard, fights in ((aside, True), ({}, False)):
        made = group(units=[UNITS[0], UNITS[1] | guard])
        made.add_track(1, (20e3, 1000.0, 3000.0), (0.0, 200.0, 0.0))
        assert cycled(made) == ([1] if fights else [])


def test_it_is_worth_half_of_the_most_valued_place_to_itself(group: Battle) -> None:
    made = group(units=UNITS, assets=[(900e3, 0.0, 0.0, 1.0)])
    k = made.add_track(1, (0.0, 9e3, 3000.0), (0.0, -200.0, 0.0))
    assert cycled(made) == [1]
    assert made.belief.tracks[k].worth == 0.5


@pytest.mark.parametrize("what", ["weapons hold", "not declared", "engaged"])
def test_rules_hold_in_self_defence_too(group: Battle, what: str) -> None:
    made = group(units=[UNITS[0], UNITS[1] | {"declare_after": 8.0}])
    k = made.add_track(1, (0.0, 9e3, 3000.0), (0.0, -200.0, 0.0))
    if what == "weapons hold":
        # It comes at what the unit guards, and not at the unit itself.
        made.belief.unit_state[1].control = WEAPONS_HOLD
        made.model.units[1].x = made.model.units[1].guard_x + 9e3
    elif what == "not declared":
        made.belief.tracks[k].identity = 0
    else:
        made.belief.tracks[k].shooter = 1
    assert cycled(made) == []
    held = {"not declared": [NOT_DECLARED], "weapons hold": [HELD_BY_RULE], "engaged": []}
    assert made.whys(HELD) == held[what]


def test_a_post_is_told_what_a_unit_engages_unasked_and_what_becomes_of_it(group: Battle) -> None:
    made = group(units=UNITS)
    made.add_track(1, (0.0, 9e3, 3000.0), (0.0, -200.0, 0.0))
    cycled(made)
    (order,) = made.messages(ORDER)
    take_order(made.model, made.belief, made.log, order, 0.0)
    (claim,) = made.messages(CLAIM)
    message, said = made.belief.messages[claim], made.belief.orders_sent[claim]
    assert (message.sender, message.receiver, said.y) == (1, 0, 9e3)
    # The nearest of the post's own tracks within a kilometre that nobody engages.
    far, near, taken = (made.add_track(0, (x, 9e3, 3000.0)) for x in (1100.0, 400.0, 100.0))
    made.belief.tracks[taken].shooter = 1
    take_claim(made.model, made.belief, made.log, claim, 0.0)
    track = made.belief.tracks[near]
    assert (track.shooter, track.order, track.answered, track.why) == (1, said.order, 1, ENGAGED)
    assert made.belief.tracks[far].shooter == NONE
    assert len(made.rows(CLAIMED)) == 1


def test_the_end_of_an_engagement_is_told_to_the_post_too(group: Battle) -> None:
    made = group(units=UNITS)
    made.engage(0, (0.0, 9e3, 3000.0), post=1)
    answer(made.model, made.belief, made.log, 0, ASSESSED_KILLED, 3.0)
    assert [int(made.belief.messages[row].receiver) for row in made.messages(STATUS)] == [1, 0]
