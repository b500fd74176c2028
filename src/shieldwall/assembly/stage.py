"""The tables of the engine, laid out row by row in the order of stable names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.air import path_losses
from shieldwall.assembly.ground import over_ground
from shieldwall.assembly.jammers import densities, jammer_table
from shieldwall.assembly.names import Names
from shieldwall.assembly.raid import Raid
from shieldwall.assembly.rows import Row, table
from shieldwall.assembly.scratch import HITS, PRIORS, scratch_arrays
from shieldwall.assembly.units import Fielded
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.assembly.weapons import Arm, reach_tables
from shieldwall.engine.run import FIRST_SENSOR_CLOCK
from shieldwall.engine.sense.echoes import ECHO_ROWS
from shieldwall.engine.sense.jamming import RECEIVED_ROWS
from shieldwall.kernels.detection import probability_table
from shieldwall.kernels.draws import PHASE
from shieldwall.kernels.flight import AIRFRAME, FIELDS
from shieldwall.kernels.fusion import CROSS, PART
from shieldwall.kernels.geodesy import horizon_sine
from shieldwall.kernels.imm import MODE
from shieldwall.kernels.legs import HELD_ROWS
from shieldwall.kernels.queue import empty_queue
from shieldwall.kernels.reach import HEIGHTS, LAYERS, RANGES
from shieldwall.models.numbers import OPTICAL
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.scenario.schema import Scenario
from shieldwall.state.body import BODY_STATE, SCRIPTED, SIDES, STATES, WAITING
from shieldwall.state.channel import CHANNEL, CHANNEL_STATE
from shieldwall.state.exercise import EXERCISE, PROGRESS
from shieldwall.state.groups import Belief, Model, Truth
from shieldwall.state.launcher import LAUNCHER, LAUNCHER_STATE
from shieldwall.state.link import LINK, OUTAGE
from shieldwall.state.look import LOOK, PLOT
from shieldwall.state.message import MESSAGE, ORDER_SENT, PLOTS_SENT, STATUS_SENT, TRACKS, TRACKS_SENT
from shieldwall.state.place import PLACE, PLACE_STATE
from shieldwall.state.round import ROUND
from shieldwall.state.sensor import ENGAGEMENT, SENSOR, SENSOR_STATE
from shieldwall.state.subordinate import SUBORDINATE
from shieldwall.state.track import REPORTED_TRACK, TRACK
from shieldwall.state.unit import TWO_MODELS, UNIT, UNIT_STATE
from shieldwall.state.weapon import WEAPON, WEAPON_STATE
from shieldwall.terrain import ElevationGrid, Masks

#: Rows at scale 1: tracks of a post and of a fire unit; plots, looks and reported tracks that are kept; messages.
POST_TRACKS, UNIT_TRACKS, PLOTS, LOOKS, REPORTED_TRACKS, MESSAGES = 512, 128, 8192, 8192, 2048, 512


@dataclass(frozen=True)
class Stage:
    """Everything that stands on the scenario's ground, before it becomes tables."""

    scenario: Scenario
    units: Sequence[Fielded]
    arms: Mapping[str, Arm]
    places: Sequence[Row]
    threats: Raid
    masks: Masks
    relief: float
    grid: ElevationGrid


def lay_tables(
    stage: Stage,
    link_rows: Sequence[Row],
    outages: Sequence[Row],
    routes: NDArray[np.int64],
    unknowns: Unknowns,
    names: Names,
    scale: int,
) -> tuple[Model, Truth, Belief]:
    """Return the three groups of arrays of a run."""
    tables = Tables(stage, unknowns, names, link_rows, routes, scale)
    return tables.model(outages), tables.truth(), tables.belief()


class Tables:
    """Lays out the tables of one run."""

    def __init__(
        self,
        stage: Stage,
        unknowns: Unknowns,
        names: Names,
        links: Sequence[Row],
        routes: NDArray[np.int64],
        scale: int,
    ) -> None:
        self._stage = stage
        self._unknowns = unknowns
        self._names = names
        self._links = links
        self._routes = routes
        self._scale = scale
        units = stage.units
        self._weapons = sorted(stage.arms)
        self._airframes = [stage.arms[name].airframe for name in self._weapons]
        self._sensors = [
            (n, sensor) for n, unit in enumerate(units) for sensor in sorted(unit.sensors, key=lambda s: s.name)
        ]
        self._channels = [(n, *channel) for n, unit in enumerate(units) for channel in sorted(unit.channels)]
        self._launchers = [
            (n, *launcher)
            for n, unit in enumerate(units)
            for launcher in sorted(unit.launchers, key=lambda one: one[0])
        ]
        self._tables = sorted({sensor.table for _, sensor in self._sensors})
        self._columns = self._round_columns()
        self._nodes, self._tracks = self._node_rows()
        rows = self._sensor_rows()
        self._rows, self._pointing = _split(SENSOR, SENSOR_STATE, rows)
        self._units, self._unit_state = _split(UNIT, UNIT_STATE, self._nodes)

    def model(self, outages: Sequence[Row]) -> Model:
        """Return what no event changes."""
        stage = self._stage
        scenario = stage.scenario
        flying = [frame for frame in self._airframes if frame is not None]
        airframes = np.concatenate(flying) if flying else np.zeros(1, AIRFRAME)
        header = np.zeros(1, stage.grid.header.dtype)
        header[0] = stage.grid.header
        assets = [
            [place["x"], place["y"], place["z"], place["value"]] for place in stage.places if place["value"] > 0.0
        ]
        launchers, _ = _split(LAUNCHER, LAUNCHER_STATE, self._launcher_rows())
        weapons, _ = _split(WEAPON, WEAPON_STATE, self._weapon_rows())
        return Model(
            exercise=table(EXERCISE, [self._exercise_row()]),
            sensors=self._rows,
            units=self._units,
            channels=table(CHANNEL, self._channel_rows()),
            launchers=launchers,
            weapons=weapons,
            links=table(LINK, self._links),
            outages=table(OUTAGE, outages),
            masks=stage.masks.altitudes if stage.masks.altitudes.size else np.zeros(1, np.int16),
            mask_rows=stage.masks.rows.view(np.recarray),
            ground=stage.grid.heights,
            grid=header.view(np.recarray),
            probability=np.stack([probability_table(*key) for key in self._tables or [(1e-6, 1)]]),
            losses=path_losses(
                self._rows, scenario.weather, scenario.propagation, float(stage.grid.header["curvature"])
            ),
            airframes=airframes.view(np.recarray),
            flight_times=reach_tables(airframes) if flying else np.zeros((1, LAYERS, RANGES, HEIGHTS), np.float32),
            routes=self._routes,
            assets=_relative(np.array(assets, np.float64).reshape(-1, 4)),
            priors=np.array(PRIORS),
        )

    def truth(self) -> Truth:
        """Return what really is."""
        threats = self._stage.threats
        bodies = len(threats.bodies)
        rounds = max(1, sum(last - first for first, last in self._columns.values()))
        return Truth(
            bodies=threats.bodies,
            places=table(PLACE, self._stage.places),
            jammers=jammer_table(threats.jammers, self._unknowns),
            legs=threats.legs,
            script=threats.script,
            signatures=threats.signatures,
            densities=densities(threats.jammers, [sensor.row for _, sensor in self._sensors], self._unknowns),
            fastest=np.array([self._fastest()]),
            body_state=table(BODY_STATE, [{"state": WAITING, "mover": SCRIPTED}] * bodies),
            place_state=np.zeros(len(self._stage.places), PLACE_STATE).view(np.recarray),
            sights=np.zeros((len(self._sensors), bodies), np.int16),
            origins=np.full(PLOTS * self._scale, -1, np.int64),
            reported=np.full(self._reported, -1, np.int64),
            follows=np.full((self._tracks, 3), -1, np.int64),
            shots=np.full((rounds, 3), -1, np.int64),
            tallies=np.zeros((len(self._stage.units), bodies + 1), np.int64),
            fates=_waiting(threats.bodies),
            held=np.zeros((HELD_ROWS, bodies)),
            words=np.zeros(bodies // 8 + 1, np.uint64),
            screened=np.zeros(bodies, np.int64),
            lowest=np.zeros(bodies),
            echoes=np.zeros((ECHO_ROWS, bodies + 1)),
            order=np.zeros(bodies + 1, np.int64),
            received=np.zeros((RECEIVED_ROWS, len(threats.jammers) + 1)),
            hits=np.zeros((4, HITS * self._scale)),
        )

    def belief(self) -> Belief:
        """Return what the defence knows before the first event."""
        rounds = max(1, sum(last - first for first, last in self._columns.values()))
        filters = 2 * self._tracks if any(row["tracker"] == TWO_MODELS for row in self._nodes) else 2
        sources, tracks, reported = self._sources, POST_TRACKS * self._scale, self._reported
        messages = MESSAGES * self._scale
        parts = np.zeros(max(1, tracks * (sources + 1) if sources else 0), PART).view(np.recarray)
        parts.number = -1
        return Belief(
            progress=np.zeros(1, PROGRESS).view(np.recarray),
            clocks=self._clocks(),
            sensor_state=self._pointing,
            unit_state=self._unit_state,
            channel_state=table(CHANNEL_STATE, [{"weapon": -1, "cause": -1}] * len(self._channels)),
            launcher_state=_split(LAUNCHER, LAUNCHER_STATE, self._launcher_rows())[1],
            weapon_state=_split(WEAPON, WEAPON_STATE, self._weapon_rows())[1],
            subordinates=self._subordinates(),
            rounds=self._round_rows(rounds),
            airborne=np.zeros(rounds, np.int64),
            flight=np.zeros((FIELDS, rounds)),
            tracks=np.zeros(self._tracks, TRACK).view(np.recarray),
            covariance=np.zeros((self._tracks, 21)),
            finders=np.full(self._tracks, -1, np.int32),
            modes=np.zeros(filters, MODE).view(np.recarray),
            mode_covariance=np.zeros((filters, 21)),
            looks=np.zeros(LOOKS * self._scale, LOOK).view(np.recarray),
            plots=np.zeros(PLOTS * self._scale, PLOT).view(np.recarray),
            reported=np.zeros(reported, REPORTED_TRACK).view(np.recarray),
            reported_covariance=np.zeros((reported, 21)),
            parts=parts,
            part_covariance=np.zeros((len(parts), 21)),
            crosses=np.zeros((max(1, tracks * sources * (sources + 1) // 2), CROSS)),
            queue=empty_queue(messages),
            messages=np.zeros(messages, MESSAGE).view(np.recarray),
            plots_sent=np.zeros(messages, PLOTS_SENT).view(np.recarray),
            tracks_sent=np.zeros(messages, TRACKS_SENT).view(np.recarray),
            orders_sent=np.zeros(messages, ORDER_SENT).view(np.recarray),
            status_sent=np.zeros(messages, STATUS_SENT).view(np.recarray),
            scratch=scratch_arrays(POST_TRACKS, self._sources, self._scale),
        )

    def _subordinates(self) -> Any:
        """What each unit knows of each at the beginning: all that they have, as they stand."""
        found = np.zeros((len(self._nodes), len(self._nodes)), SUBORDINATE).view(np.recarray)
        for number, row in enumerate(self._nodes):
            for name in ("free", "weapons", "facing_x", "facing_y"):
                found[name][:, number] = row[name]
        return found

    def _exercise_row(self) -> Row:
        header = self._stage.grid.header
        return {
            "curvature": float(header["curvature"]),
            "radius": EARTH_RADIUS,
            "meridional": float(header["meridional"]),
            "normal": float(header["normal"]),
            "seed": self._unknowns.seed,
            "replication": self._unknowns.replication,
        }

    def _fastest(self) -> float:
        """Speed that no threat exceeds, m/s."""
        legs = self._stage.threats.legs
        return float(np.sqrt(legs.vx**2 + legs.vy**2 + legs.vz**2).max(initial=0.0))

    def _clocks(self) -> NDArray[np.float64]:
        script = self._stage.threats.script
        first = float(script[0].t) if len(script) else math.inf
        sensors = [sensor.first_scan for _, sensor in self._sensors]
        cycles = [
            row["cycle"] * self._unknowns.uniform(PHASE, unit.name)
            for unit, row in zip(self._stage.units, self._nodes, strict=True)
        ]
        return np.array([first, math.inf, *sensors, *cycles, *[math.inf] * len(self._channels)])

    def _sensor_rows(self) -> list[Row]:
        rows = []
        sites = self._stage.masks.sites
        rough = self._stage.scenario.propagation.roughness
        for number, (n, sensor) in enumerate(self._sensors):
            site = sites[number]
            level = float(site["height"])
            radius = 0.5 / (0.5 / EARTH_RADIUS - float(self._stage.grid.header["curvature"]))
            where = float(site["x"]), float(site["y"]), level
            rows.append(
                sensor.row
                | over_ground(sensor.row, sensor.antenna_height, self._stage.grid, where, rough)
                | {
                    "name": self._names.add(sensor.name),
                    "entity": self._names.entity(sensor.name),
                    "unit": n,
                    "mask": number,
                    "table": self._tables.index(sensor.table),
                    "x": float(site["x"]), "y": float(site["y"]), "z": float(site["z"]), "height": level,
                    "up_x": float(site["up_x"]), "up_y": float(site["up_y"]), "up_z": float(site["up_z"]),
                    "sea_sine": horizon_sine(level, radius),
                    "relief": self._stage.relief,
                }
            )  # fmt: skip
        return rows

    def _node_rows(self) -> tuple[list[Row], int]:
        """NODE rows, and the number of tracks: first those of the channels, then a block for each picture."""
        rows: list[Row] = []
        command = self._stage.scenario.blue.command.post
        posts = {unit.name: n for n, unit in enumerate(self._stage.units)}
        post = posts[f"blue/{command}"]
        free = len(self._channels)
        sources = [n for n in range(len(self._stage.units)) if n != post and self._tells(n, post)]
        self._sources = len(sources)
        self._reported = REPORTED_TRACKS * self._scale if sources else 1
        for n, unit in enumerate(self._stage.units):
            channels = [i for i, channel in enumerate(self._channels) if channel[0] == n]
            launchers = [i for i, launcher in enumerate(self._launchers) if launcher[0] == n]
            eyes = self._eyes(n)
            wide = n == post or n in sources
            tracks = self._scale * (POST_TRACKS if wide else UNIT_TRACKS if channels else 0)
            x, y, z = (self._site(n, axis) for axis in "xyz")
            eye = self._sensors[eyes[0]][1] if eyes else None
            site, north = eye.registration if eye else (0.0, 0.0)
            rows.append(
                unit.node
                | {
                    "name": self._names.add(unit.name),
                    "entity": self._names.entity(unit.name),
                    "x": x, "y": y, "z": z,
                    "post": post if n != post and self._routes[n, post] >= 0 else -1,
                    "commands": 1 if n == post else 0,
                    "sources": len(sources) if n == post else 0,
                    "source": sources.index(n) + 1 if n in sources else 0,
                    "reported_at": -math.inf,
                    "first_track": free, "end_track": free + tracks, "high_track": free,
                    "first_channel": channels[0] if channels else 0, "channels": len(channels),
                    "first_launcher": launchers[0] if launchers else 0, "launchers": len(launchers),
                    "free": len(channels),
                    "weapons": sum({1 << self._weapons.index(self._launchers[i][2]) for i in launchers}),
                    "engagement_sensor": eyes[0] if eyes else -1,
                    "site_error": site, "north_error": north,
                    "facing_x": eye.row["facing_x"] if eye else 0.0, "facing_y": eye.row["facing_y"] if eye else 0.0,
                }
            )  # fmt: skip
            free += tracks
        return rows, free

    def _tells(self, n: int, post: int) -> bool:
        """Whether a unit tells its post tracks of its own: it searches, and its net carries tracks."""
        searches = any(owner == n and math.isfinite(sensor.first_scan) for owner, sensor in self._sensors)
        link = int(self._routes[n, post])
        return searches and link >= 0 and self._links[link]["carries"] == TRACKS

    def _eyes(self, n: int) -> list[int]:
        """Engagement sensors of a unit, its radars before its cameras."""
        own = [i for i, (owner, sensor) in enumerate(self._sensors) if owner == n and sensor.row["role"] == ENGAGEMENT]
        return sorted(own, key=lambda i: self._sensors[i][1].row["kind"] == OPTICAL)

    def _site(self, n: int, axis: str) -> float:
        """Coordinate of a unit: that of its place, which every unit has."""
        return next(place[axis] for place in self._stage.places if place["unit"] == n)

    def _channel_rows(self) -> list[Row]:
        numbers = {sensor.name: number for number, (_, sensor) in enumerate(self._sensors)}
        first_clock = FIRST_SENSOR_CLOCK + len(self._sensors) + len(self._stage.units)
        return [
            {
                "name": self._names.add(name),
                "entity": self._names.entity(name),
                "unit": n,
                "sensor": numbers[sensor],
                "clock": first_clock + number,
            }
            for number, (n, name, sensor) in enumerate(self._channels)
        ]

    def _launcher_rows(self) -> list[Row]:
        rows = []
        for n, name, weapon, row in self._launchers:
            made = row | {
                "name": self._names.add(name),
                "entity": self._names.entity(name),
                "unit": n,
                "weapon": self._weapons.index(weapon),
                "x": self._site(n, "x"), "y": self._site(n, "y"), "z": self._site(n, "z") + 3.0,
            }  # fmt: skip
            if weapon in self._columns:
                total = int(row["capacity"] + row["stock"])
                numbers = [self._names.add(f"{name}/round-{number}") for number in range(1, total + 1)]
                made["first_round"] = numbers[0] if numbers else -1
            rows.append(made)
        return rows

    def _weapon_rows(self) -> list[Row]:
        rows = []
        frame = 0
        for name in self._weapons:
            first, last = self._columns.get(name, (0, 0))
            columns = {"first_column": first, "next": first, "end_column": last}
            rows.append(self._stage.arms[name].row | {"name": self._names.add(name), "airframe": frame, **columns})
            frame += self._stage.arms[name].airframe is not None
        return rows

    def _round_columns(self) -> dict[str, tuple[int, int]]:
        """Flight columns of each weapon that flies, as many as there are rounds."""
        columns: dict[str, tuple[int, int]] = {}
        first = 0
        for name in self._weapons:
            if self._stage.arms[name].airframe is None:
                continue
            held = sum(int(row["capacity"] + row["stock"]) for _, _, weapon, row in self._launchers if weapon == name)
            columns[name] = (first, first + held)
            first += held
        return columns

    def _round_rows(self, count: int) -> Any:
        rounds = np.zeros(count, ROUND).view(np.recarray)
        rounds.channel = -1
        return rounds


def _split(layout: Any, state: Any, rows: Sequence[Row]) -> tuple[Any, Any]:
    """Return the table of what a run does not change of some rows, and that of what it does."""
    fixed = [{name: row[name] for name in layout.names if name in row} for row in rows]
    changing = [{name: row[name] for name in state.names if name in row} for row in rows]
    return table(layout, fixed), table(state, changing)


def _waiting(bodies: Any) -> NDArray[np.int64]:
    """How many bodies of each side are in each state at the beginning."""
    found = np.zeros((SIDES, STATES), np.int64)
    np.add.at(found[:, WAITING], bodies.side, 1)
    return found


def _relative(assets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Assets with their values relative to the greatest, since only the author knows what a point is worth."""
    if len(assets):
        assets[:, 3] /= assets[:, 3].max()
    return assets
