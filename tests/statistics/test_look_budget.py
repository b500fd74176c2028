"""Load on an agile radar: looks come further apart, and tracks are as much worse as the theory of their filter says.

Eight targets fly straight at an engagement radar that holds them all and fires at none. A look budget that carries them
at a half and a quarter of the usual rate leaves eight tracks still, with the errors that the steady state of a Kalman
filter has at that interval (Bar-Shalom, Li and Kirubarajan, Estimation with Applications to Tracking and Navigation,
2001, sections 5.2.5 and 6.2): its covariance by the Riccati equation, its true errors by the Lyapunov equation.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.linalg import solve_discrete_are, solve_discrete_lyapunov

from shieldwall.engine.referee.bodies import place_of
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.record.kinds import SHARES_TIME
from shieldwall.record.reasons import LOOKS_STRETCHED
from shieldwall.scenario import load_text
from shieldwall.state.channel import ENGAGING

Floats = NDArray[np.float64]

TARGETS = 8
REPLICATIONS = range(16)
#: Probability outside the bounds of the chi-square law.
ALPHA = 1e-3
#: Looks in a second that tracks may take: all eight targets at once, at every second time, at every fourth.
CARRIES = {1: 80.0, 2: 4.0, 4: 2.0}


class Held(NamedTuple):
    """Tracks at the end of battles: errors, deviations measured, the filter's own variance, ages; and q, m2/s3.

    float64[tracks, 2], along and across the line of sight, m and m2; ages float64[tracks], s.
    """

    errors: Floats
    sigmas: Floats
    variances: Floats
    ages: Floats
    noise: float


def scenario() -> Any:
    raid = f"count: {TARGETS}, spacing: 5 s, height: 5 km amsl, speed: 245 m/s, mission: {{strike: depot}}"
    return load_text(f"""
scenario: 1
title: Eight held by one radar
question: How well does it hold them?
terrain: flat
origin: 44.8 N 20.3 E
start: 2019-10-24T08:00Z
lasts: 5 min
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no, readiness: no}}
blue:
  command: {{post: s400, doctrine: shoot-look-shoot, delays: {{declare: 2 s}}}}
  units: {{s400: {{is: s-400-battalion, at: 44.8 N 20.3 E, facing: north}}}}
red:
  routes: {{north: [45.97 N 20.3 E, target depot]}}
  units: {{raid: {{is: tomahawk-class, route: north, {raid}}}}}
places: {{depot: {{at: 44.8 N 20.3 E, value: 10, hardness: 1000}}}}
""")


@cache
def held(stretch: int) -> Held:
    """What the radar holds where its looks come `stretch` times their interval apart."""
    made = Simulator(planned(scenario()))
    found: list[tuple[Any, ...]] = []

    def change(drawn: Any) -> None:
        sensors = drawn.model.sensors
        chosen = sensors["look_budget"] > 0.0
        sensors["search_share"][chosen] = 0.5
        sensors["look_budget"][chosen] = 2.0 * CARRIES[stretch]
        # Every look hits, with the errors of a strong echo.
        sensors["radar_constant"][chosen] *= 1e6
        sensors["false_alarms"][chosen] = 0.0
        # It guides no round, so that it never comes to fire.
        sensors["guides"][:] = 0

    for replication in REPLICATIONS:
        made.simulate(1, replication, change=change)
        found += list(tracks(made, stretch))
    columns = (np.array(column) for column in zip(*found, strict=True))
    return Held(*columns, float(made.workspace.model.units["process_noise"][0]))


def tracks(made: Simulator, stretch: int) -> Any:
    """Each track at the end, where all eight are held: its errors, its plots' deviations, its variances, its age."""
    model, truth, belief = made.workspace.model, made.workspace.truth, made.workspace.belief
    log = made.log()
    crowded = (log["kind"] == SHARES_TIME) & (log["why"] == LOOKS_STRETCHED)
    assert crowded.any() == (stretch > 1)
    engaging = np.flatnonzero(belief.channel_state["state"] == ENGAGING)
    if len(engaging) < TARGETS:
        return
    for c in engaging:
        state, track, p = belief.channel_state[c], belief.tracks[c], belief.covariance[c]
        assert state.stretch == pytest.approx(stretch)
        if state.misses > 0:
            continue
        age = 300.0 - float(track.t)
        here = np.array([track.x + age * track.vx, track.y + age * track.vy])
        places = np.array([place_of(truth, b, 300.0) for b in range(TARGETS)])
        nearest = places[np.argmin(np.abs(places[:, 1] - here[1]))]
        sensor = model.sensors[model.channels[c].sensor]
        distance = float(np.hypot(nearest[1], nearest[2]))
        yield (
            (here[1] - nearest[1], here[0] - nearest[0]),
            (float(sensor.range_error), float(sensor.azimuth_error) * distance),
            (p[3] + 2 * age * p[10] + age**2 * p[18], p[0] + 2 * age * p[6] + age**2 * p[15]),
            age,
        )


def steady(sigma: float, interval: float, noise: float) -> tuple[Floats, Floats]:
    """Covariance of place and speed after a look in the steady state: as the filter has it, and of its true errors.

    The target flies straight, the filter expects white noise of acceleration, of spectral density `noise`.
    """
    f = np.array([[1.0, interval], [0.0, 1.0]])
    q = noise * np.array([[interval**3 / 3, interval**2 / 2], [interval**2 / 2, interval]])
    h, r = np.array([[1.0, 0.0]]), np.array([[sigma**2]])
    before = solve_discrete_are(f.T, h.T, q, r)
    gain = before @ h.T / (before[0, 0] + sigma**2)
    left = np.eye(2) - gain @ h
    return left @ before, solve_discrete_lyapunov(left @ f, gain @ r @ gain.T)


def later(covariance: Floats, age: float, noise: float = 0.0) -> float:
    """Variance of the place so long after."""
    spread = covariance[0, 0] + 2 * age * covariance[0, 1] + age**2 * covariance[1, 1]
    return float(spread + noise * age**3 / 3)


@pytest.mark.long
@pytest.mark.parametrize("stretch", list(CARRIES))
def test_tracks_err_as_a_filter_at_the_stretched_interval_does(stretch: int) -> None:
    found = held(stretch)
    assert len(found.ages) > 0.6 * TARGETS * len(REPLICATIONS)
    for axis in (0, 1):
        squares, own = [], []
        for error, sigma, variance, age in zip(
            found.errors[:, axis], found.sigmas[:, axis], found.variances[:, axis], found.ages, strict=True
        ):
            filtered, true = steady(sigma, float(stretch), found.noise)
            squares.append(error**2 / later(true, age))
            own.append(variance / later(filtered, age))
        assert np.mean(own) == pytest.approx(1.0, abs=0.05)
        low, high = stats.chi2.ppf([ALPHA / 2, 1 - ALPHA / 2], len(squares))
        assert low < sum(squares) < high


@pytest.mark.long
def test_more_load_makes_worse_tracks() -> None:
    # Deviation across the line of sight that the filter has of the place, some time between two looks.
    spread = {n: np.sqrt(np.mean(held(n).variances[:, 1] + held(n).noise * held(n).ages ** 3 / 3)) for n in CARRIES}
    assert spread[2] > 1.25 * spread[1]
    assert spread[4] > 1.25 * spread[2]
