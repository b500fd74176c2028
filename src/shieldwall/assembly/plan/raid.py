"""Raid and traffic as their author planned them: who flies, whereto and for what, before chance moves anyone."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall import catalogue
from shieldwall.assembly.draw.raid_aim import AIM
from shieldwall.assembly.draw.raid_effects import POINT_OF_DAMAGE, UNIT_RADIUS
from shieldwall.assembly.draw.raid_groups import Raid
from shieldwall.assembly.draw.raid_member import (
    LOOK_MISSION,
    MEMBER,
    NO_MISSION,
    RELEASE_MISSION,
    STRIKE_MISSION,
)
from shieldwall.assembly.draw.raid_pod import POD
from shieldwall.assembly.draw.raid_threat import KINDS, THREAT
from shieldwall.assembly.draw.raid_waypoint import WAYPOINT
from shieldwall.assembly.plan.figures import Figures
from shieldwall.assembly.plan.flights import ANSWERING, FLYING, MODES, as_unit, flight_name, member_columns
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.raid_routes import Route, Target, course_to, waypoints
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.jammers import Jammer
from shieldwall.catalogue.weapons import Threat
from shieldwall.kernels.geodesy import Frame, effective_radius, height_above_sea, refraction_lift
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import show
from shieldwall.scenario.beyond import answers
from shieldwall.scenario.schema import Jamming, Look, RedUnit, Release, Scenario, Strike
from shieldwall.scenario.traffic import Flight, Orbit
from shieldwall.state.body import RED
from shieldwall.state.layout import NONE
from shieldwall.state.sensor import BANDS

#: Steepest climb and descent by kind, of an entry that states none. Assumption.
SLOPES = {"aircraft": 0.15, "cruise-missile": 0.1, "drone": 0.05, "bomb": 1.0}

#: Figures of an entry by their columns in THREAT: of all, of what flies by itself, of what is released, of what hits.
SHOWN = {
    "decorrelation": "decorrelation_time",
    "extent": "size",
    "toughness": "toughness",
    "front": "rcs.front",
    "side": "rcs.side",
    "rear": "rcs.rear",
    "low_band": "low_band_factor",
    "cost": "cost",
}
VEHICLE = {"slope": "max_slope", "floor": "min_altitude", "load": "g_limit"}
BOMBS = {"speed": "speed", "reach": "max_range", "glide": "glide_ratio"}
MISSILES = {
    "slope": "max_slope",
    "speed": "speed",
    "reach": "max_range",
    "floor": "min_altitude",
    "cruise": "cruise_height",
}
HITTING = {"accuracy": "accuracy", "warhead": "warhead_mass", "reliability": "reliability"}
RADIATED = {"sector": "sector", "back_lobes": "back_lobes", "power": "erp", "bandwidth": "bandwidth"}

MISSIONS: Mapping[type, int] = {
    type(None): NO_MISSION,
    Strike: STRIKE_MISSION,
    Release: RELEASE_MISSION,
    Look: LOOK_MISSION,
}


@dataclass(frozen=True)
class Sent:
    """A member in words: its name, its entry, who carries it, what it is sent to do."""

    name: str
    entry: Threat
    carrier: str | None
    mission: str


@dataclass(frozen=True)
class RaidPlan:
    """The raid of a scenario, the same for all replications.

    `raid` holds the arrays; `sent` its members by row; `threats` and `jammers` the entries by row of their tables.
    """

    raid: Raid
    sent: tuple[Sent, ...]
    threats: tuple[Threat, ...]
    jammers: tuple[Jammer, ...]

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries used, by id."""
        return {entry.id: entry for entry in (*self.threats, *self.jammers)}


def plan_raid(
    scenario: Scenario,
    frame: Frame,
    figures: Figures,
    names: Names,
    places: Mapping[str, Target],
) -> RaidPlan:
    """Return the plan of a raid; `places` are the targets by the names that they have in the scenario.

    Raises InputError for what cannot be flown.
    """
    planner = _Planner(scenario, frame, figures, places)
    for name, unit in scenario.red.units.items():
        planner.add(name, unit)
    for name, flight in scenario.traffic.flights.items():
        planner.add_flight(name, flight)
    return planner.plan(names)


class _Planner:
    """Collects the members of a raid, unit by unit."""

    def __init__(
        self,
        scenario: Scenario,
        frame: Frame,
        figures: Figures,
        places: Mapping[str, Target],
    ) -> None:
        self._scenario = scenario
        self._frame = frame
        self._figures = figures
        self._places = places
        self._threats: dict[str, tuple[Threat, dict[str, str]]] = {}
        self._aims = sorted({unit.mission.on for unit in scenario.red.units.values() if unit.mission is not None})
        self._waypoints = [np.zeros(0, WAYPOINT)]
        self._members: dict[str, tuple[Sent, dict[str, Any]]] = {}
        self._pods: list[tuple[str, Jamming, Jammer]] = []

    def add(self, name: str, unit: RedUnit) -> None:
        """Add the members of a unit."""
        mission = unit.mission
        entry = self._threat(unit.entry, VEHICLE | (HITTING if isinstance(mission, Strike) else {}))
        row = self._unit_row(name, unit, self._scenario.red.routes.get(unit.route or "", ()))
        row |= {"transponder": MODES[unit.transponder], "side": RED}
        if answers(unit, entry):
            self._threat(unit.entry, ANSWERING)
            row["silent"] = NONE
        weapon = None
        if isinstance(mission, Release):
            weapon = self._weapon(mission.weapon)
        for number in range(unit.count):
            member = member_name(name, number)
            start = {"start": unit.enters + number * unit.spacing, "carrier": None, "number": 0}
            self._members[member] = Sent(member, entry, None, _words(unit)), row | start
            if unit.jammer is not None:
                self._pods.append((member, unit.jammer, self._jammer(unit.jammer.entry)))
            if weapon is not None and isinstance(mission, Release):
                for released in range(mission.count):
                    whose = f"{member}/{mission.weapon}-{released + 1}"
                    sent = Sent(whose, weapon, member, f"strike {mission.on}")
                    self._members[whose] = sent, {"carrier": member, "number": released, "aim": NONE, "side": RED}

    def add_flight(self, name: str, flight: Flight) -> None:
        """Add the members of a flight of neutrals or of blue."""
        entry, unit = self._threat(flight.entry, VEHICLE | FLYING), as_unit(flight)
        row = self._unit_row(name, unit, self._scenario.traffic.airways[flight.airway])
        route = self._waypoints[-1]
        length = float(np.hypot(np.diff(route["x"]), np.diff(route["y"])).sum())
        members = member_columns(flight, name, entry, length, self._scenario.lasts)
        for number, columns in enumerate(members):
            member = flight_name(flight, name, number)
            self._members[member] = Sent(member, entry, None, f"fly {flight.airway}"), row | {"carrier": None} | columns

    def plan(self, names: Names) -> RaidPlan:
        """Return the plan of all that was added."""
        ordered = sorted(self._members)
        rows = {name: row for row, name in enumerate(ordered)}
        entries = sorted(self._threats)
        members = np.zeros(len(ordered), MEMBER)
        for member, name in zip(members, ordered, strict=True):
            sent, columns = self._members[name]
            for column, value in columns.items():
                member[column] = value if column != "carrier" else rows.get(value, NONE)
            member["name"], member["entity"] = names.add(name), names.entity(name)
            member["threat"] = entries.index(sent.entry.id)
        self._pods.sort(key=lambda pod: rows[pod[0]])
        raid = Raid(
            members.view(np.recarray),
            np.concatenate(self._waypoints).view(np.recarray),
            self._threat_rows(entries).view(np.recarray),
            self._aim_rows().view(np.recarray),
            self._pod_rows(rows).view(np.recarray),
            self._scenario.lasts,
            float(refraction_lift(effective_radius(self._scenario.refraction))),
        )
        flying = tuple(self._members[name][0] for name in ordered)
        threats = tuple(self._threats[name][0] for name in entries)
        return RaidPlan(raid, flying, threats, tuple(jammer for _, _, jammer in self._pods))

    def _unit_row(self, name: str, unit: RedUnit, points: Route) -> dict[str, Any]:
        """The columns that all members of a unit share."""
        mission, spread = unit.mission, unit.spread
        route = waypoints(points, unit, self._frame, self._places)
        heights = [unit.height, *(point.height for point in points)]
        row = {
            "time_spread": spread.time,
            "offset_spread": spread.offset,
            "height_spread": spread.height,
            "speed": unit.speed,
            "height": unit.height.metres,
            "above_ground": unit.height.above_ground,
            "lowest": min((one.metres for one in heights if one is not None and one.above_ground), default=math.inf),
            "first_point": sum(map(len, self._waypoints)),
            "points": len(route),
            "returns": unit.then == "home" and not isinstance(mission, Strike),
            "mission": MISSIONS[type(mission)],
            "aim": NONE if mission is None else self._aims.index(mission.on),
        }
        self._waypoints.append(route)
        if isinstance(mission, Strike):
            row["dive"] = mission.dive
        elif isinstance(mission, Release):
            row |= {"release_at": mission.at, "weapons": mission.count}
        elif isinstance(mission, Look):
            row |= {"within": mission.within, "look_lasts": mission.lasts}
        if unit.orbit is not None:
            row |= self._orbit(name, unit.orbit, mission, route)
        return row

    def _orbit(self, name: str, orbit: Orbit, mission: Any, route: NDArray[Any]) -> dict[str, float]:
        if isinstance(mission, Strike):
            raise InputError(
                "it strikes where its route ends and would never fly its orbit",
                file=self._scenario.file,
                path=f"red.units.{name}.orbit",
                instead="delete orbit, or give it another mission",
            )
        x, y, _ = (float(part) for part in self._frame.to_enu(*orbit.around, 0.0))
        aim, north = self._places.get(getattr(mission, "on", "")), self._frame.axes_at(*orbit.around)[1]
        course_x, course_y = course_to(x, y, route, aim, north)
        return {
            "orbit_x": x,
            "orbit_y": y,
            "orbit_radius": orbit.radius,
            "course_x": course_x,
            "course_y": course_y,
            "orbit_until": math.inf if orbit.until is None else orbit.until,
            "orbit_turns": math.inf if orbit.turns is None else orbit.turns,
        }

    def _threat(self, name: str, needed: Mapping[str, str]) -> Threat:
        """The entry of a threat, with the figures that this part in the raid needs; InputError when it is none."""
        if name not in self._threats:
            found = catalogue.load(name)
            if not isinstance(found, Threat):
                raise InputError(f"{name} is {found.kind} and does not fly", instead="name an aircraft or a missile")
            self._threats[name] = found, dict(SHOWN)
        entry, figures = self._threats[name]
        figures.update(needed)
        return entry

    def _weapon(self, name: str) -> Threat:
        entry = self._threat(name, HITTING)
        return self._threat(name, BOMBS if entry.kind == "bomb" else MISSILES)

    def _jammer(self, name: str) -> Jammer:
        found = catalogue.load(name)
        if not isinstance(found, Jammer):
            raise InputError(f"{name} is {found.kind} and jams nothing", instead="name a jammer")
        return found

    def _threat_rows(self, names: Sequence[str]) -> NDArray[Any]:
        rows = np.zeros(len(names), THREAT)
        columns = (THREAT.names or ())[2:]
        for row, name in zip(rows, names, strict=True):
            entry, figures = self._threats[name]
            row["kind"] = KINDS[entry.kind]
            row["fluctuation"] = int(entry.fluctuation.value)
            for column in columns:
                row[column] = self._column(entry, figures[column]) if column in figures else NONE
        return rows

    def _column(self, entry: Entry, path: str) -> int:
        value: Any = functools.reduce(getattr, path.split("."), entry)
        default = SLOPES[entry.kind] if path == "max_slope" else 0.0
        return self._figures.column(entry, path, value, default)

    def _aim_rows(self) -> NDArray[Any]:
        rows = np.zeros(len(self._aims), AIM)
        for row, name in zip(rows, self._aims, strict=True):
            target = self._places[name]
            row["x"], row["y"], row["z"], row["place"] = target.x, target.y, target.z, target.row
            row["height"] = height_above_sea(target.x, target.y, target.z, self._frame.meridional, self._frame.normal)
            row["radius"] = UNIT_RADIUS if target.radius is None else target.radius
            row["hardness"] = POINT_OF_DAMAGE if target.hardness is None else target.hardness
        return rows

    def _pod_rows(self, bodies: Mapping[str, int]) -> NDArray[Any]:
        rows = np.zeros(len(self._pods), POD)
        for row, (carrier, jamming, entry) in zip(rows, self._pods, strict=True):
            row["on"], row["off"], row["body"] = jamming.start, jamming.end, bodies[carrier]
            row["bands"] = sum(1 << BANDS.index(band) for band in entry.bands)
            for column, path in RADIATED.items():
                row[column] = self._column(entry, path)
        return rows


def member_name(unit: str, number: int) -> str:
    """Return the stable name of a member of a unit, by its number from 0."""
    return f"red/{unit}/{number + 1}"


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
