"""The flight kernel against scipy's integrator, on equations of motion written out plainly here."""

from __future__ import annotations

import math

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy.integrate import solve_ivp

from shieldwall.kernels import flight as f
from shieldwall.kernels.flight import AIRFRAME, advance, launch

pytestmark = pytest.mark.kernel

INTEGRATOR = Comparison(
    "flight-scipy", "Flight and guidance", "A lofted shot of 94 km: boost, drag, lift and guidance", "m, and m/s",
    "the equations of motion written out plainly, integrated by scipy's DOP853 at a relative 1e-9",
)  # fmt: skip
RADIUS = 6_371_000.0
G = 9.80665
GAS = 8314.32 / 28.964425
BODY = {
    "launch_mass": 1835.0, "boost_propellant": 1100.0, "boost_thrust": 320e3, "boost_from": 0.8,
    "boost_until": 9.4, "separation": 1e9, "boost_area": 0.196, "area": 0.196, "drag_subsonic": 0.2,
    "drag_peak": 0.5, "drag_limit": 0.1, "drag_burning": 0.75, "max_lift": 4.0, "induced": 0.1, "vane": 0.3,
    "structural_limit": 210.0, "lag": 0.25, "turn_over": 1.1, "steering": 1.5, "loft": 0.7,
    "loft_speed": 900.0, "loft_limit": 1.2, "navigation": 4.0, "hand_over_range": 20e3, "blend": 1.0,
    "launch_speed": 25.0, "launch_vertical": 1.0, "battery": 300.0,
}  # fmt: skip
TARGET = np.array([118e3, 14e3, 7e3])
VELOCITY = np.array([-230.0, 60.0, 0.0])
INTERCEPT = TARGET + 95.0 * VELOCITY
# Ignition, start of steering, burn-out: the right-hand side jumps there.
JUMPS = (0.8, 1.1, 9.4)


def air(height: float) -> tuple[float, float]:
    """Density and speed of sound of the 1976 standard up to 47 km geopotential, in closed form."""
    level = 6356766.0 * height / (6356766.0 + height)
    temperature, pressure, base = 288.15, 101325.0, 0.0
    for top, lapse in ((11e3, -6.5e-3), (20e3, 0.0), (32e3, 1e-3), (47e3, 2.8e-3)):
        rise = min(level, top) - base
        if lapse:
            pressure *= (1.0 + lapse * rise / temperature) ** (-G / GAS / lapse)
        else:
            pressure *= math.exp(-G / GAS * rise / temperature)
        temperature += lapse * rise
        base = top
        if level <= top:
            break
    return pressure / GAS / temperature, math.sqrt(1.4 * GAS * temperature)


def across(vector: np.ndarray, heading: np.ndarray, limit: float) -> np.ndarray:
    side = vector - (vector @ heading) * heading
    return side * min(1.0, limit / max(float(np.linalg.norm(side)), 1e-12))


def drag_coefficient(mach: float) -> float:
    if mach >= 1.1:
        return 0.1 + 0.4 * 1.1 / mach
    rise = min(max((mach - 0.8) / 0.3, 0.0), 1.0)
    return 0.2 + 0.3 * (3.0 * rise**2 - 2.0 * rise**3)


def motion(time: float, state: np.ndarray, burning: bool, steering: bool, handed_over: bool) -> np.ndarray:
    """Rates of position, velocity, reached lift and terminal share."""
    place, velocity, reached, share = state[0:3], state[3:6], state[6:9], min(float(state[9]), 1.0)
    from_centre = place + np.array([0.0, 0.0, RADIUS])
    up = from_centre / np.linalg.norm(from_centre)
    gravity = G * (RADIUS / np.linalg.norm(from_centre)) ** 2
    speed = float(np.linalg.norm(velocity))
    heading = velocity / speed
    thrust = 320e3 if burning else 0.0
    mass = 1835.0 - 1100.0 * min(max((time - 0.8) / 8.6, 0.0), 1.0)
    density, sound = air(float(np.linalg.norm(from_centre)) - RADIUS)
    press = 0.5 * density * speed**2 * 0.196
    agile = (4.0 * press + 0.3 * thrust) / mass
    limit = min(agile, 210.0)
    command = np.zeros(3)
    if steering:
        to_intercept = INTERCEPT - place
        counted = max(speed, 900.0) ** 2 * max(1.0 - 0.7 * density / 1.225, 0.1)
        root = counted - G * float(to_intercept @ up)
        root += math.sqrt(max(root**2 - G**2 * float(to_intercept @ to_intercept), 0.0))
        range_left = float(np.linalg.norm(to_intercept))
        aim = to_intercept + range_left * min(G * range_left / root, 1.2) * up
        line = TARGET + time * VELOCITY - place
        rate = VELOCITY - velocity
        distance = float(np.linalg.norm(line))
        turning = np.cross(line, rate) / distance**2
        closing = max(-float(line @ rate) / distance, 0.0)
        command = (1.0 - share) * 1.5 * speed * aim / np.linalg.norm(aim) + gravity * up
        command = command + share * 4.0 * max(speed, closing / 1.5) * np.cross(turning, heading)
        command = across(command, heading, limit)
    lift = across(reached, heading, limit)
    used = float(np.linalg.norm(lift)) / agile
    drag = drag_coefficient(speed / sound) * (0.75 if burning else 1.0) + 0.1 * (4.0 * used) ** 2
    push = (thrust * math.sqrt(1.0 - (0.3 * used) ** 2) - press * drag) / mass
    rates = np.empty(10)
    rates[0:3], rates[3:6] = velocity, push * heading + lift - gravity * up
    rates[6:9], rates[9] = (command - reached) / 0.25, 1.0 if handed_over else 0.0
    return rates


def integrate(until: float) -> tuple[np.ndarray, float]:
    """State at a time and the time of hand-over, by an explicit Runge-Kutta method of order 8."""

    def near(time: float, state: np.ndarray, *_: bool) -> float:
        return float(np.linalg.norm(TARGET + time * VELOCITY - state[0:3])) - 20e3

    near.terminal = True  # type: ignore[attr-defined]
    state = np.zeros(10)
    state[5] = 25.0
    handed_over = math.inf
    time = 0.0
    for end in (*JUMPS, until):
        while time < end:
            flags = (0.8 <= time < 9.4, time >= 1.1, time >= handed_over)
            events = None if flags[2] else near
            options = {"args": flags, "events": events, "rtol": 1e-9, "atol": 1e-7, "max_step": 0.5}
            piece = solve_ivp(motion, (time, end), state, "DOP853", **options)
            time, state = float(piece.t[-1]), piece.y[:, -1]
            if time < end:
                handed_over = time
    return state, handed_over


@pytest.fixture(scope="module")
def reference() -> tuple[np.ndarray, np.ndarray]:
    """The lofted flight in mid-course after 50 s, and in terminal guidance ten seconds after hand-over."""
    middle, _ = integrate(50.0)
    _, handed_over = integrate(200.0)
    assert handed_over < 85.0
    return middle, integrate(85.0)[0]


# Metres after 62 and 94 km of flight: a sixteenth of the step must give a twentieth of the error.
@pytest.mark.parametrize(("step", "tolerance"), [(0.05, 9.0), (0.0125, 3.5), (0.003125, 0.45)])
def test_lofted_shot(
    reference: tuple[np.ndarray, np.ndarray], step: float, tolerance: float, evidence: Evidence
) -> None:
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    for name, value in BODY.items():
        body[name] = value
    table = np.zeros((f.FIELDS, 1))
    table[f.TX : f.TZ + 1, 0], table[f.TVX : f.TVZ + 1, 0] = TARGET, VELOCITY
    table[f.PX : f.PZ + 1, 0] = INTERCEPT
    launch(table, 0, body, 0, 0.0)
    for end, until, start in ((reference[0], 50.0, 0.0), (reference[1], 85.0, 50.0)):
        for tick in range(round(start / step), round(until / step)):
            advance(table, 0, 1, body, 0, tick * step, step, RADIUS)
        what = f"after {until:g} s in steps of {step:g} s"
        for n, axis in enumerate(("east", "north", "up")):
            evidence.close(INTEGRATOR, f"{axis} {what}", table[f.X + n, 0], end[n], tolerance=tolerance)
            speed, limit = table[f.VX + n, 0], 0.03 * tolerance
            evidence.close(INTEGRATOR, f"velocity {axis} {what}", speed, end[3 + n], tolerance=limit)
    assert table[f.PHASE, 0] == 1.0
