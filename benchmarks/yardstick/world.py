"""The world of the yardstick: synthetic relief, radars, scripted targets and batteries, always the same.

A yardstick for speed only: see `tracker.py`. Nothing here describes any real place or system.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

CELLS, CELL = 600, 500.0
SIDE = CELLS * CELL
LASTS = 1800.0
TARGETS, SEARCHERS, BATTERIES = 64, 12, 8
RADARS = SEARCHERS + BATTERIES
ROUNDS, CHANNELS = 16, 6
TRACKS = 4 * TARGETS + 200
SHOTS = ROUNDS * BATTERIES + 8

EFFECTIVE_EARTH = 8_494_666.0
AZIMUTHS = 1440
GRAVITY = 9.81


def _layout(numbers: str, counts: str) -> np.dtype[np.void]:
    return np.dtype([*((name, np.float64) for name in numbers.split()), *((name, np.int64) for name in counts.split())])


RADAR = _layout(
    "x y z reach signal log_pfa period phase next range_error azimuth_error elevation_error alarms busy_until",
    "scan engages",
)
LEG = _layout("t x y z vx vy vz turn", "")
TARGET = _layout("rcs end", "first_leg legs at_leg alive")
BATTERY = _layout("x y z reach least ceiling speed", "rounds channels radar")
TRACK = _layout("x y z vx vy vz t", "status history looks radar rounds truth")
MISSILE = _layout("x y z vx vy vz t launched", "active target battery track")
PLOT = _layout("t x y z xx xy xz yy yz zz", "radar truth")


class World(NamedTuple):
    """What a replication reads; it writes only the clocks and counts of radars, targets and batteries."""

    radars: Array
    legs: Array
    targets: Array
    batteries: Array
    places: Array
    floors: Array


class Desk(NamedTuple):
    """What a replication writes: tracks and missiles, and workspaces that are empty before and after a call."""

    tracks: Array
    covariance: Array
    missiles: Array
    plot: Array
    gates: Array
    slots: Array
    words: Array
    marks: Array
    threats: Array
    ranked: Array
    tally: Array


def world() -> World:
    """Build the world: 64 targets, 12 search and 8 engagement radars, a 300 km square of relief."""
    rng = np.random.default_rng(7)
    relief = _relief()
    radars = _radars(rng, relief)
    legs, targets = _targets(rng)
    batteries = np.zeros(BATTERIES, BATTERY)
    for axis in "xyz":
        batteries[axis] = radars[axis][SEARCHERS:]
    batteries["reach"], batteries["least"], batteries["ceiling"], batteries["speed"] = 45e3, 3e3, 25e3, 800.0
    batteries["radar"] = np.arange(SEARCHERS, RADARS)
    offsets = [(0, 0), (9e3, -4e3), (-8e3, 6e3), (2e3, 11e3), (-5e3, -9e3), (14e3, 8e3)]
    places = 0.5 * SIDE + np.array(offsets, np.float64)
    floors = np.stack([_floor(relief, radar) for radar in radars])
    return World(radars, legs, targets, batteries, places, floors)


def desk() -> Desk:
    """Allocate the tables of a replication."""
    return Desk(
        tracks=np.zeros(TRACKS, TRACK),
        covariance=np.zeros((TRACKS, 21)),
        missiles=np.zeros(SHOTS, MISSILE),
        plot=np.zeros(1, PLOT),
        gates=np.zeros((3, TRACKS), np.float32),
        slots=np.zeros(TRACKS, np.int64),
        words=np.zeros((TRACKS + 7) // 8, np.uint64),
        marks=np.zeros(5, np.int64),
        threats=np.zeros(TRACKS),
        ranked=np.zeros(TRACKS, np.int64),
        tally=np.zeros(11, np.int64),
    )


def _relief() -> Array:
    """Heights, m, of a square with a power-law spectrum."""
    phases = np.random.default_rng(1)
    squares = np.fft.fftfreq(CELLS)[:, None] ** 2 + np.fft.rfftfreq(CELLS)[None] ** 2
    squares[0, 0] = 1.0
    amplitude = squares**-1.1
    amplitude[0, 0] = 0.0
    heights = np.fft.irfft2(amplitude * np.exp(2j * np.pi * phases.random(squares.shape)), s=(CELLS, CELLS))
    heights -= heights.min()
    return np.asarray(1400.0 * (heights / heights.max()) ** 1.5)


def _radars(rng: np.random.Generator, relief: Array) -> Array:
    radars = np.zeros(RADARS, RADAR)
    engages = np.arange(RADARS) >= SEARCHERS
    turn = rng.uniform(0.0, 2.0 * np.pi, RADARS)
    distance = np.where(~engages, rng.uniform(5e3, 60e3, RADARS), rng.uniform(2e3, 25e3, RADARS))
    radars["x"] = 0.5 * SIDE + distance * np.cos(turn)
    radars["y"] = 0.5 * SIDE + distance * np.sin(turn)
    radars["z"] = relief[(radars["y"] / CELL).astype(int), (radars["x"] / CELL).astype(int)] + 15.0
    radars["engages"] = engages
    radars["reach"] = np.where(~engages, rng.uniform(100e3, 220e3, RADARS), rng.uniform(60e3, 90e3, RADARS))
    radars["signal"] = 20.0 * (0.75 * radars["reach"]) ** 4
    radars["log_pfa"] = np.log(1e-6)
    radars["period"] = np.where(~engages, rng.uniform(2.0, 10.0, RADARS), 1.0)
    radars["phase"] = rng.uniform(0.0, 1.0, RADARS) * radars["period"]
    radars["range_error"] = np.where(engages, 15.0, 80.0)
    radars["azimuth_error"] = np.where(engages, 1e-3, 4e-3)
    radars["elevation_error"] = np.where(engages, 1e-3, 6e-3)
    radars["alarms"] = np.where(engages, 0.0, 1.0)
    return radars


def _targets(rng: np.random.Generator) -> tuple[Array, Array]:
    """Routes of eight straight legs with turns between, towards the middle from the east."""
    legs: list[tuple[float, ...]] = []
    targets = np.zeros(TARGETS, TARGET)
    for target in targets:
        target["first_leg"] = len(legs)
        bearing, distance = rng.uniform(-1.2, 1.2), rng.uniform(100e3, 145e3)
        x, y = 0.5 * SIDE + distance * np.cos(bearing), 0.5 * SIDE + distance * np.sin(bearing)
        z = rng.choice([300, 800, 2000, 5000, 9000]) * rng.uniform(0.8, 1.2) + 600.0
        speed, t = rng.uniform(180.0, 280.0), rng.uniform(0.0, 500.0)
        goal_x, goal_y = 0.5 * SIDE + rng.normal(0.0, 8e3), 0.5 * SIDE + rng.normal(0.0, 8e3)
        heading = np.arctan2(goal_y - y, goal_x - x) + rng.normal(0.0, 0.3)
        for _ in range(7):
            legs.append((t, x, y, z, speed * np.cos(heading), speed * np.sin(heading), 0.0, 0.0))
            lasts = rng.uniform(40.0, 110.0)
            x, y, t = x + speed * np.cos(heading) * lasts, y + speed * np.sin(heading) * lasts, t + lasts
            wanted = np.arctan2(goal_y - y, goal_x - x) + rng.normal(0.0, 0.15)
            change = (wanted - heading + np.pi) % (2.0 * np.pi) - np.pi
            rate = np.sign(change) * rng.uniform(1.5, 3.0) * GRAVITY / speed
            if abs(change) < 1e-3:
                continue
            legs.append((t, x, y, z, speed * np.cos(heading), speed * np.sin(heading), 0.0, rate))
            x += speed / rate * (np.sin(heading + change) - np.sin(heading))
            y -= speed / rate * (np.cos(heading + change) - np.cos(heading))
            heading, t = heading + change, t + change / rate
        legs.append((t, x, y, z, speed * np.cos(heading), speed * np.sin(heading), 0.0, 0.0))
        target["legs"] = len(legs) - target["first_leg"]
        target["end"] = t + 300.0
        target["rcs"] = 10.0 ** rng.uniform(-1.0, 1.0)
    return np.array(legs, LEG), targets


def _floor(relief: Array, radar: np.void) -> Array:
    """Lowest height, m, that a radar sees over each cell: a polar sweep, scattered to the grid."""
    x, y, z = float(radar["x"]), float(radar["y"]), float(radar["z"])
    turn = np.arange(AZIMUTHS)[:, None] * (2.0 * np.pi / AZIMUTHS)
    distance = CELL * np.arange(1, CELLS + 1)[None]
    column, row = (x + distance * np.cos(turn)) / CELL - 0.5, (y + distance * np.sin(turn)) / CELL - 0.5
    inside = (column >= 0) & (row >= 0) & (column < CELLS - 1) & (row < CELLS - 1)
    left, low = np.where(inside, column, 0.0).astype(int), np.where(inside, row, 0.0).astype(int)
    right, up = np.where(inside, column - left, 0.0), np.where(inside, row - low, 0.0)
    lower = relief[low, left] * (1.0 - right) + relief[low, left + 1] * right
    upper = relief[low + 1, left] * (1.0 - right) + relief[low + 1, left + 1] * right
    drop = distance**2 * (0.5 / EFFECTIVE_EARTH)
    slope = np.where(inside, (lower * (1.0 - up) + upper * up - drop - z) / distance, np.inf)
    steepest = np.maximum.accumulate(slope, axis=1)
    nearer = np.hstack([np.full((AZIMUTHS, 1), -1e9), steepest[:, :-1]])
    seen = np.clip(z + nearer * distance + drop, -500.0, 32_767.0)
    middle = (np.arange(CELLS) + 0.5) * CELL
    east, north = middle[None] - x, middle[:, None] - y
    ray = ((np.arctan2(north, east) % (2.0 * np.pi)) * (AZIMUTHS / (2.0 * np.pi)) + 0.5).astype(int) % AZIMUTHS
    ring = np.clip((np.hypot(east, north) / CELL - 0.5).astype(int), 0, CELLS - 1)
    return np.asarray(seen[ray, ring], np.float32)
