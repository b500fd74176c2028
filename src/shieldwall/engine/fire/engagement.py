"""An engagement from its first look to its last: acquire, fire, wait for the rounds, assess."""

from shieldwall.engine.fire.assessment import assess, assessment_due
from shieldwall.engine.fire.closing import finish
from shieldwall.engine.fire.foreign import is_led
from shieldwall.engine.fire.launch import NOTHING_FIRED, fire
from shieldwall.engine.track.history import hits
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ACQUIRED
from shieldwall.record.periods import ACQUIRE_TIME
from shieldwall.record.reasons import ENGAGED, NO_REASON, NOT_ACQUIRED, TRACK_LOST
from shieldwall.state.channel import ACQUIRING, ASSESSING, ENGAGING
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED

#: Looks, and hits among them, that make a fire-control track; looks without a hit that lose it.
ACQUIRE_HITS, LOST_LOOKS = 3, 5
#: Two fire-control tracks are of one target when they lie within so many standard deviations, or so many metres.
SAME_TRACK, SAME_POINT = 3.0, 50.0


@kernel
def advance_engagement(model, belief, log, c, t):
    """Move the engagement on after a look; return the row of a new round, GUN_FIRED, or NOTHING_FIRED."""
    state = belief.channel_state[c]
    if state.state == ACQUIRING:
        acquire(model, belief, log, c, t)
    if state.state == ENGAGING:
        lost = state.misses >= LOST_LOOKS and not is_led(belief, c, t)
        if lost and state.flying == 0 and state.fired == 0:
            finish(model, belief, log, c, TRACK_LOST, t)
        elif lost and state.fired > 0 and state.fired < state.allowed:
            # What is not seen gets no more rounds of this salvo.
            state.fired = state.allowed
        elif state.fired < state.allowed:
            return fire(model, belief, log, c, t)
        elif state.flying == 0 and state.met == 0 and lost:
            # No round came near: silence says nothing about a kill.
            finish(model, belief, log, c, TRACK_LOST, t)
        elif state.flying == 0:
            state.state = ASSESSING
            state.since = t
    elif state.state == ASSESSING and assessment_due(model, belief, c, t):
        assess(model, belief, log, c, t)
    return NOTHING_FIRED


@kernel
def acquire(model, belief, log, c, t):
    """Hold a fire-control track once enough looks have hit, or a foreign one that may lead rounds, or give up."""
    state = belief.channel_state[c]
    track = belief.tracks[c]
    if hits(state.history) >= ACQUIRE_HITS or is_led(belief, c, t):
        other = same_target_as(model, belief, c, t)
        if other >= 0:
            state.twin = belief.channel_state[other].order
            finish(model, belief, log, c, ENGAGED, t)
            return
        state.state = ENGAGING
        state.since = t
        state.waits_since = t
        track.status = CONFIRMED
        names, place = (model.channels[c].name, NONE), (track.x, track.y, track.z)
        state.cause = emit(log, t, ACQUIRED, NO_REASON, state.cause, names, place, (track.number, state.order))
        track.cause = state.cause
    elif t - state.since > ACQUIRE_TIME:
        finish(model, belief, log, c, NOT_ACQUIRED, t)


@kernel
def same_target_as(model, belief, c, t):
    """Channel of the unit that engages the target which channel `c` has found, NONE for none.

    By tracks of the unit's own sensors, which share its site's errors.
    """
    unit = model.units[model.channels[c].unit]
    mine, p = belief.tracks[c], belief.covariance[c]
    for i in range(unit.first_channel, unit.first_channel + unit.channels):
        state = belief.channel_state[i]
        if i == c or (state.state != ENGAGING and state.state != ASSESSING):
            continue
        track, q = belief.tracks[i], belief.covariance[i]
        g, h = t - mine.t, t - track.t
        dx = mine.x + g * mine.vx - track.x - h * track.vx
        dy = mine.y + g * mine.vy - track.y - h * track.vy
        dz = mine.z + g * mine.vz - track.z - h * track.vz
        spread = p[0] + p[3] + p[5] + q[0] + q[3] + q[5] + h * h * (q[15] + q[18] + q[20])
        if dx * dx + dy * dy + dz * dz < SAME_TRACK * SAME_TRACK * spread + SAME_POINT * SAME_POINT:
            return i
    return NONE
