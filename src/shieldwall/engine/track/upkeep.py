"""Tracks that stay in a picture: shown in the film, and dropped when no plot has met them for too long."""

from shieldwall.engine.track.fusion import clear_parts
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit, sample
from shieldwall.record.kinds import TRACK_DROPPED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE

#: A confirmed track is sampled for the film at most once in so many seconds.
FILM_INTERVAL = 5.0


@kernel
def become(belief, k, status):
    """Change the status of track `k` of a picture."""
    track = belief.tracks[k]
    track.status = status
    belief.finders[k] = track.sensor if status == TENTATIVE else NONE


@kernel
def show(belief, log, k, picture):
    """Sample a confirmed track for the film, when the last sample is old enough."""
    track = belief.tracks[k]
    if track.status != CONFIRMED or track.t - track.shown_at < FILM_INTERVAL:
        return
    track.shown_at = track.t
    p = belief.covariance[k]
    place, velocity = (track.x, track.y, track.z), (track.vx, track.vy, track.vz)
    sample(log, track.t, picture, track.number, place, velocity, (p[0], p[1], p[3], p[5]))


@kernel
def prune(model, belief, log, n, t):
    """Drop the tracks of a unit that no plot has met for too long; look for them only once there may be one."""
    unit = model.units[n]
    state = belief.unit_state[n]
    tracks = belief.tracks
    if unit.sources > 0 or t - state.oldest_plot > unit.drop_after:
        drop_aged(model, belief, log, n, t)
    while state.high_track > unit.first_track and tracks[state.high_track - 1].status == FREE:
        state.high_track -= 1


@kernel
def drop_aged(model, belief, log, n, t):
    """Drop the tracks of a unit that no plot has met for too long, and note when the others were met."""
    unit, state, tracks = model.units[n], belief.unit_state[n], belief.tracks
    state.oldest_plot = t
    for k in range(unit.first_track, state.high_track):
        track = tracks[k]
        if track.status != FREE and t - track.t > unit.drop_after:
            if track.status == CONFIRMED:
                drop(model, belief, log, n, k, t)
            become(belief, k, FREE)
            if unit.sources > 0:
                clear_parts(model, belief, n, k)
        elif track.status != FREE:
            state.oldest_plot = min(state.oldest_plot, track.t)


@kernel
def drop(model, belief, log, n, k, t):
    """Take a confirmed track out of a unit's picture."""
    track = belief.tracks[k]
    become(belief, k, FREE)
    names, place = (model.units[n].name, NONE), (track.x, track.y, track.z)
    emit(log, t, TRACK_DROPPED, NO_REASON, track.cause, names, place, (track.number, t - track.started))
