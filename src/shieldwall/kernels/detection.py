"""Detection statistics of a square-law detector that adds N pulses, for Swerling's five kinds of target.

The sum of N pulses, in units of the mean noise power, follows an Erlang law of order N + k, where k is a
Poisson number whose mean is the signal energy, N times the ratio of one pulse. A fluctuating energy makes k
negative binomial, with shape 1, N, 2 or 2N in cases 1 to 4 (Swerling, "Probability of detection for
fluctuating targets", RAND RM-1217, 1954; Shnidman, "Radar detection probabilities and their calculation",
IEEE Trans. AES 31, 1995).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp, log, log10, normal_quantile
from shieldwall.quantities.errors import InputError

TABLE_POINTS = 256
MOST_PULSES = 1000

# Inverse of the Erlang law of order 2: mean-one quantile over s, for s = sqrt(-ln u) up to 6.1, within 2e-8.
# fmt: off
_ERLANG_ABOVE = (
    0.7071067682677091, 0.8213831941566148, 0.40053923795530993, 0.09351646878614016, 0.008437605305588286,
)
_ERLANG_BELOW = (1.0, 0.6902057684203347, 0.1855341554601221, 0.016897908293395027)
# fmt: on


def detection_probability(snr: ArrayLike, pfa: float, pulses: int = 1, swerling: int = 0) -> NDArray[np.float64]:
    """Return the probability that a look detects its target.

    `snr` is the mean signal-to-noise ratio of one pulse, linear, a number or an array of any shape; the
    result has its shape. `pfa` is the probability of a false alarm in one look, `pulses` the number added
    without phase, `swerling` the case 0 to 4. Absolute error below 1e-12. Raises InputError for a negative
    `snr` and outside 1e-15 <= pfa <= 0.5. Source: Swerling 1954, summed as in Shnidman 1995.
    """
    _check(pfa, pulses, swerling)
    ratios = np.asarray(snr, dtype=np.float64)
    if not bool(np.all(np.isfinite(ratios) & (ratios >= 0.0))):
        raise InputError("a signal-to-noise ratio is negative or not finite", instead="give linear ratios")
    level = threshold(float(pfa), int(pulses))
    found = [1.0 - miss_probability(float(ratio), level, int(pulses), int(swerling)) for ratio in ratios.flat]
    return np.maximum(np.array(found), pfa).reshape(ratios.shape)


def required_snr(pd: float, pfa: float, pulses: int = 1, swerling: int = 0) -> float:
    """Return the mean ratio of one pulse, linear, at which a look detects with probability `pd`.

    The exact inverse of `detection_probability`. Raises InputError outside 1e-15 <= pfa <= 0.5 and
    pfa < pd <= 1 - 1e-9.
    """
    _check(pfa, pulses, swerling)
    if not pfa < pd <= 1.0 - 1e-9:
        raise InputError(
            f"a detection probability of {pd:g} cannot be asked for",
            instead=f"give more than the false-alarm probability {pfa:g} and at most 1 - 1e-9",
        )
    return float(signal_needed(float(pd), float(pfa), int(pulses), int(swerling)))


def albersheim_db(pd: float, pfa: float, pulses: int = 1) -> float:
    """Return the signal-to-noise ratio of one pulse, dB, that a steady target needs, by Albersheim's formula.

    Made for a linear detector and claimed within 0.2 dB for 0.1 <= pd <= 0.9, 1e-7 <= pfa <= 1e-3 and up to
    8096 pulses; against the exact square-law detector it stays within 0.3 dB from pd = 0.3 on, and is up to
    4.1 dB too low at pd = 0.1. Computed for 0.05 <= pd <= 0.99 and 1e-15 <= pfa <= 0.1, InputError beyond.

    Source: Albersheim, "A closed-form approximation to Robertson's detection characteristics", Proc. IEEE 69,
    1981.
    """
    _check_formula(pd, pfa, pulses)
    a = log(0.62 / pfa)
    b = log(pd / (1.0 - pd))
    slope = 6.2 + 4.54 / float(np.sqrt(pulses + 0.44))
    return float(-5.0 * log10(float(pulses)) + slope * log10(a + 0.12 * a * b + 1.7 * b))


def shnidman_db(pd: float, pfa: float, pulses: int = 1, swerling: int = 0) -> float:
    """Return the mean signal-to-noise ratio of one pulse, dB, that a target needs, by Shnidman's formula.

    Claimed within 0.5 dB for 0.1 <= pd <= 0.99, 1e-9 <= pfa <= 1e-3 and up to 100 pulses; found up to 1.1
    dB off (one pulse, cases 1 and 2, pd = 0.1). Computed for 0.05 <= pd <= 0.99 and 1e-15 <= pfa <= 0.1,
    InputError beyond.

    Source: Shnidman, "Determination of required SNR values", IEEE Trans. AES 38, 2002.
    """
    _check_formula(pd, pfa, pulses)
    if swerling not in (0, 1, 2, 3, 4):
        raise InputError(f"there is no Swerling case {swerling}", instead="give 0, 1, 2, 3 or 4")
    root = float(np.sqrt(-0.8 * log(4.0 * pd * (1.0 - pd))))
    eta = float(np.sqrt(-0.8 * log(4.0 * pfa * (1.0 - pfa)))) + (root if pd > 0.5 else -root)
    bend = 0.25 if pulses > 40 else 0.0
    steady = eta * (eta + 2.0 * float(np.sqrt(0.5 * pulses + (bend - 0.25))))
    decibels = 10.0 * log10(steady / pulses)
    shape = (0, 1, pulses, 2, 2 * pulses)[swerling]
    if shape == 0:
        return float(decibels)
    loss = ((17.7006 * pd - 18.4496) * pd + 14.5339) * pd - 3.525
    if pd > 0.872:
        loss += exp(27.31 * pd - 25.14) + (pd - 0.8) * (0.7 * log(1e-5 / pfa) + (2.0 * pulses - 20.0) / 80.0)
    return float(decibels + loss / shape)


def probability_table(pfa: float, pulses: int = 1) -> NDArray[np.float32]:
    """Return the detection probabilities of a steady target, float32[256], for `table_probability`.

    The grid is uniform in the square root of the signal-to-noise ratio. Entry 0 holds the number of steps
    for a ratio of one; the others hold the probability after 0, 1, 2, ... steps, up to where a miss is
    rarer than 1e-15.
    """
    _check(pfa, pulses, 0)
    level = threshold(float(pfa), int(pulses))
    last = float(np.sqrt(_snr_for_miss(1e-15, level, int(pulses), 0)))
    table = np.empty(TABLE_POINTS, dtype=np.float32)
    table[0] = (TABLE_POINTS - 2) / last
    ratios = (np.arange(TABLE_POINTS - 1) / np.float64(table[0])) ** 2
    # Rounding may not make a stronger target less likely to be seen.
    table[1:] = np.maximum.accumulate(detection_probability(ratios, pfa, pulses))
    return table


def _check(pfa: float, pulses: int, swerling: int) -> None:
    _check_range("a false-alarm probability", pfa, 1e-15, 0.5)
    _check_pulses(pulses, MOST_PULSES)
    if swerling not in (0, 1, 2, 3, 4):
        raise InputError(f"there is no Swerling case {swerling}", instead="give 0, 1, 2, 3 or 4")


def _check_formula(pd: float, pfa: float, pulses: int) -> None:
    _check_range("a detection probability", pd, 0.05, 0.99)
    _check_range("a false-alarm probability", pfa, 1e-15, 0.1)
    _check_pulses(pulses, 8096)


def _check_range(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(f"{what} of {value:g} is out of range", instead=f"give {low:g} to {high:g}")


def _check_pulses(pulses: int, most: int) -> None:
    if not (1 <= pulses <= most and pulses == int(pulses)):
        raise InputError(f"{pulses:g} pulses cannot be added", instead=f"give a number from 1 to {most}")


@kernel
def _poisson_term(count, mean):
    """Probability of `count` events of a Poisson law."""
    value = count * log(mean) - mean
    for k in range(2, count + 1):
        value -= log(float(k))
    return exp(value)


@kernel
def threshold(pfa, pulses):
    """Return the threshold on the sum of the pulses, in units of the mean noise power.

    Solves for the Erlang tail of order `pulses` by Newton's method on its logarithm, which is concave.
    """
    wanted = log(pfa)
    level = float(pulses)
    for _ in range(100):
        first = _poisson_term(pulses - 1, level)
        term = first
        tail = first
        for k in range(pulses - 1, 0, -1):
            term *= k / level
            tail += term
        step = (log(tail) - wanted) * tail / first
        level += step
        if abs(step) < 1e-14 * level:
            break
    return level


@kernel
def miss_probability(snr, level, pulses, swerling):
    """Return the probability that the sum of the pulses stays below a threshold, with small relative error.

    It is the sum over j >= N of Poisson(j; T) times the probability that k is at most j - N: few terms, all
    positive.
    """
    energy = snr * pulses
    shape = 1.0
    if swerling == 2:
        shape = 1.0 * pulses
    elif swerling == 3:
        shape = 2.0
    elif swerling == 4:
        shape = 2.0 * pulses
    ratio = energy / (shape + energy)
    weight = exp(-energy) if swerling == 0 else exp(-shape * log(1.0 + energy / shape))
    at_most = weight
    term = _poisson_term(pulses, level)
    missed = term * at_most
    j = pulses
    while (j <= level or term > 1e-18 * missed) and term > 1e-300:
        k = j - pulses
        weight *= energy / (k + 1.0) if swerling == 0 else (shape + k) / (k + 1.0) * ratio
        at_most += weight
        j += 1
        term *= level / j
        missed += term * at_most
    return missed


@kernel
def _snr_for_miss(missed, level, pulses, swerling):
    """Signal-to-noise ratio of one pulse at which a miss has the given probability, by bisection."""
    high = 1.0
    while high < 1e15 and miss_probability(high, level, pulses, swerling) > missed:
        high *= 2.0
    low = 0.5 * high
    while low > 1e-15 and miss_probability(low, level, pulses, swerling) < missed:
        low *= 0.5
    while high - low > 1e-13 * high:
        middle = 0.5 * (low + high)
        if miss_probability(middle, level, pulses, swerling) > missed:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@kernel
def signal_needed(pd, pfa, pulses, swerling):
    """Return what `required_snr` returns, for arguments that it accepts."""
    return _snr_for_miss(1.0 - pd, threshold(pfa, pulses), pulses, swerling)


@kernel(inline=True)
def table_probability(table, row, snr):
    """Return the detection probability of a steady target from a row of stacked tables, float32[rows, 256].

    Linear between the entries, worth less than 0.01 dB where the probability is above 1e-4. For a fluctuating
    target multiply the mean ratio by `fluctuation` first.
    """
    place = (np.sqrt(snr) if snr > 0.0 else 0.0) * table[row, 0]
    if place >= TABLE_POINTS - 2.0:
        return float(table[row, TABLE_POINTS - 1])
    step = int(place)
    below = float(table[row, step + 1])
    return below + (place - step) * (float(table[row, step + 2]) - below)


@kernel
def even_signal(table, row):
    """Return the signal-to-noise ratio that a steady target needs for even odds, by a row of stacked tables."""
    low, high = 1, TABLE_POINTS - 1
    while low < high:
        middle = (low + high) >> 1
        if table[row, middle] < 0.5:
            low = middle + 1
        else:
            high = middle
    root = (low - 1) / table[row, 0]
    return float(root * root)


@kernel
def fluctuation(u, swerling, pulses=1):
    """Return what multiplies the mean signal energy of a look, of mean one, for a uniform number u in (0, 1).

    Case 0 is steady, 1 and 3 fluctuate from look to look (exponential, Erlang of order 2), 2 and 4 from
    pulse to pulse, so that their sum is Erlang of order N and 2N. Large for small u in every case. Orders
    above 2 after Wilson and Hilferty (Proc. Nat. Acad. Sci. 17, 1931), within 0.0015 in mean detection
    probability.
    """
    if swerling == 0:
        return 1.0
    order = 1 if swerling == 1 or swerling == 3 else pulses
    if swerling >= 3:
        order *= 2
    if order == 1:
        return -log(u)
    if order == 2:
        s = np.sqrt(-log(u))
        p, q = _ERLANG_ABOVE, _ERLANG_BELOW
        above = p[0] + s * (p[1] + s * (p[2] + s * (p[3] + s * p[4])))
        return s * above / (q[0] + s * (q[1] + s * (q[2] + s * q[3])))
    spread = 1.0 / (9.0 * order)
    root = 1.0 - spread - np.sqrt(spread) * normal_quantile(u)
    return max(root, 0.0) * root * root
