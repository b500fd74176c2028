"""Assignment: which unit engages which track, or the reason why none can."""

from math import sqrt

from shieldwall.engine.command.methods import chooses, lies_in_wait
from shieldwall.engine.command.resources import idle_channels, weapons_ready
from shieldwall.engine.command.shot_value import best_shot, further
from shieldwall.engine.command.showing import note_shown, show
from shieldwall.engine.command.staff import FOR_ORDERS, decide, staff_free
from shieldwall.engine.command.supervision import cue, log_why
from shieldwall.engine.network.chain import commands
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ORDERED
from shieldwall.record.reasons import (
    ENGAGED,
    LEFT_TO_UNITS,
    NO_CHANNEL,
    NO_REASON,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    STAFF_BUSY,
    UNIT_IN_WAIT,
)
from shieldwall.state.layout import NONE
from shieldwall.state.message import ORDER

#: Rest after a refusal, s; who could not is asked again so much later, or when the threat came so much closer.
BACK_OFF, ASK_AGAIN, CLOSER = 6.0, 25.0, 0.8
#: Until then its shot counts so little that anybody else's comes first.
FAILED = 1e-3


@kernel
def assign(model, belief, log, n, ranked, t):
    """Order units to engage the tracks of `scratch.ranking`, `ranked` of them, or keep the reason why none can.

    Greedy by marginal value: of all shots that units offer, the one of the greatest gain is ordered, and so on with the
    channels and tracks that are left. For gains that fall with what was assigned before, that is within half of the
    best assignment (Fisher, Nemhauser and Wolsey, Mathematical Programming Study 8, 1978).
    """
    scratch = belief.scratch
    offers = 0
    for i in range(ranked):
        k = scratch.ranking[i]
        if t - belief.tracks[k].ordered_at >= BACK_OFF or belief.tracks[k].order < 0:
            offers = collect_offers(model, belief, log, n, k, offers, t)
    for u in range(model.units.shape[0]):
        scratch.spare[u] = channels_free(model, belief, n, u)
    while staff_free(model, belief, n, FOR_ORDERS, t):
        best = best_offer(belief, offers)
        if best < 0:
            break
        k, u = scratch.offers[best].track, scratch.offers[best].unit
        scratch.spare[u] -= 1
        order(model, belief, log, n, u, k, t)
    why = STAFF_BUSY if best_offer(belief, offers) >= 0 else NO_CHANNEL
    for i in range(offers):
        k = scratch.offers[i].track
        if belief.tracks[k].shooter < 0:
            log_why(model, belief, log, n, k, why, t)


@kernel
def collect_offers(model, belief, log, n, k, offers, t):
    """Add the shots that units offer at track `k` to `offers` that are there, or keep why none does; return how many.

    A shot is worth less the more time is left for it. Units that choose for themselves are shown the track.
    """
    scratch = belief.scratch
    track = belief.tracks[k]
    first = offers
    shown = False
    why = NO_UNIT_IN_REACH
    for u in range(model.units.shape[0]):
        if not commanded_by(model, belief, n, u):
            continue
        weapons = weapons_ready(model, belief, n) if u == n else belief.subordinates[n, u].weapons
        value, obstacle = best_shot(model, belief, n, u, k, weapons, t)
        if weapons == 0:
            obstacle = NO_ROUND
        if obstacle == NO_REASON and lies_in_wait(model, belief, n, u, t):
            obstacle = UNIT_IN_WAIT
        if obstacle != NO_REASON:
            why = further(why, obstacle)
            continue
        if u != n and chooses(model, belief, n, u):
            if channels_free(model, belief, n, u) > 0:
                show(model, belief, log, n, u, k, t)
                shown = True
            why = further(why, NO_CHANNEL)
            continue
        if offers == scratch.offers.shape[0]:
            belief.progress[0].overflow = 1
            return offers
        offer = scratch.offers[offers]
        offer.track, offer.unit = k, u
        offer.gain = value * track.score / track.worth
        if failed_lately(model, belief, u, k, t):
            offer.gain *= FAILED
        offers += 1
    if offers == first:
        if shown:
            why = LEFT_TO_UNITS
            note_shown(belief, k, t)
        log_why(model, belief, log, n, k, why, t)
    return offers


@kernel
def best_offer(belief, offers):
    """Row of the offer of the greatest gain whose track is free and whose unit has a channel, NONE for none."""
    scratch = belief.scratch
    best = NONE
    most = 0.0
    for i in range(offers):
        offer = scratch.offers[i]
        if offer.gain > most and scratch.spare[offer.unit] > 0 and belief.tracks[offer.track].shooter < 0:
            most = offer.gain
            best = i
    return best


@kernel
def channels_free(model, belief, n, u):
    """Idle fire channels of unit `u`, as unit `n` knows: its own, or as last reported and ordered."""
    return idle_channels(model, belief, n) if u == n else belief.subordinates[n, u].free


@kernel
def commanded_by(model, belief, n, u):
    """Whether unit `u` has fire channels and is `n` itself, or commanded by it and not silent."""
    unit = model.units[u]
    if unit.channels == 0:
        return False
    if u == n:
        return True
    return commands(model, belief, n, u) and belief.subordinates[n, u].silent == 0


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
        known = belief.subordinates[n, u]
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
