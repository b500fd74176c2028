"""Where everything was, at times close enough to play back: the film, resampled, as latitude, longitude and height."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.rows import Log
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.errors import InputError
from shieldwall.record.kinds import LAUNCHED, PASSED
from shieldwall.record.recording import Recording

Floats = NDArray[np.float64]

#: Longest time between two positions, s. A threat flies straight between the samples of its film: on a chord of 5 s the
#: earth's curve is 0.05 m high at 250 m/s and 0.8 m at 1 km/s. A round turns, and its film has a sample each second.
THREAT_STEP: Final = 5.0
ROUND_STEP: Final = 0.25
#: Times nearer to one another, s, are one.
TICK: Final = 1e-3


class Flight(NamedTuple):
    """The flight path of one thing: its name, times (s), latitude and longitude (degrees), height above the sea (m)."""

    name: str
    t: Floats
    latitude: Floats
    longitude: Floats
    height: Floats


def frame(header: Mapping[str, Any]) -> Frame:
    """Return the plane in which a run's positions are given; InputError when its origin is not on the earth."""
    latitude, longitude = (float(part) for part in header["origin"])
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0):
        raise InputError("the origin of this run is not on the earth", instead="run its scenario again")
    return Frame(np.radians(latitude), np.radians(longitude))


def on_earth(plane: Frame, points: Floats) -> tuple[Floats, Floats, Floats]:
    """Return latitude, longitude (degrees) and height (m) of points east, north, up (n, 3), exactly.

    The house's ellipsoid stands for mean sea level, so no geoid comes in: a height above the one is a height above the
    other.
    """
    latitude, longitude, height = plane.to_geodetic(points[:, 0], points[:, 1], points[:, 2])
    return np.degrees(latitude), np.degrees(longitude), height


def flights(recording: Recording, log: Log) -> list[Flight]:
    """Return the flight of every threat and round that the film shows, in the order of their names' numbers.

    Threats are resampled along their straight legs, at every sample and each THREAT_STEP; rounds through place and
    velocity of their samples, each ROUND_STEP, from the unit that fired them to where they passed or ended. Raises
    InputError when the run was kept without a film.
    """
    bodies = recording.film[recording.film["picture"] < 0]
    if bodies.size == 0:
        instead = "run its scenario again with: shieldwall run SCENARIO -o DIR"
        raise InputError("this run was kept without its film, so there is nothing to play back", instead=instead)
    plane = frame(recording.header)
    return [_flight(plane, log, name, rows) for name, rows in _by_name(bodies)]


def tracks(recording: Recording) -> Iterator[tuple[str, int, Flight]]:
    """Yield the confirmed tracks of the film: the unit that held it, its number, and where it was held to be."""
    plane = frame(recording.header)
    for unit, number, rows in confirmed(recording):
        yield unit, number, _flown(plane, f"{unit}/track-{number}", held_at(rows), _places(rows))


def confirmed(recording: Recording) -> Iterator[tuple[str, int, NDArray[np.void]]]:
    """Yield the confirmed tracks of the film as its samples: the unit that held it, its number, and the samples."""
    film, names = recording.film, recording.header["names"]
    for picture, samples in _by_name(film[film["picture"] >= 0], "picture"):
        for number, rows in _by_name(samples):
            yield names[picture], number, rows


def held_at(samples: NDArray[np.void]) -> Floats:
    """Return the times, s, of the samples of a track, none before the one in front of it."""
    return np.asarray(np.maximum.accumulate(samples["t"]), dtype=np.float64)


def _by_name(samples: NDArray[np.void], field: str = "who") -> Iterator[tuple[int, NDArray[np.void]]]:
    """Group samples by who they show, each group in the order of time."""
    order = np.lexsort((samples["t"], samples[field]))
    held = samples[order]
    starts = np.flatnonzero(np.diff(held[field], prepend=-2))
    for begin, end in zip(starts, np.append(starts[1:], held.size)[: starts.size], strict=True):
        yield int(held[field][begin]), held[begin:end]


def _flight(plane: Frame, log: Log, number: int, rows: NDArray[np.void]) -> Flight:
    name = log.names[number]
    _, first = np.unique(rows["t"], return_index=True)
    rows = rows[first]
    t, places = rows["t"].astype(np.float64), _places(rows)
    if name in log.header["threats"] or name in log.header.get("traffic", {}):
        times = _times(t, THREAT_STEP)
        return _flown(plane, name, times, np.stack([np.interp(times, t, places[:, axis]) for axis in range(3)], axis=1))
    speeds = np.stack([rows[axis].astype(np.float64) for axis in ("vx", "vy", "vz")], axis=1)
    t, places, speeds = _launched(log, number, t, places, speeds)
    places = _passed(log, number, t, places)
    times = _times(t, ROUND_STEP)
    return _flown(plane, name, times, _curve(times, t, places, speeds))


def _places(rows: NDArray[np.void]) -> Floats:
    return np.stack([rows[axis].astype(np.float64) for axis in ("x", "y", "z")], axis=1)


def _times(t: Floats, step: float) -> Floats:
    """All times of samples, and the multiples of `step` between them that are not those of a sample."""
    grid = np.arange(np.ceil(t[0] / step), np.floor(t[-1] / step) + 1.0) * step
    after = np.clip(np.searchsorted(t, grid), 0, t.size - 1)
    before = np.maximum(after - 1, 0)
    apart = np.minimum(np.abs(grid - t[before]), np.abs(grid - t[after]))
    return np.sort(np.concatenate([t, grid[apart >= TICK]]))


def _flown(plane: Frame, name: str, t: Floats, points: Floats) -> Flight:
    return Flight(name, t, *on_earth(plane, points))


def _launched(log: Log, number: int, t: Floats, places: Floats, speeds: Floats) -> tuple[Floats, Floats, Floats]:
    """Let a round begin at its unit when it is launched; its film begins with the first whole second."""
    rows = log.rows(LAUNCHED)
    rows = rows[log.who[rows] == number]
    unit = log.header["units"].get(log.unit_of(log.names[number]))
    if rows.size == 0 or unit is None or not 0.0 < (since := t[0] - log.t[rows[0]]) <= 1.0:
        return t, places, speeds
    site = np.array(unit["at"], dtype=np.float64)
    # As under an even acceleration.
    off = 2.0 * (places[0] - site) / since - speeds[0]
    begin = np.array([log.t[rows[0]]])
    return np.concatenate([begin, t]), np.vstack([site, places]), np.vstack([off, speeds])


def _passed(log: Log, number: int, t: Floats, places: Floats) -> Floats:
    """End a round that burst where it did, and not at the end of the engine's tick, up to 50 m on."""
    rows = log.rows(PASSED)
    rows = rows[(log.who[rows] == number) & (np.abs(log.t[rows] - t[-1]) < TICK)]
    if rows.size:
        places = places.copy()
        places[-1] = log.places[rows[-1]]
    return places


def _curve(times: Floats, t: Floats, places: Floats, speeds: Floats) -> Floats:
    """The cubic through place and velocity of the samples on either side (Hermite), at the times given."""
    if t.size == 1:
        return np.repeat(places, times.size, axis=0)
    low = np.clip(np.searchsorted(t, times, side="right") - 1, 0, t.size - 2)
    span = (t[low + 1] - t[low])[:, None]
    s = ((times - t[low])[:, None]) / span
    ahead, back = s * s * (3.0 - 2.0 * s), s * (1.0 - s)
    turn = back * (1.0 - s) * speeds[low] - back * s * speeds[low + 1]
    return np.asarray(places[low] * (1.0 - ahead) + places[low + 1] * ahead + span * turn, dtype=np.float64)
