"""Reported tracks: a unit on a net that carries no plots reports to its post what its tracks have become.

The post joins them to its own tracks by the rules that hold for plots: gate, then global nearest neighbour, confirmed
tracks first. A track once joined stays joined under its source's number until the two part by more than the gate.
"""

from shieldwall.engine.track.echo import FADE, blend_echo
from shieldwall.engine.track.fusion import clear_part, clear_parts, part_row, store_reported
from shieldwall.engine.track.initiation import confirm, free_row, open_track
from shieldwall.engine.track.registration import to_common, turned
from shieldwall.engine.track.replies import report_replies, take_replies
from shieldwall.engine.track.upkeep import show
from shieldwall.kernels.assignment import associate
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import expect, mahalanobis
from shieldwall.kernels.fusion import copy
from shieldwall.kernels.gates import GATE, candidates, measure, pack
from shieldwall.record.emit import emit
from shieldwall.record.kinds import JOINED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED, FREE


@kernel
def report_tracks(model, belief, n, every, t):
    """Write down the confirmed tracks of unit `n` that changed since its last report; return the first and how many.

    None when that was less than `every` seconds ago.
    """
    state = belief.unit_state[n]
    if t - state.reported_at < every:
        return belief.progress[0].reported, 0
    written = report_since(model, belief, n, state.reported_at)
    state.reported_at = t
    return written


@kernel
def report_since(model, belief, n, since):
    """Write down the confirmed tracks of unit `n` that changed after `since`; return the first and how many."""
    progress = belief.progress[0]
    first = progress.reported
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.t <= since:
            continue
        row = progress.reported % belief.reported.shape[0]
        progress.reported += 1
        reported = belief.reported[row]
        reported.x, reported.y, reported.z = track.x, track.y, track.z
        reported.vx, reported.vy, reported.vz = track.vx, track.vy, track.vz
        reported.t, reported.number, reported.row = track.t, track.number, k
        reported.echo = track.echo
        report_replies(reported, track)
        copy(belief.covariance, k, belief.reported_covariance, row)
    return first, progress.reported - first


@kernel
def still_reported(belief, first, count):
    """Whether the tracks reported from `first` on are still there and fit into a batch; if not, ask for more room."""
    progress = belief.progress[0]
    if count > belief.scratch.joined.shape[0] or progress.reported - first > belief.reported.shape[0]:
        progress.overflow = 1
        return False
    return True


@kernel
def join_reported(model, belief, log, n, u, said, rows, now):
    """Bring the tracks that unit `u` reported into the picture of unit `n`, and write the track row of each to `rows`.

    `said` is a TRACKS_SENT row.
    """
    scratch = belief.scratch
    first, count, s, sent = said.first, said.tracks, said.sensor, said.at
    source = belief.subordinates[n, u].source
    q = model.units[u].process_noise
    unjoined = 0
    for i in range(count):
        row = (first + i) % belief.reported.shape[0]
        reported = belief.reported[row]
        if s >= 0:
            reported.x, reported.y = to_common(model.sensors, s, reported.x, reported.y)
            reported.vx, reported.vy = turned(model.sensors, s, reported.vx, reported.vy)
        # What is joined to nothing yet stands in the batch, as a plot would.
        scratch.batch[unjoined].echo = reported.echo
        expect(belief.reported, belief.reported_covariance, row, sent, q, scratch.batch, unjoined)
        rows[i] = joined_track(model, belief, n, source, reported.number, sent, unjoined)
        if rows[i] >= 0:
            store_reported(model, belief, n, rows[i], source, row, now)
        else:
            scratch.batch[unjoined].sensor = i
            unjoined += 1
    meet(model, belief, n, source, unjoined, sent, now)
    for j in range(unjoined):
        i = scratch.batch[j].sensor
        k = scratch.assigned[j] if scratch.assigned[j] >= 0 else adopt(model, belief, n, s, sent, j)
        if k < 0:
            return
        rows[i] = k
        row = (first + i) % belief.reported.shape[0]
        store_reported(model, belief, n, k, source, row, now)
        confirm(model, belief, log, n, k, now)
        track = belief.tracks[k]
        names, place = (model.units[n].name, model.units[u].name), (track.x, track.y, track.z)
        emit(log, now, JOINED, NO_REASON, track.cause, names, place, (track.number, belief.reported[row].number))
    for i in range(count):
        reported = belief.reported[(first + i) % belief.reported.shape[0]]
        # A mean already, and the next comes seconds later.
        blend_echo(belief.tracks[rows[i]], reported.echo, FADE)
        take_replies(belief.tracks[rows[i]], reported)
        show(belief, log, rows[i], model.units[n].name)


@kernel
def joined_track(model, belief, n, source, number, t, i):
    """Row of the track that a source's track is joined to and that lies in its gate still, -1 where there is none.

    Row `i` of the batch is where the source's track is at `t`.
    """
    unit = model.units[n]
    for k in range(unit.first_track, belief.unit_state[n].high_track):
        part = belief.parts[part_row(unit, k, source)]
        if belief.tracks[k].status == FREE or part.number != number:
            continue
        expect(belief.tracks, belief.covariance, k, t, unit.process_noise, belief.scratch.slots, 0)
        if mahalanobis(belief.scratch.slots, 0, belief.scratch.batch, i) < GATE:
            return k
        clear_part(unit, belief, k, source)
    return NONE


@kernel
def meet(model, belief, n, source, count, t, now):
    """Associate `count` tracks of a source that are joined to none with those of the picture that it has no part in.

    A part that the same message renewed is a target that the source tells from these.
    """
    scratch = belief.scratch
    unit = model.units[n]
    q = unit.process_noise
    high = belief.unit_state[n].high_track
    live = pack(belief.tracks, belief.covariance, unit.first_track, high, t, q, scratch.columns, scratch.slots)
    found = candidates(scratch.columns, live, scratch.batch, count, scratch.words, scratch.pairs)
    if found < 0:
        belief.progress[0].overflow = 1
        found = 0
    found = measure(belief.tracks, belief.covariance, t, q, scratch.slots, scratch.batch, scratch.pairs, found)
    kept = 0
    for pair in range(found):
        one, free = scratch.pairs[pair], scratch.pairs[kept]
        part = belief.parts[part_row(unit, scratch.slots[one["slot"]]["row"], source)]
        if part.number < 0 or part.heard < now:
            free["plot"], free["slot"], free["distance"] = one["plot"], one["slot"], one["distance"]
            kept += 1
    associate(scratch.pairs, kept, scratch.slots, scratch.claims, count, scratch.assigned)


@kernel
def adopt(model, belief, n, s, t, i):
    """Open a track for what sensor `s` of a source found and nobody else has yet, row `i` of the batch; -1 if full."""
    k = free_row(model, belief, n, model.units[n].first_track)
    if k >= 0:
        belief.scratch.batch[i].sensor = s
        open_track(model, belief, n, k, t, i)
        clear_parts(model, belief, n, k)
    return k
