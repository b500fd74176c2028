"""Tracks told: a unit on a net that carries no plots tells its post what its tracks have become.

The post joins them to its own tracks by the rules that hold for plots: gate, then global nearest neighbour, confirmed
tracks first. A track once joined stays joined under its source's number until the two part by more than the gate.
"""

from shieldwall.engine.fusion import hear, part_row, scatter
from shieldwall.engine.picture import confirm, free_row, open_track, show
from shieldwall.engine.registration import to_common, turned
from shieldwall.kernels.assignment import associate
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import expect, mahalanobis
from shieldwall.kernels.fusion import copy
from shieldwall.kernels.gates import GATE, candidates, pack
from shieldwall.record.emit import emit
from shieldwall.record.kinds import JOINED
from shieldwall.record.reasons import NO_REASON
from shieldwall.record.tables import CONFIRMED, FREE, NONE


@kernel
def tell(belief, n, every, t):
    """Write down the confirmed tracks of unit `n` that changed since it told them last; return the first and how many.

    None when that was less than `every` seconds ago.
    """
    run = belief.run[0]
    node = belief.nodes[n]
    first = run.told
    if t - node.told_at < every:
        return first, 0
    for k in range(node.first_track, node.high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.t <= node.told_at:
            continue
        row = run.told % belief.told.shape[0]
        run.told += 1
        told = belief.told[row]
        told.x, told.y, told.z = track.x, track.y, track.z
        told.vx, told.vy, told.vz = track.vx, track.vy, track.vz
        told.t, told.number, told.row = track.t, track.number, k
        copy(belief.covariance, k, belief.told_covariance, row)
    node.told_at = t
    return first, run.told - first


@kernel
def still_told(belief, first, count):
    """Whether the tracks told from row `first` on are still there and fit on the desk; if not, ask for more room."""
    if count > belief.desk.bound.shape[0] or belief.run[0].told - first > belief.told.shape[0]:
        belief.run[0].overflow = 1
        return False
    return True


@kernel
def take_tracks(belief, book, letter, now):
    """Bring the tracks of a letter into its receiver's picture; the row of each is left in `desk.assigned`."""
    desk = belief.desk
    n, first, count, s, sent = letter.receiver, letter.first, letter.count, letter.order, letter.at
    source = belief.nodes[letter.sender].source
    q = belief.nodes[letter.sender].process_noise
    unbound = 0
    for i in range(count):
        row = (first + i) % belief.told.shape[0]
        told = belief.told[row]
        told.x, told.y = to_common(belief.sensors, s, told.x, told.y)
        told.vx, told.vy = turned(belief.sensors, s, told.vx, told.vy)
        # What nothing binds yet stands in the batch, as a plot would.
        expect(belief.told, belief.told_covariance, row, sent, q, desk.batch, unbound)
        desk.bound[i] = bound(belief, n, source, told.number, sent, unbound)
        if desk.bound[i] >= 0:
            hear(belief, n, desk.bound[i], source, row, now)
        else:
            desk.batch[unbound].sensor = i
            unbound += 1
    meet(belief, n, source, unbound, sent, now)
    for u in range(unbound):
        i = desk.batch[u].sensor
        k = desk.assigned[u] if desk.assigned[u] >= 0 else adopt(belief, n, s, sent, u)
        if k < 0:
            return
        desk.bound[i] = k
        row = (first + i) % belief.told.shape[0]
        hear(belief, n, k, source, row, now)
        confirm(belief, book, n, k, now)
        track = belief.tracks[k]
        what = (JOINED, NO_REASON, track.cause, belief.nodes[n].name, belief.nodes[letter.sender].name)
        emit(book, now, what, (track.x, track.y, track.z), (track.number, belief.told[row].number))
    for i in range(count):
        desk.assigned[i] = desk.bound[i]
        show(belief, book, desk.bound[i], belief.nodes[n].name)


@kernel
def bound(belief, n, source, number, t, i):
    """Row of the track that a source's track is joined to and that lies in its gate still, -1 where there is none.

    Row `i` of the batch is where the source's track is at `t`.
    """
    node = belief.nodes[n]
    for k in range(node.first_track, node.high_track):
        part = belief.parts[part_row(node, k, source)]
        if belief.tracks[k].status == FREE or part.number != number:
            continue
        expect(belief.tracks, belief.covariance, k, t, node.process_noise, belief.desk.slots, 0)
        if mahalanobis(belief.desk.slots, 0, belief.desk.batch, i) < GATE:
            return k
        part.number = NONE
    return NONE


@kernel
def meet(belief, n, source, count, t, now):
    """Associate `count` tracks of a source that are joined to none with those of the picture that it has no part in.

    A part that the same letter renewed is a target that the source tells from these.
    """
    desk = belief.desk
    node = belief.nodes[n]
    q = node.process_noise
    live = pack(belief.tracks, belief.covariance, node.first_track, node.high_track, t, q, desk.columns, desk.slots)
    found = candidates(desk.columns, desk.slots, live, desk.batch, count, desk.words, desk.pairs)
    if found < 0:
        belief.run[0].overflow = 1
        found = 0
    kept = 0
    for pair in range(found):
        one, free = desk.pairs[pair], desk.pairs[kept]
        part = belief.parts[part_row(node, desk.slots[one["slot"]]["row"], source)]
        if part.number < 0 or part.heard < now:
            free["plot"], free["slot"], free["distance"] = one["plot"], one["slot"], one["distance"]
            kept += 1
    associate(desk.pairs, kept, desk.slots, desk.claims, count, desk.assigned)


@kernel
def adopt(belief, n, s, t, i):
    """Open a track for what sensor `s` of a source found and nobody else has yet, row `i` of the batch; -1 if full."""
    k = free_row(belief, n, belief.nodes[n].first_track)
    if k >= 0:
        belief.desk.batch[i].sensor = s
        open_track(belief, n, k, t, i)
        scatter(belief, n, k)
    return k
