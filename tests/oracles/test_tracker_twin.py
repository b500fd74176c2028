"""The compiled tracker against a slow twin with full matrices, on crossing targets in clutter.

The twin shares nothing with the kernels but the rules: 6 x 6 covariances, gating by measuring every pair,
association by `scipy.optimize.linear_sum_assignment` on the full matrix. Plots of two radars arrive late.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from shieldwall.kernels.assignment import CLAIM, associate
from shieldwall.kernels.filters import POSITION, convert, convert_flat, start, update
from shieldwall.kernels.gates import CONFIRMED, FREE, PAIR, SLOT, TENTATIVE, candidates, measure, pack

pytestmark = pytest.mark.kernel

TRACK = np.dtype(
    [(name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t", "seen")]
    + [("hits", np.int64), ("status", np.int64)]
)
Q = 50.0
PRIORS = np.array([200.0, 20.0, 3000.0])
CAPACITY = 80
FORGET_S = 25.0
CONFIRM_HITS = 3


@dataclass(frozen=True)
class Scan:
    """What one radar reports of one turn: positions and, for the twin, their covariances in full."""

    t: float
    plots: np.ndarray
    covariances: np.ndarray


@dataclass
class Twin:
    """One track, plainly."""

    state: np.ndarray
    covariance: np.ndarray
    t: float
    seen: float
    hits: int = 1

    @property
    def weight(self) -> float:
        return 1.0 if self.hits >= CONFIRM_HITS else 1.0 / 1024.0

    def look(self, t: float) -> tuple[np.ndarray, np.ndarray]:
        """Observation matrix of the position at time `t`, and the noise of the way there."""
        h = t - self.t
        return np.hstack([np.eye(3), h * np.eye(3)]), Q * abs(h) ** 3 / 3.0 * np.eye(3)

    def distance(self, t: float, place: np.ndarray, spread: np.ndarray) -> float:
        observe, noise = self.look(t)
        joint = observe @ self.covariance @ observe.T + noise + spread
        miss = place - observe @ self.state
        return float(miss @ np.linalg.solve(joint, miss))

    def correct(self, t: float, place: np.ndarray, spread: np.ndarray) -> None:
        if t > self.t:
            h = t - self.t
            carry = np.kron([[1.0, h], [0.0, 1.0]], np.eye(3))
            noise = np.kron([[h**3 / 3.0, h**2 / 2.0], [h**2 / 2.0, h]], np.eye(3))
            self.state = carry @ self.state
            self.covariance = carry @ self.covariance @ carry.T + Q * noise
            self.t = t
        observe, noise = self.look(t)
        joint = observe @ self.covariance @ observe.T + noise + spread
        gain = np.linalg.solve(joint, observe @ self.covariance).T
        self.state = self.state + gain @ (place - observe @ self.state)
        # Joseph's form, which the kernels do without.
        rest = np.eye(6) - gain @ observe
        self.covariance = rest @ self.covariance @ rest.T + gain @ (noise + spread) @ gain.T
        self.seen = max(self.seen, t)
        self.hits += 1


@dataclass
class TwinPicture:
    """All tracks by the row that the compiled table would hold them in."""

    rows: dict[int, Twin] = field(default_factory=dict)

    def take(self, scan: Scan) -> list[int]:
        places = np.array([plot.item()[:3] for plot in scan.plots]).reshape(-1, 3)
        number, rows = len(places), sorted(self.rows)
        cost = np.zeros((number, len(rows) + number))
        for i in range(number):
            for j, row in enumerate(rows):
                track = self.rows[row]
                distance = track.distance(scan.t, places[i], scan.covariances[i])
                cost[i, j] = (distance - 16.0) * track.weight if distance < 16.0 else 1e6
        _, columns = linear_sum_assignment(cost)
        answer = [rows[j] if j < len(rows) else -1 for j in columns]
        for i, row in enumerate(answer):
            if row >= 0:
                self.rows[row].correct(scan.t, places[i], scan.covariances[i])
            else:
                self.begin(scan, i, places[i])
        self.rows = {row: track for row, track in self.rows.items() if scan.t - track.seen <= FORGET_S}
        return answer

    def begin(self, scan: Scan, i: int, place: np.ndarray) -> None:
        row = next(row for row in range(CAPACITY) if row not in self.rows)
        covariance = np.diag([0.0, 0.0, 0.0, PRIORS[0], PRIORS[0], PRIORS[1]]) ** 2
        covariance[:3, :3] = scan.covariances[i]
        covariance[2, 2] = min(covariance[2, 2], PRIORS[2] ** 2)
        self.rows[row] = Twin(np.concatenate([place, np.zeros(3)]), covariance, scan.t, scan.t)


class CompiledPicture:
    """The same bookkeeping around the kernels."""

    def __init__(self) -> None:
        self.tracks, self.covariance = np.zeros(CAPACITY, TRACK), np.zeros((CAPACITY, 21))
        self.columns, self.slots = np.zeros((3, CAPACITY), np.float32), np.zeros(CAPACITY, SLOT)
        self.contested = 0
        self.words, self.pairs = np.zeros((CAPACITY + 7) // 8, np.uint64), np.zeros(2000, PAIR)

    def take(self, scan: Scan) -> list[int]:
        number, assigned = len(scan.plots), np.zeros(len(scan.plots), np.int64)
        count = pack(self.tracks, self.covariance, 0, CAPACITY, scan.t, Q, self.columns, self.slots)
        found = candidates(self.columns, count, scan.plots, number, self.words, self.pairs)
        found = measure(self.tracks, self.covariance, scan.t, Q, self.slots, scan.plots, self.pairs, found)
        self.contested = found - len(np.unique(self.pairs["plot"][:found]))
        associate(self.pairs, found, self.slots, np.zeros(number + 1, CLAIM), number, assigned)
        for i, held in enumerate(assigned):
            row = held if held >= 0 else np.flatnonzero(self.tracks["status"] == FREE)[0]
            if held >= 0:
                update(self.tracks, self.covariance, row, scan.t, scan.plots, i, Q)
                track = self.tracks[row]
                track["seen"] = max(track["seen"], scan.t)
                track["hits"] += 1
                track["status"] = CONFIRMED if track["hits"] >= CONFIRM_HITS else TENTATIVE
            else:
                start(self.tracks, self.covariance, row, scan.t, scan.plots, i, PRIORS)
                self.tracks[row]["seen"], self.tracks[row]["hits"] = scan.t, 1
                self.tracks[row]["status"] = TENTATIVE
        self.tracks["status"][scan.t - self.tracks["seen"] > FORGET_S] = FREE
        return [int(row) for row in assigned]


def polar_scan(t: float, site: np.ndarray, sigmas: np.ndarray, places: np.ndarray, rng: np.random.Generator) -> Scan:
    """Plots of a radar, three-dimensional if it has an elevation error, in a random order."""
    plots, full = np.zeros(len(places), POSITION), [3, 4, 5, 4, 6, 7, 5, 7, 8]
    for i, place in enumerate(rng.permutation(places)):
        dx, dy, dz = place - site
        ground = np.hypot(dx, dy)
        slant, azimuth = (
            np.hypot(ground, dz) + sigmas[0] * rng.normal(),
            np.arctan2(dx, dy) + sigmas[1] * rng.normal(),
        )
        flat_radar = len(sigmas) == 2
        height = 5e3 - site[2] if flat_radar else slant * np.sin(np.arctan2(dz, ground) + sigmas[2] * rng.normal())
        ground = np.sqrt(slant**2 - height**2)
        seen = np.array([ground * np.sin(azimuth), ground * np.cos(azimuth), height])
        plots[i]["x"], plots[i]["y"], plots[i]["z"] = site + seen
        if flat_radar:
            convert_flat(plots, i, seen[0], seen[1], seen[2], sigmas[0], sigmas[1], 5e3)
        else:
            convert(plots, i, seen[0], seen[1], seen[2], sigmas[0], sigmas[1], sigmas[2])
    covariances = np.array([np.array(plot.item())[full].reshape(3, 3) for plot in plots]).reshape(-1, 3, 3)
    return Scan(t, plots, covariances)


def crossing(seed: int) -> Iterator[Scan]:
    """Eight targets that cross in the middle, seen by three radars, in the order of arrival."""
    rng = np.random.default_rng(seed)
    angles = np.arange(8) * 2.0 * np.pi / 8 + rng.uniform(0.0, 0.3, 8)
    heading = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(8)])
    aim = rng.normal(size=(8, 3)) * [1500.0, 1500.0, 800.0] + [0.0, 0.0, 5e3]
    radars = [
        (np.array([-30e3, -50e3, 200.0]), np.array([80.0, 4e-3, 6e-3]), 5.0, 0.0),
        (np.array([40e3, -40e3, 500.0]), np.array([30.0, 2e-3, 2e-3]), 3.0, 4.0),
        (np.array([0.0, 60e3, 100.0]), np.array([150.0, 6e-3]), 10.0, 1.5),
    ]
    arrivals = []
    for site, sigmas, period, delay in radars:
        for t in np.arange(rng.uniform(0.0, period), 120.0, period):
            places = aim + (t - 60.0) * 220.0 * heading
            places = places[rng.random(8) < 0.85]
            clutter = rng.uniform([-20e3, -20e3, 1e3], [20e3, 20e3, 9e3], (rng.poisson(2.0), 3))
            arrivals.append((t + delay, polar_scan(t, site, sigmas, np.vstack([places, clutter]), rng)))
    return (scan for _, scan in sorted(arrivals, key=lambda arrival: arrival[0]))


def flat(covariance: np.ndarray) -> np.ndarray:
    """The 21 numbers that a compiled row keeps of a 6 x 6 covariance."""
    upper = np.triu_indices(3)
    return np.concatenate([covariance[:3, :3][upper], covariance[:3, 3:].ravel(), covariance[3:, 3:][upper]])


@pytest.mark.parametrize("seed", range(4))
def test_compiled_tracker_equals_its_twin(seed: int) -> None:
    compiled, twin = CompiledPicture(), TwinPicture()
    conflicts = late = 0
    for scan in crossing(seed):
        late += any(track.t > scan.t for track in twin.rows.values())
        assert compiled.take(scan) == twin.take(scan)
        conflicts += compiled.contested
        assert np.flatnonzero(compiled.tracks["status"]).tolist() == sorted(twin.rows)
        for row, track in twin.rows.items():
            found = compiled.tracks[row]
            state = np.array([found[name] for name in ("x", "y", "z", "vx", "vy", "vz")])
            scale = np.sqrt(np.diag(track.covariance))
            assert np.abs(state - track.state).max() <= 1e-9 * np.abs(track.state).max()
            assert (
                np.abs((compiled.covariance[row] - flat(track.covariance)) / flat(np.outer(scale, scale))).max() < 1e-9
            )
            assert found["t"] == track.t
    assert conflicts > 100
    assert late > 20
    confirmed = compiled.tracks["status"] == CONFIRMED
    assert 8 <= np.count_nonzero(confirmed) <= 14
