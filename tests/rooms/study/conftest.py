"""What tests of studies share: stand-in battles that other processes can import, disks that take no time, and
batteries of certain effect against a few cruise missiles, of which what leaks can be counted by hand.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from shieldwall.scenario import Scenario, load_text

# Worker processes look where this one does.
sys.path.append(str(Path(__file__).parent))

#: Cruise missiles that come from four sides at once.
THREATS = 4
SIDES = {"north": "45.25 N 20.30 E", "east": "44.80 N 20.93 E", "south": "44.35 N 20.30 E", "west": "44.80 N 19.67 E"}


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flush nothing, in tests of other things."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def battle(units: str, links: str = "", delays: str = "declare: 1 s, reaction: 1 s") -> Scenario:
    """Return a raid of four on a depot that some units defend, the first of them called `post`."""
    routes = ", ".join(f"{side}: [{at}, target depot]" for side, at in SIDES.items())
    raid = ", ".join(
        f"{side}: {{is: tomahawk-class, route: {side}, height: 1 km amsl, speed: 250 m/s, mission: {{strike: depot}}}}"
        for side in SIDES
    )
    return load_text(f"""
scenario: 1
title: Four from four sides
question: What saves the depot?
terrain: flat
start: 2019-10-24T08:00Z
lasts: 5 min
draws: {{terrain_error: false, obstacle_angle: false, registration_bias: false}}
blue:
  command: {{post: post, doctrine: shoot-look-shoot, control: weapons-tight, delays: {{{delays}}}}}
  links: [{links}]
  units: {{{units}}}
red:
  routes: {{{routes}}}
  units: {{{raid}}}
places:
  depot: {{at: 44.80 N 20.30 E, value: 10, hardness: 1000}}
""")


@pytest.fixture(scope="session", name="battle")
def battle_of() -> Any:
    """Return what makes a raid of four on a depot that some units defend."""
    return battle


@pytest.fixture(scope="session")
def short_of_rounds() -> Scenario:
    """A battery that never fails and has two rounds, one ready and one to reload, against four."""
    return battle("post: {is: certain-battery, at: 1 km north of depot, rounds: 1}")
