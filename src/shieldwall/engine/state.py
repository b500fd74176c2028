"""The arrays of a run, grouped by who may read them.

`Model` is constant after assembly. `Truth` is for sensors, fuzes and the referee alone. `Belief` is what the
defence knows of itself and of the sky: command, links, trackers and guidance see nothing else. A test holds the
modules to that. Rows of a table are sorted by stable name, so that equal times and ties never depend on
the order in which a scenario lists its units.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Records = np.ndarray
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Model(NamedTuple):
    """What no event changes and the defence may know.

    `masks`, `mask_rows`: minimum visible altitudes and their MASK rows. `ground`, `grid`: terrain and its GRID row.
    `probability`: float64[table, step], detection probability against the signal-to-noise ratio. `losses`:
    float32[sensor, ray, distance], nepers that air and rain take from an echo. `airframes`,
    `flight_times`: AIRFRAME rows and their reach. `routes`: int64[unit, unit], the link from one to another, -1 for
    none; `outages`: OUTAGE rows of the links. `assets`: float64[place, 4], x, y, z and value of what is defended.
    """

    masks: NDArray[np.int16]
    mask_rows: Records
    ground: NDArray[np.float32]
    grid: Records
    probability: Floats
    losses: NDArray[np.float32]
    airframes: Records
    flight_times: NDArray[np.float32]
    routes: Integers
    outages: Records
    assets: Floats


class Truth(NamedTuple):
    """What really is: for sensors, fuzes and the referee.

    `legs`, `script`: LEG and SCRIPT rows of the raid. `signatures`: float64[signature, band, 3], natural logarithm
    of the radar cross-section in m2 from the front, the side and the rear. `bodies`, `places`: BODY and PLACE rows.
    `sights`: int16[sensor, body], how each sensor sees each body. `origins`: int64[plot], the body behind each plot,
    -1 for a false alarm; `vouched`: int64[report], the body that a reported track followed. `follows`: int64[track,
    3], the body a track follows, and the track number and body last logged. `jammers`: JAMMER rows; `densities`:
    float64[sensor, jammer], W/Hz of each in the receiver of each sensor, 0 where it hears none. `shots`: int64[round,
    3], the body a round was fired at, its number among the unit's shots at it, whether it works. `tallies`:
    int64[unit, body + 1], shots so far. `held`: the leg that each body flies (`kernels.legs`). `words`, `screened`,
    `echoes`, `order`, `heard`: workspaces.
    """

    legs: Records
    script: Records
    signatures: Floats
    bodies: Records
    places: Records
    sights: NDArray[np.int16]
    origins: Integers
    vouched: Integers
    follows: Integers
    jammers: Records
    densities: Floats
    heard: Floats
    shots: Integers
    tallies: Integers
    held: Floats
    words: NDArray[np.uint64]
    screened: Integers
    echoes: Floats
    order: Integers


class Desk(NamedTuple):
    """Workspaces of the defence that hold nothing between events; the priors of a new track lie with them."""

    batch: Records
    columns: NDArray[np.float32]
    slots: Records
    words: NDArray[np.uint64]
    pairs: Records
    claims: Records
    assigned: Integers
    priors: Floats
    ranking: Integers
    hits: Floats
    bound: Integers
    matrices: Floats


class Belief(NamedTuple):
    """What the defence knows of itself and of the sky. The first tracks are those of the channels, row by row.

    `modes`, `mode_covariance`: MODE rows, two for each track where a unit's tracker has two models of motion.
    `told`, `told_covariance`: the last tracks that units told their posts. `parts`, `part_covariance`, `crosses`: what
    a post's tracks are fused of (`engine.fusion`).
    """

    run: Records
    clocks: Floats
    sensors: Records
    nodes: Records
    channels: Records
    launchers: Records
    weapons: Records
    rounds: Records
    flight: Floats
    tracks: Records
    covariance: Floats
    modes: Records
    mode_covariance: Floats
    told: Records
    told_covariance: Floats
    parts: Records
    part_covariance: Floats
    crosses: Floats
    plots: Records
    mail: Records
    links: Records
    desk: Desk
