"""The raid flown once without a battle: one member of each unit, without its spread, by the central figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.assembly.draw.raid_groups import LINES, SHORT, Land, Raid
from shieldwall.assembly.plan.land import plan_land
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.plan import MIDDLE, Plan
from shieldwall.assembly.plan.raid import RaidPlan, member_name, plan_raid
from shieldwall.assembly.plan.raid_rooms import raid_drawn, raid_workspace
from shieldwall.assembly.plan.sites import Plane, place_rows
from shieldwall.assembly.plan.terms import Terms
from shieldwall.assembly.plan.units import DeployedUnit, UnitMaker
from shieldwall.kernels.paths import ALONG, LENGTH, STRAIGHT, TURN, S, T
from shieldwall.scenario.schema import Scenario
from shieldwall.state.script import OBSERVE, RELEASE, STRIKE

Floats = NDArray[np.float64]
#: An exercise that outlasts every route, s.
LONG = 1e6


@dataclass(frozen=True)
class Trial:
    """How the first member of a unit flies.

    `path`: float64[column, sample], as `kernels.paths` has it, heights and times filled in; `along`: the station of
    each waypoint, m; `room`: radius of the widest turn that fits between its legs, m, infinite where it flies straight
    on; `floor`: least height over ground, m; `done`: when it strikes, releases or has looked, s, infinite for never;
    `arrives`: when the last of its weapons hits; `short`: how many weapons fall short.
    """

    unit: str
    path: Floats
    along: Floats
    room: Floats
    floor: float
    done: float
    arrives: float
    short: int

    def at(self, station: float, row: int) -> float:
        """Return a row of the path, interpolated at a station."""
        return float(np.interp(station, self.path[S], self.path[row]))


@dataclass(frozen=True)
class Stage:
    """What a raid needs to fly: its plan, the ground, the central figures, and how far the ground is raised.

    `units` holds one member of each unit of blue, by the unit's name.
    """

    units: Mapping[str, DeployedUnit]
    plan: RaidPlan
    land: Land
    figures: Floats
    relief: float


def stage_of(plan: Plan) -> Stage:
    """Return what a plan knows."""
    first = {unit.name.split("/")[1]: unit for unit in reversed(plan.units)}
    return Stage(first, plan.raid, plan.land, np.array(plan.figures["value"], np.float64), MIDDLE)


def staged(scenario: Scenario) -> Stage:
    """Return what the raid of a scenario needs, without a plan of the defence."""
    terms, names = Terms(), Names()
    plane = Plane.of(scenario)
    maker = UnitMaker(scenario, terms, names)
    units = {name: maker.make(f"blue/{name}", unit, unit.at) for name, unit in sorted(scenario.blue.units.items())}
    # Nobody is sent against a unit of several members.
    single = [unit for name, unit in units.items() if scenario.blue.units[name].count == 1]
    _, targets = place_rows(scenario, single, plane, names)
    plan = plan_raid(scenario, plane.frame, terms.figures, names, targets)
    land = plan_land(plane.terrain, plane.frame, plane.grid)
    return Stage(units, plan, land, np.array(terms.figures.table()["value"], np.float64), MIDDLE)


def rehearse(scenario: Scenario, stage: Stage) -> Iterator[Trial]:
    """Yield how the first member of each unit of the raid flies, in the order of the scenario."""
    rows = {sent.name: row for row, sent in enumerate(stage.plan.sent)}
    for name in scenario.red.units:
        yield _flown(name, rows[member_name(name, 0)], stage)


def _flown(name: str, row: int, stage: Stage) -> Trial:
    raid = _alone(stage.plan.raid, row)
    member, threat = raid.members[0], raid.threats[raid.members[0].threat]
    scale, legs = 1, -1
    while legs < 0:
        work, drawn = raid_workspace(raid, scale), raid_drawn(raid, scale)
        legs = draw_raid(raid, stage.land, stage.figures, stage.relief, 0, 0, work, drawn)
        scale *= 2
    # Beyond its end the path holds what was tried before.
    samples = int(np.argmax(work.path[T] >= drawn.ends[0, 0] - 1e-9)) + 1
    acts = drawn.script[: drawn.filled[LINES]]
    tasks = acts[np.isin(acts["what"], (STRIKE, RELEASE, OBSERVE)) & (acts["body"] == 0)]["t"]
    hits = acts[acts["what"] == STRIKE]["t"]
    points = raid.waypoints[member.first_point : member.first_point + member.points]
    written = np.flatnonzero(points["blend"] == 0.0)
    return Trial(
        name,
        work.path[:, :samples],
        work.route[ALONG, written],
        np.array([_room(work.route, int(point)) for point in written]),
        min(max(30.0, float(stage.figures[threat.floor])), float(member.lowest)),
        float(tasks.min()) if tasks.size else math.inf,
        float(hits.max()) if hits.size else math.inf,
        int((drawn.came[1:] == SHORT).sum()),
    )


def _room(route: Floats, point: int) -> float:
    """Radius of the widest turn that the legs at a point of a route leave room for, as `paths.fly_by` has it."""
    if abs(route[TURN, point]) <= STRAIGHT:
        return math.inf
    bent = np.abs(route[TURN, point - 1 : point + 2]) > STRAIGHT
    shares = np.where(bent[[0, 2]], 0.5, 1.0) * route[LENGTH, point - 1 : point + 1]
    return float(shares.min() / math.tan(0.5 * abs(route[TURN, point])))


def _alone(raid: Raid, row: int) -> Raid:
    """A raid of one member and its weapons, without spread, as long as its route."""
    members = raid.members[row : row + 1 + int(raid.members[row].weapons)].copy().view(np.recarray)
    for spread in ("time_spread", "offset_spread", "height_spread"):
        members[spread] = 0.0
    members["carrier"][1:] = 0
    circling = members["orbit_radius"][0] > 0.0
    return raid._replace(members=members, pods=raid.pods[:0].view(np.recarray), lasts=raid.lasts if circling else LONG)
