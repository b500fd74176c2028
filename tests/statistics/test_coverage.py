"""Intervals hold the truth as often as they say: 2000 studies of laws whose answers are known, seeds fixed.

Of 2000 studies at 95 % the share that hold errs by 0.5 points, so the bounds of 1.5 points are three deviations.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest

from shieldwall.study.statistics import bootstrap, intervals, simultaneous, stopping, strata
from shieldwall.study.statistics.bootstrap import Resampling

STUDIES = 2000
POINTS = 0.015

Law = Callable[[np.random.Generator, int], np.ndarray]
#: Counts of leakers as battles give them, and what is harder: many zeros, long tails, one cause in five battles.
LAWS: dict[str, tuple[Law, float, float]] = {
    "even": (lambda luck, count: luck.normal(0.0, 1.0, count), 0.0, 1.0),
    "counts": (lambda luck, count: luck.poisson(2.0, count).astype(float), 2.0, sqrt(2.0)),
    "few": (lambda luck, count: luck.poisson(0.3, count).astype(float), 0.3, sqrt(0.3)),
    "skewed": (lambda luck, count: luck.exponential(1.0, count), 1.0, 1.0),
    "clustered": (lambda luck, count: luck.negative_binomial(2, 1.0 / 6.0, count).astype(float), 10.0, sqrt(60.0)),
}
SHARES = (0.05, 0.2, 0.5)


def study(law: Callable[[int], np.ndarray], wanted: float, share: bool = False) -> tuple[intervals.Interval, int]:
    """A study that goes on until it knows enough."""
    values = law(stopping.FIRST)
    while True:
        found = stopping.look(values, wanted, share)
        if found.enough:
            return found.interval, len(values)
        values = np.concatenate([values, law(found.battles - len(values))])


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("battles", [150, pytest.param(400, marks=pytest.mark.long)])
def test_a_study_that_stops_when_it_knows_enough_holds_the_mean(name: str, battles: int) -> None:
    law, mean, deviation = LAWS[name]
    luck = np.random.default_rng(battles)
    wanted = 1.96 * deviation / sqrt(battles)
    found = [study(lambda count: law(luck, count), wanted) for _ in range(STUDIES)]
    held = np.mean([interval.low <= mean <= interval.high for interval, _ in found])
    assert held == pytest.approx(0.95, abs=POINTS)
    assert max(interval.half for interval, _ in found) <= wanted * (1.0 + 1e-9)
    # It takes little more than who knew the deviation would.
    assert np.mean([fought for _, fought in found]) < 1.15 * battles


@pytest.mark.parametrize("chance", SHARES)
def test_a_study_that_stops_when_it_knows_enough_holds_a_share(chance: float) -> None:
    luck = np.random.default_rng(7)
    wanted = 1.96 * sqrt(chance * (1.0 - chance) / 400)
    found = [study(lambda count: (luck.random(count) < chance) * 1.0, wanted, True)[0] for _ in range(STUDIES)]
    assert np.mean([one.low <= chance <= one.high for one in found]) == pytest.approx(0.95, abs=POINTS)


def test_who_looks_after_every_battle_claims_too_much() -> None:
    luck = np.random.default_rng(3)
    wanted, held = 1.96 / sqrt(50), 0
    for _ in range(STUDIES):
        values = luck.exponential(1.0, 200)
        counts = np.arange(1, 201)
        sums, squares = np.cumsum(values), np.cumsum(values**2)
        deviation = np.sqrt(np.maximum(squares - sums**2 / counts, 0.0)[1:] / (counts[1:] - 1))
        halves = np.array(2.0 * deviation / np.sqrt(counts[1:]))
        stop = int(np.argmax(halves[3:] <= wanted)) + 5
        held += abs(sums[stop - 1] / stop - 1.0) <= wanted
    assert held / STUDIES < 0.90


def test_strata_hold_the_mean_of_slavic_shield() -> None:
    """22 leakers, and 57 in the battle of twenty in which the S-400 is not ready (test_strata)."""
    luck, held, simple = np.random.default_rng(11), 0, 0
    for _ in range(STUDIES):
        ready, unready = luck.normal(22.0, 4.7, 90), luck.normal(57.0, 4.7, 10)
        mean = strata.stratified([ready, unready], (0.95, 0.05)).mean
        held += mean.low <= 23.75 <= mean.high
        drawn = np.where(luck.random(40) < 0.05, 57.0, 22.0) + luck.normal(0.0, 4.7, 40)
        plain = intervals.mean(drawn)
        simple += plain.low <= 23.75 <= plain.high
    assert held / STUDIES == pytest.approx(0.95, abs=POINTS)
    # Forty battles without strata, as in the issue of the studies, hold it in nine of ten studies.
    assert simple / STUDIES < 0.92


def test_a_stratified_study_that_stops_when_it_knows_enough_holds_the_mean() -> None:
    """A trial of twelve battles in each stratum tells how they are shared out, and counts no more."""
    luck, held, weights, wanted = np.random.default_rng(17), 0, (0.95, 0.05), 0.9

    def battles(mean: float, count: int) -> np.ndarray:
        return luck.negative_binomial(10, 10.0 / (10.0 + mean), count).astype(float)

    for _ in range(STUDIES):
        deviations = [float(battles(mean, 12).std(ddof=1)) for mean in (22.0, 57.0)]
        values, many = [np.zeros(0), np.zeros(0)], stopping.FIRST
        while True:
            counts = strata.allocated(weights, many, deviations)
            rows = zip(values, counts, (22.0, 57.0), strict=True)
            values = [np.concatenate([had, battles(mean, count - len(had))]) for had, count, mean in rows]
            found = strata.look_at(values, weights, wanted)
            if found.enough:
                break
            many = found.battles
        held += found.interval.low <= 23.75 <= found.interval.high
    assert held / STUDIES == pytest.approx(0.95, abs=POINTS)


def test_intervals_that_should_all_hold_do() -> None:
    """Differences of six options from one baseline on the same luck; every second one differs in few pairs only."""
    luck, held = np.random.default_rng(5), 0
    truth = np.array([0.0, 0.4, 1.0, 0.4, 2.0, 0.4])
    for number in range(STUDIES // 2):
        own, baseline = luck.poisson(truth, (120, 6)) - truth, luck.normal(0.0, 1.0, (120, 1))
        columns = truth + own + np.array([1.0, 0.0, 1.0, 0.0, 1.0, 0.0]) * baseline
        found = simultaneous.means(columns, Resampling("x", number, 400))
        held += all(one.low <= mean <= one.high for one, mean in zip(found, truth, strict=True))
    assert held / (STUDIES // 2) == pytest.approx(0.95, abs=2.0 * POINTS)


def test_quantiles_hold_at_least_as_often_as_they_say() -> None:
    luck = np.random.default_rng(9)
    # The 90 % quantile of exponential numbers is log 10.
    found = [intervals.quantile(luck.exponential(size=120), 0.9) for _ in range(STUDIES)]
    assert 0.945 < np.mean([one.low <= np.log(10.0) <= one.high for one in found]) < 0.985


def test_the_accelerated_bootstrap_holds_the_mean_of_skewed_values() -> None:
    luck, held = np.random.default_rng(13), 0
    for number in range(300):
        values = luck.exponential(size=(60, 1))
        (found,) = bootstrap.bca(values, lambda data: data.mean(axis=0), Resampling("x", number, 400))
        held += found.low <= 1.0 <= found.high
    assert held / 300 == pytest.approx(0.95, abs=0.03)
