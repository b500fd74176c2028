"""Ways: over which link a message goes next, the quickest through units that live and nets that carry."""

from math import inf

from shieldwall.engine.network.nets import down
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import CUT_OFF, ROUTED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.message import PLOTS, TRACKS
from shieldwall.state.switch import NETWORK_BIT

#: Of two ways that are equally quick the one over fewer links is taken: each counts for so much more, s.
PER_LINK = 1e-6


@kernel
def find_ways(model, belief):
    """Find the quickest way between every two units, as if each message were alone on it.

    Bellman and Ford: links are gone through until none shortens a way any more, some three times in a group.
    """
    ways, times = belief.ways, belief.way_times
    for to in range(ways.shape[0]):
        ways[:, to] = NONE
        times[:, to] = inf
        times[to, to] = 0.0
        shorter = True
        while shorter:
            shorter = False
            for number in range(model.links.shape[0]):
                link = model.links[number]
                if link.receiver != to and not passes_on(model, belief, link.receiver):
                    continue
                if down(belief, link.net) or link.sender == to:
                    continue
                time = link_time(model, number) + PER_LINK + times[link.receiver, to]
                if time < times[link.sender, to]:
                    times[link.sender, to] = time
                    ways[link.sender, to] = number
                    shorter = True


@kernel
def passes_on(model, belief, n):
    """Whether a unit passes on messages of others: it lives, may use its nets, and is no partner from outside."""
    state = belief.unit_state[n]
    return state.alive == 1 and not state.barred & NETWORK_BIT and model.units[n].partner == 0


@kernel
def link_time(model, link):
    """Time of one message on a link that is free, s."""
    row = model.links[link]
    return row.delay + 1.0 / model.nets[row.net].capacity


@kernel
def log_ways(model, belief, log, first, t):
    """Log for each unit when its way to its post has changed; the `first` ways are those of the scenario."""
    for n in range(model.units.shape[0]):
        post = model.units[n].post
        if post < 0 or belief.unit_state[n].alive == 0:
            continue
        way = belief.ways[n, post]
        if way == belief.post_ways[n]:
            continue
        belief.post_ways[n] = way
        if first:
            continue
        names, place = (model.units[n].name, model.units[post].name), (0.0, 0.0, 0.0)
        if way >= 0:
            values = (links_on(model, belief, n, post), belief.way_times[n, post])
            emit(log, t, ROUTED, NO_REASON, NONE, names, place, values)
        else:
            emit(log, t, CUT_OFF, NO_REASON, NONE, names, place, (0.0, 0.0))


@kernel
def links_on(model, belief, n, to):
    """Number of links on the way from one unit to another, 0 where there is none."""
    count = 0
    while n != to and belief.ways[n, to] >= 0:
        n = model.links[belief.ways[n, to]].receiver
        count += 1
    return count


@kernel
def carried(model, belief, n, to):
    """What goes over the way from one unit to another, PLOTS or TRACKS, and the least time between reports, s."""
    what, every = PLOTS, 0.0
    while n != to and belief.ways[n, to] >= 0:
        link = model.links[belief.ways[n, to]]
        if link.carries == TRACKS:
            what = TRACKS
        every = max(every, link.every)
        n = link.receiver
    return what, every
