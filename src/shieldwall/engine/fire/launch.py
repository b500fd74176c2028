"""Fire: one round or one burst, if all is ready."""

from math import inf, sqrt

from shieldwall.engine.fire.closing import finish, wait
from shieldwall.engine.fire.foreign import is_led
from shieldwall.engine.fire.reload import spend
from shieldwall.engine.fire.salvos import interval_now, rounds_now
from shieldwall.engine.fire.weapon_choice import choose_weapon
from shieldwall.engine.track.history import firm
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import PT, PX, PY, PZ, TT, TVX, TVY, TVZ, TX, TY, TZ, X, Y, Z, launch
from shieldwall.kernels.ordered import insert
from shieldwall.models.numbers import GUN
from shieldwall.record.emit import emit
from shieldwall.record.kinds import LAUNCHED, SUPPORT
from shieldwall.record.periods import GUN_CHANNEL_REST
from shieldwall.record.reasons import (
    GUIDANCE_FULL,
    LAUNCH_BARRED,
    NO_REASON,
    NO_ROUND,
    ON_FOREIGN_TRACK,
    REACTING,
    UNSTEADY,
)
from shieldwall.state.channel import IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.round import IN_FLIGHT
from shieldwall.state.switch import LAUNCH_BIT

#: What a channel fired: else the row of a round.
NOTHING_FIRED, GUN_FIRED = -1, -2
#: Longest wait for the envelope, s.
ENVELOPE_TIME = 20.0


@kernel
def fire(model, belief, log, c, t):
    """Launch one round or fire one burst if all is ready, else keep the reason why not.

    Returns the row of the round, GUN_FIRED or NOTHING_FIRED.
    """
    state = belief.channel_state[c]
    if t < state.ready_at:
        wait(model, belief, log, c, REACTING, t)
        return NOTHING_FIRED
    if belief.unit_state[model.channels[c].unit].barred & LAUNCH_BIT:
        wait(model, belief, log, c, LAUNCH_BARRED, t)
        return NOTHING_FIRED
    if t < state.shoot_at:
        # The pace of a salvo, not an opportunity missed.
        return NOTHING_FIRED
    if not firm(state.history) and not is_led(belief, c, t):
        wait(model, belief, log, c, UNSTEADY, t)
        return NOTHING_FIRED
    if guided(model, belief, c) >= model.sensors[model.channels[c].sensor].guides:
        wait(model, belief, log, c, GUIDANCE_FULL, t)
        return NOTHING_FIRED
    place, time, chance, why = choose_weapon(model, belief, c, t)
    if place < 0:
        wait(model, belief, log, c, why, t)
        if state.fired > 0:
            state.fired = state.allowed
        elif why == NO_ROUND or t - state.waits_since > ENVELOPE_TIME:
            finish(model, belief, log, c, why, t)
        return NOTHING_FIRED
    launcher = model.launchers[place]
    spend(model, belief, place, t)
    state.weapon = launcher.weapon
    if state.fired == 0:
        state.allowed = rounds_now(model, belief, c, place, time, t)
        state.pace = interval_now(model, belief, c, place, state.allowed, t)
    state.shoot_at = t + max(launcher.interval, state.pace)
    state.fired += 1
    state.shots += 1
    state.why = NO_REASON
    if model.weapons[launcher.weapon].kind == GUN:
        state.shoot_at = t + GUN_CHANNEL_REST
        return GUN_FIRED
    r = launch_round(model, belief, log, c, place, time, t)
    belief.rounds[r].chance = chance
    return r


@kernel
def guided(model, belief, c):
    """Number of rounds in flight that the sensor of channel `c` guides."""
    channel = model.channels[c]
    unit = model.units[channel.unit]
    flying = 0
    for i in range(unit.first_channel, unit.first_channel + unit.channels):
        if model.channels[i].sensor == channel.sensor and belief.channel_state[i].state != IDLE:
            flying += belief.channel_state[i].flying
    return flying


@kernel
def launch_round(model, belief, log, c, place, time, t):
    """Launch the next round from a launcher, to meet its target in `time` s; return its row."""
    w = model.launchers[place].weapon
    r = belief.weapon_state[w].next
    belief.weapon_state[w].next += 1
    load(model, belief, r, c, place)
    aim(belief, r, c, t, time)
    launch(belief.flight, r, model.airframes, model.weapons[w].airframe, t)
    flown = belief.rounds[r]
    flown.launched = flown.checked_at = t
    flown.supported_until = t + 2.0 * model.sensors[model.channels[c].sensor].look_interval
    track = belief.tracks[c]
    h = t - track.t
    where = (track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz)
    cause = belief.channel_state[c].cause
    flown.cause = emit(log, t, LAUNCHED, NO_REASON, cause, (flown.name, NONE), where, (track.number, time))
    insert(belief.airborne, belief.progress[0].flying, r)
    belief.progress[0].flying += 1
    belief.channel_state[c].flying += 1
    if is_led(belief, c, t):
        togo = distance_to_go(belief, r, t)
        emit(log, t, SUPPORT, ON_FOREIGN_TRACK, flown.cause, (flown.name, NONE), where, (togo, 0.0))
    return r


@kernel
def distance_to_go(belief, r, t):
    """Distance from a round to its aim, m."""
    flight = belief.flight
    h = t - flight[TT, r]
    dx, dy = flight[TX, r] + h * flight[TVX, r] - flight[X, r], flight[TY, r] + h * flight[TVY, r] - flight[Y, r]
    dz = flight[TZ, r] + h * flight[TVZ, r] - flight[Z, r]
    return sqrt(dx * dx + dy * dy + dz * dz)


@kernel
def load(model, belief, r, c, place):
    """Fill the row of a new round from its channel and launcher."""
    launcher = model.launchers[place]
    state = belief.launcher_state[place]
    flown = belief.rounds[r]
    flown.name = launcher.first_round + state.fired
    flown.entity = launcher.entity * 1000 + state.fired
    flown.channel = c
    flown.engagement = belief.channel_state[c].engagement
    flown.weapon = launcher.weapon
    flown.launcher = place
    flown.state = IN_FLIGHT
    flown.homing = 0
    flown.supported = 1
    flown.closest = inf
    state.fired += 1
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
