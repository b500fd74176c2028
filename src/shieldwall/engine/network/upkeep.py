"""The network looked after: outages, failures, switches, ways, full nets and what partners are told."""

from shieldwall.engine.network.nets import NETWORK_CLOCK, await_failure, change_net, edge_at
from shieldwall.engine.network.partners import tell_partners
from shieldwall.engine.network.routes import find_ways, log_ways
from shieldwall.engine.network.saturation import serve
from shieldwall.engine.network.switches import start_switches, throw_switches
from shieldwall.kernels.compiled import kernel
from shieldwall.state.layout import NONE
from shieldwall.state.switch import AT_TIME


@kernel
def look_after(model, belief, log, t):
    """Do what is due in the network at `t`, and set the clock to what is due next."""
    begins = begin(model, belief, t)
    changed = begins
    for net in range(model.nets.shape[0]):
        if change_net(model, belief, log, net, t):
            changed = True
    if throw_switches(model, belief, log, t):
        changed = True
    if model.exercise[0].adaptive == 1 and (changed or belief.progress[0].lost > 0):
        belief.progress[0].lost = 0
        find_ways(model, belief)
        log_ways(model, belief, log, begins, t)
    due = tell_partners(model, belief, log, t)
    for net in range(model.nets.shape[0]):
        state = belief.net_state[net]
        if state.waiting > 0:
            serve(model, belief, log, net, t)
        due = min(due, edge_at(model, belief, net), state.changes_at)
        if state.waiting > 0 and state.free_at > t:
            due = min(due, state.free_at)
    for number in range(model.switches.shape[0]):
        due = min(due, belief.switch_state[number].at)
    belief.clocks[NETWORK_CLOCK] = due


@kernel
def begin(model, belief, t):
    """Draw first failures and start what waits for a time, once; return whether that was now."""
    progress = belief.progress[0]
    if progress.networked == 1:
        return False
    progress.networked = 1
    for net in range(model.nets.shape[0]):
        await_failure(model, belief, net, t)
    start_switches(model, belief, AT_TIME, NONE, 0.0)
    return True
