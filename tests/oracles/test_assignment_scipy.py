"""The association kernel against `scipy.optimize.linear_sum_assignment` on thousands of random cases."""

import os

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy.optimize import linear_sum_assignment

from shieldwall.kernels.assignment import CLAIM, associate
from shieldwall.kernels.gates import GATE, PAIR, SLOT, TENTATIVE_WEIGHT

pytestmark = pytest.mark.kernel

LEAST = Comparison(
    "assignment", "Tracking", "Cost of an assignment over the least", "ratio", "scipy.optimize.linear_sum_assignment"
)
CASES = 300 if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0" else 4000
LARGEST = 24


@pytest.mark.parametrize("density", [0.02, 0.1, 0.3, 0.9])
def test_association_is_the_least_sum_with_misses(density: float, evidence: Evidence) -> None:
    """A dense matrix with a column of its own for each plot's miss gives the same association."""
    rng = np.random.default_rng(43)
    worst = 1.0
    slots, pairs, claims = np.zeros(LARGEST, SLOT), np.zeros(LARGEST**2, PAIR), np.zeros(LARGEST + 1, CLAIM)
    assigned = np.zeros(LARGEST, np.int64)
    for case in range(CASES // 4):
        plots, tracks = rng.integers(1, LARGEST + 1, 2)
        distance = rng.uniform(0.0, GATE, (plots, tracks))
        near = rng.random((plots, tracks)) < density
        slots["row"] = rng.permutation(LARGEST)
        slots["weight"] = rng.choice([1.0, TENTATIVE_WEIGHT], LARGEST) if case % 2 else 1.0
        found = 0
        for i, j in np.argwhere(near):
            pairs[found] = i, j, distance[i, j]
            found += 1
        associate(pairs, found, slots, claims, plots, assigned)
        cost = np.full((plots, tracks + plots), np.inf)
        cost[:, :tracks] = np.where(near, (distance - GATE) * slots["weight"][:tracks], np.inf)
        cost[np.arange(plots), tracks + np.arange(plots)] = 0.0
        _, best = linear_sum_assignment(cost)
        expected = [slots["row"][j] if j < tracks else -1 for j in best]
        assert assigned[:plots].tolist() == expected
        column = {row: j for j, row in enumerate(slots["row"][:tracks].tolist())}
        ours = sum(cost[i, column[row]] for i, row in enumerate(assigned[:plots].tolist()) if row >= 0)
        least = float(cost[np.arange(plots), best].sum())
        if least < -1e-9:
            worst = max(worst, ours / least, least / ours)
    what = f"worst of {CASES // 4} random cases, {100.0 * density:.0f} % of all pairs inside the gate"
    evidence.close(LEAST, what, worst, 1.0, tolerance=1e-12)
