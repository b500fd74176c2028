"""Degraded modes: what a unit does that no post commands."""

from math import inf, sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import DEFENDS_ITSELF, FIGHTS_ALONE, STAYS_SILENT, TAKES_COMMAND
from shieldwall.state.unit import SELF_DEFENCE, SILENT

#: A track threatens a place that it passes within so many metres, in so many seconds.
SELF_DISTANCE, SELF_TIME = 5_000.0, 120.0


@kernel(inline=True)
def mode_of(model, n):
    """What unit `n` does without a post, as a reason: who commands others or is a deputy takes command."""
    if model.units[n].commands == 1 or model.units[n].stands_in >= 0:
        return TAKES_COMMAND
    mode = model.units[n].without_post
    return STAYS_SILENT if mode == SILENT else DEFENDS_ITSELF if mode == SELF_DEFENCE else FIGHTS_ALONE


@kernel(inline=True)
def silent(model, belief, n):
    """Whether unit `n` neither fires nor searches, since no post commands it."""
    return belief.unit_state[n].autonomous == 1 and mode_of(model, n) == STAYS_SILENT


@kernel
def held_without_post(model, belief, n, k, t):
    """Whether unit `n` leaves track `k` alone: without a post it only defends itself, and this one does not come."""
    if belief.unit_state[n].autonomous == 0 or mode_of(model, n) != DEFENDS_ITSELF:
        return False
    return passes_in(model.units[n], belief.tracks[k], t) == inf


@kernel
def passes_in(unit, track, t):
    """Time, s, until a track as it flies passes near a unit or what that guards, infinite when it will not soon."""
    soon = passes_place(unit.x, unit.y, track, t)
    if unit.guard_x == unit.x and unit.guard_y == unit.y:
        return soon
    return min(soon, passes_place(unit.guard_x, unit.guard_y, track, t))


@kernel
def passes_place(x, y, track, t):
    """Time, s, until a track as it flies passes near a place or is near it, infinite when it will not soon."""
    return passes_by(x, y, target_now(track, t))


@kernel(inline=True)
def target_now(track, t):
    """Position and velocity of a track at `t`: x, y, z, vx, vy, vz."""
    h = t - track.t
    return track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz, track.vx, track.vy, track.vz


@kernel
def passes_by(x, y, target):
    """Do as `passes_place` does for a target (x, y, z, vx, vy, vz)."""
    vx, vy = target[3], target[4]
    dx, dy = x - target[0], y - target[1]
    square = vx * vx + vy * vy + 1.0
    to_go = min(max(0.0, (dx * vx + dy * vy) / square), SELF_TIME)
    near = sqrt((dx - to_go * vx) ** 2 + (dy - to_go * vy) ** 2) < SELF_DISTANCE
    return to_go if near else inf
