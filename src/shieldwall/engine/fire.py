"""Fire channels: acquire, launch, look whether it killed, report.

A channel works on its own track, made by its engagement sensor from the cue it was given, and on nothing else.
"""

from math import inf, sqrt

from shieldwall.engine.orders import answer
from shieldwall.engine.picture import firm, hits
from shieldwall.engine.reach import choose_weapon
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import ASSESSMENT, uniform
from shieldwall.kernels.elementary import atan2, cos, sin
from shieldwall.kernels.filters import expect, mahalanobis, update
from shieldwall.kernels.flight import PT, PX, PY, PZ, TT, TVX, TVY, TVZ, TX, TY, TZ, X, Y, Z, launch
from shieldwall.kernels.gates import GATE
from shieldwall.models.doctrines.switch import rounds_before_look
from shieldwall.models.numbers import GUN
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ACQUIRED, ASSESSED, ENDED, LAUNCHED, WAITS
from shieldwall.record.reasons import (
    ASSESSED_ALIVE,
    ASSESSED_KILLED,
    GUIDANCE_FULL,
    NO_REASON,
    NO_ROUND,
    NOT_ACQUIRED,
    REACTING,
    TRACK_LOST,
    UNIT_LOST,
    UNSTEADY,
)
from shieldwall.record.tables import (
    ACQUIRING,
    ASSESSING,
    CONFIRMED,
    ENGAGING,
    FREE,
    IDLE,
    IN_FLIGHT,
    NONE,
)

#: Looks, and hits among them, that make a fire-control track; looks without a hit that lose it.
ACQUIRE_HITS, LOST_LOOKS = 3, 5
#: Longest search for a cued target, s, and longest wait for the envelope, s.
ACQUIRE_TIME, ENVELOPE_TIME = 15.0, 40.0
#: Least half angle of a search about the cue, in beamwidths, and the greatest, rad.
LEAST_SEARCH, WIDEST_SEARCH = 1.5, 0.12
GUN_CHANNEL_REST = 1.0
WINDOW = 31


@kernel
def turn_to(belief, c, t):
    """Cone in which the channel's sensor looks at `t`; while it still turns there, a cone that holds nothing.

    Returned as (unit vector to the middle: x, y, z; cosine of the half angle; share of a full look).
    """
    channel = belief.channels[c]
    sensor = belief.sensors[channel.sensor]
    track = belief.tracks[c]
    h = t - track.t
    dx = track.x + h * track.vx - sensor.x
    dy = track.y + h * track.vy - sensor.y
    dz = track.z + h * track.vz - sensor.z
    flat = sqrt(dx * dx + dy * dy)
    distance = sqrt(flat * flat + dz * dz)
    along = (dx * sensor.facing_x + dy * sensor.facing_y) / flat
    if along < sensor.cos_sector:
        if shared(belief, c):
            return 0.0, 0.0, 0.0, 2.0, 1.0
        if channel.state == ACQUIRING:
            channel.since = t
        across = sensor.facing_x * dy - sensor.facing_y * dx
        most = sensor.slew_rate * sensor.look_interval * channel.share
        turn = min(max(atan2(across, along * flat), -most), most)
        east, north = sensor.facing_x, sensor.facing_y
        sensor.facing_x = east * cos(turn) - north * sin(turn)
        sensor.facing_y = north * cos(turn) + east * sin(turn)
        return 0.0, 0.0, 0.0, 2.0, 1.0
    p = belief.covariance[c]
    spread = 3.0 * sqrt(p[0] + p[3] + p[5] + h * h * (p[15] + p[18] + p[20]))
    half = max(LEAST_SEARCH * sensor.azimuth_beam, min(spread / distance, WIDEST_SEARCH))
    return dx / distance, dy / distance, dz / distance, cos(half), channel.share


@kernel
def shared(belief, c):
    """Whether another busy channel works through the same sensor, which then must not turn away."""
    channel = belief.channels[c]
    node = belief.nodes[channel.node]
    for i in range(node.first_channel, node.first_channel + node.channels):
        if i != c and belief.channels[i].state != IDLE and belief.channels[i].sensor == channel.sensor:
            return True
    return False


@kernel
def follow(belief, c, first, count, t):
    """Correct the channel's track by the nearest plot of its look inside the gate; mark the plot in the desk."""
    channel = belief.channels[c]
    desk = belief.desk
    capacity = belief.plots.shape[0]
    q = belief.nodes[channel.node].process_noise
    expect(belief.tracks, belief.covariance, c, t, q, desk.slots, 0)
    best = NONE
    nearest = GATE
    for i in range(count):
        desk.batch[i] = belief.plots[(first + i) % capacity]
        desk.assigned[i] = NONE
        apart = mahalanobis(desk.slots, 0, desk.batch, i)
        if apart < nearest:
            nearest = apart
            best = i
    channel.looks += 1
    channel.history = (channel.history << 1) & WINDOW
    channel.hit = 0
    if best >= 0:
        update(belief.tracks, belief.covariance, c, t, desk.batch, best, q)
        desk.assigned[best] = c
        channel.history |= 1
        channel.hit = 1
        channel.misses = 0
    else:
        channel.misses += 1


@kernel
def decide(model, belief, book, c, t):
    """Move the engagement on after a look; return the column of a new round, -2 for a gun burst, else -1."""
    channel = belief.channels[c]
    if channel.state == ACQUIRING:
        acquire(model, belief, book, c, t)
    if channel.state == ENGAGING:
        if channel.misses >= LOST_LOOKS and channel.flying == 0 and channel.fired == 0:
            finish(model, belief, book, c, t, TRACK_LOST)
        elif channel.fired < allowed(belief, c):
            return shoot(model, belief, book, c, t)
        elif channel.flying == 0 and channel.met == 0 and channel.misses >= LOST_LOOKS:
            # No round came near: silence says nothing about a kill.
            finish(model, belief, book, c, t, TRACK_LOST)
        elif channel.flying == 0:
            channel.state = ASSESSING
            channel.since = t
            channel.looks = 0
    elif channel.state == ASSESSING and channel.looks >= belief.nodes[channel.node].assess_looks:
        assess(model, belief, book, c, t)
    return NONE


@kernel
def acquire(model, belief, book, c, t):
    """Hold a fire-control track once enough looks have hit, or give up."""
    channel = belief.channels[c]
    track = belief.tracks[c]
    if hits(channel.history) >= ACQUIRE_HITS:
        channel.state = ENGAGING
        channel.since = t
        channel.waits_since = t
        track.status = CONFIRMED
        what = (ACQUIRED, NO_REASON, channel.cause, channel.name, NONE)
        channel.cause = emit(book, t, what, (track.x, track.y, track.z), (track.number, channel.order))
        track.cause = channel.cause
    elif t - channel.since > ACQUIRE_TIME:
        finish(model, belief, book, c, t, NOT_ACQUIRED)


@kernel(inline=True)
def allowed(belief, c):
    """Rounds that the doctrine lets the channel fire before it looks again."""
    node = belief.nodes[belief.channels[c].node]
    return rounds_before_look(node.doctrine, node.salvo)


@kernel
def shoot(model, belief, book, c, t):
    """Launch one round or fire one burst if all is ready, else keep the reason why not."""
    channel = belief.channels[c]
    track = belief.tracks[c]
    if channel.misses >= LOST_LOOKS and channel.fired > 0:
        channel.fired = allowed(belief, c)
        return NONE
    if t < channel.ready_at:
        hold(belief, book, c, t, REACTING)
        return NONE
    if t < channel.shoot_at:
        # The pace of a salvo, not an opportunity missed.
        return NONE
    if not firm(channel.history):
        hold(belief, book, c, t, UNSTEADY)
        return NONE
    if guided(belief, channel.sensor, channel.node) >= belief.sensors[channel.sensor].guides:
        hold(belief, book, c, t, GUIDANCE_FULL)
        return NONE
    place, time, why = choose_weapon(model, belief, c, t)
    if place < 0:
        hold(belief, book, c, t, why)
        if channel.fired > 0:
            channel.fired = allowed(belief, c)
        elif why == NO_ROUND or t - channel.waits_since > ENVELOPE_TIME:
            finish(model, belief, book, c, t, why)
        return NONE
    launcher = belief.launchers[place]
    channel.weapon = launcher.weapon
    weapon = belief.weapons[launcher.weapon]
    spend(belief, place, t)
    channel.shoot_at = t + launcher.interval
    channel.fired += 1
    channel.shots += 1
    channel.why = NO_REASON
    if weapon.kind == GUN:
        channel.shoot_at = t + GUN_CHANNEL_REST
        return -2
    r = weapon.next_column
    weapon.next_column += 1
    load(belief, r, c, place)
    aim(belief, r, c, t, time)
    launch(belief.flight, r, model.airframes, weapon.airframe, t)
    flown = belief.rounds[r]
    flown.launched = flown.checked_at = t
    flown.supported_until = t + 2.0 * belief.sensors[channel.sensor].look_interval
    h = t - track.t
    where = (track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz)
    what = (LAUNCHED, NO_REASON, channel.cause, flown.name, NONE)
    flown.cause = emit(book, t, what, where, (track.number, time))
    belief.run[0].flying += 1
    channel.flying += 1
    return r


@kernel
def guided(belief, s, n):
    """Number of rounds in flight that sensor `s` of unit `n` guides."""
    node = belief.nodes[n]
    flying = 0
    for i in range(node.first_channel, node.first_channel + node.channels):
        if belief.channels[i].sensor == s and belief.channels[i].state != IDLE:
            flying += belief.channels[i].flying
    return flying


@kernel
def spend(belief, place, t):
    """Take one round off a launcher; an empty one is busy until it is reloaded."""
    launcher = belief.launchers[place]
    launcher.ready -= 1
    launcher.ready_at = t + (launcher.interval if launcher.ready > 0 else launcher.reload_time)


@kernel
def load(belief, r, c, place):
    """Fill the row of a new round from its channel and launcher."""
    channel = belief.channels[c]
    launcher = belief.launchers[place]
    flown = belief.rounds[r]
    flown.name = launcher.names + launcher.fired
    flown.entity = launcher.entity * 1000 + launcher.fired
    flown.channel = c
    flown.engagement = channel.engagement
    flown.weapon = launcher.weapon
    flown.launcher = place
    flown.state = IN_FLIGHT
    flown.homing = 0
    flown.supported = 1
    flown.closest = inf
    launcher.fired += 1
    belief.flight[X, r], belief.flight[Y, r], belief.flight[Z, r] = launcher.x, launcher.y, launcher.z


@kernel
def aim(belief, r, c, t, time):
    """Give a round the channel's estimate of its target, and where they will meet in `time` s."""
    flight = belief.flight
    track = belief.tracks[c]
    flight[TX, r], flight[TY, r], flight[TZ, r] = track.x, track.y, track.z
    flight[TVX, r], flight[TVY, r], flight[TVZ, r] = track.vx, track.vy, track.vz
    flight[TT, r] = track.t
    ahead = t + time - track.t
    flight[PX, r] = track.x + ahead * track.vx
    flight[PY, r] = track.y + ahead * track.vy
    flight[PZ, r] = track.z + ahead * track.vz
    flight[PT, r] = t + time


@kernel
def hold(belief, book, c, t, why):
    """Keep why the channel does not fire, and log it when it changes."""
    channel = belief.channels[c]
    if why != channel.why:
        channel.why = why
        track = belief.tracks[c]
        what = (WAITS, why, channel.cause, channel.name, NONE)
        emit(book, t, what, (track.x, track.y, track.z), (track.number, channel.order))


@kernel
def assess(model, belief, book, c, t):
    """Judge by the looks since the last round whether the target lives, and shoot again or end."""
    channel = belief.channels[c]
    track = belief.tracks[c]
    run = belief.run[0]
    node = belief.nodes[channel.node]
    alive = hits(channel.history & 7) > 0
    # Debris is taken for a target, or a target for debris, now and then.
    u = uniform(run.seed, run.replication, ASSESSMENT, channel.entity, 0, int(t))
    if u < node.assessment_error:
        alive = not alive
    why = ASSESSED_ALIVE if alive else ASSESSED_KILLED
    what = (ASSESSED, why, channel.cause, channel.name, NONE)
    channel.cause = emit(book, t, what, (track.x, track.y, track.z), (track.number, channel.shots))
    if alive:
        channel.state = ENGAGING
        channel.fired = 0
        channel.met = 0
        channel.since = t
        channel.waits_since = t
    else:
        finish(model, belief, book, c, t, why)


@kernel
def finish(model, belief, book, c, t, why):
    """End the engagement, free the channel and report to whoever gave the order."""
    channel = belief.channels[c]
    track = belief.tracks[c]
    what = (ENDED, why, channel.cause, channel.name, NONE)
    emit(book, t, what, (track.x, track.y, track.z), (track.number, channel.shots))
    channel.state = IDLE
    channel.engagement += 1
    track.status = FREE
    belief.clocks[channel.clock] = inf
    if why != UNIT_LOST:
        answer(model, belief, book, channel.node, (channel.post, channel.order, channel.order_track, why), t)
