"""Kill assessment: does the target live, as far as the looks since its meeting with a round tell?

Silence speaks for a kill only where a round came by the target and the channel would have seen it go on.
"""

from shieldwall.engine.command.shot_value import map_shows
from shieldwall.engine.fire.closing import finish
from shieldwall.engine.fly.grid import tick_of
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import ASSESSMENT, place_name, uniform
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ASSESSED
from shieldwall.record.reasons import ASSESSED_ALIVE, ASSESSED_KILLED, ASSESSED_UNKNOWN
from shieldwall.state.channel import ENGAGING
from shieldwall.state.layout import NONE

#: An echo so short a time before the judgement, s, speaks for a target that lives. Assumption: three looks.
ECHO_COUNTS = 3.0
#: Two times are one when they differ by less, s: looks are added up.
ROUNDING = 1e-6


@kernel
def assessment_due(model, belief, c, t):
    """Whether the channel has looked long enough at what its rounds left, at once when none came by."""
    state = belief.channel_state[c]
    after = model.units[model.channels[c].unit].assess_after
    return state.met == 0 or t - state.since > after - ROUNDING


@kernel
def verdict(model, belief, c, t):
    """What the channel's looks say of its target: alive, killed, or unknown."""
    state = belief.channel_state[c]
    if t - state.hit_at < ECHO_COUNTS - ROUNDING:
        return ASSESSED_ALIVE
    if state.met == 0 or state.hit_at < state.met_at - ECHO_COUNTS:
        return ASSESSED_UNKNOWN
    track = belief.tracks[c]
    h = t - track.t
    x, y, z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    shown = map_shows(model, model.channels[c].sensor, x, y, z)
    return ASSESSED_KILLED if shown else ASSESSED_UNKNOWN


@kernel
def assess(model, belief, log, c, t):
    """Tell by the last looks whether the target lives, and shoot again or end."""
    exercise = model.exercise[0]
    channel = model.channels[c]
    state = belief.channel_state[c]
    track = belief.tracks[c]
    why = verdict(model, belief, c, t)
    if state.met == 1 and why != ASSESSED_UNKNOWN:
        # Debris is taken for a target, or a target for debris, now and then.
        unit = model.units[channel.unit]
        where = place_name(track.x, track.y)
        u = uniform(exercise.seed, exercise.replication, ASSESSMENT, unit.entity, where, tick_of(t))
        if u < unit.assessment_error:
            why = ASSESSED_KILLED if why == ASSESSED_ALIVE else ASSESSED_ALIVE
    place = (track.x, track.y, track.z)
    state.cause = emit(log, t, ASSESSED, why, state.cause, (channel.name, NONE), place, (track.number, state.shots))
    if why == ASSESSED_ALIVE:
        state.state = ENGAGING
        state.fired = 0
        state.met = 0
        state.since = t
        state.waits_since = t
    else:
        finish(model, belief, log, c, why, t)
