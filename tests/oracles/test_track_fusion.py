"""What a picture makes of two radars' plots, against the fusion of the two radars' tracks.

Posts get plots, so their filter sees all measurements itself. The yardstick is track-to-track fusion with the
correlation that the common process noise brings (Bar-Shalom and Campo, "The effect of the common process noise on the
two-sensor fused-track covariance", IEEE Trans. AES 22(6), 1986): x = x1 + (P1 - P12) (P1 + P2 - P12 - P21)^-1 (x2 - x1)
with the covariance P1 - (P1 - P12) (P1 + P2 - P12 - P21)^-1 (P1 - P21), where P12 follows the recursion
P12 = (I - K1 H) (F P12 F' + Q) (I - K2 H)'. Fusing as if tracks were independent is what pictures must not do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from numpy.typing import NDArray
from scipy.linalg import solve_discrete_are
from scipy.stats import chi2

from shieldwall.kernels.filters import POSITION, start, update

pytestmark = pytest.mark.kernel

Reals = NDArray[np.float64]

TRACK = np.dtype([(name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t")])
FULL = [0, 1, 2, 6, 7, 8, 1, 3, 4, 9, 10, 11, 2, 4, 5, 12, 13, 14,
        6, 9, 12, 15, 16, 17, 7, 10, 13, 16, 18, 19, 8, 11, 14, 17, 19, 20]  # fmt: skip
PERIOD, NOISE, SCANS, RUNS = 4.0, 30.0, 25, 400
PRIORS = np.array([100.0, 30.0, 4000.0])
#: Covariances of two radars that look along different axes, m2.
SPREADS = np.array(
    [
        [[100.0**2, 2500.0, 0.0], [2500.0, 400.0**2, -5000.0], [0.0, -5000.0, 300.0**2]],
        [[350.0**2, 0.0, 0.0], [0.0, 80.0**2, 0.0], [0.0, 0.0, 500.0**2]],
    ]
)
CARRY = np.kron([[1.0, PERIOD], [0.0, 1.0]], np.eye(3))
PROCESS = NOISE * np.kron([[PERIOD**3 / 3.0, PERIOD**2 / 2.0], [PERIOD**2 / 2.0, PERIOD]], np.eye(3))
SEES = np.eye(3, 6)


def fused(one: Reals, other: Reals, cross: Reals) -> tuple[Reals, Reals]:
    """Weight of the difference between two tracks, and the covariance of the fused estimate."""
    weight = (one - cross) @ np.linalg.inv(one + other - cross - cross.T)
    return weight, one - weight @ (one - cross).T


def gain_of(ahead: Reals, spread: Reals) -> Reals:
    """Gain of a track whose covariance before the look is `ahead`."""
    return ahead[:, :3] @ np.linalg.inv(ahead[:3, :3] + spread)


def onward(cross: Reals, first: Reals, second: Reals) -> Reals:
    """Cross-covariance after the next look of both radars, from the gains of both."""
    return (np.eye(6) - first @ SEES) @ (CARRY @ cross @ CARRY.T + PROCESS) @ (np.eye(6) - second @ SEES).T


@dataclass
class Filtered:
    """Tracks of all runs, updated by the kernels of the pictures."""

    tracks: np.ndarray
    covariance: Reals

    @classmethod
    def none(cls) -> Filtered:
        return cls(np.zeros(RUNS, TRACK), np.zeros((RUNS, 21)))

    def take(self, t: float, places: Reals, spread: Reals) -> None:
        plots = np.zeros(RUNS, POSITION)
        plots["x"], plots["y"], plots["z"] = places.T
        for name, value in zip(("xx", "xy", "xz", "yy", "yz", "zz"), spread[np.triu_indices(3)], strict=True):
            plots[name] = value
        for k in range(RUNS):
            if self.covariance[k, 0] == 0.0:
                start(self.tracks, self.covariance, k, t, plots, k, PRIORS)
            else:
                update(self.tracks, self.covariance, k, t, plots, k, NOISE)

    @property
    def state(self) -> Reals:
        return np.stack([self.tracks[name] for name in TRACK.names[:6]], axis=1)

    @property
    def claimed(self) -> Reals:
        """The covariance, the same in all runs."""
        return self.covariance[0, FULL].reshape(6, 6)


@dataclass(frozen=True)
class Outcome:
    """Errors of the tracks of two radars, of both fused, and of a picture that had both radars' plots."""

    errors: dict[str, Reals]
    claimed: dict[str, Reals]
    cross: Reals

    def nees(self, name: str) -> float:
        squares = np.einsum("ri,ij,rj->r", self.errors[name], np.linalg.inv(self.claimed[name]), self.errors[name])
        return float(squares.mean())


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    rng = np.random.default_rng(1986)
    root, roots = np.linalg.cholesky(PROCESS), np.linalg.cholesky(SPREADS)
    deviations = np.array([0.0, 0.0, 0.0, PRIORS[0], PRIORS[0], PRIORS[1]])
    truth = np.array([60e3, 80e3, 7e3, 0.0, 0.0, 0.0]) + deviations * rng.normal(size=(RUNS, 6))
    radars, picture = (Filtered.none(), Filtered.none()), Filtered.none()
    # Both tracks begin with the true velocity unknown in the same way, so the priors' errors are common.
    cross = np.diag(deviations**2)
    for scan in range(SCANS):
        t = scan * PERIOD
        if scan:
            truth = truth @ CARRY.T + rng.normal(size=(RUNS, 6)) @ root.T
            before = [CARRY @ radar.claimed @ CARRY.T + PROCESS for radar in radars]
        for radar, spread, deviation in zip(radars, SPREADS, roots, strict=True):
            places = truth[:, :3] + rng.normal(size=(RUNS, 3)) @ deviation.T
            radar.take(t, places, spread)
            picture.take(t, places, spread)
        if scan:
            first, second = (gain_of(ahead, spread) for ahead, spread in zip(before, SPREADS, strict=True))
            cross = onward(cross, first, second)
    one, other = radars
    found = {"one": one.state, "other": other.state, "picture": picture.state}
    claimed = {"one": one.claimed, "other": other.claimed, "picture": picture.claimed}
    for name, shared in (("fused", cross), ("naive", np.zeros((6, 6)))):
        weight, claimed[name] = fused(one.claimed, other.claimed, shared)
        found[name] = one.state + (other.state - one.state) @ weight.T
    return Outcome({name: state - truth for name, state in found.items()}, claimed, cross)


def steady_state(spread: Reals) -> tuple[Reals, Reals]:
    """Steady covariance of one radar's track before a look, by the Riccati equation, and its gain."""
    ahead = solve_discrete_are(CARRY.T, SEES.T, PROCESS, spread)
    return ahead, gain_of(ahead, spread)


def test_tracks_and_their_correlation_settle_at_the_closed_form(outcome: Outcome) -> None:
    """The steady cross-covariance solves a linear equation: vec P12 = (A2 x A1) vec P12 + vec B1 Q B2'."""
    gains = []
    for name, spread in zip(("one", "other"), SPREADS, strict=True):
        ahead, gain = steady_state(spread)
        gains.append(gain)
        steady = ahead - gain @ ahead[:3]
        assert np.abs(outcome.claimed[name] - steady).max() <= 1e-3 * np.abs(steady).max()
    rests = [np.eye(6) - gain @ SEES for gain in gains]
    turn = np.kron(rests[0] @ CARRY, rests[1] @ CARRY)
    steady = np.linalg.solve(np.eye(36) - turn, (rests[0] @ PROCESS @ rests[1].T).ravel()).reshape(6, 6)
    assert np.abs(outcome.cross - steady).max() <= 1e-3 * np.abs(steady).max()


FUSED = Comparison(
    "track-fusion", "Tracking", "Mean NEES of fused tracks in simulation", "1",
    "chi-square; Y. Bar-Shalom and L. Campo, IEEE Trans. AES 22(6), 1986", "tracking.md",
)  # fmt: skip
BAND = chi2.ppf([0.0005, 0.9995], 6 * RUNS) / RUNS


def test_errors_of_two_tracks_are_correlated_as_the_recursion_says(outcome: Outcome) -> None:
    """Each element against its sampling error, var(sum x y) = (P11 P22 + P12^2) / n for normal errors."""
    found = outcome.errors["one"].T @ outcome.errors["other"] / RUNS
    own = np.outer(np.diag(outcome.claimed["one"]), np.diag(outcome.claimed["other"]))
    assert (np.abs(found - outcome.cross) <= 4.0 * np.sqrt((own + outcome.cross**2) / RUNS)).all()
    assert np.linalg.norm(outcome.cross) > 0.1 * np.linalg.norm(outcome.claimed["one"])


def test_fused_tracks_err_as_bar_shalom_and_campo_say(outcome: Outcome, evidence: Evidence) -> None:
    evidence.within(FUSED, "by Bar-Shalom and Campo", outcome.nees("fused"), *BAND, slack=1e-3)


def test_fusing_as_if_independent_claims_too_much(outcome: Outcome) -> None:
    assert outcome.nees("naive") > BAND[1]


def test_a_picture_of_plots_is_honest_and_no_worse_than_fused_tracks(outcome: Outcome, evidence: Evidence) -> None:
    evidence.within(FUSED, "the engine's picture of all plots", outcome.nees("picture"), *BAND, slack=1e-3)
    gain = np.linalg.eigvalsh(outcome.claimed["fused"] - outcome.claimed["picture"])
    assert gain[0] > -1e-6 * gain[-1]
    assert np.linalg.det(outcome.claimed["picture"]) < np.linalg.det(outcome.claimed["fused"])
    # Naively fused tracks claim even more than all measurements hold.
    assert np.linalg.det(outcome.claimed["naive"]) < np.linalg.det(outcome.claimed["picture"])
