"""Partners from outside: who among them receives the post's picture, and what they know by it."""

from math import inf

from shieldwall.engine.network.reports import send_reports
from shieldwall.engine.track.reported import report_since
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import PARTNER_LEARNS
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.unit import LISTENS

#: A post tells partners its picture so often, s, where their net says nothing of it. Assumption.
PICTURE_EVERY = 10.0


@kernel
def tell_partners(model, belief, log, t):
    """Send partners what has changed in the picture of the post; return when that is due next."""
    due = inf
    for n in range(model.units.shape[0]):
        if model.units[n].partner & LISTENS == 0:
            continue
        post = teller(model, belief, n)
        if post < 0:
            continue
        state = belief.unit_state[n]
        every = max(PICTURE_EVERY, model.links[model.routes[post, n]].every)
        if t >= state.informed_at + every:
            written = report_since(model, belief, post, state.informed_at)
            send_reports(model, belief, log, (post, n), NONE, written, t)
            state.informed_at = t
        due = min(due, state.informed_at + every)
    return due


@kernel
def teller(model, belief, n):
    """The post whose picture partner `n` is told: the first that lives, is under no other and has a way; else NONE."""
    for u in range(model.units.shape[0]):
        unit = model.units[u]
        if unit.commands == 1 and unit.post < 0 and belief.unit_state[u].alive == 1 and model.routes[u, n] >= 0:
            return u
    return NONE


@kernel
def learn(model, belief, log, row, t):
    """Log which tracks of the post a partner hears of for the first time by the message in a row."""
    message, said = belief.messages[row], belief.tracks_sent[row]
    bit = 1
    for u in range(message.receiver):
        if model.units[u].partner & LISTENS:
            bit <<= 1
    for report in range(said.first, said.first + said.tracks):
        reported = belief.reported[report % belief.reported.shape[0]]
        track = belief.tracks[reported.row]
        if track.number == reported.number and track.informed & bit == 0:
            track.informed |= bit
            names = (model.units[message.receiver].name, model.units[message.sender].name)
            place = (reported.x, reported.y, reported.z)
            emit(log, t, PARTNER_LEARNS, NO_REASON, track.cause, names, place, (track.number, 0.0))
