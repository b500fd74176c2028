"""A unit's picture: its own tracks, made from the plots that reach it, and from nothing else."""

from shieldwall.engine.fusion import recall, scatter, settle
from shieldwall.engine.registration import to_common
from shieldwall.kernels.assignment import associate
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import start, update
from shieldwall.kernels.gates import candidates, pack
from shieldwall.kernels.imm import begin, combine, correct, open_gates
from shieldwall.record.emit import emit, filmed, shoot
from shieldwall.record.kinds import TRACK_DROPPED, TRACKED
from shieldwall.record.reasons import NO_REASON
from shieldwall.record.tables import CONFIRMED, FREE, NONE, TENTATIVE, TWO_MODELS

#: A confirmed track is sampled for the film at most once in so many seconds.
FILM_INTERVAL = 5.0
#: Hits among the last five looks that make a fire-control track firm.
FIRM_HITS = 4
WINDOW = 31


@kernel
def receive(belief, book, n, first, count, s, t, now):
    """Bring the `count` plots of sensor `s` from its look at `t`, row `first` on, into unit `n`'s picture at `now`.

    Plots that come from another unit's sensor carry that site's registration error. The track row of each plot is
    left in `desk.assigned`, -1 where the picture was full.
    """
    desk = belief.desk
    sensor = belief.sensors[s]
    batch = desk.batch
    foreign = sensor.node != n
    capacity = belief.plots.shape[0]
    for i in range(count):
        plot = belief.plots[(first + i) % capacity]
        batch[i] = plot
        if foreign:
            batch[i].x, batch[i].y = to_common(belief.sensors, s, plot.x, plot.y)
    correlate(belief, n, count, (s, t), now)
    initiate(belief, book, n, count, (s, t), now)


@kernel
def at_hand(belief, first, count):
    """Whether the plots from row `first` on are still there and fit on the desk; if not, the run asks for more room."""
    if count > belief.desk.batch.shape[0] or belief.run[0].plots - first > belief.plots.shape[0]:
        belief.run[0].overflow = 1
        return False
    return True


@kernel
def correlate(belief, n, count, scan, now):
    """Associate the plots of one scan, (sensor, time), with the unit's tracks, and correct these."""
    s, t = scan
    desk = belief.desk
    node = belief.nodes[n]
    tracks = belief.tracks
    q = node.process_noise
    for k in range(node.first_track, node.high_track):
        if tracks[k].status == TENTATIVE and tracks[k].sensor == s:
            tracks[k].history = (tracks[k].history << 1) & WINDOW
            tracks[k].looks += 1
    if count == 0:
        return
    live = pack(tracks, belief.covariance, node.first_track, node.high_track, t, q, desk.columns, desk.slots)
    if node.tracker == TWO_MODELS:
        open_gates(belief.modes, belief.mode_covariance, t, q, desk.slots, live, desk.columns)
    found = candidates(desk.columns, desk.slots, live, desk.batch, count, desk.words, desk.pairs)
    if found < 0:
        belief.run[0].overflow = 1
        found = 0
    associate(desk.pairs, found, desk.slots, desk.claims, count, desk.assigned)
    if node.sources > 0:
        correct_parts(belief, n, count, t, now)
        return
    for i in range(count):
        k = desk.assigned[i]
        if k >= 0:
            if node.tracker == TWO_MODELS:
                correct(belief.modes, belief.mode_covariance, k, t, desk.batch, i, q, desk.slots)
                combine(belief.modes, belief.mode_covariance, k, tracks, belief.covariance)
            else:
                update(tracks, belief.covariance, k, t, desk.batch, i, q)
            tracks[k].history |= 1


@kernel
def correct_parts(belief, n, count, t, now):
    """Correct what plots say of tracks that are fused of several parts, and fuse them anew."""
    desk = belief.desk
    node = belief.nodes[n]
    q = node.process_noise
    for i in range(count):
        k = desk.assigned[i]
        if k < 0:
            continue
        if not recall(belief, n, k):
            begin_filter(belief, n, k, t, i)
        elif node.tracker == TWO_MODELS:
            correct(belief.modes, belief.mode_covariance, k, t, desk.batch, i, q, desk.slots)
            combine(belief.modes, belief.mode_covariance, k, belief.tracks, belief.covariance)
        else:
            update(belief.tracks, belief.covariance, k, t, desk.batch, i, q)
        settle(belief, n, k, now)
        belief.tracks[k].history |= 1


@kernel
def initiate(belief, book, n, count, scan, now):
    """Start a tentative track on each plot that no track took; confirm by M hits of N looks, or forget."""
    s, t = scan
    desk = belief.desk
    node = belief.nodes[n]
    tracks = belief.tracks
    free = node.first_track
    for i in range(count):
        if desk.assigned[i] >= 0:
            continue
        free = free_row(belief, n, free)
        if free < 0:
            return
        open_track(belief, n, free, t, i)
        if node.sources > 0:
            scatter(belief, n, free)
            settle(belief, n, free, now)
        desk.assigned[i] = free
    for k in range(node.first_track, node.high_track):
        track = tracks[k]
        if track.status == TENTATIVE and track.sensor == s:
            if hits(track.history) >= node.confirm_hits:
                confirm(belief, book, n, k, now)
            elif track.looks >= node.confirm_looks:
                track.status = FREE
    if filmed(book):
        for k in range(node.first_track, node.high_track):
            show(belief, book, k, node.name)


@kernel
def free_row(belief, n, k):
    """Free row of a unit's tracks from row `k` on; -1 where there is none, and the run asks for more room."""
    node = belief.nodes[n]
    while k < node.end_track and belief.tracks[k].status != FREE:
        k += 1
    if k == node.end_track:
        belief.run[0].overflow = 1
        return NONE
    node.high_track = max(node.high_track, k + 1)
    return k


@kernel
def confirm(belief, book, n, k, now):
    """Confirm a track that is not confirmed yet."""
    track = belief.tracks[k]
    if track.status == CONFIRMED:
        return
    track.status = CONFIRMED
    track.confirmed_at = now
    where = (track.x, track.y, track.z)
    what = (TRACKED, NO_REASON, NONE, belief.nodes[n].name, NONE)
    track.cause = emit(book, now, what, where, (track.number, 0.0))


@kernel
def begin_filter(belief, n, k, t, i):
    """Begin the filter of track `k` at plot `i` of the batch."""
    start(belief.tracks, belief.covariance, k, t, belief.desk.batch, i, belief.desk.priors)
    if belief.nodes[n].tracker == TWO_MODELS:
        begin(belief.modes, belief.mode_covariance, k, belief.tracks, belief.covariance)


@kernel
def open_track(belief, n, k, t, i):
    """Make row `k` a tentative track on plot `i` of the batch."""
    run = belief.run[0]
    begin_filter(belief, n, k, t, i)
    track = belief.tracks[k]
    track.status = TENTATIVE
    track.number = run.tracks
    run.tracks += 1
    track.node = n
    track.sensor = belief.desk.batch[i].sensor
    track.history = 1
    track.looks = 1
    track.unit = NONE
    track.order = NONE
    track.answered = 0
    track.killed_at = -1.0
    track.refused_by = NONE
    track.hostile = 0
    track.why = NO_REASON
    track.cause = NONE
    track.started = t
    track.shown_at = -1e9
    track.ordered_at = 0.0


@kernel
def show(belief, book, k, picture):
    """Sample a confirmed track for the film, when the last sample is old enough."""
    track = belief.tracks[k]
    if track.status != CONFIRMED or track.t - track.shown_at < FILM_INTERVAL:
        return
    track.shown_at = track.t
    p = belief.covariance[k]
    shoot(
        book,
        track.t,
        (picture, track.number),
        (track.x, track.y, track.z),
        (track.vx, track.vy, track.vz),
        (p[0], p[1], p[3], p[5]),
    )


@kernel
def prune(belief, book, n, t):
    """Drop the tracks of a unit that no plot has met for too long."""
    node = belief.nodes[n]
    tracks = belief.tracks
    for k in range(node.first_track, node.high_track):
        track = tracks[k]
        if track.status != FREE and t - track.t > node.drop_after:
            if track.status == CONFIRMED:
                drop(belief, book, n, k, t)
            track.status = FREE
    while node.high_track > node.first_track and tracks[node.high_track - 1].status == FREE:
        node.high_track -= 1


@kernel
def drop(belief, book, n, k, t):
    """Take a confirmed track out of a unit's picture."""
    track = belief.tracks[k]
    track.status = FREE
    what = (TRACK_DROPPED, NO_REASON, track.cause, belief.nodes[n].name, NONE)
    emit(book, t, what, (track.x, track.y, track.z), (track.number, t - track.started))


@kernel(inline=True)
def hits(history):
    """Number of hits in the last five looks."""
    return (history & 1) + ((history >> 1) & 1) + ((history >> 2) & 1) + ((history >> 3) & 1) + ((history >> 4) & 1)


@kernel(inline=True)
def firm(history):
    """Whether a channel sees its target so well that a round may leave on its track, and looks may be shorter."""
    return hits(history) >= FIRM_HITS
