"""Units choose: one that is shown a target takes it where it can; who chose second stands down."""

from math import inf

from shieldwall.engine.command.degraded import passes_in
from shieldwall.engine.command.orders import begin, find_channel
from shieldwall.engine.fire.closing import finish
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import LEAVES, ORDERED
from shieldwall.record.reasons import HELD_BY_RULE, LEFT_TO_ANOTHER, NO_REASON
from shieldwall.state.channel import IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.unit import WEAPONS_HOLD


@kernel
def take_target(model, belief, log, row, t):
    """A unit is shown a target: it orders itself to engage it, or leaves it and says why."""
    n = belief.messages[row].receiver
    said = belief.orders_sent[row]
    c, why, _instead = find_channel(model, belief, row, t)
    if belief.unit_state[n].control == WEAPONS_HOLD:
        c, why = NONE, HELD_BY_RULE
    name, place = model.units[n].name, (said.x, said.y, said.z)
    if c < 0:
        emit(log, t, LEAVES, why, NONE, (name, model.units[said.post].name), place, (said.track, 0.0))
        return
    said.order, said.post = belief.progress[0].orders, n
    belief.progress[0].orders += 1
    emit(log, t, ORDERED, NO_REASON, NONE, (name, name), place, (said.track, said.order))
    begin(model, belief, log, row, c, t)


@kernel
def stand_down(model, belief, log, n, order, t):
    """Let unit `n` end its engagement under an order before its first round; not of what comes at it or its guard."""
    unit = model.units[n]
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        state = belief.channel_state[c]
        if state.state != IDLE and state.order == order and state.shots == 0:
            if passes_in(unit, belief.tracks[c], t) == inf:
                finish(model, belief, log, c, LEFT_TO_ANOTHER, t)
