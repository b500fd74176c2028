"""What a shot is worth, and who can take one: predicted intercepts inside the envelope, in view of the sensor."""

from math import inf, sqrt

from shieldwall.engine.command.resources import idle_channels
from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.engine.sense.line_of_sight import apparent_sine, in_sector, out_of_range, treetop
from shieldwall.engine.sense.pointing import can_turn_to, turn_towards
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import visible_altitude
from shieldwall.record.reasons import (
    IN_VIEW,
    LEFT_ENVELOPE,
    NO_CHANNEL,
    NO_REASON,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    OUTSIDE_SECTOR,
    TOO_FAST,
    TOO_LATE,
    UNSEEN_BY_FIRE_CONTROL,
)
from shieldwall.state.channel import IDLE

#: What a unit believes of the terrain error: the middle of what it may be.
BELIEVED_RELIEF = 0.5
#: Worth of an intercept one second earlier, and of a million of money saved, against a certain kill.
PER_SECOND, PER_MILLION = 1.0 / 400.0, 0.1


@kernel
def best_shot(model, belief, n, u, k, weapons, t):
    """Expected value, to unit `n`, of unit `u`'s best shot at track `k` with one of `weapons`, and why it has none.

    The reason is 0 if it has one.
    """
    unit = model.units[u]
    track = belief.tracks[k]
    h = t - track.t
    x, y, z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    most = -inf
    why = NO_UNIT_IN_REACH
    if not map_shows(model, unit.engagement_sensor, x, y, z):
        why = UNSEEN_BY_FIRE_CONTROL
    elif not may_turn_to(model, belief, n, u, x, y, track.score):
        return -inf, OUTSIDE_SECTOR
    for w in range(model.weapons.shape[0]):
        if (weapons >> w) & 1 == 0:
            continue
        origin = (unit.x, unit.y, unit.z)
        target = (x, y, z, track.vx, track.vy, track.vz)
        obstacle, time = in_envelope(model, w, origin, target, unit.reaction)
        if obstacle != NO_REASON:
            if why == NO_UNIT_IN_REACH or why == TOO_FAST:
                late = obstacle == LEFT_ENVELOPE and too_late(model, w, origin, target, unit.reaction)
                why = further(why, TOO_LATE if late else obstacle)
            continue
        if why == UNSEEN_BY_FIRE_CONTROL:
            return -inf, UNSEEN_BY_FIRE_CONTROL
        most = max(most, shot_value(model.weapons[w], time))
    if most > -inf:
        return most, NO_REASON
    return most, NO_UNIT_IN_REACH if why == UNSEEN_BY_FIRE_CONTROL else why


@kernel(inline=True)
def further(one, other):
    """The reason of two that lies further along the way to a shot."""
    for why in (NO_CHANNEL, NO_ROUND, OUTSIDE_SECTOR, UNSEEN_BY_FIRE_CONTROL, TOO_LATE, TOO_FAST):
        if one == why or other == why:
            return why
    return NO_UNIT_IN_REACH


@kernel
def too_late(model, w, origin, target, wait):
    """Whether weapon `w` reaches the place of a target that by the time of a launch moves away from the unit.

    Who comes nearer may yet be met, whatever keeps its intercept outside.
    """
    x, y, z, vx, vy, vz = target
    dx, dy, dz = x - origin[0], y - origin[1], z - origin[2]
    speed2 = vx * vx + vy * vy + vz * vz
    receding = dx * vx + dy * vy + dz * vz + wait * speed2 > 0.0
    # Most are far out of reach.
    if not receding or dx * dx + dy * dy + dz * dz > model.weapons[w].max_range * model.weapons[w].max_range:
        return False
    return in_envelope(model, w, origin, (x, y, z, 0.0, 0.0, 0.0), wait)[0] == NO_REASON


@kernel(inline=True)
def shot_value(weapon, time):
    """Expected value of a shot: its prior kill probability, less what its delay and its cost are worth."""
    return weapon.prior - PER_SECOND * time - PER_MILLION * weapon.cost


@kernel
def map_shows(model, s, x, y, z):
    """Whether, by the map, the engagement sensor `s` has a line of sight to a place."""
    exercise = model.exercise[0]
    if s < 0:
        return False
    sensor = model.sensors[s]
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    distance = sqrt(dx * dx + dy * dy + dz * dz)
    if out_of_range(sensor, distance) != IN_VIEW:
        return False
    sine = apparent_sine(sensor, dx, dy, dz, distance, exercise.curvature)
    if sine < sensor.sin_low or sine > sensor.sin_high:
        return False
    if sensor.mask < 0:
        return True
    if sine < treetop(model, sensor, dx, dy):
        return False
    lowest = visible_altitude(model.masks, model.mask_rows[sensor.mask], x, y, BELIEVED_RELIEF)
    return height_above_sea(x, y, z, exercise.meridional, exercise.normal) > lowest


@kernel
def may_turn_to(model, belief, n, u, x, y, worth):
    """Whether, as unit `n` knows, an engagement sensor of unit `u` looks towards a place or may turn there.

    For a target of a threat value `worth`. A unit sees its own idle channels, a post goes by reports.
    """
    unit = model.units[u]
    if u == n:
        for c in range(unit.first_channel, unit.first_channel + unit.channels):
            if belief.channel_state[c].state == IDLE:
                if can_turn_to(model, belief, model.channels[c].sensor, x, y, worth):
                    return True
        return idle_channels(model, belief, n) == 0
    known = belief.subordinates[n, u]
    sensor = model.sensors[unit.engagement_sensor]
    dx, dy = x - sensor.x, y - sensor.y
    if in_sector(sensor, known, dx, dy):
        return True
    room = (known.turn_low, known.turn_high)
    return worth >= known.held_worth and turn_towards(sensor, known, dx, dy, room)[1]
