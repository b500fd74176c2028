"""The command cycle of a unit: its picture, its rounds, its reports, and, if it commands or is alone, its threats.

A post knows its own picture, what its units reported, and the ground. It knows nothing else.
"""

from math import inf

from shieldwall.engine.command.alert import warn_units
from shieldwall.engine.command.assignment import assign
from shieldwall.engine.command.defence import defend
from shieldwall.engine.command.degraded import mode_of, silent
from shieldwall.engine.command.evaluation import rank_threats
from shieldwall.engine.fire.reload import refill
from shieldwall.engine.network.status import report_in
from shieldwall.engine.sense.pointing import rest_sensors
from shieldwall.engine.track.upkeep import prune
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import AUTONOMOUS, UNDER_COMMAND, UNREADY
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.unit import WEAPONS_FREE, WEAPONS_HOLD


@kernel
def cycle(model, belief, log, n, t):
    """One command cycle of unit `n`; returns when the next is due."""
    unit = model.units[n]
    state = belief.unit_state[n]
    if state.alive == 0:
        if state.cycles == 0 and state.barred == 0:
            emit(log, t, UNREADY, NO_REASON, NONE, (unit.name, NONE), (unit.x, unit.y, unit.z), (0.0, 0.0))
        return inf
    prune(model, belief, log, n, t)
    refill(model, belief, log, n, t)
    report_in(model, belief, log, n, t)
    state.cycles += 1
    if unit.commands == 1 or (unit.channels > 0 and on_its_own(model, belief, log, n, t)):
        assign(model, belief, log, n, rank_threats(model, belief, log, n, t), t)
    elif unit.channels > 0 and unit.control != WEAPONS_HOLD and not silent(model, belief, n):
        defend(model, belief, log, n, t)
    if unit.commands == 1:
        warn_units(model, belief, log, n, t)
    if unit.channels > 0:
        rest_sensors(model, belief, n, t)
    return t + unit.cycle


@kernel
def on_its_own(model, belief, log, n, t):
    """Whether a unit evaluates for itself: it has no post, or heard nothing for too long, or weapons are free."""
    unit = model.units[n]
    state = belief.unit_state[n]
    silence = t - state.heard_at
    alone = 1
    if unit.post >= 0:
        alone = 1 if silence > unit.autonomy_after else 0
    if alone != state.autonomous:
        state.autonomous = alone
        kind = AUTONOMOUS if alone == 1 else UNDER_COMMAND
        emit(
            log,
            t,
            kind,
            mode_of(model, n) if alone == 1 else NO_REASON,
            NONE,
            (unit.name, NONE),
            (unit.x, unit.y, unit.z),
            (silence, 0.0),
        )
    return not silent(model, belief, n) and (alone == 1 or unit.control == WEAPONS_FREE)
