"""Support of rounds in flight: what a fire channel's looks tell the rounds that it guides."""

from math import sqrt

from shieldwall.engine.fire.foreign import is_led, led_round
from shieldwall.engine.referee.shots import round_draws
from shieldwall.engine.track.history import firm
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUIDANCE_NOISE, normals
from shieldwall.kernels.flight import PT, PX, PY, PZ, TT, TVX, TVY, TVZ, TX, TY, TZ, X, Y, Z
from shieldwall.kernels.reach import intercept
from shieldwall.models.guidance.command import tracking_error
from shieldwall.models.guidance.switch import needs_support
from shieldwall.models.numbers import COMMAND
from shieldwall.record.emit import emit
from shieldwall.record.kinds import SUPPORT
from shieldwall.record.periods import QUICK_SHARE
from shieldwall.record.reasons import SUPPORTED
from shieldwall.state.layout import NONE

#: A look's support holds until the next look is due, and a little longer: in look intervals.
GRACE = 1.1
#: Within so many seconds of a meeting a channel with a firm track looks so much more often, each look the shorter.
LAST_SECONDS = 8.0
#: Navigation constant of the mid-course: the share of an error worked off while the time to go falls by as much.
MID_COURSE_NAVIGATION = 3.0


@kernel
def support(model, truth, belief, log, c, t):
    """After a look of channel `c`: support its rounds if it hit or is led, and send those that do not home a new aim.

    Returns the share of a full look that the channel's next look lasts.
    """
    state = belief.channel_state[c]
    flight = belief.flight
    share = 1.0
    led = is_led(belief, c, t)
    for i in range(belief.progress[0].flying):
        r = belief.airborne[i]
        flown = belief.rounds[r]
        if flown.channel != c or flown.engagement != state.engagement:
            continue
        if needs_support(model.weapons[flown.weapon].guidance, flown.homing) and firm(state.history):
            if flight[PT, r] - t < LAST_SECONDS:
                share = QUICK_SHARE
        if state.hit == 0 and not (led and led_round(model.weapons[flown.weapon])):
            continue
        flown.supported_until = t + GRACE * state.stretch * model.sensors[model.channels[c].sensor].look_interval
        if flown.supported == 0:
            flown.supported = 1
            where = (flight[X, r], flight[Y, r], flight[Z, r])
            emit(log, t, SUPPORT, SUPPORTED, flown.cause, (flown.name, NONE), where, (flown.closest, 0.0))
        if flown.homing == 0:
            update_aim(model, truth, belief, r, c, t)
    return share


@kernel
def update_aim(model, truth, belief, r, c, t):
    """Send a round the channel's new estimate of its target."""
    flight = belief.flight
    track = belief.tracks[c]
    e1, e2, e3 = (0.0, 0.0, 0.0)
    if model.weapons[belief.rounds[r].weapon].guidance == COMMAND:
        e1, e2, e3 = uplink_error(model, truth, belief, r, t)
    since = track.t - flight[TT, r]
    flight[TX, r], flight[TY, r], flight[TZ, r] = track.x + e1, track.y + e2, track.z + e3
    flight[TVX, r], flight[TVY, r], flight[TVZ, r] = track.vx, track.vy, track.vz
    flight[TT, r] = track.t
    predict(model, belief, r, t, since)


@kernel
def uplink_error(model, truth, belief, r, t):
    """Error, m on each axis, of the channel's knowledge of its own round, as command guidance suffers it."""
    exercise = model.exercise[0]
    flight = belief.flight
    channel = model.channels[belief.rounds[r].channel]
    sensor = model.sensors[channel.sensor]
    dx, dy, dz = flight[X, r] - sensor.x, flight[Y, r] - sensor.y, flight[Z, r] - sensor.z
    sigma = tracking_error(sqrt(dx * dx + dy * dy + dz * dz), sensor.guidance_error)
    threat, shot = round_draws(truth, r)
    index = (shot << 16) + int((t - belief.rounds[r].launched) / QUICK_SHARE)
    unit = model.units[channel.unit].entity
    e1, e2, e3, _e4 = normals(exercise.seed, exercise.replication, GUIDANCE_NOISE, unit, threat, index)
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
    place = model.launchers[flown.launcher]
    h = t - flight[TT, r]
    speeds = (flight[TVX, r], flight[TVY, r], flight[TVZ, r])
    target = (flight[TX, r] + h * speeds[0], flight[TY, r] + h * speeds[1], flight[TZ, r] + h * speeds[2])
    _margin, time, px, py, pz = intercept(
        model.flight_times,
        model.airframes,
        model.weapons[flown.weapon].airframe,
        (place.x, place.y, place.z),
        target,
        speeds,
        flown.launched - t,
        model.exercise[0].radius,
    )
    flight[PT, r] = flown.launched + time
    share = min(1.0, MID_COURSE_NAVIGATION * since / max(flight[PT, r] - t, since + 1e-9))
    flight[PX, r] += share * (px - flight[PX, r])
    flight[PY, r] += share * (py - flight[PY, r])
    flight[PZ, r] += share * (pz - flight[PZ, r])
