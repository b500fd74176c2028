"""What a round in flight knows of its target: the fire channel's updates, then its own seeker."""

from math import sqrt

from shieldwall.engine.bodies import motion
from shieldwall.engine.picture import firm
from shieldwall.engine.shots import threat_of
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE, normals
from shieldwall.kernels.flight import PHASE, PT, PX, PY, PZ, TT, TVX, TVY, TVZ, TX, TY, TZ, VX, VY, VZ, X, Y, Z
from shieldwall.kernels.masks import line_of_sight
from shieldwall.kernels.reach import intercept
from shieldwall.kernels.signature import cross_section
from shieldwall.models.guidance.command import tracking_error
from shieldwall.models.guidance.seeker import sight, smoothing
from shieldwall.models.guidance.switch import needs_support
from shieldwall.models.numbers import COMMAND, SEMI_ACTIVE
from shieldwall.record.emit import emit
from shieldwall.record.kinds import SEEKS, SUPPORT
from shieldwall.record.reasons import SEEKER_LOCKED, SUPPORTED
from shieldwall.record.tables import BANDS, FLYING, IN_FLIGHT, NONE

#: Length of a tick of the global grid, s, and ticks between looks of a seeker.
STEP, SEEKER_TICKS = 0.05, 2
#: A look's support holds until the next look is due, and a little longer: in look intervals.
GRACE = 1.1
SEEKER_BAND = BANDS.index("x")
#: How far from its aim a seeker takes a target for its own: metres, and a share of the distance to go.
SEARCH_GATE, LOCKED_GATE = (500.0, 0.15), (150.0, 0.02)
#: Within so many seconds of a meeting a channel with a firm track looks so much more often, each look the shorter.
LAST_SECONDS, QUICK_SHARE = 8.0, 0.2
#: Navigation constant of the mid-course: the share of an error worked off while the time to go falls by as much.
MID_COURSE_NAVIGATION = 3.0


@kernel
def feed(model, truth, belief, book, c, t):
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
            if needs_support(weapon.guidance, flown.homing) and firm(channel.history):
                if flight[PT, r] - t < LAST_SECONDS:
                    channel.share = QUICK_SHARE
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
                since = track.t - flight[TT, r]
                flight[TX, r], flight[TY, r], flight[TZ, r] = track.x + e1, track.y + e2, track.z + e3
                flight[TVX, r], flight[TVY, r], flight[TVZ, r] = track.vx, track.vy, track.vz
                flight[TT, r] = track.t
                predict(model, belief, r, t, since)


@kernel
def uplink_error(truth, belief, r, t):
    """Error, m on each axis, of the channel's knowledge of its own round, as command guidance suffers it."""
    run = belief.run[0]
    flight = belief.flight
    channel = belief.channels[belief.rounds[r].channel]
    sensor = belief.sensors[channel.sensor]
    dx, dy, dz = flight[X, r] - sensor.x, flight[Y, r] - sensor.y, flight[Z, r] - sensor.z
    sigma = tracking_error(sqrt(dx * dx + dy * dy + dz * dz), sensor.guidance_error)
    index = (truth.shots[r, 1] << 16) + int((t - belief.rounds[r].launched) / QUICK_SHARE)
    unit = belief.nodes[channel.node].entity
    e1, e2, e3, _e4 = normals(run.seed, run.replication, GUIDANCE_NOISE, unit, threat_of(truth, r), index)
    return sigma * e1, sigma * e2, sigma * e3


@kernel
def predict(model, belief, r, t, since):
    """Renew where and when a round will meet its target, by the table of flights that also allowed its launch.

    The last update is `since` s old. An error of the place is worked off in step with the time to go, as the
    zero-effort miss under proportional navigation is (Zarchan, Tactical and Strategic Missile Guidance, 2012,
    ch. 2), so that the noise of a far prediction costs the round no speed.
    """
    flight = belief.flight
    flown = belief.rounds[r]
    place = belief.launchers[flown.launcher]
    h = t - flight[TT, r]
    speeds = (flight[TVX, r], flight[TVY, r], flight[TVZ, r])
    target = (flight[TX, r] + h * speeds[0], flight[TY, r] + h * speeds[1], flight[TZ, r] + h * speeds[2])
    _margin, time, px, py, pz = intercept(
        model.flight_times,
        model.airframes,
        belief.weapons[flown.weapon].airframe,
        (place.x, place.y, place.z),
        target,
        speeds,
        flown.launched - t,
        belief.run[0].radius,
    )
    flight[PT, r] = flown.launched + time
    share = min(1.0, MID_COURSE_NAVIGATION * since / max(flight[PT, r] - t, since + 1e-9))
    flight[PX, r] += share * (px - flight[PX, r])
    flight[PY, r] += share * (py - flight[PY, r])
    flight[PZ, r] += share * (pz - flight[PZ, r])


@kernel
def seek(model, truth, belief, book, r, n):
    """Let the seeker of a round look: what it finds near its aim replaces the fire channel's estimate."""
    run = belief.run[0]
    flight = belief.flight
    flown = belief.rounds[r]
    weapon = belief.weapons[flown.weapon]
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
    x, y, z, _vx, _vy, _vz = motion(truth, b, t)
    here = (flight[X, r], flight[Y, r], flight[Z, r])
    distance = sqrt((x - here[0]) ** 2 + (y - here[1]) ** 2 + (z - here[2]) ** 2)
    index = (truth.shots[r, 1] << 16) + n - int(flown.launched / STEP)
    unit = belief.nodes[belief.channels[flown.channel].node].entity
    e1, e2, e3, _e4 = normals(run.seed, run.replication, GUIDANCE_NOISE, unit, threat_of(truth, r), index)
    sigma = weapon.seeker_noise * distance
    mx, my, mz = x + sigma * e1 - ax, y + sigma * e2 - ay, z + sigma * e3 - az
    gain, rate = smoothing(weapon.seeker_lag, SEEKER_TICKS * STEP)
    if flown.homing == 0:
        flown.homing = 1
        emit(book, t, (SEEKS, SEEKER_LOCKED, flown.cause, flown.name, NONE), here, (distance, 0.0))
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
    relief = belief.sensors[belief.channels[flown.channel].sensor].relief
    wide = LOCKED_GATE if flown.homing == 1 else SEARCH_GATE
    nearest = wide[0] + wide[1] * away
    best = NONE
    for b in range(truth.bodies.shape[0]):
        body = truth.bodies[b]
        if body.state != FLYING:
            continue
        x, y, z, vx, vy, vz = motion(truth, b, t)
        off = sqrt((x - aim[0]) ** 2 + (y - aim[1]) ** 2 + (z - aim[2]) ** 2)
        if off >= nearest:
            continue
        dx, dy, dz = x - here[0], y - here[1], z - here[2]
        distance = sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
        cosine = (dx * flight[VX, r] + dy * flight[VY, r] + dz * flight[VZ, r]) / (distance * fast)
        speed = sqrt(vx * vx + vy * vy + vz * vz) + 1e-9
        front = -(dx * vx + dy * vy + dz * vz) / (distance * speed)
        rcs = cross_section(truth.signatures, body.signature, SEEKER_BAND, front)
        if sight(belief.weapons, flown.weapon, distance, cosine, rcs):
            if line_of_sight(model.ground, model.grid[0], here, (x, y, z), relief):
                best, nearest = b, off
    return best
