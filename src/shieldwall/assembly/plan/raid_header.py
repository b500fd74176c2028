"""What the header of a recording says of each threat, and of each flight besides."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_groups import ABSENT, LEGS, LINES, SHORT, Drawn
from shieldwall.assembly.plan.raid import RaidPlan
from shieldwall.kernels.paths import COLUMNS, FINENESS, T, X, Y, Z
from shieldwall.kernels.polylines import bends
from shieldwall.state.body import BLUE, NEUTRAL, RED
from shieldwall.state.script import OBSERVE, RELEASE, STRIKE

#: How far the route in the header may lie off the path flown, m.
HEADER_TOLERANCE = 150.0
#: Sides of what flies besides the raid, in words.
SIDE = {BLUE: "blue", NEUTRAL: "neutral"}
#: Acts that a threat is sent for.
TASKS = (RELEASE, STRIKE, OBSERVE)

Floats = NDArray[np.float64]
#: Rows of a path that make a point: when and where.
POINT = [T, X, Y, Z]


def threats_in_header(plan: RaidPlan, drawn: Drawn, figures: Floats) -> dict[str, Any]:
    """Return what the header says, by name, of each threat that flies in a replication, and of each other flight."""
    found = _flying(plan, drawn, figures)
    sides = {sent.name: int(side) for sent, side in zip(plan.sent, drawn.bodies["side"], strict=True)}
    red = {name: said for name, said in found.items() if sides[name] == RED}
    others = {name: said | {"side": SIDE[sides[name]]} for name, said in found.items() if sides[name] != RED}
    return {"threats": red, **({"traffic": others} if others else {})}


def _flying(plan: RaidPlan, drawn: Drawn, figures: Floats) -> dict[str, dict[str, Any]]:
    script = drawn.script[: drawn.filled[LINES]]
    tasks = script[np.isin(script["what"], TASKS)]
    # The first of each body is the earliest.
    due = dict(zip(tasks["body"][::-1].tolist(), tasks["t"][::-1].tolist(), strict=True))
    legs = np.stack([drawn.legs[name][: drawn.filled[LEGS]] for name in ("t", "x", "y", "z")])
    first, counts = (drawn.bodies[name].tolist() for name in ("first_leg", "legs"))
    found = {}
    for row, sent in enumerate(plan.sent):
        if drawn.came[row] == ABSENT:
            continue
        path = _flown(legs[:, first[row] : first[row] + counts[row]], drawn.ends[row])
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


def _flown(legs: Floats, end: Floats) -> Floats:
    """The path of a body through the beginnings of its legs, float64[4, leg], and where it ends: t, x, y, z."""
    path = np.zeros((COLUMNS, legs.shape[1] + 1))
    path[POINT, :-1] = legs
    path[POINT, -1] = end
    return path


def _route(path: Floats) -> list[list[float]]:
    path[FINENESS] = 1.0 / HEADER_TOLERANCE**2
    stay = np.zeros(path.shape[1] + 1, np.int64)
    kept = stay[: bends(path, path.shape[1], stay)]
    route: list[list[float]] = np.round(path[POINT][:, kept].T, 1).tolist()
    return route
