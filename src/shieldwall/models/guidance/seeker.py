"""A seeker as this project means it: an acquisition range, a field of view, an angle noise and a lag."""

from shieldwall.kernels.compiled import kernel


@kernel
def sight(weapons, w, distance, cosine, rcs):
    """Whether the seeker of weapon `w` has a target of `rcs` m2 at `distance` m, `cosine` off its look direction.

    Range goes with the fourth root of the radar cross-section, as for any radar.
    """
    weapon = weapons[w]
    ratio = distance / weapon.seeker_range
    square = ratio * ratio
    return square * square < rcs and cosine > weapon.seeker_view


@kernel
def smoothing(lag, interval):
    """Gains on position and on velocity (1/s) of an alpha-beta filter with the time constant `lag` s.

    The Benedict-Bordner relation beta = alpha^2 / (2 - alpha) (1962).
    """
    alpha = interval / (lag + interval)
    return alpha, alpha * alpha / (2.0 - alpha) / interval
