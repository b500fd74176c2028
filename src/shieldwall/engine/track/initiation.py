"""How a track begins: tentative on a plot that no track took; and how it is confirmed."""

from shieldwall.engine.track.fusion import clear_parts, store_own
from shieldwall.engine.track.upkeep import become
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import start
from shieldwall.kernels.imm import begin
from shieldwall.record.emit import emit
from shieldwall.record.kinds import TRACKED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE
from shieldwall.state.unit import TWO_MODELS


@kernel
def initiate(model, belief, n, look, rows, now):
    """Start a tentative track on each plot of a look that no track took, and write its row."""
    unit = model.units[n]
    free = unit.first_track
    for i in range(look.plots):
        if rows[i] >= 0:
            continue
        free = free_row(model, belief, n, free)
        if free < 0:
            return
        open_track(model, belief, n, free, look.t, i)
        if unit.sources > 0:
            clear_parts(model, belief, n, free)
            store_own(model, belief, n, free, now)
        rows[i] = free


@kernel
def free_row(model, belief, n, k):
    """Free row of a unit's tracks from row `k` on; -1 where there is none, and the run asks for more room."""
    end = model.units[n].end_track
    while k < end and belief.tracks[k].status != FREE:
        k += 1
    if k == end:
        belief.progress[0].overflow = 1
        return NONE
    state = belief.unit_state[n]
    state.high_track = max(state.high_track, k + 1)
    return k


@kernel
def open_track(model, belief, n, k, t, i):
    """Make row `k` a tentative track on plot `i` of the batch."""
    progress = belief.progress[0]
    begin_filter(model, belief, n, k, t, i)
    track = belief.tracks[k]
    track.number = progress.tracks
    progress.tracks += 1
    track.unit = n
    track.sensor = belief.scratch.batch[i].sensor
    become(belief, k, TENTATIVE)
    track.history = 1
    track.looks = 1
    track.shooter = NONE
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
def begin_filter(model, belief, n, k, t, i):
    """Begin the filter of track `k` at plot `i` of the batch."""
    start(belief.tracks, belief.covariance, k, t, belief.scratch.batch, i, model.priors)
    if model.units[n].tracker == TWO_MODELS:
        begin(belief.modes, belief.mode_covariance, k, belief.tracks, belief.covariance)


@kernel
def confirm(model, belief, log, n, k, now):
    """Confirm a track that is not confirmed yet."""
    track = belief.tracks[k]
    if track.status == CONFIRMED:
        return
    become(belief, k, CONFIRMED)
    track.confirmed_at = now
    names, place = (model.units[n].name, NONE), (track.x, track.y, track.z)
    track.cause = emit(log, now, TRACKED, NO_REASON, NONE, names, place, (track.number, 0.0))
