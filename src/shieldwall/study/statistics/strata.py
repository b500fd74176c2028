"""Rare common causes, drawn in strata with their weights: each stratum is sure to be fought, and none counts too much.

A unit that is out of order in one battle of twenty may decide half of what varies. Left to chance, forty battles hold
two such ones, or none; fought apart, each stratum has battles enough, and its weight says how often it happens (W. G.
Cochran, Sampling Techniques, 1977, chapter 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt
from typing import NamedTuple

import numpy as np

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.intervals import CONFIDENCE, Floats, Interval, enough, proportion, student
from shieldwall.study.statistics.stopping import FIRST, GROWTH, SKEWED, WIDENED, Look

#: Battles that each stratum has at least, so that its deviation is known.
FEWEST = 10


class Stratum(NamedTuple):
    """A stratum: how often it happens, battles, mean and deviation of a measure, and what it is answerable for.

    `share` is of what varies from battle to battle, `error` of the variance of the stratified mean; each sums to 1.
    """

    weight: float
    battles: int
    mean: float
    deviation: float
    share: float
    error: float


class Stratified(NamedTuple):
    """A stratified mean with its interval, the variance from battle to battle, and the strata.

    `between` is the share of that variance that lies between the means of the strata; `saved` is how many battles
    without strata would do for one with them: the ratio of the variances of the mean at the same number of battles.
    """

    mean: Interval
    variance: float
    between: float
    saved: float
    strata: tuple[Stratum, ...]


def stratified(values: Sequence[Floats], weights: Sequence[float], confidence: float = CONFIDENCE) -> Stratified:
    """Return what a measure comes to over strata, float64[battles] each, that happen with `weights`.

    The interval takes Student's law with the degrees of freedom of Satterthwaite (Cochran 1977, equation 5.16). The
    variance from battle to battle is without bias: what sampling adds to the spread of the means is taken off. Raises
    InputError for weights that are none, or fewer than two battles in a stratum.
    """
    _check(weights, len(values))
    for battles in values:
        enough(battles)
    share = np.array(weights)
    counts = np.array([len(battles) for battles in values])
    means = np.array([battles.mean() for battles in values])
    within = np.array([battles.var(ddof=1) for battles in values])
    errors = share**2 * within / counts
    middle, error = float(share @ means), float(errors.sum())
    freedom = error**2 / float((errors**2 / (counts - 1)).sum()) if error > 0.0 else 1.0
    half = student(freedom, confidence) * sqrt(error)
    # The square of a mean's distance from the whole is too great by what the means err, less what they err together.
    apart = (means - middle) ** 2 - within / counts * (1.0 - 2.0 * share) - error
    pieces = share * (within + apart)
    variance = float(pieces.sum())
    rows = zip(
        weights,
        counts.tolist(),
        means.tolist(),
        np.sqrt(within).tolist(),
        _parts(pieces),
        _parts(errors),
        strict=True,
    )
    return Stratified(
        Interval(middle, middle - half, middle + half),
        variance,
        float(share @ apart) / variance if variance > 0.0 else 0.0,
        variance / float(counts.sum()) / error if error > 0.0 else 1.0,
        tuple(Stratum(*row) for row in rows),
    )


def stratified_chance(successes: Sequence[float], trials: Sequence[float], weights: Sequence[float]) -> Interval:
    """Return a chance over strata with the 95 % interval that joins Wilson's of each stratum.

    Each end lies as far from the whole as the strata's ends, weighted, lie from theirs, squares added up (G. Y. Zou and
    A. Donner, Construction of confidence limits about effect measures, Statistics in Medicine 27, 2008).
    """
    _check(weights, len(trials))
    each = [proportion(*counted) for counted in zip(successes, trials, strict=True)]
    middle = sum(weight * one.estimate for weight, one in zip(weights, each, strict=True))
    below = sum((weight * (one.estimate - one.low)) ** 2 for weight, one in zip(weights, each, strict=True))
    above = sum((weight * (one.high - one.estimate)) ** 2 for weight, one in zip(weights, each, strict=True))
    return Interval(middle, max(0.0, middle - sqrt(below)), min(1.0, middle + sqrt(above)))


def allocated(
    weights: Sequence[float], battles: int, deviations: Sequence[float] | None = None, fewest: int = FEWEST
) -> tuple[int, ...]:
    """Return how many battles each stratum gets, `battles` in all, none fewer than `fewest`.

    As its weight times its deviation (J. Neyman, Journal of the Royal Statistical Society 97, 1934), or as its weight
    where deviations are not known yet or all zero. A battle more goes to one stratum and takes from none (the divisors
    of A. Sainte-Lague, 1910), so that a study can be gone on with. Raises InputError for too few battles.
    """
    _check(weights, len(weights) if deviations is None else len(deviations))
    if battles < fewest * len(weights):
        raise InputError(
            f"{battles} battles are too few for {len(weights)} strata", instead=f"fight {fewest * len(weights)} or more"
        )
    wanted = np.array(weights) * (1.0 if deviations is None else np.array(deviations))
    if wanted.sum() <= 0.0:
        wanted = np.array(weights)
    # What a share of 1 is worth, a little less than the truth; the battles that are left go one by one.
    worth = max(battles - (fewest + 1) * len(wanted), 0) / wanted.sum()
    counts = np.maximum(np.floor(wanted * worth + 0.5), fewest).astype(int)
    while counts.sum() < battles:
        counts[np.argmax(wanted / (counts + 0.5))] += 1
    return tuple(counts.tolist())


def look_at(values: Sequence[Floats], weights: Sequence[float], wanted: float, confidence: float = CONFIDENCE) -> Look:
    """Return what the battles so far say of a stratified mean that is wanted to `wanted` on each side.

    As `stopping.look` does: battles grow alike in all strata, and what it asks of the skewness of a value, that of the
    mean be below a fifth, is asked of the stratified mean. Raises InputError for a half-width that is none.
    """
    if not wanted > 0.0:
        raise InputError("a wanted half-width is above 0", instead="write for example --precision 0.01")
    found = stratified(values, weights, confidence).mean
    battles = sum(map(len, values))
    by_precision = ceil(battles * (found.half / wanted) ** 2 * (1.0 - 1e-12))
    needed = max(by_precision, FIRST, ceil(battles * SKEWED * _skewness(values, weights) ** 2))
    if battles > FIRST:
        half = max(found.half, min(wanted, WIDENED * found.half))
        found = Interval(found.estimate, found.estimate - half, found.estimate + half)
    return Look(found, needed <= battles, battles if needed <= battles else min(needed, GROWTH * battles))


def _skewness(values: Sequence[Floats], weights: Sequence[float]) -> float:
    """Fisher's skewness of the stratified mean, 0 where nothing varies."""
    second = third = 0.0
    for battles, weight in zip(values, weights, strict=True):
        away = battles - battles.mean()
        second += weight**2 * float((away**2).mean()) / len(battles)
        third += weight**3 * float((away**3).mean()) / len(battles) ** 2
    return third / second**1.5 if second > 0.0 else 0.0


def _parts(pieces: Floats) -> list[float]:
    whole = float(pieces.sum())
    return [float(piece) / whole if whole > 0.0 else 0.0 for piece in pieces]


def _check(weights: Sequence[float], strata: int) -> None:
    if len(weights) != strata or not strata:
        raise InputError(f"{len(weights)} weights for {strata} strata", instead="give each stratum its weight")
    if min(weights) <= 0.0 or abs(sum(weights) - 1.0) > 1e-9:
        raise InputError("the weights of strata are chances above 0 that sum to 1", instead="leave out what never is")
