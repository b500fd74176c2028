"""Gate and update as a picture of the engine does them, over recorded scans, in one compiled call.

The steps are those of `engine/track` (pack, candidates, measure, associate, update, start, confirm, drop), with its
kernels and its table, and without its log and its blindfold.
"""

from typing import NamedTuple

import numpy as np

from figures.battle import LOOK, Seen
from shieldwall.assembly.plan.scratch import PRIORS
from shieldwall.kernels.assignment import CLAIM, associate
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import start, update
from shieldwall.kernels.gates import PAIR, SLOT, candidates, measure, pack
from shieldwall.state.look import PLOT
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE, TRACK

WINDOW = 31
#: Process noise of a track, m2/s3, hits and looks that confirm it, and silence that drops it, s: bench-60's values.
NOISE, HITS, LOOKS, DROP_AFTER = 192.0, 3, 5, 30.0
TRACKS, BATCH, PAIRS = 2048, 512, 32768


class Picture(NamedTuple):
    """A picture's tracks and workspaces, and what became of each plot: the row of its track in `taken: int64[plot]`.

    `rules: float64[6]` are the process noise, the silence that drops a track, hits and looks that confirm, and then
    what the last call left: rows in use and updates made.
    """

    tracks: np.ndarray
    covariance: np.ndarray
    batch: np.ndarray
    columns: np.ndarray
    slots: np.ndarray
    words: np.ndarray
    pairs: np.ndarray
    claims: np.ndarray
    assigned: np.ndarray
    priors: np.ndarray
    rules: np.ndarray
    taken: np.ndarray


def empty_picture(plots: int) -> Picture:
    """A picture without tracks."""
    return Picture(
        tracks=np.zeros(TRACKS, TRACK).view(np.recarray),
        covariance=np.zeros((TRACKS, 21)),
        batch=np.zeros(BATCH, PLOT).view(np.recarray),
        columns=np.zeros((3, TRACKS), np.float32),
        slots=np.zeros(TRACKS, SLOT),
        words=np.zeros(TRACKS // 8 + 1, np.uint64),
        pairs=np.zeros(PAIRS, PAIR),
        claims=np.zeros(BATCH + 1, CLAIM),
        assigned=np.zeros(BATCH, np.int64),
        priors=np.array(PRIORS),
        rules=np.array([NOISE, DROP_AFTER, HITS, LOOKS, 0.0, 0.0]),
        taken=np.full(plots, -1, np.int64),
    )


@kernel
def follow(picture, looks, first_look, last_look, plots):
    """Bring the looks `first_look` to `last_look` - 1 into a picture; return the pairs that were measured, or -1."""
    tracks, covariance = picture.tracks, picture.covariance
    q, drop_after = picture.rules[0], picture.rules[1]
    confirm_hits, confirm_looks = int(picture.rules[2]), int(picture.rules[3])
    high = int(picture.rules[4])
    measured = updates = 0
    for n in range(first_look, last_look):
        look = looks[n]
        t, s, first, count = look["t"], look["sensor"], look["first"], look["count"]
        for i in range(count):
            picture.batch[i] = plots[first + i]
        for k in range(high):
            track = tracks[k]
            if track["status"] == TENTATIVE and track["sensor"] == s:
                track["history"] = (track["history"] << 1) & WINDOW
                track["looks"] += 1
        live = pack(tracks, covariance, 0, high, t, q, picture.columns, picture.slots)
        found = candidates(picture.columns, live, picture.batch, count, picture.words, picture.pairs)
        if found < 0:
            return -1
        found = measure(tracks, covariance, t, q, picture.slots, picture.batch, picture.pairs, found)
        measured += found
        associate(picture.pairs, found, picture.slots, picture.claims, count, picture.assigned)
        free = 0
        for i in range(count):
            k = picture.assigned[i]
            if k >= 0:
                update(tracks, covariance, k, t, picture.batch, i, q)
                tracks[k]["history"] |= 1
                updates += 1
        for i in range(count):
            if picture.assigned[i] < 0:
                while free < tracks.shape[0] and tracks[free]["status"] != FREE:
                    free += 1
                if free == tracks.shape[0]:
                    return -1
                begin(picture, free, t, i, s)
                picture.assigned[i] = free
                high = max(high, free + 1)
            picture.taken[first + i] = picture.assigned[i]
        for k in range(high):
            update_status(tracks[k], s, t, confirm_hits, confirm_looks, drop_after)
        while high > 0 and tracks[high - 1]["status"] == FREE:
            high -= 1
    picture.rules[4], picture.rules[5] = high, updates
    return measured


@kernel
def begin(picture, k, t, i, s):
    """Make row `k` a tentative track on plot `i` of the batch, from sensor `s`."""
    start(picture.tracks, picture.covariance, k, t, picture.batch, i, picture.priors)
    track = picture.tracks[k]
    track["status"], track["sensor"], track["history"], track["looks"] = TENTATIVE, s, 1, 1


@kernel
def update_status(track, s, t, confirm_hits, confirm_looks, drop_after):
    """Confirm a track by M hits of N looks, or forget it."""
    if track["status"] == TENTATIVE and track["sensor"] == s:
        history = track["history"]
        hits = 0
        for bit in range(5):
            hits += (history >> bit) & 1
        if hits >= confirm_hits:
            track["status"] = CONFIRMED
        elif track["looks"] >= confirm_looks:
            track["status"] = FREE
    if track["status"] != FREE and t - track["t"] > drop_after:
        track["status"] = FREE


def follow_all(seen: Seen) -> Picture:
    """Bring all looks into an empty picture, and return it."""
    picture = empty_picture(len(seen.plots))
    assert seen.looks.dtype == LOOK
    assert follow(picture, seen.looks, 0, len(seen.looks), seen.plots) >= 0
    return picture
