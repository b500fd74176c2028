"""Sobol indices against SALib (J. Herman and W. Usher, 2017; T. Iwanaga, W. Usher and J. Herman, 2022).

Its own functions: Ishigami's, whose indices are (0.313905, 0.442411, 0) of first order and (0.557589, 0.442411,
0.243684) in all, and Sobol's g-function. On its own sample ours must be its numbers; on our design, as near the truth.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from SALib.analyze import sobol as theirs
from SALib.sample import sobol as sampler
from SALib.test_functions import Ishigami, Sobol_G

from shieldwall.study.statistics import designs, sobol
from shieldwall.study.statistics.bootstrap import Resampling

ROWS = 1024
PI = np.pi
FUNCTIONS: dict[str, tuple[ModuleType, list[list[float]]]] = {
    "ishigami": (Ishigami, [[-PI, PI]] * 3),
    "sobol-g": (Sobol_G, [[0.0, 1.0]] * 8),
}
#: Variances by hand: of Ishigami's function with A = 7 and B = 0.1 (T. Ishigami and T. Homma, 1990), and of Sobol's g
#: with the factors a that SALib has: V_i = 1 / (3 (1 + a_i)^2), V = product of (1 + V_i) - 1.
A, B = 7.0, 0.1


SOBOL = Comparison(
    "sobol-indices", "Statistics of answers", "Sobol's indices of Ishigami's function and of g, by 1024 rows", "share",
    "closed forms of their variances (Ishigami and Homma, 1990; Sobol'); three of SALib's errors are allowed, on as "
    "many rows, up to the next thousandth",
)  # fmt: skip


def truth(name: str) -> tuple[np.ndarray, np.ndarray]:
    if name == "ishigami":
        parts = np.array([0.5 * (1.0 + B * PI**4 / 5.0) ** 2, A**2 / 8.0, 0.0])
        both = 8.0 * B**2 * PI**8 / 225.0
        whole = parts.sum() + both
        return parts / whole, (parts + np.array([both, 0.0, both])) / whole
    alone = 1.0 / (3.0 * (1.0 + np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])) ** 2)
    whole = np.prod(1.0 + alone) - 1.0
    return alone / whole, alone * np.prod(1.0 + alone) / (1.0 + alone) / whole


def problem(bounds: list[list[float]]) -> dict[str, Any]:
    names = [f"x{number}" for number in range(len(bounds))]
    return {"num_vars": len(bounds), "names": names, "bounds": bounds}


def evaluated(function: Callable[..., Any], points: np.ndarray) -> np.ndarray:
    return np.asarray(function(points))


def ours(a: np.ndarray, b: np.ndarray, ab: np.ndarray) -> sobol.Indices:
    return sobol.indices(a[:, None], b[:, None], ab[:, :, None], Resampling("x", times=400))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_on_its_own_sample_the_indices_are_those_of_salib(name: str) -> None:
    module, bounds = FUNCTIONS[name]
    about = problem(bounds)
    answers = evaluated(module.evaluate, sampler.sample(about, ROWS, calc_second_order=False, seed=1))
    said = theirs.analyze(about, answers, calc_second_order=False, num_resamples=400, seed=1)
    # Its sample is a row of A, then of each AB, then of B, in turn. It shifts answers by the mean of all matrices,
    # which moves the first order by 1e-8.
    blocks = answers.reshape(ROWS, len(bounds) + 2)
    found = ours(blocks[:, 0], blocks[:, -1], blocks[:, 1:-1].T)
    assert [one.estimate for one in found.first] == pytest.approx(said["S1"].tolist(), abs=1e-6)
    assert [one.estimate for one in found.total] == pytest.approx(said["ST"].tolist(), abs=1e-6)
    for one, half in zip((*found.first, *found.total), (*said["S1_conf"], *said["ST_conf"]), strict=True):
        assert one.half == pytest.approx(half, rel=0.25, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", FUNCTIONS)
def test_on_our_own_design_the_indices_are_true_within_the_error_of_salib(
    name: str, seed: int, evidence: Evidence
) -> None:
    module, bounds = FUNCTIONS[name]
    about, span = problem(bounds), np.array(bounds)
    rows = designs.saltelli(about["names"], ROWS, seed).rows()
    answers = evaluated(module.evaluate, span[:, 0] + rows * (span[:, 1] - span[:, 0])).reshape(-1, ROWS)
    found = ours(answers[0], answers[1], answers[2:])
    drawn = evaluated(module.evaluate, sampler.sample(about, ROWS, calc_second_order=False, seed=seed))
    said = theirs.analyze(about, drawn, calc_second_order=False, seed=1)
    for kind, right in zip(("S1", "ST"), truth(name), strict=True):
        # It says 1.96 standard errors; of 66 indices none is more than three off.
        allowed = np.ceil(3000.0 / 1.96 * said[f"{kind}_conf"] + 1e-6) / 1000.0
        for number, one in enumerate(found.first if kind == "S1" else found.total):
            what = f"{name}, {kind} of x{number + 1}, seed {seed}"
            evidence.close(SOBOL, what, one.estimate, right[number], tolerance=float(allowed[number]))


def test_the_indices_of_ishigamis_function_are_the_printed_ones() -> None:
    first, total = truth("ishigami")
    assert first == pytest.approx([0.313905, 0.442411, 0.0], abs=1e-6)
    assert total == pytest.approx([0.557589, 0.442411, 0.243684], abs=1e-6)
