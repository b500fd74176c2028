"""Where bodies really are, and what becomes of them."""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.legs import ALOFT, held_place, screen_near
from shieldwall.kernels.marks import marked
from shieldwall.state.body import FLYING, LEAKED


@kernel
def become(truth, b, state):
    """Change the state of body `b`, and the sums of its side."""
    body = truth.body_state[b]
    fates = truth.fates[truth.bodies[b].side]
    fates[body.state] -= 1
    fates[state] += 1
    body.state = state
    truth.held[ALOFT, b] = 1.0 if state == FLYING else 0.0


@kernel
def leak(truth, b):
    """Count body `b` among those that did what they were sent for."""
    truth.fates[truth.bodies[b].side, LEAKED] += 1
    truth.body_state[b].leaked = 1


@kernel(inline=True)
def motion(truth, b, t):
    """Position (m) and velocity (m/s) of body `b` at `t`, six numbers."""
    body = truth.bodies[b]
    return held_place(truth.legs, body.first_leg, body.legs, truth.held, b, t)


@kernel
def place_of(truth, b, t):
    """Position of body `b` at `t`: x, y, z."""
    x, y, z, _vx, _vy, _vz = motion(truth, b, t)
    return x, y, z


@kernel
def bodies_near(truth, here, reach, t):
    """List in `truth.screened` the flying bodies that may be within `reach`, m, of a point at `t`; return how many.

    None that is near is left out; whoever asks measures those listed.
    """
    count = truth.bodies.shape[0]
    screen_near(truth.held, count, t, here, reach, truth.words.view(np.uint8))
    return marked(truth.words, count, truth.screened)
