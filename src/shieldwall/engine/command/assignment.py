"""Assignment: which unit engages a track, or the reason why none can."""

from math import inf, sqrt

from shieldwall.engine.command.resources import idle_channels, known_of, weapons_ready
from shieldwall.engine.command.shot_value import best_shot, further
from shieldwall.engine.command.staff import FOR_ORDERS, decide, staff_free
from shieldwall.engine.command.supervision import cue, log_why
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ORDERED
from shieldwall.record.reasons import (
    ENGAGED,
    NO_CHANNEL,
    NO_REASON,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    STAFF_BUSY,
)
from shieldwall.state.layout import NONE
from shieldwall.state.message import ORDER

#: Rest after a refusal, s; who could not is asked again so much later, or when the threat came so much closer.
BACK_OFF, ASK_AGAIN, CLOSER = 6.0, 25.0, 0.8


@kernel
def assign(model, belief, log, n, k, t):
    """Order the unit whose shot has the greatest expected value to engage a track, or keep the reason why none can."""
    track = belief.tracks[k]
    if t - track.ordered_at < BACK_OFF and track.order >= 0:
        return
    if not staff_free(model, belief, n, FOR_ORDERS, t):
        log_why(model, belief, log, n, k, STAFF_BUSY, t)
        return
    best = spare = NONE
    most = -inf
    why = NO_UNIT_IN_REACH
    for u in range(model.units.shape[0]):
        if not commanded_by(model, belief, n, u):
            continue
        weapons = weapons_ready(model, belief, n) if u == n else known_of(model, belief, n, u).weapons
        free = idle_channels(model, belief, n) if u == n else known_of(model, belief, n, u).free
        value, obstacle = best_shot(model, belief, n, u, k, weapons, t)
        if weapons == 0:
            obstacle = NO_ROUND
        elif obstacle == NO_REASON and free <= 0:
            obstacle = NO_CHANNEL
        if obstacle != NO_REASON:
            why = further(why, obstacle)
        elif failed_lately(model, belief, u, k, t):
            spare = u
        elif value > most:
            most = value
            best = u
    best = best if best >= 0 else spare
    if best < 0:
        log_why(model, belief, log, n, k, why, t)
        return
    order(model, belief, log, n, best, k, t)


@kernel
def commanded_by(model, belief, n, u):
    """Whether unit `u` has fire channels and is `n` itself, or commanded by it and not silent."""
    unit = model.units[u]
    if unit.channels == 0:
        return False
    if u == n:
        return True
    return unit.post == n and model.units[n].commands == 1 and known_of(model, belief, n, u).silent == 0


@kernel
def order(model, belief, log, n, u, k, t):
    """Order unit `u` to engage track `k`."""
    decide(model, belief, n, t)
    progress = belief.progress[0]
    track = belief.tracks[k]
    track.shooter = u
    track.order = progress.orders
    track.answered = 0
    track.ordered_at = track.answered_at = t
    track.why = ENGAGED
    progress.orders += 1
    if u != n:
        known = known_of(model, belief, n, u)
        known.free -= 1
    names, place = (model.units[n].name, model.units[u].name), (track.x, track.y, track.z)
    track.cause = emit(log, t, ORDERED, NO_REASON, track.cause, names, place, (track.number, track.order))
    cue(model, belief, log, n, k, ORDER, t)


@kernel
def failed_lately(model, belief, u, k, t):
    """Whether unit `u` was the last that could not engage track `k`, not long ago and from about as far."""
    track = belief.tracks[k]
    if track.refused_by != u or t - track.refused_at > ASK_AGAIN:
        return False
    return distance_to(model, belief, u, k) > CLOSER * track.refused_range


@kernel
def distance_to(model, belief, u, k):
    """Horizontal distance of a track from a unit, m."""
    dx, dy = belief.tracks[k].x - model.units[u].x, belief.tracks[k].y - model.units[u].y
    return sqrt(dx * dx + dy * dy)
