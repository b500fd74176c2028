"""The parts of a variance on a case whose parts are known."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.bootstrap import Resampling
from shieldwall.study.statistics.split import split

#: Means of three options; rows add a common part of deviation 2 and one of 1 to each option; luck 3, half of its
#: variance common to all options. By construction: choice 8/3, ignorance 4 + 1, luck 9.
MEANS, COMMON, OWN, LUCK = np.array([10.0, 12.0, 14.0]), 2.0, 1.0, 3.0
TRUTH = np.array([LUCK**2, COMMON**2 + OWN**2, 8.0 / 3.0])


def fought(rows: int, replications: int, seed: int, means: np.ndarray = MEANS) -> np.ndarray:
    luck = np.random.default_rng(seed)
    figures = COMMON * luck.normal(size=(1, rows, 1)) + OWN * luck.normal(size=(3, rows, 1))
    shared = luck.normal(size=(1, rows, replications)) + luck.normal(size=(3, rows, replications))
    return means[:, None, None] + figures + LUCK * np.sqrt(0.5) * shared


def test_the_parts_are_those_of_the_construction_without_bias() -> None:
    # Few resamples: the estimates are what counts.
    found = np.array([split(fought(12, 2, seed), Resampling("x", times=1))[:3] for seed in range(600)])[:, :, 0]
    errors = found.std(axis=0) / np.sqrt(len(found))
    assert np.abs(found.mean(axis=0) - TRUTH).max() < 4.0 * errors.max()
    assert (np.abs(found.mean(axis=0) - TRUTH) < 4.0 * errors).all()


def test_options_that_differ_by_nothing_have_no_choice_and_luck_alone_no_ignorance() -> None:
    none = split(fought(400, 4, 2, np.zeros(3)), Resampling("x", times=400))
    assert abs(none.shares[2].estimate) < 0.005
    lucky = split(np.random.default_rng(1).normal(size=(1, 300, 4)), Resampling("x", times=400))
    assert lucky.ignorance.low <= 0.0 <= lucky.ignorance.high
    assert lucky.choice.estimate == pytest.approx(0.0, abs=1e-12)
    assert lucky.luck.estimate == pytest.approx(1.0, rel=0.1)


def test_the_intervals_hold_the_parts_and_the_shares_sum_to_one() -> None:
    held = np.zeros(3)
    for seed in range(80):
        found = split(fought(60, 3, seed), Resampling("x", seed, 200))
        held += [one.low <= part <= one.high for one, part in zip(found[:3], TRUTH, strict=True)]
        assert sum(share.estimate for share in found.shares) == pytest.approx(1.0)
    assert (held >= 70).all()


def test_one_replication_a_row_tells_nothing_apart() -> None:
    for shape in ((2, 10, 1), (2, 1, 10)):
        with pytest.raises(InputError, match="cannot be split"):
            split(np.zeros(shape), Resampling("x"))


def test_what_never_varies_has_no_parts() -> None:
    found = split(np.ones((2, 5, 3)), Resampling("x", times=10))
    assert [one.estimate for one in (*found[:3], *found.shares)] == [0.0] * 6
