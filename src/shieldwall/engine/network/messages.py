"""The message queue: each message takes its link's delay, and some never arrive."""

from math import inf

from shieldwall.kernels.compiled import kernel
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
    row = free_message(belief)
    if row < 0:
        return NONE
    progress = belief.progress[0]
    message = belief.messages[row]
    message.t = t + delay
    message.serial = progress.messages
    progress.messages += 1
    message.kind = kind
    message.sender = sender
    message.receiver = receiver
    belief.clocks[MESSAGE_CLOCK] = min(belief.clocks[MESSAGE_CLOCK], message.t)
    return row


@kernel
def free_message(belief):
    """Row of a free message, NONE when the queue is full and the run asks for more room."""
    progress = belief.progress[0]
    messages = belief.messages
    for row in range(messages.shape[0]):
        if messages[row].t == inf:
            progress.waiting = max(progress.waiting, row + 1)
            return row
    progress.overflow = 1
    return NONE


@kernel
def first_due(belief):
    """Row of the message that arrives first, the earlier sent of two at the same time; NONE when there is none."""
    best = NONE
    messages = belief.messages
    for row in range(belief.progress[0].waiting):
        if messages[row].t == inf:
            continue
        if (
            best < 0
            or messages[row].t < messages[best].t
            or (messages[row].t == messages[best].t and messages[row].serial < messages[best].serial)
        ):
            best = row
    return best


@kernel
def take_off(belief, row):
    """Take a delivered message off the queue and set the clock to the next."""
    progress = belief.progress[0]
    messages = belief.messages
    messages[row].t = inf
    while progress.waiting > 0 and messages[progress.waiting - 1].t == inf:
        progress.waiting -= 1
    following = first_due(belief)
    belief.clocks[MESSAGE_CLOCK] = messages[following].t if following >= 0 else inf
