"""Registration: each site errs about its own place, its north and its range, and shares its plots all the same."""

from math import sqrt

from shieldwall.kernels.compiled import kernel


@kernel
def to_common(sensors, s, x, y):
    """Where the network takes a place to be that sensor `s` measured at (x, y), m."""
    sensor = sensors[s]
    dx, dy = x - sensor.x, y - sensor.y
    stretch = 1.0 + sensor.bias_range / (sqrt(dx * dx + dy * dy) + 1.0)
    east = sensor.x + sensor.bias_x + stretch * (dx + sensor.bias_north * dy)
    north = sensor.y + sensor.bias_y + stretch * (dy - sensor.bias_north * dx)
    return east, north


@kernel
def turned(sensors, s, vx, vy):
    """Velocity that the network makes of one that sensor `s` measured, m/s."""
    north = sensors[s].bias_north
    return vx + north * vy, vy - north * vx


@kernel
def to_own(sensors, s, x, y):
    """Where sensor `s` looks for a place that the network calls (x, y), m: `to_common` undone, to first order."""
    sensor = sensors[s]
    dx, dy = x - sensor.x - sensor.bias_x, y - sensor.y - sensor.bias_y
    shrink = 1.0 - sensor.bias_range / (sqrt(dx * dx + dy * dy) + 1.0)
    east = sensor.x + shrink * (dx - sensor.bias_north * dy)
    north = sensor.y + shrink * (dy + sensor.bias_north * dx)
    return east, north
