"""Interacting multiple models against filterpy's `IMMEstimator`, and what they are for."""

from __future__ import annotations

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from filterpy.kalman import IMMEstimator, KalmanFilter
from numpy.typing import NDArray
from scipy.linalg import expm

from shieldwall.kernels.filters import POSITION, expect, start, update
from shieldwall.kernels.gates import SLOT
from shieldwall.kernels.imm import MODE, QUIET, STRAIGHT, TURN, begin, combine, correct, mix

pytestmark = pytest.mark.kernel

Reals = NDArray[np.float64]
FILTERPY = Comparison(
    "filterpy", "Tracking", "Two models that interact, on irregular looks at a flight with a turn of 3 g", "m and m/s",
    "filterpy's IMMEstimator", "tracking.md",
)  # fmt: skip

TRACK = np.dtype([(name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t")])
FULL = [0, 1, 2, 6, 7, 8, 1, 3, 4, 9, 10, 11, 2, 4, 5, 12, 13, 14,
        6, 9, 12, 15, 16, 17, 7, 10, 13, 16, 18, 19, 8, 11, 14, 17, 19, 20]  # fmt: skip
PRIORS = np.array([250.0, 40.0, 4000.0])
Q, SPREAD = 192.0, np.array([[3600.0, 900.0, 0.0], [900.0, 10000.0, -500.0], [0.0, -500.0, 40000.0]])
#: Rates of change between straight flight and manoeuvre, 1/s.
CHAIN = np.array([[-1.0 / STRAIGHT, 1.0 / STRAIGHT], [1.0 / TURN, -1.0 / TURN]])


def noise(q: float, h: float) -> Reals:
    return q * np.kron([[h**3 / 3.0, h**2 / 2.0], [h**2 / 2.0, h]], np.eye(3))


def carry(h: float) -> Reals:
    return np.kron([[1.0, h], [0.0, 1.0]], np.eye(3))


class Ours:
    """One track with its two filters."""

    def __init__(self) -> None:
        self.tracks, self.covariance = np.zeros(1, TRACK), np.zeros((1, 21))
        self.modes, self.mode_covariance = np.zeros(2, MODE), np.zeros((2, 21))
        self.there, self.plots = np.zeros(2, SLOT), np.zeros(1, POSITION)

    def put(self, place: Reals) -> None:
        self.plots["x"], self.plots["y"], self.plots["z"] = place
        for name, value in zip(("xx", "xy", "xz", "yy", "yz", "zz"), SPREAD[np.triu_indices(3)], strict=True):
            self.plots[name] = value

    def begin(self, place: Reals) -> None:
        self.put(place)
        start(self.tracks, self.covariance, 0, 0.0, self.plots, 0, PRIORS)
        begin(self.modes, self.mode_covariance, 0, self.tracks, self.covariance)

    def take(self, t: float, place: Reals) -> None:
        self.put(place)
        correct(self.modes, self.mode_covariance, 0, t, self.plots, 0, Q, self.there)
        combine(self.modes, self.mode_covariance, 0, self.tracks, self.covariance)

    @property
    def state(self) -> Reals:
        return state(self.tracks[0])

    @property
    def full(self) -> Reals:
        return self.covariance[0, FULL].reshape(6, 6)


def state(row: np.void) -> Reals:
    return np.array([row[name] for name in ("x", "y", "z", "vx", "vy", "vz")])


def theirs(first: Ours) -> IMMEstimator:
    """filterpy's estimator, begun as ours."""
    filters = []
    for _ in range(2):
        one = KalmanFilter(dim_x=6, dim_z=3)
        one.x, one.P = first.state.copy(), first.full.copy()
        one.H, one.R = np.eye(3, 6), SPREAD
        filters.append(one)
    return IMMEstimator(filters, np.array([STRAIGHT, TURN]) / (STRAIGHT + TURN), expm(CHAIN))


def advance(estimator: IMMEstimator, h: float, place: Reals) -> None:
    """One look of filterpy's estimator, `h` seconds after the last."""
    estimator.M = expm(h * CHAIN)
    estimator._compute_mixing_probabilities()
    for one, q in zip(estimator.filters, (QUIET * Q, Q), strict=True):
        one.F, one.Q = carry(h), noise(q, h)
    estimator.predict()
    estimator.update(place)


def flight(rng: np.random.Generator) -> tuple[Reals, Reals]:
    """Times of looks, irregular, and where a target is that flies straight, turns at 3 g and flies straight."""
    times = np.concatenate([[0.0], np.cumsum(rng.uniform(1.0, 8.0, 60))])
    rate, speed = 3.0 * 9.80665 / 240.0, 240.0
    turned = rate * np.clip(times - 120.0, 0.0, 20.0)
    before, after = np.minimum(times, 120.0), np.maximum(times - 140.0, 0.0)
    x = speed * (before + np.sin(turned) / rate + after * np.cos(turned))
    y = speed * ((1.0 - np.cos(turned)) / rate + after * np.sin(turned))
    return times, np.column_stack([x, y, np.full(len(times), 6e3)])


@pytest.mark.parametrize("seed", range(3))
def test_the_filters_equal_filterpys(seed: int, evidence: Evidence) -> None:
    rng = np.random.default_rng(seed)
    times, places = flight(rng)
    measured = places + rng.normal(size=places.shape) @ np.linalg.cholesky(SPREAD).T
    ours = Ours()
    ours.begin(measured[0])
    estimator = theirs(ours)
    turning = []
    for h, t, place in zip(np.diff(times), times[1:], measured[1:], strict=True):
        ours.take(t, place)
        advance(estimator, h, place)
        assert ours.modes["weight"] == pytest.approx(estimator.mu, rel=1e-7)
        for row, one in enumerate(estimator.filters):
            assert state(ours.modes[row]) == pytest.approx(one.x, rel=1e-8, abs=1e-6)
            ours_full = ours.mode_covariance[row, FULL].reshape(6, 6)
            assert np.abs(ours_full - one.P).max() <= 1e-8 * np.abs(one.P).max()
        assert ours.state == pytest.approx(estimator.x, rel=1e-8, abs=1e-6)
        assert np.abs(ours.full - estimator.P).max() <= 1e-8 * np.abs(estimator.P).max()
        turning.append(ours.modes["weight"][1])
    apart = float(np.abs(ours.state - estimator.x).max())
    evidence.at_most(FILTERPY, f"greatest difference of the state after 60 looks, flight {seed}", apart, 1e-6, digits=6)
    # The comparison went through both models.
    assert min(turning) < 0.1
    assert max(turning) > 0.9


def test_mixing_keeps_the_mean_and_covariance_of_the_whole() -> None:
    ours, rng = Ours(), np.random.default_rng(6)
    times, places = flight(rng)
    ours.begin(places[0])
    for t, place in zip(times[1:35], places[1:35], strict=True):
        ours.take(t, place)
    before, covariance = ours.state, ours.full
    mix(ours.modes, ours.mode_covariance, 0, 9.0)
    combine(ours.modes, ours.mode_covariance, 0, ours.tracks, ours.covariance)
    assert ours.state == pytest.approx(before, rel=1e-12)
    assert np.abs(ours.full - covariance).max() <= 1e-12 * covariance.max()
    assert ours.modes["weight"].sum() == pytest.approx(1.0)


def test_a_late_plot_changes_no_models_by_itself() -> None:
    ours = Ours()
    ours.begin(np.array([0.0, 0.0, 6e3]))
    ours.take(5.0, np.array([1200.0, 0.0, 6e3]))
    single, covariance = ours.modes.copy(), ours.mode_covariance.copy()
    ours.take(4.0, np.array([960.0, 0.0, 6e3]))
    assert list(ours.modes["t"]) == [5.0, 5.0]
    for row, q in enumerate((QUIET * Q, Q)):
        update(single, covariance, row, 4.0, ours.plots, 0, q)
        assert state(single[row]) == pytest.approx(state(ours.modes[row]), rel=1e-12)
        there = np.zeros(1, SLOT)
        expect(ours.modes, ours.mode_covariance, row, 5.0, q, there, 0)
        assert there[0]["x"] == ours.modes[row]["x"]


def test_straight_flight_is_followed_better_and_turns_no_worse() -> None:
    """Root mean square errors of place over 40 flights, against one filter set for manoeuvres."""
    errors: dict[tuple[str, bool], list[Reals]] = {}
    for seed in range(40):
        rng = np.random.default_rng(100 + seed)
        times, places = flight(rng)
        measured = places + rng.normal(size=places.shape) @ np.linalg.cholesky(SPREAD).T
        ours, plain = Ours(), Ours()
        ours.begin(measured[0])
        plain.begin(measured[0])
        for t, place, true in zip(times[1:], measured[1:], places[1:], strict=True):
            ours.take(t, place)
            plain.put(place)
            update(plain.tracks, plain.covariance, 0, t, plain.plots, 0, Q)
            if 40.0 < t < 120.0 or 120.0 < t < 150.0:
                errors.setdefault(("imm", t < 120.0), []).append(ours.state[:3] - true)
                errors.setdefault(("plain", t < 120.0), []).append(plain.state[:3] - true)
    rms = {key: float(np.sqrt(np.mean(np.square(found)))) for key, found in errors.items()}
    assert rms["imm", True] < 0.8 * rms["plain", True]
    assert rms["imm", False] < 1.05 * rms["plain", False]
