"""Track-to-track fusion: one estimate of several tracks of one target, whose errors are correlated.

Each track takes the target for one that accelerates at random, so the acceleration that none of them knows is an error
that all of them share. Bar-Shalom and Campo, "The effect of the common process noise on the two-sensor fused-track
covariance", IEEE Trans. AES 22(6), 1986: with the covariances P1 and P2 and the cross-covariance P12, the best estimate
is x1 + W (x2 - x1), W = (P1 - P12) (P1 + P2 - P12 - P21)^-1, its covariance P1 - W (P1 - P12)'. The cross-covariance
follows the motion as a covariance does, and each correction of track 1 takes it to (I - K1 H) P12.

Who is told a track's covariance at each correction need not be told its gain, since I - K H = P P(-)^-1, the covariance
after it by that before. Where some reports were lost this takes all that came between them for one correction.

Matrices are float64[6, 6], rows and columns x, y, z (m), vx, vy, vz (m/s); `q` is the process noise of `filters` in
m2/s3. Covariances of tracks are rows of float64[:, 21], as laid out there.
"""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import FIRST, SECOND

PART = np.dtype(
    [*((name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t", "heard")), ("number", np.int64)]
)
"""One of the tracks that are fused: its state (m, m/s) at its time (s), when it was heard, its number at its source."""

CROSS = 37
"""Numbers of a cross-covariance: 36 elements row by row, and the time (s) for which they hold."""

RIDGE = 1e-9
"""Share of the variances that is added where two tracks differ by less than arithmetic can tell."""


HALVINGS = 30
"""After so many, nothing is left of a cross-covariance."""


@kernel
def copy(packed, i, others, k):
    """Copy row `i` of some covariances to row `k` of others."""
    for n in range(21):
        others[k, n] = packed[i, n]


@kernel
def put(full, other):
    """Write a matrix over another."""
    for i in range(6):
        for j in range(6):
            other[i, j] = full[i, j]


@kernel
def spread(packed, full):
    """Write a covariance of 21 numbers into a full matrix."""
    for n in range(21):
        full[FIRST[n], SECOND[n]] = packed[n]
        full[SECOND[n], FIRST[n]] = packed[n]


@kernel
def carry(full, h, q):
    """Carry a covariance or cross-covariance `h` seconds on, or back where `h` is negative: F C F' + Q."""
    for i in range(3):
        for j in range(3):
            full[i, j] += h * (full[i, j + 3] + full[i + 3, j]) + h * h * full[i + 3, j + 3]
            full[i, j + 3] += h * full[i + 3, j + 3]
            full[i + 3, j] += h * full[i + 3, j + 3]
        full[i, i] += q * h * h * h / 3.0
        full[i, i + 3] += 0.5 * q * h * h
        full[i + 3, i] += 0.5 * q * h * h
        full[i + 3, i + 3] += q * h


@kernel
def factor(full):
    """Replace a symmetric matrix by its lower Cholesky factor; return whether it was positive definite."""
    for j in range(6):
        for i in range(j, 6):
            rest = full[i, j]
            for n in range(j):
                rest -= full[i, n] * full[j, n]
            if i == j:
                if not rest > 0.0:
                    return False
                full[j, j] = np.sqrt(rest)
            else:
                full[i, j] = rest / full[j, j]
    return True


@kernel
def divide(lower, full):
    """Replace each row r of a matrix by r (L L')^-1, with the Cholesky factor L."""
    for row in range(6):
        for i in range(6):
            rest = full[row, i]
            for n in range(i):
                rest -= lower[i, n] * full[row, n]
            full[row, i] = rest / lower[i, i]
        for i in range(5, -1, -1):
            rest = full[row, i]
            for n in range(i + 1, 6):
                rest -= lower[n, i] * full[row, n]
            full[row, i] = rest / lower[i, i]


@kernel
def correction(before, after):
    """Replace the covariance after a correction, P, by I - K H = P P(-)^-1; `before`, P(-), is lost."""
    if factor(before):
        divide(before, after)
        return
    after[:] = 0.0
    for i in range(6):
        after[i, i] = 1.0


@kernel
def corrected(left, cross, work):
    """Replace a cross-covariance P12 by (I - K H) P12, `left` being I - K H of track 1."""
    for i in range(6):
        for j in range(6):
            total = 0.0
            for n in range(6):
                total += left[i, n] * cross[n, j]
            work[i, j] = total
    put(work, cross)


@kernel
def weigh(one, other, cross, weight, work):
    """Write into `weight` the W by which the second of two tracks corrects the first.

    A cross-covariance that approximations made too great is halved until both tracks together have a covariance.
    """
    for _ in range(HALVINGS):
        if together(one, other, cross, weight, work):
            break
        for i in range(6):
            for j in range(6):
                cross[i, j] *= 0.5
    for i in range(6):
        for j in range(6):
            weight[i, j] = one[i, j] - cross[i, j]
            work[i, j] = one[i, j] + other[i, j] - cross[i, j] - cross[j, i]
        work[i, i] += RIDGE * (one[i, i] + other[i, i])
    if factor(work):
        divide(work, weight)
    else:
        weight[:] = 0.0


@kernel
def together(one, other, cross, weight, work):
    """Whether P1, P2 and P12 are the covariance of anything: P2 - P21 P1^-1 P12 is positive. Two workspaces."""
    put(one, work)
    if not factor(work):
        return False
    for i in range(6):
        for j in range(6):
            weight[i, j] = cross[j, i]
    divide(work, weight)
    for i in range(6):
        for j in range(6):
            rest = other[i, j]
            for n in range(6):
                rest -= weight[i, n] * cross[n, j]
            work[i, j] = rest
        work[i, i] += RIDGE * other[i, i]
    return factor(work)


@kernel
def join(one, cross, weight, work):
    """Replace the covariance P1 by that of the fused estimate, P1 - W (P1 - P12)'."""
    for i in range(6):
        for j in range(6):
            taken = 0.0
            for n in range(6):
                taken += weight[i, n] * (one[j, n] - cross[j, n])
            work[i, j] = one[i, j] - taken
    for i in range(6):
        for j in range(6):
            one[i, j] = 0.5 * (work[i, j] + work[j, i])


@kernel
def relate(first, second, weight, work):
    """Replace P13 by the cross-covariance of the fused estimate with a third track, P13 + W (P23 - P13)."""
    for i in range(6):
        for j in range(6):
            taken = 0.0
            for n in range(6):
                taken += weight[i, n] * (second[n, j] - first[n, j])
            work[i, j] = first[i, j] + taken
    put(work, first)
