"""The rounds in reserve: kept from slow targets, but not from what comes at the unit or at what it guards."""

from shieldwall.engine.command.degraded import passes_by
from shieldwall.kernels.compiled import kernel
from shieldwall.models.numbers import GUN

#: Slower targets, m/s, are drones with small warheads, and the rounds in reserve are not for them.
SLOW = 90.0
#: Later than this, s, before it passes a unit or what that guards, nobody keeps rounds for others, or waits for an
#: order. Assumption: time for two rounds and a look between.
LAST_CALL = 45.0


@kernel
def kept(weapon, unit, target, left):
    """Whether rounds of a weapon are kept from a target (x, y, z, vx, vy, vz), where a share `left` of all is ready."""
    return weapon.kind != GUN and spared(unit, target, left)


@kernel
def spared(unit, target, left):
    """Whether a unit that has a share `left` of its rounds spares none for a target (x, y, z, vx, vy, vz)."""
    if left > unit.reserve or target[3] * target[3] + target[4] * target[4] >= SLOW * SLOW:
        return False
    soon = min(passes_by(unit.x, unit.y, target), passes_by(unit.guard_x, unit.guard_y, target))
    return soon > LAST_CALL
