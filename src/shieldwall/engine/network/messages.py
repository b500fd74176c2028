"""The message queue: each message takes its link's delay, and some never arrive."""

from math import inf

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.queue import put_in, take_first
from shieldwall.models.links.delayed import transit
from shieldwall.record.emit import emit
from shieldwall.record.kinds import UNSENT
from shieldwall.record.reasons import LINK_DOWN
from shieldwall.state.layout import NONE

MESSAGE_CLOCK = 1


@kernel
def send(model, belief, log, t, kind, sender, receiver):
    """Send a message from one unit to another; return its row, NONE when there is no link or it is lost.

    What it says is written to the row of that number in the layout of its kind. A unit's message to itself arrives at
    once.
    """
    exercise = model.exercise[0]
    delay = 0.0
    if sender != receiver:
        link = model.routes[sender, receiver]
        if link < 0:
            return NONE
        delay = transit(model.links, model.outages, link, kind, t, exercise.seed, exercise.replication)
        if delay < 0.0:
            names = (model.units[sender].name, model.units[receiver].name)
            emit(log, t, UNSENT, LINK_DOWN, NONE, names, (0.0, 0.0, 0.0), (kind, 0.0))
            return NONE
    progress = belief.progress[0]
    if progress.waiting == belief.queue.shape[0]:
        progress.overflow = 1
        return NONE
    row = put_in(belief.queue, progress.waiting, t + delay, progress.messages)
    progress.waiting += 1
    progress.messages += 1
    message = belief.messages[row]
    message.kind = kind
    message.sender = sender
    message.receiver = receiver
    belief.clocks[MESSAGE_CLOCK] = min(belief.clocks[MESSAGE_CLOCK], t + delay)
    return row


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
