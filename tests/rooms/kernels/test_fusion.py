"""Fusion of two tracks at its edges: cross-covariances that cannot be, and matrices by numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from shieldwall.kernels.fusion import carry, correction, divide, factor, join, spread, together, weigh

Reals = NDArray[np.float64]


def positive(seed: int, scale: float = 1.0) -> Reals:
    """A covariance of metres and metres a second."""
    root = np.random.default_rng(seed).normal(size=(6, 8)) * np.array([300.0] * 3 + [20.0] * 3)[:, None]
    return np.asarray(scale * (root @ root.T))


def test_factor_and_divide_are_numpy_s() -> None:
    full, rows = positive(1), np.random.default_rng(2).normal(size=(6, 6))
    lower, found = full.copy(), rows.copy()
    assert factor(lower)
    assert np.tril(lower) == pytest.approx(np.linalg.cholesky(full), rel=1e-12)
    divide(lower, found)
    assert found == pytest.approx(rows @ np.linalg.inv(full), rel=1e-8)


def test_what_has_no_root_is_said_so() -> None:
    assert not factor(np.diag([1.0, 1.0, -1.0, 1.0, 1.0, 1.0]))
    assert not factor(np.full((6, 6), np.nan))


def test_a_correction_without_a_covariance_before_it_changes_nothing() -> None:
    before, after = np.zeros((6, 6)), positive(3)
    correction(before, after)
    assert (after == np.eye(6)).all()


@given(st.floats(-30.0, 30.0), st.floats(0.0, 200.0))
def test_carried_on_and_back_is_what_it_was(h: float, q: float) -> None:
    full = positive(4)
    there = full.copy()
    carry(there, h, q)
    carry(there, -h, q)
    assert there == pytest.approx(full, rel=1e-6, abs=1e-3)


@given(st.integers(0, 10_000), st.floats(0.0, 3.0), st.floats(0.01, 100.0))
def test_the_fused_estimate_always_has_a_covariance(seed: int, share: float, scale: float) -> None:
    """Whatever is taken for common: more than one track has, or more than both."""
    one, other = positive(seed), positive(seed + 1, scale)
    cross = share * np.sqrt(np.outer(np.diag(one), np.diag(other)))
    weight, work = np.zeros((6, 6)), np.zeros((6, 6))
    fused = one.copy()
    weigh(fused, other, cross, weight, work)
    join(fused, cross, weight, work)
    assert np.linalg.eigvalsh(fused)[0] > 0.0
    assert np.trace(fused) <= np.trace(one) * (1.0 + 1e-9)


def test_two_tracks_that_are_one_join_nothing() -> None:
    one = positive(5)
    fused, weight, work = one.copy(), np.zeros((6, 6)), np.zeros((6, 6))
    assert together(one, one.copy(), one.copy(), weight, work)
    weigh(fused, one.copy(), one.copy(), weight, work)
    assert weight == pytest.approx(np.zeros((6, 6)), abs=1e-12)


def test_a_packed_covariance_is_spread_out_as_filters_lay_it_down() -> None:
    full = np.zeros((6, 6))
    spread(np.arange(21.0), full)
    assert full[0].tolist() == [0.0, 1.0, 2.0, 6.0, 7.0, 8.0]
    assert full[3:, 3:].tolist() == [[15.0, 16.0, 17.0], [16.0, 18.0, 19.0], [17.0, 19.0, 20.0]]
    assert (full == full.T).all()
