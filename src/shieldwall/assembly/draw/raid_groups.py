"""The arrays of a raid, passed whole: what is planned, the ground below, a thread's workspace, and what is drawn."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Records = np.recarray
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: What came of a member: it never flew; it flies; it flies, and falls short of its aim.
ABSENT, FLOWN, SHORT = 0, 1, 2
#: What `filled` counts.
LEGS, LINES = 0, 1


class Raid(NamedTuple):
    """What no replication changes.

    `members`, `waypoints`, `threats`, `aims`, `pods`: rows of those layouts; `lasts`: s, of the scenario; `curvature`:
    1/m, how much a sight line rises over the chord, per distance squared (`geodesy.refraction_lift`).
    """

    members: Records
    waypoints: Records
    threats: Records
    aims: Records
    pods: Records
    lasts: float
    curvature: float


class Land(NamedTuple):
    """The ground below.

    `raster`: float32[row, column], the elevation file, its FILE row, and `bend`, the coefficients of `kernels.land`;
    `heights`, `grid`: that of sight lines.
    """

    raster: NDArray[np.float32]
    file: Records
    bend: Floats
    heights: NDArray[np.float32]
    grid: Records


class Workspace(NamedTuple):
    """A thread's own arrays, which hold nothing from one replication to the next.

    `path`, `fall`: a vehicle's path and that of a weapon that it releases; `route`, `home`, `beside`: waypoints;
    `stay`: int64, samples that stay; `acts`: SCRIPT rows as they come; `order`: int64[2, act].
    """

    path: Floats
    fall: Floats
    route: Floats
    home: Floats
    beside: Floats
    stay: Integers
    acts: Records
    order: Integers


class Drawn(NamedTuple):
    """The raid of one replication.

    `bodies`: a BODY row for each member, `legs` and `script` as far as they are filled, lines of the script after that
    at a time that never comes. `signatures`: float64[threat, band, 3], natural logarithm of the cross-section in m2
    from the front, the side and the rear. `jammers`: JAMMER rows. `ends`: float64[body, 4], where each flight path ends
    (t, x, y, z). `came`: int64[body], ABSENT, FLOWN or SHORT. `filled`: int64[2], how many legs and lines there are.
    """

    bodies: Records
    legs: Records
    script: Records
    signatures: Floats
    jammers: Records
    ends: Floats
    came: Integers
    filled: Integers


class Departure(NamedTuple):
    """How one member flies in one replication: when it enters (s), how far it is shifted to its right and raised (m).

    `floor` is the least height over ground that it flies at (m), `slope` its steepest climb, `speed` that along its
    path (m/s).
    """

    start: float
    offset: float
    raised: float
    floor: float
    slope: float
    speed: float


class Scene(NamedTuple):
    """One replication as its kernels see it."""

    raid: Raid
    land: Land
    figures: Floats
    relief: float
    seed: int
    replication: int
    work: Workspace
    drawn: Drawn
