"""What each member of the raid flies in one run, and what it does on its way."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from raid_twin import ground_paths
from raid_twin.draws import Draws
from raid_twin.ground_paths import WEIGHT, GroundPath
from raid_twin.profiles import EAST, Floats, Ground, Limits, T, falling
from raid_twin.signatures import effect
from shieldwall import catalogue
from shieldwall.assembly.plan.raid_routes import Target
from shieldwall.catalogue.weapons import Threat
from shieldwall.kernels.draws import RAID_SPREAD
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.quantities.constants import STANDARD_GRAVITY
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import show
from shieldwall.scenario.fields import Height
from shieldwall.scenario.schema import Look, Orbit, RedUnit, Release, Scenario, Strike
from shieldwall.state.layout import NONE
from shieldwall.state.script import ENTER, EXIT, OBSERVE, RELEASE, STRIKE

#: Steepest climb and descent by kind. Assumption.
SLOPES = {"aircraft": 0.15, "cruise-missile": 0.1, "drone": 0.05, "bomb": 1.0}
#: Least height over ground that the spread of heights may lead to, m.
LOWEST = 30.0
#: A path shifted sideways leads back to its target over so many last metres.
RETURN_TO_TARGET = 20_000.0
#: Share of the greatest load that a turn takes, and the steepest bank of an aircraft on its route.
#: Assumptions.
LOAD_SHARE, BANK = 0.5, math.radians(30.0)
#: Between two weapons released by one aircraft, s. Assumption.
RELEASE_INTERVAL = 0.5
#: Last metres of ground of a released missile or drone, flown straight down to its target. Assumption.
WEAPON_DIVE = 2000.0
#: How far a leg may lie off the path sampled, m: in level flight, and more over the ground.
TOLERANCE, GROUND_TOLERANCE = 2.0, 3.0
#: Between two looks of a vehicle that looks, s, and the height of what it looks at, m. Assumptions.
LOOK_INTERVAL, LOOKED_AT = 5.0, 10.0


class Act(NamedTuple):
    """What a threat does at a time, and its chance; `other` is a PLACE row or the name of a released weapon."""

    t: float
    what: int
    other: int | str = NONE
    amount: float = 0.0
    chance: float = 1.0


@dataclass(frozen=True)
class Flight:
    """A threat with its path, rows of (t, x, y, z), how closely legs must follow it (metres), and its acts."""

    name: str
    entry: Threat
    path: Floats
    tolerance: Floats
    mission: str
    acts: tuple[Act, ...]
    carrier: str | None = None


@dataclass(frozen=True)
class Member:
    """One member of a unit in this run: when it begins, how far it is shifted and raised, how it may fly."""

    name: str
    unit: RedUnit
    entry: Threat
    start: float
    offset: float
    raised: float
    limits: Limits

    def asked(self, height: Height) -> tuple[float, float]:
        """Return base and weight of a height, raised as this member is and no lower than it may fly."""
        metres = height.metres + self.raised
        return (max(metres, self.limits.floor), 1.0) if height.above_ground else (metres, 0.0)


class Planner:
    """Lays out the flights of a raid, member by member; `places` are the targets by their names."""

    def __init__(
        self,
        scenario: Scenario,
        ground: Ground,
        draws: Draws,
        places: Mapping[str, Target],
    ) -> None:
        self._scenario = scenario
        self._ground = ground
        self._draws = draws
        self._places = places
        self.entries: dict[str, Threat] = {}

    def entry(self, name: str) -> Threat:
        """Return the entry of a threat; InputError when it is none."""
        if name not in self.entries:
            found = catalogue.load(name)
            if not isinstance(found, Threat):
                raise InputError(f"{name} is {found.kind} and does not fly", instead="name an aircraft or a missile")
            self.entries[name] = found
        return self.entries[name]

    def figure(self, entry: Threat, path: str) -> float:
        """Return a value of an entry in this run, 0 when it states none."""
        return self._draws.figure(entry, path)

    def fly(self, unit_name: str, unit: RedUnit, number: int) -> list[Flight]:
        """Return the flight of one member, and those of the weapons that it releases."""
        member = self._member(unit_name, unit, number)
        route = self._route(member)
        ground_path = self._ground_path(member, route)
        if isinstance(unit.mission, Strike):
            return [self._striking(member, unit.mission, ground_path.samples)]
        station = self._station(member, ground_path.samples)
        if unit.then == "home" and len(route):
            turn = max(float(ground_path.waypoints[-1]) if station is None else station, ground_paths.STEP)
            if isinstance(unit.mission, Release):
                turn += (unit.mission.count - 1) * RELEASE_INTERVAL * unit.speed
            passed = route[ground_path.waypoints[: len(route)] < turn]
            radius = self._radius(member.entry, unit.speed, banked=False)
            flown = ground_paths.homeward(ground_paths.cut(ground_path.samples, turn), passed, radius)
        elif len(route):
            flown = ground_paths.onward(
                ground_path.samples, math.dist(ground_path.samples[-1, :2], ground_path.samples[0, :2])
            )
        else:
            flown = ground_path.samples
        return self._performing(member, flown, station)

    def _member(self, unit_name: str, unit: RedUnit, number: int) -> Member:
        name = member_name(unit_name, number)
        entry = self.entry(unit.entry)
        time, side, height = (self._draws.normal(RAID_SPREAD, name, index) for index in range(3))
        start = unit.enters + number * unit.spacing + unit.spread.time * time
        heights = [unit.height, *(point.height for point in self._scenario.red.routes.get(unit.route or "", ()))]
        asked = [one.metres for one in heights if one is not None and one.above_ground]
        # An author may ask for less than the vehicle's own limit; chance may not.
        floor = min([max(LOWEST, self.figure(entry, "min_altitude")), *asked])
        spread = unit.spread
        limits = Limits(floor, self._slope(entry))
        return Member(name, unit, entry, start, spread.offset * side, spread.height * height, limits)

    def _slope(self, entry: Threat) -> float:
        return SLOPES[entry.kind] if entry.max_slope is None else self.figure(entry, "max_slope")

    def _radius(self, entry: Threat, speed: float, *, banked: bool = True) -> float:
        """Radius of a turn at a share of the greatest load, for an aircraft on its way in at a modest bank."""
        lateral = LOAD_SHARE * self.figure(entry, "g_limit")
        if banked and entry.kind == "aircraft":
            lateral = min(lateral, STANDARD_GRAVITY * math.tan(BANK))
        return speed * speed / lateral

    def _route(self, member: Member) -> Floats:
        """The route as a member flies it, shifted and raised, empty for a unit without one."""
        mission = member.unit.mission
        points = self._scenario.red.routes.get(member.unit.route or "", ())
        if not points:
            return np.zeros((0, 4))
        route = np.zeros((len(points), 4))
        height, fixed = member.unit.height, None
        for row, point in enumerate(points):
            height = height if point.height is None else point.height
            x, y, _ = (float(part) for part in self._ground.frame.to_enu(*point.position, 0.0))
            last = row == len(points) - 1
            if mission is not None and (point.target == mission.on or (last and isinstance(mission, Strike))):
                x, y, fixed = self._places[mission.on].x, self._places[mission.on].y, row
            route[row] = x, y, *member.asked(height)
        if fixed is not None:
            before = len(route)
            route = ground_paths.split(route, fixed, RETURN_TO_TARGET)
            fixed += len(route) - before
        route = ground_paths.shifted(route, member.offset, fixed)
        return ground_paths.split(route, len(route) - 1, mission.dive) if isinstance(mission, Strike) else route

    def _ground_path(self, member: Member, route: Floats) -> GroundPath:
        """The path of a member over the ground, along its route and round its orbit."""
        radius = self._radius(member.entry, member.unit.speed)
        if member.unit.orbit is None:
            return ground_paths.rounded(route, radius)
        if isinstance(member.unit.mission, Strike):
            raise InputError(
                "it strikes where its route ends and would never fly its orbit",
                file=self._scenario.file,
                path=f"red.units.{member.name.split('/')[1]}.orbit",
                instead="delete orbit, or give it another mission",
            )
        return self._orbiting(member, member.unit.orbit, route, radius)

    def _orbiting(self, member: Member, orbit: Orbit, route: Floats, radius: float) -> GroundPath:
        x, y, _ = (float(part) for part in self._ground.frame.to_enu(*orbit.around, 0.0))
        # Shifted to the right of the way there as it was written; without one it begins away from its aim, or north.
        written, mission = self._route(replace(member, offset=0.0)), member.unit.mission
        seen_from = np.array([x, y])
        if len(written):
            seen_from = written[-1, :2]
        elif mission is not None:
            seen_from = np.array([self._places[mission.on].x, self._places[mission.on].y])
        course = np.array([x, y]) - seen_from
        if np.hypot(*course) <= 1.0:
            course = self._ground.frame.axes_at(*orbit.around)[1, :2]
        course /= np.hypot(*course)
        centre = np.array([x, y]) + member.offset * np.array([course[1], -course[0]])
        if len(route):
            join = np.concatenate([ground_paths.joining(route[-1], centre, orbit.radius), route[-1, 2:]])
            ground_path = ground_paths.rounded(np.vstack([route, join]), radius)
        else:
            begin = np.concatenate([centre + orbit.radius * course, member.asked(member.unit.height)])
            ground_path = GroundPath(begin[None], np.zeros(1))
        flown = float(ground_path.waypoints[-1])
        # An endless orbit outlasts the scenario.
        length = member.unit.speed * (self._scenario.lasts + 60.0 - member.start)
        if orbit.until is not None:
            length = min(length, member.unit.speed * (orbit.until - member.start)) - flown
        if orbit.turns is not None:
            length = min(length, 2.0 * math.pi * orbit.radius * orbit.turns)
        circle = ground_paths.circle(ground_path.samples[-1], centre, max(length, ground_paths.STEP))
        whole = ground_paths.distinct(np.vstack([ground_path.samples, circle]))
        return GroundPath(whole, np.append(ground_path.waypoints, ground_paths.stations(whole)[-1]))

    def _station(self, member: Member, ground_path: Floats) -> float | None:
        """How far along its path a member does its task; None when it never does."""
        mission = member.unit.mission
        if isinstance(mission, Release):
            target = self._places[mission.on]
            return ground_paths.first_within(ground_path, target.x, target.y, mission.at)
        if isinstance(mission, Look):
            return self._looking(member, mission, ground_path)
        return None

    def _looking(self, member: Member, mission: Look, ground_path: Floats) -> float | None:
        """Station at which a target has been near and in view for long enough, look by look."""
        target = self._places[mission.on]
        path = self._ground.flown(ground_path, member.limits, member.unit.speed, member.start)
        times = np.arange(max(path[0, T], 0.0), min(path[-1, T], self._scenario.lasts) + LOOK_INTERVAL, LOOK_INTERVAL)
        places = np.column_stack([np.interp(times, path[:, T], column) for column in path.T[EAST:]])
        near = np.hypot(places[:, 0] - target.x, places[:, 1] - target.y) <= mission.within
        spot = (target.x, target.y, target.z + LOOKED_AT)
        near[near] = self._ground.sees(places[near], spot, self._scenario.refraction)
        needed = math.ceil(mission.lasts / LOOK_INTERVAL) + 1
        run = np.convolve(near, np.ones(needed), "valid") > needed - 0.5 if len(near) >= needed else near[:0]
        if not run.any():
            return None
        done = times[int(np.argmax(run))] + mission.lasts
        return float(np.interp(done, path[:, T], ground_paths.stations(ground_path)))

    def _striking(self, member: Member, mission: Strike, ground_path: Floats) -> Flight:
        """A path that ends in its target."""
        target = self._places[mission.on]
        limits = replace(member.limits, ends=self._above_sea(target), dive=mission.dive)
        path = self._ground.flown(ground_path, limits, member.unit.speed, member.start)
        acts = [Act(float(path[0, T]), ENTER), self._hitting(member.entry, mission.on, path)]
        return self._flight((member.name, member.entry, None), path, ground_path, _words(member.unit), acts)

    def _performing(self, member: Member, ground_path: Floats, station: float | None) -> list[Flight]:
        """A path with the task done at a station of it, and the weapons released there."""
        mission, weapons = member.unit.mission, []
        path = self._ground.flown(ground_path, member.limits, member.unit.speed, member.start)
        acts = [Act(float(path[0, T]), ENTER)]
        done = (
            math.inf if station is None else float(np.interp(station, ground_paths.stations(ground_path), path[:, T]))
        )
        if done <= self._scenario.lasts and isinstance(mission, Release):
            for number in range(mission.count):
                t = done + number * RELEASE_INTERVAL
                weapon = self._released(member, mission, number + 1, (t, *_place(path, t)))
                acts.append(Act(t, RELEASE, weapon.name))
                weapons.append(weapon)
        elif done <= self._scenario.lasts and isinstance(mission, Look):
            target = self._places[mission.on]
            distance = math.dist(_place(path, done), (target.x, target.y, target.z))
            acts.append(Act(done, OBSERVE, target.row, distance))
        acts.append(Act(float(path[-1, T]), EXIT))
        flight = self._flight((member.name, member.entry, None), path, ground_path, _words(member.unit), acts)
        return [flight, *weapons]

    def _released(self, member: Member, mission: Release, number: int, here: tuple[float, ...]) -> Flight:
        """The path of a weapon from `here` (t, x, y, z) to its target, or as far as it reaches."""
        entry, target, start = self.entry(mission.weapon), self._places[mission.on], here[0]
        begin, end = np.array(here[1:3]), np.array([target.x, target.y])
        begins, ends = self._height(*here[1:]), self._above_sea(target)
        reach = self._reach(entry, member.unit.speed, begins - ends)
        short = reach / max(math.dist(begin, end), 1.0)
        if short < 1.0:
            end = begin + short * (end - begin)
            ends = float(self._ground.height(end[:1], end[1:])[0])
        if entry.kind == "bomb":
            ground_path, heights = falling(begin, end, begins, ends)
            path = self._ground.timed(ground_path, heights, self.figure(entry, "speed"), start)
        else:
            floor = max(LOWEST, self.figure(entry, "min_altitude"))
            cruise = (max(self.figure(entry, "cruise_height"), floor), 1.0)
            ground_path = ground_paths.rounded(np.array([[*begin, *cruise], [*end, *cruise]]), 0.0).samples
            limits = Limits(floor, self._slope(entry), begins, ends, WEAPON_DIVE)
            path = self._ground.flown(ground_path, limits, self.figure(entry, "speed"), start)
        whose = (f"{member.name}/{mission.weapon}-{number}", entry, member.name)
        if short < 1.0:
            words, act = f"strike {mission.on}, out of its reach", Act(float(path[-1, T]), EXIT)
        else:
            words, act = f"strike {mission.on}", self._hitting(entry, mission.on, path)
        return self._flight(whose, path, ground_path, words, [act])

    def _reach(self, entry: Threat, speed: float, height: float) -> float:
        """Ground distance that a weapon covers from a release at a speed and a height over its target.

        A bomb: its glide from that height and the throw of its release (in vacuum), within its greatest
        range.
        """
        reach = self.figure(entry, "max_range") or math.inf
        if entry.kind != "bomb":
            return reach
        height = max(height, 1.0)
        throw = speed * math.sqrt(2.0 * height / STANDARD_GRAVITY)
        return min(reach, height * self.figure(entry, "glide_ratio") + throw)

    def _hitting(self, entry: Threat, on: str, path: Floats) -> Act:
        """The strike at the end of a path, which it moves onto its target."""
        target = self._places[on]
        path[-1, EAST:] = target.x, target.y, target.z
        done, chance = effect(functools.partial(self.figure, entry), target.radius, target.hardness)
        return Act(float(path[-1, T]), STRIKE, target.row, done, chance)

    def _height(self, x: float, y: float, z: float) -> float:
        frame = self._ground.frame
        return float(height_above_sea(x, y, z, frame.meridional, frame.normal))

    def _above_sea(self, target: Target) -> float:
        return self._height(target.x, target.y, target.z)

    def _flight(
        self,
        whose: tuple[str, Threat, str | None],
        path: Floats,
        ground_path: Floats,
        mission: str,
        acts: Sequence[Act],
    ) -> Flight:
        """A flight as far as the scenario lasts; what would have happened before it began happens at once."""
        lasts = self._scenario.lasts
        rows = max(2, int(np.searchsorted(path[:, T], lasts, "right")) + 1)
        done = tuple(act._replace(t=max(act.t, 0.0)) for act in acts if act.t <= lasts)
        name, entry, carrier = whose
        tolerance = TOLERANCE + GROUND_TOLERANCE * ground_path[:rows, WEIGHT]
        return Flight(name, entry, path[:rows], tolerance, mission, done, carrier)


def member_name(unit: str, number: int) -> str:
    """Return the stable name of a member of a unit, by its number from 0."""
    return f"red/{unit}/{number + 1}"


def _place(path: Floats, t: float) -> tuple[float, ...]:
    """Position on a path at a time."""
    return tuple(float(np.interp(t, path[:, T], column)) for column in path.T[EAST:])


def _words(unit: RedUnit) -> str:
    """What a member is sent to do, in words."""
    return _task(unit) if unit.jammer is None else f"{_task(unit)} and jam by {unit.jammer.entry}"


def _task(unit: RedUnit) -> str:
    mission = unit.mission
    if isinstance(mission, Strike):
        return f"strike {mission.on}"
    if isinstance(mission, Release):
        weapons = mission.weapon if mission.count == 1 else f"{mission.count} {mission.weapon}"
        return f"release {weapons} on {mission.on} from {show(mission.at, 'length')}"
    if isinstance(mission, Look):
        near, lasts = show(mission.within, "length"), show(mission.lasts, "duration")
        return f"look at {mission.on} from within {near} for {lasts}"
    return "fly its route" if unit.orbit is None else "orbit"
