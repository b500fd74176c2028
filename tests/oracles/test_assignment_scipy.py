"""Both assignment kernels against `scipy.optimize.linear_sum_assignment` on thousands of random cases."""

import os

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy.optimize import linear_sum_assignment

from shieldwall.kernels.assignment import CLAIM, associate, linear_assignment
from shieldwall.kernels.gates import GATE, PAIR, SLOT, TENTATIVE_WEIGHT

pytestmark = pytest.mark.kernel

LEAST = Comparison(
    "assignment", "Tracking", "Cost of an assignment over the least", "ratio", "scipy.optimize.linear_sum_assignment"
)
CASES = 300 if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0" else 4000
LARGEST = 24


@pytest.mark.parametrize("kind", ["uniform", "integer", "steep", "negative", "barred"])
def test_linear_assignment_costs_the_same(kind: str, evidence: Evidence) -> None:
    rng = np.random.default_rng(42)
    reals, integers = np.zeros((3, LARGEST)), np.zeros((4, LARGEST), np.int64)
    assigned = np.zeros(LARGEST, np.int64)
    barred, worst = 0, 1.0
    for _ in range(CASES // 5):
        rows, columns = rng.integers(1, LARGEST + 1, 2)
        cost = rng.random((LARGEST, LARGEST))
        if kind == "integer":
            cost = rng.integers(0, 4, cost.shape).astype(float)
        elif kind == "steep":
            cost = 10.0 ** rng.uniform(-6.0, 6.0, cost.shape)
        elif kind == "negative":
            cost -= 0.5
        elif kind == "barred":
            cost[rng.random(cost.shape) < 0.6] = np.inf
        part = cost[:rows, :columns]
        feasible = linear_assignment(cost, rows, columns, assigned, reals, integers)
        try:
            best = part[linear_sum_assignment(part)].sum()
        except ValueError:
            assert not feasible
            barred += 1
            continue
        assert feasible
        chosen = np.flatnonzero(assigned[:rows] >= 0)
        assert len(chosen) == min(rows, columns)
        assert len(set(assigned[chosen])) == len(chosen)
        cost_of_ours = part[chosen, assigned[chosen]].sum()
        assert cost_of_ours == pytest.approx(best, rel=1e-12, abs=1e-12)
        if abs(best) > 1e-9:
            worst = max(worst, cost_of_ours / best, best / cost_of_ours)
    assert (barred > 0) == (kind == "barred")
    evidence.close(LEAST, f"worst of {CASES // 5} random cases, {kind} costs", worst, 1.0, tolerance=1e-12)


@pytest.mark.parametrize("density", [0.02, 0.1, 0.3, 0.9])
def test_association_is_the_least_sum_with_misses(density: float) -> None:
    """A dense matrix with a column of its own for each plot's miss gives the same association."""
    rng = np.random.default_rng(43)
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
