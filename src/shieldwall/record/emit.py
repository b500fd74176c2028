"""Append a row to the log, from compiled code."""

from typing import NamedTuple

import numpy as np

from shieldwall.kernels.compiled import kernel


class Book(NamedTuple):
    """The tables that a run writes: `log` EVENT rows, `film` SAMPLE rows, and `filled`, how many of each there are."""

    log: np.ndarray
    film: np.ndarray
    filled: np.ndarray


@kernel
def emit(book, t, what, place, values):
    """Append an event and return its row; a full log only counts on, so that the caller can grow it and run again.

    `what` is (kind, why, cause, who, whom), `place` (x, y, z) in metres, `values` (v0, v1).
    """
    row = book.filled[0]
    book.filled[0] = row + 1
    if row < book.log.shape[0]:
        event = book.log[row]
        event.t = t
        event.kind = what[0]
        event.why = what[1]
        event.cause = what[2]
        event.who = what[3]
        event.whom = what[4]
        event.x = place[0]
        event.y = place[1]
        event.z = place[2]
        event.v0 = values[0]
        event.v1 = values[1]
    return row


@kernel(inline=True)
def filmed(book):
    """Whether this run writes a film; without one nobody need look for what it would show."""
    return book.film.shape[0] > 0


@kernel
def shoot(book, t, who, place, velocity, spread):
    """Append a sample of the film, if there is one; `who` is (picture, name), `spread` (sxx, sxy, syy, szz) in m2."""
    if not filmed(book):
        return
    row = book.filled[1]
    book.filled[1] = row + 1
    if row < book.film.shape[0]:
        sample = book.film[row]
        sample.t = t
        sample.picture = who[0]
        sample.who = who[1]
        sample.x = place[0]
        sample.y = place[1]
        sample.z = place[2]
        sample.vx = velocity[0]
        sample.vy = velocity[1]
        sample.vz = velocity[2]
        sample.sxx = spread[0]
        sample.sxy = spread[1]
        sample.syy = spread[2]
        sample.szz = spread[3]
