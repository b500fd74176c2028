"""Command: each cycle a post, or a unit alone, judges its tracks, ranks them, and orders fire.

A post knows its own picture, what its units reported, and the ground. It knows nothing else.
"""

from math import inf, sqrt

from shieldwall.engine.mail import send
from shieldwall.engine.picture import prune
from shieldwall.engine.reach import best_reach
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.record.emit import emit
from shieldwall.record.kinds import AUTONOMOUS, DECLARED, ORDERED, RELOADED, UNDER_COMMAND, UNREADY, WEIGHED
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
    OUTSIDE_SECTOR,
    TOO_FAST,
    UNSEEN_BY_FIRE_CONTROL,
)
from shieldwall.record.tables import (
    CONFIRMED,
    CUE,
    IDLE,
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
#: An order unanswered for so long, s, besides the time on the link, is given anew.
ANSWER_TIME = 12.0
#: Rest after a refusal, s; who could not is asked again so much later, or when the threat came so much closer.
BACK_OFF, ASK_AGAIN, CLOSER = 6.0, 25.0, 0.8
#: A height less certain than this variance, m2, cannot be shot at.
HEIGHT_VARIANCE = 1.0e6
#: Width of a place in the threat measure, m; time, s, and distance, m, over which a threat counts less.
PLACE_WIDTH, THREAT_TIME, THREAT_DISTANCE = 8_000.0, 120.0, 30_000.0
#: Share of its full weight that a hostile track has for being near, whatever its heading.
PRESENCE = 0.3
LEAST_SCORE = 0.001


@kernel
def cycle(model, belief, book, n, t):
    """One command cycle of unit `n`."""
    node = belief.nodes[n]
    if node.alive == 0:
        if node.cycles == 0:
            emit(book, t, (UNREADY, NO_REASON, NONE, node.name, NONE), (node.x, node.y, node.z), (0.0, 0.0))
        return inf
    prune(belief, book, n, t)
    refill(belief, book, n, t)
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
    """Tell the post what is left and which orders are being fought; a post tells its units that it lives."""
    node = belief.nodes[n]
    if node.post >= 0 and node.channels > 0:
        report(model, belief, book, t, (n, node.post), (NONE, NONE, NO_REASON))
    for c in range(node.first_channel, node.first_channel + node.channels):
        channel = belief.channels[c]
        if channel.state != IDLE:
            report(model, belief, book, t, (n, channel.post), (channel.order, channel.order_track, NO_REASON))
    if node.commands == 1:
        for u in range(belief.nodes.shape[0]):
            if belief.nodes[u].post == n and u != n:
                send(model, belief, book, t, WORD, (n, u), (0, 0, NONE, NONE, 0))


@kernel
def report(model, belief, book, t, route, about):
    """Report to a post what the unit has left, where it looks, and how an order stands.

    `about` is (order, track, why).
    """
    n = route[0]
    content = (idle_channels(belief, n), 0, about[0], about[1], about[2])
    row = send(model, belief, book, t, REPORT, route, content)
    if row >= 0:
        letter = belief.mail[row]
        letter.arms = ready_arms(belief, n)
        eye = belief.nodes[n].eye
        if eye >= 0:
            letter.x, letter.y = belief.sensors[eye].facing_x, belief.sensors[eye].facing_y


@kernel
def on_its_own(belief, book, n, t):
    """Whether a unit judges for itself: it has no post, or heard nothing for too long, or weapons are free."""
    node = belief.nodes[n]
    silence = t - node.heard_at
    alone = 1
    if node.post >= 0:
        # A post that lives may lose two heartbeats on the way.
        alone = 1 if silence > max(node.autonomy_after, 2.5 * HEARTBEAT * belief.nodes[node.post].cycle) else 0
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
def ready_arms(belief, n):
    """The kinds of weapon that a unit has ready, one bit for each."""
    node = belief.nodes[n]
    arms = 0
    for place in range(node.first_launcher, node.first_launcher + node.launchers):
        if belief.launchers[place].ready > 0:
            arms |= 1 << belief.launchers[place].weapon
    return arms


@kernel
def refill(belief, book, n, t):
    """Bring the rounds of launchers whose reloading is over."""
    node = belief.nodes[n]
    for place in range(node.first_launcher, node.first_launcher + node.launchers):
        launcher = belief.launchers[place]
        if launcher.ready == 0 and launcher.stock > 0 and t >= launcher.ready_at:
            launcher.ready = min(launcher.capacity, launcher.stock)
            launcher.stock -= launcher.ready
            where = (launcher.x, launcher.y, launcher.z)
            emit(book, t, (RELOADED, NO_REASON, NONE, launcher.name, NONE), where, (launcher.ready, 0.0))


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
    if track.t <= track.killed_at:
        return ASSESSED_KILLED
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
    unit = belief.nodes[track.unit]
    link = model.routes[n, track.unit]
    way = 2.0 * belief.links[link].delay if link >= 0 else 0.0
    # A unit that fights an order says so at every heartbeat.
    limit = way + (3.5 * HEARTBEAT * unit.cycle if track.answered == 1 else ANSWER_TIME)
    if t - track.answered_at > limit:
        if track.answered == 0:
            unit.silent = 1
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
    best = spare = NONE
    most = -inf
    why = NO_UNIT_IN_REACH
    for u in range(nodes.shape[0]):
        unit = nodes[u]
        if unit.channels == 0 or (u != n and (unit.post != n or nodes[n].commands == 0 or unit.silent == 1)):
            continue
        arms = ready_arms(belief, n) if u == n else unit.arms
        free = idle_channels(belief, n) if u == n else unit.free
        promise, obstacle = best_reach(model, belief, u, k, t, arms)
        if arms == 0:
            obstacle = NO_ROUND
        elif obstacle == NO_REASON and free <= 0:
            obstacle = NO_CHANNEL
        if obstacle != NO_REASON:
            why = further(why, obstacle)
        elif failed_lately(belief, u, k, t):
            spare = u
        elif promise > most:
            most = promise
            best = u
    best = best if best >= 0 else spare
    if best < 0:
        weigh(belief, book, n, k, t, why)
        return
    run = belief.run[0]
    track.unit = best
    track.order = run.orders
    track.answered = 0
    track.ordered_at = track.answered_at = t
    track.why = ENGAGED
    run.orders += 1
    if best != n:
        nodes[best].free -= 1
    what = (ORDERED, NO_REASON, track.cause, nodes[n].name, nodes[best].name)
    track.cause = emit(book, t, what, (track.x, track.y, track.z), (track.number, track.order))
    cue(model, belief, book, n, k, t, ORDER)


@kernel
def failed_lately(belief, u, k, t):
    """Whether unit `u` was the last that could not engage track `k`, not long ago and from about as far."""
    track = belief.tracks[k]
    if track.refused_by != u or t - track.refused_at > ASK_AGAIN:
        return False
    return distance_to(belief, u, k) > CLOSER * track.refused_range


@kernel
def distance_to(belief, u, k):
    """Horizontal distance of a track from a unit, m."""
    dx, dy = belief.tracks[k].x - belief.nodes[u].x, belief.tracks[k].y - belief.nodes[u].y
    return sqrt(dx * dx + dy * dy)


@kernel(inline=True)
def further(one, other):
    """The reason of two that lies further along the way to a shot."""
    for why in (NO_CHANNEL, NO_ROUND, OUTSIDE_SECTOR, UNSEEN_BY_FIRE_CONTROL, TOO_FAST):
        if one == why or other == why:
            return why
    return NO_UNIT_IN_REACH


@kernel
def take_report(belief, book, row, t):
    """A unit reports to its post: what it has left, and how an order stands."""
    letter = belief.mail[row]
    n = letter.receiver
    if letter.sender != n:
        unit = belief.nodes[letter.sender]
        unit.free = letter.first
        unit.arms = letter.arms
        unit.told_x, unit.told_y = letter.x, letter.y
        unit.silent = 0
    if letter.order < 0:
        return
    for k in range(belief.nodes[n].first_track, belief.nodes[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.number != letter.track or track.order != letter.order or track.unit < 0:
            continue
        track.answered = 1
        track.answered_at = t
        if letter.why == NO_REASON:
            continue
        track.unit = NONE
        track.ordered_at = t
        if letter.why == ASSESSED_KILLED:
            # Its own plots will say whether that is true.
            track.killed_at = t
        else:
            track.refused_by = letter.sender
            track.refused_at = t
            track.refused_range = distance_to(belief, letter.sender, k)
        weigh(belief, book, n, k, t, letter.why)
