"""The film of a run as columns: what flew, what each picture held, and what happened, for a page that replays it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.rows import Log
from shieldwall.outlets.playback import flights, frame, on_earth
from shieldwall.record.kinds import KINDS
from shieldwall.record.reasons import WORDS
from shieldwall.record.recording import Recording
from shieldwall.server.columns import packed
from shieldwall.server.film_tracks import HELD_FOR, STATES, track_columns

Columns = dict[str, tuple[str, NDArray[Any]]]
#: Kinds of flight.
THREAT, ROUND, TRAFFIC = range(3)


def film(recording: Recording) -> bytes:
    """Return the columns of a run's film; InputError when it was kept without one.

    Longitudes and latitudes are degrees from the origin, which the directory says: as they are, f4 would round them to
    half a metre. Heights are above the sea. Rows of `events` are those of the log.
    """
    log = Log(recording)
    origin = [float(part) for part in recording.header["origin"]]
    columns = _flights(recording, log, origin) | track_columns(recording, log, origin) | _events(recording, log, origin)
    directory = {
        "origin": origin,
        "end": log.lasts,
        "names": log.names,
        "kinds": {number: kind.name for number, kind in KINDS.items()},
        "reasons": dict(WORDS),
        "states": dict(zip(HELD_FOR.values(), STATES, strict=True)),
        "tables": {
            "flights": len(columns["flights.first"][1]),
            "tracks": len(columns["tracks.first"][1]),
            "events": log.size,
        },
    }
    return packed(columns, directory)


def _flights(recording: Recording, log: Log, origin: list[float]) -> Columns:
    flown = flights(recording, log)
    counts = np.array([len(flight.t) for flight in flown])
    numbers = [log.number[flight.name] for flight in flown]
    kinds = [_kind(log.header, flight.name) for flight in flown]
    t, lat, lon, height = (
        np.concatenate([getattr(flight, part) for flight in flown]) for part in ("t", "latitude", "longitude", "height")
    )
    return {
        "flights.name": ("i4", np.array(numbers)),
        "flights.kind": ("u1", np.array(kinds)),
        "flights.first": ("i4", np.cumsum(counts) - counts),
        "flights.count": ("i4", counts),
        "flight.t": ("f4", t),
        "flight.lon": ("f4", lon - origin[1]),
        "flight.lat": ("f4", lat - origin[0]),
        "flight.h": ("f4", height),
    }


def _kind(header: dict[str, Any], name: str) -> int:
    if name in header["threats"]:
        return THREAT
    return TRAFFIC if name in header.get("traffic", {}) else ROUND


def _events(recording: Recording, log: Log, origin: list[float]) -> Columns:
    lat, lon, height = on_earth(frame(recording.header), log.places)
    return {
        "event.t": ("f4", log.t),
        "event.kind": ("u1", log.kind),
        "event.who": ("i4", log.who),
        "event.whom": ("i4", log.whom),
        "event.unit": ("i4", _units(log)),
        "event.threat": ("i4", log.threat),
        "event.reason": ("u2", log.why),
        "event.lon": ("f4", lon - origin[1]),
        "event.lat": ("f4", lat - origin[0]),
        "event.h": ("f4", height),
    }


def _units(log: Log) -> NDArray[np.int64]:
    """The unit that each row's doer belongs to, as a row of the name table; -1 for none."""
    units = log.header["units"]
    of = [log.number.get(unit, -1) if (unit := log.unit_of(name)) in units else -1 for name in log.names]
    return np.array([*of, -1])[log.who]
