"""A commander from outside: the staff of the highest post passes on what he decided, as its time and rules allow.

His decisions go the way of the post's own orders, with their delays and refusals.
"""

from shieldwall.engine.command.assignment import order
from shieldwall.engine.command.deconfliction import tell_to_stand_down
from shieldwall.engine.command.staff import FOR_ORDERS, decide, staff_free
from shieldwall.engine.command.supervision import log_why
from shieldwall.engine.network.chain import commands, next_hop
from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import DIRECTED, NOT_PASSED_ON
from shieldwall.record.reasons import (
    ENGAGED,
    NO_REASON,
    NOT_COMMANDED,
    NOT_DECLARED,
    NOT_ENGAGED,
    NOT_ORDERED,
    STAFF_BUSY,
    TO_FACE,
    TO_FREE_RADARS,
    TO_HOLD_FIRE,
    TO_RADIATE,
    TO_STAND_DOWN,
    TO_STAY_SILENT,
    TRACK_GONE,
    WEAPONS_ARE_FREE,
    WEAPONS_ARE_TIGHT,
)
from shieldwall.state.decision import ENGAGE, SET_CONTROL, SET_EMISSION, STAND_DOWN
from shieldwall.state.identity import HOSTILE
from shieldwall.state.layout import NONE
from shieldwall.state.message import DIRECTIVE
from shieldwall.state.track import CONFIRMED
from shieldwall.state.unit import OFF, ON, WEAPONS_FREE, WEAPONS_TIGHT


@kernel
def pass_on(model, belief, log, n, ranked, t):
    """Let the staff of post `n` pass on decisions, in their order; keep why the `ranked` tracks are not engaged."""
    progress = belief.progress[0]
    while progress.carried < progress.decisions and staff_free(model, belief, n, FOR_ORDERS, t):
        decision = belief.decisions[progress.carried % belief.decisions.shape[0]]
        progress.carried += 1
        if decision.act == ENGAGE or decision.act == STAND_DOWN:
            why = about_track(model, belief, log, n, decision, t)
        else:
            why = instruct(model, belief, log, n, decision, t)
        if why != NO_REASON:
            whom = model.units[decision.unit].name if decision.unit >= 0 else NONE
            names, place = (model.units[n].name, whom), (0.0, 0.0, 0.0)
            emit(log, t, NOT_PASSED_ON, why, NONE, names, place, (decision.act, decision.track))
    busy = progress.carried < progress.decisions
    for i in range(ranked):
        k = belief.scratch.ranking[i]
        if belief.tracks[k].shooter < 0:
            log_why(model, belief, log, n, k, STAFF_BUSY if busy else NOT_ORDERED, t)


@kernel
def about_track(model, belief, log, n, decision, t):
    """Order a unit to engage a track, or who engages it to stand down; return why not, 0 if it is done."""
    k, u = row_of(model, belief, n, decision.track), decision.unit
    if k < 0:
        return TRACK_GONE
    track = belief.tracks[k]
    if decision.act == STAND_DOWN:
        if track.shooter < 0:
            return NOT_ENGAGED
        tell_to_stand_down(model, belief, log, n, track.shooter, track.order, t)
        if track.second >= 0:
            tell_to_stand_down(model, belief, log, n, track.second, track.second_order, t)
        log_directed(model, belief, log, n, track.shooter, TO_STAND_DOWN, decision, t)
        return NO_REASON
    if u != n and not commands(model, belief, n, u):
        return NOT_COMMANDED
    if track.identity != HOSTILE:
        return NOT_DECLARED
    if track.shooter >= 0:
        return ENGAGED
    track.shooter = u
    order(model, belief, log, n, u, k, t)
    return NO_REASON


@kernel
def row_of(model, belief, n, number):
    """Row of the confirmed track of a number in the picture of unit `n`, NONE where it is gone."""
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        if belief.tracks[k].status == CONFIRMED and belief.tracks[k].number == number:
            return k
    return NONE


@kernel
def instruct(model, belief, log, n, decision, t):
    """Tell a unit how to hold its weapons, its radars or its sector; return why not, 0 if that is sent."""
    u = decision.unit
    if u != n and not commands(model, belief, n, u):
        return NOT_COMMANDED
    row = send(model, belief, log, t, DIRECTIVE, n, next_hop(model, n, u))
    if row >= 0:
        said = belief.directives_sent[row]
        said.act, said.unit, said.order = decision.act, u, NONE
        said.value, said.x, said.y = decision.value, decision.x, decision.y
    log_directed(model, belief, log, n, u, words_of(decision), decision, t)
    return NO_REASON


@kernel
def log_directed(model, belief, log, n, u, why, decision, t):
    """Write to the log what a unit is told, which takes the staff its time."""
    decide(model, belief, n, t)
    unit = model.units[u]
    names, place = (model.units[n].name, unit.name), (unit.x, unit.y, unit.z)
    emit(log, t, DIRECTED, why, NONE, names, place, (decision.act, decision.value))


@kernel
def words_of(decision):
    """The reason that says in words what is said to a unit."""
    if decision.act == SET_CONTROL:
        tight = WEAPONS_ARE_TIGHT if decision.value == WEAPONS_TIGHT else TO_HOLD_FIRE
        return WEAPONS_ARE_FREE if decision.value == WEAPONS_FREE else tight
    if decision.act == SET_EMISSION:
        by_word = TO_STAY_SILENT if decision.value == OFF else TO_FREE_RADARS
        return TO_RADIATE if decision.value == ON else by_word
    return TO_FACE
