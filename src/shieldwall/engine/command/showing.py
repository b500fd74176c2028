"""Targets are shown to units that choose for themselves: a post lays before them what they could engage."""

from shieldwall.engine.command.methods import chooses, lies_in_wait
from shieldwall.engine.command.shot_value import best_shot, further
from shieldwall.engine.command.supervision import put_target
from shieldwall.engine.network.chain import commands, next_hop
from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import LEFT_TO_UNITS, NO_CHANNEL, NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.message import TARGET


@kernel
def show_to_choosers(model, belief, log, n, k, why, t):
    """Show track `k` of post `n` to the units that choose for themselves, are free and have a shot at it.

    Returns LEFT_TO_UNITS where there is any, else the furthest reason why nobody engages it, of which `why` is one.
    """
    shown = False
    for u in range(model.units.shape[0]):
        if u == n or not chooses(model, belief, n, u) or not commands(model, belief, n, u):
            continue
        known = belief.subordinates[n, u]
        if known.silent == 1 or lies_in_wait(model, belief, n, u, t):
            continue
        obstacle = best_shot(model, belief, n, u, k, known.weapons, why, t)[3]
        if obstacle == NO_REASON and known.free > 0:
            show(model, belief, log, n, u, k, t)
            shown = True
        else:
            why = further(why, NO_CHANNEL if obstacle == NO_REASON else obstacle)
    if not shown:
        return why
    # So that it is not shown again at once.
    track = belief.tracks[k]
    track.order, track.ordered_at = belief.progress[0].orders, t
    belief.progress[0].orders += 1
    return LEFT_TO_UNITS


@kernel
def show(model, belief, log, n, u, k, t):
    """Show track `k` of post `n` to unit `u`, which gives the order itself if it takes it."""
    row = send(model, belief, log, t, TARGET, n, next_hop(model, n, u))
    if row >= 0:
        put_target(model, belief, n, u, k, row, t)
        belief.orders_sent[row].order = NONE
