"""Directives: what else a unit is told, and what it does at once when the word arrives."""

from shieldwall.engine.command.choosing import stand_down
from shieldwall.kernels.compiled import kernel
from shieldwall.state.decision import FACE, OPEN_UP, SET_CONTROL, SET_EMISSION, STAND_DOWN


@kernel
def take_directive(model, belief, log, row, t):
    """A unit does what it is told: its radars follow in its next cycle."""
    n = belief.messages[row].receiver
    said, state = belief.directives_sent[row], belief.unit_state[n]
    if said.act == STAND_DOWN:
        stand_down(model, belief, log, n, said.order, t)
    elif said.act == SET_CONTROL:
        state.control = int(said.value)
    elif said.act == SET_EMISSION:
        state.emission = int(said.value)
    elif said.act == OPEN_UP:
        state.open_until = max(state.open_until, said.value)
    elif said.act == FACE:
        state.faces_x, state.faces_y = said.x, said.y
