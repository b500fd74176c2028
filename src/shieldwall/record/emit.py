"""Append a row to the log, from compiled code."""

from typing import NamedTuple

import numpy as np

from shieldwall.kernels.compiled import kernel


class EventLog(NamedTuple):
    """The tables that a run writes: `events` EVENT rows, `film` SAMPLE rows, and `filled`, how many of each."""

    events: np.ndarray
    film: np.ndarray
    filled: np.ndarray


@kernel
def emit(log, t, kind, why, cause, names, place, values):
    """Append an event and return its row; a full log only counts on, so that the caller can grow it and run again.

    `names` are (who, whom), `place` (x, y, z) in metres, `values` (v0, v1).
    """
    row = log.filled[0]
    log.filled[0] = row + 1
    if row < log.events.shape[0]:
        event = log.events[row]
        event.t = t
        event.kind = kind
        event.why = why
        event.cause = cause
        event.who, event.whom = names
        event.x, event.y, event.z = place
        event.v0, event.v1 = values
    return row


@kernel(inline=True)
def filmed(log):
    """Whether this run writes a film; without one nobody need look for what it would show."""
    return log.film.shape[0] > 0


@kernel
def sample(log, t, picture, name, place, velocity, spread):
    """Append a sample to the film, if there is one; `spread` is (sxx, sxy, syy, szz) in m2.

    `picture` is the name of the unit whose track number `name` is, or -1 for the body of that name.
    """
    if not filmed(log):
        return
    row = log.filled[1]
    log.filled[1] = row + 1
    if row < log.film.shape[0]:
        shot = log.film[row]
        shot.t = t
        shot.picture, shot.who = picture, name
        shot.x, shot.y, shot.z = place
        shot.vx, shot.vy, shot.vz = velocity
        shot.sxx, shot.sxy, shot.syy, shot.szz = spread
