"""Hold-fire zones: areas in a band of heights in which nobody is engaged, or into which no round is sent."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.state.zone import ROUNDS_BIT, TARGETS_BIT

#: Points at which the way of a round, taken for a straight line, is held against a zone.
STEPS = 20


@kernel
def held_in_zone(model, control, x, y, z):
    """Whether a place lies in a zone in which, under a weapons control status, nobody may be engaged."""
    return forbidden(model, TARGETS_BIT, control, (x, y, z))


@kernel
def barred_way(model, control, origin, place):
    """Whether a round from `origin` to a place would go through a zone into which none may be sent."""
    if model.zones.shape[0] == 0:
        return False
    dx, dy, dz = place[0] - origin[0], place[1] - origin[1], place[2] - origin[2]
    for step in range(STEPS + 1):
        part = step / STEPS
        point = (origin[0] + part * dx, origin[1] + part * dy, origin[2] + part * dz)
        if forbidden(model, ROUNDS_BIT, control, point):
            return True
    return False


@kernel
def forbidden(model, what, control, place):
    """Whether a place lies in a zone that forbids something under a weapons control status."""
    for row in range(model.zones.shape[0]):
        zone = model.zones[row]
        if zone.forbids & what and (zone.binds >> control) & 1 and inside(model, zone, place):
            return True
    return False


@kernel
def inside(model, zone, place):
    """Whether a place lies in a zone."""
    exercise = model.exercise[0]
    x, y, z = place
    height = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
    if height < zone.floor or height > zone.ceiling:
        return False
    if zone.radius > 0.0:
        dx, dy = x - zone.x, y - zone.y
        return dx * dx + dy * dy <= zone.radius * zone.radius
    return within(model.zone_corners[zone.first_corner : zone.first_corner + zone.corners], x, y)


@kernel
def within(corners, x, y):
    """Whether a point lies in a polygon, float64[corner, 2]: a ray from it crosses an odd number of edges."""
    odd = False
    before = corners.shape[0] - 1
    for i in range(corners.shape[0]):
        ax, ay, bx, by = corners[i, 0], corners[i, 1], corners[before, 0], corners[before, 1]
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
        before = i
    return odd
