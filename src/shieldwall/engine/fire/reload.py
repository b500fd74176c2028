"""Rounds on a launcher: one less at each shot, and a full launcher again when reloading is over."""

from math import inf

from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import RELOADED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE


@kernel
def spend(model, belief, place, t):
    """Take one round off a launcher; an empty one is busy until it is reloaded."""
    launcher = model.launchers[place]
    state = belief.launcher_state[place]
    state.ready -= 1
    state.ready_at = t + (launcher.interval if state.ready > 0 else launcher.reload_time)
    if state.ready == 0:
        unit = belief.unit_state[launcher.unit]
        unit.reloaded_at = min(unit.reloaded_at, state.ready_at)


@kernel
def refill(model, belief, log, n, t):
    """Bring the rounds of launchers whose reloading is over, and note when that of the next is."""
    if t < belief.unit_state[n].reloaded_at:
        return
    unit = model.units[n]
    next_at = inf
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        launcher = model.launchers[place]
        state = belief.launcher_state[place]
        if state.ready == 0 and state.stock > 0 and t >= state.ready_at:
            state.ready = min(launcher.capacity, state.stock)
            state.stock -= state.ready
            where = (launcher.x, launcher.y, launcher.z)
            emit(log, t, RELOADED, NO_REASON, NONE, (launcher.name, NONE), where, (state.ready, 0.0))
        elif state.ready == 0 and state.stock > 0:
            next_at = min(next_at, state.ready_at)
    belief.unit_state[n].reloaded_at = next_at
