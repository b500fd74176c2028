"""Where the threats flew that leaked, as their film has it, up to the moment at which they did."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.fates import Fate, endings, outcome_rows
from shieldwall.analysis.rows import Log
from shieldwall.quantities.errors import InputError
from shieldwall.record.recording import Recording

Floats = NDArray[np.float64]


class LeakerPath(NamedTuple):
    """A threat that leaked: its name and system, how far the defence came with it and why no further, and what it hit.

    `path` is where it flew, float64[point, 2], east and north (m) in the order of time; it ends where it leaked.
    """

    threat: str
    system: str
    stage: str
    reason: str
    place: str
    path: Floats


def leaker_paths(recording: Recording) -> list[LeakerPath]:
    """Return the path of every threat that leaked, in the order of the header.

    Raises InputError for a run that was kept without its film.
    """
    bodies = recording.film[recording.film["picture"] < 0]
    if bodies.size == 0:
        raise InputError("this run was kept without its film", instead="fight it again with its film")
    log, found = Log(recording), []
    for ending, outcome in zip(endings(log), outcome_rows(recording), strict=True):
        if ending.fate is not Fate.LEAKED:
            continue
        rows = bodies[(bodies["who"] == ending.threat) & (bodies["t"] < ending.t)]
        rows = rows[np.argsort(rows["t"], kind="stable")]
        path = np.column_stack([rows["x"], rows["y"]]).astype(np.float64)
        system, stage, reason, place = (str(outcome[name] or "") for name in ("system", "stage", "reason", "place"))
        whole = np.vstack([path, log.places[ending.row, :2][None, :]])
        found.append(LeakerPath(log.names[ending.threat], system, stage, reason, place, whole))
    return found


def crossed(path: Floats, size: float) -> set[tuple[int, int]]:
    """Return the squares of so many metres that a path crosses, as numbers from the origin to the east and north.

    Between two points it is straight. A line that runs along an edge is in the square to the east or north of it.
    """
    found = {(int(east), int(north)) for east, north in np.floor(path / size)}
    for here, there in pairwise(path):
        cuts = np.unique(np.concatenate([[0.0, 1.0], _cuts(here[0], there[0], size), _cuts(here[1], there[1], size)]))
        middles = here + 0.5 * (cuts[:-1] + cuts[1:])[:, None] * (there - here)
        found |= {(int(east), int(north)) for east, north in np.floor(middles / size)}
    return found


def _cuts(here: float, there: float, size: float) -> Floats:
    """Which parts of the way between two numbers lie before each multiple of `size` between them."""
    low, high = sorted((here, there))
    lines = np.arange(np.floor(low / size) + 1.0, np.ceil(high / size)) * size
    return np.asarray((lines - here) / (there - here)) if lines.size else np.zeros(0)
