"""Assignment: which unit engages which track, or the reason why none can."""

from math import sqrt

from shieldwall.engine.command.greedy import best_offer, choose, marginal_gain
from shieldwall.engine.command.methods import chooses, lies_in_wait
from shieldwall.engine.command.resources import idle_channels, weapons_ready
from shieldwall.engine.command.shot_value import best_shot, further
from shieldwall.engine.command.showing import show_to_choosers
from shieldwall.engine.command.staff import FOR_ORDERS, decide, decisions_left
from shieldwall.engine.command.supervision import cue, log_why
from shieldwall.engine.fire.envelope import keeps_out
from shieldwall.engine.network.chain import commands, leads
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
    UNIT_IN_WAIT,
)
from shieldwall.state.layout import NONE
from shieldwall.state.message import ORDER
from shieldwall.state.unit import WEAPONS_HOLD

#: Rest after a refusal, s; who could not is asked again so much later, or when the threat came so much closer.
BACK_OFF, ASK_AGAIN, CLOSER = 6.0, 25.0, 0.8
#: Until then its shot counts so little that anybody else's comes first.
FAILED = 1e-3


@kernel
def assign(model, belief, log, n, ranked, t):
    """Order units to engage the tracks of `scratch.ranking`, `ranked` of them, or keep the reason why none can.

    Greedy by marginal value: of all shots that units offer, the one of the greatest gain is ordered, and so on with the
    channels and tracks that are left; and a second unit where one round, without time for another, is all that the
    first can send.
    """
    scratch = belief.scratch
    choosers = False
    first, end = may_shoot(model, belief, n)
    for u in range(first, end):
        scratch.spare[u] = NONE
        if u != n and chooses(model, belief, n, u):
            choosers = True
        elif commanded_by(model, belief, n, u):
            scratch.spare[u] = channels_free(model, belief, n, u)
    most = decisions_left(model, belief, n, FOR_ORDERS, 2 * ranked, t)
    offers = chosen = 0
    for i in range(ranked):
        k = scratch.ranking[i]
        if t - belief.tracks[k].ordered_at >= BACK_OFF or belief.tracks[k].order < 0:
            # No shot at this track or at one that follows gains more than the threat of this one.
            chosen = choose_offers(belief, offers, chosen, most, belief.tracks[k].score)
            so_far = (offers, chosen == most, choosers)
            offers = collect_offers(model, belief, log, n, k, so_far, (first, end), t)
    chosen = choose_offers(belief, offers, chosen, most, 0.0)
    for turn in range(1, chosen + 1):
        for i in range(offers):
            if scratch.offers[i].turn == turn:
                order(model, belief, log, n, scratch.offers[i].unit, scratch.offers[i].track, t)
    best = best_offer(scratch.offers, offers, scratch.spare, belief.tracks)
    why = STAFF_BUSY if best >= 0 else NO_CHANNEL
    for i in range(offers):
        k = scratch.offers[i].track
        if belief.tracks[k].shooter < 0:
            log_why(model, belief, log, n, k, why, t)


@kernel
def may_shoot(model, belief, n):
    """Rows, (first, end), of the units among which unit `n` finds shooters: all, or itself where it leads nobody."""
    return (0, model.units.shape[0]) if leads(model, belief, n) else (n, n + 1)


@kernel
def choose_offers(belief, offers, chosen, most, least):
    """Choose among `offers` the shots that gain `least` or more, `most` with those chosen before; return how many."""
    scratch = belief.scratch
    while chosen < most:
        best = best_offer(scratch.offers, offers, scratch.spare, belief.tracks)
        if best < 0:
            return chosen
        offer = scratch.offers[best]
        track = belief.tracks[offer.track]
        if marginal_gain(offer, track) < least:
            return chosen
        chosen += 1
        offer.turn = chosen
        choose(offer, scratch.spare, track)
    return chosen


@kernel
def collect_offers(model, belief, log, n, k, so_far, rows, t):
    """Add the shots that units of some `rows` offer at track `k`, or keep why none does; return how many are offered.

    `so_far` are those that are there, whether it only matters if anybody offers one, since the staff has orders enough,
    and whether units choose for themselves. Units without a channel to spare are asked only where no other offers a
    shot, and only whether one of them would. Only where none offers one are those shown the track that choose.
    """
    offers, any_will_do, choosers = so_far
    first = offers
    belief.tracks[k].left = 1.0
    why = NO_UNIT_IN_REACH
    for spare in (True, False):
        for u in range(rows[0], rows[1]):
            channels = belief.scratch.spare[u]
            if channels == NONE or (channels > 0) != spare or (offers > first and (any_will_do or not spare)):
                continue
            why = ask(model, belief, n, u, k, (offers, why), t)
            if why == NO_REASON:
                offers += 1
                why = NO_CHANNEL
            if belief.progress[0].overflow:
                return offers
    if offers == first:
        if choosers:
            why = show_to_choosers(model, belief, log, n, k, why, t)
        log_why(model, belief, log, n, k, why, t)
    return offers


@kernel
def ask(model, belief, n, u, k, so_far, t):
    """Write unit `u`'s best shot at track `k` down as an offer; return 0, or the furthest reason why nobody has one.

    `so_far` are the row for it and the furthest reason of those who were asked. A shot is worth less the more time is
    left for it.
    """
    row, known = so_far
    scratch, track = belief.scratch, belief.tracks[k]
    weapons = weapons_ready(model, belief, n) if u == n else belief.subordinates[n, u].weapons
    if weapons == 0:
        return further(known, NO_ROUND)
    if keeps_out(model.units[u], track, t, model.exercise[0].radius):
        return known
    value, saves, leaves, why = best_shot(model, belief, n, u, k, weapons, known, t)
    if why != NO_REASON:
        return why
    if lies_in_wait(model, belief, n, u, t):
        return further(known, UNIT_IN_WAIT)
    if row == scratch.offers.shape[0]:
        belief.progress[0].overflow = 1
        return known
    offer = scratch.offers[row]
    offer.track, offer.unit = k, u
    offer.value, offer.saves, offer.leaves, offer.turn = value, saves, leaves, 0
    offer.weight = track.score / track.worth
    if failed_lately(model, belief, u, k, t):
        offer.weight *= FAILED
    return NO_REASON


@kernel
def channels_free(model, belief, n, u):
    """Idle fire channels of unit `u`, as unit `n` knows: its own, or as last reported and ordered."""
    return idle_channels(model, belief, n) if u == n else belief.subordinates[n, u].free


@kernel
def commanded_by(model, belief, n, u):
    """Whether unit `u` has fire channels and is `n` itself, or commanded by it and not silent.

    Under weapons hold nobody orders another to fire: each defends itself.
    """
    unit = model.units[u]
    if unit.channels == 0:
        return False
    if u == n:
        return True
    if belief.unit_state[n].control == WEAPONS_HOLD:
        return False
    return commands(model, belief, n, u) and belief.subordinates[n, u].silent == 0


@kernel
def order(model, belief, log, n, u, k, t):
    """Order unit `u`, the shooter of track `k` or its second, to engage that."""
    decide(model, belief, n, t)
    progress = belief.progress[0]
    track = belief.tracks[k]
    number = progress.orders
    progress.orders += 1
    if u == track.shooter:
        track.order = number
        track.answered = 0
        track.ordered_at = track.answered_at = t
        track.why = ENGAGED
    else:
        track.second_order = number
    if u != n:
        known = belief.subordinates[n, u]
        known.free -= 1
    names, place = (model.units[n].name, model.units[u].name), (track.x, track.y, track.z)
    track.cause = emit(log, t, ORDERED, NO_REASON, track.cause, names, place, (track.number, number))
    cue(model, belief, log, n, k, u, ORDER, t)


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
