"""Which bodies a look must test one by one: one pass over the legs that they fly leaves the others out."""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.legs import screen_cone, screen_range
from shieldwall.kernels.marks import marked
from shieldwall.record.reasons import OUT_OF_RANGE


@kernel
def screen(model, truth, look):
    """List in `truth.screened` the bodies that a look must test one by one; return how many.

    Left out are bodies that do not fly, that are outside of the cone of a look, and that are out of a scan's range as
    they were before.
    """
    s, t = look.sensor, look.t
    sensor = model.sensors[s]
    here = (sensor.x, sensor.y, sensor.z)
    count = truth.bodies.shape[0]
    marks = truth.words.view(np.uint8)
    if look.cosine > -1.0:
        screen_cone(truth.held, count, t, here, (look.east, look.north, look.up, look.cosine), marks)
    else:
        screen_range(truth.held, count, t, here, sensor.range_max, truth.sights[s], OUT_OF_RANGE, marks)
    return marked(truth.words, count, truth.screened)
