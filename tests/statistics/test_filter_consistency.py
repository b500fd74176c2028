"""Errors of the filter against the covariance that it claims, when truth follows the filter's model.

Bar-Shalom, Li and Kirubarajan, "Estimation with Applications to Tracking and Navigation", Wiley 2001, section 5.4.2:
the normalised squares of estimation errors (NEES) and of innovations (NIS), averaged over N independent runs, lie with
probability 95 % in the band of a chi-square of N times as many degrees of freedom. Here N is 50, and 50 such averages
at each scan tell the share that does. What a radar measures is drawn in range, azimuth and elevation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from numpy.typing import NDArray
from scipy.stats import chi2

from shieldwall.kernels.filters import POSITION, convert, convert_flat, expect, mahalanobis, start, update

TRACK = np.dtype([(name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t")])
PRIORS = np.array([150.0, 40.0, 4000.0])
RUNS, BATCHES = 50, 50
#: Where the 21 numbers that a track keeps lie in its 6 x 6 covariance.
FULL = [0, 1, 2, 6, 7, 8, 1, 3, 4, 9, 10, 11, 2, 4, 5, 12, 13, 14,
        6, 9, 12, 15, 16, 17, 7, 10, 13, 16, 18, 19, 8, 11, 14, 17, 19, 20]  # fmt: skip
#: A 2-D radar draws its plots at the middle of a band of heights, m, and levels are uniform in it.
MIDDLE, HALF_BAND = 5e3, 5e3
LEAST_SHARE = 0.93
CONSISTENT = Comparison(
    "consistency", "Tracking", "Scans at which errors are as great as the filter says", "share of means of 50 runs",
    "chi-square bands of 95 %, Bar-Shalom, Li and Kirubarajan 2001, section 5.4.2", "tracking.md",
)  # fmt: skip
BANDS = Comparison(
    "chi-square", "Tracking", "Band of the mean NEES of 50 runs with two states, 95 %", "1",
    "reference of the project: chi-square with 100 degrees of freedom", "tracking.md",
)  # fmt: skip

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """`scans` looks of radars in turn, `period` s apart, at targets that begin at `place` (m).

    Each radar is (site, m; standard deviations of range, m, azimuth and elevation, rad); one with two deviations is a
    2-D radar, whose targets fly level. `q` drives truth (m2/s3), `expected` times it the filter.
    """

    place: tuple[float, float, float]
    radars: tuple[tuple[tuple[float, float, float], tuple[float, ...]], ...]
    period: float
    q: float
    scans: int = 40
    expected: float = 1.0

    @property
    def level(self) -> bool:
        return any(len(sigmas) == 2 for _, sigmas in self.radars)


HERE = (0.0, 0.0, 0.0)
CASES = {
    "close": Case((12e3, 9e3, 4e3), ((HERE, (50.0, 3e-3, 3e-3)),), 3.0, 192.0),
    "steep": Case((-4e3, 3e3, 10e3), ((HERE, (30.0, 3e-3, 3e-3)),), 1.0, 48.0),
    "point defence": Case((40e3, 20e3, 3e3), ((HERE, (25.0, 6e-3, 12e-3)),), 2.0, 192.0),
    "surveillance": Case((90e3, 60e3, 6e3), ((HERE, (80.0, 4e-3, 6e-3)),), 5.0, 25.0),
    "far": Case((350e3, -50e3, 9e3), ((HERE, (40.0, 4e-3, 5e-3)),), 10.0, 192.0),
    "far and steady": Case((-300e3, 200e3, 9e3), ((HERE, (40.0, 3e-3, 7e-3)),), 10.0, 8.0),
    "at the limit": Case((340e3, 60e3, 9e3), ((HERE, (40.0, 3e-3, 9e-3)),), 10.0, 192.0),
    "two in turn": Case(
        (60e3, 40e3, 7e3), ((HERE, (60.0, 5e-3, 8e-3)), ((90e3, -60e3, 300.0), (25.0, 2e-3, 3e-3))), 3.0, 100.0
    ),
    "metric waves": Case((120e3, 60e3, 0.0), ((HERE, (400.0, 17e-3)),), 10.0, 192.0, 20),
    "metric waves afar": Case((-50e3, 200e3, 0.0), ((HERE, (400.0, 17e-3)),), 10.0, 192.0, 20),
}


def moved(truth: Reals, case: Case, rng: np.random.Generator) -> Reals:
    """One draw of the motion model over a period for each run, from the closed form of its noise."""
    h = case.period
    root = np.linalg.cholesky(case.q * np.array([[h**3 / 3.0, h**2 / 2.0], [h**2 / 2.0, h]]))
    step = np.einsum("ij,jra->ira", root, rng.normal(size=(2, len(truth), 3)))
    after = np.hstack([truth[:, :3] + h * truth[:, 3:] + step[0], truth[:, 3:] + step[1]])
    if case.level:
        after[:, 2], after[:, 5] = truth[:, 2], 0.0
    return after


def plots_of(truth: Reals, radar: tuple[tuple[float, ...], tuple[float, ...]], rng: np.random.Generator) -> np.ndarray:
    """What a radar reports of each run's target."""
    site, sigmas = radar
    dx, dy, dz = (truth[:, :3] - site).T
    ground = np.hypot(dx, dy)
    slant = np.hypot(ground, dz) + sigmas[0] * rng.normal(size=len(truth))
    azimuth = np.arctan2(dx, dy) + sigmas[1] * rng.normal(size=len(truth))
    flat = len(sigmas) == 2
    if flat:
        up = np.full(len(truth), MIDDLE - site[2])
    else:
        up = slant * np.sin(np.arctan2(dz, ground) + sigmas[2] * rng.normal(size=len(truth)))
    out = np.sqrt(slant**2 - up**2)
    seen = np.column_stack([out * np.sin(azimuth), out * np.cos(azimuth), up])
    plots = np.zeros(len(truth), POSITION)
    plots["x"], plots["y"], plots["z"] = (seen + site).T
    for k, (x, y, z) in enumerate(seen.tolist()):
        if flat:
            convert_flat(plots, k, x, y, z, *sigmas, HALF_BAND)
        else:
            convert(plots, k, x, y, z, *sigmas)
    return plots


def squared(errors: Reals, covariances: Reals) -> Reals:
    return np.einsum("ri,ri->r", errors, np.linalg.solve(covariances, errors[:, :, None])[:, :, 0])


@cache
def squares(case: Case) -> tuple[Reals, Reals]:
    """NEES and NIS by scan and run; of a 2-D radar those of the horizontal state. The first scan has no innovation."""
    rng = np.random.default_rng(2001)
    runs, q = RUNS * BATCHES, case.expected * case.q
    truth = np.hstack([np.tile(case.place, (runs, 1)), rng.normal(size=(runs, 3)) * PRIORS[[0, 0, 1]]])
    if case.level:
        truth[:, 2], truth[:, 5] = rng.uniform(MIDDLE - HALF_BAND, MIDDLE + HALF_BAND, runs), 0.0
    measured = [0, 1, 3, 4] if case.level else list(range(6))
    tracks, covariance, there = np.zeros(runs, TRACK), np.zeros((runs, 21)), np.zeros(1, POSITION)
    nees, nis = np.zeros((case.scans, runs)), np.zeros((case.scans, runs))
    for scan in range(case.scans):
        t = scan * case.period
        plots = plots_of(truth, case.radars[scan % len(case.radars)], rng)
        for k in range(runs):
            if scan == 0:
                start(tracks, covariance, k, t, plots, k, PRIORS)
                continue
            expect(tracks, covariance, k, t, q, there, 0)
            nis[scan, k] = mahalanobis(there, 0, plots, k)
            update(tracks, covariance, k, t, plots, k, q)
        errors = np.stack([tracks[name] for name in TRACK.names[:6]], axis=1) - truth
        claimed = covariance[:, FULL].reshape(runs, 6, 6)
        nees[scan] = squared(errors[:, measured], claimed[:, measured][:, :, measured])
        truth = moved(truth, case, rng)
    return nees, nis[1:]


def band(degrees: int) -> Reals:
    """The band of 95 % of an average over `RUNS` runs."""
    return np.asarray(chi2.ppf([0.025, 0.975], RUNS * degrees) / RUNS)


def share(normalised: Reals, degrees: int) -> float:
    """Share of the averages over `RUNS` runs that lie in the 95 % band of their chi-square."""
    means = normalised.reshape(len(normalised), BATCHES, RUNS).mean(axis=2)
    low, high = band(degrees)
    return float(np.mean((means >= low) & (means <= high)))


@pytest.mark.parametrize("name", CASES)
def test_errors_are_as_great_as_the_covariance_says(name: str, evidence: Evidence) -> None:
    nees, _ = squares(CASES[name])
    found = share(nees, 4 if CASES[name].level else 6)
    evidence.at_least(CONSISTENT, f"estimates, {name}", found, LEAST_SHARE, digits=3)


@pytest.mark.parametrize("name", CASES)
def test_innovations_are_as_great_as_their_covariance_says(name: str, evidence: Evidence) -> None:
    _, nis = squares(CASES[name])
    found = share(nis, 2 if CASES[name].level else 3)
    evidence.at_least(CONSISTENT, f"innovations, {name}", found, LEAST_SHARE, digits=3)


def test_the_band_is_the_printed_one(evidence: Evidence) -> None:
    low, high = band(2)
    evidence.close(BANDS, "lower end", float(low), 1.4844, tolerance=1e-4)
    evidence.close(BANDS, "upper end", float(high), 2.5912, tolerance=1e-4)


@pytest.mark.parametrize("expected", [0.7, 1.4])
def test_a_filter_that_expects_another_motion_is_found_out(expected: float) -> None:
    nees, nis = squares(replace(CASES["surveillance"], expected=expected))
    assert share(nees, 6) < LEAST_SHARE
    assert share(nis, 3) < LEAST_SHARE


def test_all_runs_together_are_in_their_band() -> None:
    """The last scan of the simplest case: with all 2500 runs the band is 3 % wide."""
    nees, nis = squares(CASES["close"])
    for normalised, degrees in ((nees[-1], 6), (nis[-1], 3)):
        low, high = chi2.ppf([0.025, 0.975], degrees * len(normalised)) / len(normalised)
        assert low <= normalised.mean() <= high
