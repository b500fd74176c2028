"""A unit's picture: its own tracks, made from the plots that reach it, and from nothing else."""

from shieldwall.engine.track.echo import blend_echo
from shieldwall.engine.track.fusion import load_own, store_own
from shieldwall.engine.track.initiation import begin_filter, initiate
from shieldwall.engine.track.registration import to_common
from shieldwall.engine.track.trials import age_trials, decide_trials
from shieldwall.engine.track.upkeep import show
from shieldwall.kernels.assignment import associate
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import update
from shieldwall.kernels.gates import candidates, measure, pack
from shieldwall.kernels.imm import combine, correct, open_gates
from shieldwall.record.emit import filmed
from shieldwall.state.unit import TWO_MODELS


@kernel
def receive(model, belief, log, n, number, rows, now):
    """Bring the plots of a look into unit `n`'s picture at `now`, and write the track row of each to `rows`.

    Plots that come from another unit's sensor carry that site's registration error. A row is NONE where the picture
    was full.
    """
    look = belief.looks[number % belief.looks.shape[0]]
    batch = belief.scratch.batch
    foreign = model.sensors[look.sensor].unit != n
    capacity = belief.plots.shape[0]
    for i in range(look.plots):
        plot = belief.plots[(look.first + i) % capacity]
        batch[i] = plot
        if foreign:
            batch[i].x, batch[i].y = to_common(model.sensors, look.sensor, plot.x, plot.y)
    trials = age_trials(model, belief, n, look.sensor)
    if look.plots > 0:
        belief.unit_state[n].oldest_plot = min(belief.unit_state[n].oldest_plot, look.t)
        correlate(model, belief, n, look, rows, now)
        initiate(model, belief, n, look, rows, trials, now)
    decide_trials(model, belief, log, n, look.sensor, trials, now)
    if filmed(log):
        for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
            show(belief, log, k, model.units[n].name)


@kernel
def correlate(model, belief, n, look, rows, now):
    """Associate the plots of one look with the unit's tracks, NONE or a row for each, and correct these."""
    scratch = belief.scratch
    unit = model.units[n]
    high = belief.unit_state[n].high_track
    tracks = belief.tracks
    t, count = look.t, look.plots
    q = unit.process_noise
    live = pack(tracks, belief.covariance, unit.first_track, high, t, q, scratch.columns, scratch.slots)
    if unit.tracker == TWO_MODELS:
        open_gates(belief.modes, belief.mode_covariance, t, q, scratch.slots, live, scratch.columns)
    found = candidates(scratch.columns, live, scratch.batch, count, scratch.words, scratch.pairs)
    if found < 0:
        belief.progress[0].overflow = 1
        found = 0
    found = measure(tracks, belief.covariance, t, q, scratch.slots, scratch.batch, scratch.pairs, found)
    associate(scratch.pairs, found, scratch.slots, scratch.claims, count, rows)
    for i in range(count):
        k = rows[i]
        if k >= 0:
            correct_track(model, belief, n, k, t, i, now)


@kernel
def correct_track(model, belief, n, k, t, i, now):
    """Correct track `k` by plot `i` of the batch; of a track fused of several parts, what plots say of it."""
    unit = model.units[n]
    batch = belief.scratch.batch
    q = unit.process_noise
    since = t - belief.tracks[k].t
    if unit.sources > 0 and not load_own(model, belief, n, k):
        begin_filter(model, belief, n, k, t, i)
    elif unit.tracker == TWO_MODELS:
        correct(belief.modes, belief.mode_covariance, k, t, batch, i, q, belief.scratch.slots)
        combine(belief.modes, belief.mode_covariance, k, belief.tracks, belief.covariance)
    else:
        update(belief.tracks, belief.covariance, k, t, batch, i, q)
    if unit.sources > 0:
        store_own(model, belief, n, k, now)
    blend_echo(belief.tracks[k], batch[i].echo, since)
    belief.tracks[k].history |= 1
