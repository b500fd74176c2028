"""A scan of a searching sensor, and who has its plots."""

from math import inf

from shieldwall.engine.command.degraded import silent
from shieldwall.engine.command.emission import shut
from shieldwall.engine.network.sharing import pass_on
from shieldwall.engine.network.switches import blinded
from shieldwall.engine.network.uses import note_use
from shieldwall.engine.referee.attribution import attribute
from shieldwall.engine.sense.budget import share_time
from shieldwall.engine.sense.look import at_hand, open_look, plots_of, take_look
from shieldwall.engine.track.duplicates import note_apart
from shieldwall.engine.track.picture import receive
from shieldwall.engine.track.replies import note_replies
from shieldwall.kernels.compiled import kernel


@kernel
def scan(model, truth, belief, log, s, t):
    """One scan of sensor `s`: its plots go into its unit's picture, and what its net carries to its post.

    Returns when it scans next.
    """
    n = model.sensors[s].unit
    if belief.unit_state[n].alive == 0 or blinded(model, belief, s):
        return inf
    if silent(model, belief, n) or shut(model, belief, s):
        return t + model.sensors[s].period
    number = open_look(belief, s, t)
    take_look(model, truth, belief, log, number)
    if not at_hand(belief, number):
        return inf
    if model.units[n].end_track > model.units[n].first_track:
        first, count = plots_of(belief, number)
        tracks = belief.scratch.assigned[:count]
        receive(model, belief, log, n, number, tracks, t)
        note_replies(model, belief, tracks, first)
        attribute(model, truth, belief, log, tracks, truth.origins, first, t)
        note_use(model, belief, n, n, tracks, t)
        note_apart(model, belief, n, tracks, t)
    pass_on(model, truth, belief, log, s, number, t)
    _kept, _longer, slower = share_time(model, belief, log, s, t)
    return t + slower * model.sensors[s].period
