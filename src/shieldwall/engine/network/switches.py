"""The seller's switch: a unit is switched off, or loses its radars, its nets or its launches."""

from math import inf

from shieldwall.engine.network.nets import wake
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import SELLER_SWITCH, uniform
from shieldwall.models.numbers import OPTICAL
from shieldwall.record.emit import emit
from shieldwall.record.kinds import LAUNCHES_TAKEN, NETS_TAKEN, RADARS_TAKEN, SWITCHED_OFF
from shieldwall.record.reasons import LAUNCH_BARRED, NO_REASON, RADAR_BARRED, UNIT_LOST, UNIT_OFF
from shieldwall.state.layout import NONE
from shieldwall.state.switch import LAUNCH_BIT, NETWORK_BIT, OFF_BIT, RADAR_BIT


@kernel
def start_switches(model, belief, starts, n, t):
    """Start the switches that wait for what has happened at `t`, those of unit `n` or, where that is NONE, of all."""
    for number in range(model.switches.shape[0]):
        row, state = model.switches[number], belief.switch_state[number]
        if row.starts == starts and (n < 0 or row.unit == n) and state.started == 0:
            state.started = 1
            state.at = t + row.after
            wake(belief, state.at)


@kernel
def throw_switches(model, belief, log, t):
    """Let the switches act that are due, each with its chance; return whether any did."""
    exercise = model.exercise[0]
    thrown = False
    for number in range(model.switches.shape[0]):
        row, state = model.switches[number], belief.switch_state[number]
        if state.at > t:
            continue
        state.at = inf
        unit = model.units[row.unit]
        if belief.unit_state[row.unit].alive == 0:
            continue
        if uniform(exercise.seed, exercise.replication, SELLER_SWITCH, unit.entity, 0, 0) < row.chance:
            thrown = True
            belief.unit_state[row.unit].barred |= row.bars
            if row.bars == OFF_BIT:
                belief.unit_state[row.unit].alive = 0
            kind, place = kind_of(row.bars), (unit.x, unit.y, unit.z)
            emit(log, t, kind, NO_REASON, NONE, (unit.name, NONE), place, (0.0, 0.0))
    return thrown


@kernel
def kind_of(bars):
    """The kind of event that says what a switch took."""
    if bars == RADAR_BIT:
        return RADARS_TAKEN
    if bars == NETWORK_BIT:
        return NETS_TAKEN
    return LAUNCHES_TAKEN if bars == LAUNCH_BIT else SWITCHED_OFF


@kernel(inline=True)
def blinded(model, belief, s):
    """Whether the seller's switch keeps a sensor from looking: radars, but no cameras."""
    barred = belief.unit_state[model.sensors[s].unit].barred
    return barred & RADAR_BIT != 0 and model.sensors[s].kind != OPTICAL


@kernel
def barred_from(model, belief, c):
    """Why the channel `c` may not go on: its unit is lost or switched off, or robbed of what it needs; else 0."""
    state = belief.unit_state[model.channels[c].unit]
    if state.alive == 0:
        return UNIT_OFF if state.barred & OFF_BIT else UNIT_LOST
    if state.barred == 0:
        return NO_REASON
    if blinded(model, belief, model.channels[c].sensor):
        return RADAR_BARRED
    return LAUNCH_BARRED if state.barred & LAUNCH_BIT and belief.channel_state[c].flying == 0 else NO_REASON
