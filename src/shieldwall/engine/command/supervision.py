"""Supervision of engagements: cues are renewed, and an order that stays unanswered is taken back."""

from shieldwall.engine.fire.foreign import may_lead
from shieldwall.engine.network.chain import next_hop, way_to
from shieldwall.engine.network.messages import send
from shieldwall.engine.track.doubt import doubt
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import HELD
from shieldwall.record.reasons import NO_ANSWER
from shieldwall.state.layout import NONE
from shieldwall.state.message import CUE

#: An order unanswered for so long, s, besides the time on the link, is given anew.
ANSWER_TIME = 12.0
#: A unit that fights an order says so at every heartbeat; so many of its cycles without a word, and it is given anew.
SILENT_CYCLES = 14.0


@kernel
def supervise(model, belief, log, n, k, t):
    """Look after an order that is out: renew the cue, and take the order back when it stays unanswered."""
    track = belief.tracks[k]
    u = track.shooter
    limit = 2.0 * way_to(model, belief, n, u)
    limit += SILENT_CYCLES * model.units[u].cycle if track.answered == 1 else ANSWER_TIME
    if t - track.answered_at > limit:
        if track.answered == 0:
            known = belief.subordinates[n, u]
            known.silent = 1
        if not stand_down(track, t):
            log_why(model, belief, log, n, k, NO_ANSWER, t)
    else:
        cue(model, belief, log, n, k, u, CUE, t)
        if track.second >= 0:
            cue(model, belief, log, n, k, track.second, CUE, t)


@kernel(inline=True)
def stand_down(track, t):
    """Strike the shooter of a track from the books; return whether a second one goes on, who is then its shooter."""
    track.shooter = track.second
    if track.second < 0:
        return False
    track.order, track.second = track.second_order, NONE
    track.answered, track.answered_at = 1, t
    return True


@kernel
def cue(model, belief, log, n, k, u, kind, t):
    """Send a track's state at `t` to unit `u`, which engages it, as an ORDER, or a CUE to renew one."""
    row = send(model, belief, log, t, kind, n, next_hop(model, n, u))
    if row >= 0:
        put_target(model, belief, n, u, k, row, t)


@kernel
def put_target(model, belief, n, u, k, row, t):
    """Write track `k` of unit `n` as it is at `t`, for unit `u`, into the message of a row."""
    track = belief.tracks[k]
    h = t - track.t
    said = belief.orders_sent[row]
    said.unit, said.post = u, n
    said.order, said.track = track.order if u == track.shooter else track.second_order, track.number
    said.at = t
    said.x, said.y, said.z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    said.vx, said.vy, said.vz = track.vx, track.vy, track.vz
    said.guides = 1 if may_lead(model, belief, n, u, k, t) else 0
    said.worth, said.echo = track.score, track.echo
    said.spread = doubt(belief.covariance[k], h)


@kernel
def log_why(model, belief, log, n, k, why, t):
    """Keep why a track is not engaged, and log it when it changes."""
    track = belief.tracks[k]
    if why != track.why:
        track.why = why
        names, place = (model.units[n].name, NONE), (track.x, track.y, track.z)
        emit(log, t, HELD, why, track.cause, names, place, (track.number, track.score))
