"""How well a track tells where its target is."""

from math import sqrt

from shieldwall.kernels.compiled import kernel


@kernel(inline=True)
def doubt(p, h):
    """Root of the sum of the variances of a track's place, m, `h` s after the time for which its covariance `p` holds.

    What correlates place and speed is left out: it matters little where nobody has seen the target for long.
    """
    return sqrt(p[0] + p[3] + p[5] + h * h * (p[15] + p[18] + p[20]))
