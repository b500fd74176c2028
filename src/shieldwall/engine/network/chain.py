"""The chain of command: who commands whom now, and over whom orders and reports go."""

from math import inf

from shieldwall.kernels.compiled import kernel
from shieldwall.state.layout import NONE


@kernel(inline=True)
def acting(model, belief, n):
    """Whether unit `n` is a deputy that hears its post no more and commands in its place."""
    return model.units[n].stands_in >= 0 and belief.unit_state[n].autonomous == 1


@kernel(inline=True)
def leads(model, belief, n):
    """Whether unit `n` commands others: it is a post, or a deputy that acts for one."""
    return model.units[n].commands == 1 or acting(model, belief, n)


@kernel
def commands(model, belief, n, u):
    """Whether unit `n`, a post or a deputy that acts for one, commands unit `u`, itself or through posts under it."""
    if not leads(model, belief, n):
        return False
    acts = acting(model, belief, n)
    while u >= 0:
        unit = model.units[u]
        if unit.post == n or (acts and unit.deputy == n):
            return True
        u = unit.post
    return False


@kernel
def heard_from(model, belief, n, t):
    """The unit that commands unit `n` as far as it hears: its post, else its deputy, else NONE."""
    unit = model.units[n]
    state = belief.unit_state[n]
    if unit.post >= 0 and t - state.heard_at <= unit.autonomy_after:
        return unit.post
    if unit.deputy >= 0 and t - state.deputy_heard_at <= unit.autonomy_after:
        return unit.deputy
    return NONE


@kernel
def hear(model, belief, n, sender, sent_at):
    """Note that unit `n` heard its post or its deputy as they were at `sent_at`: old news is a kind of silence."""
    state = belief.unit_state[n]
    if model.units[n].post == sender:
        state.heard_at = max(state.heard_at, sent_at)
    elif model.units[n].deputy == sender:
        state.deputy_heard_at = max(state.deputy_heard_at, sent_at)


@kernel
def next_hop(model, n, u):
    """To whom unit `n` sends what is for unit `u`: down the tree of posts to who leads there, else up to its post."""
    if u == n:
        return n
    v = u
    while v >= 0:
        unit = model.units[v]
        if unit.post == n or unit.deputy == n:
            return v
        v = unit.post
    unit = model.units[n]
    return u if unit.post < 0 or unit.deputy == u else unit.post


@kernel
def way_to(model, belief, n, u):
    """Time that a message from unit `n` takes to unit `u` over the posts between them, s; 0 where there is no way."""
    time = 0.0
    while n != u:
        hop = next_hop(model, n, u)
        if belief.way_times[n, hop] == inf:
            return 0.0
        time += belief.way_times[n, hop]
        n = hop
    return time
