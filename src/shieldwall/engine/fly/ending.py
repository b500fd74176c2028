"""How a round ends when it kills nothing: failed, unsupported, past its target, in the ground, or spent."""

from math import sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import ACTIVE, PHASE, TT, TVX, TVY, TVZ, TX, TY, TZ, VX, VY, VZ, X, Y, Z
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import ground
from shieldwall.kernels.ordered import remove
from shieldwall.models.guidance.switch import needs_support
from shieldwall.record.emit import emit, sample
from shieldwall.record.kinds import ROUND_ENDED, SUPPORT
from shieldwall.record.reasons import (
    DETONATED_WITHOUT_KILL,
    FUZE_FAILED,
    HIT_GROUND,
    NO_REASON,
    NOTHING_THERE,
    OUT_OF_ENERGY,
    OUT_OF_TIME,
    PASSED_TARGET,
    ROUND_FAILED,
    SUPPORT_LOST,
    TARGET_GONE,
)
from shieldwall.state.body import FLYING
from shieldwall.state.layout import NONE
from shieldwall.state.round import SPENT

#: A motor or control failure shows so long after launch, s.
FAILS_AFTER = 2.0


@kernel
def check(model, truth, belief, log, r, t):
    """End a round that failed, lost its support, passed its aim, hit the ground, or is spent."""
    exercise = model.exercise[0]
    flight = belief.flight
    flown = belief.rounds[r]
    weapon = model.weapons[flown.weapon]
    frame = model.airframes[weapon.airframe]
    relief = model.sensors[model.channels[flown.channel].sensor].relief
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
            emit(log, t, SUPPORT, SUPPORT_LOST, flown.cause, (flown.name, NONE), (x, y, z), (togo, 0.0))
        if overdue > weapon.memory:
            end(belief, log, r, SUPPORT_LOST, t)
            return
    speed = sqrt(flight[VX, r] ** 2 + flight[VY, r] ** 2 + flight[VZ, r] ** 2)
    opening = dx * (flight[TVX, r] - flight[VX, r]) + dy * (flight[TVY, r] - flight[VY, r])
    opening += dz * (flight[TVZ, r] - flight[VZ, r])
    height = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
    top = max(model.grid[0].top, 0.0)
    if truth.shots[r, 2] == 0 and age > FAILS_AFTER:
        end(belief, log, r, ROUND_FAILED, t)
    elif age > frame.battery:
        end(belief, log, r, OUT_OF_TIME, t)
    elif age > frame.sustain_until and age > frame.boost_until and speed < 0.6 * frame.minimum_speed:
        end(belief, log, r, OUT_OF_ENERGY, t)
    elif age > 3.0 and height < top and height < ground(model.ground, model.grid[0], x, y, relief):
        end(belief, log, r, HIT_GROUND, t)
    elif flight[PHASE, r] > 0.0 and opening > 0.0 and togo > 2.0 * weapon.fuze_radius:
        target = truth.shots[r, 0]
        if target < 0:
            end(belief, log, r, NOTHING_THERE, t)
        else:
            end(belief, log, r, PASSED_TARGET if truth.body_state[target].state == FLYING else TARGET_GONE, t)


@kernel(inline=True)
def came_by(why):
    """Whether a round that ended so came by where its target was to be: it may have killed."""
    for other in (NO_REASON, FUZE_FAILED, DETONATED_WITHOUT_KILL, PASSED_TARGET, NOTHING_THERE, TARGET_GONE):
        if why == other:
            return True
    return False


@kernel
def end(belief, log, r, why, t):
    """Take a round out of the air; `why` is 0 for a kill, which has its own row."""
    flown = belief.rounds[r]
    flown.state = SPENT
    belief.flight[ACTIVE, r] = 0.0
    remove(belief.airborne, belief.progress[0].flying, r)
    belief.progress[0].flying -= 1
    channel = belief.channel_state[flown.channel]
    if channel.engagement == flown.engagement:
        channel.flying -= 1
        if came_by(why):
            channel.met = 1
            channel.met_at = t
    flight = belief.flight
    film(belief, log, r, t)
    if why != NO_REASON:
        where = (flight[X, r], flight[Y, r], flight[Z, r])
        values = (t - flown.launched, flown.closest)
        emit(log, t, ROUND_ENDED, why, flown.cause, (flown.name, NONE), where, values)


@kernel
def film(belief, log, r, t):
    """Sample a round for the film."""
    flight = belief.flight
    place, velocity = (flight[X, r], flight[Y, r], flight[Z, r]), (flight[VX, r], flight[VY, r], flight[VZ, r])
    sample(log, t, NONE, belief.rounds[r].name, place, velocity, (0.0, 0.0, 0.0, 0.0))
