"""The arrays of a run, grouped by who may read them.

`Model` is constant after the draw. `Truth` is for sensors, fuzes and the referee alone. `Belief` is what the defence
knows of itself and of the sky: command, links, trackers and guidance see nothing else. A test holds the modules to
that. Rows of a table are sorted by stable name, so that equal times and ties never depend on the order in which a
scenario lists its units.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Records = np.ndarray
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Model(NamedTuple):
    """What no event changes and the defence may know.

    `exercise`: its EXERCISE row. `sensors`, `units`, `channels`, `launchers`, `weapons`, `links`, `nets`, `outages`,
    `switches`: rows of those layouts. `masks`, `mask_rows`: minimum visible altitudes and their MASK rows. `treetops`:
    float64[sensor, direction], sine of the elevation of trees about the site (`kernels.treetops`). `ground`, `grid`:
    terrain and its GRID row. `probability`: float32[table, step], detection probability against the signal-to-noise
    ratio. `losses`: float32[sensor, ray, distance], nepers that air and rain take from an echo. `airframes`,
    `flight_times`: AIRFRAME rows and their reach. `routes`: int64[unit, unit], a link that leads from one to
    another, NONE where none ever does. `uses`: int64[medium, sender, receiver], what who hears may do with it.
    `zones`, `zone_corners`: ZONE rows, and float64[corner, 2] of their polygons, m east and north.
    `assets`: float64[place, 4], x, y, z and value of what is defended. `priors`: float64[4], what is known of a new
    track. `corridors`: CORRIDOR rows.
    """

    exercise: Records
    sensors: Records
    units: Records
    channels: Records
    launchers: Records
    weapons: Records
    links: Records
    nets: Records
    outages: Records
    switches: Records
    masks: NDArray[np.int16]
    mask_rows: Records
    treetops: Floats
    ground: NDArray[np.float32]
    grid: Records
    probability: NDArray[np.float32]
    losses: NDArray[np.float32]
    airframes: Records
    flight_times: NDArray[np.float32]
    routes: Integers
    uses: Integers
    zones: Records
    zone_corners: Floats
    assets: Floats
    priors: Floats
    corridors: Records


class Truth(NamedTuple):
    """What really is: for sensors, fuzes and the referee.

    What holds: `bodies`, `places`, `jammers`: rows of those layouts; `legs`, `script`: LEG and SCRIPT rows of the raid;
    `signatures`: float64[signature, band, 3], natural logarithm of the radar cross-section in m2 from the front, the
    side and the rear; `densities`: float64[sensor, jammer], W/Hz of each jammer in the receiver of each sensor, 0
    where it receives none; `fastest`: float64[1], the speed that no body exceeds, m/s.

    What changes: `body_state`, `place_state`. `sights`: int16[sensor, body], how each sensor sees each body. `origins`:
    int64[plot], the body behind each plot, NONE for a false alarm; `reported`: int64[report], the body that a reported
    track followed. `follows`: int64[track, 3], the body a track follows, and the track number and body last logged.
    `shots`: int64[round, 3], the body a round was fired at, its number among the unit's shots at it, whether it works.
    `tallies`: int64[unit, body + 1], shots so far. `fates`: int64[side, fate], how many bodies are in
    each state, and how many LEAKED.
    `exposures`, `holds`, `pictures`: the referee's sums (`state.tally`), a row for each body, sensor and unit;
    `numbers`: int64[unit, body], the number that a body's track had last in a unit's picture, NONE before.
    `held`: the leg that each body flies (`kernels.legs`). `words`, `screened`, `echoes`, `order`, `received`, `hits`:
    scratch arrays.
    """

    bodies: Records
    places: Records
    jammers: Records
    legs: Records
    script: Records
    signatures: Floats
    densities: Floats
    fastest: Floats
    body_state: Records
    place_state: Records
    sights: NDArray[np.int16]
    origins: Integers
    reported: Integers
    follows: Integers
    shots: Integers
    tallies: Integers
    fates: Integers
    exposures: Records
    holds: Records
    pictures: Records
    numbers: Integers
    held: Floats
    words: NDArray[np.uint64]
    screened: Integers
    echoes: Floats
    order: Integers
    received: Floats
    hits: Floats


class Scratch(NamedTuple):
    """Arrays of the defence that hold nothing between events."""

    batch: Records
    columns: NDArray[np.float32]
    slots: Records
    words: NDArray[np.uint64]
    pairs: Records
    claims: Records
    assigned: Integers
    joined: Integers
    ranking: Integers
    offers: Records
    spare: Integers
    trials: Integers
    matrices: Floats


class Belief(NamedTuple):
    """What the defence knows of itself and of the sky. The first tracks are those of the channels, row by row.

    `progress`: its PROGRESS row; `clocks`: float64[clock], when each strikes. `sensor_state` ... `weapon_state`: beside
    the rows of the model. `subordinates`: SUBORDINATE[post, unit]. `rounds`, `flight`: ROUND rows and their motion;
    `airborne`: int64[round], the rows of those in flight, in order.
    `finders`: int32[track], the sensor that found a tentative track of a picture, NONE for any other row.
    `modes`, `mode_covariance`: MODE rows, two for each track where a unit's tracker has two models of motion.
    `looks`, `plots`, `reported`, `reported_covariance`: rings of what was seen and reported last. `parts`,
    `part_covariance`, `crosses`: what a post's tracks are fused of (`engine.track.fusion`); `cross_rows`: int32[pair],
    the row of a pair of parts in `crosses`, NONE while it has none; `spare_crosses`: int32[cross], rows that are free.
    `queue`: the order in which messages arrive (`kernels.queue`). `messages`, and what they say: `plots_sent`,
    `tracks_sent`, `orders_sent`, `status_sent`, `directives_sent`. `decisions`: a ring of DECISION rows, those of a
    commander from outside. `net_state`, `switch_state`: beside the rows of the model. `ways`:
    int64[unit, unit], the link that a message from one to another takes next, NONE where no way is open; `way_times`:
    float64[unit, unit], its time, s; `post_ways`: int64[unit], the way to its post that was logged last.
    """

    progress: Records
    clocks: Floats
    sensor_state: Records
    unit_state: Records
    channel_state: Records
    launcher_state: Records
    weapon_state: Records
    subordinates: Records
    rounds: Records
    airborne: Integers
    flight: Floats
    tracks: Records
    covariance: Floats
    finders: NDArray[np.int32]
    modes: Records
    mode_covariance: Floats
    looks: Records
    plots: Records
    reported: Records
    reported_covariance: Floats
    parts: Records
    part_covariance: Floats
    crosses: Floats
    cross_rows: NDArray[np.int32]
    spare_crosses: NDArray[np.int32]
    queue: Records
    messages: Records
    plots_sent: Records
    tracks_sent: Records
    orders_sent: Records
    status_sent: Records
    directives_sent: Records
    decisions: Records
    net_state: Records
    switch_state: Records
    ways: Integers
    way_times: Floats
    post_ways: Integers
    scratch: Scratch
