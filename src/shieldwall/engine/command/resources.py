"""What a unit has left to fight with, and what its post knows of that."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.numbers import GUN
from shieldwall.state.channel import IDLE
from shieldwall.state.switch import LAUNCH_BIT


@kernel
def idle_channels(model, belief, n):
    """Number of a unit's idle fire channels: those of its radars, of its cameras where it has no radar.

    A camera beside a radar helps out where it happens to see; nobody counts on it.
    """
    unit = model.units[n]
    idle = 0
    if unit.channels == 0:
        return idle
    kind = model.sensors[unit.engagement_sensor].kind
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        if belief.channel_state[c].state == IDLE and model.sensors[model.channels[c].sensor].kind == kind:
            idle += 1
    return idle


@kernel
def weapons_ready(model, belief, n):
    """The kinds of weapon that a unit has ready and may launch, one bit for each."""
    unit = model.units[n]
    if belief.unit_state[n].barred & LAUNCH_BIT:
        return 0
    weapons = 0
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        if belief.launcher_state[place].ready > 0:
            weapons |= 1 << model.launchers[place].weapon
    return weapons


@kernel
def rounds_left(model, belief, n):
    """Share of a unit's rounds that is ready, of full launchers; 1 for a unit without rounds."""
    unit = model.units[n]
    had = left = 0
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        launcher = model.launchers[place]
        if model.weapons[launcher.weapon].kind != GUN:
            had += launcher.capacity
            left += belief.launcher_state[place].ready
    return left / had if had > 0 else 1.0


@kernel
def left_of(model, belief, n, u):
    """Share of unit `u`'s rounds that is left, as unit `n` knows: its own, or as last reported."""
    return rounds_left(model, belief, n) if u == n else belief.subordinates[n, u].left
