"""Where the sensor of a fire channel looks, and whether it may turn there."""

from math import sqrt

from shieldwall.engine.sense.line_of_sight import in_sector
from shieldwall.engine.sense.look import NOTHING, open_look
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import atan2, cos, sin
from shieldwall.state.channel import ACQUIRING, IDLE

#: Least half angle of a search about the cue, in beamwidths, and the greatest, rad.
LEAST_SEARCH, WIDEST_SEARCH = 1.5, 0.12


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
    along = (dx * pointing.facing_x + dy * pointing.facing_y) / flat
    if along < sensor.cos_sector:
        look.cosine = NOTHING
        if not shared(model, belief, c):
            if state.state == ACQUIRING:
                state.since = t
            across = pointing.facing_x * dy - pointing.facing_y * dx
            most = sensor.slew_rate * sensor.look_interval * state.look_share
            turn(pointing, min(max(atan2(across, along * flat), -most), most))
        return number
    p = belief.covariance[c]
    spread = 3.0 * sqrt(p[0] + p[3] + p[5] + h * h * (p[15] + p[18] + p[20]))
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
def shared(model, belief, c):
    """Whether another busy channel works through the same sensor, which then must not turn away."""
    unit = model.units[model.channels[c].unit]
    for i in range(unit.first_channel, unit.first_channel + unit.channels):
        if i != c and belief.channel_state[i].state != IDLE and model.channels[i].sensor == model.channels[c].sensor:
            return True
    return False


@kernel
def faces(model, belief, s, x, y):
    """Whether a place lies in the sector to which sensor `s` is turned."""
    sensor = model.sensors[s]
    return in_sector(sensor, belief.sensor_state[s], x - sensor.x, y - sensor.y)


@kernel
def can_turn_to(model, belief, c, x, y):
    """Whether the channel's sensor looks towards a place, or serves no other channel and may turn there."""
    s = model.channels[c].sensor
    return faces(model, belief, s, x, y) or (not shared(model, belief, c) and model.sensors[s].slew_rate > 0.0)
