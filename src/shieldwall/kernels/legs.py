"""Straight legs of flight: which one holds at a time, and which bodies a look can leave out at once.

A body's leg is looked up by time alone. Since nearly every look falls on the leg of the look before, that leg is kept
in dense columns, *held*, one for each body; a leg that does not hold at the time asked for is looked up anew, so what
is kept never changes an answer. Over these columns one branch-free pass does a look's first test for all bodies.
"""

from math import inf, sqrt

from shieldwall.kernels.compiled import kernel

# Rows of `held: float64[HELD_ROWS, body]`: place (m) and velocity (m/s) at the leg's beginning, the times (s) from and
# before which it holds, and whether the body is in the air (1 or 0). All zeros: no leg is held, none is in the air.
X, Y, Z, VX, VY, VZ, BEGINS, ENDS, ALOFT = 0, 1, 2, 3, 4, 5, 6, 7, 8
HELD_ROWS = 9

#: Exact tests compare the root of a squared distance, which rounding may bring down to the reach.
ROUNDING = 1.0 + 1e-12


@kernel
def leg_at(legs, first, count, t):
    """Row of the leg that holds at `t` among the `count` LEG rows from `first` on, the first before all begin."""
    low = first
    high = first + count - 1
    while low < high:
        middle = (low + high + 1) >> 1
        if legs[middle].t <= t:
            low = middle
        else:
            high = middle - 1
    return low


@kernel
def hold(legs, first, count, held, b, t):
    """Keep the leg of body `b` that holds at `t` in its column."""
    row = leg_at(legs, first, count, t)
    leg = legs[row]
    held[X, b], held[Y, b], held[Z, b] = leg.x, leg.y, leg.z
    held[VX, b], held[VY, b], held[VZ, b] = leg.vx, leg.vy, leg.vz
    held[BEGINS, b] = leg.t
    held[ENDS, b] = legs[row + 1].t if row < first + count - 1 else inf


@kernel(inline=True)
def held_place(legs, first, count, held, b, t):
    """Position (m) and velocity (m/s) of body `b` at `t`, six numbers, by the leg in its column where that holds."""
    if not (held[BEGINS, b] <= t < held[ENDS, b]):
        hold(legs, first, count, held, b, t)
    since = t - held[BEGINS, b]
    x = held[X, b] + held[VX, b] * since
    y = held[Y, b] + held[VY, b] * since
    z = held[Z, b] + held[VZ, b] * since
    return x, y, z, held[VX, b], held[VY, b], held[VZ, b]


@kernel
def screen_cone(held, count, t, here, cone, marks):
    """Mark which of the first `count` bodies may be in a cone from `here`: (unit vector x, y, z; cosine of its half).

    `marks: uint8[n]` gets 1 for a body in the air that is in the cone or whose leg must be looked up, else 0.
    """
    x, y, z, vx, vy, vz = held[X], held[Y], held[Z], held[VX], held[VY], held[VZ]
    begins, ends, aloft = held[BEGINS], held[ENDS], held[ALOFT]
    for b in range(count):
        since = t - begins[b]
        dx = x[b] + vx[b] * since - here[0]
        dy = y[b] + vy[b] * since - here[1]
        dz = z[b] + vz[b] * since - here[2]
        inside = dx * cone[0] + dy * cone[1] + dz * cone[2] >= cone[3] * sqrt(dx * dx + dy * dy + dz * dz)
        marks[b] = (aloft[b] > 0.0) & (inside | (t < begins[b]) | (t >= ends[b]))


@kernel
def screen_near(held, count, t, here, reach, marks):
    """Mark which of the first `count` bodies may be within `reach` (m) of `here`.

    `marks: uint8[n]` gets 1 for a body in the air that is near or whose leg must be looked up, else 0.
    """
    x, y, z, vx, vy, vz = held[X], held[Y], held[Z], held[VX], held[VY], held[VZ]
    begins, ends, aloft = held[BEGINS], held[ENDS], held[ALOFT]
    bound = reach * reach * ROUNDING
    for b in range(count):
        since = t - begins[b]
        dx = x[b] + vx[b] * since - here[0]
        dy = y[b] + vy[b] * since - here[1]
        dz = z[b] + vz[b] * since - here[2]
        near = dx * dx + dy * dy + dz * dz <= bound
        marks[b] = (aloft[b] > 0.0) & (near | (t < begins[b]) | (t >= ends[b]))


@kernel
def screen_range(held, count, t, here, reach, sights, beyond, marks):
    """Mark which of the first `count` bodies may be within `reach` (m) of `here`, or were not `beyond` it before.

    `sights: int16[n]` is how each was seen last. `marks: uint8[n]` gets 1 for a body in the air that is near, whose
    sight is another than `beyond`, or whose leg must be looked up, else 0.
    """
    x, y, z, vx, vy, vz = held[X], held[Y], held[Z], held[VX], held[VY], held[VZ]
    begins, ends, aloft = held[BEGINS], held[ENDS], held[ALOFT]
    bound = reach * reach * ROUNDING
    for b in range(count):
        since = t - begins[b]
        dx = x[b] + vx[b] * since - here[0]
        dy = y[b] + vy[b] * since - here[1]
        dz = z[b] + vz[b] * since - here[2]
        near = dx * dx + dy * dy + dz * dz <= bound
        marks[b] = (aloft[b] > 0.0) & (near | (sights[b] != beyond) | (t < begins[b]) | (t >= ends[b]))
