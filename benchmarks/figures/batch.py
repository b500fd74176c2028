"""Batch flight: the engine's rounds of one kind, launched at targets all around, in lock step in one compiled call."""

import numpy as np

from shieldwall.kernels import flight as f
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import FIELDS, advance, launch

STEP = 0.05
SECONDS = 30.0
TICKS = round(SECONDS / STEP)
#: Rounds in the air together: a busy second of bench-60, a raid tenfold, and the flights of one reach table.
BATCHES = (8, 64, 512)


@kernel
def fly(table, airframes, kind, ticks, step, radius):
    """Carry every column through so many ticks from time zero."""
    for tick in range(ticks):
        advance(table, 0, table.shape[1], airframes, kind, tick * step, step, radius)


def launched(airframes: np.ndarray, kind: int, count: int) -> np.ndarray:
    """Flight table of `count` rounds launched within five seconds at targets that come in at 250 m/s."""
    rng = np.random.default_rng(7)
    table = np.zeros((FIELDS, count))
    reach = float(airframes[kind]["reach_range"])
    bearing = rng.uniform(0.0, 2.0 * np.pi, count)
    distance = rng.uniform(0.4, 0.9, count) * reach
    table[f.TX], table[f.TY] = distance * np.cos(bearing), distance * np.sin(bearing)
    table[f.TZ] = rng.uniform(0.2, 0.8, count) * min(float(airframes[kind]["reach_height"]), 12e3)
    table[f.TVX], table[f.TVY] = -250.0 * np.cos(bearing), -250.0 * np.sin(bearing)
    ahead = distance / 1100.0
    table[f.PX : f.PZ + 1] = table[f.TX : f.TZ + 1] + ahead * table[f.TVX : f.TVZ + 1]
    when = np.sort(rng.uniform(0.0, 5.0, count))
    table[f.PT] = when + ahead
    for column in range(count):
        launch(table, column, airframes, kind, when[column])
    return table
