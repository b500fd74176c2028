"""Intervals against printed ones and against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics import distributions, intervals

#: W. S. Gosset ("Student"), The probable error of a mean, Biometrika 6 (1908): extra hours of sleep of ten patients,
#: second drug less first; mean 1.58, and t = 4.06. The 95 % interval, 0.70 to 2.46, is in R's ?sleep (t.test).
SLEEP = (1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4)


def test_the_interval_is_that_of_student() -> None:
    found = intervals.difference(np.array(SLEEP))
    assert found.mean == pytest.approx(1.58)
    assert (found.mean - found.half, found.mean + found.half) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert (found.up, found.down) == (9, 0)
    mean = intervals.mean(np.array(SLEEP))
    assert (mean.low, mean.high, mean.half) == pytest.approx((0.7001142, 2.4598858, found.half), abs=1e-6)


def test_the_interval_of_a_rare_count_ends_at_nought() -> None:
    """One leaker in twenty battles: the deviation is sqrt(1/20), and Student's quantile for 19 is 2.093 (any table)."""
    found = intervals.mean(np.array([1.0] + [0.0] * 19))
    assert (found.low, found.high) == pytest.approx((0.05 - 2.093 / 20.0, 0.05 + 2.093 / 20.0), abs=1e-5)
    assert found.of_count == (found.estimate, 0.0, found.high)
    assert found._replace(low=0.01).of_count.low == 0.01
    # Of one battle there is no interval, and that stays so.
    assert np.isnan(found._replace(low=np.nan).of_count.low)


def test_the_interval_of_a_share_ends_at_the_whole() -> None:
    """All but one of twenty: the mean is 0.95, and the upper end 0.95 + 2.093 / 20 as above, which is above one."""
    found = intervals.mean(np.array([0.0] + [1.0] * 19))
    assert found.high == pytest.approx(0.95 + 2.093 / 20.0, abs=1e-5)
    assert found.of_share == (found.estimate, found.low, 1.0)
    assert found._replace(low=-0.1, high=0.9).of_share == (found.estimate, 0.0, 0.9)


def test_one_battle_has_no_interval() -> None:
    for of in (intervals.difference, intervals.mean):
        with pytest.raises(InputError, match="1 values have no interval"):
            of(np.array([1.0]))
    with pytest.raises(InputError, match="no value has no quantile"):
        intervals.quantile(np.array([]), 0.5)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(("successes", "trials"), [(0, 20), (3, 11), (81, 263)])
def test_a_proportion_has_wilsons_interval(successes: int, trials: int, confidence: float) -> None:
    theirs = stats.binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    found = intervals.proportion(successes, trials, confidence)
    assert found == pytest.approx((successes / trials, theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.75, 0.95])
@pytest.mark.parametrize("size", [16, 40, 200])
def test_a_quantile_lies_between_the_values_that_scipy_finds(level: float, size: int) -> None:
    values = np.sort(np.random.default_rng(5).exponential(size=size))
    found = intervals.quantile(values, level)
    theirs = stats.quantile_test(values, p=level).confidence_interval(0.95)
    assert found.low == (theirs.low if np.isfinite(theirs.low) else -np.inf)
    assert found.high == (theirs.high if np.isfinite(theirs.high) else np.inf)
    assert found.estimate == np.quantile(values, level, method="inverted_cdf")


def test_common_random_numbers_pay_by_what_they_share() -> None:
    # Two measures of variance 4 + 1 each that share the 4: apart 10, as pairs 2.
    luck, one, other = np.random.default_rng(3).normal(size=(3, 20000))
    ratio = intervals.variance_ratio(2.0 * luck + one, 2.0 * luck + other)
    assert ratio == pytest.approx(5.0, rel=0.05)
    assert intervals.variance_ratio(luck, luck + 1.0) > 1e6
    assert intervals.variance_ratio(np.array([1.0, 2.0]), np.array([2.0, 3.0])) == np.inf
    assert intervals.variance_ratio(np.ones(2), np.zeros(2)) == 1.0


def test_a_distribution_says_the_chance_of_a_leaker_and_the_quantiles() -> None:
    leakers = np.array([0.0, 0.0, 1.0, 3.0, 2.0, 0.0, 7.0, 1.0])
    assert distributions.chance(leakers, 1.0) == intervals.proportion(5, 8)
    found = distributions.distribution(leakers)
    assert found.mean == intervals.mean(leakers)
    assert [end.estimate for end in found.quantiles] == [0.0, 0.0, 1.0, 2.0, 7.0]
    assert (found.levels, found.battles) == (distributions.LEVELS, 8)


def test_the_curve_says_how_many_battles_reach_a_level() -> None:
    levels, reached, band = distributions.exceedance(np.array([0.0, 2.0, 2.0, 5.0]))
    assert (levels.tolist(), reached.tolist()) == ([0.0, 2.0, 5.0], [1.0, 0.75, 0.25])
    # Massart 1990: 2 exp(-2 n e^2) = 0.05.
    assert 2.0 * np.exp(-2.0 * 4 * band**2) == pytest.approx(0.05)
