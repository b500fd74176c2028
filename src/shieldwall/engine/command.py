"""Command: each cycle a post, or a unit alone, judges its tracks, ranks them, and orders fire.

A post knows its own picture, what its units reported, and the ground. It knows nothing else.
"""

from math import inf, sqrt

from shieldwall.engine.mail import send
from shieldwall.engine.picture import drop, prune
from shieldwall.engine.reach import best_reach
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.record.emit import emit
from shieldwall.record.kinds import AUTONOMOUS, DECLARED, ORDERED, UNDER_COMMAND, UNREADY, WEIGHED
from shieldwall.record.reasons import (
    ASSESSED_KILLED,
    ENGAGED,
    HEIGHT_UNKNOWN,
    HELD_BY_RULE,
    NO_ANSWER,
    NO_CHANNEL,
    NO_REASON,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    NOT_APPROACHING,
    NOT_DECLARED,
)
from shieldwall.record.tables import (
    CONFIRMED,
    CUE,
    NONE,
    ORDER,
    REPORT,
    WEAPONS_FREE,
    WEAPONS_HOLD,
    WORD,
)

NOWHERE = (0.0, 0.0, 0.0)
#: A post and its units tell each other that they live in every so many cycles.
HEARTBEAT = 4
#: An order unanswered for so long, s, is given anew; so is one whose end was never reported.
ANSWER_TIME, END_TIME = 12.0, 240.0
#: Rest after a refusal, s.
BACK_OFF = 6.0
#: A height less certain than this variance, m2, cannot be shot at.
HEIGHT_VARIANCE = 1.0e6
#: Width of a place in the threat measure, m; time, s, and distance, m, over which a threat counts less.
PLACE_WIDTH, THREAT_TIME, THREAT_DISTANCE = 8_000.0, 120.0, 30_000.0
#: Share of its full weight that a hostile track has for being near, whatever its heading.
PRESENCE = 0.3
LEAST_SCORE = 0.01


@kernel
def cycle(model, belief, book, n, t):
    """One command cycle of unit `n`."""
    node = belief.nodes[n]
    if node.alive == 0:
        if node.cycles == 0:
            emit(book, t, (UNREADY, NO_REASON, NONE, node.name, NONE), (node.x, node.y, node.z), (0.0, 0.0))
        return inf
    prune(belief, book, n, t)
    if node.cycles % HEARTBEAT == 0:
        report_in(model, belief, book, n, t)
    node.cycles += 1
    if node.commands == 1:
        judge(model, belief, book, n, t)
    elif node.channels > 0 and on_its_own(belief, book, n, t):
        judge(model, belief, book, n, t)
    return t + node.cycle


@kernel
def report_in(model, belief, book, n, t):
    """Tell the post how many channels and rounds are left; a post tells its units that it lives."""
    node = belief.nodes[n]
    if node.post >= 0 and node.channels > 0:
        send(
            model,
            belief,
            book,
            t,
            REPORT,
            (n, node.post),
            (idle_channels(belief, n), rounds_left(belief, n), NONE, NONE, 0),
        )
    if node.commands == 1:
        for u in range(belief.nodes.shape[0]):
            if belief.nodes[u].post == n and u != n:
                send(model, belief, book, t, WORD, (n, u), (0, 0, NONE, NONE, 0))


@kernel
def on_its_own(belief, book, n, t):
    """Whether a unit judges for itself: it has no post, or heard nothing for too long, or weapons are free."""
    node = belief.nodes[n]
    silence = t - node.heard_at
    alone = 1 if node.post < 0 or silence > node.autonomy_after else 0
    if alone != node.autonomous:
        node.autonomous = alone
        kind = AUTONOMOUS if alone == 1 else UNDER_COMMAND
        emit(book, t, (kind, NO_REASON, NONE, node.name, NONE), (node.x, node.y, node.z), (silence, 0.0))
    return alone == 1 or node.control == WEAPONS_FREE


@kernel
def idle_channels(belief, n):
    """Number of a unit's idle fire channels."""
    node = belief.nodes[n]
    idle = 0
    for c in range(node.first_channel, node.first_channel + node.channels):
        if belief.channels[c].state == 0:
            idle += 1
    return idle


@kernel
def rounds_left(belief, n):
    """Number of rounds ready on a unit's launchers."""
    node = belief.nodes[n]
    left = 0
    for place in range(node.first_launcher, node.first_launcher + node.launchers):
        left += belief.launchers[place].ready
    return left


@kernel
def judge(model, belief, book, n, t):
    """Rank the hostile tracks that nobody engages, the most dangerous first, and find each a shooter."""
    node = belief.nodes[n]
    tracks = belief.tracks
    ranking = belief.desk.ranking
    ranked = 0
    for k in range(node.first_track, node.high_track):
        track = tracks[k]
        if track.status != CONFIRMED:
            continue
        if track.unit >= 0:
            mind(model, belief, book, n, k, t)
            continue
        why = judgement(model, belief, book, n, k, t)
        if why != NO_REASON:
            weigh(belief, book, n, k, t, why)
            continue
        i = ranked
        while i > 0 and tracks[ranking[i - 1]].score < track.score:
            ranking[i] = ranking[i - 1]
            i -= 1
        ranking[i] = k
        ranked += 1
    for i in range(ranked):
        assign(model, belief, book, n, ranking[i], t)


@kernel
def judgement(model, belief, book, n, k, t):
    """Declare a track hostile when it is time, score its threat, and give the reason not to shoot, 0 for none."""
    node = belief.nodes[n]
    track = belief.tracks[k]
    if track.hostile == 0:
        if node.control != WEAPONS_FREE and t - track.confirmed_at < node.declare_after:
            return NOT_DECLARED
        track.hostile = 1
        what = (DECLARED, NO_REASON, track.cause, node.name, NONE)
        track.cause = emit(book, t, what, (track.x, track.y, track.z), (track.number, 0.0))
    track.score = threat(model.assets, belief.tracks, k, t)
    if belief.covariance[k, 5] > HEIGHT_VARIANCE:
        return HEIGHT_UNKNOWN
    if track.score < LEAST_SCORE:
        return NOT_APPROACHING
    if node.control == WEAPONS_HOLD:
        return HELD_BY_RULE
    return NO_REASON


@kernel
def threat(assets, tracks, k, t):
    """Threat of a track to the defended places: value, how close it will pass, and how soon.

    A sum of decreasing exponentials in miss distance and time to go, the usual form of proximity measures in
    threat evaluation (Johansson and Falkman, "A comparison between two approaches to threat evaluation in an air
    defense scenario", MDAI 2008).
    """
    track = tracks[k]
    h = t - track.t
    x, y = track.x + h * track.vx, track.y + h * track.vy
    square = track.vx * track.vx + track.vy * track.vy + 1.0
    most = 0.0
    for i in range(assets.shape[0]):
        dx, dy = assets[i, 0] - x, assets[i, 1] - y
        distance2 = dx * dx + dy * dy
        value = PRESENCE * exp(-sqrt(distance2) / THREAT_DISTANCE)
        to_go = (dx * track.vx + dy * track.vy) / square
        if to_go > 0.0:
            miss2 = max(0.0, distance2 - to_go * to_go * square)
            value = max(value, exp(-0.5 * miss2 / (PLACE_WIDTH * PLACE_WIDTH) - to_go / THREAT_TIME))
        most = max(most, assets[i, 3] * value)
    return most


@kernel
def mind(model, belief, book, n, k, t):
    """Look after an order that is out: renew the cue, and take the order back when it stays unanswered."""
    track = belief.tracks[k]
    waited = t - track.ordered_at
    limit = END_TIME if track.answered == 1 else ANSWER_TIME
    if waited > limit:
        if track.answered == 0:
            belief.nodes[track.unit].silent = 1
        track.unit = NONE
        weigh(belief, book, n, k, t, NO_ANSWER)
    else:
        cue(model, belief, book, n, k, t, CUE)


@kernel
def cue(model, belief, book, n, k, t, what):
    """Send a track's state at `t` to the unit that engages it, as an order or to renew one."""
    track = belief.tracks[k]
    h = t - track.t
    row = send(model, belief, book, t, what, (n, track.unit), (0, 0, track.order, track.number, 0))
    if row < 0:
        return
    letter = belief.mail[row]
    p = belief.covariance[k]
    letter.at = t
    letter.x, letter.y, letter.z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    letter.vx, letter.vy, letter.vz = track.vx, track.vy, track.vz
    letter.spread = sqrt(p[0] + p[3] + p[5] + h * h * (p[15] + p[18] + p[20]))


@kernel
def weigh(belief, book, n, k, t, why):
    """Keep why a track is not engaged, and log it when it changes."""
    track = belief.tracks[k]
    if why != track.why:
        track.why = why
        what = (WEIGHED, why, track.cause, belief.nodes[n].name, NONE)
        emit(book, t, what, (track.x, track.y, track.z), (track.number, track.score))


@kernel
def assign(model, belief, book, n, k, t):
    """Order the unit that promises most for its round to engage a track, or keep the reason why none can."""
    nodes = belief.nodes
    track = belief.tracks[k]
    if t - track.ordered_at < BACK_OFF and track.order >= 0:
        return
    best = NONE
    most = -inf
    why = NO_UNIT_IN_REACH
    for u in range(nodes.shape[0]):
        unit = nodes[u]
        if unit.channels == 0 or (u != n and (unit.post != n or nodes[n].commands == 0 or unit.silent == 1)):
            continue
        promise, obstacle = best_reach(model, belief, u, k, t)
        if obstacle == NO_REASON and unit.rounds <= 0:
            obstacle = NO_ROUND
        elif obstacle == NO_REASON and unit.free <= 0:
            obstacle = NO_CHANNEL
        if obstacle == NO_REASON:
            if promise > most:
                most = promise
                best = u
        else:
            why = further(why, obstacle)
    if best < 0:
        weigh(belief, book, n, k, t, why)
        return
    run = belief.run[0]
    track.unit = best
    track.order = run.orders
    track.answered = 0
    track.ordered_at = t
    track.why = ENGAGED
    run.orders += 1
    nodes[best].free -= 1
    what = (ORDERED, NO_REASON, track.cause, nodes[n].name, nodes[best].name)
    track.cause = emit(book, t, what, (track.x, track.y, track.z), (track.number, track.order))
    cue(model, belief, book, n, k, t, ORDER)


@kernel(inline=True)
def further(one, other):
    """The reason of two that lies further along the way to a shot."""
    if other == NO_CHANNEL or one == NO_CHANNEL:
        return NO_CHANNEL
    if other == NO_ROUND or one == NO_ROUND:
        return NO_ROUND
    return max(one, other)


@kernel
def take_report(belief, book, row, t):
    """A unit reports to its post: what it has left, and how an order stands."""
    letter = belief.mail[row]
    unit = belief.nodes[letter.sender]
    unit.free = letter.first
    unit.rounds = letter.count
    unit.silent = 0
    n = letter.receiver
    if letter.order < 0:
        return
    for k in range(belief.nodes[n].first_track, belief.nodes[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.number != letter.track or track.order != letter.order:
            continue
        if letter.why == NO_REASON:
            track.answered = 1
        elif letter.why == ASSESSED_KILLED:
            drop(belief, book, n, k, t)
        else:
            track.unit = NONE
            track.ordered_at = t
            weigh(belief, book, n, k, t, letter.why)
