"""Deconfliction: of two units that choose one target, who says so second is told to leave it to the other."""

from math import inf

from shieldwall.engine.command.alert import SAME_PLACE
from shieldwall.engine.command.degraded import passes_in
from shieldwall.engine.network.chain import next_hop
from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.models.numbers import CENTRALISED
from shieldwall.record.reasons import LEFT_TO_ANOTHER
from shieldwall.state.decision import STAND_DOWN
from shieldwall.state.layout import NONE
from shieldwall.state.message import DIRECTIVE
from shieldwall.state.track import CONFIRMED

#: So long, s, a unit leaves to another what it was told to leave.
LEAVES_FOR = 25.0


@kernel
def deconflict(model, belief, log, row, t):
    """Tell the unit whose claim of a target arrives to stand down, where another unit engages that already."""
    message, said = belief.messages[row], belief.orders_sent[row]
    n, u = message.receiver, said.unit
    if model.units[u].method == CENTRALISED:
        return
    k = engaged_there(model, belief, n, u, said, t)
    if k >= 0:
        tell_to_stand_down(model, belief, log, n, u, said.order, t)


@kernel
def engaged_there(model, belief, n, u, said, t):
    """Row of the track of post `n` nearest to a claim of unit `u` that another unit engages, NONE for none near."""
    best = NONE
    nearest = SAME_PLACE * SAME_PLACE
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.shooter < 0 or track.shooter == u:
            continue
        h, g = t - track.t, t - said.at
        dx, dy = track.x + h * track.vx - said.x - g * said.vx, track.y + h * track.vy - said.y - g * said.vy
        if dx * dx + dy * dy < nearest:
            nearest, best = dx * dx + dy * dy, k
    return best


@kernel
def tell_to_stand_down(model, belief, log, n, u, order, t):
    """Tell unit `u` to leave the target of an order."""
    row = send(model, belief, log, t, DIRECTIVE, n, next_hop(model, n, u))
    if row >= 0:
        said = belief.directives_sent[row]
        said.act, said.unit, said.order = STAND_DOWN, u, order


@kernel
def left_to_another(model, belief, n, k, t):
    """Whether unit `n` was told, not long ago, to leave track `k` to another, and may: it does not come at it."""
    track = belief.tracks[k]
    if track.why != LEFT_TO_ANOTHER or t - track.refused_at > LEAVES_FOR:
        return False
    return passes_in(model.units[n], track, t) == inf
