"""Which of many clocks strikes next."""

import numpy as np

from shieldwall.kernels.compiled import kernel


@kernel(inline=True)
def earliest(clocks):
    """Return the number of the clock that strikes first, the lowest of equal ones.

    `clocks: float64[n]` are times that are not negative, infinite for a clock that stands still.
    """
    # The bits of such numbers, taken for integers, lie in the same order, and integers have a vector minimum.
    ordered = clocks.view(np.int64)
    least = ordered[0]
    for number in range(1, ordered.shape[0]):
        least = min(least, ordered[number])
    first = 0
    while ordered[first] != least:
        first += 1
    return first
