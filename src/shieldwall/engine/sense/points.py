"""What a sensor would get from a target anywhere: the sight and the signal of a look, without a battle.

It asks the same functions as a look of the battle (`line_of_sight`, the switch of the sensor models), so a map of
coverage cannot disagree with what a run logs.
"""

from math import sqrt

from shieldwall.engine.sense.echoes import LEAST_SIGNAL
from shieldwall.engine.sense.line_of_sight import in_view, out_of_range, share_left
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import table_probability
from shieldwall.kernels.elementary import log
from shieldwall.kernels.geodesy import up_at
from shieldwall.kernels.masks import AS_READ, elevation
from shieldwall.models.sensors.switch import signal
from shieldwall.record.reasons import IN_VIEW, OUT_OF_RANGE, TOO_CLOSE

#: Natural logarithm of the first ratio of a table of mean probabilities, and its steps in a factor of e.
FIRST_LOG, STEPS = -4.605170185988091, 24.0
#: Entries of such a table: up to a ratio of 1e8.
ENTRIES = 554


@kernel(inline=True)
def view_of_point(model, pointing, s, x, y, height):
    """Return why sensor `s` has a point in view or not, its distance, the sine of its elevation, and the echo's share.

    The distance in m; the share of its power in free space that edges, air, rain and ground leave. The point lies over
    (x, y), m, at a height above the sea, m. A sector looks where `pointing`, its SENSOR_STATE rows, says.
    """
    sensor = model.sensors[s]
    grid = model.grid[0]
    dx, dy = x - sensor.x, y - sensor.y
    flat = dx * dx + dy * dy
    if flat > sensor.range_max * sensor.range_max:
        return OUT_OF_RANGE, sqrt(flat), 0.0, 0.0
    dz = up_at(x, y, height, grid.meridional, grid.normal) - sensor.z
    distance = sqrt(flat + dz * dz)
    why = out_of_range(sensor, distance) if distance > 0.0 else TOO_CLOSE
    if why != IN_VIEW:
        return why, distance, 0.0, 0.0
    why, sine, edge = in_view(model, sensor, pointing[s], (x, y, height), (dx, dy, dz), distance)
    return why, distance, sine, share_left(model, sensor, s, sine, distance, edge)


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
def detection_probability(model, pointing, s, target, sections, means, points, found):
    """Write the probability that one full look of sensor `s` detects a target at each point.

    `pointing` are the SENSOR_STATE rows that say where sensors face.
    `target` is (closing speed, m/s; length, m, which cameras see), `sections` float64[k] its radar cross-sections, m2.
    `means`: float64[table, ENTRIES], of radars, as the battle's echoes fluctuate; other sensors have steady targets.
    `points`: float64[3, n], x, y and height above the sea, m. `found`: float32[k, n].
    """
    sensor = model.sensors[s]
    for i in range(points.shape[1]):
        why, distance, sine, share = view_of_point(model, pointing, s, points[0, i], points[1, i], points[2, i])
        for k in range(sections.shape[0]):
            seen = 0.0
            if why == IN_VIEW:
                ratio, _ = signal(model.sensors, s, distance, sine, target[0], share * sections[k], target[1])
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
