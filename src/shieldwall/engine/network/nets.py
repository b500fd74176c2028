"""The state of nets: scheduled outages, failures that are drawn, and when the network must be looked after next."""

from math import inf

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import NET_FAILURE, uniform
from shieldwall.kernels.elementary import log as natural_log
from shieldwall.record.emit import emit
from shieldwall.record.kinds import NET_FAILED, NET_REPAIRED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE

NETWORK_CLOCK = 1
#: What of a failure is drawn: when it comes, and how long it lasts.
COMES, LASTS = 0, 1


@kernel(inline=True)
def down(belief, net):
    """Whether a net carries nothing now, by schedule or by failure."""
    state = belief.net_state[net]
    return state.edges % 2 == 1 or state.broken == 1


@kernel
def wake(belief, t):
    """Let the network be looked after at `t`, or earlier if that was due."""
    belief.clocks[NETWORK_CLOCK] = min(belief.clocks[NETWORK_CLOCK], t)


@kernel
def edge_at(model, belief, net):
    """When the next scheduled outage of a net begins, or the present one ends; infinite after the last."""
    row, edges = model.nets[net], belief.net_state[net].edges
    if edges >= 2 * row.outages:
        return inf
    outage = model.outages[row.first_outage + edges // 2]
    return outage.start if edges % 2 == 0 else outage.end


@kernel
def await_failure(model, belief, net, t):
    """Draw when a net that works from `t` on fails next, by the number of the failure."""
    row, state = model.nets[net], belief.net_state[net]
    state.changes_at = inf
    if row.breaks_after < inf:
        state.changes_at = t - row.breaks_after * natural_log(_drawn(model, net, COMES, state.failures))


@kernel
def change_net(model, belief, log, net, t):
    """Let begin and end what is due of a net's outages and failures; return whether it now carries or no longer does.

    A failure is logged, since it was drawn; a scheduled outage stands in the scenario.
    """
    row, state = model.nets[net], belief.net_state[net]
    before = down(belief, net)
    while edge_at(model, belief, net) <= t:
        state.edges += 1
    while state.changes_at <= t:
        at = state.changes_at
        if state.broken == 0:
            state.broken = 1
            state.failures += 1
            lasts = -row.repaired_after * natural_log(_drawn(model, net, LASTS, state.failures))
            state.changes_at = at + lasts
            emit(log, at, NET_FAILED, NO_REASON, NONE, (row.name, NONE), (0.0, 0.0, 0.0), (state.failures, lasts))
        else:
            state.broken = 0
            await_failure(model, belief, net, at)
            emit(log, at, NET_REPAIRED, NO_REASON, NONE, (row.name, NONE), (0.0, 0.0, 0.0), (state.failures, 0.0))
    return before != down(belief, net)


@kernel
def _drawn(model, net, what, number):
    exercise = model.exercise[0]
    return uniform(exercise.seed, exercise.replication, NET_FAILURE, model.nets[net].entity, what, number)
