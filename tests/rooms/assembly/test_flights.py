"""Flights besides the raid: who comes when, who answers, and that nobody else's draw changes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from red_side import HEAD, Columns, targets

from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.assembly.draw.raid_groups import ABSENT, FLOWN
from shieldwall.assembly.plan.flights import flags
from shieldwall.assembly.plan.land import plan_land
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.raid import plan_raid
from shieldwall.assembly.plan.raid_header import threats_in_header
from shieldwall.assembly.plan.raid_rooms import raid_drawn, raid_workspace
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario.load import load_text
from shieldwall.state.body import BLUE, NEUTRAL, RED
from shieldwall.state.identity import CIVIL, MILITARY
from shieldwall.state.script import ENTER, EXIT
from shieldwall.terrain import load

RAID = """
    missiles: {is: tomahawk-class, count: 2, route: south, height: 60 m agl, speed: 245 m/s, mission: {strike: depot},
               spread: {time: 30 s, offset: 300 m}}
"""
SKY = """
corridors:
  west: {along: west, width: 18 km, lowest: 9 km, highest: 12 km}
traffic:
  airways:
    west: [44.90 N 19.00 E, 44.90 N 21.60 E]
  flights:
"""
STREAM = "    airliner: {is: a320, airway: west, height: 10 km amsl, speed: 230 m/s, every: 4 min, silent: 0.1}\n"
PATROL = "    patrol: {is: strike-fighter, airway: west, side: blue, height: 5 km amsl, speed: 250 m/s, count: 2}\n"
#: Length of the airway over the ground, m, and how long it takes, s: 2.6 degrees of longitude at 44.9 degrees.
LENGTH = math.radians(2.6) * 6_378_137.0 * math.cos(math.radians(44.9)) * 1.0017
TRANSIT = LENGTH / 230.0
LASTS, EVERY = 2400.0, 240.0


class Sky:
    """Raid and traffic that are planned and may be drawn again and again."""

    def __init__(self, text: str) -> None:
        self.scenario = load_text(HEAD.replace("s-400-command-post", "an-tps-70") + RAID + text)
        frame, terrain, columns = Frame(*self.scenario.origin), load(self.scenario.terrain), Columns()
        self.plan = plan_raid(self.scenario, frame, columns, Names(), targets(self.scenario))
        self.land = plan_land(terrain, frame, terrain.grid(frame, 800.0))
        self.figures = columns.vector(1, 0, sampled=False)
        self.work, self.drawn = raid_workspace(self.plan.raid), raid_drawn(self.plan.raid)

    def draw(self, replication: int = 0) -> Any:
        legs = draw_raid(self.plan.raid, self.land, self.figures, 0.5, 1, replication, self.work, self.drawn)
        assert legs > 0
        return self.drawn

    def rows(self, side: int) -> np.ndarray[Any, Any]:
        return np.flatnonzero(self.plan.raid.members.side == side)


@pytest.fixture(scope="module")
def sky() -> Sky:
    return Sky(SKY + STREAM + PATROL)


def test_flights_come_as_a_poisson_stream_and_some_are_under_way_at_the_start(sky: Sky) -> None:
    rows, runs = sky.rows(NEUTRAL), 60
    entered = early = 0
    for run in range(runs):
        drawn = sky.draw(run)
        flying = rows[drawn.came[rows] == FLOWN]
        begins = drawn.legs.t[drawn.bodies.first_leg[flying]]
        entered += int(((begins >= 0.0) & (begins < LASTS)).sum())
        early += int((begins < 0.0).sum())
        # The last of those that were planned for never comes.
        assert drawn.came[rows].sum() < len(rows)
    # Means of 10 and of transit time over interval; 4.9 deviations of a Poisson count.
    for count, mean in ((entered, runs * LASTS / EVERY), (early, runs * TRANSIT / EVERY)):
        assert abs(count - mean) < 4.9 * math.sqrt(mean) + 0.01 * mean


def test_a_flight_leaves_where_its_airway_ends(sky: Sky) -> None:
    drawn = sky.draw()
    (first, _second) = sky.rows(BLUE)
    script = drawn.script[: drawn.filled[1]]
    mine = script[script.body == first]
    assert mine.what.tolist() == [ENTER, EXIT]
    assert mine.t[1] - mine.t[0] == pytest.approx(LENGTH / 250.0, rel=0.002)


def test_transponders_are_silent_as_often_as_is_said(sky: Sky) -> None:
    rows, runs = sky.rows(NEUTRAL), 60
    silent = sum(int((sky.draw(run).bodies.transponder[rows] == 0).sum()) for run in range(runs))
    trials = runs * len(rows)
    assert abs(silent - 0.1 * trials) < 4.9 * math.sqrt(0.09 * trials)
    assert set(sky.drawn.bodies.transponder[rows].tolist()) == {0, CIVIL}
    assert not sky.drawn.bodies.transponder[sky.rows(RED)].any()
    assert set(sky.drawn.bodies.transponder[sky.rows(BLUE)].tolist()) <= {0, CIVIL, MILITARY, CIVIL | MILITARY}


def test_traffic_changes_no_draw_of_the_raid(sky: Sky) -> None:
    alone = Sky("")
    for run in range(3):
        with_traffic, without = sky.draw(run), alone.draw(run)
        for row, other in zip(sky.rows(RED), alone.rows(RED), strict=True):
            one, two = with_traffic.bodies[row], without.bodies[other]
            first = with_traffic.legs[one.first_leg : one.first_leg + one.legs]
            assert first.tobytes() == without.legs[two.first_leg : two.first_leg + two.legs].tobytes()


def test_the_header_keeps_traffic_apart_from_threats(sky: Sky) -> None:
    drawn = sky.draw()
    said = threats_in_header(sky.plan, drawn, sky.figures)
    assert set(said["threats"]) == {"red/missiles/1", "red/missiles/2"}
    absent = [sent.name for sent, came in zip(sky.plan.sent, drawn.came, strict=True) if came == ABSENT]
    assert absent
    assert not set(absent) & set(said["traffic"])
    assert {flight["side"] for flight in said["traffic"].values()} == {"neutral", "blue"}
    assert "traffic" not in threats_in_header(Sky("").plan, Sky("").draw(), Sky("").figures)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (0, 0)),
        (SKY + STREAM, (1, 0)),
        (SKY + STREAM + PATROL, (1, 1)),
        ("\ncorridors: {a: {points: [44 N 20 E, 45 N 20 E], width: 9 km, lowest: 1 km, highest: 2 km}}\n", (1, 0)),
    ],
)
def test_who_may_fly_besides_the_raid(text: str, found: tuple[int, int]) -> None:
    said = flags(load_text(HEAD.replace("s-400-command-post", "an-tps-70") + RAID + text))
    assert (said["neutrals"], said["friends"]) == found
