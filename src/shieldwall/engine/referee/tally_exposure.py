"""How long each threat was where a unit could have shot at it, and how long nobody did though somebody was idle."""

from math import inf, sqrt

from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.engine.referee.bodies import bodies_near, motion
from shieldwall.engine.referee.tally_idle import lets_pass
from shieldwall.engine.sense.jamming import receive_jamming, under_noise
from shieldwall.engine.sense.line_of_sight import apparent_sine, in_view, out_of_range, share_left
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import table_probability
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.signature import cross_section
from shieldwall.models.sensors.switch import signal
from shieldwall.record.reasons import IN_VIEW, NO_REASON, OUTSIDE_SECTOR
from shieldwall.state.body import RED
from shieldwall.state.channel import IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.state.track import FREE

#: A sensor sees a threat that a full look at it would detect with this probability.
SEES = 0.5
#: A threat that was so long in reach and sight, s, could have been fired at. Assumption: reaction and a flight.
REACHABLE = 15.0
#: How idle a unit is: no channel, some, or all of them.
BUSY, PARTLY_IDLE, IDLE_UNIT = 0, 1, 2


@kernel
def expose(model, truth, belief, t, step):
    """Add `step`, s, to the exposure of each threat that some unit could shoot at now; the idlest unit counts."""
    mark_engaged(model, truth, belief, t)
    for s in range(model.sensors.shape[0]):
        sensor = model.sensors[s]
        truth.holds[s].idle = idleness(model, belief, sensor.unit) if sensor.role == ENGAGEMENT else NONE
    for idle in range(IDLE_UNIT, BUSY - 1, -1):
        for s in range(model.sensors.shape[0]):
            if truth.holds[s].idle == idle and (idle != PARTLY_IDLE or serves_idle(model, belief, s)):
                expose_to(model, truth, belief, s, idle, (t, step))


@kernel
def mark_engaged(model, truth, belief, t):
    """Note which threats somebody engages at `t`: by a busy channel, or by a round in flight."""
    for c in range(model.channels.shape[0]):
        if belief.channel_state[c].state != IDLE:
            b = target_of(model, truth, belief, c)
            if b >= 0:
                truth.exposures[b].engaged_at = t
    for i in range(belief.progress[0].flying):
        b = truth.shots[belief.airborne[i], 0]
        if b >= 0:
            truth.exposures[b].engaged_at = t


@kernel
def target_of(model, truth, belief, c):
    """The body that a busy channel really works on: by its own track, before its first hit by the track ordered."""
    state = belief.channel_state[c]
    if state.hit_at > -inf:
        return truth.follows[c, 0]
    post = state.post
    for k in range(model.units[post].first_track, belief.unit_state[post].high_track):
        track = belief.tracks[k]
        if track.status != FREE and track.number == state.order_track:
            return truth.follows[k, 0]
    return NONE


@kernel
def idleness(model, belief, n):
    """How idle a unit is that can fire, NONE for one that is lost or has no channel or no round ready."""
    unit = model.units[n]
    if unit.channels == 0 or belief.unit_state[n].alive == 0:
        return NONE
    ready = 0
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        ready += belief.launcher_state[place].ready
    if ready == 0:
        return NONE
    idle = 0
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        if belief.channel_state[c].state == IDLE:
            idle += 1
    if idle == unit.channels:
        return IDLE_UNIT
    return PARTLY_IDLE if idle > 0 else BUSY


@kernel
def serves_idle(model, belief, s):
    """Whether an idle fire channel works through sensor `s`."""
    unit = model.units[model.sensors[s].unit]
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        if model.channels[c].sensor == s and belief.channel_state[c].state == IDLE:
            return True
    return False


@kernel
def expose_to(model, truth, belief, s, idle, when):
    """Add to the exposure of the threats at which a unit could shoot through its sensor `s`, wherever that is turned.

    `when` is the time and the step, s.
    """
    t, step = when
    n = model.sensors[s].unit
    unit = model.units[n]
    jammers = NONE
    for i in range(bodies_near(truth, (unit.x, unit.y, unit.z), farthest(model, belief, n), t)):
        b = truth.screened[i]
        exposure = truth.exposures[b]
        engaged = exposure.engaged_at == t
        if truth.bodies[b].side != RED or not asked(exposure, engaged, idle, t):
            continue
        where, signals = echo(model, truth, belief, s, b, t)
        if not clear(model, s, signals[0]):
            continue
        if jammers < 0:
            jammers = receive_jamming(model, truth, s, t)
        if jammers > 0 and not clear(model, s, under_noise(truth.received, jammers, model.sensors, s, where, signals)):
            continue
        if not reaches(model, truth, belief, n, b, t):
            continue
        if idle == IDLE_UNIT and not engaged and lets_pass(model, truth, belief, s, b, t):
            exposure.let_at = t
            exposure.let_pass += step
        if exposure.counted_at == t:
            continue
        exposure.counted_at = t
        exposure.in_reach += step
        if not engaged and idle >= PARTLY_IDLE:
            exposure.unengaged += step
            if idle == IDLE_UNIT:
                exposure.idle_unit += step


@kernel
def asked(exposure, engaged, idle, t):
    """Whether it still matters if a threat is in reach and sight of another unit, as idle as `idle` says."""
    if exposure.counted_at == t:
        return idle == IDLE_UNIT and not engaged and exposure.let_at < t
    return exposure.in_reach < REACHABLE or not (engaged or idle == BUSY)


@kernel
def farthest(model, belief, n):
    """Distance, m, beyond which no threat is in reach of a unit: twice its rounds' range, for what flies to meet it."""
    unit = model.units[n]
    most = 0.0
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        if belief.launcher_state[place].ready > 0:
            most = max(most, 2.0 * model.weapons[model.launchers[place].weapon].max_range)
    return most


@kernel
def reaches(model, truth, belief, n, b, t):
    """Whether a round of unit `n` that left at `t` would meet body `b` inside its envelope."""
    unit = model.units[n]
    target = motion(truth, b, t)
    tried = NONE
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        w = model.launchers[place].weapon
        if belief.launcher_state[place].ready == 0 or w == tried:
            continue
        tried = w
        if in_envelope(model, w, (unit.x, unit.y, unit.z), target, 0.0)[0] == NO_REASON:
            return True
    return False


@kernel(inline=True)
def clear(model, s, ratio):
    """Whether a full look of sensor `s` would detect an echo of that mean signal-to-noise ratio as often as SEES."""
    return table_probability(model.probability, model.sensors[s].table, ratio) >= SEES


@kernel
def echo(model, truth, belief, s, b, t):
    """What a full look of sensor `s` at body `b` gets, sector aside: (dx, dy, sine, distance), and two ratios.

    Signal to noise with clutter and without; 0 where the body is out of range or hidden.
    """
    exercise = model.exercise[0]
    sensor = model.sensors[s]
    body = truth.bodies[b]
    x, y, z, vx, vy, vz = motion(truth, b, t)
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    distance = sqrt(dx * dx + dy * dy + dz * dz)
    # Most are below the horizon, which costs less to ask than terrain does.
    low = apparent_sine(sensor, dx, dy, dz, distance, model.grid[0].curvature) < sensor.sin_low
    if low or out_of_range(sensor, distance) != IN_VIEW:
        return (dx, dy, 0.0, distance), (0.0, 0.0)
    height = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
    why, sine, edge = in_view(model, sensor, belief.sensor_state[s], (x, y, height), (dx, dy, dz), distance)
    if why != IN_VIEW and why != OUTSIDE_SECTOR:
        return (dx, dy, sine, distance), (0.0, 0.0)
    rate = (dx * vx + dy * vy + dz * vz) / distance
    speed = sqrt(vx * vx + vy * vy + vz * vz) + 1e-9
    rcs = cross_section(truth.signatures, body.signature, sensor.band, -rate / speed)
    rcs *= share_left(model, sensor, s, sine, distance, edge)
    return (dx, dy, sine, distance), signal(model.sensors, s, distance, sine, rate, rcs, body.extent)
