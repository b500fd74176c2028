"""The pictures of a film as columns: each confirmed track, its ellipse, what it was held for, and whom it followed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.rows import NO_THREAT, Log
from shieldwall.kernels.geodesy import Frame
from shieldwall.outlets.playback import confirmed, frame, held_at, on_earth
from shieldwall.record.kinds import DECLARED, IN_DOUBT, TAKEN_FOR_FRIENDLY, TAKEN_FOR_NEUTRAL, TRACK_FOLLOWS
from shieldwall.record.recording import Recording

Floats = NDArray[np.float64]
Columns = dict[str, tuple[str, NDArray[Any]]]
#: What a track is held for, by number, and in words.
STATES = ("unknown", "hostile", "neutral", "friendly")
HELD_FOR = {IN_DOUBT: 0, DECLARED: 1, TAKEN_FOR_NEUTRAL: 2, TAKEN_FOR_FRIENDLY: 3}


def track_columns(recording: Recording, log: Log, origin: list[float]) -> Columns:
    """Return the columns of the tracks, picture by picture.

    `track.major` and `track.minor` are the half axes of the ellipse of one standard deviation over the ground, m, and
    `track.angle` is the direction of the longer one, degrees from north, clockwise. `track.threat` is the row of the
    name table of whom the track followed, -1 for nobody and -2 where nothing says it.
    """
    found = list(confirmed(recording))
    samples = np.concatenate([rows for *_, rows in found]) if found else recording.film[:0]
    counts = np.array([len(rows) for *_, rows in found], np.int64)
    times = np.concatenate([held_at(rows) for *_, rows in found]) if found else np.zeros(0)
    return {
        "tracks.picture": ("i4", np.array([log.number[unit] for unit, *_ in found], np.int64)),
        "tracks.number": ("i4", np.array([number for _, number, _ in found], np.int64)),
        "tracks.first": ("i4", np.cumsum(counts) - counts),
        "tracks.count": ("i4", counts),
        **sample_columns(samples, times, log, frame(recording.header), origin),
    }


def sample_columns(samples: NDArray[np.void], times: Floats, log: Log, plane: Frame, origin: list[float]) -> Columns:
    """Return the columns of samples of tracks at `times`; the log says what each is held for, and whom it follows."""
    places = np.stack([samples[axis].astype(np.float64) for axis in ("x", "y", "z")], axis=1)
    lat, lon, height = on_earth(plane, places)
    major, minor, angle = ellipses(*(samples[name].astype(np.float64) for name in ("sxx", "sxy", "syy")))
    holders, keys = (samples[name].astype(np.int64) for name in ("picture", "who"))
    return {
        "track.t": ("f4", times),
        "track.lon": ("f4", lon - origin[1]),
        "track.lat": ("f4", lat - origin[0]),
        "track.h": ("f4", height),
        "track.major": ("f4", major),
        "track.minor": ("f4", minor),
        "track.angle": ("f4", angle),
        "track.state": ("u1", _held_for(log, holders, keys, times)),
        "track.threat": ("i4", _followed(log, keys, times)),
    }


def ellipses(sxx: Floats, sxy: Floats, syy: Floats) -> tuple[Floats, Floats, Floats]:
    """Return half axes (m), the longer first, and its direction (degrees from north, clockwise) of covariances (m2)."""
    mean, half = 0.5 * (sxx + syy), np.hypot(0.5 * (sxx - syy), sxy)
    major, minor = (np.sqrt(np.maximum(part, 0.0)) for part in (mean + half, mean - half))
    # The eigenvector of the greater value lies at half this angle from east, anticlockwise.
    east = 0.5 * np.arctan2(2.0 * sxy, sxx - syy)
    return major, minor, np.mod(90.0 - np.degrees(east), 180.0)


def _held_for(log: Log, holders: NDArray[np.int64], keys: NDArray[np.int64], times: Floats) -> NDArray[np.int64]:
    rows = log.rows(*HELD_FOR)
    states = np.array([HELD_FOR[kind] for kind in log.kind[rows].tolist()], np.int64)
    names = len(log.names)
    said = log.v0[rows].astype(np.int64) * names + log.who[rows]
    return _latest(said, log.t[rows], states, (keys * names + holders, times), 0)


def _followed(log: Log, keys: NDArray[np.int64], times: Floats) -> NDArray[np.int64]:
    rows = log.rows(TRACK_FOLLOWS)
    return _latest(log.v0[rows].astype(np.int64), log.t[rows], log.whom[rows], (keys, times), NO_THREAT)


def _latest(
    said: NDArray[np.int64], when: Floats, what: NDArray[np.int64],
    asked: tuple[NDArray[np.int64], Floats], unsaid: int,
) -> NDArray[np.int64]:  # fmt: skip
    """Return what was last said of each key asked for, at or before its time; `unsaid` where nothing was."""
    keys, times = asked
    if said.size == 0:
        return np.full(keys.size, unsaid, np.int64)
    order = np.lexsort((when, said))
    said, when, what = said[order], when[order], what[order]
    first, last = np.searchsorted(said, keys), np.searchsorted(said, keys, side="right")
    # One sorted line of numbers: the rank of a key, then the time within all times.
    span = 1.0 + max(float(when.max()), float(times.max(initial=0.0)))
    line = first_of(said) * span + when
    place = np.searchsorted(line, first * span + times, side="right") - 1
    known = (place >= first) & (first < last)
    return np.where(known, what[np.clip(place, 0, what.size - 1)], unsaid)


def first_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each of sorted keys the place of the first that equals it."""
    return np.searchsorted(keys, keys)
