"""The tables of the engine, laid out row by row in the order of stable names, with terms where replications differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw import terms as draw
from shieldwall.assembly.plan.command import first_reports, plan_tree
from shieldwall.assembly.plan.flights import flags
from shieldwall.assembly.plan.ground import mean_level
from shieldwall.assembly.plan.links import Network, message_tables
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.parts import fused_arrays
from shieldwall.assembly.plan.rows import Constant, Image, Row
from shieldwall.assembly.plan.scratch import HITS, scratch_arrays
from shieldwall.assembly.plan.sensors import SensorMaker, SitedSensor, lowest_sine
from shieldwall.assembly.plan.tallies import tally_arrays
from shieldwall.assembly.plan.terms import Number, Term, Terms, greatest, root
from shieldwall.assembly.plan.units import Channel, DeployedUnit, Launcher
from shieldwall.assembly.plan.weapons import THRUSTS, WeaponKind
from shieldwall.engine.network.nets import NETWORK_CLOCK
from shieldwall.engine.run import FIRST_SENSOR_CLOCK
from shieldwall.engine.sense.echoes import ECHO_ROWS
from shieldwall.engine.sense.jamming import RECEIVED_ROWS
from shieldwall.kernels.draws import PHASE
from shieldwall.kernels.flight import AIRFRAME, FIELDS
from shieldwall.kernels.geodesy import horizon_sine
from shieldwall.kernels.imm import MODE
from shieldwall.kernels.legs import HELD_ROWS
from shieldwall.kernels.treetops import DIRECTIONS
from shieldwall.models.numbers import OPTICAL
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.scenario.schema import Scenario
from shieldwall.state.body import BODY_STATE, SCRIPTED, WAITING
from shieldwall.state.channel import CHANNEL, CHANNEL_STATE
from shieldwall.state.decision import DECISION, MOST_DECISIONS
from shieldwall.state.exercise import EXERCISE, PROGRESS
from shieldwall.state.launcher import LAUNCHER, LAUNCHER_STATE
from shieldwall.state.look import LOOK, PLOT
from shieldwall.state.place import PLACE, PLACE_STATE
from shieldwall.state.round import ROUND
from shieldwall.state.sensor import ENGAGEMENT, SENSOR, SENSOR_STATE
from shieldwall.state.track import REPORTED_TRACK, TRACK
from shieldwall.state.unit import TWO_MODELS, UNIT, UNIT_STATE
from shieldwall.state.weapon import WEAPON, WEAPON_STATE
from shieldwall.terrain import ElevationGrid, Masks

#: Rows at scale 1: tracks of a post and of a fire unit; plots, looks and reported tracks that are kept; messages.
POST_TRACKS, UNIT_TRACKS, PLOTS, LOOKS, REPORTED_TRACKS, MESSAGES = 512, 128, 8192, 8192, 2048, 512
#: A launcher's muzzles stand so high over the ground, m.
MUZZLE = 3.0


@dataclass(frozen=True)
class TableInputs:
    """Everything that stands on the scenario's ground, before it becomes tables."""

    scenario: Scenario
    units: Sequence[DeployedUnit]
    weapon_kinds: Mapping[str, WeaponKind]
    places: Sequence[Constant]
    masks: Masks
    relief: Number
    grid: ElevationGrid
    network: Network
    maker: SensorMaker
    terms: Terms
    names: Names
    ranges: bool
    sides: NDArray[np.int64]
    jammers: int

    @property
    def bodies(self) -> int:
        """How many bodies may fly."""
        return len(self.sides)


class Tables:
    """Lays out the tables of a scenario; `sensors`, `channels` and `launchers` stand with the row of their unit.

    `weapons` are names, `airframes` those of them that fly; `span` gives each the flight columns that its rounds fill
    at most, and `rounds` is how many those are in all.
    """

    def __init__(self, inputs: TableInputs) -> None:
        self._inputs = inputs
        self._names = inputs.names
        self._terms = inputs.terms
        units = inputs.units
        self.weapons = sorted(inputs.weapon_kinds)
        self.airframes = [name for name in self.weapons if inputs.weapon_kinds[name].airframe is not None]
        self.sensors: list[tuple[int, SitedSensor]] = [(n, one) for n, unit in enumerate(units) for one in unit.sensors]
        self.channels: list[tuple[int, Channel]] = [(n, one) for n, unit in enumerate(units) for one in unit.channels]
        self.launchers: list[tuple[int, Launcher]] = [
            (n, one) for n, unit in enumerate(units) for one in unit.launchers
        ]
        self.tables = self._detection_tables()
        self.span = self._flight_columns()
        self.rounds = max(1, sum(last - first for first, last in self.span.values()))
        command = inputs.scenario.blue.command.post
        self._post = next(n for n, unit in enumerate(units) if unit.name == f"blue/{command}")
        searching = {n for n, sensor in self.sensors if sensor.first_scan != math.inf}
        self._tree = plan_tree(inputs.scenario.blue, [unit.name for unit in units], inputs.network, searching)
        self.sensor_rows = self._lay_sensors()
        self._channel_rows = self._lay_channels()
        self._launcher_rows = self._lay_launchers()
        self._weapon_rows = self._lay_weapons()

    def image(self, scale: int) -> Image:
        """Return the memory of a thread at a scale of the work tables, but for the raid that it draws."""
        made = Image()
        units, tracks = self._lay_units(scale)
        made.add_rows("exercise", EXERCISE, [self._exercise_row()])
        made.add_numbers("clocks", *self._clocks())
        made.add_both("sensors", SENSOR, "sensor_state", SENSOR_STATE, self.sensor_rows)
        made.add_both("units", UNIT, "unit_state", UNIT_STATE, units)
        made.add_rows("channels", CHANNEL, self._channel_rows)
        made.add_rows("channel_state", CHANNEL_STATE, [{"weapon": -1, "cause": -1}] * len(self.channels))
        made.add_rows("launchers", LAUNCHER, self._launcher_rows)
        made.add_both("weapons", WEAPON, "weapon_state", WEAPON_STATE, self._weapon_rows)
        self._inputs.network.add_to(made)
        made.add_rows("airframes", AIRFRAME, self._lay_airframes())
        made.add_rows("places", PLACE, self._inputs.places)
        made.add_rows("body_state", BODY_STATE, [{"state": WAITING, "mover": SCRIPTED}] * self._inputs.bodies)
        made.add("subordinates", self._subordinates())
        made.add("mask_rows", self._inputs.masks.rows)
        made.add("treetops", np.zeros((len(self.sensors), DIRECTIONS)))
        self._add_state(made, units, tracks, scale)
        return made

    def _add_state(self, made: Image, units: Sequence[Row], tracks: int, scale: int) -> None:
        """Add what a replication fills as it runs."""
        sources, (fused, pairs) = self._tree.most_sources(), self._tree.in_all(POST_TRACKS * scale)
        reported = REPORTED_TRACKS * scale if sources or self._inputs.network.listeners else 1
        filters = 2 * tracks if any(row["tracker"] == TWO_MODELS for row in units) else 2
        rounds = np.zeros(self.rounds, ROUND)
        rounds["channel"] = -1
        bodies, jammers = self._inputs.bodies, self._inputs.jammers
        for name, array in {
            **tally_arrays(len(self._inputs.units), len(self.sensors), self._inputs.sides),
            "progress": np.zeros(1, PROGRESS),
            "launcher_state": np.zeros(len(self.launchers), LAUNCHER_STATE),
            "place_state": np.zeros(len(self._inputs.places), PLACE_STATE),
            "rounds": rounds,
            "airborne": np.zeros(self.rounds, np.int64),
            "flight": np.zeros((FIELDS, self.rounds)),
            "tracks": np.zeros(tracks, TRACK),
            "covariance": np.zeros((tracks, 21)),
            "finders": np.full(tracks, -1, np.int32),
            "modes": np.zeros(filters, MODE),
            "mode_covariance": np.zeros((filters, 21)),
            "looks": np.zeros(LOOKS * scale, LOOK),
            "plots": np.zeros(PLOTS * scale, PLOT),
            "reported": np.zeros(reported, REPORTED_TRACK),
            "reported_covariance": np.zeros((reported, 21)),
            **fused_arrays(fused, pairs, scale),
            **message_tables(MESSAGES * scale),
            "decisions": np.zeros(MOST_DECISIONS, DECISION),
            "origins": np.full(PLOTS * scale, -1, np.int64),
            "truth.reported": np.full(reported, -1, np.int64),
            "follows": np.full((tracks, 3), -1, np.int64),
            "shots": np.full((self.rounds, 3), -1, np.int64),
            "hits": np.zeros((4, HITS * scale)),
            "densities": np.zeros((len(self.sensors), jammers)),
            "fastest": np.zeros(1),
            "sights": np.zeros((len(self.sensors), bodies), np.int16),
            "held": np.zeros((HELD_ROWS, bodies)),
            "words": np.zeros(bodies // 8 + 1, np.uint64),
            "screened": np.zeros(bodies, np.int64),
            "echoes": np.zeros((ECHO_ROWS, bodies + 1)),
            "order": np.zeros(bodies + 1, np.int64),
            "received": np.zeros((RECEIVED_ROWS, jammers + 1)),
        }.items():
            made.add(name, array)
        for name, array in scratch_arrays(POST_TRACKS, sources, len(self._inputs.units), scale)._asdict().items():
            made.add(f"scratch.{name}", array)

    def _subordinates(self) -> NDArray[np.void]:
        """What each unit knows of each at the beginning, its channels left to the draw."""
        count = len(self._inputs.units)
        eyes = [self._engagement_sensor(n) for n in range(count)]
        facing = [None if eye is None else self.sensors[eye][1].row for eye in eyes]
        return first_reports(self._tree, [self._kinds(n) for n in range(count)], facing)

    def _kinds(self, n: int) -> int:
        """Kinds of weapon of a unit, one bit for each."""
        owned = {launcher.weapon for owner, launcher in self.launchers if owner == n}
        return sum(1 << self.weapons.index(weapon) for weapon in owned)

    def _exercise_row(self) -> Row:
        header = self._inputs.grid.header
        return {
            "curvature": float(header["curvature"]),
            "radius": EARTH_RADIUS,
            "meridional": float(header["meridional"]),
            "normal": float(header["normal"]),
            **self._inputs.network.flags,
            **flags(self._inputs.scenario),
        }

    def _clocks(self) -> tuple[NDArray[np.float64], dict[tuple[int, ...], Term]]:
        units = self._inputs.units
        cycles = [unit.row["cycle"] * self._terms.uniform(PHASE, unit.name) for unit in units]
        first = [sensor.first_scan for _, sensor in self.sensors] + cycles
        clocks = np.full(FIRST_SENSOR_CLOCK + len(first) + len(self.channels) + 1, math.inf)
        clocks[NETWORK_CLOCK] = 0.0
        drawn: dict[tuple[int, ...], Term] = {}
        for clock, time in enumerate(first, FIRST_SENSOR_CLOCK):
            if isinstance(time, float):
                clocks[clock] = time
            else:
                drawn[clock,] = time
        return clocks, drawn

    def _detection_tables(self) -> list[tuple[float, int]]:
        """Keys of the detection tables: false-alarm probability and pulses, every count of a range in turn."""
        keys = {(sensor.pfa, count) for _, sensor in self.sensors for count in self._pulses(sensor)}
        return sorted(keys) or [(1e-6, 1)]

    def _pulses(self, sensor: SitedSensor) -> range:
        """Numbers of pulses that a replication may draw for a sensor."""
        counts = sensor.counts
        if counts is None:
            return range(1, 2)
        if not self._inputs.ranges:
            return range(int(counts.value), int(counts.value) + 1)
        return range(int(counts.low), int(counts.high) + 1)

    def _lay_sensors(self) -> list[Row]:
        inputs = self._inputs
        header, others = inputs.grid.header, any(flags(inputs.scenario).values())
        radius = 0.5 / (0.5 / EARTH_RADIUS - float(header["curvature"]))
        sites, central = inputs.masks.sites, inputs.masks.antennas
        rows: list[Row] = []
        for number, (n, sensor) in enumerate(self.sensors):
            site = sites[number]
            up = {axis: float(site[f"up_{axis}"]) for axis in "xyz"}
            # The antenna stands on the ground's own vertical; its height in the frame follows from that over the sea.
            higher = sensor.antenna_height - central[number].height
            x, y = float(site["x"]) + up["x"] * higher, float(site["y"]) + up["y"] * higher
            ground = inputs.masks.grounds[number]
            z = self._terms.of(draw.UP_AT, x, y, ground + sensor.antenna_height)
            level = self._terms.of(draw.ABOVE_SEA, x, y, z)
            fewest = self._pulses(sensor)[0]
            first = self.tables.index((sensor.pfa, fewest))
            asks = sensor.row["interrogator"] if others else 0
            horizon = -1.0 * root(greatest(2.0 * level / radius, 0.0))
            rows.append(
                sensor.row
                | self._over_ground(sensor, number, level)
                | {
                    "name": self._names.add(sensor.name),
                    "entity": self._names.entity(sensor.name),
                    "unit": n, "mask": number,
                    "table": first + (sensor.pulses - fewest),
                    "x": x, "y": y, "z": z, "height": level,
                    "up_x": up["x"], "up_y": up["y"], "up_z": up["z"],
                    "sea_sine": horizon, "sin_low": lowest_sine(sensor.lowest, horizon),
                    "relief": inputs.relief, "interrogator": asks,
                    "loss_range": sensor.reaches.value,
                    "loss_horizon": horizon_sine(float(site["height"]), radius),
                }
            )  # fmt: skip
        return rows

    def _over_ground(self, sensor: SitedSensor, number: int, level: Number) -> Row:
        """How high an antenna stands and what that ground does to a radar; in a hollow it is the site's own."""
        site = self._inputs.masks.sites[number]
        ground = mean_level(self._inputs.grid, float(site["x"]), float(site["y"]))
        return self._inputs.maker.standing(greatest(level - ground, sensor.antenna_height), sensor.row)

    def _lay_units(self, scale: int) -> tuple[list[Row], int]:
        """UNIT rows, and the number of tracks: first those of the channels, then a block for each picture."""
        rows: list[Row] = []
        tree, free, part, pair = self._tree, len(self.channels), 0, 0
        wide = {self._post, *tree.pictures()}
        for n, unit in enumerate(self._inputs.units):
            channels = [i for i, (owner, _) in enumerate(self.channels) if owner == n]
            launchers = [i for i, (owner, _) in enumerate(self.launchers) if owner == n]
            sensor = self._engagement_sensor(n)
            tracks = scale * (POST_TRACKS if n in wide else UNIT_TRACKS if channels else 0)
            x, y, z = (self._site(n, axis) for axis in "xyz")
            site, north = (0.0, 0.0) if sensor is None else self.sensors[sensor][1].registration
            rows.append(
                unit.row
                | tree.columns(n, self._post)
                | {
                    "name": self._names.add(unit.name),
                    "entity": self._names.entity(unit.name),
                    "ready": unit.works, "alive": unit.works,
                    "x": x, "y": y, "z": z, **self._guarded(n),
                    "warm_at": math.inf if unit.written.alert == "cold" else 0.0,
                    "reported_at": -math.inf, "deputy_heard_at": -math.inf,
                    "first_part": part, "first_pair": pair,
                    "first_track": free, "end_track": free + tracks, "high_track": free,
                    "first_channel": channels[0] if channels else 0,
                    "first_launcher": launchers[0] if launchers else 0,
                    "engagement_sensor": -1 if sensor is None else sensor,
                    "site_error": site, "north_error": north,
                }
            )  # fmt: skip
            free += tracks
            parts, pairs = tree.parts(n)
            part, pair = part + tracks * parts, pair + tracks * pairs
        return rows, free

    def _engagement_sensor(self, n: int) -> int | None:
        """The first engagement sensor of a unit, its radars before its cameras."""
        own = [i for i, (owner, sensor) in enumerate(self.sensors) if owner == n and sensor.row["role"] == ENGAGEMENT]
        return min(own, key=lambda i: self.sensors[i][1].row["kind"] == OPTICAL, default=None)

    def _site(self, n: int, axis: str) -> float:
        """Coordinate of a unit: that of its place, which every unit has."""
        return next(place[axis] for place in self._inputs.places if place["unit"] == n)

    def _guarded(self, n: int) -> Row:
        """Where what a unit guards stands: a place or another unit, its own site where nothing is said."""
        name = self._inputs.units[n].written.guards
        if name is None:
            return {"guard_x": self._site(n, "x"), "guard_y": self._site(n, "y")}
        full = f"place/{name}" if name in self._inputs.scenario.places else f"blue/{name}"
        spot = next(place for place in self._inputs.places if place["name"] == self._names.add(full))
        return {"guard_x": spot["x"], "guard_y": spot["y"]}

    def _lay_channels(self) -> list[Row]:
        numbers = {sensor.name: number for number, (_, sensor) in enumerate(self.sensors)}
        first_clock = FIRST_SENSOR_CLOCK + len(self.sensors) + len(self._inputs.units)
        return [
            {
                "name": self._names.add(channel.name),
                "entity": self._names.entity(channel.name),
                "unit": n,
                "sensor": numbers[channel.sensor],
                "clock": first_clock + number,
            }
            for number, (n, channel) in enumerate(self.channels)
        ]

    def _lay_launchers(self) -> list[Row]:
        rows: list[Row] = []
        for n, launcher in self.launchers:
            made = launcher.row | {
                "name": self._names.add(launcher.name),
                "entity": self._names.entity(launcher.name),
                "unit": n,
                "weapon": self.weapons.index(launcher.weapon),
                "x": self._site(n, "x"), "y": self._site(n, "y"), "z": self._site(n, "z") + MUZZLE,
            }  # fmt: skip
            if launcher.weapon in self.span:
                names = [self._names.add(f"{launcher.name}/round-{n}") for n in range(1, launcher.most + 1)]
                made["first_round"] = names[0] if names else -1
            rows.append(made)
        return rows

    def _lay_weapons(self) -> list[Row]:
        rows: list[Row] = []
        frame = 0
        for name in self.weapons:
            first = self.span.get(name, (0, 0))[0]
            columns = {"first_column": first, "next": first, "end_column": first}
            flies = name in self.span
            number = frame if flies else -1
            rows.append(
                self._inputs.weapon_kinds[name].row | {"name": self._names.add(name), "airframe": number, **columns}
            )
            frame += flies
        return rows

    def _lay_airframes(self) -> list[Row]:
        """AIRFRAME rows, one without meaning where nothing flies."""
        rows: list[Row] = []
        for name in self.airframes:
            kind = self._inputs.weapon_kinds[name]
            constants: Any = kind.airframe
            row: Row = {field: float(constants[field][0]) for field in AIRFRAME.names or ()}
            rows.append(row | {field: row[field] * kind.thrust for field in THRUSTS})
        return rows or [{}]

    def _flight_columns(self) -> dict[str, tuple[int, int]]:
        """Flight columns of each weapon that flies, as many as there are rounds at most."""
        columns: dict[str, tuple[int, int]] = {}
        first = 0
        for name in self.airframes:
            held = sum(launcher.most for _, launcher in self.launchers if launcher.weapon == name)
            columns[name] = (first, first + held)
            first += held
        return columns
