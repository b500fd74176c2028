"""Tentative tracks on trial: each look of the sensor that found them counts, and M hits of N looks confirm."""

import numpy as np

from shieldwall.engine.track.history import WINDOW, hits
from shieldwall.engine.track.initiation import confirm
from shieldwall.engine.track.upkeep import become
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.marks import mark_equal
from shieldwall.state.track import FREE


@kernel
def age_trials(model, belief, n, s):
    """Count a look of sensor `s` for the tentative tracks of unit `n` that it found; return how many.

    Their rows stand in `scratch.trials`.
    """
    scratch = belief.scratch
    trials = scratch.trials
    first, last = model.units[n].first_track, belief.unit_state[n].high_track
    marks = scratch.words.view(np.uint8)
    mark_equal(belief.finders, first, last, s, marks)
    count = 0
    for word in range((last - first + 7) >> 3):
        if scratch.words[word] == 0:
            continue
        for k in range(first + 8 * word, min(first + 8 * word + 8, last)):
            if marks[k - first] != 0:
                track = belief.tracks[k]
                track.history = (track.history << 1) & WINDOW
                track.looks += 1
                trials[count] = k
                count += 1
    return count


@kernel
def decide_trials(model, belief, log, n, s, count, now):
    """Confirm the tracks that `age_trials` listed, `count` of them, or forget them.

    A track that this look began is decided at its next, unless one look is enough.
    """
    unit = model.units[n]
    if unit.confirm_hits <= 1 or unit.confirm_looks <= 1:
        count = list_trials(model, belief, n, s)
    for i in range(count):
        k = belief.scratch.trials[i]
        track = belief.tracks[k]
        if hits(track.history) >= unit.confirm_hits:
            confirm(model, belief, log, n, k, now)
        elif track.looks >= unit.confirm_looks:
            become(belief, k, FREE)


@kernel
def list_trials(model, belief, n, s):
    """List the tentative tracks of unit `n` that sensor `s` found in `scratch.trials`; return how many."""
    count = 0
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        if belief.finders[k] == s:
            belief.scratch.trials[count] = k
            count += 1
    return count
