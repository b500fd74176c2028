"""A net that is full: messages wait for their turn by rank, and what waited too long is dropped.

A net carries one message after the other, each for as long as its capacity says. Orders and the answers to them go
first, then warnings, cues and reports, then tracks, then plots; of one rank, who was sent first.
"""

from math import inf

from shieldwall.engine.network.messages import MESSAGE_CLOCK, log_unsent
from shieldwall.engine.network.nets import down
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.queue import hasten, take_first
from shieldwall.models.links.delayed import transit
from shieldwall.record.reasons import LINK_DOWN, LINK_FULL
from shieldwall.state.layout import NONE
from shieldwall.state.link import VOICE
from shieldwall.state.message import DIRECTIVE, ORDER, PLOTS, SIGN_OF_LIFE, STATUS, TRACKS

RANKS = 4
#: How long a message of each rank may wait, s: then what it says is no longer worth the time. Assumption.
ORDERS_WAIT, WARNINGS_WAIT, TRACKS_WAIT, PLOTS_WAIT = 60.0, 20.0, 30.0, 10.0


@kernel
def serve(model, belief, log, net, t):
    """Let a net carry the next of the messages that wait for it, if it is free."""
    row, state = model.nets[net], belief.net_state[net]
    while state.waiting > 0 and state.free_at <= t and not down(belief, net):
        place = next_in_turn(model, belief, log, net, t)
        if place < 0:
            return
        number = belief.queue[place]["row"]
        message = belief.messages[number]
        state.waiting -= 1
        state.free_at = t + size(model, belief, number) / row.capacity
        exercise = model.exercise[0]
        delay = transit(model.links, message.link, message.kind, message.sent_at, exercise.seed, exercise.replication)
        if delay < 0.0:
            remove(model, belief, log, place, LINK_DOWN, t)
        else:
            hasten(belief.queue, place, state.free_at + delay)
            belief.clocks[MESSAGE_CLOCK] = min(belief.clocks[MESSAGE_CLOCK], state.free_at + delay)


@kernel
def next_in_turn(model, belief, log, net, t):
    """Place in the queue of the message that a net carries next, NONE for none; what waited too long is dropped."""
    place = 0
    best, first = NONE, RANKS
    while place < belief.progress[0].waiting:
        entry = belief.queue[place]
        row = entry["row"]
        if entry["t"] < inf or model.links[belief.messages[row].link].net != net:
            place += 1
            continue
        of_it = rank(belief, row)
        if t - belief.messages[row].sent_at > patience(of_it):
            belief.net_state[net].waiting -= 1
            remove(model, belief, log, place, LINK_FULL, t)
            # Others have moved to new places.
            place, best, first = 0, NONE, RANKS
            continue
        if of_it < first or (of_it == first and entry["serial"] < belief.queue[best]["serial"]):
            best, first = place, of_it
        place += 1
    return best


@kernel
def remove(model, belief, log, place, why, t):
    """Take a message that waits out of the queue, and say why it does not arrive."""
    message = belief.messages[belief.queue[place]["row"]]
    log_unsent(model, log, message.kind, message.sender, message.receiver, why, t)
    hasten(belief.queue, place, -inf)
    take_first(belief.queue, belief.progress[0].waiting)
    belief.progress[0].waiting -= 1


@kernel
def rank(belief, row):
    """Rank of a message: 0 for orders and answers, 1 for warnings, cues and reports, 2 for tracks, 3 for plots."""
    kind = belief.messages[row].kind
    if kind == PLOTS:
        return 3
    if kind == TRACKS:
        return 2
    return 0 if kind in (ORDER, DIRECTIVE) or (kind == STATUS and belief.status_sent[row].order >= 0) else 1


@kernel(inline=True)
def patience(of_it):
    """How long a message of a rank may wait, s."""
    if of_it == 0:
        return ORDERS_WAIT
    if of_it == 1:
        return WARNINGS_WAIT
    return TRACKS_WAIT if of_it == 2 else PLOTS_WAIT


@kernel
def size(model, belief, row):
    """How many messages a message counts for: each plot and each track is one.

    Signs of life and routine reports cost a voice net nothing: who listens hears that the other speaks.
    """
    message = belief.messages[row]
    if message.kind == PLOTS:
        return max(1, belief.looks[belief.plots_sent[row].look % belief.looks.shape[0]].plots)
    if message.kind == TRACKS:
        return belief.tracks_sent[row].tracks
    routine = message.kind == SIGN_OF_LIFE or (message.kind == STATUS and belief.status_sent[row].order < 0)
    return 0 if routine and model.nets[model.links[message.link].net].medium == VOICE else 1
