"""The routes of a raid on the plane of its frame, as each unit flies them before its members depart from them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_waypoint import WAYPOINT
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario.fields import Waypoint
from shieldwall.scenario.schema import RedUnit, Strike

Route = Sequence[Waypoint]
#: A route shifted sideways leads back to its target over so many last metres.
RETURN_TO_TARGET = 20_000.0


@dataclass(frozen=True)
class Target:
    """What a threat may strike or look at: its PLACE row and its point in the frame.

    `radius` is metres within which a weapon hits a place, None for a unit; `hardness` is kg of warhead that
    destroy a unit, None for a place.
    """

    row: int
    x: float
    y: float
    z: float
    radius: float | None = None
    hardness: float | None = None


def waypoints(points: Route, unit: RedUnit, frame: Frame, places: Mapping[str, Target]) -> NDArray[Any]:
    """Return WAYPOINT rows of the points of a unit's route; `places` are the targets by their names."""
    rows = np.zeros(len(points), WAYPOINT)
    height, fixed = unit.height, None
    for number, point in enumerate(points):
        height = height if point.height is None else point.height
        x, y, _ = (float(part) for part in frame.to_enu(*point.position, 0.0))
        mission, last = unit.mission, number == len(points) - 1
        if mission is not None and (point.target == mission.on or (last and isinstance(mission, Strike))):
            x, y, fixed = places[mission.on].x, places[mission.on].y, number
        for name, value in zip(("x", "y", "height", "above_ground"), (x, y, *height[:2]), strict=True):
            rows[name][number] = value
    if fixed is not None:
        rows, fixed = returning(rows, fixed)
    if len(rows):
        shift(rows, fixed)
    return rows


def course_to(
    x: float, y: float, rows: NDArray[Any], aim: Target | None, north: NDArray[np.float64]
) -> tuple[float, float]:
    """Return the direction to the middle of an orbit: from the end of the route, else from the aim, else north.

    An orbit without a route begins on that side, away from its aim. So where it lies hangs on nothing else in the
    scenario, as on the origin of the plane, which each unit of blue moves.
    """
    if len(rows):
        ahead_x, ahead_y = x - rows["x"][-1], y - rows["y"][-1]
    else:
        ahead_x, ahead_y = (x - aim.x, y - aim.y) if aim is not None else (0.0, 0.0)
    if math.hypot(ahead_x, ahead_y) <= 1.0:
        ahead_x, ahead_y = north[0], north[1]
    away = math.hypot(ahead_x, ahead_y)
    return ahead_x / away, ahead_y / away


def returning(rows: NDArray[Any], fixed: int) -> tuple[NDArray[Any], int]:
    """Return a route with a point more, from which members come together, and the row of the point where they meet."""
    if fixed < 1:
        return rows, fixed
    here, there = rows[fixed - 1], rows[fixed]
    length = math.hypot(there["x"] - here["x"], there["y"] - here["y"])
    if length <= RETURN_TO_TARGET:
        return rows, fixed
    added = np.zeros(1, WAYPOINT)
    added["blend"] = share = RETURN_TO_TARGET / length
    for axis in "xy":
        added[axis] = there[axis] + share * (here[axis] - there[axis])
    return np.concatenate([rows[:fixed], added, rows[fixed:]]), fixed + 1


def shift(rows: NDArray[Any], fixed: int | None) -> None:
    """Fill in where points go as a route is moved to its right, all but a point that is fixed; corners stay corners."""
    steps = np.column_stack([np.diff(rows["x"]), np.diff(rows["y"])])
    units = steps / np.hypot(steps[:, 0], steps[:, 1])[:, None]
    right = np.column_stack([units[:, 1], -units[:, 0]])
    middle = np.vstack([right[:1], right]) + np.vstack([right, right[-1:]])
    # At a corner the point moves farther, by one over the cosine of half the turn; not farther than twice.
    rows["square"] = np.maximum((middle**2).sum(axis=1), 1.0)
    rows["shift_x"], rows["shift_y"] = middle.T
    if fixed is not None:
        rows["shift_x"][fixed] = rows["shift_y"][fixed] = 0.0
