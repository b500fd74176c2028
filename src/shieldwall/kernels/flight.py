"""Three-degree-of-freedom flight of guided missiles, all of one type in lock step on the global time grid.

A missile is a mass point with thrust along its body, Mach-dependent drag, lift limited by dynamic pressure,
structure and deflected thrust, drag due to lift, and a first-order lag between command and lift. It
steers for the predicted intercept point, raised by the drop of a free flight there, and from hand-over by
proportional navigation on the extrapolated estimate of its target (Zarchan, "Tactical and Strategic Missile
Guidance", 6th ed., 2012, ch. 2). Gravity points to the centre of a sphere under the tangent plane and falls
with the square of the distance; the earth does not rotate (tests/evidence/rotating_earth.py has the same tick over an
oblate earth that does). Nothing here knows the truth about a target.

The step is the midpoint rule: forces are taken once, in the middle of the tick, where the velocity of the
tick's start is carried by the acceleration of the tick before. Thrust counts for the part of the tick in
which it burns and a launch inside a tick makes that tick shorter, so that no event need lie on the grid.
The error falls with the square of the step, but for hand-over, which begins at a tick.
"""

import numpy as np

from shieldwall.kernels.atmosphere import air
from shieldwall.kernels.compiled import kernel
from shieldwall.quantities.constants import STANDARD_GRAVITY

# Rows of the flight table, float64[FIELDS, capacity]; a column is a missile.
X, Y, Z = 0, 1, 2  # position, m
VX, VY, VZ = 3, 4, 5  # velocity, m/s
AX, AY, AZ = 6, 7, 8  # lateral acceleration that the airframe has reached, m/s2
CX, CY, CZ = 9, 10, 11  # total acceleration during the last tick, m/s2
BX, BY, BZ = 12, 13, 14  # position before the last tick, m
LAUNCHED = 15  # s
ACTIVE = 16  # 1 flies, 0 does not
PHASE = 17  # 0 mid-course, rising to 1 in terminal guidance
PEAK = 18  # greatest speed so far, m/s
TX, TY, TZ = 19, 20, 21  # estimated target position at TT, m
TVX, TVY, TVZ = 22, 23, 24  # estimated target velocity, m/s
TT = 25  # time of the estimate, s
PX, PY, PZ = 26, 27, 28  # predicted intercept point, m
PT = 29  # predicted intercept time, s; 0 for none
FIELDS = 30

# Ratio of specific heats times the gas constant of air, see kernels.atmosphere.
SOUND = 1.4 * 287.0528215
SEA_LEVEL_DENSITY = 1.225
TINY = 1e-12
# Time to the predicted intercept from which a burning missile counts on the speed that it has (s): what is left then is
# short, and the errors of its prediction are not.
NEARLY_THERE = 0.7

# One record per missile type. Times count from launch. SI units.
AIRFRAME = np.dtype(
    [
        ("launch_mass", "f8"),
        ("boost_propellant", "f8"),
        ("sustain_propellant", "f8"),
        ("booster_mass", "f8"),  # empty booster, gone at separation
        ("boost_thrust", "f8"),
        ("boost_from", "f8"),
        ("boost_until", "f8"),
        ("sustain_thrust", "f8"),
        ("sustain_from", "f8"),
        ("sustain_until", "f8"),
        ("separation", "f8"),
        ("boost_area", "f8"),  # reference area before separation
        ("area", "f8"),  # and after
        ("drag_subsonic", "f8"),  # zero-lift drag coefficient below Mach 0.8
        ("drag_peak", "f8"),  # at Mach 1.1
        ("drag_limit", "f8"),  # towards infinite Mach number
        ("drag_burning", "f8"),  # factor on zero-lift drag while a motor burns
        ("max_lift", "f8"),  # greatest lift coefficient
        ("induced", "f8"),  # drag coefficient per squared lift coefficient
        ("vane", "f8"),  # sine of the greatest deflection of the thrust
        ("structural_limit", "f8"),  # m/s2
        ("lag", "f8"),
        ("turn_over", "f8"),  # steering starts
        ("steering", "f8"),  # turn rate per angle off the wanted direction, 1/s
        ("loft", "f8"),  # share of squared speed given up for drag, at sea-level density
        ("loft_speed", "f8"),  # speed counted on while there is less
        ("loft_limit", "f8"),  # greatest slope by which the aim is raised
        ("navigation", "f8"),
        ("hand_over_range", "f8"),
        ("hand_over_time", "f8"),
        ("blend", "f8"),  # duration of the change to terminal guidance
        ("launch_speed", "f8"),
        ("launch_vertical", "f8"),  # 1 vertical, 0 along a rail towards the raised aim
        ("rail_elevation", "f8"),  # least sine of a rail's elevation
        ("minimum_speed", "f8"),  # to count as an intercept in the reach table
        ("minimum_pull", "f8"),  # likewise, m/s2 of lift
        ("battery", "f8"),
        ("reach_range", "f8"),  # ground range and height of the last node of the reach table, m
        ("reach_height", "f8"),
    ],
    align=True,
)


@kernel(inline=True)
def zero_lift_drag(mach, subsonic, peak, limit):
    """Zero-lift drag coefficient: flat to Mach 0.8, smooth to Mach 1.1, then as 1/Mach to its limit."""
    rise = min(max((mach - 0.8) * (1.0 / 0.3), 0.0), 1.0)
    below = subsonic + (peak - subsonic) * rise * rise * (3.0 - 2.0 * rise)
    above = limit + (peak - limit) * 1.1 / max(mach, 1.1)
    return below if mach < 1.1 else above


@kernel(inline=True)
def _burnt(age, start, until):
    return min(max((age - start) / max(until - start, TINY), 0.0), 1.0)


@kernel(inline=True)
def _motor(airframe, early, late):
    """Mean thrust over a span of ages, share of it with a motor burning, and mass in its middle."""
    age = 0.5 * (early + late)
    boosting = sustaining = 0.0
    if early < max(airframe.boost_until, airframe.sustain_until):
        boosting = max(min(late, airframe.boost_until) - max(early, airframe.boost_from), 0.0) / (late - early)
        sustaining = max(min(late, airframe.sustain_until) - max(early, airframe.sustain_from), 0.0) / (late - early)
    mass = (
        airframe.launch_mass
        - airframe.boost_propellant * _burnt(age, airframe.boost_from, airframe.boost_until)
        - airframe.sustain_propellant * _burnt(age, airframe.sustain_from, airframe.sustain_until)
    )
    if age >= airframe.separation:
        mass -= airframe.booster_mass
    thrust = airframe.boost_thrust * boosting + airframe.sustain_thrust * sustaining
    return thrust, min(boosting + sustaining, 1.0), mass


@kernel(inline=True)
def _navigate(line, rate, heading, speed, navigation):
    """Pure proportional navigation: N times speed times the turn rate of the line, across the heading.

    The effective gain falls as the target closes faster. Two thirds of the closing speed stand for speed
    where they are more, so that N = 4 never acts as less than 8/3, and homing needs more than 2.
    """
    square = max(line[0] * line[0] + line[1] * line[1] + line[2] * line[2], TINY)
    closing = -(line[0] * rate[0] + line[1] * rate[1] + line[2] * rate[2]) / np.sqrt(square)
    gain = navigation * max(speed, closing * 2.0 / 3.0) / square
    ox = line[1] * rate[2] - line[2] * rate[1]
    oy = line[2] * rate[0] - line[0] * rate[2]
    oz = line[0] * rate[1] - line[1] * rate[0]
    return (
        gain * (oy * heading[2] - oz * heading[1]),
        gain * (oz * heading[0] - ox * heading[2]),
        gain * (ox * heading[1] - oy * heading[0]),
    )


@kernel(inline=True)
def _as_if_grown(rate, way, heading, speed, left):
    """The target's velocity less the missile's, as if it had the mean speed that brings it to the predicted intercept.

    A missile whose motor burns is faster a moment later. On the speed that it has, navigation would lead it far ahead
    of a target that crosses, and it could not come back. Our own rule: the collision triangle of what is to come.
    """
    if left <= NEARLY_THERE:
        return rate
    mean = np.sqrt(way[0] * way[0] + way[1] * way[1] + way[2] * way[2]) / left
    more = max(mean - speed, 0.0)
    return rate[0] - more * heading[0], rate[1] - more * heading[1], rate[2] - more * heading[2]


@kernel(inline=True)
def _lofted(airframe, way, up, speed, density):
    """Unit vector to the predicted intercept point, raised by the drop of a free flight there.

    The drop is that of the flatter parabola through the point, for a speed reduced by the drag still to
    come: on such a path the missile needs no lift, and it flies high where it would otherwise be slowed.
    """
    square = way[0] * way[0] + way[1] * way[1] + way[2] * way[2]
    counted = max(speed, airframe.loft_speed)
    counted *= counted * max(1.0 - airframe.loft * density / SEA_LEVEL_DENSITY, 0.1)
    spare = counted - STANDARD_GRAVITY * (way[0] * up[0] + way[1] * up[1] + way[2] * up[2])
    spare += np.sqrt(max(spare * spare - STANDARD_GRAVITY * STANDARD_GRAVITY * square, 0.0))
    to_go = np.sqrt(square)
    raised = to_go * min(STANDARD_GRAVITY * to_go / max(spare, TINY), airframe.loft_limit)
    wx, wy, wz = way[0] + raised * up[0], way[1] + raised * up[1], way[2] + raised * up[2]
    per = 1.0 / max(np.sqrt(wx * wx + wy * wy + wz * wz), TINY)
    return wx * per, wy * per, wz * per


@kernel(inline=True)
def _across(vector, heading, limit):
    """The part of a vector across a heading, cut to a greatest length, and its length before the cut."""
    along = vector[0] * heading[0] + vector[1] * heading[1] + vector[2] * heading[2]
    x, y, z = vector[0] - along * heading[0], vector[1] - along * heading[1], vector[2] - along * heading[2]
    length = np.sqrt(x * x + y * y + z * z)
    cut = min(1.0, limit / max(length, TINY))
    return (x * cut, y * cut, z * cut), length * cut


@kernel(inline=True)
def _hands_over(airframe, line, rate, way, heading):
    """Whether terminal guidance begins: the target is near, closes within 30 degrees, and the missile flies its way.

    That is within 30 degrees of the predicted intercept. A target that comes fast closes from the first moment, when a
    missile launched upright still flies straight up: navigation from there would carry it far over a low one.
    """
    square = line[0] * line[0] + line[1] * line[1] + line[2] * line[2]
    approach = -(line[0] * rate[0] + line[1] * rate[1] + line[2] * rate[2])
    near = square <= max(airframe.hand_over_range * airframe.hand_over_range, airframe.hand_over_time * approach)
    quick = rate[0] * rate[0] + rate[1] * rate[1] + rate[2] * rate[2]
    closes = near and approach > 0.0 and approach * approach >= 0.75 * square * quick
    along = way[0] * heading[0] + way[1] * heading[1] + way[2] * heading[2]
    return closes and along > 0.0 and along * along >= 0.75 * (way[0] * way[0] + way[1] * way[1] + way[2] * way[2])


@kernel(inline=True)
def midway(flight, i, h):
    """Position (m) and velocity (m/s) of a column in the middle of a tick of length `h` (s)."""
    x, y, z = flight[X, i], flight[Y, i], flight[Z, i]
    vx, vy, vz = flight[VX, i], flight[VY, i], flight[VZ, i]
    ux = vx + 0.5 * h * flight[CX, i]
    uy = vy + 0.5 * h * flight[CY, i]
    uz = vz + 0.5 * h * flight[CZ, i]
    mx = x + 0.25 * h * (vx + ux)
    my = y + 0.25 * h * (vy + uy)
    mz = z + 0.25 * h * (vz + uz)
    return (mx, my, mz), (ux, uy, uz)


@kernel(inline=True)
def _over_sphere(place, radius):
    """Acceleration by gravity (m/s2), unit vector up, and height (m) over a sphere that does not rotate."""
    mx, my, mz = place
    centre = np.sqrt(mx * mx + my * my + (mz + radius) * (mz + radius))
    up = (mx / centre, my / centre, (mz + radius) / centre)
    gravity = STANDARD_GRAVITY * (radius / centre) * (radius / centre)
    return (-gravity * up[0], -gravity * up[1], -gravity * up[2]), up, centre - radius


@kernel(inline=True)
def carry(flight, i, airframe, start, h, place, velocity, around):
    """Carry a column through a tick, from what surrounds it in the tick's middle.

    Args:
        flight: float64[FIELDS, capacity], changed in place.
        i: column.
        airframe: its AIRFRAME record.
        start: start of the tick, not before the launch, s.
        h: length of the tick, s.
        place: position in its middle, m, from `midway`.
        velocity: velocity there, m/s, likewise.
        around: what acts on a missile that does nothing (m/s2, vector), unit vector up, and height above
            the sea (m), all there.
    """
    x, y, z = flight[X, i], flight[Y, i], flight[Z, i]
    vx, vy, vz = flight[VX, i], flight[VY, i], flight[VZ, i]
    mx, my, mz = place
    ux, uy, uz = velocity
    weight, up, height = around
    middle = start + 0.5 * h
    age = middle - flight[LAUNCHED, i]
    speed = max(np.sqrt(ux * ux + uy * uy + uz * uz), TINY)
    heading = (ux / speed, uy / speed, uz / speed)

    # What the airframe can do there.
    thrust, burning, mass = _motor(airframe, age - 0.5 * h, age + 0.5 * h)
    density, temperature = air(height)
    press = 0.5 * density * speed * speed * (airframe.area if age >= airframe.separation else airframe.boost_area)
    agile = max((press * airframe.max_lift + thrust * airframe.vane) / mass, TINY)
    limit = min(agile, airframe.structural_limit)

    # What guidance asks for, across the heading, with the weight carried.
    command = (0.0, 0.0, 0.0)
    if age >= airframe.turn_over:
        ahead = middle - flight[TT, i]
        line = (
            flight[TX, i] + flight[TVX, i] * ahead - mx,
            flight[TY, i] + flight[TVY, i] * ahead - my,
            flight[TZ, i] + flight[TVZ, i] * ahead - mz,
        )
        rate = (flight[TVX, i] - ux, flight[TVY, i] - uy, flight[TVZ, i] - uz)
        phase = flight[PHASE, i]
        way = (flight[PX, i] - mx, flight[PY, i] - my, flight[PZ, i] - mz)
        begun = phase > 0.0 or _hands_over(airframe, line, rate, way, heading)
        grow = h / max(airframe.blend, TINY) if begun else 0.0
        share = min(phase + 0.5 * grow, 1.0)
        flight[PHASE, i] = min(phase + grow, 1.0)
        cx, cy, cz = -weight[0], -weight[1], -weight[2]
        if share < 1.0:
            raised = _lofted(airframe, way, up, speed, density)
            turn = (1.0 - share) * airframe.steering * speed
            cx, cy, cz = cx + turn * raised[0], cy + turn * raised[1], cz + turn * raised[2]
        if share > 0.0:
            if burning > 0.0:
                rate = _as_if_grown(rate, way, heading, speed, flight[PT, i] - middle)
            bend = _navigate(line, rate, heading, speed, share * airframe.navigation)
            cx, cy, cz = cx + bend[0], cy + bend[1], cz + bend[2]
        command, _ = _across((cx, cy, cz), heading, limit)

    # First-order lag, by the rational form of 1 - exp(-h / lag) that is exact to second order and
    # stays in [0, 1].
    whole = h * (airframe.lag + 0.5 * h)
    whole /= airframe.lag * airframe.lag + whole
    half = 0.5 * h * (airframe.lag + 0.25 * h)
    half /= airframe.lag * airframe.lag + half
    ax, ay, az = flight[AX, i], flight[AY, i], flight[AZ, i]
    bx, by, bz = command[0] - ax, command[1] - ay, command[2] - az
    lift, pull = _across((ax + half * bx, ay + half * by, az + half * bz), heading, limit)
    flight[AX, i] = ax + whole * bx
    flight[AY, i] = ay + whole * by
    flight[AZ, i] = az + whole * bz

    # Forces.
    used = pull / agile
    drag = zero_lift_drag(
        speed / np.sqrt(SOUND * temperature), airframe.drag_subsonic, airframe.drag_peak, airframe.drag_limit
    )
    drag *= 1.0 + (airframe.drag_burning - 1.0) * burning
    drag += airframe.induced * (airframe.max_lift * used) * (airframe.max_lift * used)
    push = (thrust * np.sqrt(1.0 - airframe.vane * airframe.vane * used * used) - press * drag) / mass
    tx = push * heading[0] + lift[0] + weight[0]
    ty = push * heading[1] + lift[1] + weight[1]
    tz = push * heading[2] + lift[2] + weight[2]

    # The end of the tick.
    flight[BX, i], flight[BY, i], flight[BZ, i] = x, y, z
    flight[CX, i], flight[CY, i], flight[CZ, i] = tx, ty, tz
    flight[X, i] = x + h * (vx + 0.5 * h * tx)
    flight[Y, i] = y + h * (vy + 0.5 * h * ty)
    flight[Z, i] = z + h * (vz + 0.5 * h * tz)
    vx, vy, vz = vx + h * tx, vy + h * ty, vz + h * tz
    flight[VX, i], flight[VY, i], flight[VZ, i] = vx, vy, vz
    flight[PEAK, i] = max(flight[PEAK, i], np.sqrt(vx * vx + vy * vy + vz * vz))


@kernel
def advance(flight, first, last, airframes, kind, time, step, radius):
    """Carry the columns first to last - 1, all of one kind, from a time on the grid to the next.

    Columns that are not ACTIVE, or whose LAUNCHED does not lie before the end of the tick, keep still.
    Nothing ends a flight: the caller clears ACTIVE on impact, battery end or ground.

    Args:
        flight: float64[FIELDS, capacity], changed in place.
        first: first column.
        last: one past the last column.
        airframes: AIRFRAME records.
        kind: row of `airframes`.
        time: start of the tick, s.
        step: length of the tick, s.
        radius: radius of the earth's sphere, m.
    """
    airframe = airframes[kind]
    for i in range(first, last):
        start = max(time, flight[LAUNCHED, i])
        h = time + step - start
        if flight[ACTIVE, i] == 0.0 or h <= 0.0:
            continue
        place, velocity = midway(flight, i, h)
        carry(flight, i, airframe, start, h, place, velocity, _over_sphere(place, radius))


@kernel
def launch(flight, column, airframes, kind, time):
    """Start the missile of a column with position and aim filled, at a time on or off the grid.

    It leaves upwards, or along a rail towards the raised intercept point and not below the rail's least
    elevation.
    """
    airframe = airframes[kind]
    dx, dy, dz = 0.0, 0.0, 1.0
    if airframe.launch_vertical == 0.0:
        way = (
            flight[PX, column] - flight[X, column],
            flight[PY, column] - flight[Y, column],
            flight[PZ, column] - flight[Z, column],
        )
        dx, dy, dz = _lofted(airframe, way, (0.0, 0.0, 1.0), 0.0, SEA_LEVEL_DENSITY)
        if dz < airframe.rail_elevation:
            level = np.sqrt((1.0 - airframe.rail_elevation * airframe.rail_elevation) / max(dx * dx + dy * dy, TINY))
            dx, dy, dz = level * dx, level * dy, airframe.rail_elevation
    for row in range(AX, CZ + 1):
        flight[row, column] = 0.0
    flight[BX, column], flight[BY, column], flight[BZ, column] = (
        flight[X, column],
        flight[Y, column],
        flight[Z, column],
    )
    flight[VX, column] = airframe.launch_speed * dx
    flight[VY, column] = airframe.launch_speed * dy
    flight[VZ, column] = airframe.launch_speed * dz
    flight[LAUNCHED, column] = time
    flight[ACTIVE, column] = 1.0
    flight[PHASE, column] = 0.0
    flight[PEAK, column] = airframe.launch_speed


@kernel
def available_lift(airframe, age, speed, height):
    """Greatest lift (m/s2) of an AIRFRAME record at an age (s), speed (m/s) and height above the sea (m)."""
    thrust, _, mass = _motor(airframe, age, age + 1e-3)
    density, _ = air(height)
    press = 0.5 * density * speed * speed * (airframe.area if age >= airframe.separation else airframe.boost_area)
    return min((press * airframe.max_lift + thrust * airframe.vane) / mass, airframe.structural_limit)
