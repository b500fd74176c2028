"""A small writer of logs: a post with a radar, a battery with two channels, three threats and a bomb."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shieldwall.record import kinds, reasons
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE

POST, RADAR = "blue/post", "blue/post/radar"
BATTERY, SEARCH, TRACKER = "blue/battery", "blue/battery/search", "blue/battery/track"
CHANNEL, OTHER_CHANNEL = "blue/battery/track-channel-01", "blue/battery/track-channel-02"
LAUNCHER, DEPOT = "blue/battery/launcher-1", "place/depot"
STRIKE, BOMB, CRUISE, WATCH = "red/strike/1", "red/strike/1/guided-bomb-1", "red/cruise/1", "red/watch/1"
LASTS = 1000.0


def header() -> dict[str, Any]:
    threat = {"entry": "e", "carrier": None, "enters": 0.0, "route": [[0.0, 9e4, 0.0, 5e3], [500.0, 0.0, 0.0, 0.0]]}
    unit = {"entry": "e", "at": [0.0, 0.0, 0.0], "place": [44.8, 20.3], "sensors": [], "channels": [], "rounds": {}}
    threats = {
        STRIKE: {**threat, "title": "Strike fighter", "kind": "aircraft", "mission": "bomb depot", "cost": 50.0},
        BOMB: {**threat, "title": "Bomb", "kind": "bomb", "mission": "strike depot", "cost": 1.0, "carrier": STRIKE},
        CRUISE: {**threat, "title": "Cruise missile", "kind": "cruise-missile", "mission": "", "cost": 2.0},
        WATCH: {**threat, "title": "Scout", "kind": "aircraft", "mission": "look at depot", "cost": 30.0},
    }
    rounds = [f"{LAUNCHER}/round-{number}" for number in range(1, 5)]
    channels = [CHANNEL, OTHER_CHANNEL]
    return {
        "format": 2, "title": "A test", "question": "Why?", "scenario": "scenario: 1\n", "seed": 1, "replication": 0,
        "lasts": LASTS, "origin": [44.8, 20.3],
        "names": [POST, RADAR, BATTERY, SEARCH, TRACKER, *channels, LAUNCHER, *rounds, DEPOT, *threats],
        "units": {
            POST: {**unit, "title": "Post", "cost": 100.0, "post": True, "sensors": [RADAR]},
            BATTERY: {**unit, "title": "Battery", "cost": 10.0, "post": False, "sensors": [SEARCH, TRACKER],
                      "channels": channels, "rounds": {"missile": 4, "gun": 2}},
        },
        "weapons": {"missile": {"title": "Missile", "cost": 0.5}, "gun": {"title": "Guns", "cost": 0.01}},
        "rounds": {LAUNCHER: "missile", f"{BATTERY}/guns": "gun"},
        "threats": threats,
        "places": {DEPOT: {"at": [0.0, 0.0, 0.0], "value": 10.0, "hardness": 2.0, "unit": None}},
    }  # fmt: skip


class Writer:
    """Writes rows by name; each method returns the number of its row."""

    def __init__(self) -> None:
        self.header = header()
        self._rows: list[tuple[Any, ...]] = []

    def row(self, t: float, kind: str, who: str, whom: str = "", why: int = 0, cause: int = -1, **values: float) -> int:
        names = self.header["names"]
        numbers = [names.index(name) if name else -1 for name in (who, whom)]
        x, y, z, v0, v1 = (values.get(name, 0.0) for name in ("x", "y", "z", "v0", "v1"))
        self._rows.append((t, cause, *numbers, kinds.NUMBER[kind], why, x, y, z, v0, v1))
        return len(self._rows) - 1

    def enters(self, threat: str, t: float = 0.0) -> int:
        return self.row(t, "enters", threat, x=9e4, v1=240.0)

    def sees(self, t: float, threat: str, why: int = reasons.IN_VIEW, sensor: str = RADAR) -> int:
        return self.row(t, "sight", sensor, threat, why, v0=8e4)

    def detects(self, t: float, threat: str, sensor: str = RADAR) -> int:
        return self.row(t, "detected", sensor, threat, v0=8e4)

    def tracks(self, t: float, track: int, threat: str, unit: str = POST) -> int:
        row = self.row(t, "tracked", unit, v0=track)
        self.follows(t, track, threat, unit)
        return row

    def follows(self, t: float, track: int, threat: str, unit: str = POST) -> int:
        return self.row(t, "track-follows", unit, threat, v0=track)

    def evaluates(self, t: float, track: int, why: int, unit: str = POST) -> int:
        return self.row(t, "held", unit, why=why, v0=track)

    def declares(self, t: float, track: int, unit: str = POST, why: int = reasons.NO_REASON) -> int:
        return self.row(t, "declared", unit, why=why, v0=track)

    def orders(self, t: float, track: int, order: int, unit: str = BATTERY, post: str = POST) -> int:
        return self.row(t, "ordered", post, unit, v0=track, v1=order)

    def accepts(self, t: float, track: int, order: int, channel: str = CHANNEL) -> int:
        return self.row(t, "accepted", channel, v0=track, v1=order)

    def acquires(self, t: float, own: int, order: int, threat: str, cause: int, channel: str = CHANNEL) -> int:
        row = self.row(t, "acquired", channel, cause=cause, v0=own, v1=order)
        self.follows(t + 1.0, own, threat, BATTERY)
        return row

    def known(self, threat: str, track: int = 1, t: float = 10.0) -> None:
        """A threat that the post has declared hostile at `t`."""
        self.enters(threat)
        self.sees(t - 5.0, threat)
        self.detects(t - 5.0, threat)
        self.tracks(t, track, threat)
        self.declares(t, track)

    def engaged(self, threat: str, track: int = 1, own: int = 100, order: int = 0, t: float = 20.0) -> int:
        """A known threat that a channel has acquired at `t`; the row of the acquisition."""
        self.known(threat, track)
        self.orders(t - 4.0, track, order)
        accepted = self.accepts(t - 3.0, track, order)
        return self.acquires(t, own, order, threat, accepted)

    def launches(self, t: float, number: int, cause: int, own: int = 100) -> int:
        return self.row(t, "launched", f"{LAUNCHER}/round-{number}", cause=cause, v0=own, v1=20.0)

    def passes(self, t: float, number: int, threat: str, launched: int, why: int = reasons.FUZED) -> int:
        return self.row(t, "passed", f"{LAUNCHER}/round-{number}", threat, why, launched, v0=3.0, v1=0.8)

    def round_ends(self, t: float, number: int, launched: int, why: int) -> int:
        return self.row(t, "round-ended", f"{LAUNCHER}/round-{number}", why=why, cause=launched)

    def kills(self, t: float, threat: str, cause: int, killer: str = f"{LAUNCHER}/round-1") -> int:
        return self.row(t, "killed", killer, threat, cause=cause, v0=3.0, v1=0.8)

    def hits(self, t: float, threat: str, damage: float = 1.0, so_far: float = 1.0) -> int:
        return self.row(t, "impact", threat, DEPOT, v0=damage, v1=so_far)

    def recording(self) -> Recording:
        log = np.array(self._rows, dtype=[(name, "f8") for name in EVENT.names or ()])
        table = np.zeros(log.size, EVENT)
        for name in EVENT.names or ():
            table[name] = log[name]
        return Recording(self.header, table, np.zeros(0, SAMPLE), {})


@pytest.fixture
def log() -> Writer:
    return Writer()
