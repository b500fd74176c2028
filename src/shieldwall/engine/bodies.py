"""What flies: where a body is at a time, and when it comes into the air and leaves it."""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.legs import ALOFT, held_place, marked, screen_cone, screen_range
from shieldwall.record.reasons import OUT_OF_RANGE
from shieldwall.record.tables import FLYING


@kernel(inline=True)
def motion(truth, b, t):
    """Position (m) and velocity (m/s) of body `b` at `t`, six numbers."""
    body = truth.bodies[b]
    return held_place(truth.legs, body.first_leg, body.legs, truth.held, b, t)


@kernel
def become(truth, b, state):
    """Change the state of body `b`."""
    truth.bodies[b].state = state
    truth.held[ALOFT, b] = 1.0 if state == FLYING else 0.0


@kernel
def screen(truth, sensors, s, t, cone):
    """List in `truth.screened` the bodies that a look of sensor `s` must test one by one; return how many.

    `cone` is that of `sensing.look`. Left out are bodies that do not fly, that are outside of the cone of a look, and
    that are out of a scan's range as they were before.
    """
    sensor = sensors[s]
    here = (sensor.x, sensor.y, sensor.z)
    count = truth.bodies.shape[0]
    marks = truth.words.view(np.uint8)
    if cone[3] > -1.0:
        screen_cone(truth.held, count, t, here, cone, marks)
    else:
        screen_range(truth.held, count, t, here, sensor.range_max, truth.sights[s], OUT_OF_RANGE, marks)
    return marked(truth.words, count, truth.screened)
