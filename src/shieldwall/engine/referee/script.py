"""The script of raid and traffic: bodies enter, release, strike, look and leave."""

from math import inf, sqrt

from shieldwall.engine.network.switches import start_switches
from shieldwall.engine.referee.bodies import become, leak, motion
from shieldwall.engine.referee.damage import strike
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ENTERS, EXITS, LOOKED, RELEASED
from shieldwall.record.reasons import AIRWAY_ENDS, CARRIER_LOST, HOME_AFTER_RELEASE, HOME_UNRELEASED, NO_REASON
from shieldwall.state.body import FLYING, GONE, RED
from shieldwall.state.layout import NONE
from shieldwall.state.script import ENTER, OBSERVE, RELEASE, STRIKE
from shieldwall.state.switch import AT_RAID

SCRIPT_CLOCK = 0
NOWHERE = (0.0, 0.0, 0.0)


@kernel
def follow_script(model, truth, belief, log, t):
    """Let the next line of the script happen, if its body still flies."""
    progress = belief.progress[0]
    line = truth.script[progress.script]
    progress.script += 1
    more = progress.script < truth.script.shape[0]
    belief.clocks[SCRIPT_CLOCK] = truth.script[progress.script].t if more else inf
    if line.what == ENTER:
        enter(model, truth, belief, log, line.body, t)
    elif line.what == RELEASE:
        release(model, truth, belief, log, line, t)
    elif truth.body_state[line.body].state == FLYING:
        if line.what == STRIKE:
            strike(model, truth, belief, log, line, t)
        elif line.what == OBSERVE:
            names = (truth.bodies[line.body].name, truth.places[line.other].name)
            emit(log, t, LOOKED, NO_REASON, NONE, names, NOWHERE, (line.amount, 0.0))
            truth.body_state[line.body].released += 1
            leak(truth, line.body)
        else:
            leave(truth, log, line.body, t)


@kernel
def enter(model, truth, belief, log, b, t):
    """Set a body flying."""
    exercise = model.exercise[0]
    become(truth, b, FLYING)
    if truth.bodies[b].side == RED:
        start_switches(model, belief, AT_RAID, NONE, t)
    x, y, z, vx, vy, vz = motion(truth, b, t)
    height = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
    values = (height, sqrt(vx * vx + vy * vy + vz * vz))
    emit(log, t, ENTERS, NO_REASON, NONE, (truth.bodies[b].name, NONE), (x, y, z), values)
    # A new body may appear close to a round in flight.
    for r in range(belief.rounds.shape[0]):
        belief.rounds[r].checked_at = t


@kernel
def release(model, truth, belief, log, line, t):
    """Set a weapon flying that its carrier releases, if that still flies."""
    carrier, weapon = truth.bodies[line.body], truth.bodies[line.other]
    if truth.body_state[line.body].state == FLYING:
        emit(log, t, RELEASED, NO_REASON, NONE, (carrier.name, weapon.name), NOWHERE, (0.0, 0.0))
        truth.body_state[line.body].released += 1
        enter(model, truth, belief, log, line.other, t)
    else:
        become(truth, line.other, GONE)
        emit(log, t, EXITS, CARRIER_LOST, NONE, (weapon.name, NONE), NOWHERE, (0.0, 0.0))


@kernel
def leave(truth, log, b, t):
    """Take a body out of the sky that has done its task, or not."""
    become(truth, b, GONE)
    why = HOME_AFTER_RELEASE if truth.body_state[b].released > 0 else HOME_UNRELEASED
    if truth.bodies[b].side != RED:
        why = AIRWAY_ENDS
    emit(log, t, EXITS, why, NONE, (truth.bodies[b].name, NONE), NOWHERE, (0.0, 0.0))
