"""Misses of small engagements flown by the engine's kernel against the adjoint of the linear single-lag loop.

P. Zarchan, Tactical and Strategic Missile Guidance, 6th ed., 2012, chapters 3 and 4: relative motion across the line
of sight y'' = n_T - n_L, lag T n_L' = n_c - n_L, command n_c = N' V_c (y / (V_c t_go))'. One integration of the
adjoint, backwards from the intercept, gives the miss for every flight time at once. It is done here by scipy; the
closed forms for whole N' are those of the inverse Laplace transform of (s / (s + 1/T))^N' over s or s squared.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy.integrate import solve_ivp

from shieldwall.kernels import flight as f
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.flight import AIRFRAME, advance, launch

pytestmark = pytest.mark.kernel

ADJOINT = Comparison(
    "adjoint", "Flight and guidance", "Misses of the single-lag loop by the adjoint method", "m",
    "P. Zarchan, Tactical and Strategic Missile Guidance, 6th ed., 2012, chapters 3 and 4; integrated by scipy",
)  # fmt: skip
SPEED, TARGET_SPEED = 1000.0, 250.0
CLOSING = SPEED + TARGET_SPEED
LAG = 0.5
HEADING = math.radians(0.2)
TURN = 2.0  # target's acceleration across the line of sight, m/s2
STEP, FINE_STEP, FINE_FROM = 0.005, 0.0002, 0.2
TIMES = np.array([0.3, 0.6, 1.0, 1.5, 2.2, 3.0, 4.0, 5.5])
# A missile without weight: an earth of a millimetre has no gravity kilometres away.
RADIUS = 1e-3
# Share of the greatest miss: what angles that are not small and a step that is not zero leave.
TOLERANCE = 5e-3


def adjoint(gain: float) -> tuple[np.ndarray, np.ndarray]:
    """Miss per initial rate of y (s), and per step of target acceleration (s2), for TIMES.

    The states are adjoint to y, y' and n_L; the last integrates the effect of a step. They start just off
    the intercept, where the coefficients are singular, on their series there.
    """

    def backwards(to_go: float, state: np.ndarray) -> list[float]:
        place, rate, lift, _ = state
        command = gain * lift / (LAG * to_go)
        return [command / to_go, place + command, -rate - lift / LAG, rate]

    first = 1e-5
    start = [1.0 - 0.5 * gain / LAG * first, first, -0.5 * first**2, 0.5 * first**2]
    options = {"t_eval": TIMES, "rtol": 1e-10, "atol": 1e-14}
    found = solve_ivp(backwards, (first, TIMES[-1]), start, "DOP853", **options)
    return found.y[1], found.y[3]


def closed_forms(gain: int) -> tuple[np.ndarray, np.ndarray]:
    x = TIMES / LAG
    decay = np.exp(-x)
    if gain == 3:
        return TIMES * decay * (1.0 - 0.5 * x), 0.5 * TIMES**2 * decay
    return TIMES * decay * (1.0 - x + x**2 / 6.0), TIMES**2 * decay * (0.5 - x / 6.0)


def misses(gain: float, heading: float, turn: float) -> np.ndarray:
    """Signed miss across the line of sight (m) of an engagement of each flight time.

    They are launched one after the other, so that all intercept at the same time and fine steps are needed
    there only, where the line of sight turns fast.
    """
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    body.launch_mass, body.boost_area, body.separation, body.max_lift = 100.0, 1.0, 1e9, 1e9
    body.launch_speed, body.rail_elevation, body.lag, body.blend = SPEED, -1.0, LAG, 1e-9
    body.structural_limit, body.hand_over_range = 1e9, 1e6
    body.navigation = gain * CLOSING / SPEED
    count, meeting = len(TIMES), float(TIMES[-1])
    launched = meeting - TIMES
    table = np.zeros((f.FIELDS, count))
    table[f.PX], table[f.PY] = 1e4 * math.cos(heading), 1e4 * math.sin(heading)
    for column in range(count):
        launch(table, column, body, 0, float(launched[column]))

    def target(time: float) -> np.ndarray:
        """Positions of the targets, float64[3, count]; until its missile's launch each flies straight."""
        along = CLOSING * TIMES - TARGET_SPEED * (time - launched)
        return np.array([along, 0.5 * turn * np.maximum(time - launched, 0.0) ** 2, np.zeros(count)])

    table[f.TVX] = -TARGET_SPEED
    coarse = np.arange(0.0, meeting - FINE_FROM, STEP)
    times = np.concatenate([coarse, np.arange(meeting - FINE_FROM, meeting + 0.01, FINE_STEP)])
    least, signed = np.full(count, np.inf), np.zeros(count)
    for time, end in pairwise(times.tolist()):
        middle = 0.5 * (time + end)
        table[f.TX : f.TZ + 1], table[f.TT] = target(middle), middle
        table[f.TVY] = turn * np.maximum(middle - launched, 0.0)
        advance(table, 0, count, body, 0, time, end - time, RADIUS)
        was, now = target(time) - table[f.BX : f.BZ + 1], target(end) - table[f.X : f.Z + 1]
        if time < meeting - 0.01:
            continue
        for i in range(count):
            miss, part = closest_approach(tuple(was[:, i]), tuple(now[:, i]), (0.0, 0.0, 0.0))
            if miss < least[i]:
                least[i], signed[i] = miss, math.copysign(miss, was[1, i] + part * (now[1, i] - was[1, i]))
    return signed


@pytest.mark.parametrize("gain", [3, 4])
def test_the_adjoint_has_its_closed_forms(gain: int) -> None:
    for found, expected in zip(adjoint(gain), closed_forms(gain), strict=True):
        assert found == pytest.approx(expected, abs=1e-5 * float(np.abs(expected).max()))


def hold(evidence: Evidence, cause: str, gain: float, found: np.ndarray, expected: np.ndarray) -> None:
    """Compare the misses of all flight times."""
    tolerance = TOLERANCE * float(np.abs(expected).max())
    for time, ours, reference in zip(TIMES, found, expected, strict=True):
        evidence.close(ADJOINT, f"{cause}, N' = {gain:g}, {time:g} s", ours, reference, tolerance=tolerance)


@pytest.mark.parametrize("gain", [3.0, 3.6, 4.0, 5.0])
def test_miss_due_to_heading_error(gain: float, evidence: Evidence) -> None:
    expected = -SPEED * HEADING * adjoint(gain)[0]
    assert np.abs(expected).max() > 0.15
    hold(evidence, "heading error", gain, misses(gain, HEADING, 0.0), expected)


@pytest.mark.parametrize("gain", [3.0, 3.6, 4.0, 5.0])
def test_miss_due_to_a_step_of_target_acceleration(gain: float, evidence: Evidence) -> None:
    expected = TURN * adjoint(gain)[1]
    assert np.abs(expected).max() > 0.03
    hold(evidence, "step of target acceleration", gain, misses(gain, 0.0, TURN), expected)
