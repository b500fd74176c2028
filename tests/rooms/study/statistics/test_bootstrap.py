"""The bootstrap against printed intervals and scipy's, and its draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from shieldwall.study.statistics import bootstrap, simultaneous
from shieldwall.study.statistics.bootstrap import Resampling
from shieldwall.study.statistics.intervals import student

#: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, table 14.1: test A of 26 children.
SPATIAL = (48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41)


def variance(data: np.ndarray) -> np.ndarray:
    return np.atleast_1d(data.var(axis=0))


def mean(data: np.ndarray) -> np.ndarray:
    return np.atleast_1d(data.mean(axis=0))


def test_the_accelerated_interval_is_the_printed_one() -> None:
    data = np.array(SPATIAL, float)
    (found,) = bootstrap.bca(data, variance, Resampling("spatial", times=10000), 0.9)
    # Table 14.2: 171.5, nonparametric BCa 115.8 to 259.6 of 2000 resamples, whose ends err by some 3, and of ours by 1.
    assert found.estimate == pytest.approx(171.5, abs=0.05)
    assert (found.low, found.high) == pytest.approx((115.8, 259.6), abs=5.0)


def test_the_accelerated_interval_is_that_of_scipy() -> None:
    data = np.random.default_rng(1).exponential(size=60)
    (found,) = bootstrap.bca(data, mean, Resampling("a", times=20000))
    theirs = stats.bootstrap((data,), np.mean, n_resamples=20000, method="BCa", rng=np.random.default_rng(2))
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval), abs=0.02)


def test_percentiles_are_those_of_scipy() -> None:
    data = np.random.default_rng(1).exponential(size=60)
    (found,) = bootstrap.percentile(mean(data), bootstrap.resampled(data, mean, Resampling("a", times=20000)))
    theirs = stats.bootstrap((data,), np.mean, n_resamples=20000, method="percentile", rng=np.random.default_rng(2))
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval), abs=0.02)


def test_resampled_means_are_those_of_the_resamples() -> None:
    data = np.random.default_rng(1).normal(size=(50, 3))
    how = Resampling("a", 3, 40)
    one_by_one = bootstrap.resampled(data, mean, how)
    assert bootstrap.resampled_means(data, how) == pytest.approx(one_by_one, rel=1e-12)


def test_resamples_go_by_name_and_seed_and_not_by_how_many_there_are() -> None:
    data = np.random.default_rng(1).normal(size=(20, 1))
    few, many = (bootstrap.resampled_means(data, Resampling("a", 1, count)) for count in (10, 30))
    assert many[:10].tolist() == few.tolist()
    for other in (Resampling("b", 1, 10), Resampling("a", 2, 10)):
        assert bootstrap.resampled_means(data, other).tolist() != few.tolist()


def test_what_never_varies_has_an_interval_without_length() -> None:
    assert bootstrap.bca(np.ones(5), mean, Resampling("a")) == ((1.0, 1.0, 1.0),)
    assert simultaneous.means(np.ones((5, 2)), Resampling("a")) == ((1.0, 1.0, 1.0),) * 2


def test_intervals_that_hold_together_are_wider_as_they_have_less_in_common() -> None:
    luck = np.random.default_rng(4).normal(size=(400, 8))
    errors = luck.std(axis=0, ddof=1) / 20.0
    apart = simultaneous.means(luck, Resampling("a"))
    alike = simultaneous.means(luck[:, :1] + 0.05 * luck, Resampling("a"))
    factor = apart[0].half / errors[0]
    # Sidak's quantile of eight independent normal numbers is 2.72.
    assert factor == pytest.approx(stats.norm.ppf(0.5 + 0.5 * 0.95**0.125), rel=0.02)
    joint = alike[0].half / ((luck[:, 0] + 0.05 * luck[:, 0]).std(ddof=1) / 20.0)
    assert student(399) <= joint < 2.2


def test_proportions_hold_together_by_sidaks_rule() -> None:
    # 1 - 0.95^(1/3) = 0.016952: textbook value of Sidak's level for three.
    assert 1.0 - simultaneous.sidak(0.95, 3) == pytest.approx(0.016952, abs=1e-6)
    found = simultaneous.proportions([3, 5], [10, 20])
    wilson = stats.binomtest(3, 10).proportion_ci(0.95**0.5, method="wilson")
    assert found[0] == pytest.approx((0.3, wilson.low, wilson.high))
