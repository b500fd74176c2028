"""The message queue: each message takes its link's delay, waits where its net is full, and some never arrive."""

from math import inf

from shieldwall.engine.network.nets import down, wake
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.queue import put_in, take_first
from shieldwall.models.links.delayed import transit
from shieldwall.record.emit import emit
from shieldwall.record.kinds import UNSENT
from shieldwall.record.reasons import LINK_DOWN, NETWORK_BARRED, NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.switch import NETWORK_BIT

MESSAGE_CLOCK = 2


@kernel
def send(model, belief, log, t, kind, sender, receiver):
    """Send a message from one unit to another; return its row, NONE when there is no link or it is lost.

    What it says is written to the row of that number in the layout of its kind. A unit's message to itself arrives at
    once.
    """
    link, arrives = NONE, t
    if sender != receiver:
        if model.routes[sender, receiver] < 0:
            return NONE
        link = belief.ways[sender, receiver]
        arrives, why = departure(model, belief, sender, link, kind, t, t)
        if why != NO_REASON:
            log_unsent(model, log, kind, sender, receiver, why, t)
            return NONE
    progress = belief.progress[0]
    if progress.waiting == belief.queue.shape[0]:
        progress.overflow = 1
        return NONE
    row = put_on(model, belief, link, arrives, t)
    message = belief.messages[row]
    message.kind = kind
    message.sender = sender
    message.receiver = receiver
    message.sent_at = t
    return row


@kernel
def departure(model, belief, n, link, kind, sent_at, t):
    """When a message that unit `n` puts on a link at `t` arrives, infinite where it must wait its turn, and why not."""
    if belief.unit_state[n].barred & NETWORK_BIT:
        return inf, NETWORK_BARRED
    if link < 0 or down(belief, model.links[link].net):
        return inf, LINK_DOWN
    if model.nets[model.links[link].net].capacity < inf:
        return inf, NO_REASON
    exercise = model.exercise[0]
    delay = transit(model.links, link, kind, sent_at, exercise.seed, exercise.replication)
    return t + delay, NO_REASON if delay >= 0.0 else LINK_DOWN


@kernel
def put_on(model, belief, link, arrives, t):
    """Put a message on a link, to arrive at a time, or to wait for it; return its row."""
    progress = belief.progress[0]
    row = put_in(belief.queue, progress.waiting, arrives, progress.messages)
    progress.waiting += 1
    progress.messages += 1
    belief.messages[row].link = link
    if arrives == inf:
        net = belief.net_state[model.links[link].net]
        net.waiting += 1
        wake(belief, max(t, net.free_at))
    belief.clocks[MESSAGE_CLOCK] = min(belief.clocks[MESSAGE_CLOCK], arrives)
    return row


@kernel
def relayed(model, belief, log, t):
    """Whether the message that is due has only come to a unit on its way, which has sent it on or lost it."""
    row = first_due(belief)
    message = belief.messages[row]
    if message.link < 0 or model.links[message.link].receiver == message.receiver:
        return False
    n = model.links[message.link].receiver
    link = belief.ways[n, message.receiver] if belief.unit_state[n].alive == 1 else NONE
    arrives, why = departure(model, belief, n, link, message.kind, message.sent_at, t)
    take_off(belief)
    if why == NO_REASON:
        # The row that was taken off is the next that is free.
        put_on(model, belief, link, arrives, t)
    else:
        log_unsent(model, log, message.kind, message.sender, message.receiver, why, t)
    return True


@kernel
def log_unsent(model, log, kind, sender, receiver, why, t):
    """Write to the log that a message does not arrive."""
    names = (model.units[sender].name, model.units[receiver].name)
    emit(log, t, UNSENT, why, NONE, names, (0.0, 0.0, 0.0), (kind, 0.0))


@kernel(inline=True)
def first_due(belief):
    """Row of the message that arrives first, the earlier sent of two at the same time, where any is on its way."""
    return belief.queue[0]["row"]


@kernel
def take_off(belief):
    """Take the message that arrived first off the queue and set the clock to the next."""
    progress = belief.progress[0]
    take_first(belief.queue, progress.waiting)
    progress.waiting -= 1
    belief.clocks[MESSAGE_CLOCK] = belief.queue[0]["t"] if progress.waiting > 0 else inf
