"""Scripted flight: a threat follows the legs that assembly laid out; its place is looked up by time alone."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.legs import leg_at
from shieldwall.models.model import Model
from shieldwall.models.numbers import SCRIPT


@kernel
def locate(legs, first, count, t):
    """Position (m) and velocity (m/s) at `t`, six numbers, on the straight leg that holds then.

    `legs` are LEG rows in the order of time, those of one threat from `first` on, `count` of them. Turns and circles
    are many short legs; before the first and after the last leg the flight goes straight on.
    """
    leg = legs[leg_at(legs, first, count, t)]
    since = t - leg.t
    return leg.x + leg.vx * since, leg.y + leg.vy * since, leg.z + leg.vz * since, leg.vx, leg.vy, leg.vz


MODEL = Model("movers", "script", SCRIPT, locate, card="script")
