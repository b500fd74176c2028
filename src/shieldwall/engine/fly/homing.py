"""Homing: what a round's own seeker tells it of its target, once it looks."""

from math import sqrt

from shieldwall.engine.fly.grid import SEEKER_TICKS, STEP
from shieldwall.engine.referee.bodies import bodies_near, motion, place_of
from shieldwall.engine.referee.shots import round_draws
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE, normals
from shieldwall.kernels.flight import PHASE, TT, TVX, TVY, TVZ, TX, TY, TZ, VX, VY, VZ, X, Y, Z
from shieldwall.kernels.sight_lines import line_of_sight
from shieldwall.kernels.signature import cross_section
from shieldwall.models.guidance.seeker import sight, smoothing
from shieldwall.models.numbers import SEMI_ACTIVE
from shieldwall.record.emit import emit
from shieldwall.record.kinds import SEEKS
from shieldwall.record.reasons import SEEKER_LOCKED
from shieldwall.state.layout import NONE
from shieldwall.state.sensor import BANDS

SEEKER_BAND = BANDS.index("x")
#: How far from its aim a seeker takes a target for its own: metres, and a share of the distance to go.
SEARCH_GATE, LOCKED_GATE = (500.0, 0.15), (150.0, 0.02)


@kernel
def seek(model, truth, belief, log, r, n):
    """Let the seeker of a round look: what it finds near its aim replaces the fire channel's estimate."""
    exercise = model.exercise[0]
    flight = belief.flight
    flown = belief.rounds[r]
    weapon = model.weapons[flown.weapon]
    t = n * STEP
    if flight[PHASE, r] == 0.0 or (weapon.guidance == SEMI_ACTIVE and t > flown.supported_until):
        return
    h = t - flight[TT, r]
    ax = flight[TX, r] + h * flight[TVX, r]
    ay = flight[TY, r] + h * flight[TVY, r]
    az = flight[TZ, r] + h * flight[TVZ, r]
    b = find(model, truth, belief, r, t, (ax, ay, az))
    if b < 0:
        return
    x, y, z = place_of(truth, b, t)
    here = (flight[X, r], flight[Y, r], flight[Z, r])
    distance = sqrt((x - here[0]) ** 2 + (y - here[1]) ** 2 + (z - here[2]) ** 2)
    threat, shot = round_draws(truth, r)
    index = (shot << 16) + n - int(flown.launched / STEP)
    unit = model.units[model.channels[flown.channel].unit].entity
    e1, e2, e3, _e4 = normals(exercise.seed, exercise.replication, GUIDANCE_NOISE, unit, threat, index)
    sigma = weapon.seeker_noise * distance
    mx, my, mz = x + sigma * e1 - ax, y + sigma * e2 - ay, z + sigma * e3 - az
    gain, rate = smoothing(weapon.seeker_lag, SEEKER_TICKS * STEP)
    if flown.homing == 0:
        flown.homing = 1
        emit(log, t, SEEKS, SEEKER_LOCKED, flown.cause, (flown.name, NONE), here, (distance, 0.0))
        gain, rate = 1.0, 0.0
    flight[TX, r], flight[TY, r], flight[TZ, r] = ax + gain * mx, ay + gain * my, az + gain * mz
    flight[TVX, r] += rate * mx
    flight[TVY, r] += rate * my
    flight[TVZ, r] += rate * mz
    flight[TT, r] = t


@kernel
def find(model, truth, belief, r, t, aim):
    """Body that the seeker of a round has: the nearest to its aim inside gate, view and range; -1 for none.

    A seeker that has locked looks close about its aim, one that searches looks wider. Its axis is the velocity.
    """
    flight = belief.flight
    flown = belief.rounds[r]
    here = (flight[X, r], flight[Y, r], flight[Z, r])
    fast = sqrt(flight[VX, r] ** 2 + flight[VY, r] ** 2 + flight[VZ, r] ** 2) + 1e-9
    away = sqrt((aim[0] - here[0]) ** 2 + (aim[1] - here[1]) ** 2 + (aim[2] - here[2]) ** 2)
    relief = model.sensors[model.channels[flown.channel].sensor].relief
    wide = LOCKED_GATE if flown.homing == 1 else SEARCH_GATE
    nearest = wide[0] + wide[1] * away
    best = NONE
    for i in range(bodies_near(truth, aim, nearest, t)):
        b = truth.screened[i]
        x, y, z, vx, vy, vz = motion(truth, b, t)
        off = sqrt((x - aim[0]) ** 2 + (y - aim[1]) ** 2 + (z - aim[2]) ** 2)
        if off >= nearest:
            continue
        dx, dy, dz = x - here[0], y - here[1], z - here[2]
        distance = sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
        cosine = (dx * flight[VX, r] + dy * flight[VY, r] + dz * flight[VZ, r]) / (distance * fast)
        speed = sqrt(vx * vx + vy * vy + vz * vz) + 1e-9
        front = -(dx * vx + dy * vy + dz * vz) / (distance * speed)
        rcs = cross_section(truth.signatures, truth.bodies[b].signature, SEEKER_BAND, front)
        if sight(model.weapons, flown.weapon, distance, cosine, rcs):
            if line_of_sight(model.ground, model.grid[0], here, (x, y, z), relief):
                best, nearest = b, off
    return best
