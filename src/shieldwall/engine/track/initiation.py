"""How a track begins: tentative on a plot that no track took; and how it is confirmed."""

from math import inf, sqrt

from shieldwall.engine.track.fusion import clear_parts, store_own
from shieldwall.engine.track.replies import forget_replies
from shieldwall.engine.track.upkeep import become
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import start, start_between
from shieldwall.kernels.gates import GATE
from shieldwall.kernels.imm import begin
from shieldwall.record.emit import emit
from shieldwall.record.kinds import TRACKED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.identity import UNKNOWN
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE
from shieldwall.state.unit import TWO_MODELS

#: A start at rest finds its second plot within so many deviations of its velocity.
SLOW_GATE = 4.0
#: Where the priors hold the speed of the fastest target that a track may begin on, m/s.
FASTEST = 3


@kernel
def initiate(model, belief, n, look, rows, trials, now):
    """Start a tentative track on each plot of a look that no track took, and write its row.

    A start at rest finds its second plot up to 1000 m/s. So a plot that lies farther from the only one of another
    track starts a second track, which flies from there to here. The first of `scratch.trials`, `trials` rows, are the
    tentative tracks of the look's sensor.
    """
    unit = model.units[n]
    singles = list_singles(model, belief, n, look, trials)
    free = unit.first_track
    for i in range(look.plots):
        if rows[i] >= 0:
            continue
        free = begin_track(model, belief, n, look, i, free, now)
        if free < 0:
            return
        rows[i] = free
        first = only_plot_before(model, belief, look, i, singles)
        if first >= 0:
            free = begin_track(model, belief, n, look, i, free + 1, now)
            if free < 0:
                return
            hasten(model, belief, n, free, look.t, i, first)
            if unit.sources > 0:
                store_own(model, belief, n, free, now)


@kernel
def begin_track(model, belief, n, look, i, free, now):
    """Begin a track of unit `n` at plot `i` in the first free row from `free` on; return it, NONE where is none."""
    k = free_row(model, belief, n, free)
    if k >= 0:
        open_track(model, belief, n, k, look.t, i)
        if model.units[n].sources > 0:
            clear_parts(model, belief, n, k)
            store_own(model, belief, n, k, now)
    return k


@kernel
def list_singles(model, belief, n, look, trials):
    """List in `scratch.ranking` the tracks whose only plot is of the look before by the same sensor; return how many.

    Of the first of `scratch.trials`, or of all tracks of a unit that confirms at the first plot.
    """
    scratch, unit = belief.scratch, model.units[n]
    first = unit.first_track
    all_live = unit.confirm_hits <= 1
    count = 0
    for place in range(belief.unit_state[n].high_track - first if all_live else trials):
        k = first + place if all_live else scratch.trials[place]
        track = belief.tracks[k]
        # A tentative track has been aged by this look already.
        fresh = track.status != FREE if all_live else track.looks == 2
        if fresh and track.t == track.started and track.sensor == look.sensor and track.t < look.t:
            scratch.ranking[count] = k
            count += 1
    return count


@kernel
def only_plot_before(model, belief, look, i, singles):
    """The track of `list_singles` whose plot lies nearest to plot `i`, within what the fastest targets fly; or NONE.

    Errors of both plots may add to the distance.
    """
    scratch = belief.scratch
    plot = scratch.batch[i]
    best = NONE
    nearest = inf
    for single in range(singles):
        k = scratch.ranking[single]
        track = belief.tracks[k]
        dx, dy = plot.x - track.x, plot.y - track.y
        distance2 = dx * dx + dy * dy
        if distance2 >= nearest:
            continue
        h = look.t - track.t
        slow = SLOW_GATE * model.priors[0] * h
        errors2 = GATE * (max(plot.xx, plot.yy) + max(belief.covariance[k, 0], belief.covariance[k, 3]))
        reach = model.priors[FASTEST] * h + sqrt(errors2)
        if slow * slow < distance2 < reach * reach:
            nearest = distance2
            best = k
    return best


@kernel
def hasten(model, belief, n, k, t, i, first):
    """Give track `k`, begun at plot `i`, the velocity from the only plot of another.

    Its trial begins with the next look: between two false alarms some velocity nearly always fits, so these plots are
    no hits.
    """
    start_between(belief.tracks, belief.covariance, k, t, belief.scratch.batch, i, first)
    belief.tracks[k].history = belief.tracks[k].looks = 0
    if model.units[n].tracker == TWO_MODELS:
        begin(belief.modes, belief.mode_covariance, k, belief.tracks, belief.covariance)


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
    track.shooter = track.second = NONE
    track.order = track.second_order = NONE
    track.answered = 0
    track.killed_at = -1.0
    track.refused_by = NONE
    track.informed = track.strayed = 0
    track.identity, track.identified_by = UNKNOWN, NO_REASON
    forget_replies(track)
    track.lane_since = inf
    track.cued_at = track.guides_at = track.heard_at = track.apart_at = -inf
    track.twin = NONE
    track.twin_since = t
    track.echo = belief.scratch.batch[i].echo
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
