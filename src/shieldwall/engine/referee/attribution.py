"""Track-to-truth association: which body a track really follows, for the log alone; no unit can read it."""

from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import TRACK_FOLLOWS
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED


@kernel
def attribute(model, truth, belief, log, tracks, origins, first, t):
    """Note which body each corrected track really follows now.

    `tracks`: int64[n], the track row of each of n plots or reported tracks, NONE for none; `origins`: int64[m], the
    ring of the bodies behind them, `first` the number of the first.
    """
    for i in range(tracks.shape[0]):
        k = tracks[i]
        if k < 0:
            continue
        origin = origins[(first + i) % origins.shape[0]]
        track = belief.tracks[k]
        follows = truth.follows[k]
        follows[0] = origin
        if track.status == CONFIRMED and (follows[1] != track.number or follows[2] != origin):
            follows[1] = track.number
            follows[2] = origin
            names = (model.units[track.unit].name, truth.bodies[origin].name if origin >= 0 else NONE)
            place = (track.x, track.y, track.z)
            emit(log, t, TRACK_FOLLOWS, NO_REASON, track.cause, names, place, (track.number, 0.0))


@kernel
def attribute_reports(truth, belief, first, count):
    """Note which bodies the tracks really follow that a unit reports, `count` of them from number `first` on."""
    for i in range(first, first + count):
        row = i % truth.reported.shape[0]
        truth.reported[row] = truth.follows[belief.reported[row].row, 0]
