"""When to stop: what a look asks for. The coverage is in tests/statistics."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics import intervals, stopping

EVEN = np.tile([0.0, 2.0], 50)


def test_a_look_asks_for_the_battles_that_the_variance_needs() -> None:
    half = intervals.mean(EVEN).half
    assert stopping.look(EVEN, half) == (intervals.mean(EVEN), True, 100)
    found = stopping.look(EVEN, half / 1.2)
    # 1.2 squared.
    assert (found.enough, found.battles) == (False, 144)


def test_battles_double_at_most_from_look_to_look() -> None:
    assert stopping.look(EVEN, 0.001).battles == 200


def test_skewed_values_need_more_however_little_is_asked() -> None:
    skewed = np.zeros(100)
    skewed[:4] = 1.0
    # A share of 4 %: skewness (1 - 2 p) / sqrt(p q) = 4.695; 25 of its squares are 551.04.
    assert stopping.skewness(skewed) == pytest.approx(0.92 / (0.04 * 0.96) ** 0.5)
    assert stopping.battles_needed(skewed, 10.0) == 552
    assert stopping.battles_needed(skewed, 10.0, share=True) == stopping.FIRST


@pytest.mark.parametrize("wanted", [1e-9, 1e-300, 5e-324])
def test_what_nobody_can_reach_is_looked_at_again_and_is_no_error(wanted: float) -> None:
    values = np.arange(100.0)
    assert stopping.battles_needed(values, wanted) > 10**12
    assert stopping.look(values, wanted).battles == 200


def test_a_share_without_a_success_is_not_certain() -> None:
    found = stopping.look(np.zeros(100), 0.01, share=True)
    assert (found.enough, found.battles) == (False, 200)
    assert found.interval == intervals.proportion(0, 100)
    assert stopping.look(np.zeros(100), 0.01).enough


def test_the_interval_reported_is_the_one_asked_for_if_it_is_little_wider() -> None:
    values = np.tile(EVEN, 2)
    half = intervals.mean(values).half
    for wanted, wider in ((0.9, 1.0), (1.05, 1.05), (3.0, 1.1)):
        assert stopping.reported(values, wanted * half).half == pytest.approx(wider * half)


def test_what_is_no_wish_is_refused() -> None:
    with pytest.raises(InputError, match="99 battles are too few"):
        stopping.look(EVEN[:99], 0.1)
    with pytest.raises(InputError, match="above 0"):
        stopping.look(EVEN, 0.0)
