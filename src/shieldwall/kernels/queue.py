"""A priority queue of table rows: a binary heap, first the earliest, of equal times the one that was put in first.

Williams, "Algorithm 232: Heapsort", Communications of the ACM 7(6), 1964. The first `count` entries are the heap; the
rows of the others are free.
"""

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.compiled import kernel

ENTRY = np.dtype([("t", np.float64), ("serial", np.int64), ("row", np.int64)])
"""A row that waits for a time, s, and its number in the order of putting in."""


def empty_queue(capacity: int) -> NDArray[np.void]:
    """Return the entries of a queue of so many rows, all of them free."""
    queue = np.zeros(capacity, ENTRY)
    queue["row"] = np.arange(capacity)
    return queue


@kernel
def put_in(queue, count, t, serial):
    """Put a free row into a queue of `count`, fewer than it has entries, to wait for `t`; return the row."""
    row = queue[count]["row"]
    place = count
    while place > 0:
        above = (place - 1) >> 1
        entry = queue[above]
        # What was put in later never goes before an equal.
        if entry["t"] <= t:
            break
        _write(queue, place, entry["t"], entry["serial"], entry["row"])
        place = above
    _write(queue, place, t, serial, row)
    return row


@kernel
def hasten(queue, place, t):
    """Let the row at a place of the queue, which waits for a later time, wait for `t`."""
    serial, row = queue[place]["serial"], queue[place]["row"]
    while place > 0:
        above = (place - 1) >> 1
        entry = queue[above]
        if entry["t"] < t or (entry["t"] == t and entry["serial"] < serial):
            break
        _write(queue, place, entry["t"], entry["serial"], entry["row"])
        place = above
    _write(queue, place, t, serial, row)


@kernel
def take_first(queue, count):
    """Take the first row out of a queue of `count`, at least one; return the row, which is free then."""
    row = queue[0]["row"]
    last = count - 1
    t, serial, moved = queue[last]["t"], queue[last]["serial"], queue[last]["row"]
    place = 0
    while 2 * place + 1 < last:
        below = 2 * place + 1
        if below + 1 < last and _before(queue, below + 1, queue[below]["t"], queue[below]["serial"]):
            below += 1
        if not _before(queue, below, t, serial):
            break
        _write(queue, place, queue[below]["t"], queue[below]["serial"], queue[below]["row"])
        place = below
    _write(queue, place, t, serial, moved)
    queue[last]["row"] = row
    return row


@kernel(inline=True)
def _before(queue, place, t, serial):
    entry = queue[place]
    return entry["t"] < t or (entry["t"] == t and entry["serial"] < serial)


@kernel(inline=True)
def _write(queue, place, t, serial, row):
    entry = queue[place]
    entry["t"] = t
    entry["serial"] = serial
    entry["row"] = row
