"""Degraded modes: what a unit does that no post commands."""

from math import sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import DEFENDS_ITSELF, FIGHTS_ALONE, STAYS_SILENT, TAKES_COMMAND
from shieldwall.state.unit import SELF_DEFENCE, SILENT

#: A track threatens a unit that it passes within so many metres, in so many seconds.
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
    return not threatens_unit(model.units[n], belief.tracks[k], t)


@kernel
def threatens_unit(unit, track, t):
    """Whether a track, as it flies, will soon pass near a unit or is near it now."""
    h = t - track.t
    dx, dy = unit.x - track.x - h * track.vx, unit.y - track.y - h * track.vy
    square = track.vx * track.vx + track.vy * track.vy + 1.0
    to_go = min(max(0.0, (dx * track.vx + dy * track.vy) / square), SELF_TIME)
    return sqrt((dx - to_go * track.vx) ** 2 + (dy - to_go * track.vy) ** 2) < SELF_DISTANCE
