"""False alarms: noise and clutter that pass the threshold."""

from math import sqrt

from shieldwall.engine.sense.detection import add_plot, measure
from shieldwall.engine.track.echo import shown_echo
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import FALSE_ALARM, LOOK_FALSE_ALARM, poisson, uniform, uniforms
from shieldwall.kernels.elementary import cos, sin
from shieldwall.state.layout import NONE

#: What passes the threshold by chance is about as strong as it: 13 dB, as one look needs for even odds.
THRESHOLD = 20.0


@kernel
def add_false_alarms(model, truth, belief, look):
    """Append the false alarms of a look: a Poisson number, spread over the volume that was looked at."""
    exercise = model.exercise[0]
    sensor = model.sensors[look.sensor]
    if sensor.false_alarms <= 0.0:
        return
    purpose = LOOK_FALSE_ALARM if look.cosine > -1.0 else FALSE_ALARM
    u = uniform(exercise.seed, exercise.replication, purpose, sensor.entity, 0, look.index)
    sigmas = (
        max(sensor.range_error, 0.3 * sensor.range_cell),
        max(sensor.azimuth_error, 0.3 * sensor.azimuth_beam),
        max(sensor.elevation_error, 0.3 * sensor.elevation_beam),
    )
    for n in range(poisson(sensor.false_alarms * look.share, u)):
        a, b, c, _d = uniforms(exercise.seed, exercise.replication, purpose, sensor.entity, n + 1, look.index)
        distance = sensor.range_min + (sensor.range_max - sensor.range_min) * sqrt(a)
        if look.cosine > -1.0:
            half = sqrt(1.0 - look.cosine * look.cosine)
            east = look.east + half * (b - 0.5)
            north = look.north - half * (b - 0.5)
            up = look.up + half * (c - 0.5)
        else:
            # Clutter and noise that pass the threshold lie low: the height is uniform up to 10 km.
            up = min(10_000.0 * c / distance, 0.9)
            turn = 6.283185307179586 * b
            if sensor.cos_sector > -1.0:
                turn = sensor.half_sector * (2.0 * b - 1.0)
            level = sqrt(1.0 - up * up)
            pointing = belief.sensor_state[look.sensor]
            east = level * (pointing.facing_x * cos(turn) + pointing.facing_y * sin(turn))
            north = level * (pointing.facing_y * cos(turn) - pointing.facing_x * sin(turn))
        norm = sqrt(east * east + north * north + up * up)
        row = add_plot(belief, look)
        truth.origins[row] = NONE
        belief.plots[row].echo = shown_echo(sensor, THRESHOLD, distance)
        measure(model, belief, row, distance, (east / norm, north / norm, up / norm), sigmas)
