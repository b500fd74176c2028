"""Alert: a post warns its units of what comes, and a crew that knows of a threat has its reaction behind it.

Readiness in three steps: a cold unit must start its equipment, a ready one has its crew at hand, a cued one knows from
where a threat comes.
"""

from math import inf, sqrt

from shieldwall.engine.command.degraded import target_now
from shieldwall.engine.command.reserve import spared
from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import WARNED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.identity import HOSTILE
from shieldwall.state.layout import NONE
from shieldwall.state.message import WARNING
from shieldwall.state.track import CONFIRMED

#: A unit is warned of what will be in its reach within so many seconds, anew after so many; so long it stays cued, s.
AHEAD, AGAIN, CUED_FOR = 120.0, 10.0, 30.0
#: What somebody engages is warned of as if it came so much later, s. Assumption: half of the time ahead.
ENGAGED_LATER = 60.0
#: Cosine of the angle about the direction of a warning within which what a unit finds is what it was warned of.
TOWARDS = 0.94
#: A track of one's own and an order are of one target when they lie within so many metres.
SAME_PLACE = 1_000.0


@kernel
def warn_units(model, belief, log, n, t):
    """Warn each unit that post `n` commands of the hostile track that is in its reach first, engaged ones later."""
    tracks = NONE
    for u in range(model.units.shape[0]):
        unit = model.units[u]
        if u == n or unit.post != n or unit.channels == 0:
            continue
        known = belief.subordinates[n, u]
        if known.silent == 1 or t - known.warned_at < AGAIN:
            continue
        if tracks == NONE:
            tracks = list_hostile(model, belief, n)
        k = first_in_reach(model, belief, n, u, tracks, t)
        if k >= 0:
            warn(model, belief, log, n, u, k, t)


@kernel
def list_hostile(model, belief, n):
    """List the rows of unit `n`'s hostile tracks that no round has met in `scratch.ranking`; return how many."""
    count = 0
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status == CONFIRMED and track.identity == HOSTILE and track.t > track.killed_at:
            belief.scratch.ranking[count] = k
            count += 1
    return count


@kernel
def first_in_reach(model, belief, n, u, tracks, t):
    """Row of the hostile track, of `tracks` listed of post `n`, that will be in the reach of unit `u` first, or NONE.

    What somebody engages already comes after what nobody does; of what its last rounds are not for it need not know.
    """
    unit = model.units[u]
    soonest = AHEAD
    found = NONE
    for i in range(tracks):
        k = belief.scratch.ranking[i]
        track = belief.tracks[k]
        time = reached_in(unit, track, t)
        if track.shooter >= 0:
            time += ENGAGED_LATER
        if time < soonest and not spared(unit, target_now(track, t), belief.subordinates[n, u].left):
            soonest, found = time, k
    return found


@kernel
def reached_in(unit, track, t):
    """Time, s, until a track as it flies is in the reach of a unit's weapons, infinite for never."""
    h = t - track.t
    dx, dy = track.x + h * track.vx - unit.x, track.y + h * track.vy - unit.y
    beyond = dx * dx + dy * dy - unit.reach * unit.reach
    if beyond <= 0.0:
        return 0.0
    square = track.vx * track.vx + track.vy * track.vy + 1.0
    closing = -(dx * track.vx + dy * track.vy)
    root = closing * closing - square * beyond
    return (closing - sqrt(root)) / square if closing > 0.0 and root >= 0.0 else inf


@kernel
def warn(model, belief, log, n, u, k, t):
    """Send unit `u` where track `k` is and goes, and keep that it was warned."""
    known, track = belief.subordinates[n, u], belief.tracks[k]
    h = t - track.t
    x, y, z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    if t > known.warned_at + CUED_FOR:
        known.cued_at = t
    known.warned_at, known.threat_x, known.threat_y = t, x, y
    row = send(model, belief, log, t, WARNING, n, u)
    if row >= 0:
        said = belief.orders_sent[row]
        said.at, said.track = t, track.number
        said.x, said.y, said.z = x, y, z


@kernel
def take_warning(model, belief, log, row, t):
    """A unit is warned: its crew makes ready and its radar turns there."""
    message, said = belief.messages[row], belief.orders_sent[row]
    n = message.receiver
    state = belief.unit_state[n]
    if t > state.cued_until:
        state.cued_at = t
        names, place = (model.units[n].name, model.units[message.sender].name), (said.x, said.y, said.z)
        emit(log, t, WARNED, NO_REASON, -1, names, place, (said.track, 0.0))
    state.cued_until = t + CUED_FOR
    state.threat_x, state.threat_y, state.threat_z = said.x, said.y, said.z
    start_up(model, belief, n, t)


@kernel
def start_up(model, belief, n, t):
    """Let a cold unit start its equipment; once started it stays warm."""
    state = belief.unit_state[n]
    state.warm_at = min(state.warm_at, t + model.units[n].standby)


@kernel
def warned_of(model, belief, n, x, y, t):
    """Whether unit `n` was warned, not long ago, of what comes from the direction of a place."""
    state = belief.unit_state[n]
    return t <= state.cued_until and towards(model.units[n], state, x, y)


@kernel(inline=True)
def towards(unit, warning, x, y):
    """Whether a place lies in the direction of a threat of which a unit was warned."""
    ax, ay, bx, by = x - unit.x, y - unit.y, warning.threat_x - unit.x, warning.threat_y - unit.y
    return ax * bx + ay * by > TOWARDS * sqrt((ax * ax + ay * ay) * (bx * bx + by * by))


@kernel
def expected_wait(model, belief, n, u, k, t):
    """Time, s, until unit `u` could fire at track `k` if it were ordered to now, as far as unit `n` knows.

    Its reaction, less what is behind it since it was warned of that or, where it judges for itself, has seen it.
    """
    unit, track = model.units[u], belief.tracks[k]
    x, y, _z, _vx, _vy, _vz = target_now(track, t)
    since = t
    if u == n:
        since = min(since, track.confirmed_at)
        if warned_of(model, belief, n, x, y, t):
            since = min(since, belief.unit_state[n].cued_at)
        warm = min(belief.unit_state[n].warm_at, t + unit.standby)
        return max(0.0, since + unit.reaction - t, warm - t)
    known = belief.subordinates[n, u]
    if t <= known.warned_at + CUED_FOR and towards(unit, known, x, y):
        since = min(since, known.cued_at)
    return max(0.0, since + unit.reaction - t)


@kernel
def known_since(model, belief, n, x, y, t):
    """Since when the crew of unit `n` has known of a target at a place: by its own track, or a warning; `t` for new."""
    since = t
    if warned_of(model, belief, n, x, y, t):
        since = min(since, belief.unit_state[n].cued_at)
    unit = model.units[n]
    for k in range(unit.first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED:
            continue
        h = t - track.t
        dx, dy = track.x + h * track.vx - x, track.y + h * track.vy - y
        if dx * dx + dy * dy < SAME_PLACE * SAME_PLACE:
            since = min(since, track.confirmed_at)
    return since
