"""Hold-fire zones in whole battles: what is held is not fired at, the story says why, a zone elsewhere is nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import shieldwall as sw
from shieldwall.record.kinds import HELD, LAUNCHED, WAITS
from shieldwall.record.reasons import HELD_IN_ZONE, INTO_ZONE, WORDS
from shieldwall.scenario import load_text

Fight = Callable[..., Any]

BATTLE = """
scenario: 1
title: A battery beside a town
question: Whom may it engage?
terrain: flat
origin: 44.8 N 20.3 E
start: 2019-10-24T08:00Z
lasts: 4 min
draws: {terrain_error: no, obstacle_angle: no, readiness: no}
blue:
  command: {post: battery, delays: {declare: 2 s}}
  units: {battery: {is: pantsir-s1, at: 44.8 N 20.3 E, facing: north}}
ZONES
red:
  routes: {north: [45.2 N 20.3 E, target depot]}
  units:
    raid: {is: tomahawk-class, count: 3, spacing: 10 s, route: north, height: 100 m agl, speed: 240 m/s,
           mission: {strike: depot}}
places: {depot: {at: 44.81 N 20.3 E, value: 10, hardness: 1000}}
"""
#: All that the battery reaches north of it.
NORTH = "corners: [44.805 N 19.5 E, 44.805 N 21.1 E, 45.5 N 21.1 E, 45.5 N 19.5 E]"
PLAIN = BATTLE.replace("ZONES\n", "")


def zoned(zone: str) -> str:
    return BATTLE.replace("ZONES", f"  zones: {{town: {{{zone}}}}}")


@pytest.mark.parametrize(("forbids", "why"), [("targets", HELD_IN_ZONE), ("rounds", INTO_ZONE), ("both", HELD_IN_ZONE)])
def test_over_a_zone_nothing_is_fired_and_the_story_says_so(fought: Fight, forbids: str, why: int) -> None:
    assert fought(PLAIN).rows(LAUNCHED)
    held = fought(zoned(f"{NORTH}, forbids: {forbids}"))
    assert not held.rows(LAUNCHED)
    assert why in {row[4] for row in held.rows(HELD, WAITS)}
    story = sw.run(load_text(zoned(f"{NORTH}, forbids: {forbids}"))).explain("red/raid/1")
    assert WORDS[why] in " ".join(story.split())


@pytest.mark.parametrize(
    "zone",
    [
        # South of the battery, above the raid, and under another status.
        "around: 44.7 N 20.3 E, radius: 5 km",
        f"{NORTH}, floor: 20 km",
        f"{NORTH}, under: [weapons-free]",
    ],
)
def test_a_zone_elsewhere_changes_nothing(fought: Fight, zone: str) -> None:
    assert fought(zoned(zone)).rows() == fought(PLAIN).rows()
