"""Where the engagement sensors of a unit look that nobody uses: at what it was warned of, or over their own sector."""

from shieldwall.engine.command.shot_value import map_shows
from shieldwall.engine.sense.pointing import bearing_off, turn
from shieldwall.kernels.compiled import kernel
from shieldwall.state.channel import IDLE

#: A sensor turns to what it was warned of once that is so near to the reach of its unit's weapons, m.
NEAR_REACH = 10_000.0


@kernel
def rest_sensors(model, belief, n, t):
    """Turn the engagement sensors of unit `n` that nobody uses to where it was warned, or back to their sector."""
    unit, state = model.units[n], belief.unit_state[n]
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        s = model.channels[c].sensor
        sensor = model.sensors[s]
        most = sensor.slew_rate * unit.cycle
        if most <= 0.0 or (c > unit.first_channel and model.channels[c - 1].sensor == s):
            continue
        dx, dy = sensor.primary_x, sensor.primary_y
        if state.faces_x != 0.0 or state.faces_y != 0.0:
            dx, dy = state.faces_x, state.faces_y
        if t <= state.cued_until and shown_soon(model, unit, state, s):
            dx, dy = state.threat_x - sensor.x, state.threat_y - sensor.y
        pointing = belief.sensor_state[s]
        # Most of the time it faces there already.
        if (pointing.facing_x != dx or pointing.facing_y != dy) and not used(model, belief, n, s):
            turn(pointing, min(max(bearing_off(pointing, dx, dy), -most), most))


@kernel
def used(model, belief, n, s):
    """Whether a channel of unit `n` is busy with sensor `s`."""
    unit = model.units[n]
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        if model.channels[c].sensor == s and belief.channel_state[c].state != IDLE:
            return True
    return False


@kernel
def shown_soon(model, unit, state, s):
    """Whether what a unit was warned of is near its reach and, by the map, in sight of its sensor `s`."""
    dx, dy = state.threat_x - unit.x, state.threat_y - unit.y
    near = unit.reach + NEAR_REACH
    return dx * dx + dy * dy < near * near and map_shows(model, s, state.threat_x, state.threat_y, state.threat_z)
