"""The difference of two shares of the same battles, against numbers of others."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.shares import share_difference


def flags(both: int, first: int, second: int, none: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs by their number in the four cells."""
    cells = (both, first, second, none)
    return np.repeat([True, True, False, False], cells), np.repeat([True, False, True, False], cells)


def test_the_interval_is_newcombes() -> None:
    """Complete response before and after consolidation (Cavo et al. 2012): R's contingencytables has these figures."""
    found = share_difference(*flags(59, 6, 16, 80))
    assert found == pytest.approx((-0.0621, -0.1186, -0.0046), abs=5e-5)


def test_the_other_way_round_it_is_the_same() -> None:
    one, other = flags(20, 9, 4, 30)
    estimate, low, high = share_difference(one, other)
    assert share_difference(other, one) == pytest.approx((-estimate, -high, -low))


def test_where_no_pair_differs_something_is_still_unknown() -> None:
    found = share_difference(*flags(0, 0, 0, 200))
    # Wilson's upper end of none of n is z^2 / (n + z^2).
    assert found == pytest.approx((0.0, -3.841459 / 203.841459, 3.841459 / 203.841459), rel=1e-6)


def test_more_confidence_is_wider() -> None:
    pair = flags(20, 9, 4, 30)
    assert share_difference(*pair, 0.99).half > share_difference(*pair, 0.95).half


def test_no_pair_is_refused() -> None:
    with pytest.raises(InputError, match="no pair has no interval"):
        share_difference(*flags(0, 0, 0, 0))
