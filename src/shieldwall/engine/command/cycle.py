"""The command cycle of a unit: its picture, its rounds, its reports, and, if it commands or is alone, its threats.

A post knows its own picture, what its units reported, and the ground. It knows nothing else.
"""

from math import inf

from shieldwall.engine.command.alert import warn_units
from shieldwall.engine.command.assignment import assign
from shieldwall.engine.command.defence import defend
from shieldwall.engine.command.degraded import mode_of, silent
from shieldwall.engine.command.emission import control_emission, spring_ambush
from shieldwall.engine.command.evaluation import rank_threats
from shieldwall.engine.command.methods import chooses
from shieldwall.engine.command.outside import pass_on
from shieldwall.engine.command.resting import rest_sensors
from shieldwall.engine.fire.reload import refill
from shieldwall.engine.network.chain import heard_from, leads
from shieldwall.engine.network.status import report, report_in
from shieldwall.engine.track.duplicates import merge_duplicates
from shieldwall.engine.track.upkeep import prune
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import AUTONOMOUS, UNDER_COMMAND, UNREADY
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.unit import WEAPONS_FREE


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
    merge_duplicates(model, belief, log, n, t)
    refill(model, belief, log, n, t)
    report_in(model, belief, log, n, t)
    state.cycles += 1
    if evaluates(model, belief, log, n, t):
        ranked = rank_threats(model, belief, log, n, t)
        if state.outside == 1:
            pass_on(model, belief, log, n, ranked, t)
        else:
            assign(model, belief, log, n, ranked, t)
    elif unit.channels > 0 and not silent(model, belief, n):
        defend(model, belief, log, n, t)
    if unit.commands == 1:
        warn_units(model, belief, log, n, t)
    if leads(model, belief, n):
        spring_ambush(model, belief, log, n, t)
    if unit.channels > 0:
        control_emission(model, belief, log, n, t)
        rest_sensors(model, belief, n, t)
    return t + unit.cycle


@kernel
def evaluates(model, belief, log, n, t):
    """Whether a unit evaluates threats: it is the highest post, or on its own, or may choose, and is not silent."""
    unit = model.units[n]
    if unit.commands == 1 and unit.post < 0:
        return True
    if unit.channels == 0 and unit.commands == 0 and unit.stands_in < 0:
        return False
    alone = on_its_own(model, belief, log, n, t)
    free = belief.unit_state[n].control == WEAPONS_FREE or chooses(model, belief, n, n)
    return (alone or (free and unit.commands == 0 and unit.channels > 0)) and not silent(model, belief, n)


@kernel
def on_its_own(model, belief, log, n, t):
    """Whether nobody commands a unit: it has no post, or heard neither that nor its deputy for too long."""
    unit = model.units[n]
    state = belief.unit_state[n]
    commander = heard_from(model, belief, n, t)
    alone = 1 if commander < 0 else 0
    if alone != state.autonomous or commander != state.commander:
        state.autonomous, state.commander = alone, commander
        place = (unit.x, unit.y, unit.z)
        if alone == 1:
            emit(log, t, AUTONOMOUS, mode_of(model, n), NONE, (unit.name, NONE), place, (t - state.heard_at, 0.0))
        else:
            names = (unit.name, model.units[commander].name)
            emit(log, t, UNDER_COMMAND, NO_REASON, NONE, names, place, (t - state.heard_at, 0.0))
            report(model, belief, log, n, commander, t)
    return alone == 1
