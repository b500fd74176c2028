"""Self-defence: a unit under command engages unasked what comes at it or at what it guards.

When waiting for an order would cost the last shot.
"""

from shieldwall.engine.command.assignment import assign
from shieldwall.engine.command.degraded import passes_in
from shieldwall.engine.command.evaluation import THREAT_TIME, evaluate
from shieldwall.engine.command.reserve import LAST_CALL
from shieldwall.engine.command.supervision import log_why, supervise
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.record.reasons import NO_REASON, NOT_APPROACHING
from shieldwall.state.track import CONFIRMED

#: What a threat to itself would destroy for a unit, on the scale of the most valued place. Assumption.
OWN_WORTH = 0.5


@kernel
def defend(model, belief, log, n, t):
    """Let unit `n`, under command, engage the tracks of its own picture that will soon pass it or what it guards."""
    unit = model.units[n]
    ranking = belief.scratch.ranking
    ranked = 0
    for k in range(unit.first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED:
            continue
        if track.shooter >= 0:
            supervise(model, belief, log, n, k, t)
            continue
        to_go = passes_in(unit, track, t)
        if to_go > LAST_CALL:
            continue
        why = evaluate(model, belief, log, n, k, t)
        if why != NO_REASON and why != NOT_APPROACHING:
            log_why(model, belief, log, n, k, why, t)
            continue
        if track.worth < OWN_WORTH:
            track.worth, track.to_go = OWN_WORTH, to_go
            track.score = OWN_WORTH * exp(-to_go / THREAT_TIME)
        ranking[ranked] = k
        ranked += 1
    if ranked > 0:
        assign(model, belief, log, n, ranked, t)
