"""What the header of a recording tells of each threat."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_groups import ABSENT, LINES, SHORT, Drawn
from shieldwall.assembly.plan.raid import RaidPlan
from shieldwall.kernels.paths import COLUMNS, FINENESS, T, X, Y, Z
from shieldwall.kernels.polylines import bends
from shieldwall.state.script import OBSERVE, RELEASE, STRIKE

#: How far the route in the header may lie off the path flown, m.
HEADER_TOLERANCE = 150.0
#: Acts that a threat is sent for.
TASKS = (RELEASE, STRIKE, OBSERVE)

Floats = NDArray[np.float64]


def threats_in_header(plan: RaidPlan, drawn: Drawn, figures: Floats) -> dict[str, dict[str, Any]]:
    """Return, by name, what the header tells of each threat that flies in a replication."""
    script = drawn.script[: drawn.filled[LINES]]
    tasks = script[np.isin(script["what"], TASKS)]
    # The first of each body is the earliest.
    due = dict(zip(tasks["body"][::-1].tolist(), tasks["t"][::-1].tolist(), strict=True))
    found = {}
    for row, sent in enumerate(plan.sent):
        if drawn.came[row] == ABSENT:
            continue
        path = _flown(drawn, row)
        found[sent.name] = {
            "entry": sent.entry.id,
            "title": sent.entry.title,
            "kind": sent.entry.kind,
            "carrier": sent.carrier,
            "mission": sent.mission + (", out of its reach" if drawn.came[row] == SHORT else ""),
            "cost": float(figures[plan.raid.threats[plan.raid.members[row].threat].cost]),
            "enters": max(0.0, float(path[T, 0])),
            "due": due.get(row),
            "route": _route(path),
        }
    return found


def _flown(drawn: Drawn, row: int) -> Floats:
    """The path of a body through the ends of its legs."""
    body = drawn.bodies[row]
    legs = drawn.legs[body.first_leg : body.first_leg + body.legs]
    path = np.zeros((COLUMNS, len(legs) + 1))
    for column, (row_of, name) in enumerate(((T, "t"), (X, "x"), (Y, "y"), (Z, "z"))):
        path[row_of, :-1] = legs[name]
        path[row_of, -1] = drawn.ends[row, column]
    return path


def _route(path: Floats) -> list[list[float]]:
    path[FINENESS] = 1.0 / HEADER_TOLERANCE**2
    stay = np.zeros(path.shape[1] + 1, np.int64)
    kept = stay[: bends(path, path.shape[1], stay)]
    return [[round(float(number), 1) for number in point] for point in path[[T, X, Y, Z]][:, kept].T]
