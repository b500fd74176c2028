"""Straight legs that follow a flown path as closely as is asked: which of its samples must stay.

D. H. Douglas and T. K. Peucker, Algorithms for the reduction of the number of points required to represent a digitized
line or its caricature, The Canadian Cartographer 10 (1973), 112-122.
"""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.paths import FINENESS, OFF, T, X, Y, Z


@kernel(inline=True)
def farthest(path, first, last):
    """Return the sample between two that lies farthest off the straight flight from one to the other, and how far.

    The distance is that at the sample's own time, squared and times its fineness; the first of equal ones counts.
    """
    t, x, y, z = path[T, first], path[X, first], path[Y, first], path[Z, first]
    rate = 1.0 / (path[T, last] - t)
    vx, vy, vz = (path[X, last] - x) * rate, (path[Y, last] - y) * rate, (path[Z, last] - z) * rate
    # An index without a sign needs no test for one, and several samples are computed at once.
    for sample in range(np.uint64(first + 1), np.uint64(last)):
        since = path[T, sample] - t
        off_x = path[X, sample] - x - since * vx
        off_y = path[Y, sample] - y - since * vy
        off_z = path[Z, sample] - z - since * vz
        path[OFF, sample] = (off_x * off_x + off_y * off_y + off_z * off_z) * path[FINENESS, sample]
    found, worst = first, -1.0
    for sample in range(first + 1, last):
        if path[OFF, sample] > worst:
            worst = path[OFF, sample]
            found = sample
    return found, worst


@kernel
def bends(path, count, stay):
    """Fill `stay` with the samples of a path that must stay as ends of legs, in their order; return how many.

    A body that flies straight between those is, at the time of every other sample, within its tolerance of it, which is
    one over the root of its fineness. `stay` is int64 and has room for all samples and one more.
    """
    stay[0] = 0
    kept = 1
    if count < 2:
        return kept
    # The ends of the segments that wait stand at the far end of the same array, the nearest first.
    top = stay.shape[0] - 1
    stay[top] = count - 1
    first = 0
    while top < stay.shape[0]:
        last = stay[top]
        found, worst = farthest(path, first, last)
        if worst > 1.0:
            top -= 1
            stay[top] = found
        else:
            stay[kept] = last
            kept += 1
            first = last
            top += 1
    return kept
