"""What a sensor would get from a target anywhere: the sight and the signal of a look, without a battle.

It asks the same functions as a look of the battle (`sensing.in_sight`, the switch of the sensor models), in the same
order, so a map of coverage cannot disagree with what a run logs.
"""

from math import sqrt

from shieldwall.engine.sensing import in_sight, through
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import table_probability
from shieldwall.kernels.diffraction import sea_share
from shieldwall.kernels.elementary import log
from shieldwall.kernels.geodesy import horizon_distance, up_at
from shieldwall.kernels.masks import AS_READ, elevation
from shieldwall.models.sensors.switch import signal
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.record.reasons import (
    BELOW_HORIZON,
    IN_VIEW,
    OUT_OF_RANGE,
    OUTSIDE_ELEVATION,
    OUTSIDE_SECTOR,
    TOO_CLOSE,
)

#: A weaker signal is no echo at all, as in `sensing.illuminate`.
LEAST_SIGNAL = 0.01
#: Natural logarithm of the first ratio of a table of mean probabilities, and its steps in a factor of e.
FIRST_LOG, STEPS = -4.605170185988091, 24.0
#: Entries of such a table: up to a ratio of 1e8.
ENTRIES = 554


@kernel(inline=True)
def regard(model, sensors, s, x, y, height):
    """Return why sensor `s` has a point in view or not, its distance, the sine of its elevation, and the echo's share.

    The distance in m; the share of its power in free space that edges, air, rain and ground leave.

    The point lies over (x, y), m, at a height above the sea, m. As it stands: a sector looks where it faces. A sensor
    without a mask stands as high as it does over a smooth sea, and no trees hide anything.
    """
    sensor = sensors[s]
    grid = model.grid[0]
    dx, dy = x - sensor.x, y - sensor.y
    flat = dx * dx + dy * dy
    if flat > sensor.range_max * sensor.range_max:
        return OUT_OF_RANGE, sqrt(flat), 0.0, 0.0
    dz = up_at(x, y, height, grid.meridional, grid.normal) - sensor.z
    distance = sqrt(flat + dz * dz)
    if distance > sensor.range_max:
        return OUT_OF_RANGE, distance, 0.0, 0.0
    if distance < sensor.range_min or distance <= 0.0:
        return TOO_CLOSE, distance, 0.0, 0.0
    sine = (dx * sensor.up_x + dy * sensor.up_y + dz * sensor.up_z) / distance
    sine += grid.lift * distance
    if sensor.mask >= 0:
        why, share = in_sight(model, sensor, height, sine, distance, x, y)
    else:
        why, share = over_the_sea(sensor, grid.lift, distance, sine)
    if why == IN_VIEW and dx * sensor.facing_x + dy * sensor.facing_y < sensor.cos_sector * sqrt(flat):
        why = OUTSIDE_SECTOR
    return why, distance, sine, through(model, sensor, s, sine, distance, share)


@kernel(inline=True)
def over_the_sea(sensor, lift, distance, sine):
    """Reason why a point is in view or not on a smooth earth, and the share that the horizon leaves.

    Beyond the horizon it must rise over the tangent.
    """
    radius = 0.5 / (0.5 / EARTH_RADIUS - lift)
    horizon = horizon_distance(sensor.height, radius)
    if sine < sensor.sea_sine and distance > horizon:
        return BELOW_HORIZON, 0.0
    if sine < sensor.sin_low or sine > sensor.sin_high:
        return OUTSIDE_ELEVATION, 0.0
    if sensor.diffracts == 0:
        return IN_VIEW, 1.0
    return IN_VIEW, sea_share(sensor.height, sine, distance, horizon, radius, sensor.wave_length)


@kernel(inline=True)
def mean_probability(means, row, ratio):
    """Return the mean detection probability of a fluctuating target from a row of tables against ln(ratio)."""
    if ratio <= LEAST_SIGNAL:
        return 0.0
    place = (log(ratio) - FIRST_LOG) * STEPS
    step = int(place)
    if step >= ENTRIES - 1:
        return means[row, ENTRIES - 1]
    return means[row, step] + (place - step) * (means[row, step + 1] - means[row, step])


@kernel
def glance(model, sensors, s, target, sections, means, points, found):
    """Write the probability that one full look of sensor `s` detects a target at each point.

    `target` is (closing speed, m/s; length, m, which cameras see), `sections` float64[k] its radar cross-sections, m2.
    `means`: float64[table, ENTRIES], of radars, as the battle's echoes fluctuate; other sensors have steady targets.
    `points`: float64[3, n], x, y and height above the sea, m. `found`: float32[k, n].
    """
    sensor = sensors[s]
    for i in range(points.shape[1]):
        why, distance, sine, share = regard(model, sensors, s, points[0, i], points[1, i], points[2, i])
        for k in range(sections.shape[0]):
            seen = 0.0
            if why == IN_VIEW:
                ratio, _ = signal(sensors, s, distance, sine, target[0], share * sections[k], target[1])
                if sensor.fluctuates == 1:
                    seen = mean_probability(means, sensor.table, ratio)
                elif ratio > LEAST_SIGNAL:
                    seen = table_probability(model.probability, sensor.table, ratio)
            found[k, i] = seen


@kernel
def lift_to_ground(model, points):
    """Raise points, float64[3, n], whose heights are above the ground as read, to heights above the sea, m."""
    heights = model.ground[AS_READ]
    grid = model.grid[0]
    for i in range(points.shape[1]):
        points[2, i] += elevation(heights, grid, points[0, i], points[1, i])
