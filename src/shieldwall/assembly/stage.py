"""The tables of the engine, laid out row by row in the order of stable names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.air import path_losses
from shieldwall.assembly.desk import desk
from shieldwall.assembly.ground import over_ground
from shieldwall.assembly.names import Names
from shieldwall.assembly.raid import Raid
from shieldwall.assembly.rows import Row, table
from shieldwall.assembly.units import Fielded
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.assembly.weapons import Arm, reach_tables
from shieldwall.engine.jamming import HEARD_ROWS
from shieldwall.engine.run import FIRST_SENSOR_CLOCK
from shieldwall.engine.sensing import ECHO_ROWS
from shieldwall.engine.state import Belief, Model, Truth
from shieldwall.kernels.detection import probability_table
from shieldwall.kernels.draws import PHASE
from shieldwall.kernels.flight import AIRFRAME, FIELDS
from shieldwall.kernels.fusion import CROSS, PART
from shieldwall.kernels.geodesy import horizon_sine
from shieldwall.kernels.imm import MODE
from shieldwall.kernels.reach import HEIGHTS, LAYERS, RANGES
from shieldwall.models.numbers import OPTICAL
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.record.tables import (
    CHANNEL,
    ENGAGEMENT,
    LAUNCHER,
    LINK,
    MAIL,
    NODE,
    OUTAGE,
    PLACE,
    PLOT,
    ROUND,
    RUN,
    SENSOR,
    TOLD,
    TRACK,
    TRACKS,
    TWO_MODELS,
    WEAPON,
)
from shieldwall.scenario.schema import Scenario
from shieldwall.terrain import ElevationGrid, Masks

#: Rows at scale 1: tracks of a post and of a fire unit, plots and tracks told that are kept, letters on their way.
POST_TRACKS, UNIT_TRACKS, PLOTS, TOLD_TRACKS, LETTERS = 512, 128, 8192, 2048, 512


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
        self._rows = table(SENSOR, self._sensor_rows())

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
        return Model(
            masks=stage.masks.altitudes if stage.masks.altitudes.size else np.zeros(1, np.int16),
            mask_rows=stage.masks.rows.view(np.recarray),
            ground=stage.grid.heights,
            grid=header.view(np.recarray),
            probability=np.stack([probability_table(*key) for key in self._tables or [(1e-6, 1)]]),
            losses=path_losses(self._rows, scenario.weather, scenario.propagation, float(stage.grid.header["lift"])),
            airframes=airframes.view(np.recarray),
            flight_times=reach_tables(airframes) if flying else np.zeros((1, LAYERS, RANGES, HEIGHTS), np.float32),
            routes=self._routes,
            outages=table(OUTAGE, outages),
            assets=_relative(np.array(assets, np.float64).reshape(-1, 4)),
        )

    def truth(self) -> Truth:
        """Return what really is."""
        threats = self._stage.threats
        bodies = len(threats.bodies)
        rounds = max(1, sum(last - first for first, last in self._columns.values()))
        return Truth(
            legs=threats.legs,
            script=threats.script,
            signatures=threats.signatures,
            bodies=threats.bodies,
            places=table(PLACE, self._stage.places),
            sights=np.zeros((len(self._sensors), bodies), np.int16),
            origins=np.full(PLOTS * self._scale, -1, np.int64),
            vouched=np.full(self._told, -1, np.int64),
            jammers=threats.jammers,
            densities=threats.densities(self._rows),
            heard=np.zeros((HEARD_ROWS, len(threats.jammers) + 1)),
            follows=np.full((self._tracks, 3), -1, np.int64),
            shots=np.full((rounds, 3), -1, np.int64),
            tallies=np.zeros((len(self._stage.units), bodies + 1), np.int64),
            echoes=np.zeros((ECHO_ROWS, bodies + 1)),
            order=np.zeros(bodies + 1, np.int64),
        )

    def belief(self) -> Belief:
        """Return what the defence knows before the first event."""
        rounds = max(1, sum(last - first for first, last in self._columns.values()))
        filters = 2 * self._tracks if any(row["tracker"] == TWO_MODELS for row in self._nodes) else 2
        mail = table(MAIL, [{"t": math.inf}] * (LETTERS * self._scale))
        sources, tracks, told = self._sources, POST_TRACKS * self._scale, self._told
        parts = np.zeros(max(1, tracks * (sources + 1) if sources else 0), PART).view(np.recarray)
        parts.number = -1
        return Belief(
            run=table(RUN, [self._run_row()]),
            clocks=self._clocks(),
            sensors=self._rows,
            nodes=table(NODE, self._nodes),
            channels=table(CHANNEL, self._channel_rows()),
            launchers=table(LAUNCHER, self._launcher_rows()),
            weapons=table(WEAPON, self._weapon_rows()),
            rounds=self._round_rows(rounds),
            flight=np.zeros((FIELDS, rounds)),
            tracks=np.zeros(self._tracks, TRACK).view(np.recarray),
            covariance=np.zeros((self._tracks, 21)),
            modes=np.zeros(filters, MODE).view(np.recarray),
            mode_covariance=np.zeros((filters, 21)),
            told=np.zeros(told, TOLD).view(np.recarray),
            told_covariance=np.zeros((told, 21)),
            parts=parts,
            part_covariance=np.zeros((len(parts), 21)),
            crosses=np.zeros((max(1, tracks * sources * (sources + 1) // 2), CROSS)),
            plots=np.zeros(PLOTS * self._scale, PLOT).view(np.recarray),
            mail=mail,
            links=table(LINK, self._links),
            desk=desk(POST_TRACKS, self._sources, self._scale),
        )

    def _run_row(self) -> Row:
        header = self._stage.grid.header
        return {
            "lift": float(header["lift"]),
            "radius": EARTH_RADIUS,
            "meridional": float(header["meridional"]),
            "normal": float(header["normal"]),
            "fastest": self._fastest(),
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
            radius = 0.5 / (0.5 / EARTH_RADIUS - float(self._stage.grid.header["lift"]))
            where = float(site["x"]), float(site["y"]), level
            rows.append(
                sensor.row
                | over_ground(sensor.row, sensor.antenna_height, self._stage.grid, where, rough)
                | {
                    "name": self._names.add(sensor.name),
                    "entity": self._names.entity(sensor.name),
                    "node": n,
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
        tellers = [n for n in range(len(self._stage.units)) if n != post and self._tells(n, post)]
        self._sources = len(tellers)
        self._told = TOLD_TRACKS * self._scale if tellers else 1
        for n, unit in enumerate(self._stage.units):
            channels = [i for i, channel in enumerate(self._channels) if channel[0] == n]
            launchers = [i for i, launcher in enumerate(self._launchers) if launcher[0] == n]
            eyes = self._eyes(n)
            wide = n == post or n in tellers
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
                    "sources": len(tellers) if n == post else 0,
                    "source": tellers.index(n) + 1 if n in tellers else 0,
                    "told_at": -math.inf,
                    "first_track": free, "end_track": free + tracks, "high_track": free,
                    "first_channel": channels[0] if channels else 0, "channels": len(channels),
                    "first_launcher": launchers[0] if launchers else 0, "launchers": len(launchers),
                    "free": len(channels),
                    "arms": sum({1 << self._weapons.index(self._launchers[i][2]) for i in launchers}),
                    "eye": eyes[0] if eyes else -1,
                    "site_error": site, "north_error": north,
                    "told_x": eye.row["facing_x"] if eye else 0.0, "told_y": eye.row["facing_y"] if eye else 0.0,
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
        return next(place[axis] for place in self._stage.places if place["node"] == n)

    def _channel_rows(self) -> list[Row]:
        numbers = {sensor.name: number for number, (_, sensor) in enumerate(self._sensors)}
        first_clock = FIRST_SENSOR_CLOCK + len(self._sensors) + len(self._stage.units)
        return [
            {
                "name": self._names.add(name),
                "entity": self._names.entity(name),
                "node": n,
                "sensor": numbers[sensor],
                "weapon": -1,
                "cause": -1,
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
                "node": n,
                "weapon": self._weapons.index(weapon),
                "x": self._site(n, "x"), "y": self._site(n, "y"), "z": self._site(n, "z") + 3.0,
            }  # fmt: skip
            if weapon in self._columns:
                total = int(row["capacity"] + row["stock"])
                numbers = [self._names.add(f"{name}/round-{number}") for number in range(1, total + 1)]
                made["names"] = numbers[0] if numbers else -1
            rows.append(made)
        return rows

    def _weapon_rows(self) -> list[Row]:
        rows = []
        frame = 0
        for name in self._weapons:
            first, last = self._columns.get(name, (0, 0))
            columns = {"first_column": first, "low_column": first, "next_column": first, "end_column": last}
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


def _relative(assets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Assets with their values relative to the greatest, since only the author knows what a point is worth."""
    if len(assets):
        assets[:, 3] /= assets[:, 3].max()
    return assets
