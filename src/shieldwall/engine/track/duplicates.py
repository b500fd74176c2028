"""Duplicate tracks: where sites err in place and north, one target may have two tracks in a picture; they are merged.

Two tracks are one target when they have lain and flown within each other's errors for a while, and no look has told
them apart: a look that gives each of them a plot of its own says that they are two.
"""

from math import sqrt

from shieldwall.engine.track.replies import take_replies
from shieldwall.engine.track.upkeep import drop
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import MERGED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.identity import UNKNOWN
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED

#: They are together within so many standard deviations of their difference, and of that of their velocities.
TOGETHER = 3.0
#: Farther apart than this, m, two tracks are never one.
FAR = 5_000.0
#: For so long, s, they must have been together, and no look have told them apart. Assumption: two or three scans.
LASTING = 20.0


@kernel
def note_apart(model, belief, n, rows, t):
    """Note at tracks of unit `n` that one look at `t` gave plots of their own, though they lie together."""
    if model.exercise[0].merges == 0:
        return
    for i in range(rows.shape[0]):
        for j in range(i):
            one, other = rows[i], rows[j]
            if one >= 0 and other >= 0 and one != other and together(model, belief, n, one, other, t):
                belief.tracks[one].apart_at = belief.tracks[other].apart_at = t


@kernel
def merge_duplicates(model, belief, log, n, t):
    """Merge the younger of two tracks of unit `n` into the older, when they have been one for long enough."""
    if model.exercise[0].merges == 0:
        return
    first, high = model.units[n].first_track, belief.unit_state[n].high_track
    for k in range(first, high):
        track = belief.tracks[k]
        if track.status != CONFIRMED:
            continue
        twin = NONE
        for older in range(first, high):
            if may_be_one(model, belief, n, k, older, t):
                twin = older
                break
        if twin < 0 or track.twin != belief.tracks[twin].number:
            track.twin = belief.tracks[twin].number if twin >= 0 else NONE
            track.twin_since = t
        elif t - track.twin_since >= LASTING:
            merge(model, belief, log, n, k, twin, t)


@kernel
def may_be_one(model, belief, n, k, older, t):
    """Whether track `k` may be a duplicate of an older one: together, not told apart of late, not both under order."""
    track, other = belief.tracks[k], belief.tracks[older]
    if other.status != CONFIRMED or other.number >= track.number or (track.shooter >= 0 and other.shooter >= 0):
        return False
    if t - min(track.apart_at, other.apart_at) < LASTING:
        return False
    return together(model, belief, n, k, older, t)


@kernel
def together(model, belief, n, one, other, t):
    """Whether two tracks lie and fly within each other's errors at `t`, and within those of the sites that see them."""
    a, b = belief.tracks[one], belief.tracks[other]
    p, q = belief.covariance[one], belief.covariance[other]
    g, h = t - a.t, t - b.t
    x, y, z = a.x + g * a.vx, a.y + g * a.vy, a.z + g * a.vz
    dx, dy, dz = x - b.x - h * b.vx, y - b.y - h * b.vy, z - b.z - h * b.vz
    if dx * dx + dy * dy > FAR * FAR:
        return False
    site, limit = 2.0 * site_variance(model, n, x, y), TOGETHER * TOGETHER
    flat = p[0] + p[3] + q[0] + q[3] + g * g * (p[15] + p[18]) + h * h * (q[15] + q[18]) + site
    if dx * dx + dy * dy > limit * flat or dz * dz > limit * (p[5] + q[5] + g * g * p[20] + h * h * q[20] + site):
        return False
    du, dv = a.vx - b.vx, a.vy - b.vy
    return du * du + dv * dv <= limit * (p[15] + p[18] + q[15] + q[18])


@kernel
def site_variance(model, n, x, y):
    """Greatest variance, m2, that place and north of a site give a target there, of unit `n` and those under it."""
    most = 0.0
    for u in range(model.units.shape[0]):
        unit = model.units[u]
        if u == n or unit.post == n:
            dx, dy = x - unit.x, y - unit.y
            most = max(most, unit.site_error**2 + unit.north_error**2 * (dx * dx + dy * dy))
    return most


@kernel
def merge(model, belief, log, n, k, older, t):
    """Take track `k` out of the picture; what is ordered and known of it goes to the older one."""
    track, kept = belief.tracks[k], belief.tracks[older]
    if track.shooter >= 0:
        kept.shooter, kept.order = track.shooter, track.order
        kept.second, kept.second_order, kept.left = track.second, track.second_order, track.left
        kept.answered, kept.answered_at, kept.ordered_at = track.answered, track.answered_at, track.ordered_at
    if kept.identity == UNKNOWN:
        kept.identity, kept.identified_by = track.identity, track.identified_by
    take_replies(kept, track)
    kept.informed |= track.informed
    names, dx, dy = (model.units[n].name, NONE), track.x - kept.x, track.y - kept.y
    place = (kept.x, kept.y, kept.z)
    emit(log, t, MERGED, NO_REASON, track.cause, names, place, (track.number, sqrt(dx * dx + dy * dy)))
    drop(model, belief, log, n, k, t)
