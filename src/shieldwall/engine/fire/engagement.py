"""An engagement from its first look to its last: acquire, fire, wait for the rounds, assess."""

from shieldwall.engine.fire.assessment import assess, assessment_due
from shieldwall.engine.fire.closing import finish
from shieldwall.engine.fire.launch import NOTHING_FIRED, fire, rounds_allowed
from shieldwall.engine.track.history import hits
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ACQUIRED
from shieldwall.record.periods import ACQUIRE_TIME
from shieldwall.record.reasons import NO_REASON, NOT_ACQUIRED, TRACK_LOST
from shieldwall.state.channel import ACQUIRING, ASSESSING, ENGAGING
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED

#: Looks, and hits among them, that make a fire-control track; looks without a hit that lose it.
ACQUIRE_HITS, LOST_LOOKS = 3, 5


@kernel
def advance_engagement(model, belief, log, c, t):
    """Move the engagement on after a look; return the row of a new round, GUN_FIRED, or NOTHING_FIRED."""
    state = belief.channel_state[c]
    if state.state == ACQUIRING:
        acquire(model, belief, log, c, t)
    if state.state == ENGAGING:
        lost = state.misses >= LOST_LOOKS
        if lost and state.flying == 0 and state.fired == 0:
            finish(model, belief, log, c, TRACK_LOST, t)
        elif lost and state.fired > 0 and state.fired < rounds_allowed(model, c):
            # What is not seen gets no more rounds of this salvo.
            state.fired = rounds_allowed(model, c)
        elif state.fired < rounds_allowed(model, c):
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
    """Hold a fire-control track once enough looks have hit, or give up."""
    state = belief.channel_state[c]
    track = belief.tracks[c]
    if hits(state.history) >= ACQUIRE_HITS:
        state.state = ENGAGING
        state.since = t
        state.waits_since = t
        track.status = CONFIRMED
        names, place = (model.channels[c].name, NONE), (track.x, track.y, track.z)
        state.cause = emit(log, t, ACQUIRED, NO_REASON, state.cause, names, place, (track.number, state.order))
        track.cause = state.cause
    elif t - state.since > ACQUIRE_TIME:
        finish(model, belief, log, c, NOT_ACQUIRED, t)
