"""Kill assessment: does the target live, as far as the looks since the last round tell?"""

from shieldwall.engine.fire.closing import finish
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import ASSESSMENT, uniform
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ASSESSED
from shieldwall.record.reasons import ASSESSED_ALIVE, ASSESSED_KILLED
from shieldwall.state.channel import ENGAGING
from shieldwall.state.layout import NONE

#: An echo so short a time before the judgement, s, speaks for a target that lives. Assumption: three looks.
ECHO_COUNTS = 3.0
#: Two times are one when they differ by less, s: looks are added up.
ROUNDING = 1e-6


@kernel
def assessment_due(model, belief, c, t):
    """Whether the channel has looked long enough at what its rounds left."""
    after = model.units[model.channels[c].unit].assess_after
    return t - belief.channel_state[c].since > after - ROUNDING


@kernel
def assess(model, belief, log, c, t):
    """Tell by the last looks whether the target lives, and shoot again or end."""
    exercise = model.exercise[0]
    channel = model.channels[c]
    state = belief.channel_state[c]
    track = belief.tracks[c]
    alive = t - state.hit_at < ECHO_COUNTS - ROUNDING
    # Debris is taken for a target, or a target for debris, now and then.
    u = uniform(exercise.seed, exercise.replication, ASSESSMENT, channel.entity, 0, int(t))
    if u < model.units[channel.unit].assessment_error:
        alive = not alive
    why = ASSESSED_ALIVE if alive else ASSESSED_KILLED
    place = (track.x, track.y, track.z)
    state.cause = emit(log, t, ASSESSED, why, state.cause, (channel.name, NONE), place, (track.number, state.shots))
    if alive:
        state.state = ENGAGING
        state.fired = 0
        state.met = 0
        state.since = t
        state.waits_since = t
    else:
        finish(model, belief, log, c, why, t)
