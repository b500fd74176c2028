"""The track of a fire channel: its own plots, the nearest to where it expects its target."""

from shieldwall.engine.track.echo import blend_echo
from shieldwall.engine.track.history import WINDOW
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import expect, mahalanobis, update
from shieldwall.kernels.gates import GATE
from shieldwall.state.layout import NONE


@kernel
def follow(model, belief, c, number, rows, t):
    """Correct the channel's track by the nearest plot of its look inside the gate.

    The track row of each plot is written to `rows`: the channel's for the one that it took, NONE for the others.
    """
    look = belief.looks[number % belief.looks.shape[0]]
    state = belief.channel_state[c]
    batch, slots = belief.scratch.batch, belief.scratch.slots
    capacity = belief.plots.shape[0]
    q = model.units[model.channels[c].unit].process_noise
    expect(belief.tracks, belief.covariance, c, t, q, slots, 0)
    best = NONE
    nearest = GATE
    for i in range(look.plots):
        batch[i] = belief.plots[(look.first + i) % capacity]
        rows[i] = NONE
        apart = mahalanobis(slots, 0, batch, i)
        if apart < nearest:
            nearest = apart
            best = i
    state.history = (state.history << 1) & WINDOW
    state.hit = 0
    if best >= 0:
        update(belief.tracks, belief.covariance, c, t, batch, best, q)
        blend_echo(belief.tracks[c], batch[best].echo, t - state.hit_at)
        rows[best] = c
        state.history |= 1
        state.hit = 1
        state.hit_at = t
        state.misses = 0
    else:
        state.misses += 1
