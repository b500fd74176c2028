"""Paths over the ground: straight pieces, turns at waypoints, circles, and what is found along them.

A path is float64[COLUMNS, room], one sample a column: x and y in the frame's plane (metres), the height asked for as
`base` metres above the sea plus `weight` times the ground (so that 1 stands for a height above ground, 0 for one above
the sea, and both kinds blend into each other along a leg), the station (metres along the path), and what is known of
the flight there. A route is float64[ROUTE, room], one waypoint a column. Functions that lay samples take the number of
samples so far and return the new one, which is greater than the room when the path did not fit; they then leave what
they were given, and all of them do so from then on.
"""

from math import ceil, inf, sqrt

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import acos, atan2, exact_product, sincos

#: Rows of a path: place, height asked for, station; ground below, the highest from there to the next sample, and height
#: above the sea; time and z; how closely legs must follow it, as one over the square of metres; and a scratch row.
X, Y, BASE, WEIGHT, S, GROUND, CREST, HEIGHT, T, Z, FINENESS, OFF = range(12)
COLUMNS = 12
#: Rows of a route beyond X to WEIGHT: direction and length of the leg that begins there, the turn, the station.
UX, UY, LENGTH, TURN, ALONG = 4, 5, 6, 7, 8
ROUTE = 9

#: Greatest distance between samples of a path, m, and greatest turn between them, rad.
STEP, BEND = 500.0, 0.09
#: A turn of less is none, rad.
STRAIGHT = 1e-6
#: Samples nearer to the one before are none, m.
APART = 0.5
ONE = np.uint64(1)


@kernel
def hypotenuse(x, y):
    """Return the length of (x, y), from 1e-100 to 1e100 or 0; correctly rounded but for rare ties.

    The square root of the sum of squares, and one step of Newton's on what Dekker's products say it lacks.
    """
    wide, small = max(abs(x), abs(y)), min(abs(x), abs(y))
    length = sqrt(wide * wide + small * small)
    if length == 0.0:
        return length
    wide, wide_low = exact_product(wide, wide)
    small, small_low = exact_product(small, small)
    square, low = exact_product(length, length)
    return length + (((wide - square) + small) + (wide_low + small_low - low)) / (2.0 * length)


@kernel
def begin(path, x, y):
    """Lay the first sample of a path; return their number."""
    path[X, 0] = x
    path[Y, 0] = y
    return 1


@kernel
def go(path, count, x, y):
    """Lay the path straight on to a point, in steps of at most STEP; return the number of samples and the distance."""
    if count > path.shape[1]:
        return count, 0.0
    here_x, here_y = path[X, count - 1], path[Y, count - 1]
    dx, dy = x - here_x, y - here_y
    # So that a piece of four steps has four, whichever way it points.
    leap = hypotenuse(dx, dy)
    steps = max(1, ceil(min(leap, 1e9) / STEP))
    if count + steps > path.shape[1]:
        return path.shape[1] + 1, leap
    for number in range(1, steps):
        part = number / steps
        path[X, count] = here_x + part * dx
        path[Y, count] = here_y + part * dy
        count += 1
    path[X, count] = x
    path[Y, count] = y
    return count + 1, leap


@kernel
def arc(path, count, centre_x, centre_y, radius, turn):
    """Lay a path round a circle from its last sample, which lies on it, through an angle, anticlockwise positive.

    Return the number of samples and the sum of their chords.
    """
    if count > path.shape[1]:
        return count, 0.0
    start_x, start_y = path[X, count - 1], path[Y, count - 1]
    dx, dy = start_x - centre_x, start_y - centre_y
    parts = max(1, ceil(min(abs(turn) / min(BEND, STEP / radius), 1e9)))
    if count + parts > path.shape[1]:
        return path.shape[1] + 1, 0.0
    flown = 0.0
    for number in range(1, parts + 1):
        sine, cosine = sincos(turn * number / parts)
        x = centre_x + dx * cosine - dy * sine
        y = centre_y + dx * sine + dy * cosine
        flown += sqrt((x - start_x) * (x - start_x) + (y - start_y) * (y - start_y))
        path[X, count] = x
        path[Y, count] = y
        start_x, start_y = x, y
        count += 1
    return count, flown


@kernel
def directions(route, points):
    """Fill in direction and length of the legs of a route."""
    for point in range(points - 1):
        dx, dy = route[X, point + 1] - route[X, point], route[Y, point + 1] - route[Y, point]
        length = hypotenuse(dx, dy)
        route[LENGTH, point] = length
        route[UX, point] = dx / length
        route[UY, point] = dy / length


@kernel
def _turns(route, points):
    """Fill in the turn at each point of a route whose directions are known."""
    route[TURN, 0] = 0.0
    route[TURN, points - 1] = 0.0
    for point in range(1, points - 1):
        ax, ay, bx, by = route[UX, point - 1], route[UY, point - 1], route[UX, point], route[UY, point]
        route[TURN, point] = atan2(ax * by - ay * bx, ax * bx + ay * by)


@kernel
def _share(route, leg):
    """Length of a leg that a turn at one of its ends may take: half of it where both ends turn."""
    both = abs(route[TURN, leg]) > STRAIGHT and abs(route[TURN, leg + 1]) > STRAIGHT
    return (0.5 if both else 1.0) * route[LENGTH, leg]


@kernel
def fly_by(path, count, route, points, radius):
    """Lay a path along a route from its first point, which lies there, with a turn inside each waypoint.

    `radius` is that of the turns, metres; where two legs are too short for it, the turn is as tight as they need. The
    stations of the waypoints are filled in, counted from the first. Return the number of samples.
    """
    directions(route, points)
    _turns(route, points)
    station = 0.0
    route[ALONG, 0] = 0.0
    for point in range(1, points - 1):
        turn = route[TURN, point]
        sine, cosine = sincos(0.5 * abs(turn))
        tangent = sine / cosine
        tight = min(radius, min(_share(route, point - 1), _share(route, point)) / max(tangent, STRAIGHT))
        around = 0.0
        if abs(turn) <= STRAIGHT or tight < 1.0:
            count, leap = go(path, count, route[X, point], route[Y, point])
        else:
            ahead_x, ahead_y = route[UX, point - 1], route[UY, point - 1]
            x = route[X, point] - tight * tangent * ahead_x
            y = route[Y, point] - tight * tangent * ahead_y
            side = tight if turn > 0.0 else -tight
            count, leap = go(path, count, x, y)
            count, around = arc(path, count, x - side * ahead_y, y + side * ahead_x, tight, turn)
        station += leap
        route[ALONG, point] = station + 0.5 * around
        station += around
    count, leap = go(path, count, route[X, points - 1], route[Y, points - 1])
    route[ALONG, points - 1] = station + leap
    return count


@kernel
def blend_heights(path, count, route, points):
    """Ask along a path for the heights of a route's points, evenly from one to the next; stations must be known."""
    sample = 0
    for leg in range(points):
        first = sample
        while sample < count and (leg == points - 1 or path[S, sample] < route[ALONG, leg + 1]):
            sample += 1
        for row in range(BASE, WEIGHT + 1):
            here, along, rise = route[row, leg], route[ALONG, leg], 0.0
            if leg < points - 1 and route[row, leg + 1] != here:
                rise = (route[row, leg + 1] - here) / (route[ALONG, leg + 1] - along)
            for number in range(np.uint64(first), np.uint64(sample)):
                path[row, number] = rise * (path[S, number] - along) + here


@kernel
def keep_height(path, first, count, base, weight):
    """Ask for one height on a path from a sample on."""
    for sample in range(first, min(count, path.shape[1])):
        path[BASE, sample] = base
        path[WEIGHT, sample] = weight


@kernel
def measure(path, first, count):
    """Fill in the stations of a path from a sample on, that of the one before is known; return the shortest step."""
    if first == 0:
        path[S, 0] = 0.0
        first = 1
    for sample in range(np.uint64(first), np.uint64(count)):
        before = sample - ONE
        dx, dy = path[X, sample] - path[X, before], path[Y, sample] - path[Y, before]
        path[OFF, sample] = sqrt(dx * dx + dy * dy)
    station, shortest = path[S, first - 1], inf
    for sample in range(first, count):
        step = path[OFF, sample]
        station += step
        path[S, sample] = station
        # Not-a-number counts as short.
        shortest = min(step, shortest)
    return shortest


@kernel
def measure_distinct(path, first, count):
    """Drop samples of a path that are hardly apart, from `first` on, and fill in stations; return how many remain."""
    if count > path.shape[1] or measure(path, first, count) > APART:
        return count
    remain = distinct(path, first, count)
    measure(path, first, remain)
    return remain


@kernel
def distinct(path, first, count):
    """Drop samples less than `APART` from the one before, of those after `first`; return how many remain.

    The end stays. Of each sample, place and height asked for are kept.
    """
    if count > path.shape[1]:
        return count
    kept = first + 1
    dropped = False
    for sample in range(first + 1, count):
        dx, dy = path[X, sample] - path[X, sample - 1], path[Y, sample] - path[Y, sample - 1]
        dropped = not sqrt(dx * dx + dy * dy) > APART
        if not dropped:
            if kept < sample:
                _copy(path, sample, kept)
            kept += 1
    if dropped and kept > first + 1:
        _copy(path, count - 1, kept - 1)
    return kept


@kernel
def _copy(path, here, there):
    for row in range(X, WEIGHT + 1):
        path[row, there] = path[row, here]


@kernel
def sought(path, row, count, value):
    """Return the last sample at which a rising row of a path is not above a value; 0 where all are."""
    low, high = 0, count - 1
    while low < high:
        middle = (low + high + 1) >> 1
        if path[row, middle] <= value:
            low = middle
        else:
            high = middle - 1
    return low


@kernel
def interpolated(path, count, along, value, row):
    """Return a row of a path where another, rising one has a value, straight between samples and held at the ends."""
    sample = sought(path, along, count, value)
    return between(path, count, sample, along, value, row)


@kernel
def between(path, count, sample, along, value, row):
    """Return the same after the sample that was sought."""
    here = path[row, sample]
    if sample == count - 1 or value <= path[along, sample]:
        return here
    rise = (path[row, sample + 1] - here) / (path[along, sample + 1] - path[along, sample])
    return rise * (value - path[along, sample]) + here


@kernel
def first_within(path, count, x, y, distance):
    """Return the first station at which a path is within a ground distance of a point, -1 where it never is."""
    dx, dy = path[X, 0] - x, path[Y, 0] - y
    excess = dx * dx + dy * dy - distance * distance
    if excess <= 0.0:
        return 0.0
    for sample in range(count - 1):
        next_x, next_y = path[X, sample + 1] - x, path[Y, sample + 1] - y
        step_x, step_y = path[X, sample + 1] - path[X, sample], path[Y, sample + 1] - path[Y, sample]
        square = max(step_x * step_x + step_y * step_y, 1e-12)
        half = dx * step_x + dy * step_y
        root = half * half - square * (dx * dx + dy * dy - distance * distance)
        # A sample that lies on the circle may be a hair beyond either step.
        inside = next_x * next_x + next_y * next_y <= distance * distance
        if root >= 0.0 or inside:
            part = (-half - sqrt(max(root, 0.0))) / square
            if inside or 0.0 <= part <= 1.0:
                return path[S, sample] + min(max(part, 0.0), 1.0) * sqrt(square)
        dx, dy = next_x, next_y
    return -1.0


@kernel
def cut(path, count, station):
    """End a path at a station; return how many samples remain. Stations are known, and are so afterwards."""
    last = sought(path, S, count, station)
    if path[S, last] < station:
        x, y = between(path, count, last, S, station, X), between(path, count, last, S, station, Y)
        base, weight = between(path, count, last, S, station, BASE), between(path, count, last, S, station, WEIGHT)
        last += 1
        if last == path.shape[1]:
            return last + 1
        path[X, last], path[Y, last], path[BASE, last], path[WEIGHT, last] = x, y, base, weight
    if measure(path, last, last + 1) > APART or last == 0:
        return last + 1
    return measure_distinct(path, 0, last + 1)


@kernel
def joining(x, y, centre_x, centre_y, radius):
    """Return the point of a circle at which one who comes from (x, y) begins to fly it clockwise.

    From outside along the tangent; from within straight outwards.
    """
    dx, dy = x - centre_x, y - centre_y
    away = sqrt(dx * dx + dy * dy)
    angle = atan2(dy, dx)
    if away > radius:
        angle -= acos(radius / away)
    sine, cosine = sincos(angle)
    return centre_x + radius * cosine, centre_y + radius * sine
