"""Status reports: what a unit has left, where it looks, and how its orders stand; and what its post makes of them."""

from math import inf

from shieldwall.engine.command.assignment import distance_to
from shieldwall.engine.command.resources import idle_channels, rounds_left, weapons_ready
from shieldwall.engine.command.supervision import log_why, stand_down
from shieldwall.engine.network.chain import acting, next_hop
from shieldwall.engine.network.messages import send
from shieldwall.engine.sense.pointing import held_worth, room_to_turn
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import ASSESSED_KILLED, ASSESSED_UNKNOWN, ENGAGED, NO_REASON
from shieldwall.state.channel import IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.message import SIGN_OF_LIFE, STATUS
from shieldwall.state.track import CONFIRMED

#: A post and its units tell each other that they live in every so many cycles at the least.
HEARTBEAT = 4
#: Signs of life that are due within a silence that means something: two may be lost on the way.
SIGNS = 3


@kernel(inline=True)
def sign_due(cycles, cycle, silence):
    """Whether who has done so many cycles of `cycle` s tells now that it lives one to whom `silence`, s, means loss."""
    return cycles % max(1, min(HEARTBEAT, int(silence / (SIGNS * cycle)))) == 0


@kernel
def report_in(model, belief, log, n, t):
    """Tell the post what is left and which orders are being fought; a post tells its units that it lives."""
    unit = model.units[n]
    cycles = belief.unit_state[n].cycles
    if unit.channels > 0 and sign_due(cycles, unit.cycle, unit.autonomy_after):
        if unit.post >= 0:
            report(model, belief, log, n, unit.post, t)
        if belief.unit_state[n].commander == unit.deputy and unit.deputy >= 0:
            report(model, belief, log, n, unit.deputy, t)
        for c in range(unit.first_channel, unit.first_channel + unit.channels):
            if belief.channel_state[c].state != IDLE:
                answer(model, belief, log, c, NO_REASON, t)
    acts = acting(model, belief, n)
    if unit.commands == 1 or acts:
        for u in range(model.units.shape[0]):
            under = model.units[u]
            mine = under.post == n or (acts and under.deputy == n)
            if mine and u != n and sign_due(cycles, unit.cycle, under.autonomy_after):
                send(model, belief, log, t, SIGN_OF_LIFE, n, u)


@kernel
def report(model, belief, log, n, post, t):
    """Report to a post what unit `n` has left and where it looks; return the row of the message, NONE if it is lost."""
    row = send(model, belief, log, t, STATUS, n, next_hop(model, n, post))
    if row >= 0:
        said = belief.status_sent[row]
        said.unit, said.at = n, t
        said.free = idle_channels(model, belief, n)
        said.weapons = weapons_ready(model, belief, n)
        said.left = rounds_left(model, belief, n)
        said.order = said.track = said.instead = NONE
        said.why = NO_REASON
        report_facing(model, belief, model.units[n].engagement_sensor, said)
    return row


@kernel
def report_facing(model, belief, s, said):
    """Report where an engagement sensor, NONE for none, faces and how far it may turn."""
    said.facing_x = said.facing_y = said.turn_low = said.turn_high = said.held_worth = 0.0
    if s < 0:
        return
    said.facing_x, said.facing_y = belief.sensor_state[s].facing_x, belief.sensor_state[s].facing_y
    said.turn_low, said.turn_high = room_to_turn(model, belief, s, NONE, inf)
    said.held_worth = held_worth(model, belief, s)


@kernel
def answer(model, belief, log, c, why, t):
    """Report to whoever gave channel `c` its order how that stands."""
    state = belief.channel_state[c]
    n = model.channels[c].unit
    answer_to(model, belief, log, c, state.post, why, t)
    if state.post == n and model.units[n].post >= 0:
        # Its post has heard what it engages unasked.
        answer_to(model, belief, log, c, model.units[n].post, why, t)


@kernel
def answer_to(model, belief, log, c, post, why, t):
    """Report to a post, or to the unit itself, how the order of channel `c` stands."""
    state = belief.channel_state[c]
    row = report(model, belief, log, model.channels[c].unit, post, t)
    if row >= 0:
        said = belief.status_sent[row]
        said.order, said.track, said.why, said.instead = state.order, state.order_track, why, state.twin
        said.met_at = state.met_at


@kernel
def take_report(model, belief, log, row, t):
    """A unit reports to its post: what it has left, and how an order stands."""
    n = belief.messages[row].receiver
    said = belief.status_sent[row]
    u = said.unit
    known = belief.subordinates[n, u]
    if u != n and said.at >= known.as_of:
        known.as_of = said.at
        known.free = said.free
        known.weapons = said.weapons
        known.left = said.left
        known.facing_x, known.facing_y = said.facing_x, said.facing_y
        known.turn_low, known.turn_high, known.held_worth = said.turn_low, said.turn_high, said.held_worth
        known.silent = 0
    if said.order < 0:
        return
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.shooter < 0:
            continue
        if track.second >= 0 and track.second_order == said.order:
            if said.why != NO_REASON:
                track.second = NONE
                learn_verdict(track, said)
            continue
        if track.order != said.order:
            continue
        track.answered = 1
        track.answered_at = t
        if said.why == NO_REASON:
            continue
        if said.why == ENGAGED and said.instead >= 0:
            # Two tracks of one target, or the unit engages it unasked: what becomes of that order settles this one.
            track.order = said.instead
            continue
        goes_on = stand_down(track, t)
        track.ordered_at = t
        if not learn_verdict(track, said):
            track.refused_by = u
            track.refused_at = t
            track.refused_range = distance_to(model, belief, u, k)
        if not goes_on:
            log_why(model, belief, log, n, k, said.why, t)


@kernel(inline=True)
def learn_verdict(track, said):
    """Note when a target was met that may be killed, as a report says; return whether it does say so."""
    if said.why != ASSESSED_KILLED and said.why != ASSESSED_UNKNOWN:
        return False
    # Plots of what was there after that say that it lives.
    track.killed_at, track.verdict = said.met_at, said.why
    return True
