"""Where the members of a raid fly in one replication: shifted, round their waypoints, round an orbit, home or on."""

from math import pi, radians, sqrt

import numpy as np

from shieldwall.assembly.draw.raid_groups import Departure
from shieldwall.assembly.draw.raid_member import STRIKE_MISSION
from shieldwall.assembly.draw.raid_threat import AIRCRAFT
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import RAID_SPREAD, TRAFFIC_ARRIVAL, normal, uniform
from shieldwall.kernels.elementary import log, sincos
from shieldwall.kernels.paths import (
    ALONG,
    APART,
    BASE,
    STEP,
    UX,
    UY,
    WEIGHT,
    S,
    X,
    Y,
    arc,
    begin,
    blend_heights,
    cut,
    directions,
    distinct,
    fly_by,
    go,
    hypotenuse,
    joining,
    keep_height,
    measure,
    measure_distinct,
)
from shieldwall.quantities.constants import STANDARD_GRAVITY

#: Least height over ground that the spread of heights may lead to, m.
LOWEST = 30.0
#: Share of the greatest load that a turn takes, and the steepest bank of an aircraft on its route.
#: Assumptions.
LOAD_SHARE, BANK = 0.5, radians(30.0)


@kernel
def departing(member, threat, figures, seed, replication):
    """Return how a member flies in this replication: its DEPARTURE."""
    entity = member.entity
    start = member.start + member.time_spread * normal(seed, replication, RAID_SPREAD, entity, 0, 0)
    if member.every > 0.0:
        start += arrival(member, seed, replication)
    offset = member.offset_spread * normal(seed, replication, RAID_SPREAD, entity, 0, 1)
    raised = member.height_spread * normal(seed, replication, RAID_SPREAD, entity, 0, 2)
    # An author may ask for less than the vehicle's own limit; chance may not.
    floor = min(max(LOWEST, figures[threat.floor]), member.lowest)
    speed = member.speed if member.speed > 0.0 else figures[threat.speed]
    return Departure(start, offset, raised, floor, figures[threat.slope], speed)


@kernel
def arrival(member, seed, replication):
    """Time at which a flight comes that is the n-th of a Poisson stream, s: a sum of exponential times between two."""
    t = 0.0
    for before in range(member.number + 1):
        t -= member.every * log(uniform(seed, replication, TRAFFIC_ARRIVAL, member.stream, 0, before))
    return t


@kernel
def turn_radius(threat, figures, speed, banked):
    """Radius of a turn at a share of the greatest load, for an aircraft on its way in at a modest bank."""
    lateral = LOAD_SHARE * figures[threat.load]
    if banked and threat.kind == AIRCRAFT:
        sine, cosine = sincos(BANK)
        lateral = min(lateral, STANDARD_GRAVITY * (sine / cosine))
    return speed * speed / lateral


@kernel
def _asked(height, above_ground, departure):
    """Base and weight of a height, raised as this member is and no lower than it may fly."""
    metres = height + departure.raised
    if above_ground == 1:
        return max(metres, departure.floor), 1.0
    return metres, 0.0


@kernel
def lay_route(raid, member, departure, route):
    """Fill in the waypoints of a member as it flies them, shifted and raised; return how many."""
    points = member.points
    for k in range(points):
        point = raid.waypoints[member.first_point + k]
        route[X, k] = point.x + 2.0 * departure.offset * point.shift_x / point.square
        route[Y, k] = point.y + 2.0 * departure.offset * point.shift_y / point.square
        route[BASE, k], route[WEIGHT, k] = _asked(point.height, point.above_ground, departure)
    for k in range(points):
        blend = raid.waypoints[member.first_point + k].blend
        if blend > 0.0:
            for row in range(BASE, WEIGHT + 1):
                route[row, k] = route[row, k + 1] + blend * (route[row, k - 1] - route[row, k + 1])
    if member.mission == STRIKE_MISSION and member.dive > 0.0:
        return _begin_dive(route, points, member.dive)
    return points


@kernel
def _begin_dive(route, points, dive):
    """Add the point at which the dive begins, unless the last leg is too short for it; return the number of points."""
    last = points - 1
    dx, dy = route[X, last] - route[X, last - 1], route[Y, last] - route[Y, last - 1]
    length = hypotenuse(dx, dy)
    if length <= dive:
        return points
    for row in range(X, WEIGHT + 1):
        end = route[row, last]
        route[row, last + 1] = end
        route[row, last] = end + dive / length * (route[row, last - 1] - end)
    return points + 1


@kernel
def lay_path(member, departure, lasts, work, points, radius):
    """Lay the path of a member along its route and round its orbit, heights and stations with it.

    `lasts` is the scenario's length, s. Return the number of samples and how far along its last waypoint lies.
    """
    path, route = work.path, work.route
    if member.orbit_radius == 0.0:
        return lay_route_path(path, route, points, radius)
    centre_x = member.orbit_x + departure.offset * member.course_y
    centre_y = member.orbit_y + departure.offset * -member.course_x
    flown = 0.0
    if points > 0:
        x, y = joining(route[X, points - 1], route[Y, points - 1], centre_x, centre_y, member.orbit_radius)
        route[X, points], route[Y, points] = x, y
        route[BASE, points], route[WEIGHT, points] = route[BASE, points - 1], route[WEIGHT, points - 1]
        count, flown = lay_route_path(path, route, points + 1, radius)
        if count > path.shape[1]:
            return count, flown
    else:
        begin(path, centre_x + member.orbit_radius * member.course_x, centre_y + member.orbit_radius * member.course_y)
        path[BASE, 0], path[WEIGHT, 0] = _asked(member.height, member.above_ground, departure)
        count = 1
        measure(path, 0, 1)
    # An endless orbit outlasts the scenario.
    length = departure.speed * (lasts + 60.0 - departure.start)
    if np.isfinite(member.orbit_until):
        length = min(length, departure.speed * (member.orbit_until - departure.start)) - flown
    length = max(min(length, 2.0 * pi * member.orbit_radius * member.orbit_turns), STEP)
    dx, dy = path[X, count - 1] - centre_x, path[Y, count - 1] - centre_y
    away = sqrt(dx * dx + dy * dy)
    before = count
    count, _ = arc(path, count, centre_x, centre_y, away, -length / away)
    keep_height(path, before, count, path[BASE, before - 1], path[WEIGHT, before - 1])
    count = measure_distinct(path, 0, count)
    return count, path[S, min(count, path.shape[1]) - 1]


@kernel
def lay_route_path(path, route, points, radius):
    """Lay the path along a route, with heights and stations; return its samples and where its last point lies."""
    count = begin(path, route[X, 0], route[Y, 0])
    count = fly_by(path, count, route, points, radius)
    if count <= path.shape[1]:
        shortest = measure(path, 0, count)
        blend_heights(path, count, route, points)
        if shortest <= APART:
            count = measure_distinct(path, 0, count)
    return count, route[ALONG, points - 1]


@kernel
def go_home(work, count, station, points, radius):
    """End a path at a station with the way home: a turn to the right, then back beside the points passed.

    `radius` is that of this turn and of those at the points, metres. The height of the end is kept. Return the number
    of samples.
    """
    path, route, home, beside = work.path, work.route, work.home, work.beside
    count = cut(path, count, station)
    if count > path.shape[1]:
        return count
    end_x, end_y = path[X, count - 1], path[Y, count - 1]
    ahead_x, ahead_y = _course(path, count)
    passed = 0
    for point in range(points):
        if route[ALONG, point] < station:
            beside[X, passed], beside[Y, passed] = route[X, point], route[Y, point]
            passed += 1
    beside[X, passed], beside[Y, passed] = end_x, end_y
    directions(beside, passed + 1)
    home[X, 0], home[Y, 0] = end_x, end_y
    home[X, 1], home[Y, 1] = end_x + radius * ahead_x, end_y + radius * ahead_y
    home[X, 2], home[Y, 2] = home[X, 1] + 2.0 * radius * ahead_y, home[Y, 1] + 2.0 * radius * -ahead_x
    turns = 3
    for point in range(passed - 1, -1, -1):
        x, y = _shifted(beside, point, 2.0 * radius)
        dx, dy = x - end_x, y - end_y
        # A point hardly passed would only bend the turn.
        if point == 0 or sqrt(dx * dx + dy * dy) > 4.0 * radius:
            home[X, turns], home[Y, turns] = x, y
            turns += 1
    base, weight = path[BASE, count - 1], path[WEIGHT, count - 1]
    before, count = count, fly_by(path, count, home, turns, radius)
    keep_height(path, before, count, base, weight)
    return _joined(path, before, count)


@kernel
def _joined(path, before, count):
    """Drop what is hardly apart in a path that grew beyond its first samples, and measure it on from there."""
    if count > path.shape[1] or measure(path, before - 1 if before > 1 else 1, count) > APART:
        return count
    return measure_distinct(path, max(before - 2, 0), distinct(path, before - 1, count))


@kernel
def _shifted(route, point, offset):
    """A point of a route whose last one is the end of the way in, moved to the right by an offset."""
    leg = max(point - 1, 0)
    x, y = route[UY, leg] + route[UY, point], -route[UX, leg] + -route[UX, point]
    # At a corner the point moves farther, by one over the cosine of half the turn; not farther than twice.
    square = x * x + y * y
    square = max(square, 1.0)
    return route[X, point] + 2.0 * offset * x / square, route[Y, point] + 2.0 * offset * y / square


@kernel
def _course(path, count):
    """Direction in which a path ends, a unit vector."""
    dx, dy = path[X, count - 1] - path[X, count - 2], path[Y, count - 1] - path[Y, count - 2]
    length = sqrt(dx * dx + dy * dy)
    return dx / length, dy / length


@kernel
def go_on(path, count):
    """Let a path go straight on at its last height as far as its ends lie apart; return the number of samples."""
    end_x, end_y = path[X, count - 1], path[Y, count - 1]
    dx, dy = end_x - path[X, 0], end_y - path[Y, 0]
    length = sqrt(dx * dx + dy * dy)
    ahead_x, ahead_y = _course(path, count)
    base, weight = path[BASE, count - 1], path[WEIGHT, count - 1]
    before, (count, _) = count, go(path, count, end_x + length * ahead_x, end_y + length * ahead_y)
    keep_height(path, before, count, base, weight)
    return _joined(path, before, count)
