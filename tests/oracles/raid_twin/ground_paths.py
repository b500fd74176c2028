"""Paths over the ground: shifted sideways, rounded at their waypoints, circled, cut and flown back.

A route is float64[n, 4], rows of x and y in the frame's plane (metres), and the height asked for: `base`
metres above sea level plus `weight` times the ground, so that 1 stands for a height above ground and 0 for
one above the sea, and both kinds blend into each other along a leg. A path has the same columns, sampled
as it is flown.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

X, Y, BASE, WEIGHT = range(4)

#: Greatest distance between samples of a path, m, and greatest turn between them, rad.
STEP, BEND = 500.0, 0.09
#: A turn of less is none, rad.
STRAIGHT = 1e-6


class GroundPath(NamedTuple):
    """The path flown over the ground: its samples, and the station (metres along it) at each waypoint."""

    samples: Floats
    waypoints: Floats


def stations(path: Floats) -> Floats:
    """Return the distance along a route or path at each of its rows, metres."""
    steps = np.hypot(np.diff(path[:, X]), np.diff(path[:, Y]))
    return np.concatenate([[0.0], np.cumsum(steps)])


def at(path: Floats, station: float) -> Floats:
    """Return the row of a path at a station, between its samples."""
    s = stations(path)
    return np.array([np.interp(station, s, column) for column in path.T])


def split(route: Floats, index: int, distance: float) -> Floats:
    """Return a route with a point more, `distance` metres before that at `index`, if its leg is longer."""
    if index < 1 or distance <= 0.0:
        return route
    here, there = route[index - 1], route[index]
    length = math.hypot(there[X] - here[X], there[Y] - here[Y])
    if length <= distance:
        return route
    return np.insert(route, index, there + distance / length * (here - there), axis=0)


def shifted(route: Floats, offset: float, fixed: int | None = None) -> Floats:
    """Return a route moved `offset` metres to its right, all but the point `fixed`; corners stay corners."""
    steps = np.diff(route[:, :2], axis=0)
    units = steps / np.hypot(steps[:, 0], steps[:, 1])[:, None]
    right = np.column_stack([units[:, 1], -units[:, 0]])
    before, after = np.vstack([right[:1], right]), np.vstack([right, right[-1:]])
    middle = before + after
    # At a corner the point moves farther, by one over the cosine of half the turn; not farther than twice.
    square = np.maximum((middle**2).sum(axis=1), 1.0)
    moved = route.copy()
    moved[:, :2] += 2.0 * offset * middle / square[:, None]
    if fixed is not None:
        moved[fixed] = route[fixed]
    return moved


def rounded(route: Floats, radius: float) -> GroundPath:
    """Return the path along a route, with a turn of `radius` metres inside each waypoint (fly-by).

    Where two legs are too short for it, the turn is as tight as they need.
    """
    if len(route) < 2:
        return GroundPath(route.copy(), np.zeros(1))
    corners = _corners(route[:, :2], radius)
    pieces, waypoints, s = [route[:1, :2]], [0.0], 0.0
    for corner in corners:
        s += _go(pieces, corner[:1])
        around = _go(pieces, corner[1:]) if len(corner) > 1 else 0.0
        waypoints.append(s + 0.5 * around)
        s += around
    s += _go(pieces, route[-1:, :2])
    waypoints.append(s)
    flown = np.vstack(pieces)
    along = stations(flown)
    marks = np.array(waypoints)
    heights = [np.interp(along, marks, route[:, column]) for column in (BASE, WEIGHT)]
    return GroundPath(distinct(np.column_stack([flown, *heights])), marks)


def _corners(points: Floats, radius: float) -> list[Floats]:
    """Samples of the turn at each inner point; the point itself where the route runs straight on."""
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    units = steps / lengths[:, None]
    turns = np.arctan2(
        units[:-1, 0] * units[1:, 1] - units[:-1, 1] * units[1:, 0], (units[:-1] * units[1:]).sum(axis=1)
    )
    turning = np.concatenate([[False], np.abs(turns) > STRAIGHT, [False]])
    # A leg between two turns is shared by both.
    shares = np.where(turning[:-1] & turning[1:], 0.5, 1.0) * lengths
    corners = []
    for number, turn in enumerate(turns):
        here = points[number + 1]
        tangent = math.tan(0.5 * abs(turn))
        tight = min(radius, min(shares[number], shares[number + 1]) / max(tangent, STRAIGHT))
        if abs(turn) <= STRAIGHT or tight < 1.0:
            corners.append(here[None])
            continue
        ahead = units[number]
        start = here - tight * tangent * ahead
        side = math.copysign(tight, turn)
        centre = start + side * np.array([-ahead[1], ahead[0]])
        corners.append(_arc(centre, start, turn, tight))
    return corners


def _arc(centre: Floats, start: Floats, turn: float, radius: float) -> Floats:
    """Points on a circle from `start` through an angle, anticlockwise positive."""
    count = max(1, math.ceil(abs(turn) / min(BEND, STEP / radius)))
    angles = turn * np.arange(count + 1) / count
    dx, dy = start - centre
    c, s = np.cos(angles), np.sin(angles)
    return np.column_stack([centre[0] + dx * c - dy * s, centre[1] + dx * s + dy * c])


def _go(pieces: list[Floats], points: Floats) -> float:
    """Append points, the first reached in steps; return the distance covered."""
    here, there = pieces[-1][-1], points[0]
    leap = math.hypot(*(there - here))
    parts = np.arange(1, max(1, math.ceil(leap / STEP))) / max(1, math.ceil(leap / STEP))
    pieces += [here + parts[:, None] * (there - here), points] if len(parts) else [points]
    inner = np.diff(points, axis=0)
    return leap + float(np.hypot(inner[:, 0], inner[:, 1]).sum())


def distinct(path: Floats) -> Floats:
    """Return a path without samples less than half a metre from the one before; its end stays."""
    keep = np.concatenate([[True], np.hypot(np.diff(path[:, X]), np.diff(path[:, Y])) > 0.5])
    found = path[keep]
    if not keep[-1] and len(found) > 1:
        found[-1] = path[-1]
    return np.asarray(found)


def joining(end: Floats, centre: Floats, radius: float) -> Floats:
    """Return the point of a circle at which one who comes from `end` begins to fly it clockwise.

    From outside along the tangent; from within straight outwards.
    """
    dx, dy = end[:2] - centre
    away = math.hypot(dx, dy)
    angle = math.atan2(dy, dx) - (math.acos(radius / away) if away > radius else 0.0)
    return centre + radius * np.array([math.cos(angle), math.sin(angle)])


def circle(start: Floats, centre: Floats, length: float) -> Floats:
    """Return samples clockwise round a circle for `length` metres, from `start`, whose height is kept."""
    radius = math.hypot(*(start[:2] - centre))
    points = _arc(centre, start[:2], -length / radius, radius)
    return np.column_stack([points, np.broadcast_to(start[BASE:], (len(points), 2))])


def cut(path: Floats, station: float) -> Floats:
    """Return a path up to a station."""
    s = stations(path)
    return distinct(np.vstack([path[s < station], at(path, station)]))


def course(path: Floats) -> Floats:
    """Return the direction in which a path ends, a unit vector (2)."""
    step = path[-1, :2] - path[-2, :2]
    return np.asarray(step / math.hypot(*step))


def homeward(path: Floats, passed: Floats, turn: float) -> Floats:
    """Return a path with the way home: a turn to the right, then back beside the points passed.

    `turn` is the radius of this turn and of those at the points, metres. It keeps the height of its end.
    """
    end, ahead = path[-1], course(path)
    right = np.array([ahead[1], -ahead[0]])
    first = end[:2] + turn * ahead
    second = first + 2.0 * turn * right
    beside = shifted(np.vstack([passed, end]), 2.0 * turn)[:-1]
    # A point hardly passed would only bend the turn.
    away = np.hypot(*(beside[:, :2] - end[:2]).T)
    back = beside[(away > 4.0 * turn) | (np.arange(len(beside)) == 0)][::-1, :2]
    home = _level(np.vstack([end[:2], first, second, back]), end)
    return distinct(np.vstack([path, rounded(home, turn).samples]))


def onward(path: Floats, length: float) -> Floats:
    """Return a path that goes straight on for `length` metres at its last height."""
    end = path[-1]
    far = end[:2] + length * course(path)
    return distinct(np.vstack([path, rounded(_level(np.vstack([end[:2], far]), end), 0.0).samples]))


def _level(points: Floats, like: Floats) -> Floats:
    return np.column_stack([points, np.broadcast_to(like[BASE:], (len(points), 2))])


def first_within(path: Floats, x: float, y: float, distance: float) -> float | None:
    """Return the first station at which a path is within a ground distance of a point, or None."""
    dx, dy = path[:, X] - x, path[:, Y] - y
    steps = np.column_stack([np.diff(dx), np.diff(dy)])
    square = np.maximum((steps**2).sum(axis=1), 1e-12)
    half = dx[:-1] * steps[:, 0] + dy[:-1] * steps[:, 1]
    excess = dx**2 + dy**2 - distance**2
    if excess[0] <= 0.0:
        return 0.0
    root = half**2 - square * excess[:-1]
    part = (-half - np.sqrt(np.maximum(root, 0.0))) / square
    meets = np.flatnonzero((excess[1:] <= 0.0) | ((root >= 0.0) & (part >= 0.0) & (part <= 1.0)))
    if len(meets) == 0:
        return None
    number = int(meets[0])
    return float(stations(path)[number] + min(max(part[number], 0.0), 1.0) * math.sqrt(square[number]))
