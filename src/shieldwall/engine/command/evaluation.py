"""Threat evaluation: which tracks are hostile, how much each threatens, and which may be shot at."""

from math import inf, sqrt

from shieldwall.engine.command.alert import warned_of
from shieldwall.engine.command.deconfliction import left_to_another
from shieldwall.engine.command.degraded import held_without_post, passes_place
from shieldwall.engine.command.identity import identify, weighs_identity
from shieldwall.engine.command.staff import FOR_DECLARATIONS, decide, staff_free
from shieldwall.engine.command.streams import in_stream
from shieldwall.engine.command.supervision import log_why, supervise
from shieldwall.engine.command.zones import held_in_zone
from shieldwall.engine.network.uses import only_known
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.record.emit import emit
from shieldwall.record.kinds import DECLARED, IN_DOUBT, TAKEN_FOR_FRIENDLY, TAKEN_FOR_NEUTRAL
from shieldwall.record.reasons import (
    AWARENESS_ONLY,
    DECLARATION_WAITS,
    HEIGHT_UNKNOWN,
    HELD_AS_FRIENDLY,
    HELD_AS_NEUTRAL,
    HELD_BY_RULE,
    HELD_IN_ZONE,
    HELD_WITHOUT_POST,
    LEFT_TO_ANOTHER,
    NO_REASON,
    NOT_APPROACHING,
    NOT_DECLARED,
    OF_A_RAID,
    UNIDENTIFIED,
    UNKNOWN_UNDER_FREE,
)
from shieldwall.state.identity import FRIENDLY, HOSTILE, NEUTRAL, UNKNOWN
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED
from shieldwall.state.unit import WEAPONS_FREE, WEAPONS_HOLD

#: A height less certain than this variance, m2, cannot be shot at.
HEIGHT_VARIANCE = 1.0e6
#: Width of a place in the threat measure, m; time, s, and distance, m, over which a threat counts less.
PLACE_WIDTH, THREAT_TIME, THREAT_DISTANCE = 8_000.0, 120.0, 30_000.0
#: Share of its full weight that a hostile track has for being near, whatever its heading.
PRESENCE = 0.3
#: More than -ln(PRESENCE): by so much the exponent of another measure must be greater to be the less for certain.
FAINTER = 1.21
LEAST_SCORE = 0.001


@kernel
def rank_threats(model, belief, log, n, t):
    """Rank the hostile tracks that nobody engages, the most dangerous first; return how many there are.

    Their rows stand in `scratch.ranking`. Engagements that are out are supervised on the way.
    """
    tracks = belief.tracks
    ranking = belief.scratch.ranking
    ranked = 0
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = tracks[k]
        if track.status != CONFIRMED:
            continue
        if track.shooter >= 0:
            supervise(model, belief, log, n, k, t)
            continue
        why = evaluate(model, belief, log, n, k, t)
        if why != NO_REASON:
            log_why(model, belief, log, n, k, why, t)
            continue
        i = ranked
        while i > 0 and tracks[ranking[i - 1]].score < track.score:
            ranking[i] = ranking[i - 1]
            i -= 1
        ranking[i] = k
        ranked += 1
    return ranked


@kernel
def evaluate(model, belief, log, n, k, t):
    """Declare a track hostile when it is time, value its threat, and give the reason not to shoot, 0 for none."""
    unit = model.units[n]
    control = belief.unit_state[n].control
    track = belief.tracks[k]
    if weighs_identity(model):
        why = hold_for_identity(model, belief, log, n, k, t)
        if why != NO_REASON:
            return why
    elif track.identity != HOSTILE:
        why = declare(model, belief, log, n, k, (NO_REASON, 0.0), t)
        if why != NO_REASON:
            return why
    track.score, track.worth, track.to_go = threat_value(model.assets, track, t)
    if track.t <= track.killed_at:
        return track.verdict
    if belief.covariance[k, 5] > HEIGHT_VARIANCE:
        return HEIGHT_UNKNOWN
    if only_known(model, belief, n, k, t):
        return AWARENESS_ONLY
    if track.score < LEAST_SCORE:
        return NOT_APPROACHING
    # Under weapons hold a unit fires in self-defence alone (NATO, AAP-06).
    if control == WEAPONS_HOLD and passes_place(unit.x, unit.y, track, t) == inf:
        return HELD_BY_RULE
    h = t - track.t
    if held_in_zone(model, control, track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz):
        return HELD_IN_ZONE
    if held_without_post(model, belief, n, k, t):
        return HELD_WITHOUT_POST
    return LEFT_TO_ANOTHER if left_to_another(model, belief, n, k, t) else NO_REASON


@kernel
def declare(model, belief, log, n, k, because, t):
    """Declare a track hostile when it is time; return why not yet, 0 if it is. `because` is (reason, probability)."""
    unit = model.units[n]
    track = belief.tracks[k]
    early = belief.unit_state[n].control != WEAPONS_FREE and t - track.confirmed_at < unit.declare_after
    of_raid = in_stream(model, belief, n, k)
    if early and not of_raid and not warned_of(model, belief, n, track.x, track.y, t):
        return NOT_DECLARED
    # A raid is declared by one decision, its first track's.
    if not of_raid:
        if not staff_free(model, belief, n, FOR_DECLARATIONS, t):
            return DECLARATION_WAITS
        decide(model, belief, n, t)
    why = OF_A_RAID if of_raid and because[0] == NO_REASON else because[0]
    track.identity, track.identified_by = HOSTILE, why
    place = (track.x, track.y, track.z)
    values = (track.number, because[1])
    track.cause = emit(log, t, DECLARED, why, track.cause, (unit.name, NONE), place, values)
    return NO_REASON


@kernel
def hold_for_identity(model, belief, log, n, k, t):
    """Identify a track where others fly besides the raid, and give the reason not to shoot at it, 0 if it is hostile.

    Under weapons free what nobody knows counts as hostile; else it is held.
    """
    track = belief.tracks[k]
    track.score, track.worth, track.to_go = threat_value(model.assets, track, t)
    found, because, hostile = identify(model, belief, k, t)
    if found == UNKNOWN and belief.unit_state[n].control == WEAPONS_FREE:
        found, because = HOSTILE, UNKNOWN_UNDER_FREE
    if found == HOSTILE and track.identity == HOSTILE:
        return NO_REASON
    if found == HOSTILE:
        return declare(model, belief, log, n, k, (because, hostile), t)
    if found != track.identity:
        track.identity, track.identified_by = found, because
        kind = TAKEN_FOR_NEUTRAL if found == NEUTRAL else TAKEN_FOR_FRIENDLY if found == FRIENDLY else IN_DOUBT
        names, place = (model.units[n].name, NONE), (track.x, track.y, track.z)
        track.cause = emit(log, t, kind, because, track.cause, names, place, (track.number, hostile))
    return HELD_AS_NEUTRAL if found == NEUTRAL else HELD_AS_FRIENDLY if found == FRIENDLY else UNIDENTIFIED


@kernel
def threat_value(assets, track, t):
    """Threat of a track to the defended places, what it would destroy, and when it passes what it threatens most, s.

    The threat is what it would destroy, less the later that is: value, how close it will pass, and how soon, as
    decreasing exponentials, the usual form of proximity measures in threat evaluation (Johansson and Falkman, "A
    comparison between two approaches to threat evaluation in an air defense scenario", MDAI 2008). What is near is a
    threat whatever its heading; then the time is infinite.
    """
    h = t - track.t
    x, y = track.x + h * track.vx, track.y + h * track.vy
    square = track.vx * track.vx + track.vy * track.vy + 1.0
    most = worth = 0.0
    soonest = inf
    for i in range(assets.shape[0]):
        dx, dy = assets[i, 0] - x, assets[i, 1] - y
        distance2 = dx * dx + dy * dy
        away = sqrt(distance2) / THREAT_DISTANCE
        would = PRESENCE * assets[i, 3] * exp(-away)
        value, passes = would, inf
        to_go = (dx * track.vx + dy * track.vy) / square
        if to_go > 0.0:
            miss = 0.5 * max(0.0, distance2 - to_go * to_go * square) / (PLACE_WIDTH * PLACE_WIDTH)
            # What falls off so much faster is the less, whatever it comes to.
            if miss + to_go / THREAT_TIME < away + FAINTER:
                aimed = assets[i, 3] * exp(-miss)
                if aimed * exp(-to_go / THREAT_TIME) > value:
                    value, would, passes = aimed * exp(-to_go / THREAT_TIME), aimed, to_go
        if value > most:
            most, worth, soonest = value, would, passes
    return most, worth, soonest
