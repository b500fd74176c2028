"""Where the sensor of a fire channel looks, and whether it may turn there."""

from math import pi, sqrt

from shieldwall.engine.sense.line_of_sight import in_sector
from shieldwall.engine.sense.look import NOTHING, open_look
from shieldwall.engine.track.doubt import doubt
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import atan2, cos, sin
from shieldwall.state.channel import ACQUIRING, IDLE
from shieldwall.state.layout import NONE

#: Least half angle of a search about the cue, in beamwidths, and the greatest, rad.
LEAST_SEARCH, WIDEST_SEARCH = 1.5, 0.12
#: A sensor turns only to where its target will stand inside this share of the sector's half width.
INSIDE = 0.9


@kernel
def point(model, belief, c, t):
    """Return the number of the channel's look at `t`; while its sensor still turns there, the cone holds nothing."""
    channel = model.channels[c]
    state = belief.channel_state[c]
    sensor = model.sensors[channel.sensor]
    pointing = belief.sensor_state[channel.sensor]
    track = belief.tracks[c]
    number = open_look(belief, channel.sensor, t)
    look = belief.looks[number % belief.looks.shape[0]]
    h = t - track.t
    dx = track.x + h * track.vx - sensor.x
    dy = track.y + h * track.vy - sensor.y
    dz = track.z + h * track.vz - sensor.z
    flat = sqrt(dx * dx + dy * dy)
    distance = sqrt(flat * flat + dz * dz)
    if not in_sector(sensor, pointing, dx, dy):
        look.cosine = NOTHING
        if turns_first_for(model, belief, channel.sensor, c, state.worth) >= 0:
            return number
        room = room_to_turn(model, belief, channel.sensor, c, state.worth)
        angle, reaches = turn_towards(sensor, pointing, dx, dy, room)
        if reaches:
            if state.state == ACQUIRING:
                state.since = t
            most = sensor.slew_rate * sensor.look_interval * state.look_share
            turn(pointing, min(max(angle, -most), most))
        return number
    spread = 3.0 * doubt(belief.covariance[c], h)
    half = max(LEAST_SEARCH * sensor.azimuth_beam, min(spread / distance, WIDEST_SEARCH))
    look.east, look.north, look.up = dx / distance, dy / distance, dz / distance
    look.cosine = cos(half)
    look.share = state.look_share
    return number


@kernel
def turn(pointing, angle):
    """Turn the sector of a sensor by an angle, rad, anticlockwise positive."""
    east, north = pointing.facing_x, pointing.facing_y
    pointing.facing_x = east * cos(angle) - north * sin(angle)
    pointing.facing_y = north * cos(angle) + east * sin(angle)


@kernel
def bearing_off(pointing, dx, dy):
    """Bearing of a horizontal offset from the middle of a sector, rad, anticlockwise positive."""
    across = pointing.facing_x * dy - pointing.facing_y * dx
    return atan2(across, dx * pointing.facing_x + dy * pointing.facing_y)


@kernel
def turn_towards(sensor, pointing, dx, dy, room):
    """Angle, rad, by which a sensor with so much room turns towards a horizontal offset, and whether that suffices."""
    off = bearing_off(pointing, dx, dy)
    angle = min(max(off, room[0]), room[1])
    return angle, abs(off - angle) <= INSIDE * sensor.half_sector


@kernel
def room_to_turn(model, belief, s, c, worth):
    """How far, rad, sensor `s` may turn clockwise (negative) and anticlockwise for a target of a threat value `worth`.

    It keeps in its sector what has rounds in flight, and what threatens more. The target is that of channel `c`, NONE
    for one that has no channel yet.
    """
    sensor = model.sensors[s]
    low, high = 0.0, 0.0
    if sensor.slew_rate <= 0.0:
        return low, high
    pointing = belief.sensor_state[s]
    unit = model.units[sensor.unit]
    low, high = -pi, pi
    for i in range(unit.first_channel, unit.first_channel + unit.channels):
        if i == c or model.channels[i].sensor != s or not holds(belief.channel_state[i], worth):
            continue
        off = bearing_off(pointing, belief.tracks[i].x - sensor.x, belief.tracks[i].y - sensor.y)
        if abs(off) <= sensor.half_sector:
            low = max(low, off - sensor.half_sector)
            high = min(high, off + sensor.half_sector)
    return low, high


@kernel
def holds(state, worth):
    """Whether a channel's target must stay in the sector although one of a threat value `worth` is outside."""
    return state.flying > 0 or (state.state != IDLE and state.worth >= worth)


@kernel
def turns_first_for(model, belief, s, c, worth):
    """Channel for whose target, outside the sector, sensor `s` turns before it turns for that of channel `c`.

    The one that threatens most and more than `worth`, of two alike the first; NONE for none. Else two targets that are
    sought on two sides would pull the sensor to and fro, and it would look at neither.
    """
    sensor, pointing = model.sensors[s], belief.sensor_state[s]
    unit = model.units[sensor.unit]
    first = NONE
    most = worth
    for i in range(unit.first_channel, unit.first_channel + unit.channels):
        state, track = belief.channel_state[i], belief.tracks[i]
        if i == c or model.channels[i].sensor != s or state.state == IDLE:
            continue
        more = state.worth > most or (state.worth == most and i < c)
        if more and not in_sector(sensor, pointing, track.x - sensor.x, track.y - sensor.y):
            most, first = state.worth, i
    return first


@kernel
def held_worth(model, belief, s):
    """Greatest threat value of what sensor `s` seeks or has acquired and not fired at, 0 for none."""
    unit = model.units[model.sensors[s].unit]
    most = 0.0
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        state = belief.channel_state[c]
        if model.channels[c].sensor == s and state.flying == 0 and holds(state, 0.0):
            most = max(most, state.worth)
    return most


@kernel
def can_turn_to(model, belief, s, x, y, worth):
    """Whether sensor `s` looks towards a place, or may turn there for a target of a threat value `worth`."""
    sensor = model.sensors[s]
    dx, dy = x - sensor.x, y - sensor.y
    first = turns_first_for(model, belief, s, NONE, worth)
    if first >= 0:
        ax, ay = belief.tracks[first].x - sensor.x, belief.tracks[first].y - sensor.y
        if abs(atan2(ax * dy - ay * dx, ax * dx + ay * dy)) > (1.0 + INSIDE) * sensor.half_sector:
            return False
    if in_sector(sensor, belief.sensor_state[s], dx, dy):
        return True
    room = room_to_turn(model, belief, s, NONE, worth)
    return turn_towards(sensor, belief.sensor_state[s], dx, dy, room)[1]
