"""Raids that come in a stream: who flies as one does that was declared hostile is of its raid, and declared with it."""

from math import sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.state.identity import HOSTILE
from shieldwall.state.track import CONFIRMED

#: Distance, m, within which a track belongs to a raid, the cosine of the angle between their courses, and how many
#: times as fast one may be. Assumptions: forty seconds of a cruise missile's flight, 26 degrees, and the errors of new
#: tracks.
WITHIN, ALONGSIDE, FASTER = 10_000.0, 0.9, 1.4


@kernel
def in_stream(model, belief, n, k):
    """Whether track `k` of unit `n` flies near one that was declared hostile, on such a course and as fast."""
    track = belief.tracks[k]
    speed2 = track.vx * track.vx + track.vy * track.vy
    for i in range(model.units[n].first_track, belief.unit_state[n].high_track):
        other = belief.tracks[i]
        if other.status != CONFIRMED or other.identity != HOSTILE or i == k:
            continue
        h = track.t - other.t
        dx, dy = track.x - other.x - h * other.vx, track.y - other.y - h * other.vy
        if dx * dx + dy * dy > WITHIN * WITHIN:
            continue
        than2 = other.vx * other.vx + other.vy * other.vy
        along = track.vx * other.vx + track.vy * other.vy
        if along > ALONGSIDE * sqrt(speed2 * than2) and max(speed2, than2) < FASTER * FASTER * min(speed2, than2):
            return True
    return False
