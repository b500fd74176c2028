"""Sobol indices: functions whose indices are known, and a simulator with luck. SALib is asked in tests/oracles."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics import designs, sobol
from shieldwall.study.statistics.bootstrap import Resampling

HOW = Resampling("x", times=500)
#: f = 2 u1 + u2 + 3 u1 u3 about its centre, and luck: shares by hand, with v = 1/12 the variance of a uniform number.
#: 2 u1 + 3 u1 u3 = (2 + 3 u3) u1: first (3.5)^2 v, of u3 (1.5)^2 v, both 9 v^2; u2 v.
V = 1.0 / 12.0
PARTS = np.array([3.5**2 * V, V, 1.5**2 * V, 9.0 * V**2])


def mean(rows: np.ndarray) -> np.ndarray:
    return 2.0 * rows[:, 0] + rows[:, 1] + 3.0 * rows[:, 0] * rows[:, 2]


def fought(rows: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """A battle with luck that moves the answer, and more where the second figure is great: alike in all matrices."""
    return mean(rows)[:, None] + (1.0 + rows[:, 1:2]) * luck


def test_luck_is_no_figure() -> None:
    design = designs.saltelli(["a", "b", "c"], 2048)
    luck = np.random.default_rng(1).normal(size=(2048, 3))
    ab = np.stack([fought(design.ab(column), luck) for column in range(3)])
    found = sobol.indices(fought(design.a, luck), fought(design.b, luck), ab, HOW)
    first = PARTS[:3] / PARTS.sum()
    total = (PARTS[:3] + PARTS[3] * np.array([1.0, 0.0, 1.0])) / PARTS.sum()
    for one, truth in zip((*found.first, *found.total), (*first, *total), strict=True):
        assert one.estimate == pytest.approx(truth, abs=0.06)
        assert one.low - 0.01 <= truth <= one.high + 0.01
    assert found.variance.estimate == pytest.approx(PARTS.sum(), rel=0.1)
    # Taken for a simulator without luck, one replication gives the luck to the figure that it grows with.
    taken = sobol.indices(*(values[..., :1] for values in (fought(design.a, luck), fought(design.b, luck), ab)), HOW)
    assert taken.variance.estimate > 2.0 * PARTS.sum()


def test_the_intervals_hold_the_indices() -> None:
    held = np.zeros(6)
    truth = [*PARTS[:3] / PARTS.sum(), *(PARTS[:3] + PARTS[3] * np.array([1.0, 0.0, 1.0])) / PARTS.sum()]
    for seed in range(60):
        a, b = np.random.default_rng(seed).random((2, 200, 3))
        design = designs.Saltelli(a, b)
        ab = np.stack([mean(design.ab(column))[:, None] for column in range(3)])
        found = sobol.indices(mean(a)[:, None], mean(b)[:, None], ab, Resampling("x", seed, 200))
        held += [one.low <= right <= one.high for one, right in zip((*found.first, *found.total), truth, strict=True)]
    assert (held >= 52).all()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="do not fit"):
        sobol.indices(np.zeros((4, 1)), np.zeros((4, 1)), np.zeros((2, 3, 1)), HOW)
    with pytest.raises(InputError, match="no drivers"):
        sobol.indices(np.ones((4, 1)), np.ones((4, 1)), np.ones((2, 4, 1)), HOW)
