"""What a missile type can reach and how soon: flights to fixed points, their table, and predicted intercepts.

The table is float32[types, LAYERS, RANGES, HEIGHTS], uniform in ground range from zero to the type's
`reach_range` and in height above the sea from zero to its `reach_height`. TIME is the time of flight, carried
on where the point cannot be reached. MARGIN is the smaller of speed over minimum speed and lift over minimum
lift at arrival, less one, within -1 and 1; a point can be reached where it is not negative. Both are
interpolated linearly. The earth is a sphere, so one table serves every launcher near the sea and azimuth.
"""

import numpy as np

from shieldwall.kernels import flight as f
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import advance, available_lift, launch

TIME, MARGIN = 0, 1
LAYERS = 2
RANGES = 97
HEIGHTS = 33

# Rows of the outcome of `fly_out`.
ARRIVAL, MISS, SPEED, LIFT = 0, 1, 2, 3
OUTCOMES = 4

# A flight reaches a fixed point when it passes this near (m).
HIT = 15.0
# A missile that still flies away so long after it may steer has missed (s).
TURNING = 4.0
# Share of the battery's time that a prediction leaves over: the target's estimate errs, and a round that corrects its
# way flies a longer one.
RESERVE = 0.03
# Speed below which a flight is over, and speed assumed beyond the table (m/s).
STALLED = 60.0
BEYOND = 500.0


@kernel
def fly_out(flight, airframes, kind, step, radius, outcome):
    """Launch every column at time zero at its fixed aim, until it has passed, stalled, crashed or run out.

    Args:
        flight: float64[FIELDS, n] with position and aim filled.
        airframes: AIRFRAME records.
        kind: row of `airframes`.
        step: tick, s.
        radius: radius of the earth's sphere, m.
        outcome: float64[OUTCOMES, n], filled: time of closest approach (s), miss (m), speed (m/s) and
            greatest lift (m/s2) there.
    """
    body = airframes[kind]
    count = flight.shape[1]
    for i in range(count):
        launch(flight, i, airframes, kind, 0.0)
    outcome[:] = 0.0
    outcome[MISS] = np.inf
    tick = 0
    flying = count
    while flying > 0 and tick * step < body.battery:
        advance(flight, 0, count, airframes, kind, tick * step, step, radius)
        tick += 1
        age = tick * step
        steered = age > body.turn_over + TURNING
        for i in range(count):
            if flight[f.ACTIVE, i] == 0.0:
                continue
            tx, ty, tz = flight[f.TX, i], flight[f.TY, i], flight[f.TZ, i]
            x, y, z = flight[f.X, i], flight[f.Y, i], flight[f.Z, i]
            vx, vy, vz = flight[f.VX, i], flight[f.VY, i], flight[f.VZ, i]
            speed = np.sqrt(vx * vx + vy * vy + vz * vz)
            height = np.sqrt(x * x + y * y + (z + radius) * (z + radius)) - radius
            begin = (tx - flight[f.BX, i], ty - flight[f.BY, i], tz - flight[f.BZ, i])
            miss, part = closest_approach(begin, (tx - x, ty - y, tz - z), (0.0, 0.0, 0.0))
            if miss < outcome[MISS, i]:
                outcome[MISS, i] = miss
                outcome[ARRIVAL, i] = age - step + part * step
                outcome[SPEED, i] = speed
                outcome[LIFT, i] = available_lift(body, age, speed, height)
            opening = (tx - x) * vx + (ty - y) * vy + (tz - z) * vz <= 0.0
            passed = opening and (steered or flight[f.PHASE, i] > 0.0)
            if passed or height < -HIT or (steered and speed < STALLED):
                flight[f.ACTIVE, i] = 0.0
                flying -= 1


def aimed(ranges, heights, radius):
    """Flight table of missiles at the origin, each aimed at a fixed point to the east.

    Args:
        ranges: ground ranges, m, float64[n].
        heights: heights above the sea, m, float64[n].
        radius: radius of the earth's sphere, m.

    Returns:
        float64[FIELDS, n].
    """
    flight = np.zeros((f.FIELDS, len(ranges)))
    # The series of sine and cosine are exact to rounding for ranges of a few hundred kilometres.
    angle = ranges / radius
    square = angle * angle
    sine = angle * (1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0)))
    versine = square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0))
    flight[f.TX] = (radius + heights) * sine
    flight[f.TZ] = heights - (radius + heights) * versine
    flight[f.PX : f.PZ + 1] = flight[f.TX : f.TZ + 1]
    return flight


def arrival_margin(body, outcome):
    """The margin of flights from the rows of `fly_out`, float64[n]: -1 for those that did not arrive."""
    margin = np.minimum(outcome[SPEED] / body["minimum_speed"], outcome[LIFT] / body["minimum_pull"]) - 1.0
    return np.where(outcome[MISS] <= HIT, np.clip(margin, -1.0, 1.0), -1.0)


def reach_table(airframes, kind, step, radius):
    """Table of one type, float32[LAYERS, RANGES, HEIGHTS], by flying a missile to each of its nodes."""
    body = airframes[kind]
    ranges = np.repeat(np.linspace(0.0, body["reach_range"], RANGES), HEIGHTS)
    heights = np.tile(np.linspace(0.0, body["reach_height"], HEIGHTS), RANGES)
    flight = aimed(ranges, heights, radius)
    outcome = np.empty((OUTCOMES, len(ranges)))
    fly_out(flight, airframes, kind, step, radius, outcome)
    margin = arrival_margin(body, outcome)
    arrival = outcome[ARRIVAL]
    arrived = outcome[MISS] <= HIT
    # Where a point was not reached: the time of the node that needs least with the way from there.
    for node in np.flatnonzero(~arrived):
        way = np.hypot(ranges[arrived] - ranges[node], heights[arrived] - heights[node])
        if len(way):
            arrival[node] = np.min(arrival[arrived] + way / BEYOND)
        else:
            arrival[node] = np.hypot(ranges[node], heights[node]) / BEYOND
    return np.stack([arrival, margin]).reshape(LAYERS, RANGES, HEIGHTS).astype(np.float32)


@kernel
def time_of_flight(reach, airframes, kind, ground_range, height):
    """Time of flight (s) to a point and the margin there, by interpolation in the reach table.

    Beyond the table the margin is -1 and the time goes on rising.
    """
    body = airframes[kind]
    u = min(max(ground_range / body.reach_range * (RANGES - 1), 0.0), RANGES - 1.000001)
    v = min(max(height / body.reach_height * (HEIGHTS - 1), 0.0), HEIGHTS - 1.000001)
    i, j = int(u), int(v)
    u -= i
    v -= j
    time = margin = 0.0
    for di in range(2):
        for dj in range(2):
            share = (u if di else 1.0 - u) * (v if dj else 1.0 - v)
            time += share * reach[kind, TIME, i + di, j + dj]
            margin += share * reach[kind, MARGIN, i + di, j + dj]
    beyond = max(ground_range - body.reach_range, 0.0) + max(height - body.reach_height, 0.0)
    if beyond > 0.0:
        return time + beyond / BEYOND, -1.0
    return time, margin


@kernel
def ground_range_and_height(origin, point, radius):
    """Ground range (m) along the sphere between the feet of two points, and height (m) of the second.

    The range is 0.05 m short at 250 km and 1.5 m at 500 km.
    """
    ox, oy, oz = origin[0], origin[1], origin[2] + radius
    px, py, pz = point[0], point[1], point[2] + radius
    near = np.sqrt(ox * ox + oy * oy + oz * oz)
    far = np.sqrt(px * px + py * py + pz * pz)
    cx, cy, cz = oy * pz - oz * py, oz * px - ox * pz, ox * py - oy * px
    sine = min(np.sqrt(cx * cx + cy * cy + cz * cz) / (near * far), 1.0)
    return radius * sine * (1.0 + sine * sine / 6.0), far - radius


@kernel
def intercept(reach, airframes, kind, origin, position, velocity, wait, radius):
    """Predicted intercept of a target in straight flight by a missile launched after a wait.

    Args:
        reach: float32[types, LAYERS, RANGES, HEIGHTS].
        airframes: AIRFRAME records.
        kind: row of both.
        origin: the launcher (x, y, z), m.
        position: estimated target position now, m.
        velocity: estimated target velocity, m/s.
        wait: time from now to launch, s.
        radius: radius of the earth's sphere, m.

    Returns:
        margin (the missile gets there where it is not negative; -1 where it never catches up within its
        battery), time of flight (s), and the point x, y, z (m).
    """
    low, high = 0.0, airframes[kind].battery
    short, long = -1.0, -1.0
    # A fast target is caught before it has passed the launcher or not before: one look there tells which.
    square = velocity[0] * velocity[0] + velocity[1] * velocity[1] + velocity[2] * velocity[2]
    time = (origin[0] - position[0]) * velocity[0] + (origin[1] - position[1]) * velocity[1]
    time = min(max((time + (origin[2] - position[2]) * velocity[2]) / max(square, f.TINY) - wait, 0.0), high)
    x = y = z = 0.0
    margin = -1.0
    for turn in range(30):
        ahead = wait + time
        x = position[0] + velocity[0] * ahead
        y = position[1] + velocity[1] * ahead
        z = position[2] + velocity[2] * ahead
        ground, height = ground_range_and_height(origin, (x, y, z), radius)
        flown, margin = time_of_flight(reach, airframes, kind, ground, height)
        late = flown - time
        if late > 0.0:
            low, short = time, late
        else:
            high, long = time, -late
        if abs(late) < 0.01 or high - low < 0.01:
            break
        # Substitution converges when the missile is the faster; after some turns false position and halving
        # in alternation, which always do.
        time = flown
        if turn > 3 or time <= low or time >= high:
            time = 0.5 * (low + high)
            if turn % 2 == 0 and short > 0.0 and long > 0.0:
                time = (low * long + high * short) / (short + long)
    if time > (1.0 - RESERVE) * airframes[kind].battery:
        margin = -1.0
    return margin, time, x, y, z
