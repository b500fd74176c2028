"""Posts in a tree: orders go down through the posts between, pictures and reports go up, deputies take over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.record.kinds import ACCEPTED, AUTONOMOUS, LAUNCHED, ORDERED, UNDER_COMMAND
from shieldwall.record.reasons import FIGHTS_ALONE, TAKES_COMMAND

Fight = Callable[..., Any]

#: A group over a battalion over a battery, and a battery of the group's own; the raid comes at the battalion's depot.
TREE = """
scenario: 1
title: A group and its battalion
question: Who commands whom?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 8 min
blue:
  command: {post: group, delays: {autonomy: 15 s}}
  links:
    - {name: upper, joins: [group, battalion, own], delay: 0.5 s, outages: [{from: UPPER s, to: 8 min}]}
    - {name: lower, joins: [battalion, battery, watch], delay: 0.5 s, outages: [{from: LOWER s, to: 8 min}]}
  units:
    group: {is: s-400-command-post, at: 44.95 N 20.30 E}
    battalion: {is: s-400-command-post, at: 44.85 N 20.30 E, DEPUTY}
    battery: {is: pantsir-s1, at: 44.80 N 20.30 E, facing: south, under: battalion}
    watch: {is: UNIT, at: 44.82 N 20.33 E, under: battalion, facing: south}
    own: {is: pantsir-s1, at: 45.20 N 20.30 E, facing: south}
red:
  routes:
    south: [44.20 N 20.30 E, target depot]
  units:
    missile: {is: tomahawk-class, count: 2, route: south, height: 100 m agl, speed: 245 m/s, enters: 15 s,
              spacing: 10 s, mission: {strike: depot}}
places:
  depot: {at: 44.80 N 20.32 E, value: 10, hardness: 2}
"""


def tree(upper: float = 479.0, lower: float = 479.0, unit: str = "p-18", deputy: str = "value: 0") -> str:
    """The scenario with its nets cut from a time on, s."""
    text = TREE.replace("UPPER", f"{upper:g}").replace("LOWER", f"{lower:g}")
    return text.replace("UNIT", unit).replace("DEPUTY", deputy)


def test_the_highest_post_orders_a_battery_through_its_battalion(fought: Fight) -> None:
    made = fought(tree())
    # A battery may defend itself unasked.
    orders = [row for row in made.rows(ORDERED) if row[0] != row[1]]
    assert {row[:2] for row in orders} == {("blue/group", "blue/battery")}
    # Half a second to the battalion, another to the battery.
    first = min(row[2] for row in orders)
    assert any(row[2] == pytest.approx(first + 1.0) for row in made.rows(ACCEPTED))
    assert made.rows(LAUNCHED)
    # What it knows of the battery came up the same way.
    names = [unit.name for unit in made.drawn.plan.units]
    known = made.drawn.belief.subordinates[names.index("blue/group"), names.index("blue/battery")]
    assert 0.0 < known["as_of"] <= 480.0
    assert known["left"] < 1.0


def test_a_battalion_that_lost_its_group_commands_its_own_units(fought: Fight) -> None:
    made = fought(tree(upper=180.0))
    alone = {row[0]: row for row in made.rows(AUTONOMOUS)}
    assert alone["blue/battalion"][4] == TAKES_COMMAND
    # The group's own battery is cut off by the same failure, the battalion's is not.
    assert alone["blue/own"][4] == FIGHTS_ALONE
    assert "blue/battery" not in alone
    after = {row[:2] for row in made.rows(ORDERED) if row[2] > alone["blue/battalion"][2]}
    assert ("blue/battalion", "blue/battery") in after
    assert not {("blue/group", "blue/battery"), ("blue/battalion", "blue/own")} & after


def test_a_deputy_takes_over_the_units_of_its_post(fought: Fight) -> None:
    # The battalion is not ready, from the first; the second Pantsir is its deputy, on the same net.
    made = fought(tree(unit="pantsir-s1", deputy="deputy: watch"), change=unready("blue/battalion"))
    taken = {row[0]: row for row in made.rows(AUTONOMOUS)}
    assert taken["blue/watch"][4] == TAKES_COMMAND
    assert ("blue/battery", "blue/watch") in {row[:2] for row in made.rows(UNDER_COMMAND)}
    orders = {row[:2] for row in made.rows(ORDERED) if row[0].startswith("blue/watch")}
    assert ("blue/watch", "blue/battery") in orders


def unready(name: str) -> Callable[[Any], None]:
    """Return the change that keeps a unit out of the battle."""

    def change(drawn: Any) -> None:
        n = [unit.name for unit in drawn.plan.units].index(name)
        drawn.belief.unit_state.alive[n] = 0

    return change
