"""Numbers that follow from figures and from draws about sites, worked out one after another.

What a scenario makes of its figures (a radar constant from a range, a cosine from an angle) is known when it is
planned: a list of terms, each an operation on earlier values. A replication works them out once for every copy of a
thing, and the columns of the engine's tables take what they need.
"""

from math import ceil, sqrt

import numpy as np

from shieldwall.assembly.draw.sites import anchor_gain, anchor_share, horizon_loss
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import signal_needed
from shieldwall.kernels.draws import normal, uniform
from shieldwall.kernels.elementary import cos, exp, log, sin
from shieldwall.kernels.geodesy import height_above_sea, up_at

TERM = np.dtype([("what", "i8"), ("a", "i8"), ("b", "i8"), ("c", "i8"), ("d", "i8"), ("number", "f8")], align=True)
"""An operation: `what` it is, the places of up to four operands among the values, and a number of its own."""

#: Operations. Draws take purpose, entity and index in the places of operands.
NUMBER, UNIFORM, NORMAL = 0, 1, 2
SUM, DIFFERENCE, PRODUCT, QUOTIENT, LEAST, GREATEST, LENGTH, LESS = 3, 4, 5, 6, 7, 8, 9, 10
SINE, COSINE, LOGARITHM, EXPONENTIAL, ROOT, WHOLE, CEILING = 11, 12, 13, 14, 15, 16, 17
UP_AT, ABOVE_SEA, SIGNAL_NEEDED, ANCHOR_SHARE, ANCHOR_GAIN, HORIZON_LOSS = 18, 19, 20, 21, 22, 23


@kernel
def work_out(terms, place, key, air, values):
    """Write the value of each TERM row into `values` from index `first` on.

    Args:
        terms: TERM rows; operands are indices of `values`, of figures or of earlier terms.
        place: (first, meridional, normal): where the terms begin, and the radii of the frame, m.
        key: (seed, replication).
        air: float64[band, LAYERS], two-way losses of clear air.
        values: float64[first + terms].
    """
    first = int(place[0])
    for row in range(terms.shape[0]):
        term = terms[row]
        what = term.what
        if what == NUMBER:
            value = term.number
        elif what == UNIFORM:
            value = uniform(key[0], key[1], term.a, term.b, 0, term.c)
        elif what == NORMAL:
            value = normal(key[0], key[1], term.a, term.b, 0, term.c)
        elif what <= LESS:
            value = of_two(what, values[term.a], values[term.b])
        elif what <= CEILING:
            value = of_one(what, values[term.a])
        elif what == UP_AT:
            value = up_at(values[term.a], values[term.b], values[term.c], place[1], place[2])
        elif what == ABOVE_SEA:
            value = height_above_sea(values[term.a], values[term.b], values[term.c], place[1], place[2])
        elif what == SIGNAL_NEEDED:
            value = signal_needed(values[term.a], term.number, int(values[term.b]), 1)
        elif what == ANCHOR_SHARE:
            value = anchor_share(air[term.c], values[term.a], values[term.b])
        elif what == ANCHOR_GAIN:
            value = anchor_gain(values[term.a], values[term.b], values[term.c], values[term.d], term.number)
        else:
            value = horizon_loss(values[term.a], term.number)
        values[first + row] = value


@kernel
def of_two(what, a, b):
    """Return what an operation makes of two numbers."""
    if what == SUM:
        return a + b
    if what == DIFFERENCE:
        return a - b
    if what == PRODUCT:
        return a * b
    if what == QUOTIENT:
        return a / b
    if what == LEAST:
        return min(a, b)
    if what == GREATEST:
        return max(a, b)
    if what == LENGTH:
        return sqrt(a * a + b * b)
    return 1.0 if a < b else 0.0


@kernel
def of_one(what, a):
    """Return what an operation makes of one number."""
    if what == SINE:
        return sin(a)
    if what == COSINE:
        return cos(a)
    if what == LOGARITHM:
        return log(a)
    if what == EXPONENTIAL:
        return exp(a)
    if what == ROOT:
        return sqrt(a)
    return 1.0 * (int(a) if what == WHOLE else ceil(a))
