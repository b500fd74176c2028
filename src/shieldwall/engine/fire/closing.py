"""Why a channel does not fire, and how its engagement ends."""

from math import inf

from shieldwall.engine.network.status import answer
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ENDED, WAITS
from shieldwall.record.reasons import UNIT_LOST
from shieldwall.state.channel import IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.track import FREE


@kernel
def wait(model, belief, log, c, why, t):
    """Keep why the channel does not fire, and log it when it changes."""
    state = belief.channel_state[c]
    if why != state.why:
        state.why = why
        track = belief.tracks[c]
        names, place = (model.channels[c].name, NONE), (track.x, track.y, track.z)
        emit(log, t, WAITS, why, state.cause, names, place, (track.number, state.order))


@kernel
def finish(model, belief, log, c, why, t):
    """End the engagement, free the channel and report to whoever gave the order."""
    channel = model.channels[c]
    state = belief.channel_state[c]
    track = belief.tracks[c]
    place = (track.x, track.y, track.z)
    emit(log, t, ENDED, why, state.cause, (channel.name, NONE), place, (track.number, state.shots))
    state.state = IDLE
    state.engagement += 1
    track.status = FREE
    belief.clocks[channel.clock] = inf
    if why != UNIT_LOST:
        answer(model, belief, log, c, why, t)
