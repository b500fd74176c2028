"""A fire channel at each of its looks: point, look, follow, support rounds in flight, and move the engagement on.

A channel works on its own track, made by its engagement sensor from the cue it was given, and on nothing else.
"""

from math import inf

from shieldwall.engine.fire.closing import finish
from shieldwall.engine.fire.engagement import advance_engagement
from shieldwall.engine.fire.launch import GUN_FIRED
from shieldwall.engine.fire.support import support
from shieldwall.engine.fire.tracking import follow
from shieldwall.engine.network.switches import barred_from
from shieldwall.engine.referee.attribution import attribute
from shieldwall.engine.referee.guns import fire_gun
from shieldwall.engine.referee.shots import register_shot
from shieldwall.engine.sense.budget import dwells, share_time, stretch
from shieldwall.engine.sense.look import NOTHING, at_hand, plots_of, take_look
from shieldwall.engine.sense.pointing import point
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.channel import IDLE


@kernel
def engage(model, truth, belief, log, c, t):
    """One look of fire channel `c`, and what follows from it; returns when it looks next."""
    channel = model.channels[c]
    state = belief.channel_state[c]
    why = barred_from(model, belief, c)
    if why != NO_REASON:
        finish(model, belief, log, c, why, t)
        return inf
    number = point(model, belief, c, t)
    if belief.looks[number % belief.looks.shape[0]].cosine < NOTHING:
        take_look(model, truth, belief, log, number)
    if not at_hand(belief, number):
        return inf
    first, count = plots_of(belief, number)
    tracks = belief.scratch.assigned[:count]
    follow(model, belief, c, number, tracks, t)
    attribute(model, truth, belief, log, tracks, truth.origins, first, t)
    state.dwells = dwells(model, belief, number)
    state.stretch = stretch(model, belief, log, c, t)
    state.look_share = support(model, truth, belief, log, c, t) if state.flying > 0 else 1.0
    fired = advance_engagement(model, belief, log, c, t)
    if fired >= 0:
        register_shot(model, truth, belief, fired, c)
        # From now on it guides a round.
        state.stretch = stretch(model, belief, log, c, t)
    elif fired == GUN_FIRED:
        fire_gun(model, truth, belief, log, c, t)
    if state.state == IDLE:
        share_time(model, belief, log, channel.sensor, t)
        return inf
    return t + state.look_share * state.stretch * model.sensors[channel.sensor].look_interval
