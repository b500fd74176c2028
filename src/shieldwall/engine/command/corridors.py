"""Corridors: whether a track lies in a lane where aircraft are expected, flies along it, and has kept to it."""

from math import inf, sqrt

from shieldwall.kernels.compiled import kernel

#: Cosine of how far a course may lie off the lane's, either way: 30 degrees. Assumption.
ALONG = 0.866
#: Time, s, in a corridor after which a track keeps to it, and may stray from it. Assumption: looks of a slow radar.
KEEPING = 30.0
#: Where a track is: no corridor is known, outside all, inside one not long enough, or keeping to one.
NO_CORRIDORS, OUTSIDE, ENTERED, KEEPS = 0, 1, 2, 3


@kernel
def follow_corridors(corridors, track, height, slack, t):
    """Note whether a track keeps to a corridor at `t` or strays from one, and return where it is.

    `height` is its height above the sea, m, infinite where it is not known: then no corridor is too low or too high.
    `slack` is how far that, m, and its velocity, m/s, may be from what they are held to be.
    """
    if corridors.shape[0] == 0:
        return NO_CORRIDORS
    h = t - track.t
    if not inside(corridors, (track.x + h * track.vx, track.y + h * track.vy, height), (track.vx, track.vy), slack):
        if t - track.lane_since >= KEEPING:
            track.strayed = 1
        track.lane_since = inf
        return OUTSIDE
    if track.lane_since == inf:
        track.lane_since = t
    if t - track.lane_since < KEEPING:
        return ENTERED
    track.strayed = 0
    return KEEPS


@kernel
def inside(corridors, place, velocity, slack):
    """Whether a place with its height and a velocity over the ground may be those of an aircraft in a corridor.

    What is not known well enough is not held against it: `slack` is that of the height, m, and of the velocity, m/s.
    """
    x, y, height = place
    vx, vy = velocity
    speed = sqrt(vx * vx + vy * vy)
    for i in range(corridors.shape[0]):
        lane = corridors[i]
        dx, dy = x - lane.x, y - lane.y
        along = min(max(0.0, dx * lane.along_x + dy * lane.along_y), lane.length)
        dx, dy = dx - along * lane.along_x, dy - along * lane.along_y
        if dx * dx + dy * dy > lane.half_width * lane.half_width:
            continue
        if height < inf and not lane.lowest - slack[0] <= height <= lane.highest + slack[0]:
            continue
        if not lane.slowest - slack[1] <= speed <= lane.fastest + slack[1]:
            continue
        if abs(vx * lane.along_x + vy * lane.along_y) >= ALONG * speed - slack[1]:
            return True
    return False
