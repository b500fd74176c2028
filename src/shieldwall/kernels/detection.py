"""Detection statistics of a square-law detector that adds N pulses, for Swerling's five kinds of target.

The sum of N pulses, in units of the mean noise power, exceeds a threshold T with the probability of an Erlang law of order N + k,
where k is a Poisson number whose mean is the signal energy. A fluctuating energy makes k negative binomial with
shape 1, N, 2 or 2N in cases 1 to 4 (Swerling, "Probability of detection for fluctuating targets", RAND RM-1217,
1954; the unified sum: Shnidman, "Radar detection probabilities and their calculation", IEEE Trans. AES 31, 1995).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp, log, log10, normal_quantile
from shieldwall.quantities.errors import InputError

TABLE_POINTS = 256
MOST_PULSES = 1000

# Inverse of the Erlang law of order 2: mean-one quantile over s, for s = sqrt(-ln u) up to 6.1, within 2e-8.
_ERLANG_ABOVE = (0.7071067682730598, 0.8213818378526258, 0.40053709808567073, 0.09351537651827035, 0.008437383709676548)
_ERLANG_BELOW = (1.0, 0.6902038498652117, 0.18553203620417177, 0.01689746369921749)


def detection_probability(snr: ArrayLike, pfa: float, pulses: int = 1, swerling: int = 0) -> NDArray[np.float64]:
    """Return the probability that a look detects its target.

    `snr` is the mean signal-to-noise ratio of one pulse, linear, a number or an array of any shape; the result has its
    shape. `pfa` is the probability of a false alarm in one look, `pulses` the number added without phase, `swerling`
    the case 0 to 4. Absolute error below 1e-12. Raises InputError outside snr >= 0, 1e-15 <= pfa <= 0.5.
    Source: Shnidman 1995, equations 12 and 27.
    """
    _check(pfa, pulses, swerling)
    ratios = np.asarray(snr, dtype=np.float64)
    if not bool(np.all(ratios >= 0.0)) or not bool(np.all(np.isfinite(ratios))):
        raise InputError("a signal-to-noise ratio is negative or not finite", instead="give linear ratios from 0 up")
    level = threshold(float(pfa), int(pulses))
    found = [1.0 - miss_probability(float(ratio), level, int(pulses), int(swerling)) for ratio in ratios.flat]
    return np.maximum(np.array(found), pfa).reshape(ratios.shape)


def required_snr(pd: float, pfa: float, pulses: int = 1, swerling: int = 0) -> float:
    """Return the mean signal-to-noise ratio of one pulse, linear, at which a look detects with probability `pd`.

    The exact inverse of `detection_probability`, within 1e-9 dB. Raises InputError outside 1e-15 <= pfa <= 0.5 and
    pfa < pd <= 1 - 1e-9.
    """
    _check(pfa, pulses, swerling)
    if not pfa < pd <= 1.0 - 1e-9:
        raise InputError(
            f"a detection probability of {pd:g} cannot be asked for",
            instead=f"give more than the false-alarm probability {pfa:g} and at most 1 - 1e-9",
        )
    return float(_snr_for_miss(1.0 - float(pd), threshold(float(pfa), int(pulses)), int(pulses), int(swerling)))


def albersheim_db(pd: float, pfa: float, pulses: int = 1) -> float:
    """Return the signal-to-noise ratio of one pulse, dB, that a steady target needs, by Albersheim's formula.

    Made for a linear detector and claimed within 0.2 dB for 0.1 <= pd <= 0.9, 1e-7 <= pfa <= 1e-3 and up to 8096
    pulses; computed for 0.05 <= pd <= 0.99 and 1e-15 <= pfa <= 0.1, InputError beyond.
    Source: Albersheim, "A closed-form approximation to Robertson's detection characteristics", Proc. IEEE 69, 1981.
    """
    _check_formula(pd, pfa, pulses)
    a = log(0.62 / pfa)
    b = log(pd / (1.0 - pd))
    slope = 6.2 + 4.54 / float(np.sqrt(pulses + 0.44))
    return float(-5.0 * log10(float(pulses)) + slope * log10(a + 0.12 * a * b + 1.7 * b))


def shnidman_db(pd: float, pfa: float, pulses: int = 1, swerling: int = 0) -> float:
    """Return the mean signal-to-noise ratio of one pulse, dB, that a target needs, by Shnidman's formula.

    Claimed within 0.5 dB for 0.1 <= pd <= 0.99, 1e-9 <= pfa <= 1e-3 and up to 100 pulses; computed for
    0.05 <= pd <= 0.99 and 1e-15 <= pfa <= 0.1, InputError beyond.
    Source: Shnidman, "Determination of required SNR values", IEEE Trans. AES 38, 2002.
    """
    _check_formula(pd, pfa, pulses)
    _check(pfa, pulses, swerling)
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

    The grid is uniform in the square root of the signal-to-noise ratio. Entry 0 holds the number of steps for a ratio
    of one; the others hold the probability after 0, 1, 2, ... steps, up to where a miss is rarer than 1e-15.
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
    if not 1e-15 <= pfa <= 0.5:
        raise InputError(f"a false-alarm probability of {pfa:g} is out of range", instead="give 1e-15 to 0.5")
    if not (1 <= pulses <= MOST_PULSES and pulses == int(pulses)):
        raise InputError(f"{pulses:g} pulses cannot be added", instead=f"give a whole number from 1 to {MOST_PULSES}")
    if swerling not in (0, 1, 2, 3, 4):
        raise InputError(f"there is no Swerling case {swerling}", instead="give 0, 1, 2, 3 or 4")


def _check_formula(pd: float, pfa: float, pulses: int) -> None:
    if not 0.05 <= pd <= 0.99:
        raise InputError(f"a detection probability of {pd:g} is outside the formula", instead="give 0.05 to 0.99")
    if not 1e-15 <= pfa <= 0.1:
        raise InputError(f"a false-alarm probability of {pfa:g} is outside the formula", instead="give 1e-15 to 0.1")
    if not (1 <= pulses <= 8096 and pulses == int(pulses)):
        raise InputError(f"{pulses:g} pulses are outside the formula", instead="give a whole number from 1 to 8096")


@kernel
def _poisson_term(count, mean):
    """Probability of `count` events of a Poisson law."""
    value = count * log(mean) - mean
    for k in range(2, count + 1):
        value -= log(float(k))
    return exp(value)


@kernel
def threshold(pfa, pulses):
    """Return the threshold on the sum of the pulses, in units of the mean noise power, for a false-alarm probability.

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

    It is the sum over j >= N of Poisson(j; T) times the probability that k is at most j - N: positive terms only, and few.
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


@kernel(inline=True)
def table_probability(table, row, snr):
    """Return the detection probability of a steady target from row `row` of stacked tables, float32[rows, 256].

    Linear between the entries: the error is worth less than 0.01 dB. For a fluctuating target multiply `snr` by `fluctuation` first.
    """
    place = (np.sqrt(snr) if snr > 0.0 else 0.0) * table[row, 0]
    if place >= TABLE_POINTS - 2.0:
        return float(table[row, TABLE_POINTS - 1])
    step = int(place)
    below = float(table[row, step + 1])
    return below + (place - step) * (float(table[row, step + 2]) - below)


@kernel
def fluctuation(u, swerling, pulses=1):
    """Return what multiplies the mean signal energy of a look, of mean one, for a uniform number u in (0, 1).

    Case 0 is steady, 1 and 3 fluctuate from look to look (exponential, Erlang of order 2), 2 and 4 from pulse to
    pulse, so that their sum is Erlang of order N and 2N. Large for small u in every case. Orders above 2 by Wilson
    and Hilferty (Proc. Nat. Acad. Sci. 17, 1931), good to 0.02 in detection probability.
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
        c = _ERLANG_ABOVE
        above = c[0] + s * (c[1] + s * (c[2] + s * (c[3] + s * c[4])))
        c = _ERLANG_BELOW
        return s * above / (c[0] + s * (c[1] + s * (c[2] + s * c[3])))
    spread = 1.0 / (9.0 * order)
    root = 1.0 - spread - np.sqrt(spread) * normal_quantile(u)
    return max(root, 0.0) * root * root
