"""Small battles on flat ground, fought many times, and what leaks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario import Scenario, load_text
from shieldwall.study.paired import Option, paired

CENTRE = Frame(math.radians(44.8), math.radians(20.3))
Counts = NDArray[np.int64]
Change = Callable[[Workspace], None]
Point = tuple[float, float]


def place(point: Point) -> str:
    """A point, in kilometres east and north of the centre, as a position."""
    latitude, longitude, _ = CENTRE.to_geodetic(1000.0 * point[0], 1000.0 * point[1], 0.0)
    return f"{math.degrees(latitude):.6f} N {math.degrees(longitude):.6f} E"


@dataclass(frozen=True)
class Battle:
    """A scenario by its parts; points are kilometres east and north of the depot, headings degrees from north.

    `units`: entry, place, heading and what else is said of it, by name. `raid`: entry, where it comes from, and what
    else is said of it, by name; all fly to the depot. `turned` turns the whole about the depot, `mirrored` swaps east
    and west.
    """

    units: dict[str, tuple[str, Point, float, str]]
    raid: dict[str, tuple[str, Point, str]]
    command: str = "post: post, doctrine: salvo, delays: {declare: 2 s}"
    links: str = ""
    minutes: int = 6
    turned: float = 0.0
    mirrored: bool = False

    def but(self, **changes: Any) -> Battle:
        """This battle with some parts changed."""
        return replace(self, **changes)

    def armed(self, said: str) -> Battle:
        """This battle with more said of its fire units."""
        armed_units = {name: (entry, at, facing, said) for name, (entry, at, facing, _) in self.units.items()}
        return self.but(units=armed_units | {"post": self.units["post"]})

    def text(self) -> str:
        """The scenario."""
        units = [
            f"{name}: {{is: {entry}, at: {self._at(point)}, facing: {self._heading(facing):g} deg{said}}}"
            for name, (entry, point, facing, said) in self.units.items()
        ]
        routes = [f"{name}: [{self._at(start)}, target depot]" for name, (_, start, _) in self.raid.items()]
        raid = [f"{name}: {{is: {entry}, route: {name}, {said}}}" for name, (entry, _, said) in self.raid.items()]
        return f"""
scenario: 1
title: A battle of many
question: What leaks?
terrain: flat
origin: {place((0.0, 0.0))}
start: 2019-10-24T08:00Z
lasts: {self.minutes} min
draws: {{terrain_error: false, obstacle_angle: false}}
blue:
  command: {{{self.command}}}
  links: [{self.links}]
  units: {{{", ".join(units)}}}
red:
  routes: {{{", ".join(routes)}}}
  units: {{{", ".join(raid)}}}
places:
  depot: {{at: {place((0.0, 0.0))}, value: 10, hardness: 1000}}
"""

    def _at(self, point: Point) -> str:
        east = -point[0] if self.mirrored else point[0]
        sine, cosine = math.sin(math.radians(self.turned)), math.cos(math.radians(self.turned))
        return place((cosine * east + sine * point[1], cosine * point[1] - sine * east))

    def _heading(self, heading: float) -> float:
        return ((-heading if self.mirrored else heading) + self.turned) % 360.0


MISSILES = (
    "count: 4, spacing: 4 s, enters: {} s, height: 150 m agl, speed: 245 m/s, "
    "mission: {{strike: depot}}, spread: {{time: 5 s, offset: 800 m, height: 20 m}}"
)
#: A Neva that a radar warns, and a Pantsir beside the depot, against twelve cruise missiles from the west.
JOINT = Battle(
    units={
        "post": ("an-tps-70", (6.0, 3.0), 270.0, ""),
        "neva": ("s-125m1t-neva", (-6.0, 4.0), 270.0, ""),
        "pantsir": ("pantsir-s1", (-2.0, -1.0), 270.0, ""),
    },
    raid={
        "north": ("tomahawk-class", (-55.0, 20.0), MISSILES.format(0)),
        "middle": ("tomahawk-class", (-55.0, 0.0), MISSILES.format(6)),
        "south": ("tomahawk-class", (-55.0, -20.0), MISSILES.format(12)),
    },
    links="{name: ring, joins: [post, neva, pantsir], delay: 1 s}",
)

Leaks = Callable[..., Counts]


@cache
def read(text: str) -> Scenario:
    return load_text(text)


def leaks(battle: Battle, replications: range, change: Change | None = None, seed: int = 1) -> Counts:
    """Numbers of leakers of some replications, the arrays of each changed before it is fought if asked."""
    option = Option("battle", read(battle.text()), change)
    return paired([option], replications, [seed]).of("battle", "leakers")[0].astype(np.int64)


@pytest.fixture(scope="session", name="leaks")
def leaks_of() -> Leaks:
    """Return the function that fights a battle many times and counts what leaks."""
    return leaks


@pytest.fixture(scope="session", name="read")
def reader() -> Callable[[str], Scenario]:
    """Return what makes a scenario of a text, once for each text."""
    return read


@pytest.fixture(scope="session")
def joint() -> Battle:
    """Return the battle of a small joint group."""
    return JOINT
