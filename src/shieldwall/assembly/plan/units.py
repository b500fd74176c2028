"""Units of the defence: each becomes a row with its sensors, fire channels, launchers and rounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.plenty import AS_STATED, Plenty
from shieldwall.assembly.plan.rows import Row
from shieldwall.assembly.plan.sensors import SensorMaker, SitedSensor
from shieldwall.assembly.plan.terms import Number, Terms, greatest, least, less, whole
from shieldwall.assembly.plan.weapons import WeaponKind, weapon_kind
from shieldwall.catalogue import load, load_parts, load_unit
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.sensors import MOST_CHANNELS
from shieldwall.catalogue.values import Value
from shieldwall.catalogue.weapons import Gun
from shieldwall.kernels.draws import READINESS
from shieldwall.models.commands.conduct import NO_TARGET, RADIATES
from shieldwall.models.commands.switch import MODELS as COMMANDS
from shieldwall.models.commands.switch import conduct
from shieldwall.models.doctrines.switch import MODELS as DOCTRINES
from shieldwall.quantities.positions import Position
from shieldwall.scenario.posts import method_of
from shieldwall.scenario.schema import BlueUnit, Command, Scenario
from shieldwall.state.unit import (
    FIGHT_ON,
    LISTENS,
    ONE_MODEL,
    SELF_DEFENCE,
    SILENT,
    TWO_MODELS,
    WARNS,
    WEAPONS_FREE,
    WEAPONS_HOLD,
    WEAPONS_TIGHT,
)

CONTROL = {"weapons-free": WEAPONS_FREE, "weapons-tight": WEAPONS_TIGHT, "weapons-hold": WEAPONS_HOLD}
PARTNER = {None: 0, "warning": WARNS, "picture": LISTENS, "both": WARNS | LISTENS}
TRACKER = {"constant-velocity": ONE_MODEL, "imm": TWO_MODELS}
WITHOUT_POST = {"fight-on": FIGHT_ON, "self-defence": SELF_DEFENCE, "silent": SILENT}
DOCTRINE = {model.name: model.number for model in DOCTRINES}
METHOD = {model.name: model.number for model in COMMANDS}
#: A launcher carries one reload, brought by its loading vehicle. Assumption.
RELOADS = 1
#: A target's acceleration lasts about so long, s: turns its standard deviation into a spectral density. Assumption.
MANOEUVRE_TIME = 3.0
GUN_REST = 1.0


@dataclass(frozen=True)
class Channel:
    """A fire channel through a sensor; `there` is less than 1 where a replication draws fewer channels."""

    name: str
    sensor: str
    there: Number


@dataclass(frozen=True)
class Launcher:
    """A launcher and its row; `most` rounds it may hold at most, its reloads among them.

    `there` is less than 1 where a replication draws fewer launchers.
    """

    name: str
    weapon: str
    row: Row
    most: int
    there: Number


@dataclass
class DeployedUnit:
    """One unit as it stands: its entry and parts, its place, and the rows it will have.

    `works` is 1 where it is ready in a replication, 0 where it is not.
    """

    name: str
    written: BlueUnit
    entry: Unit
    place: Position
    row: Row
    works: Number
    cost: Number
    sensors: list[SitedSensor] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    launchers: list[Launcher] = field(default_factory=list)


class UnitMaker:
    """Makes the units of a scenario and collects their kinds of weapon and entries."""

    def __init__(self, scenario: Scenario, terms: Terms, names: Names, plenty: Plenty = AS_STATED) -> None:
        self._scenario = scenario
        self._terms = terms
        self._names = names
        self._plenty = plenty
        self.sensors = SensorMaker(terms, scenario.draws, scenario.weather, scenario.propagation)
        self.weapon_kinds: dict[str, WeaponKind] = {}
        self.entries: dict[str, Entry] = {}

    def make(self, name: str, written: BlueUnit, place: Position) -> DeployedUnit:
        """Return the unit `name` at its place."""
        entry = load_unit(written.entry)
        self.entries[entry.id] = entry
        works = less(self._terms.uniform(READINESS, name), self._take(entry, "readiness"))
        given = {"without_post": WITHOUT_POST[written.without_post], "partner": PARTNER[written.partner]}
        row = self._row(entry) | given
        unit = DeployedUnit(name, written, entry, place, row, works, self._take(entry, "cost"))
        for part, component in load_parts(entry).items():
            self.entries[component.id] = component
            role = entry.parts[part].role
            if isinstance(component, Gun):
                self._add_gun(unit, part, component)
            elif role != "command":
                self._add_sensor(unit, part, component, role)
        for group, launchers in entry.launchers.items():
            count = self._terms.figure(entry, f"launchers.{group}.count", launchers.count)
            held = self._terms.figure(entry, f"launchers.{group}.rounds", launchers.rounds)
            loaded: tuple[Number, int] = (held, int(launchers.rounds.high))
            if written.rounds is not None:
                loaded = (written.rounds, written.rounds)
            if self._plenty.rounds and written.rounds != 0:
                loaded = (self._plenty.rounds, self._plenty.rounds)
            for number in range(1, int(launchers.count.high) + 1):
                there = less(number - 0.5, count)
                self._add_launcher(unit, f"{name}/{group}-{number}", launchers.fires, loaded, there)
        method = METHOD[method_of(self._scenario.blue, name.split("/")[1])]
        unit.row |= commanded(method, bool(unit.channels))
        for weapon in dict.fromkeys(fired.weapon for fired in unit.launchers):
            self._add_reach(unit.row, self.weapon_kinds[weapon])
        unit.sensors.sort(key=lambda sensor: sensor.name)
        unit.channels.sort(key=lambda channel: channel.name)
        unit.launchers.sort(key=lambda launcher: launcher.name)
        return unit

    @staticmethod
    def _add_reach(row: Row, weapon: WeaponKind) -> None:
        """Add to the columns of a unit what one of its weapons reaches."""
        row["reach"] = greatest(row["reach"], weapon.row["max_range"])
        row["target_speed"] = least(row["target_speed"], weapon.row["max_target_speed"])
        if weapon.airframe is not None:
            row["longest_flight"] = greatest(row["longest_flight"], float(weapon.airframe["battery"][0]))

    def _add_sensor(self, unit: DeployedUnit, part: str, entry: Entry, role: str) -> None:
        name = f"{unit.name}/{part}"
        self._names.add(name)
        written = unit.written
        trees = self._scenario.trees if written.trees is None else written.trees
        unit.sensors.append(self.sensors.place(name, unit.name, entry, role, written.facing, trees))
        if role == "engagement":
            stated: Value | None = getattr(entry, "channels", None)
            held = self._terms.figure(entry, "channels", stated)
            # Only an ideal sensor may state more than are played: more than a raid fills.
            most, plenty = min(int(stated.high) if stated else 0, MOST_CHANNELS), self._plenty.channels
            for number in range(1, (max(most, plenty) if most else 0) + 1):
                full = f"{unit.name}/{part}-channel-{number:02d}"
                unit.channels.append(Channel(full, name, 1.0 if number <= plenty else less(number - 0.5, held)))

    def _add_launcher(
        self, unit: DeployedUnit, name: str, weapon: str, rounds: tuple[Number, int], there: Number
    ) -> None:
        self._weapon_kind(weapon)
        reloads = 0 if self._plenty.rounds else RELOADS
        row: Row = {
            "capacity": rounds[0],
            "reserve": reloads * rounds[0],
            "interval": self._time(unit.entry, "launch_interval"),
            "reload_time": self._time(unit.entry, "reload_time"),
        }
        unit.launchers.append(Launcher(name, weapon, row, (1 + reloads) * rounds[1], there))

    def _add_gun(self, unit: DeployedUnit, part: str, entry: Gun) -> None:
        gun = self._weapon_kind(entry.id).row
        bursts = whole(self._terms.figure(entry, "rounds", entry.rounds) / (gun["rate"] * gun["burst"]))
        if self._plenty.rounds:
            bursts = float(self._plenty.rounds)
        row: Row = {"capacity": bursts, "reserve": 0, "interval": gun["burst"] + GUN_REST}
        unit.launchers.append(Launcher(f"{unit.name}/{part}", entry.id, row, 0, 1.0))

    def _weapon_kind(self, weapon: str) -> WeaponKind:
        if weapon not in self.weapon_kinds:
            self.weapon_kinds[weapon] = weapon_kind(weapon, self._terms)
            self.entries[weapon] = load(weapon)
        return self.weapon_kinds[weapon]

    def _take(self, entry: Unit, name: str, default: float = 0.0) -> Number:
        return self._terms.figure(entry, name, getattr(entry, name), default)

    def _time(self, entry: Unit, name: str) -> Number:
        return self._take(entry, name)

    def _row(self, entry: Unit) -> Row:
        command: Command = self._scenario.blue.command
        delays = command.delays

        def time(said: float | None, parameter: str) -> Number:
            return self._time(entry, parameter) if said is None else said

        manoeuvre = self._take(entry, "manoeuvre")
        return {
            "cycle": time(delays.cycle, "command_cycle"),
            "reaction": time(delays.reaction, "reaction_time"),
            "declare_after": time(delays.declare, "declaration_delay"),
            "autonomy_after": time(delays.autonomy, "autonomy_delay"),
            "decision_time": time(delays.decision, "decision_time"),
            "drop_after": self._time(entry, "drop_time"),
            "process_noise": manoeuvre * manoeuvre * MANOEUVRE_TIME,
            "assessment_error": self._time(entry, "assessment_error"),
            "operator_delay": self._time(entry, "operator_delay"),
            "assess_after": self._time(entry, "assessment_delay"),
            "tracker": TRACKER[command.tracker],
            "confirm_hits": self._time(entry, "confirm_hits"),
            "confirm_looks": self._time(entry, "confirm_looks"),
            "doctrine": DOCTRINE[command.doctrine],
            "control": CONTROL[command.control],
            "least_chance": command.least_chance,
            "reserve": command.reserve,
            "ripple": command.ripple,
            "salvo": least(command.salvo, self._take(entry, "salvo", 1.0)),
            "post": -1,
            "engagement_sensor": -1,
            "standby": self._time(entry, "standby_time"),
            "reach": 0.0,
            "longest_flight": 0.0,
            "target_speed": math.inf,
            "cued_until": -1.0,
        }


def commanded(method: int, fires: bool) -> Row:
    """Return the columns that a command doctrine gives a unit.

    Of one that fires, radars are at first as it has them before any target; who only warns has them on.
    """
    before = conduct(method, False, False, 0.0, NO_TARGET)
    return {"method": method, "shut": int(fires and not before & RADIATES)}


def spread_out(units: Mapping[str, BlueUnit]) -> list[tuple[str, str, BlueUnit, tuple[float, float]]]:
    """Return (name in the scenario, full name, unit, metres east and north of its place) of every member."""
    members = []
    for name, unit in units.items():
        for number, offset in enumerate(unit.offsets(), 1):
            full = f"blue/{name}" if unit.count == 1 else f"blue/{name}/{number}"
            members.append((name, full, unit, offset))
    return members
