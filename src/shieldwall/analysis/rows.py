"""The log in columns, with the threat that each row concerns: the one place where tracks become threats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.record.kinds import (
    ACCEPTED,
    ACQUIRED,
    ASSESSED,
    BURST,
    DETECTED,
    ENDED,
    ENTERS,
    EXITS,
    IMPACT,
    KILLED,
    LAUNCHED,
    LOOKED,
    OF_TRACKS,
    ORDERED,
    PASSED,
    REFUSED,
    RELEASED,
    ROUND_ENDED,
    SEEKS,
    SIGHT,
    SUPPORT,
    TRACK_FOLLOWS,
    UNIT_DESTROYED,
    WAITS,
)
from shieldwall.record.recording import Recording

#: Instead of a threat: the track was false; nothing says which threat the row concerns, or none does.
FALSE_TRACK, NO_THREAT = -1, -2

_THREAT_ACTS = (ENTERS, EXITS, IMPACT, LOOKED, RELEASED, UNIT_DESTROYED)
_THREAT_SUFFERS = (DETECTED, KILLED, PASSED, SIGHT, TRACK_FOLLOWS)
_OF_ROUNDS = (ROUND_ENDED, SEEKS, SUPPORT)

Rows = NDArray[np.int64]


class Log:
    """The columns of a recording's log and the names that they point to.

    `threat` holds, for each row, the row of the name table of the threat that it concerns, or FALSE_TRACK or
    NO_THREAT. `t`, `who`, `whom`, `kind`, `why`, `cause`, `v0`, `v1` are the columns themselves, `places`
    float64[row, 3] the positions (m).
    """

    def __init__(self, recording: Recording) -> None:
        self.header = recording.header
        self.names: list[str] = recording.header["names"]
        log = recording.log
        self.size = int(log.size)
        self.t, self.v0, self.v1 = (log[name].astype(np.float64) for name in ("t", "v0", "v1"))
        self.who, self.whom, self.kind, self.why, self.cause = (
            log[name].astype(np.int64) for name in ("who", "whom", "kind", "why", "cause")
        )
        self.places = np.stack([log[axis].astype(np.float64) for axis in ("x", "y", "z")], axis=1)
        self._rows: dict[tuple[int, ...], Rows] = {}
        self.threat = _threats(self)

    def rows(self, *kinds: int) -> Rows:
        """Return the numbers of the rows of some kinds, not to be written to."""
        if kinds not in self._rows:
            found = np.flatnonzero(np.isin(self.kind, kinds))
            found.flags.writeable = False
            self._rows[kinds] = found
        return self._rows[kinds]

    def name(self, row: int) -> str:
        """Return a name by its row of the name table, empty for none."""
        return self.names[row] if row >= 0 else ""

    @cached_property
    def number(self) -> dict[str, int]:
        """Rows of the name table by name."""
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def threats(self) -> list[int]:
        """Name rows of the threats that came to be, in the order of the header."""
        entered = set(self.who[self.rows(ENTERS)].tolist())
        return [row for row in map(self.number.__getitem__, self.header["threats"]) if row in entered]

    @cached_property
    def of_raid(self) -> NDArray[np.bool_]:
        """Whether each row concerns a threat that came to be."""
        return np.isin(self.threat, self.threats)

    @cached_property
    def lasts(self) -> float:
        """End of the exercise, s."""
        latest = float(self.t.max()) if self.size else 0.0
        return max(float(self.header["lasts"]), latest)

    def unit_of(self, name: str) -> str:
        """Return the unit that a sensor, channel, launcher or round belongs to; the name itself when it is none."""
        unit = name
        while unit and unit not in self.header["units"]:
            unit = unit.rpartition("/")[0]
        return unit or name

    def sensor_of(self, channel: str) -> str:
        """Return the engagement sensor of a fire channel, after which it is named."""
        return channel.rpartition("-channel-")[0]

    def engages(self, sensor: str) -> bool:
        """Whether a sensor serves fire channels and so looks only where it is sent."""
        return sensor in self._engaging

    @cached_property
    def _engaging(self) -> set[str]:
        units = self.header["units"].values()
        return {self.sensor_of(channel) for unit in units for channel in unit["channels"]}

    def weapon_of(self, round_name: str) -> str:
        """Return the weapon id of a round, by its launcher; empty when the header does not know it."""
        return str(self.header["rounds"].get(round_name.rpartition("/")[0], ""))

    def gun_of(self, unit: str) -> str:
        """Return the weapon id of a unit's guns, empty without: their launchers have no rounds with names."""
        for launcher, weapon in self.header["rounds"].items():
            if self.unit_of(launcher) == unit and f"{launcher}/round-1" not in self.number:
                return str(weapon)
        return ""

    def shots(self) -> Counter[tuple[str, str]]:
        """Return the number of rounds and bursts fired, by unit and weapon id."""
        rounds = (self.names[who] for who in self.who[self.rows(LAUNCHED)].tolist())
        fired = Counter((self.unit_of(name), self.weapon_of(name)) for name in rounds)
        guns = (self.unit_of(self.names[who]) for who in self.who[self.rows(BURST)].tolist())
        fired.update((unit, self.gun_of(unit)) for unit in guns)
        return fired

    @cached_property
    def orders(self) -> list[int]:
        """Numbers of the orders that the rows belong to, by themselves or by their causes; -1 for none."""
        ordering = np.isin(self.kind, (ORDERED, ACCEPTED, REFUSED, ACQUIRED, WAITS))
        orders: list[int] = np.where(ordering, self.v1, -1.0).astype(np.int64).tolist()
        causes = self.cause.tolist()
        for row in self.rows(LAUNCHED, BURST, ENDED).tolist():
            cause = row
            while cause >= 0 and orders[cause] < 0:
                cause = causes[cause]
            orders[row] = orders[cause] if cause >= 0 else -1
        return orders

    @cached_property
    def rounds(self) -> dict[int, list[int]]:
        """Rows of what became of each round, and of its support, by the row of its launch."""
        about: dict[int, list[int]] = {}
        for row in self.rows(PASSED, ROUND_ENDED, SUPPORT).tolist():
            about.setdefault(int(self.cause[row]), []).append(row)
        return about

    @cached_property
    def by_order(self) -> dict[int, list[int]]:
        """Rows of orders, answers, acquisitions, waits, shots and ends by the number of the order."""
        held: dict[int, list[int]] = {}
        for row in self.rows(ORDERED, ACCEPTED, REFUSED, ACQUIRED, WAITS, LAUNCHED, BURST, ENDED).tolist():
            held.setdefault(self.orders[row], []).append(row)
        return held

    def by_threat(self, rows: Iterable[int]) -> dict[int, list[int]]:
        """Group rows of the log by the threat that they concern, false tracks and none left out."""
        groups: dict[int, list[int]] = {}
        for row in rows:
            threat = int(self.threat[row])
            if threat >= 0:
                groups.setdefault(threat, []).append(int(row))
        return groups


def _threats(log: Any) -> Rows:
    threat = np.full(log.size, NO_THREAT, dtype=np.int64)
    acts, suffers = np.isin(log.kind, _THREAT_ACTS), np.isin(log.kind, _THREAT_SUFFERS)
    threat[acts] = log.who[acts]
    threat[suffers] = log.whom[suffers]
    track = np.full(log.size, -1, dtype=np.int64)
    tracked = np.isin(log.kind, [kind for kind in OF_TRACKS if kind != TRACK_FOLLOWS])
    track[tracked] = log.v0[tracked].astype(np.int64)
    # A burst says no track: it is fired at the track of the acquisition or assessment before it.
    bursts = np.flatnonzero((log.kind == BURST) & (log.cause >= 0))
    track[bursts] = track[log.cause[bursts]]
    asked = np.flatnonzero(track >= 0)
    threat[asked] = _followed(log, track[asked], asked)
    _inherit(log, threat)
    return threat


def _followed(log: Any, tracks: Rows, rows: Rows) -> Rows:
    """Return the threat that each track followed at a row: as last said before it, else as first said after it."""
    said = np.flatnonzero(log.kind == TRACK_FOLLOWS)
    if said.size == 0:
        return np.full(rows.size, NO_THREAT, dtype=np.int64)
    span = np.int64(log.size + 1)
    keys = log.v0[said].astype(np.int64) * span + said
    order = np.argsort(keys, kind="stable")
    keys, said = keys[order], said[order]
    numbers = keys // span
    after = np.searchsorted(keys, tracks * span + rows, side="right")
    before = np.maximum(after - 1, 0)
    after = np.minimum(after, said.size - 1)
    found = np.where(numbers[after] == tracks, log.whom[said[after]], NO_THREAT)
    return np.where(numbers[before] == tracks, log.whom[said[before]], found)


def _inherit(log: Any, threat: Rows) -> None:
    """Rows about rounds, and tracks that never were confirmed, concern the threat of the row that enabled them."""
    heirs = np.isin(log.kind, [*_OF_ROUNDS, *OF_TRACKS, BURST, ASSESSED])
    while True:
        rows = np.flatnonzero(heirs & (threat == NO_THREAT) & (log.cause >= 0))
        rows = rows[threat[log.cause[rows]] != NO_THREAT]
        if rows.size == 0:
            return
        threat[rows] = threat[log.cause[rows]]
