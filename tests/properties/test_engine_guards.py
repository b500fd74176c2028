"""What must not happen however sparse or crowded the sky is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.exercise import run
from shieldwall.record.kinds import KILLED, LAUNCHED
from shieldwall.scenario import load_text

Fight = Callable[..., Any]

FAST = """
scenario: 1
title: One fast aircraft
question: Does a round meet it, whatever else flies?
terrain: flat
origin: 44.90 N 20.20 E
start: 2019-10-24T08:00Z
lasts: 8 min
blue:
  command: {post: cp, doctrine: shoot-look-shoot, control: weapons-tight}
  links: [{name: wire, joins: [cp, s400], delay: 0 s}]
  units:
    cp: {is: s-400-command-post, at: 44.90 N 20.20 E}
    s400: {is: s-400-battalion, at: 44.90 N 20.21 E, facing: west}
red:
  routes: {straight: [44.90 N 17.20 E, target depot, 44.90 N 21.50 E], away: [44.95 N 17.40 E, 45.90 N 16.40 E]}
  units:
    fast: {is: strike-fighter, route: straight, height: 12 km amsl, speed: 550 m/s}
OTHERS
places:
  depot: {at: 44.90 N 20.25 E, value: 10}
"""
DRONES = """    others: {is: shahed-class, count: 40, route: away, height: 100 m agl, speed: 50 m/s, spacing: 5 s}
"""


def test_rounds_meet_their_target_whatever_else_flies(fought: Fight) -> None:
    alone = [fought(FAST.replace("OTHERS\n", ""), replication=number) for number in range(4)]
    crowded = [fought(FAST.replace("OTHERS\n", DRONES), replication=number) for number in range(4)]
    for few, many in zip(alone, crowded, strict=True):
        assert [row[:4] for row in few.rows(KILLED)] == [row[:4] for row in many.rows(KILLED) if row[1] == "red/fast/1"]
    assert sum(len(battle.rows(LAUNCHED)) for battle in alone) >= 4
    assert sum(len(battle.rows(KILLED)) for battle in alone) >= 3


@pytest.mark.parametrize("count", [400, 700])
def test_a_look_may_hold_more_plots_than_the_first_tables(count: int) -> None:
    crowd = f"""
scenario: 1
title: A crowd
question: Does the picture hold it?
terrain: flat
start: 2019-10-24T08:00Z
lasts: 30 s
blue:
  command: {{post: radar}}
  units:
    radar: {{is: certain-battery, at: 44.90 N 20.20 E, rounds: 0}}
red:
  routes: {{in: [44.90 N 19.60 E, 44.90 N 20.10 E]}}
  units:
    drones:
      is: shahed-class
      count: {count}
      route: in
      height: 2 km amsl
      speed: 50 m/s
      spread: {{offset: 10 km}}
"""
    found = run(load_text(crowd, "crowd.yaml"), film=False)
    assert found.outcomes().height == count
