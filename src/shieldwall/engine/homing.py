"""What a round in flight knows of its target: the fire channel's updates, then its own seeker."""

from math import sqrt

from shieldwall.engine.referee import threat_of
from shieldwall.engine.sensing import cross_section
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE, normals
from shieldwall.kernels.flight import PT, PX, PY, PZ, TT, TVX, TVY, TVZ, TX, TY, TZ, VX, VY, VZ, X, Y, Z
from shieldwall.kernels.masks import line_of_sight
from shieldwall.models.guidance.command import tracking_error
from shieldwall.models.guidance.seeker import sight, smoothing
from shieldwall.models.guidance.switch import COMMAND, SEMI_ACTIVE
from shieldwall.models.movers.script import locate
from shieldwall.record.emit import emit
from shieldwall.record.kinds import SEEKS, SUPPORT
from shieldwall.record.reasons import SEEKER_LOCKED, SUPPORTED
from shieldwall.record.tables import BANDS, FLYING, IN_FLIGHT, NONE

#: Length of a tick of the global grid, s, and ticks between looks of a seeker.
STEP, SEEKER_TICKS = 0.05, 2
#: A look's support holds until the next look is due, and a little longer: in look intervals.
GRACE = 1.1
SEEKER_BAND = BANDS.index("x")


@kernel
def feed(truth, belief, book, c, t):
    """After a look of channel `c`: support its rounds if it hit, and send those that do not home their new aim."""
    channel = belief.channels[c]
    track = belief.tracks[c]
    flight = belief.flight
    for w in range(belief.weapons.shape[0]):
        weapon = belief.weapons[w]
        for r in range(weapon.low_column, weapon.next_column):
            flown = belief.rounds[r]
            if flown.state != IN_FLIGHT or flown.channel != c or flown.engagement != channel.engagement:
                continue
            if channel.hit == 1:
                flown.supported_until = t + GRACE * belief.sensors[channel.sensor].look_interval
                if flown.supported == 0:
                    flown.supported = 1
                    where = (flight[X, r], flight[Y, r], flight[Z, r])
                    emit(book, t, (SUPPORT, SUPPORTED, flown.cause, flown.name, NONE), where, (flown.closest, 0.0))
            if flown.homing == 0 and channel.hit == 1:
                e1, e2, e3 = (0.0, 0.0, 0.0)
                if weapon.guidance == COMMAND:
                    e1, e2, e3 = uplink_error(truth, belief, r, t)
                flight[TX, r], flight[TY, r], flight[TZ, r] = track.x + e1, track.y + e2, track.z + e3
                flight[TVX, r], flight[TVY, r], flight[TVZ, r] = track.vx, track.vy, track.vz
                flight[TT, r] = track.t
                ahead = meet(belief, r, t) - track.t
                flight[PX, r] = track.x + ahead * track.vx
                flight[PY, r] = track.y + ahead * track.vy
                flight[PZ, r] = track.z + ahead * track.vz


@kernel
def uplink_error(truth, belief, r, t):
    """Error, m on each axis, of the channel's knowledge of its own round, as command guidance suffers it."""
    run = belief.run[0]
    flight = belief.flight
    channel = belief.channels[belief.rounds[r].channel]
    sensor = belief.sensors[channel.sensor]
    dx, dy, dz = flight[X, r] - sensor.x, flight[Y, r] - sensor.y, flight[Z, r] - sensor.z
    sigma = tracking_error(sqrt(dx * dx + dy * dy + dz * dz), sensor.guidance_error)
    index = (truth.shots[r, 1] << 16) + int(t - belief.rounds[r].launched)
    unit = belief.nodes[channel.node].entity
    e1, e2, e3, _e4 = normals(run.seed, run.replication, GUIDANCE_NOISE, unit, threat_of(truth, r), index)
    return sigma * e1, sigma * e2, sigma * e3


@kernel
def meet(belief, r, t):
    """Time at which round and target will meet: as predicted at launch, or later when the round is far behind."""
    flight = belief.flight
    dx, dy, dz = flight[TX, r] - flight[X, r], flight[TY, r] - flight[Y, r], flight[TZ, r] - flight[Z, r]
    distance = sqrt(dx * dx + dy * dy + dz * dz)
    closing = -(
        dx * (flight[TVX, r] - flight[VX, r])
        + dy * (flight[TVY, r] - flight[VY, r])
        + dz * (flight[TVZ, r] - flight[VZ, r])
    )
    if closing <= 0.0:
        return max(flight[PT, r], t)
    soon = t + distance * distance / closing
    # Before burn-out the round's speed says little: the table's time holds until it has come due.
    return soon if t > flight[PT, r] - 5.0 else max(flight[PT, r], t + 1.0)


@kernel
def seek(model, truth, belief, book, r, n):
    """Let the seeker of a round look: what it has in view replaces the fire channel's estimate of the target."""
    run = belief.run[0]
    flight = belief.flight
    flown = belief.rounds[r]
    weapon = belief.weapons[flown.weapon]
    t = n * STEP
    if weapon.guidance == SEMI_ACTIVE and t > flown.supported_until:
        return
    h = t - flight[TT, r]
    ax, ay, az = (
        flight[TX, r] + h * flight[TVX, r],
        flight[TY, r] + h * flight[TVY, r],
        flight[TZ, r] + h * flight[TVZ, r],
    )
    here = (flight[X, r], flight[Y, r], flight[Z, r])
    dx, dy, dz = ax - here[0], ay - here[1], az - here[2]
    away = sqrt(dx * dx + dy * dy + dz * dz)
    if away > 4.0 * weapon.seeker_range or away < 1.0:
        return
    best = NONE
    best_cosine = -1.0
    best_range = 0.0
    for b in range(truth.bodies.shape[0]):
        body = truth.bodies[b]
        if body.state != FLYING:
            continue
        x, y, z, vx, vy, vz = locate(truth.legs, body.first_leg, body.legs, t)
        ex, ey, ez = x - here[0], y - here[1], z - here[2]
        distance = sqrt(ex * ex + ey * ey + ez * ez)
        cosine = (ex * dx + ey * dy + ez * dz) / (distance * away)
        if cosine <= best_cosine or distance > 4.0 * weapon.seeker_range:
            continue
        speed = sqrt(vx * vx + vy * vy + vz * vz) + 1e-9
        rcs = cross_section(
            truth.signatures, body.signature, SEEKER_BAND, -(ex * vx + ey * vy + ez * vz) / distance / speed
        )
        if sight(belief.weapons, flown.weapon, distance, cosine, rcs):
            if line_of_sight(model.ground, model.grid[0], here, (x, y, z), 0.5):
                best, best_cosine, best_range = b, cosine, distance
    if best < 0:
        return
    body = truth.bodies[best]
    x, y, z, _vx, _vy, _vz = locate(truth.legs, body.first_leg, body.legs, t)
    index = (truth.shots[r, 1] << 16) + n - int(flown.launched / STEP)
    unit = belief.nodes[belief.channels[flown.channel].node].entity
    e1, e2, e3, _e4 = normals(run.seed, run.replication, GUIDANCE_NOISE, unit, threat_of(truth, r), index)
    sigma = weapon.seeker_noise * best_range
    mx, my, mz = x + sigma * e1 - ax, y + sigma * e2 - ay, z + sigma * e3 - az
    gain, rate = smoothing(weapon.seeker_lag, SEEKER_TICKS * STEP)
    if flown.homing == 0:
        flown.homing = 1
        emit(book, t, (SEEKS, SEEKER_LOCKED, flown.cause, flown.name, NONE), here, (best_range, 0.0))
        gain, rate = 1.0, 0.0
    flight[TX, r], flight[TY, r], flight[TZ, r] = ax + gain * mx, ay + gain * my, az + gain * mz
    flight[TVX, r] += rate * mx
    flight[TVY, r] += rate * my
    flight[TVZ, r] += rate * mz
    flight[TT, r] = t
