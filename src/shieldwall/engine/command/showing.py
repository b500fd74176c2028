"""Targets are shown to units that choose for themselves: a post lays before them what they could engage."""

from shieldwall.engine.command.supervision import put_target
from shieldwall.engine.network.chain import next_hop
from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.state.layout import NONE
from shieldwall.state.message import TARGET


@kernel
def show(model, belief, log, n, u, k, t):
    """Show track `k` of post `n` to unit `u`, which gives the order itself if it takes it."""
    row = send(model, belief, log, t, TARGET, n, next_hop(model, n, u))
    if row >= 0:
        put_target(belief, n, u, k, row, t)
        belief.orders_sent[row].order = NONE


@kernel
def note_shown(belief, k, t):
    """Note that track `k` was shown, so that it is not shown again at once."""
    belief.tracks[k].order = belief.progress[0].orders
    belief.progress[0].orders += 1
    belief.tracks[k].ordered_at = t
