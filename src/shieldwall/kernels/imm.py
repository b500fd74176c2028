"""Interacting multiple models: two filters of nearly constant velocity, one for straight flight, one for manoeuvres.

Blom and Bar-Shalom, "The interacting multiple model algorithm for systems with Markovian switching coefficients",
IEEE Trans. Automatic Control 33(8), 1988; Bar-Shalom, Li and Kirubarajan, "Estimation with Applications to Tracking
and Navigation", Wiley 2001, section 11.6.6. A target changes between the two at random, with mean times `STRAIGHT`
and `TURN`; over a time h between plots that is a transition matrix in closed form, so looks need not be regular.

Track `k` has the rows 2 k (straight) and 2 k + 1 (manoeuvre) of `modes: MODE[n]`, which are of one time, and of
`covariance: float64[n, 21]`, laid out as in `filters`; `q` is the process noise of the manoeuvre in m2/s3.
"""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.kernels.filters import FIRST, SECOND, expect, mahalanobis, update
from shieldwall.kernels.gates import half_width

MODE = np.dtype([(name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t", "weight")])
"""State of one filter (m, m/s), its time (s) and the probability of its model."""

STRAIGHT, TURN = 60.0, 15.0
"""Mean times of straight flight and of a manoeuvre, s. Assumption."""

QUIET = 0.01
"""Process noise in straight flight, in units of the manoeuvre's: a tenth of its acceleration. Assumption."""

LEAST = 1e-30
"""Least probability of a model, so that none is ever out of the question."""


@kernel
def begin(modes, covariance, k, tracks, track_covariance):
    """Give both filters of track `k` its state and covariance, and the models their probabilities at any time."""
    track = tracks[k]
    for row in range(2 * k, 2 * k + 2):
        mode = modes[row]
        mode["x"], mode["y"], mode["z"] = track["x"], track["y"], track["z"]
        mode["vx"], mode["vy"], mode["vz"] = track["vx"], track["vy"], track["vz"]
        mode["t"] = track["t"]
        for n in range(21):
            covariance[row, n] = track_covariance[k, n]
    modes[2 * k]["weight"] = STRAIGHT / (STRAIGHT + TURN)
    modes[2 * k + 1]["weight"] = TURN / (STRAIGHT + TURN)


@kernel(inline=True)
def transition(h):
    """Probabilities of a change from straight flight to a manoeuvre and back within `h` seconds; none if negative."""
    changed = 1.0 - exp(-max(h, 0.0) * (1.0 / STRAIGHT + 1.0 / TURN))
    return changed * TURN / (STRAIGHT + TURN), changed * STRAIGHT / (STRAIGHT + TURN)


@kernel(inline=True)
def difference(modes, k):
    """State of the manoeuvre's filter less that of straight flight."""
    one, other = modes[2 * k], modes[2 * k + 1]
    return (
        other["x"] - one["x"],
        other["y"] - one["y"],
        other["z"] - one["z"],
        other["vx"] - one["vx"],
        other["vy"] - one["vy"],
        other["vz"] - one["vz"],
    )


@kernel
def mix(modes, covariance, k, h):
    """Let the filters of track `k` interact: what either may have been `h` seconds before the next plot."""
    there, back = transition(h)
    straight, turn = modes[2 * k], modes[2 * k + 1]
    to_straight = straight["weight"] * (1.0 - there) + turn["weight"] * back
    to_turn = straight["weight"] * there + turn["weight"] * (1.0 - back)
    # Share of the other model in what each begins from.
    a = turn["weight"] * back / to_straight
    b = straight["weight"] * there / to_turn
    apart = difference(modes, k)
    _shift(straight, a, apart)
    _shift(turn, -b, apart)
    one, other = covariance[2 * k], covariance[2 * k + 1]
    for n in range(21):
        outer = apart[FIRST[n]] * apart[SECOND[n]]
        p, q = one[n], other[n]
        one[n] = p + a * (q - p) + a * (1.0 - a) * outer
        other[n] = q + b * (p - q) + b * (1.0 - b) * outer
    straight["weight"] = to_straight
    turn["weight"] = to_turn


@kernel(inline=True)
def _shift(mode, share, apart):
    mode["x"] += share * apart[0]
    mode["y"] += share * apart[1]
    mode["z"] += share * apart[2]
    mode["vx"] += share * apart[3]
    mode["vy"] += share * apart[4]
    mode["vz"] += share * apart[5]


@kernel
def correct(modes, covariance, k, t, plots, i, q, positions):
    """Correct both filters of track `k` by plot `i` measured at `t`, and weigh the models by how well they met it.

    A plot that is older than the track finds the models as they are. Rows 0 and 1 of `positions` are a workspace with
    the fields of `POSITION`.
    """
    mix(modes, covariance, k, t - modes[2 * k]["t"])
    for j in range(2):
        noise = q if j == 1 else QUIET * q
        expect(modes, covariance, 2 * k + j, t, noise, positions, j)
    misses = (mahalanobis(positions, 0, plots, i), mahalanobis(positions, 1, plots, i))
    sizes = (_determinant(positions, 0, plots, i), _determinant(positions, 1, plots, i))
    least = min(misses[0], misses[1])
    straight = modes[2 * k]["weight"] * exp(0.5 * (least - misses[0])) * np.sqrt(sizes[1] / sizes[0])
    turn = modes[2 * k + 1]["weight"] * exp(0.5 * (least - misses[1]))
    for j in range(2):
        noise = q if j == 1 else QUIET * q
        update(modes, covariance, 2 * k + j, t, plots, i, noise)
    modes[2 * k]["weight"] = max(straight / (straight + turn), LEAST)
    modes[2 * k + 1]["weight"] = max(turn / (straight + turn), LEAST)


@kernel
def _determinant(positions, j, plots, i):
    """Determinant of the joint covariance of a position and a plot."""
    there = positions[j]
    plot = plots[i]
    a = there["xx"] + plot["xx"]
    b = there["xy"] + plot["xy"]
    c = there["xz"] + plot["xz"]
    d = there["yy"] + plot["yy"]
    e = there["yz"] + plot["yz"]
    f = there["zz"] + plot["zz"]
    return a * (d * f - e * e) + b * (c * e - b * f) + c * (b * e - c * d)


@kernel
def combine(modes, covariance, k, tracks, track_covariance):
    """Write to track `k` the mean and covariance of what its filters make of it."""
    straight, turn = modes[2 * k], modes[2 * k + 1]
    share = turn["weight"]
    apart = difference(modes, k)
    track = tracks[k]
    track["x"], track["y"], track["z"] = straight["x"], straight["y"], straight["z"]
    track["vx"], track["vy"], track["vz"] = straight["vx"], straight["vy"], straight["vz"]
    track["t"] = straight["t"]
    _shift(track, share, apart)
    one, other, both = covariance[2 * k], covariance[2 * k + 1], track_covariance[k]
    for n in range(21):
        outer = apart[FIRST[n]] * apart[SECOND[n]]
        both[n] = one[n] + share * (other[n] - one[n]) + share * (1.0 - share) * outer


@kernel
def open_gates(modes, covariance, t, q, slots, count, columns):
    """Let the `count` tracks that `pack` packed be expected at time `t` where the manoeuvre's filter expects them.

    Of two models the one with the larger gate decides what may be a track's, or the first plots of a turn were lost.
    """
    for n in range(count):
        slot = slots[n]
        expect(modes, covariance, 2 * slot["row"] + 1, t, q, slots, n)
        slot["expected"] = 1
        columns[0, n] = slot["x"]
        columns[1, n] = slot["y"]
        columns[2, n] = half_width(slot["xx"], slot["yy"])
