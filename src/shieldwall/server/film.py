"""The film of a run as columns: what flew, what each picture held, and what happened, for a page that replays it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.rows import Log
from shieldwall.kernels.geodesy import Frame
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
        **meanings(recording.header),
        "end": log.lasts,
        "tables": {
            "flights": len(columns["flights.first"][1]),
            "tracks": len(columns["tracks.first"][1]),
            "events": log.size,
        },
    }
    return packed(columns, directory)


def meanings(header: dict[str, Any]) -> dict[str, Any]:
    """Return what the numbers in a film's columns mean."""
    return {
        "origin": [float(part) for part in header["origin"]],
        "names": header["names"],
        "kinds": {number: kind.name for number, kind in KINDS.items()},
        "reasons": dict(WORDS),
        "states": dict(zip(HELD_FOR.values(), STATES, strict=True)),
    }


def _flights(recording: Recording, log: Log, origin: list[float]) -> Columns:
    flown = flights(recording, log)
    counts = np.array([len(flight.t) for flight in flown])
    numbers = [log.number[flight.name] for flight in flown]
    kinds = [flight_kind(log.header, flight.name) for flight in flown]
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


def flight_kind(header: dict[str, Any], name: str) -> int:
    """Return what kind of flight a name is that flies."""
    if name in header["threats"]:
        return THREAT
    return TRAFFIC if name in header.get("traffic", {}) else ROUND


def _events(recording: Recording, log: Log, origin: list[float]) -> Columns:
    return event_columns(log, frame(recording.header), origin, slice(None), units_of(log))


def event_columns(log: Log, plane: Frame, origin: list[float], rows: slice, units: NDArray[np.int64]) -> Columns:
    """Return the columns of some rows of a log; `units` is what `units_of` says of its names."""
    lat, lon, height = on_earth(plane, log.places[rows])
    return {
        "event.t": ("f4", log.t[rows]),
        "event.kind": ("u1", log.kind[rows]),
        "event.who": ("i4", log.who[rows]),
        "event.whom": ("i4", log.whom[rows]),
        "event.unit": ("i4", units[log.who[rows]]),
        "event.threat": ("i4", log.threat[rows]),
        "event.reason": ("u2", log.why[rows]),
        "event.lon": ("f4", lon - origin[1]),
        "event.lat": ("f4", lat - origin[0]),
        "event.h": ("f4", height),
    }


def units_of(log: Log) -> NDArray[np.int64]:
    """Return for each name the unit that it belongs to, as a row of the name table; -1 for none, and after the last."""
    units = log.header["units"]
    of = [log.number.get(unit, -1) if (unit := log.unit_of(name)) in units else -1 for name in log.names]
    return np.array([*of, -1])
