"""The flight kernel against scipy's Runge-Kutta method of order 5 on the same flight, at equal accuracy.

The flight and its equations, written out plainly, are those of tests/oracles/test_flight_scipy.py; the right-hand side
is plain Python, as one would hand it to scipy. Of scipy's tolerances the loosest is taken whose error is not greater
than the kernel's.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from figures import batch
from figures.oracles import oracle
from figures.repeats import Task, in_turn, ratios
from shieldwall.kernels import flight as f
from shieldwall.kernels.flight import AIRFRAME, launch

UNTIL, STEP = 85.0, 0.05
TOLERANCES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7)


def by_scipy(tolerance: float) -> np.ndarray:
    """Position at the end by scipy's RK45, from jump to jump of the right-hand side."""
    twin = oracle("test_flight_scipy")

    def near(time: float, state: np.ndarray, *_: bool) -> float:
        return float(np.linalg.norm(twin.TARGET + time * twin.VELOCITY - state[0:3])) - 20e3

    near.terminal = True  # type: ignore[attr-defined]
    state = np.zeros(10)
    state[5] = 25.0
    time, handed_over = 0.0, math.inf
    for end in (*twin.JUMPS, UNTIL):
        while time < end:
            flags = (twin.JUMPS[0] <= time < twin.JUMPS[2], time >= twin.JUMPS[1], time >= handed_over)
            options = {"args": flags, "events": None if flags[2] else near, "rtol": tolerance, "atol": 1e2 * tolerance}
            piece = solve_ivp(twin.motion, (time, end), state, "RK45", **options)
            time, state = float(piece.t[-1]), piece.y[:, -1]
            if time < end:
                handed_over = time
    return state[:3]


def ready() -> tuple[np.ndarray, Any]:
    """The flight table and airframe of the same flight."""
    twin = oracle("test_flight_scipy")
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    for name, value in twin.BODY.items():
        body[name] = value
    table = np.zeros((f.FIELDS, 1))
    table[f.TX : f.TZ + 1, 0], table[f.TVX : f.TVZ + 1, 0] = twin.TARGET, twin.VELOCITY
    table[f.PX : f.PZ + 1, 0] = twin.INTERCEPT
    launch(table, 0, body, 0, 0.0)
    return table, body


def by_kernel(flown: tuple[np.ndarray, Any]) -> np.ndarray:
    """Position at the end by the kernel at the engine's step."""
    table, body = flown
    batch.fly(table, body, 0, round(UNTIL / STEP), STEP, oracle("test_flight_scipy").RADIUS)
    return table[f.X : f.Z + 1, 0].copy()


def measure(rounds: int) -> dict[str, Any]:
    """Ratio of scipy's time to the kernel's, and the error of both at the end, m."""
    end = oracle("test_flight_scipy").integrate(UNTIL)[0][:3]
    error = float(np.linalg.norm(by_kernel(ready()) - end))
    for tolerance in TOLERANCES:
        theirs = float(np.linalg.norm(by_scipy(tolerance) - end))
        if theirs <= error:
            break
    taken = in_turn(rounds, Task(ready, by_kernel), Task(lambda: tolerance, by_scipy))
    return {"error": error, "their_error": theirs, "tolerance": tolerance, "to_ours": ratios(taken[1], taken[0])}
