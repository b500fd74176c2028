"""Gating: which plots of a scan may belong to which tracks of a picture.

Once per scan the live tracks are packed into dense float32 columns; one branch-free pass over them per plot
leaves few pairs, and only for these are tracks expected in full and distances measured exactly.
"""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import POSITION, expect, horizontal, mahalanobis

FREE, TENTATIVE, CONFIRMED = 0, 1, 2
"""Status of a row of the track table."""

GATE = 16.0
"""Squared distance beyond which a plot is not a track's: 99.9 % of a chi-square in three dimensions."""

# How much a tentative track's gain counts: a confirmed one loses its plot to it at the gate's very edge only.
TENTATIVE_WEIGHT = 1.0 / 1024.0

# Float32 holds 500 km to 0.03 m.
SLACK = 1.0

SLOT = np.dtype(
    [
        *((name, np.float64) for name in POSITION.names or ()),
        ("row", np.int64),
        ("weight", np.float64),
        ("price", np.float64),
        ("length", np.float64),
        ("owner", np.int64),
        ("parent", np.int64),
        ("rivals", np.int64),
        ("reached", np.int64),
        ("settled", np.int64),
        ("expected", np.int64),
    ]
)
"""A live track as expected at the scan's time, where `expected` is 1, its row and weight; the rest is workspace of
`associate`."""

PAIR = np.dtype([("plot", np.int64), ("slot", np.int64), ("distance", np.float64)])
"""A plot inside a track's gate and the squared distance between them."""


@kernel
def pack(tracks, covariance, lo, hi, t, q, columns, slots):
    """Pack the live tracks among rows `lo` to `hi` - 1 as expected at time `t`; return how many.

    The time may lie before or after a track's own; the tracks stay as they are. `columns: float32[3, n]` gets
    x, y and the half-width of a square around the gate, `slots: SLOT[n]` row and weight; n is at least hi - lo.
    """
    count = 0
    for k in range(lo, hi):
        status = tracks[k]["status"]
        if status == FREE:
            continue
        slot = slots[count]
        slot["row"] = k
        slot["weight"] = 1.0 if status >= CONFIRMED else TENTATIVE_WEIGHT
        slot["expected"] = 0
        x, y, xx, yy = horizontal(tracks, covariance, k, t, q)
        columns[0, count] = x
        columns[1, count] = y
        columns[2, count] = half_width(xx, yy)
        count += 1
    return count


@kernel(inline=True)
def half_width(xx, yy):
    """Half the width, m, of a square around the gate of a track with these variances of x and y."""
    return np.sqrt(GATE * max(xx, yy)) + SLACK


@kernel
def candidates(columns, count, plots, number, words, pairs):
    """List the pairs of the first `number` plots and `count` packed tracks whose gates may meet; return how many.

    Pairs come in the order of plots, then of slots; their distance is left to `measure`. `words: uint64[n]` is a
    workspace, n at least (count + 7) // 8. Returns -1 when `pairs: PAIR[n]` is too short.
    """
    hits = words.view(np.uint8)
    east = columns[0]
    north = columns[1]
    width = columns[2]
    found = 0
    for i in range(number):
        plot = plots[i]
        x = np.float32(plot["x"])
        y = np.float32(plot["y"])
        reach = np.float32(np.sqrt(GATE * max(plot["xx"], plot["yy"])))
        for j in range(count):
            hits[j] = (abs(x - east[j]) < width[j] + reach) & (abs(y - north[j]) < width[j] + reach)
        for word in range((count + 7) >> 3):
            if words[word] == 0:
                continue
            for j in range(8 * word, min(8 * word + 8, count)):
                if hits[j] == 0:
                    continue
                if found == len(pairs):
                    return -1
                pair = pairs[found]
                pair["plot"] = i
                pair["slot"] = j
                found += 1
    return found


@kernel
def measure(tracks, covariance, t, q, slots, plots, pairs, found):
    """Keep those of the first `found` pairs whose plot is in the track's gate at `t`, with their distance; how many.

    A track is expected in full when the first of its pairs is measured, unless its slot says that it is.
    """
    kept = 0
    for pair in range(found):
        i, j = pairs[pair]["plot"], pairs[pair]["slot"]
        if slots[j]["expected"] == 0:
            expect(tracks, covariance, slots[j]["row"], t, q, slots, j)
            slots[j]["expected"] = 1
        distance = mahalanobis(slots, j, plots, i)
        if distance < GATE:
            pairs[kept]["plot"] = i
            pairs[kept]["slot"] = j
            pairs[kept]["distance"] = distance
            kept += 1
    return kept
