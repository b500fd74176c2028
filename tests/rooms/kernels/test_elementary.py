"""Elementary functions against mpmath: random points over the stated domain, and the hard ones."""

import hashlib
import math
import re
from collections.abc import Callable

import mpmath
import numba
import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from mpmath import mp, mpf

from shieldwall.kernels import elementary
from shieldwall.kernels.compiled import kernel

MPMATH = Comparison(
    "elementary", "Arithmetic and draws", "Largest error of elementary functions", "units of the last place",
    "mpmath at 160 bits, at some thousand points over the stated domain, the hard ones among them",
)  # fmt: skip
POINTS = 1500
#: The same bits on every machine, compiled and plain: a change here changes every recorded run.
FINGERPRINT = "5bb943dcbc9ae251"
RNG = np.random.default_rng(20191024)

compiled_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="looks at machine code")


def worst_error(function: Callable[..., float], exact: Callable[..., mpf], points: np.ndarray) -> float:
    """Largest error in units of the last place."""
    worst = 0.0
    with mp.workprec(160):
        for point in points:
            arguments = [float(part) for part in np.atleast_1d(point)]
            true = exact(*map(mpf, arguments))
            worst = max(worst, float(abs(mpf(float(function(*arguments))) - true) / mpf(math.ulp(float(true)))))
    return worst


def near_multiples_of_half_pi() -> np.ndarray:
    turns = np.concatenate([np.arange(1, 200), RNG.integers(200, 1_018_000, 600)])
    nearest = turns * (0.5 * math.pi)
    return np.concatenate([nearest, np.nextafter(nearest, 0.0), np.nextafter(nearest, 1e9), -nearest])


def positives() -> np.ndarray:
    near_one = 1.0 + RNG.normal(0.0, 1e-7, 200)
    edges = [2.2250738585072014e-308, 1.7976931348623157e308, math.sqrt(0.5), math.sqrt(2.0), 0.5, 2.0]
    return np.concatenate([np.exp(RNG.uniform(-708, 709, POINTS)), RNG.uniform(0.5, 2.0, POINTS), near_one, edges])


def angles() -> np.ndarray:
    small = RNG.normal(0.0, 1e-8, 100)
    anywhere = RNG.uniform(-1.6e6, 1.6e6, POINTS)
    return np.concatenate([anywhere, RNG.uniform(-7.0, 7.0, POINTS), small, near_multiples_of_half_pi()])


def shares() -> np.ndarray:
    ends = np.exp(RNG.uniform(-36.0, 0.0, POINTS))
    return np.concatenate([RNG.uniform(-1.0, 1.0, POINTS), 1.0 - ends, ends - 1.0, [0.5, -0.5, 1.0, -1.0]])


def places() -> np.ndarray:
    far = RNG.normal(size=(POINTS, 2)) * np.exp(RNG.uniform(-20.0, 20.0, (POINTS, 2)))
    octants = RNG.integers(0, 8, POINTS) * (math.pi / 8.0) + RNG.normal(0.0, 1e-6, POINTS)
    return np.concatenate([far, RNG.normal(size=(POINTS, 2)), np.stack([np.sin(octants), np.cos(octants)], axis=1)])


def powers() -> np.ndarray:
    base = np.exp(RNG.uniform(-100.0, 100.0, POINTS))
    far = np.stack([base, RNG.uniform(-700.0, 700.0, POINTS) / np.log(base)], axis=1)
    near = np.stack([RNG.uniform(0.3, 3.0, POINTS), RNG.uniform(-20.0, 20.0, POINTS)], axis=1)
    return np.concatenate([far, near, [[2.0, 10.0], [10.0, 0.5], [0.75, 5.2559], [1.0, 7.0], [3.0, 0.0]]])


EXPONENTS = np.concatenate([RNG.uniform(-708, 709, POINTS), RNG.uniform(-1, 1, POINTS), [0.0, -708.0, 709.0, 1e-300]])


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("exp", EXPONENTS),
        ("log", positives()),
        ("log10", positives()),
        ("sin", angles()),
        ("cos", angles()),
        ("asin", shares()),
        ("acos", shares()),
        ("atan2", places()),
        ("power", powers()),
    ],
)
def test_error_is_below_two_units_in_the_last_place(name: str, points: np.ndarray, evidence: Evidence) -> None:
    worst = worst_error(getattr(elementary, name), getattr(mpmath, name), points)
    evidence.at_most(MPMATH, f"{name}, {len(points)} points", worst, 2.0, digits=2)


def test_normal_quantile() -> None:
    points = np.concatenate([RNG.uniform(0, 1, 400), np.exp(RNG.uniform(-39, 0, 400)), [0.075, 0.925, 1 - 2**-53]])
    for u in points:
        with mp.workprec(240):
            true = float(mp.sqrt(2) * mp.erfinv(2 * mpf(float(u)) - 1))
        assert elementary.normal_quantile(float(u)) == pytest.approx(true, rel=1e-15, abs=0.0)
    assert elementary.normal_quantile(0.5) == 0.0


def test_sincos_is_sine_and_cosine() -> None:
    for angle in angles()[::40]:
        assert elementary.sincos(angle) == (elementary.sin(angle), elementary.cos(angle))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: elementary.exp(-709.0), 0.0),
        (lambda: elementary.exp(-math.inf), 0.0),
        (lambda: elementary.exp(709.5), math.inf),
        (lambda: elementary.exp(math.inf), math.inf),
        (lambda: elementary.exp(math.nan), math.nan),
        (lambda: elementary.log(0.0), -math.inf),
        (lambda: elementary.log(-1.0), math.nan),
        (lambda: elementary.log(math.inf), math.inf),
        (lambda: elementary.log(math.nan), math.nan),
        (lambda: elementary.log(1.0), 0.0),
        (lambda: elementary.sin(1.7e6), math.nan),
        (lambda: elementary.cos(math.inf), math.nan),
        (lambda: elementary.cos(0.0), 1.0),
        (lambda: elementary.asin(1.0000001), math.nan),
        (lambda: elementary.acos(-1.0000001), math.nan),
        (lambda: elementary.asin(1.0), 0.5 * math.pi),
        (lambda: elementary.acos(-1.0), math.pi),
        (lambda: elementary.acos(1.0), 0.0),
        (lambda: elementary.atan2(0.0, 0.0), 0.0),
        (lambda: elementary.atan2(0.0, -1.0), math.pi),
        (lambda: elementary.atan2(-0.0, -1.0), -math.pi),
        (lambda: elementary.atan2(-2.0, 0.0), -0.5 * math.pi),
        (lambda: elementary.power(0.0, 2.5), 0.0),
        (lambda: elementary.power(-1.0, 2.0), math.nan),
        (lambda: elementary.power(0.0, -1.0), math.nan),
    ],
)
def test_edges(call: Callable[[], float], expected: float) -> None:
    assert call() == pytest.approx(expected, nan_ok=True, rel=0.0, abs=0.0)


def test_bits_are_the_same_compiled_and_plain() -> None:
    rng = np.random.default_rng(1)
    inputs = {
        "exp": rng.uniform(-700.0, 700.0, (400, 1)),
        "log": rng.uniform(0.0, 1e3, (400, 1)),
        "log10": rng.uniform(0.0, 1e3, (400, 1)),
        "sin": rng.uniform(-1e6, 1e6, (400, 1)),
        "cos": rng.uniform(-1e6, 1e6, (400, 1)),
        "asin": rng.uniform(-1.0, 1.0, (400, 1)),
        "acos": rng.uniform(-1.0, 1.0, (400, 1)),
        "normal_quantile": rng.uniform(0.0, 1.0, (400, 1)),
        "atan2": rng.uniform(-1.0, 1.0, (400, 2)),
        "power": rng.uniform(0.0, 30.0, (400, 2)),
    }
    found = hashlib.sha256()
    for name, points in inputs.items():
        function = getattr(elementary, name)
        results = [function(*map(float, point)) for point in points]
        found.update(np.array(results, dtype="<f8").tobytes())
    assert found.hexdigest()[:16] == FINGERPRINT


@kernel
def batch(x, out):
    for i in range(x.shape[0]):
        s, c = elementary.sincos(x[i])
        out[0, i] = elementary.exp(x[i])
        out[1, i] = elementary.log(x[i])
        out[2, i] = s
        out[3, i] = c
        out[4, i] = elementary.atan2(x[i], 3.0)
        out[5, i] = elementary.asin(0.1 * x[i])


def test_bits_are_the_same_alone_and_in_a_batch() -> None:
    x = RNG.uniform(0.01, 9.9, 133)
    out = np.empty((6, x.size))
    batch(x, out)
    for i, value in enumerate(map(float, x)):
        alone = [elementary.exp(value), elementary.log(value), *elementary.sincos(value)]
        alone += [elementary.atan2(value, 3.0), elementary.asin(0.1 * value)]
        assert list(out[:, i]) == alone


@compiled_only
def test_machine_code_contracts_nothing_and_calls_no_libm() -> None:
    # Compiled anew, since code loaded from the cache cannot be inspected.
    fresh = numba.njit(batch.py_func, nogil=True, error_model="numpy")
    fresh(np.ones(3), np.empty((6, 3)))
    code = "\n".join(fresh.inspect_asm().values())
    assert "sqrt" in code
    assert "fmadd" not in code
    assert "fmsub" not in code
    assert not re.findall(r"\b(?:exp|log|log10|sin|cos|sincos|atan2|asin|acos|pow)\b", code)
