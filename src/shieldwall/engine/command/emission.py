"""Emission control: whose radars are silent, why, and when they open up."""

from shieldwall.engine.command.degraded import silent
from shieldwall.engine.command.methods import conduct_of
from shieldwall.engine.network.chain import commands, next_hop
from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.models.commands.conduct import RADIATES
from shieldwall.models.numbers import CENTRALISED, DECENTRALISED, OPTICAL
from shieldwall.record.emit import emit
from shieldwall.record.kinds import RADARS_ON, RADARS_SILENT
from shieldwall.record.reasons import (
    AS_COMMANDED,
    AS_ITS_DOCTRINE,
    AS_ITS_POST_SAYS,
    NOBODY_COMMANDS,
    TO_ENGAGE,
)
from shieldwall.state.channel import IDLE
from shieldwall.state.decision import OPEN_UP
from shieldwall.state.layout import NONE
from shieldwall.state.message import DIRECTIVE
from shieldwall.state.unit import BY_DOCTRINE, OFF

#: A post has radars on for so long at a time, s, and says so again so long before that ends. Assumption: a raid's pace.
OPEN_FOR, RENEWED = 30.0, 15.0


@kernel(inline=True)
def shut(model, belief, s):
    """Whether sensor `s` is a radar that is off to be silent; cameras send nothing out."""
    return belief.unit_state[model.sensors[s].unit].shut == 1 and model.sensors[s].kind != OPTICAL


@kernel(inline=True)
def forbidden(model, belief, s):
    """Whether the commander of sensor `s` has ordered its radars off, so that no order to engage turns them on."""
    return belief.unit_state[model.sensors[s].unit].emission == OFF and model.sensors[s].kind != OPTICAL


@kernel
def control_emission(model, belief, log, n, t):
    """Switch the radars of unit `n` on or off, as its commander, its post and its command doctrine have it."""
    unit, state = model.units[n], belief.unit_state[n]
    if unit.method == CENTRALISED and state.emission == BY_DOCTRINE and state.shut == 0:
        return
    state.conduct = conduct_of(model, belief, n, n, state.shut == 0, t - state.switched_at, t)
    on, why = emission_wanted(model, belief, n, t)
    if on and state.shut == 1:
        open_radars(model, belief, log, n, why, t)
    elif not on and (state.shut == 0 or state.cycles == 1):
        state.shut, state.switched_at = 1, t
        emit(log, t, RADARS_SILENT, why, NONE, (unit.name, NONE), (unit.x, unit.y, unit.z), (0.0, 0.0))


@kernel
def emission_wanted(model, belief, n, t):
    """Whether the radars of unit `n` should be on, and why; while any engagement goes on they stay as they are."""
    unit, state = model.units[n], belief.unit_state[n]
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        if belief.channel_state[c].state != IDLE and state.shut == 0:
            return True, TO_ENGAGE
    if silent(model, belief, n):
        return False, NOBODY_COMMANDS
    if state.emission != BY_DOCTRINE:
        return state.emission != OFF, AS_COMMANDED
    if t < state.open_until:
        return True, AS_ITS_POST_SAYS
    why = NOBODY_COMMANDS if state.autonomous == 1 else AS_ITS_DOCTRINE
    return state.conduct & RADIATES != 0, why


@kernel
def open_radars(model, belief, log, n, why, t):
    """Switch the radars of unit `n` on."""
    unit, state = model.units[n], belief.unit_state[n]
    state.shut, state.switched_at = 0, t
    emit(log, t, RADARS_ON, why, NONE, (unit.name, NONE), (unit.x, unit.y, unit.z), (0.0, 0.0))


@kernel
def spring_ambush(model, belief, log, n, t):
    """Note what the doctrines of the units under post `n` have them do; where one opens up, all of its kind do."""
    opened = 0
    for u in range(model.units.shape[0]):
        method = model.units[u].method
        if u == n or method == CENTRALISED or model.units[u].channels == 0 or not commands(model, belief, n, u):
            continue
        known = belief.subordinates[n, u]
        known.conduct = conduct_of(model, belief, n, u, t < known.open_until, t - known.opened_at, t)
        if method != DECENTRALISED and known.conduct & RADIATES:
            opened = 1
    if opened == 0:
        return
    for u in range(model.units.shape[0]):
        method = model.units[u].method
        if u == n or method == CENTRALISED or method == DECENTRALISED or not commands(model, belief, n, u):
            continue
        known = belief.subordinates[n, u]
        if known.open_until - t < RENEWED and sprung(model, belief, n, method):
            if known.open_until < t:
                known.opened_at = t
            known.open_until = t + OPEN_FOR
            tell_to_open(model, belief, log, n, u, t)


@kernel
def sprung(model, belief, n, method):
    """Whether any unit under post `n` that has a command doctrine opens up by it."""
    for u in range(model.units.shape[0]):
        if u != n and model.units[u].method == method and model.units[u].channels > 0:
            if commands(model, belief, n, u) and belief.subordinates[n, u].conduct & RADIATES:
                return True
    return False


@kernel
def tell_to_open(model, belief, log, n, u, t):
    """Tell unit `u` to have its radars on for a while."""
    row = send(model, belief, log, t, DIRECTIVE, n, next_hop(model, n, u))
    if row >= 0:
        said = belief.directives_sent[row]
        said.act, said.unit, said.order, said.value = OPEN_UP, u, NONE, t + OPEN_FOR
