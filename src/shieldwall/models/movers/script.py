"""Scripted flight: a threat follows the legs that assembly laid out; its place is looked up by time alone."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import cos, sin
from shieldwall.models.model import Model


@kernel
def locate(legs, first, count, t):
    """Position (m) and velocity (m/s) at `t`, six numbers, on the leg that holds then.

    A leg is straight, or a level turn at `omega` rad/s, anticlockwise positive.
    """
    low = first
    high = first + count - 1
    while low < high:
        middle = (low + high + 1) >> 1
        if legs[middle].t <= t:
            low = middle
        else:
            high = middle - 1
    leg = legs[low]
    since = t - leg.t
    omega = leg.omega
    if omega == 0.0:
        return leg.x + leg.vx * since, leg.y + leg.vy * since, leg.z + leg.vz * since, leg.vx, leg.vy, leg.vz
    s = sin(omega * since)
    c = cos(omega * since)
    x = leg.x + (leg.vx * s - leg.vy * (1.0 - c)) / omega
    y = leg.y + (leg.vx * (1.0 - c) + leg.vy * s) / omega
    return x, y, leg.z, leg.vx * c - leg.vy * s, leg.vx * s + leg.vy * c, 0.0


MODEL = Model("movers", "script", 0, locate, card="script")
