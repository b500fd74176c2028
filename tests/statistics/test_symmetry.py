"""On flat ground no point of the compass is better than another: a battle turned or mirrored leaks alike.

The samples come from different seeds, so they are independent, and two tests compare them: Mann-Whitney's for a shift,
chi-square for the whole distribution. Seeds are fixed; the last test says how much they would see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

RUNS = range(160)
ALPHA = 1e-3
#: Classes of leakers of about equal weight.
CLASSES = [8, 9, 10, 11]

Leaks = Callable[..., Any]


@pytest.fixture(scope="module")
def usual(leaks: Leaks, joint: Any) -> Any:
    """What leaks of the battle as it stands."""
    return leaks(joint, RUNS, seed=11)


def alike(one: Any, other: Any) -> None:
    counts = [np.bincount(np.digitize(sample, CLASSES), minlength=len(CLASSES) + 1) for sample in (one, other)]
    assert stats.mannwhitneyu(one, other).pvalue > ALPHA, f"means {one.mean():.2f} and {other.mean():.2f}"
    assert stats.chi2_contingency(counts).pvalue > ALPHA, f"{counts}"


@pytest.mark.parametrize(
    ("turned", "mirrored"),
    [(0.0, True), (90.0, False), (180.0, False), (270.0, True)],
)
def test_a_battle_turned_or_mirrored_leaks_alike(
    leaks: Leaks, joint: Any, usual: Any, turned: float, mirrored: bool
) -> None:
    alike(usual, leaks(joint.but(turned=turned, mirrored=mirrored), RUNS, seed=12))


def test_the_comparison_sees_one_leaker_of_twelve(usual: Any) -> None:
    assert stats.mannwhitneyu(usual, usual + 1).pvalue < ALPHA
