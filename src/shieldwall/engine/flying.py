"""Rounds in flight: all move in lock step on the global grid, home, pass their targets, and end."""

from math import floor, inf, sqrt

from shieldwall.engine.referee import burst, threat_of
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE, normals
from shieldwall.kernels.flight import (
    ACTIVE,
    BX,
    BY,
    BZ,
    CX,
    CY,
    CZ,
    LAUNCHED,
    PHASE,
    PT,
    PX,
    PY,
    PZ,
    TT,
    TVX,
    TVY,
    TVZ,
    TX,
    TY,
    TZ,
    VX,
    VY,
    VZ,
    X,
    Y,
    Z,
    advance,
    closest_approach,
)
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import AS_READ, elevation, line_of_sight
from shieldwall.engine.sensing import cross_section
from shieldwall.models.guidance.command import tracking_error
from shieldwall.models.guidance.seeker import sight, smoothing
from shieldwall.models.guidance.switch import COMMAND, SEMI_ACTIVE, has_seeker, needs_support
from shieldwall.models.movers.script import locate
from shieldwall.record.emit import emit, shoot
from shieldwall.record.kinds import ROUND_ENDED, SEEKS, SUPPORT
from shieldwall.record.reasons import (
    DETONATED_WITHOUT_KILL,
    FUZE_FAILED,
    HIT_GROUND,
    NO_REASON,
    OUT_OF_ENERGY,
    OUT_OF_TIME,
    PASSED_TARGET,
    ROUND_FAILED,
    SEEKER_LOCKED,
    SUPPORT_LOST,
    SUPPORTED,
    TARGET_GONE,
)
from shieldwall.record.tables import FLYING, IN_FLIGHT, NONE, SPENT

#: Length of a tick of the global grid, s.
STEP = 0.05
TICKS_PER_SECOND = 20
SEEKER_TICKS = 2
#: No threat is faster than this, m/s; it bounds how soon a round can come near one.
FASTEST_BODY = 1_500.0
#: Within this distance, m, passes are looked for at every tick.
NEAR = 300.0
SEEKER_BAND = 5
#: A motor or control failure shows so long after launch, s.
FAILS_AFTER = 2.0
#: A look's support holds until the next look is due, and a little longer: in look intervals.
GRACE = 1.1


@kernel
def fly(model, truth, belief, book, t):
    """Carry every round to the last tick that does not lie after `t`."""
    run = belief.run[0]
    last = int(floor(t / STEP + 1e-9))
    while run.flying > 0 and run.ticks < last:
        tick(model, truth, belief, book, run.ticks)
        run.ticks += 1
    run.ticks = max(run.ticks, last)


@kernel
def tick(model, truth, belief, book, n):
    """One tick of all rounds: seekers look, bodies move, then hits take effect in the order of their times."""
    run = belief.run[0]
    t = n * STEP
    weapons = belief.weapons
    for w in range(weapons.shape[0]):
        weapon = weapons[w]
        while weapon.low_column < weapon.next_column and belief.rounds[weapon.low_column].state == SPENT:
            weapon.low_column += 1
        if weapon.low_column == weapon.next_column:
            continue
        if n % SEEKER_TICKS == 0 and has_seeker(weapon.guidance):
            for r in range(weapon.low_column, weapon.next_column):
                if belief.rounds[r].state == IN_FLIGHT:
                    seek(model, truth, belief, book, r, n)
        advance(
            belief.flight, weapon.low_column, weapon.next_column, model.airframes, weapon.airframe, t, STEP, run.radius
        )
    passes(truth, belief, book, t)
    for w in range(weapons.shape[0]):
        for r in range(weapons[w].low_column, weapons[w].next_column):
            if belief.rounds[r].state == IN_FLIGHT:
                watch(model, truth, belief, book, r, t + STEP)
                if (n + 1) % TICKS_PER_SECOND == 0:
                    film(belief, book, r, t + STEP)


@kernel
def passes(truth, belief, book, t):
    """Find the closest approaches of this tick and let them take effect, the earliest first."""
    hits = belief.desk.hits
    count = 0
    weapons = belief.weapons
    for w in range(weapons.shape[0]):
        for r in range(weapons[w].low_column, weapons[w].next_column):
            flown = belief.rounds[r]
            if flown.state != IN_FLIGHT or t + STEP < flown.checked_at:
                continue
            flown.checked_at = inf
            for b in range(truth.bodies.shape[0]):
                if truth.bodies[b].state != FLYING:
                    continue
                miss, part = approach(truth, belief, r, b, t)
                flown.checked_at = min(flown.checked_at, t + STEP + wait(belief, r, miss))
                if 0.0 < part < 1.0 and miss <= weapons[w].fuze_radius and count < hits.shape[1]:
                    hits[0, count] = t + part * STEP
                    hits[1, count] = miss
                    hits[2, count] = r
                    hits[3, count] = b
                    count += 1
    for _ in range(count):
        settle(truth, belief, book, t, earliest(belief, truth, count))


@kernel(inline=True)
def wait(belief, r, distance):
    """Seconds during which a round cannot come near a body that is `distance` m away now."""
    flight = belief.flight
    speed = sqrt(flight[VX, r] ** 2 + flight[VY, r] ** 2 + flight[VZ, r] ** 2)
    return max(0.0, (distance - NEAR) / (speed + FASTEST_BODY))


@kernel
def approach(truth, belief, r, b, t):
    """Miss distance, m, of round and body in the tick from `t`, and the part of the tick at which it occurs."""
    flight = belief.flight
    body = truth.bodies[b]
    x, y, z, _vx, _vy, _vz = locate(truth.legs, body.first_leg, body.legs, t)
    begin = (x - flight[BX, r], y - flight[BY, r], z - flight[BZ, r])
    x, y, z, _vx, _vy, _vz = locate(truth.legs, body.first_leg, body.legs, t + STEP)
    there = (x - flight[X, r], y - flight[Y, r], z - flight[Z, r])
    square = STEP * STEP
    return closest_approach(begin, there, (-square * flight[CX, r], -square * flight[CY, r], -square * flight[CZ, r]))


@kernel
def earliest(belief, truth, count):
    """Take the earliest hit off the list; at equal times the round whose name draws lower comes first."""
    hits = belief.desk.hits
    best = 0
    for i in range(1, count):
        if hits[0, i] < hits[0, best]:
            best = i
        elif hits[0, i] == hits[0, best] and hits[0, i] < inf:
            if belief.rounds[int(hits[2, i])].entity < belief.rounds[int(hits[2, best])].entity:
                best = i
    return best


@kernel
def settle(truth, belief, book, t, i):
    """Let one pass take effect, unless its round or its body is gone by now."""
    hits = belief.desk.hits
    when = hits[0, i]
    hits[0, i] = inf
    r = int(hits[2, i])
    b = int(hits[3, i])
    if belief.rounds[r].state != IN_FLIGHT or truth.bodies[b].state != FLYING or truth.shots[r, 2] == 0:
        return
    body = truth.bodies[b]
    x, y, z, _vx, _vy, _vz = locate(truth.legs, body.first_leg, body.legs, when)
    result = burst(truth, belief, book, r, b, (when, hits[1, i], x, y, z))
    if result == 1:
        end(truth, belief, book, r, when, NO_REASON)
    elif result == 0:
        end(truth, belief, book, r, when, DETONATED_WITHOUT_KILL)
    else:
        end(truth, belief, book, r, when, FUZE_FAILED)


@kernel
def watch(model, truth, belief, book, r, t):
    """End a round that failed, lost its support, passed its aim, hit the ground, or is spent."""
    run = belief.run[0]
    flight = belief.flight
    flown = belief.rounds[r]
    weapon = belief.weapons[flown.weapon]
    frame = model.airframes[weapon.airframe]
    age = t - flown.launched
    x, y, z = flight[X, r], flight[Y, r], flight[Z, r]
    h = t - flight[TT, r]
    dx = flight[TX, r] + h * flight[TVX, r] - x
    dy = flight[TY, r] + h * flight[TVY, r] - y
    dz = flight[TZ, r] + h * flight[TVZ, r] - z
    togo = sqrt(dx * dx + dy * dy + dz * dz)
    flown.closest = min(flown.closest, togo)
    if needs_support(weapon.guidance, flown.homing):
        overdue = t - flown.supported_until
        if overdue > 0.0 and flown.supported == 1:
            flown.supported = 0
            emit(book, t, (SUPPORT, SUPPORT_LOST, flown.cause, flown.name, NONE), (x, y, z), (togo, 0.0))
        if overdue > weapon.memory:
            end(truth, belief, book, r, t, SUPPORT_LOST)
            return
    speed = sqrt(flight[VX, r] ** 2 + flight[VY, r] ** 2 + flight[VZ, r] ** 2)
    opening = dx * (flight[TVX, r] - flight[VX, r]) + dy * (flight[TVY, r] - flight[VY, r])
    opening += dz * (flight[TVZ, r] - flight[VZ, r])
    height = height_above_sea(x, y, z, run.meridional, run.normal)
    if truth.shots[r, 2] == 0 and age > FAILS_AFTER:
        end(truth, belief, book, r, t, ROUND_FAILED)
    elif age > frame.battery:
        end(truth, belief, book, r, t, OUT_OF_TIME)
    elif age > frame.sustain_until and age > frame.boost_until and speed < 0.6 * frame.minimum_speed:
        end(truth, belief, book, r, t, OUT_OF_ENERGY)
    elif age > 3.0 and height < elevation(model.ground[AS_READ], model.grid[0], x, y):
        end(truth, belief, book, r, t, HIT_GROUND)
    elif flight[PHASE, r] > 0.0 and opening > 0.0 and togo > 2.0 * weapon.fuze_radius:
        target = truth.shots[r, 0]
        gone = target < 0 or truth.bodies[target].state != FLYING
        end(truth, belief, book, r, t, TARGET_GONE if gone else PASSED_TARGET)


@kernel
def end(truth, belief, book, r, t, why):
    """Take a round out of the air; `why` is 0 for a kill, which has its own row."""
    flown = belief.rounds[r]
    flown.state = SPENT
    belief.flight[ACTIVE, r] = 0.0
    belief.run[0].flying -= 1
    channel = belief.channels[flown.channel]
    if channel.engagement == flown.engagement:
        channel.flying -= 1
    flight = belief.flight
    film(belief, book, r, t)
    if why != NO_REASON:
        where = (flight[X, r], flight[Y, r], flight[Z, r])
        emit(book, t, (ROUND_ENDED, why, flown.cause, flown.name, NONE), where, (t - flown.launched, flown.closest))


@kernel
def film(belief, book, r, t):
    """Sample a round for the film."""
    flight = belief.flight
    shoot(
        book,
        t,
        (NONE, belief.rounds[r].name),
        (flight[X, r], flight[Y, r], flight[Z, r]),
        (flight[VX, r], flight[VY, r], flight[VZ, r]),
        (0.0, 0.0, 0.0, 0.0),
    )


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
        rcs = cross_section(truth.signatures, body.signature, SEEKER_BAND, -(ex * vx + ey * vy + ez * vz) / distance / speed)
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
