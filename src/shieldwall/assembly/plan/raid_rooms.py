"""The arrays that a thread draws a raid into and works in, sized for what is planned and a good part more.

A draw that does not fit says so and is repeated in larger ones; the plan stays.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from shieldwall.assembly.draw.raid_flight import FALL_POINTS, RELEASE_INTERVAL
from shieldwall.assembly.draw.raid_groups import Drawn, Raid, Workspace
from shieldwall.assembly.draw.raid_member import STRIKE_MISSION
from shieldwall.kernels.paths import BEND, COLUMNS, ROUTE, STEP
from shieldwall.state.body import BODY
from shieldwall.state.jammer import JAMMER
from shieldwall.state.layout import NONE
from shieldwall.state.script import LEG, SCRIPT
from shieldwall.state.sensor import BANDS

#: Samples of one turn, at most; those kept for what nobody foresees; how much longer a path may be than planned.
TURN, SPARE, LONGER = 80, 100, 1.2
#: Waypoints that a route may have more than its author wrote: a dive, an orbit, a way home.
MORE_POINTS = 6


def raid_workspace(raid: Raid, scale: int = 1) -> Workspace:
    """Return a thread's workspace for a raid; `scale` enlarges it."""
    samples = max((_samples(raid, member) for member in raid.members), default=2) * scale
    fallen = max((_fallen(member) for member in raid.members), default=2) * scale
    points = int(max(raid.members.points, default=0)) + MORE_POINTS
    lines = _lines(raid)
    return Workspace(
        path=np.zeros((COLUMNS, samples)),
        fall=np.zeros((COLUMNS, fallen)),
        route=np.zeros((ROUTE, points)),
        home=np.zeros((ROUTE, points)),
        beside=np.zeros((ROUTE, points)),
        stay=np.zeros(max(samples, fallen) + 1, np.int64),
        acts=np.zeros(lines, SCRIPT).view(np.recarray),
        order=np.zeros((2, lines), np.int64),
    )


def raid_drawn(raid: Raid, scale: int = 1) -> Drawn:
    """Return the arrays into which a raid is drawn; `scale` enlarges that of its legs."""
    legs = sum(
        _legs(raid, member) if member.carrier == NONE else _fallen(raid.members[member.carrier])
        for member in raid.members
    )
    bodies = len(raid.members)
    return Drawn(
        bodies=np.zeros(bodies, BODY).view(np.recarray),
        legs=np.zeros((legs + 1) * scale, LEG).view(np.recarray),
        script=np.zeros(_lines(raid), SCRIPT).view(np.recarray),
        signatures=np.zeros((len(raid.threats), len(BANDS), 3)),
        jammers=np.zeros(len(raid.pods), JAMMER).view(np.recarray),
        ends=np.zeros((bodies, 4)),
        came=np.zeros(bodies, np.int64),
        filled=np.zeros(2, np.int64),
    )


def _samples(raid: Raid, member: Any) -> int:
    """Samples of a vehicle's path."""
    if member.carrier != NONE:
        return 2
    points = raid.waypoints[member.first_point : member.first_point + member.points]
    length = float(np.hypot(np.diff(points["x"]), np.diff(points["y"])).sum())
    orbit = 0.0
    if member.orbit_radius > 0.0:
        lasting = raid.lasts + 60.0 + 3.0 * member.time_spread - member.start
        orbit = min(lasting * member.speed, 2.0 * math.pi * member.orbit_radius * member.orbit_turns)
        orbit = max(orbit, 0.0) / min(STEP, BEND * member.orbit_radius)
    # A path on or home is as long again.
    times = 1.0 if member.mission == STRIKE_MISSION else 2.0
    return int(LONGER * (times * length / STEP + orbit) + TURN * (2 * member.points + 3)) + SPARE


def _legs(raid: Raid, member: Any) -> int:
    """Legs of a vehicle: of an orbit all samples may stay, of a route half of them."""
    samples = _samples(raid, member)
    return samples if member.orbit_radius > 0.0 else samples // 2


def _fallen(member: Any) -> int:
    """Samples of the path of a weapon that a vehicle releases."""
    length = member.release_at + member.weapons * RELEASE_INTERVAL * member.speed
    return max(FALL_POINTS, int(LONGER * length / STEP)) + SPARE


def _lines(raid: Raid) -> int:
    """Lines of the script at most: each enters, does its task and leaves; each weapon is released and hits."""
    return int(sum(3 + 2 * member.weapons for member in raid.members if member.carrier == NONE))
