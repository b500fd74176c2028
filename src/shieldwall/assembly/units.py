"""Units of the defence: each becomes a node with its sensors, fire channels, launchers and rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shieldwall.assembly.names import Names
from shieldwall.assembly.rows import Row
from shieldwall.assembly.sensors import Placed, SensorMaker
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.assembly.weapons import Arm, arm
from shieldwall.catalogue import load, load_parts, load_unit
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.sensors import MOST_CHANNELS
from shieldwall.catalogue.weapons import Gun
from shieldwall.kernels.draws import READINESS
from shieldwall.models.doctrines.switch import MODELS as DOCTRINES
from shieldwall.quantities.positions import Position
from shieldwall.scenario.schema import BlueUnit, Command, Scenario
from shieldwall.state.unit import ONE_MODEL, TWO_MODELS, WEAPONS_FREE, WEAPONS_HOLD, WEAPONS_TIGHT

CONTROL = {"weapons-free": WEAPONS_FREE, "weapons-tight": WEAPONS_TIGHT, "weapons-hold": WEAPONS_HOLD}
TRACKER = {"constant-velocity": ONE_MODEL, "imm": TWO_MODELS}
DOCTRINE = {model.name: model.number for model in DOCTRINES}
#: A launcher carries one reload, brought by its loading vehicle. Assumption.
RELOADS = 1
#: A target's acceleration lasts about so long, s: turns its standard deviation into a spectral density. Assumption.
MANOEUVRE_TIME = 3.0
GUN_REST = 1.0


@dataclass
class Fielded:
    """One unit as it stands: its entry and parts, its place, and the rows it will have."""

    name: str
    told: BlueUnit
    entry: Unit
    place: Position
    node: Row
    sensors: list[Placed] = field(default_factory=list)
    channels: list[tuple[str, str]] = field(default_factory=list)
    launchers: list[tuple[str, str, Row]] = field(default_factory=list)

    def rounds(self) -> dict[str, int]:
        """Return the rounds of the unit by weapon, its reloads with them."""
        held: dict[str, int] = {}
        for _, weapon, row in self.launchers:
            held[weapon] = held.get(weapon, 0) + int(row["capacity"] + row["stock"])
        return held


class UnitMaker:
    """Makes the units of one run and collects their arms and entries."""

    def __init__(self, scenario: Scenario, unknowns: Unknowns, names: Names) -> None:
        self._scenario = scenario
        self._unknowns = unknowns
        self._names = names
        self._sensors = SensorMaker(unknowns, scenario.draws, scenario.weather, scenario.propagation)
        self.arms: dict[str, Arm] = {}
        self.entries: dict[str, Entry] = {}

    def make(self, name: str, told: BlueUnit, place: Position) -> Fielded:
        """Return the unit `name` at its place."""
        entry = load_unit(told.entry)
        self.entries[entry.id] = entry
        unit = Fielded(name, told, entry, place, self._node(name, entry))
        for part, component in load_parts(entry).items():
            self.entries[component.id] = component
            role = entry.parts[part].role
            if isinstance(component, Gun):
                self._add_gun(unit, part, component)
            elif role != "command":
                self._add_sensor(unit, part, component, role)
        for group, launchers in entry.launchers.items():
            count = int(self._unknowns.take(entry, f"launchers.{group}.count", launchers.count))
            rounds = int(self._unknowns.take(entry, f"launchers.{group}.rounds", launchers.rounds))
            rounds = rounds if told.rounds is None else told.rounds
            for number in range(1, count + 1):
                self._add_launcher(unit, f"{name}/{group}-{number}", launchers.fires, rounds)
        return unit

    def _add_sensor(self, unit: Fielded, part: str, entry: Entry, role: str) -> None:
        name = f"{unit.name}/{part}"
        self._names.add(name)
        unit.sensors.append(self._sensors.place(name, unit.name, entry, role, unit.told.facing))
        if role == "engagement":
            held = int(self._unknowns.take(entry, "channels", getattr(entry, "channels", None)))
            # Only an ideal sensor may state more than are played: more than a raid fills.
            for number in range(1, min(held, MOST_CHANNELS) + 1):
                unit.channels.append((f"{unit.name}/{part}-channel-{number:02d}", name))

    def _add_launcher(self, unit: Fielded, name: str, weapon: str, rounds: int) -> None:
        self._arm(weapon)
        unit.launchers.append(
            (
                name,
                weapon,
                {
                    "ready": rounds,
                    "capacity": rounds,
                    "reserve": RELOADS * rounds,
                    "stock": RELOADS * rounds,
                    "interval": self._time(unit.entry, "launch_interval"),
                    "reload_time": self._time(unit.entry, "reload_time"),
                },
            )
        )

    def _add_gun(self, unit: Fielded, part: str, entry: Gun) -> None:
        weapon = self._arm(entry.id)
        bursts = int(self._unknowns.take(entry, "rounds", entry.rounds) / (weapon.row["rate"] * weapon.row["burst"]))
        interval = weapon.row["burst"] + GUN_REST
        row: Row = {"ready": bursts, "capacity": bursts, "reserve": 0, "stock": 0, "interval": interval}
        unit.launchers.append((f"{unit.name}/{part}", entry.id, row))

    def _arm(self, weapon: str) -> Arm:
        if weapon not in self.arms:
            self.arms[weapon] = arm(weapon, self._unknowns)
            self.entries[weapon] = load(weapon)
        return self.arms[weapon]

    def _time(self, entry: Unit, name: str) -> float:
        return self._unknowns.take(entry, name, getattr(entry, name))

    def _node(self, name: str, entry: Unit) -> Row:
        command: Command = self._scenario.blue.command
        delays = command.delays

        def time(said: float | None, parameter: str) -> float:
            return self._time(entry, parameter) if said is None else said

        ready = self._unknowns.take(entry, "readiness", entry.readiness)
        manoeuvre = self._unknowns.take(entry, "manoeuvre", entry.manoeuvre)
        works = self._unknowns.uniform(READINESS, name) < ready
        return {
            "ready": 1 if works else 0,
            "alive": 1 if works else 0,
            "cycle": time(delays.cycle, "command_cycle"),
            "reaction": time(delays.reaction, "reaction_time"),
            "declare_after": time(delays.declare, "declaration_delay"),
            "autonomy_after": time(delays.autonomy, "autonomy_delay"),
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
            "salvo": min(command.salvo, int(self._unknowns.take(entry, "salvo", entry.salvo, 1))),
            "post": -1,
            "engagement_sensor": -1,
        }


def spread_out(units: Mapping[str, BlueUnit]) -> list[tuple[str, str, BlueUnit, tuple[float, float]]]:
    """Return (name in the scenario, full name, unit, metres east and north of its place) of every member."""
    members = []
    for name, unit in units.items():
        for number, offset in enumerate(unit.offsets(), 1):
            full = f"blue/{name}" if unit.count == 1 else f"blue/{name}/{number}"
            members.append((name, full, unit, offset))
    return members
