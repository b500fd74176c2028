"""The scratch arrays of the defence, which hold nothing between events."""

from __future__ import annotations

import numpy as np

from shieldwall.engine.track.fusion import LATER
from shieldwall.kernels.assignment import CLAIM
from shieldwall.kernels.gates import PAIR, SLOT
from shieldwall.state.groups import Scratch
from shieldwall.state.look import PLOT
from shieldwall.state.offer import OFFER

#: Rows at scale 1: plots of one look, pairs of a plot and a track, rounds that hit before one event, shots that a post
#: compares.
BATCH, PAIRS, HITS, OFFERS = 512, 8192, 256, 1024
#: What is known of a new track: horizontal speed and climb, m/s, and height, m, as standard deviations; and the
#: greatest speed at which two plots can be of one target, m/s.
PRIORS = (250.0, 40.0, 4000.0, 3000.0)


def scratch_arrays(tracks: int, sources: int, units: int, scale: int) -> Scratch:
    """Return the scratch arrays of `units` units for a post of `tracks` tracks at scale 1.

    `sources` units report their tracks to it.
    """
    tracks *= scale
    return Scratch(
        batch=np.zeros(BATCH * scale, PLOT).view(np.recarray),
        columns=np.zeros((3, tracks), np.float32),
        slots=np.zeros(tracks, SLOT),
        words=np.zeros(tracks // 8 + 1, np.uint64),
        pairs=np.zeros(PAIRS * scale, PAIR),
        claims=np.zeros(BATCH * scale + 1, CLAIM),
        assigned=np.zeros(BATCH * scale, np.int64),
        joined=np.zeros(BATCH * scale, np.int64),
        ranking=np.zeros(tracks, np.int64),
        offers=np.zeros(OFFERS * scale, OFFER).view(np.recarray),
        spare=np.zeros(units, np.int64),
        trials=np.zeros(tracks, np.int64),
        matrices=np.zeros((LATER + sources + 1, 6, 6)),
    )
