"""Small states made by hand, so that each rule of the engine has a test that names it.

No scenario and no assembly: a few rows laid straight into the layouts of `shieldwall.state`, over a flat sea without
air, terrain or trees. What a test does not say has a plain default: perfect radars that see all round, rounds that fly
at a kilometre a second and whose every point is in reach, bodies that fly where they are put.

The rules are functions of a few rows. To compile seventy of them, each by itself, would take some three seconds of
processor time each; as plain Python, which kernels are with NUMBA_DISABLE_JIT=1, all these tests take a few seconds
together. So they run in the third suite of `make test`, or by `NUMBA_DISABLE_JIT=1 pytest tests/rooms/engine`. That
compiled code does as plain Python does has tests of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from shieldwall.engine.command.orders import occupy
from shieldwall.engine.network.messages import first_due, take_off
from shieldwall.engine.referee.bodies import become
from shieldwall.engine.run import FIRST_SENSOR_CLOCK
from shieldwall.engine.sense.echoes import ECHO_ROWS
from shieldwall.engine.sense.jamming import RECEIVED_ROWS
from shieldwall.engine.sense.look import open_look
from shieldwall.engine.track.fusion import LATER
from shieldwall.kernels.assignment import CLAIM
from shieldwall.kernels.flight import AIRFRAME, FIELDS
from shieldwall.kernels.fusion import CROSS, PART
from shieldwall.kernels.gates import CONFIRMED, PAIR, SLOT, TENTATIVE
from shieldwall.kernels.imm import MODE
from shieldwall.kernels.legs import HELD_ROWS, hold
from shieldwall.kernels.masks import GRID, MASK
from shieldwall.kernels.ordered import insert
from shieldwall.kernels.propagation import DISTANCES, RAYS
from shieldwall.kernels.queue import empty_queue, put_in
from shieldwall.kernels.reach import HEIGHTS, RANGES
from shieldwall.kernels.treetops import DIRECTIONS
from shieldwall.models.numbers import COMMAND, GUN, MISSILE, PERFECT, SHOOT_LOOK_SHOOT
from shieldwall.record.emit import EventLog
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.state.body import BODY, BODY_STATE, FATES, FLYING, RED, SIDES, WAITING
from shieldwall.state.channel import CHANNEL, CHANNEL_STATE
from shieldwall.state.decision import DECISION
from shieldwall.state.exercise import EXERCISE, PROGRESS
from shieldwall.state.groups import Belief, Model, Scratch, Truth
from shieldwall.state.identity import CORRIDOR, HOSTILE
from shieldwall.state.jammer import JAMMER
from shieldwall.state.launcher import LAUNCHER, LAUNCHER_STATE
from shieldwall.state.layout import NONE
from shieldwall.state.link import CUEING, LINK, NET, NET_STATE, OUTAGE
from shieldwall.state.look import LOOK, PLOT
from shieldwall.state.message import (
    DIRECTIVE_SENT,
    MESSAGE,
    ORDER,
    ORDER_SENT,
    PLOTS,
    PLOTS_SENT,
    STATUS_SENT,
    TRACKS_SENT,
)
from shieldwall.state.offer import OFFER
from shieldwall.state.place import PLACE, PLACE_STATE
from shieldwall.state.round import IN_FLIGHT, ROUND
from shieldwall.state.script import LEG, SCRIPT
from shieldwall.state.sensor import BANDS, ENGAGEMENT, SENSOR, SENSOR_STATE, SURVEILLANCE
from shieldwall.state.subordinate import SUBORDINATE
from shieldwall.state.switch import SWITCH, SWITCH_STATE
from shieldwall.state.tally import EXPOSURE, HOLD, PICTURE
from shieldwall.state.track import REPORTED_TRACK, TRACK
from shieldwall.state.unit import ONE_MODEL, UNIT, UNIT_STATE, WEAPONS_TIGHT
from shieldwall.state.weapon import WEAPON, WEAPON_STATE
from shieldwall.state.zone import ZONE

Row = Mapping[str, Any]

HERE = Path(__file__).parent
#: Radius of the earth, m, so large that nothing within a hundred kilometres falls away by more than half a metre.
FLAT = 1e10
#: Speed of every round over ground in the table of flights, m/s; battery of every round, s.
ROUND_SPEED, BATTERY = 1000.0, 100.0
#: Rows of each picture, and rounds of each weapon.
TRACKS, ROUNDS = 8, 8
#: Messages, looks and plots in their rings; plots of one look.
MESSAGES, RING, BATCH = 12, 16, 12
#: Shots that a post compares.
OFFERS = 32
#: Decisions of a commander from outside that may wait.
DECISIONS = 8
#: Names in the log: these and up, in the order of the rows.
UNIT_NAME, SENSOR_NAME, CHANNEL_NAME, LAUNCHER_NAME, BODY_NAME, PLACE_NAME, ROUND_NAME = 10, 20, 30, 40, 50, 70, 200


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run these tests where kernels are plain Python; elsewhere leave them out, or say why when they are asked for."""
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    for item in ours:
        item.add_marker(pytest.mark.kernel)
    if numba.config.DISABLE_JIT:
        return
    if len(ours) == len(items):
        for item in ours:
            item.add_marker(pytest.mark.skip(reason="states made by hand run as plain Python: NUMBA_DISABLE_JIT=1"))
    else:
        items[:] = [item for item in items if not item.path.is_relative_to(HERE)]
        config.hook.pytest_deselected(items=ours)


def table(layout: np.dtype[Any], rows: Sequence[Row], default: Row) -> Any:
    """A row for each mapping, over the default, of what belongs to the layout."""
    made = np.zeros(len(rows), layout).view(np.recarray)
    for number, row in enumerate(rows):
        for name, value in (default | row).items():
            if name in (layout.names or ()):
                made[name][number] = value
    return made


SITE = {"x": 0.0, "y": 0.0, "z": 0.0}
UNIT_DEFAULT = SITE | {
    "cycle": 1.0, "reaction": 5.0, "drop_after": 20.0, "autonomy_after": 30.0, "assess_after": 3.0, "ready": 1,
    "post": NONE, "doctrine": SHOOT_LOOK_SHOOT, "control": WEAPONS_TIGHT, "salvo": 1, "tracker": ONE_MODEL,
    "confirm_hits": 2, "confirm_looks": 3, "alive": 1, "reported_at": -math.inf, "deputy": NONE, "stands_in": NONE,
    "commander": NONE, "deputy_heard_at": -math.inf,
}  # fmt: skip
SENSOR_DEFAULT = SITE | {
    "unit": 0, "kind": PERFECT, "role": SURVEILLANCE, "dimensions": 3, "height": 10.0, "z": 10.0, "up_z": 1.0,
    "period": 5.0, "look_interval": 1.0, "range_max": 100e3, "loss_range": 100e3, "radar_constant": 1e20,
    "pulses": 1.0, "sin_low": -1.0, "sin_high": 1.0, "sea_sine": -1.0, "loss_horizon": -1.0, "half_sector": math.pi,
    "cos_sector": -2.0, "slew_rate": 0.5, "trees": -1e9, "blind_speed": 1e-3, "range_cell": 100.0,
    "azimuth_beam": 0.02, "elevation_beam": 0.02, "range_error": 10.0, "azimuth_error": 1e-3, "elevation_error": 1e-3,
    "visibility": 20e3, "wave_length": 0.1, "mask": NONE, "guides": 2, "facing_x": 0.0, "facing_y": 1.0,
}  # fmt: skip
CHANNEL_DEFAULT = {
    "unit": 0, "sensor": 0, "weapon": NONE, "cause": NONE, "post": 0, "order": NONE, "order_track": NONE,
    "look_share": 1.0, "dwells": 1.0, "stretch": 1.0, "hit_at": -math.inf, "met_at": -math.inf,
    "led_at": -math.inf,
}  # fmt: skip
LAUNCHER_DEFAULT = SITE | {"unit": 0, "weapon": 0, "interval": 2.0, "reload_time": 60.0, "capacity": 4, "reserve": 0}
WEAPON_DEFAULT = {
    "kind": MISSILE, "guidance": COMMAND, "airframe": 0, "min_range": 1000.0, "max_range": 50e3, "max_height": 20e3,
    "max_target_speed": 900.0, "memory": 3.0, "seeker_range": 10e3, "seeker_view": 0.5, "seeker_lag": 0.0,
    "lethal_radius": 10.0, "fuze_radius": 30.0, "fuze_works": 1.0, "works": 1.0, "prior": 0.7, "top_speed": 1000.0,
    "muzzle_speed": 1000.0,
}  # fmt: skip
BODY_DEFAULT = {
    "at": (0.0, 20e3, 3000.0), "speed": (0.0, -200.0, 0.0), "decorrelation": 1.0, "extent": 10.0, "toughness": 1.0,
    "side": RED, "signature": 0, "fluctuation": 1, "carrier": NONE, "state": FLYING,
}  # fmt: skip
LINK_DEFAULT = {"delay": 1.0, "carries": PLOTS, "allows": CUEING}
NET_DEFAULT = {"capacity": math.inf, "breaks_after": math.inf, "changes_at": math.inf}
SWITCH_DEFAULT = {"unit": 0, "chance": 1.0, "at": math.inf}
PLACE_DEFAULT = SITE | {"value": 1.0, "hardness": 1.0, "unit": NONE}
SCRIPT_DEFAULT = {"t": 0.0, "chance": 1.0, "body": 0, "other": 0}
AIRFRAME_DEFAULT = {
    "battery": BATTERY, "reach_range": 1000.0 * (RANGES - 1), "reach_height": 1000.0 * (HEIGHTS - 1),
    "launch_vertical": 1.0, "launch_speed": 1.0, "launch_mass": 1.0, "lag": 1.0, "navigation": 3.0, "blend": 1.0,
}  # fmt: skip


@dataclass
class Battle:
    """A state made by hand, and the log that the rules write."""

    model: Model
    truth: Truth
    belief: Belief
    log: EventLog

    def rows(self, *kinds: int) -> Any:
        """Events of some kinds, of all when none is named."""
        rows = self.log.events[: self.log.filled[0]]
        return rows[np.isin(rows.kind, kinds)] if kinds else rows

    def whys(self, kind: int) -> list[int]:
        """Reasons of the events of a kind, in their order."""
        return [int(why) for why in self.rows(kind).why]

    def messages(self, *kinds: int) -> list[int]:
        """Rows of the messages on their way, of some kinds, in the order of sending."""
        waiting = np.sort(self.belief.queue[: self.belief.progress[0].waiting], order="serial")["row"]
        return [int(row) for row in waiting if not kinds or self.belief.messages[row].kind in kinds]

    def arrival(self, row: int) -> float:
        """When a message arrives."""
        queue = self.belief.queue[: self.belief.progress[0].waiting]
        return float(queue["t"][queue["row"] == row][0])

    def take_next(self) -> int:
        """Take the message off the queue that is due next; return its row."""
        row = int(first_due(self.belief))
        take_off(self.belief)
        return row

    def picture(self, n: int) -> list[int]:
        """Rows of a unit's tracks that are not free."""
        unit = self.model.units[n]
        return [k for k in range(unit.first_track, unit.end_track) if self.belief.tracks[k].status != 0]

    def add_track(self, n: int, at: Sequence[float], speed: Sequence[float] = (0, 0, 0), **columns: float) -> int:
        """Put a confirmed, hostile track into the picture of unit `n`; return its row. `sigma` is its error, m."""
        k = int(self.belief.unit_state[n].high_track)
        self.belief.unit_state[n].high_track += 1
        self.fill_track(k, n, at, speed, **columns)
        track = self.belief.tracks[k]
        self.belief.finders[k] = track.sensor if track.status == TENTATIVE else NONE
        return k

    def fill_track(self, k: int, n: int, at: Sequence[float], speed: Sequence[float], **columns: float) -> None:
        """Fill row `k`: a confirmed, hostile track of unit `n` that nobody engages."""
        assert k < len(self.belief.tracks)
        track = self.belief.tracks[k]
        track.x, track.y, track.z = at
        track.vx, track.vy, track.vz = speed
        track.status, track.identity, track.unit = CONFIRMED, HOSTILE, n
        track.shooter = track.order = track.second = track.second_order = track.refused_by = track.cause = NONE
        track.killed_at, track.shown_at = -1.0, -1e9
        track.score = track.worth = 1.0
        track.to_go = track.lane_since = math.inf
        track.left = 1.0
        track.guides_at = track.heard_at = -math.inf
        track.number = self.belief.progress[0].tracks
        self.belief.progress[0].tracks += 1
        sigma = columns.pop("sigma", 0.0)
        self.belief.covariance[k] = 0.0
        self.belief.covariance[k, [0, 3, 5]] = sigma**2
        for name, value in columns.items():
            track[name] = value

    def add_order(self, n: int, sender: int, place: Sequence[float], /, kind: int = ORDER, **columns: float) -> int:
        """Put an order, or a cue, for unit `n` on its way; return its row."""
        row = self._add_message(n, sender, kind)
        said = self.belief.orders_sent[row]
        said.x, said.y, said.z = place
        said.order, said.track, said.spread = 5, 77, 100.0
        said.unit, said.post = n, sender
        for name, value in columns.items():
            said[name] = value
        return row

    def add_report(self, n: int, sender: int, kind: int, **columns: float) -> int:
        """Put a status report to unit `n` on its way; return its row."""
        row = self._add_message(n, sender, kind)
        said = self.belief.status_sent[row]
        said.order = said.track = NONE
        said.unit = sender
        for name, value in columns.items():
            said[name] = value
        return row

    def add_plots_message(self, n: int, sender: int, number: int) -> int:
        """Put the plots of a look on their way to unit `n`; return the row."""
        row = self._add_message(n, sender, PLOTS)
        self.belief.plots_sent[row].look = number
        return row

    def _add_message(self, n: int, sender: int, kind: int) -> int:
        progress = self.belief.progress[0]
        row = int(put_in(self.belief.queue, progress.waiting, 0.0, progress.messages))
        message = self.belief.messages[row]
        message.kind, message.sender, message.receiver, message.link = kind, sender, n, NONE
        progress.messages += 1
        progress.waiting += 1
        return row

    def engage(self, c: int, at: Sequence[float], speed: Sequence[float] = (0, 0, 0), **columns: float) -> Any:
        """Let channel `c` work on a target under order 5, with a firm track of it; return its state."""
        n = int(self.model.channels[c].unit)
        self.fill_track(c, n, at, speed)
        state = self.belief.channel_state[c]
        state.order, state.order_track, state.post, state.history = 5, 77, n, 31
        state.engagement = state.allowed = 1
        for name, value in columns.items():
            state[name] = value
        return state

    def take(self, c: int, sender: int, at: Sequence[float], t: float = 0.0) -> None:
        """Let channel `c` begin an engagement by an order."""
        row = self.add_order(int(self.model.channels[c].unit), sender, at)
        occupy(self.model, self.belief, row, c, t)
        self.take_next()

    def add_round(self, r: int, c: int, b: int = NONE, **columns: float) -> Any:
        """Put round `r` of weapon 0 in flight, guided by channel `c` and fired at body `b`; return its row."""
        flown = self.belief.rounds[r]
        flown.channel, flown.weapon, flown.launcher, flown.state = c, 0, 0, IN_FLIGHT
        flown.engagement = self.belief.channel_state[c].engagement
        flown.name, flown.entity, flown.supported, flown.closest = ROUND_NAME + r, 9000 + r, 1, math.inf
        flown.cause = NONE
        flown.supported_until = math.inf
        for name, value in columns.items():
            flown[name] = value
        self.belief.weapon_state[0].next = max(self.belief.weapon_state[0].next, r + 1)
        self.truth.shots[r] = b, 0, 1
        insert(self.belief.airborne, self.belief.progress[0].flying, r)
        self.belief.progress[0].flying += 1
        self.belief.channel_state[c].flying += 1
        return flown

    def add_look(self, s: int, t: float, *plots: Sequence[float], sigma: float = 10.0, origin: int = NONE) -> int:
        """Let sensor `s` have looked all round and measured plots at places, m; return the number of the look."""
        number = int(open_look(self.belief, s, t))
        look = self.belief.looks[number % RING]
        for place in plots:
            row = int(self.belief.progress[0].plots) % RING
            self.belief.progress[0].plots += 1
            plot = self.belief.plots[row]
            plot.x, plot.y, plot.z = place
            plot.xx = plot.yy = plot.zz = sigma**2
            plot.xy = plot.xz = plot.yz = 0.0
            plot.t, plot.sensor = t, s
            self.truth.origins[row] = origin
        look.plots = len(plots)
        return number


def lay(
    *,
    units: Sequence[Row] = ({},),
    sensors: Sequence[Row] = ({},),
    channels: Sequence[Row] = (),
    launchers: Sequence[Row] = (),
    weapons: Sequence[Row] = (),
    links: Sequence[Row] = (),
    nets: Sequence[Row] = (),
    outages: Sequence[Row] = (),
    switches: Sequence[Row] = (),
    adaptive: int = 0,
    bodies: Sequence[Row] = (),
    places: Sequence[Row] = (),
    jammers: Sequence[Row] = (),
    script: Sequence[Row] = (),
    assets: Sequence[Sequence[float]] = (),
    film: int = 0,
) -> Battle:
    """Lay a state: rows of each table in the order of their names, by what differs from the defaults.

    A link says `between`, the units that it joins both ways, and is a net of its own unless it says of which it is; a
    body says `at` and `speed`, which it keeps from time 0 on; an asset is x, y, z, value. Channels, launchers and
    sensors stand in the order of their units.
    """
    _check(units, {"source"}, UNIT, UNIT_STATE)
    _check(sensors, set(), SENSOR, SENSOR_STATE)
    _check(channels, set(), CHANNEL, CHANNEL_STATE)
    _check(launchers, set(), LAUNCHER, LAUNCHER_STATE)
    _check(weapons, set(), WEAPON, WEAPON_STATE)
    _check(links, {"between"}, LINK)
    _check(nets, set(), NET, NET_STATE)
    _check(switches, set(), SWITCH, SWITCH_STATE)
    _check(bodies, {"at", "speed"}, BODY, BODY_STATE)
    _check(places, set(), PLACE, PLACE_STATE)
    units = _with_their_own(units, sensors, channels, launchers)
    nets = nets or [{} for _ in links]
    both = _both_ways(links)
    model = _model(units, sensors, channels, launchers, weapons, assets)
    model = model._replace(
        links=table(LINK, both, LINK_DEFAULT),
        nets=table(NET, _named(nets, 60, 6500), NET_DEFAULT),
        outages=table(OUTAGE, outages, {}),
        switches=table(SWITCH, switches, SWITCH_DEFAULT),
        routes=_routes(len(units), both),
    )
    model.exercise[0].adaptive = adaptive
    belief = _belief(model, units, sensors, channels, launchers, weapons)
    belief = belief._replace(
        net_state=table(NET_STATE, nets, NET_DEFAULT), switch_state=table(SWITCH_STATE, switches, SWITCH_DEFAULT)
    )
    truth = _truth(model, belief, bodies, places, jammers, script)
    events, samples = (np.zeros(rows, kind).view(np.recarray) for rows, kind in ((64, EVENT), (film, SAMPLE)))
    return Battle(model, truth, belief, EventLog(events, samples, np.zeros(2, np.int64)))


def _check(rows: Sequence[Row], more: set[str], *layouts: np.dtype[Any]) -> None:
    """Refuse a column that no layout has."""
    known = more.union(*(layout.names or () for layout in layouts))
    assert not [name for row in rows for name in row if name not in known]


def _named(rows: Sequence[Row], name: int, entity: int) -> list[Row]:
    return [{"name": name + number, "entity": entity + number} | row for number, row in enumerate(rows)]


def _with_their_own(
    units: Sequence[Row], sensors: Sequence[Row], channels: Sequence[Row], launchers: Sequence[Row]
) -> list[Row]:
    """Units with the rows of what is theirs; sources and fused parts are numbered for each post."""
    made: list[Row] = []
    part = cross = 0
    for n, unit in enumerate(units):
        ours = [[i for i, row in enumerate(rows) if row.get("unit", 0) == n] for rows in (channels, launchers, sensors)]
        eyes = [s for s in ours[2] if sensors[s].get("role") == ENGAGEMENT]
        first = len(channels) + n * TRACKS
        sources = unit.get("sources", 0)
        made.append(
            {
                "first_track": first, "end_track": first + TRACKS, "high_track": first,
                "first_channel": min(ours[0], default=0), "channels": len(ours[0]),
                "first_launcher": min(ours[1], default=0), "launchers": len(ours[1]),
                "engagement_sensor": min(eyes, default=NONE), "commander": unit.get("post", NONE),
                "first_part": part, "first_pair": cross,
            } | unit
        )  # fmt: skip
        part += TRACKS * (sources + 1)
        cross += TRACKS * (sources + 1) * sources // 2
    return _named(made, UNIT_NAME, 1000)


def _both_ways(links: Sequence[Row]) -> list[Row]:
    """A row for each way of each link."""
    made: list[Row] = []
    for number, link in enumerate(links):
        for sender, receiver in (link["between"], link["between"][::-1]):
            more = {"name": 60 + number, "entity": 6000 + len(made), "sender": sender, "receiver": receiver}
            made.append({"net": number} | more | {name: link[name] for name in link if name != "between"})
    return made


def _routes(units: int, links: Sequence[Row]) -> Any:
    """The first link from each unit to each other, NONE where none joins them."""
    routes = np.full((units, units), NONE, np.int64)
    for number in reversed(range(len(links))):
        routes[links[number]["sender"], links[number]["receiver"]] = number
    return routes


def _model(
    units: Sequence[Row], sensors: Sequence[Row], channels: Sequence[Row], launchers: Sequence[Row],
    weapons: Sequence[Row], assets: Sequence[Sequence[float]],
) -> Model:  # fmt: skip
    clock = FIRST_SENSOR_CLOCK + len(sensors) + len(units)
    clocks = [{"clock": clock + c} | row for c, row in enumerate(channels)]
    columns = [{"first_column": ROUNDS * w, "end_column": ROUNDS * (w + 1)} | row for w, row in enumerate(weapons)]
    rounds = [{"first_round": ROUND_NAME} | row for row in launchers]
    flights = np.zeros((1, 2, RANGES, HEIGHTS), np.float32)
    flights[0, 0] = (np.arange(RANGES) * 1000.0 / ROUND_SPEED)[:, None]
    flights[0, 1] = 1.0
    chances = np.ones((1, 256), np.float32)
    # Whatever has a ratio of signal to noise of one or more is seen, whatever has less is not.
    chances[0, :102] = [100.0, *[0.0] * 101]
    half, cell = 20, 5000.0
    side = {"west": -half * cell, "south": -half * cell, "columns": 2 * half + 1, "rows": 2 * half + 1}
    grid = side | {"per_cell": 1.0 / cell, "meridional": FLAT, "normal": FLAT}
    return Model(
        exercise=table(EXERCISE, [{"radius": FLAT, "meridional": FLAT, "normal": FLAT, "seed": 7}], {}),
        sensors=table(SENSOR, _named(sensors, SENSOR_NAME, 2000), SENSOR_DEFAULT),
        units=table(UNIT, units, UNIT_DEFAULT),
        channels=table(CHANNEL, _named(clocks, CHANNEL_NAME, 3000), CHANNEL_DEFAULT),
        launchers=table(LAUNCHER, _named(rounds, LAUNCHER_NAME, 4000), LAUNCHER_DEFAULT),
        weapons=table(WEAPON, columns, WEAPON_DEFAULT),
        links=table(LINK, [], {}),
        nets=table(NET, [], {}),
        outages=table(OUTAGE, [], {}),
        switches=table(SWITCH, [], {}),
        masks=np.zeros(1, np.int16),
        mask_rows=np.zeros(0, MASK).view(np.recarray),
        treetops=np.full((1, DIRECTIONS), -1.0),
        ground=np.zeros((2, 2 * half + 1, 2 * half + 1), np.float32),
        grid=table(GRID, [grid], {}),
        probability=chances,
        losses=np.zeros((len(sensors), RAYS, DISTANCES), np.float32),
        airframes=table(AIRFRAME, [{}], AIRFRAME_DEFAULT),
        flight_times=flights,
        routes=_routes(len(units), []),
        zones=np.zeros(0, ZONE).view(np.recarray),
        zone_corners=np.zeros((0, 2)),
        uses=np.full((2, len(units), len(units)), CUEING),
        assets=np.array(assets, np.float64).reshape(-1, 4),
        priors=np.array([250.0, 40.0, 4000.0, 3000.0]),
        corridors=np.zeros(0, CORRIDOR).view(np.recarray),
    )


def _belief(
    model: Model, units: Sequence[Row], sensors: Sequence[Row], channels: Sequence[Row], launchers: Sequence[Row],
    weapons: Sequence[Row],
) -> Belief:  # fmt: skip
    tracks = len(channels) + TRACKS * len(units)
    rounds = max(1, ROUNDS * len(weapons))
    parts = sum(TRACKS * (unit.get("sources", 0) + 1) for unit in units)
    made = np.zeros(parts, PART).view(np.recarray)
    made.number = NONE
    sources = max(unit.get("sources", 0) for unit in units)
    full = [{"ready": row.get("capacity", 4), "stock": row.get("reserve", 0)} | row for row in launchers]
    belief = Belief(
        progress=np.zeros(1, PROGRESS).view(np.recarray),
        clocks=np.full(FIRST_SENSOR_CLOCK + len(sensors) + len(units) + len(channels) + 1, math.inf),
        sensor_state=table(SENSOR_STATE, sensors, SENSOR_DEFAULT),
        unit_state=table(UNIT_STATE, units, UNIT_DEFAULT),
        channel_state=table(CHANNEL_STATE, channels, CHANNEL_DEFAULT),
        launcher_state=table(LAUNCHER_STATE, full, {}),
        weapon_state=np.zeros(len(weapons), WEAPON_STATE).view(np.recarray),
        subordinates=np.zeros((len(units), len(units)), SUBORDINATE).view(np.recarray),
        rounds=np.zeros(rounds, ROUND).view(np.recarray),
        airborne=np.zeros(rounds, np.int64),
        flight=np.zeros((FIELDS, rounds)),
        tracks=np.zeros(tracks, TRACK).view(np.recarray),
        covariance=np.zeros((tracks, 21)),
        finders=np.full(tracks, NONE, np.int32),
        modes=np.zeros(2 * tracks, MODE).view(np.recarray),
        mode_covariance=np.zeros((2 * tracks, 21)),
        looks=np.zeros(RING, LOOK).view(np.recarray),
        plots=np.zeros(RING, PLOT).view(np.recarray),
        reported=np.zeros(RING, REPORTED_TRACK).view(np.recarray),
        reported_covariance=np.zeros((RING, 21)),
        parts=made,
        part_covariance=np.zeros((parts, 21)),
        crosses=np.zeros((parts * max(1, sources), CROSS)),
        cross_rows=np.full(parts * max(1, sources), NONE, np.int32),
        spare_crosses=np.arange(parts * max(1, sources), dtype=np.int32),
        queue=empty_queue(MESSAGES),
        messages=np.zeros(MESSAGES, MESSAGE).view(np.recarray),
        plots_sent=np.zeros(MESSAGES, PLOTS_SENT).view(np.recarray),
        tracks_sent=np.zeros(MESSAGES, TRACKS_SENT).view(np.recarray),
        orders_sent=np.zeros(MESSAGES, ORDER_SENT).view(np.recarray),
        status_sent=np.zeros(MESSAGES, STATUS_SENT).view(np.recarray),
        directives_sent=np.zeros(MESSAGES, DIRECTIVE_SENT).view(np.recarray),
        decisions=np.zeros(DECISIONS, DECISION).view(np.recarray),
        net_state=np.zeros(0, NET_STATE).view(np.recarray),
        switch_state=np.zeros(0, SWITCH_STATE).view(np.recarray),
        ways=model.routes.copy(),
        way_times=_way_times(model),
        post_ways=np.full(len(units), NONE, np.int64),
        scratch=_scratch(sources, len(units)),
    )
    belief.rounds.checked_at = -math.inf
    belief.weapon_state.next = model.weapons.first_column
    _first_reports(model, belief)
    for u, unit in enumerate(units):
        belief.subordinates.source[unit.get("post", NONE), u] = unit.get("source", 0)
    return belief


def _way_times(model: Model) -> Any:
    """Time of a message over the link that joins two units, infinite where none does."""
    times = np.append(model.links.delay, math.inf)[model.routes]
    np.fill_diagonal(times, 0.0)
    return times


def _first_reports(model: Model, belief: Belief) -> None:
    """At the beginning every unit knows of each what it has."""
    for u, unit in enumerate(model.units):
        for n in range(len(model.units)):
            known = belief.subordinates[n, u]
            known.free, known.left, known.warned_at = unit.channels, 1.0, -math.inf
            for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
                if belief.launcher_state[place].ready > 0:
                    known.weapons |= 1 << int(model.launchers[place].weapon)
            eye = unit.engagement_sensor
            if eye >= 0:
                known.facing_x, known.facing_y = belief.sensor_state[eye].facing_x, belief.sensor_state[eye].facing_y
                known.turn_low, known.turn_high = -math.pi, math.pi


def _scratch(sources: int, units: int) -> Scratch:
    return Scratch(
        batch=np.zeros(BATCH, PLOT).view(np.recarray),
        columns=np.zeros((3, TRACKS), np.float32),
        slots=np.zeros(TRACKS, SLOT),
        words=np.zeros(TRACKS // 8 + 1, np.uint64),
        pairs=np.zeros(TRACKS * BATCH, PAIR),
        claims=np.zeros(BATCH + 1, CLAIM),
        assigned=np.zeros(BATCH, np.int64),
        joined=np.zeros(BATCH, np.int64),
        ranking=np.zeros(TRACKS, np.int64),
        offers=np.zeros(OFFERS, OFFER).view(np.recarray),
        spare=np.zeros(units, np.int64),
        trials=np.zeros(TRACKS, np.int64),
        matrices=np.zeros((LATER + sources + 1, 6, 6)),
    )


def _truth(
    model: Model, belief: Belief, bodies: Sequence[Row], places: Sequence[Row], jammers: Sequence[Row],
    script: Sequence[Row],
) -> Truth:  # fmt: skip
    rows = [{"first_leg": b, "legs": 1} | BODY_DEFAULT | row for b, row in enumerate(_named(bodies, BODY_NAME, 5000))]
    legs = [dict(zip(("x", "y", "z", "vx", "vy", "vz"), (*row["at"], *row["speed"]), strict=True)) for row in rows]
    count, made = len(rows), table(BODY, rows, {})
    fates = np.zeros((SIDES, FATES), np.int64)
    np.add.at(fates[:, WAITING], made.side, 1)
    truth = Truth(
        bodies=made,
        places=table(PLACE, _named(places, PLACE_NAME, 7000), PLACE_DEFAULT),
        jammers=table(JAMMER, jammers, {"off": math.inf, "cos_sector": -2.0}),
        legs=table(LEG, legs, {}),
        script=table(SCRIPT, script, SCRIPT_DEFAULT),
        signatures=np.zeros((1, len(BANDS), 3)),
        densities=np.zeros((len(model.sensors), len(jammers))),
        fastest=np.array([1000.0]),
        body_state=np.zeros(count, BODY_STATE).view(np.recarray),
        place_state=np.zeros(len(places), PLACE_STATE).view(np.recarray),
        sights=np.zeros((len(model.sensors), count), np.int16),
        origins=np.full(RING, NONE, np.int64),
        reported=np.full(RING, NONE, np.int64),
        follows=np.full((len(belief.tracks), 3), NONE, np.int64),
        shots=np.full((len(belief.rounds), 3), NONE, np.int64),
        tallies=np.zeros((len(model.units), count + 1), np.int64),
        fates=fates,
        exposures=table(
            EXPOSURE, [{}] * count, {"engaged_at": -math.inf, "counted_at": -math.inf, "let_at": -math.inf}
        ),
        holds=np.zeros(len(model.sensors), HOLD).view(np.recarray),
        pictures=np.zeros(len(model.units), PICTURE).view(np.recarray),
        numbers=np.full((len(model.units), count), NONE, np.int64),
        held=np.zeros((HELD_ROWS, count)),
        words=np.zeros(count // 8 + 1, np.uint64),
        screened=np.zeros(count, np.int64),
        echoes=np.zeros((ECHO_ROWS, count + 1)),
        order=np.zeros(count + 1, np.int64),
        received=np.zeros((RECEIVED_ROWS, len(jammers) + 1)),
        hits=np.zeros((4, 8)),
    )
    for b, row in enumerate(rows):
        if row["state"] != WAITING:
            become(truth, b, row["state"])
        truth.body_state[b].released = row.get("released", 0)
        # As after a first look: what is far away is left out without being asked.
        hold(truth.legs, b, 1, truth.held, b, 0.0)
    return truth


@pytest.fixture
def battle() -> Callable[..., Battle]:
    """Return the function that lays a state."""
    return lay


#: A unit that can fight: an engagement radar, a channel, a launcher with four rounds of one missile.
FIRE_UNIT: dict[str, Any] = {
    "sensors": [{"role": ENGAGEMENT}],
    "channels": [{}],
    "launchers": [{}],
    "weapons": [{}],
    "assets": [(0.0, 0.0, 0.0, 1.0)],
}
#: A post without weapons, and a unit under it that can fight, on a link of a second.
GROUP: dict[str, Any] = {
    "units": [{"commands": 1}, {"post": 0, "y": 1000.0}],
    "sensors": [{}, {"unit": 1, "role": ENGAGEMENT, "y": 1000.0}],
    "channels": [{"unit": 1, "sensor": 1}],
    "launchers": [{"unit": 1, "y": 1000.0}],
    "weapons": [{}],
    "links": [{"between": (0, 1)}],
    "assets": [(0.0, 0.0, 0.0, 1.0)],
}


@pytest.fixture
def fire_unit() -> Callable[..., Battle]:
    """Return the function that lays a unit that can fight, with other tables as told."""
    return lambda **tables: lay(**(FIRE_UNIT | tables))


@pytest.fixture
def group() -> Callable[..., Battle]:
    """Return the function that lays a post and a fire unit under it, with other tables as told."""
    return lambda **tables: lay(**(GROUP | tables))


@pytest.fixture
def gun() -> int:
    """The number of a gun among the models of weapons."""
    return GUN
