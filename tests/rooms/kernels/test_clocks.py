"""The clock that strikes first against a sort of all."""

from math import inf

import numpy as np
import pytest

from shieldwall.kernels.clocks import earliest


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 64, 100])
def test_the_lowest_of_the_clocks_that_strike_first(count: int) -> None:
    random = np.random.default_rng(count)
    for _ in range(100):
        # Few different times, so that many are equal, the least of numbers among them.
        clocks = random.choice(
            [0.0, 5e-324, 1.0, np.nextafter(1.0, 2.0), 1e9, inf], count, p=[0.02, 0.02, 0.1, 0.2, 0.3, 0.36]
        )
        assert earliest(clocks) == np.argsort(clocks, kind="stable")[0]


def test_of_clocks_that_all_stand_still_the_first() -> None:
    assert earliest(np.full(5, inf)) == 0
