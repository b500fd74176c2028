"""What has been in a battle that goes on, as tables that only grow: points of flights, tracks, events, and who fought.

A page has a place in each of them and is sent what lies after it, so that nothing is lost, however late it asks.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.events import sentence
from shieldwall.analysis.rows import Log
from shieldwall.exercise.aloft import POINT
from shieldwall.exercise.stepped import Stepped
from shieldwall.outlets.playback import frame, on_earth
from shieldwall.record.kinds import (
    AUTONOMOUS,
    BURST,
    DECLARED,
    ENTERS,
    EXITS,
    IMPACT,
    KILLED,
    LAUNCHED,
    LOOKED,
    NET_FAILED,
    NET_REPAIRED,
    ORDERED,
    RELEASED,
    RELOADED,
    ROUND_ENDED,
    SWITCHED_OFF,
    UNIT_DESTROYED,
    UNREADY,
)
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.server.columns import TYPES
from shieldwall.server.film import event_columns, units_of
from shieldwall.server.film_tracks import sample_columns

#: Kinds of event whose sentence is sent; the others are only counted.
TOLD: Final = frozenset({
    AUTONOMOUS, BURST, DECLARED, ENTERS, EXITS, IMPACT, KILLED, LAUNCHED, LOOKED, NET_FAILED, NET_REPAIRED, ORDERED,
    RELEASED, RELOADED, ROUND_ENDED, SWITCHED_OFF, UNIT_DESTROYED, UNREADY,
})  # fmt: skip
NOT_YET: Final = "a new track"
FIRST_ROWS: Final = 1024

Columns = dict[str, tuple[str, NDArray[Any]]]


class Place(NamedTuple):
    """How many rows of each table somebody has, and which version of who fought whom."""

    points: int = 0
    samples: int = 0
    events: int = 0
    fought: int = 0


class Growing:
    """Columns that only grow; what was written is never moved for who reads it."""

    def __init__(self) -> None:
        self.size = 0
        self._columns: dict[str, tuple[str, NDArray[Any]]] = {}

    def add(self, columns: Columns) -> None:
        """Append rows."""
        count = len(next(iter(columns.values()))[1])
        for name, (kind, values) in columns.items():
            held = self._columns.get(name, (kind, np.zeros(FIRST_ROWS, TYPES[kind])))[1]
            while self.size + count > held.size:
                held = np.concatenate([held, np.zeros(held.size, held.dtype)])
            held[self.size : self.size + count] = values
            self._columns[name] = kind, held
        self.size += count

    def rows(self, since: int, until: int) -> Columns:
        """Return a stretch of the rows, without a copy; nothing where there are none."""
        if since >= until:
            return {}
        return {name: (kind, held[since:until]) for name, (kind, held) in self._columns.items()}


class Tables:
    """The tables of one battle, filled as it goes on."""

    def __init__(self, stepped: Stepped) -> None:
        self._stepped = stepped
        self.header = stepped.header
        self.plane = frame(self.header)
        self._origin = [float(part) for part in self.header["origin"]]
        self.points, self.samples, self.events = Growing(), Growing(), Growing()
        self.sentences: dict[int, str] = {}
        self.flying: Columns = {}
        self._rows = np.zeros(0, EVENT)
        self._filmed = 0
        self.log = self._read()
        self._units = units_of(self.log)

    def take(self) -> None:
        """Take in what the battle has come to since the last time."""
        had = len(self._rows)
        fresh = self._stepped.events(had)
        if len(fresh):
            self._rows = np.concatenate([self._rows, fresh])
            self.log = self._read()
        filmed = self._stepped.samples(self._filmed)
        self._filmed += len(filmed)
        self._take_points(fresh, filmed[filmed["picture"] < 0])
        self._take_tracks(filmed[filmed["picture"] >= 0])
        self._take_events(had)
        self.flying = self._columns(self._stepped.places(), "now")

    def recording(self) -> Recording:
        """Return the log so far."""
        return Recording(self.header, self._rows, np.zeros(0, SAMPLE), {})

    def _read(self) -> Log:
        return Log(self.recording())

    def _take_points(self, fresh: NDArray[np.void], rounds: NDArray[np.void]) -> None:
        found = [self._stepped.paths(fresh), self._launches(fresh), np.zeros(len(rounds), POINT)]
        for name in ("t", "who", "x", "y", "z"):
            found[2][name] = rounds[name]
        points = np.concatenate(found)
        if len(points):
            self.points.add(self._columns(points, "point"))

    def _launches(self, fresh: NDArray[np.void]) -> NDArray[np.void]:
        """Rounds begin where their units stand; their film begins with the first whole second."""
        units = self.header["units"]
        found = []
        for row in fresh[fresh["kind"] == LAUNCHED]:
            unit = units.get(self.log.unit_of(self.log.names[int(row["who"])]))
            if unit is not None:
                found.append((float(row["t"]), int(row["who"]), *unit["at"]))
        return np.array(found, POINT)

    def _columns(self, points: NDArray[np.void], table: str) -> Columns:
        lat, lon, height = on_earth(self.plane, np.stack([points[axis] for axis in ("x", "y", "z")], axis=1))
        return {
            f"{table}.who": ("i4", points["who"]),
            f"{table}.t": ("f4", points["t"]),
            f"{table}.lon": ("f4", lon - self._origin[1]),
            f"{table}.lat": ("f4", lat - self._origin[0]),
            f"{table}.h": ("f4", height),
        }

    def _take_tracks(self, samples: NDArray[np.void]) -> None:
        if len(samples):
            held = sample_columns(samples, samples["t"].astype(np.float64), self.log, self.plane, self._origin)
            of = {"track.picture": ("i4", samples["picture"]), "track.number": ("i4", samples["who"])}
            self.samples.add({**of, **held})

    def _take_events(self, since: int) -> None:
        if self.log.size > since:
            rows = slice(since, None)
            self.events.add(event_columns(self.log, self.plane, self._origin, rows, self._units))
            for row in range(since, self.log.size):
                if int(self.log.kind[row]) in TOLD:
                    self.sentences[row] = sentence(self.log, row, NOT_YET)
