"""Orders: a unit takes one on an idle fire channel, or says why not, and answers its post."""

from math import inf

from shieldwall.engine.command.alert import SAME_PLACE, known_since, start_up
from shieldwall.engine.command.deconfliction import deconflict
from shieldwall.engine.command.emission import forbidden, open_radars, shut
from shieldwall.engine.command.resources import weapons_ready
from shieldwall.engine.command.shot_value import strong_enough
from shieldwall.engine.fire.foreign import may_follow, note_lead
from shieldwall.engine.fly.grid import tick_of
from shieldwall.engine.network.messages import send
from shieldwall.engine.network.status import answer, report
from shieldwall.engine.network.switches import blinded
from shieldwall.engine.network.uses import use_of
from shieldwall.engine.sense.pointing import can_turn_to
from shieldwall.engine.track.registration import to_own
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import OPERATOR_DELAY, place_name, uniform
from shieldwall.kernels.elementary import log as natural_log
from shieldwall.models.numbers import OPTICAL
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ACCEPTED, CLAIMED, REFUSED
from shieldwall.record.reasons import (
    AWARENESS_ONLY,
    ENGAGED,
    LAUNCH_BARRED,
    NO_CHANNEL,
    NO_REASON,
    NO_ROUND,
    OUTSIDE_SECTOR,
    RADAR_BARRED,
    SILENT_BY_ORDER,
    TO_ENGAGE,
)
from shieldwall.state.channel import ACQUIRING, IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.link import AWARENESS
from shieldwall.state.message import CLAIM
from shieldwall.state.switch import LAUNCH_BIT
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE

#: A cue and a channel's track are one target when they lie within so many standard deviations of each other, and
#: within `SAME_PLACE`: where a cue is vaguer, the channel that looks there tells what it finds.
SAME_TARGET = 3.0
#: Variance of each velocity component of a cue, m2/s2.
VELOCITY_VARIANCE = 60.0**2


@kernel
def take_order(model, belief, log, row, t):
    """A unit takes an order on an idle channel, or says why not."""
    n = belief.messages[row].receiver
    if belief.unit_state[n].alive == 0:
        return
    c, why, instead = find_channel(model, belief, row, t)
    if c < 0:
        refuse(model, belief, log, row, why, instead, t)
        return
    begin(model, belief, log, row, c, t)


@kernel
def begin(model, belief, log, row, c, t):
    """Begin an engagement on channel `c`; the post hears of one that the unit ordered itself."""
    said = belief.orders_sent[row]
    n = model.channels[c].unit
    occupy(model, belief, row, c, t)
    if shut(model, belief, model.channels[c].sensor):
        open_radars(model, belief, log, n, TO_ENGAGE, t)
    if said.post == n:
        claim(model, belief, log, row, t)
    state = belief.channel_state[c]
    names, place = (model.channels[c].name, NONE), (said.x, said.y, said.z)
    state.cause = emit(log, t, ACCEPTED, NO_REASON, NONE, names, place, (said.track, said.order))
    belief.clocks[model.channels[c].clock] = t
    answer(model, belief, log, c, NO_REASON, t)


@kernel
def claim(model, belief, log, row, t):
    """Tell the post of a unit what it engages unasked."""
    n = belief.messages[row].receiver
    if model.units[n].post < 0:
        return
    said = belief.orders_sent[row]
    out = send(model, belief, log, t, CLAIM, n, model.units[n].post)
    if out >= 0:
        claimed = belief.orders_sent[out]
        claimed.unit, claimed.post = n, n
        claimed.at, claimed.order, claimed.spread = said.at, said.order, said.spread
        claimed.x, claimed.y, claimed.z = said.x, said.y, said.z
        claimed.vx, claimed.vy, claimed.vz = said.vx, said.vy, said.vz


@kernel
def take_claim(model, belief, log, row, t):
    """A post learns what a unit of its engages unasked: the nearest of its own tracks that nobody engages."""
    message, said = belief.messages[row], belief.orders_sent[row]
    n, u = message.receiver, said.unit
    best = NONE
    nearest = SAME_PLACE * SAME_PLACE
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.shooter >= 0:
            continue
        h, g = t - track.t, t - said.at
        dx, dy = track.x + h * track.vx - said.x - g * said.vx, track.y + h * track.vy - said.y - g * said.vy
        if dx * dx + dy * dy < nearest:
            nearest, best = dx * dx + dy * dy, k
    if best < 0:
        deconflict(model, belief, log, row, t)
    else:
        track = belief.tracks[best]
        track.shooter, track.order, track.answered, track.why = u, said.order, 1, ENGAGED
        track.ordered_at = track.answered_at = t
        names, place = (model.units[n].name, model.units[u].name), (track.x, track.y, track.z)
        track.cause = emit(log, t, CLAIMED, NO_REASON, track.cause, names, place, (track.number, said.order))


@kernel
def find_channel(model, belief, row, t):
    """The idle channel that takes an order; or NONE, the reason, and the order under which its target is engaged."""
    n = belief.messages[row].receiver
    said = belief.orders_sent[row]
    unit = model.units[n]
    if belief.unit_state[n].barred & LAUNCH_BIT:
        return NONE, LAUNCH_BARRED, NONE
    if use_of(model, belief, belief.messages[row].sender, n) == AWARENESS:
        return NONE, AWARENESS_ONLY, NONE
    if weapons_ready(model, belief, n) == 0:
        return NONE, NO_ROUND, NONE
    led = may_follow(model, belief, row)
    found, blind = NONE, False
    why = NO_CHANNEL
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        state = belief.channel_state[c]
        if blinded(model, belief, model.channels[c].sensor):
            blind = True
        elif state.state == IDLE and forbidden(model, belief, model.channels[c].sensor):
            why = SILENT_BY_ORDER
        elif state.state == IDLE:
            if found >= 0 and not better(model, c, found):
                continue
            if not led and not can_turn_to(model, belief, model.channels[c].sensor, said.x, said.y, said.worth):
                why = OUTSIDE_SECTOR
            elif led or shown_to(model, model.channels[c].sensor, said):
                found = c
        elif same_target(model, belief, c, row, t):
            return NONE, ENGAGED, state.order
    if found < 0 and blind:
        return NONE, RADAR_BARRED, NONE
    if found < 0:
        return NONE, why, NONE
    return found, NO_REASON, NONE


@kernel
def shown_to(model, s, said):
    """Whether sensor `s` is expected to see an order's target; of echoes the post has judged already."""
    place, velocity = (said.x, said.y, said.z), (said.vx, said.vy, said.vz)
    return model.sensors[s].kind != OPTICAL or strong_enough(model, s, 0.0, place, velocity)


@kernel
def refuse(model, belief, log, row, why, instead, t):
    """Say why an order cannot be taken; where its target is engaged already, by which order `instead`."""
    n = belief.messages[row].receiver
    said = belief.orders_sent[row]
    names, place = (model.units[n].name, NONE), (said.x, said.y, said.z)
    emit(log, t, REFUSED, why, NONE, names, place, (said.track, said.order))
    back = report(model, belief, log, n, said.post, t)
    if back >= 0:
        answered = belief.status_sent[back]
        answered.order, answered.track, answered.why, answered.instead = said.order, said.track, why, instead


@kernel
def occupy(model, belief, row, c, t):
    """Begin an engagement on channel `c` by an order."""
    exercise = model.exercise[0]
    unit = model.units[model.channels[c].unit]
    said = belief.orders_sent[row]
    state = belief.channel_state[c]
    state.state = ACQUIRING
    state.since = t
    n = model.channels[c].unit
    where = place_name(said.x, said.y)
    u = uniform(exercise.seed, exercise.replication, OPERATOR_DELAY, unit.entity, where, tick_of(t))
    start_up(model, belief, n, t)
    known = known_since(model, belief, n, said.x, said.y, t)
    ready = max(t, known + unit.reaction, belief.unit_state[n].warm_at)
    state.ready_at = ready - unit.operator_delay * natural_log(u)
    state.shoot_at = t
    state.waits_since = t
    state.post = said.post
    state.order = said.order
    state.order_track = said.track
    state.weapon = state.twin = NONE
    state.look_share = 1.0
    state.worth = said.worth
    state.allowed = 1
    state.engagement += 1
    state.fired = state.shots = state.flying = 0
    state.hit_at = state.met_at = state.led_at = -inf
    state.misses = state.hit = state.history = state.met = 0
    state.why = NO_REASON
    begin_at_cue(model, belief, c, row)
    note_lead(model, belief, row, c)


@kernel
def renew_cue(model, belief, row):
    """A fresh cue replaces the old one while the channel seeks its target; one that may lead, while it sees none."""
    unit = model.units[belief.messages[row].receiver]
    order = belief.orders_sent[row].order
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        state = belief.channel_state[c]
        if state.state == IDLE or state.order != order or state.history != 0:
            continue
        if state.state == ACQUIRING:
            begin_at_cue(model, belief, c, row)
        elif may_follow(model, belief, row):
            begin_at_cue(model, belief, c, row)
            belief.tracks[c].status = CONFIRMED
        note_lead(model, belief, row, c)


@kernel
def begin_at_cue(model, belief, c, row):
    """Begin the channel's track at the cue, as uncertain as the cue says.

    A cue from another site is taken for this one's own bearings, which its registration error turns.
    """
    message = belief.messages[row]
    said = belief.orders_sent[row]
    progress = belief.progress[0]
    track = belief.tracks[c]
    track.x, track.y, track.z = said.x, said.y, said.z
    if message.sender != message.receiver:
        track.x, track.y = to_own(model.sensors, model.channels[c].sensor, said.x, said.y)
    track.vx, track.vy, track.vz = said.vx, said.vy, said.vz
    track.t = said.at
    track.echo = said.echo
    track.unit = message.receiver
    if track.status == FREE:
        track.number = progress.tracks
        progress.tracks += 1
    track.status = TENTATIVE
    p = belief.covariance[c]
    p[:] = 0.0
    p[0] = p[3] = p[5] = said.spread * said.spread
    p[15] = p[18] = p[20] = VELOCITY_VARIANCE


@kernel
def better(model, one, other):
    """Whether channel `one` works by radar and `other` by camera: radars reach further and see through haze."""
    kind, than = model.sensors[model.channels[one].sensor].kind, model.sensors[model.channels[other].sensor].kind
    return kind != OPTICAL and than == OPTICAL


@kernel
def same_target(model, belief, c, row, t):
    """Whether a busy channel's track and a cue are one target, as far as can be told.

    Both err, and where the cue comes from another site, so does the place and the north of both sites.
    """
    message = belief.messages[row]
    said = belief.orders_sent[row]
    track = belief.tracks[c]
    unit = model.units[message.receiver]
    p = belief.covariance[c]
    h = t - track.t
    g = t - said.at
    dx = track.x + h * track.vx - said.x - g * said.vx
    dy = track.y + h * track.vy - said.y - g * said.vy
    spread = said.spread * said.spread + p[0] + p[3] + p[5] + h * h * (p[15] + p[18] + p[20])
    if message.sender != message.receiver:
        ex, ey = said.x - unit.x, said.y - unit.y
        spread += 2.0 * (unit.site_error**2 + unit.north_error**2 * (ex * ex + ey * ey))
    return dx * dx + dy * dy < min(SAME_TARGET * SAME_TARGET * spread, SAME_PLACE * SAME_PLACE)
