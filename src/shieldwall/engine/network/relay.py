"""Relay: a post hands down what is for its units, and hands up what they report."""

from shieldwall.engine.network.chain import next_hop
from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.state.message import CLAIM, DIRECTIVE, STATUS


@kernel
def hand_down(model, belief, log, row, t):
    """Pass an order, or what else is for a unit, on towards it; return whether it is for another than its receiver."""
    message = belief.messages[row]
    n, kind = message.receiver, message.kind
    u = belief.directives_sent[row].unit if kind == DIRECTIVE else belief.orders_sent[row].unit
    if u == n:
        return False
    further = send(model, belief, log, t, kind, n, next_hop(model, n, u))
    if further >= 0:
        belief.orders_sent[further] = belief.orders_sent[row]
        belief.directives_sent[further] = belief.directives_sent[row]
    return True


@kernel
def hand_up(model, belief, log, row, t):
    """Pass what a unit reports, or engages unasked, on to whoever commands the post that received it."""
    message = belief.messages[row]
    n = message.receiver
    above = belief.unit_state[n].commander
    said = belief.orders_sent[row].unit if message.kind == CLAIM else belief.status_sent[row].unit
    if model.units[n].commands == 0 or above < 0 or said == n:
        return
    kind = CLAIM if message.kind == CLAIM else STATUS
    further = send(model, belief, log, t, kind, n, above)
    if further >= 0:
        belief.orders_sent[further] = belief.orders_sent[row]
        belief.status_sent[further] = belief.status_sent[row]
