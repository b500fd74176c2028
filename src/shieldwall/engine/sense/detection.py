"""Detection: whether a resolved echo is seen at this look, and where the sensor measures it."""

from math import sqrt

from shieldwall.engine.sense.echoes import BODY, DISTANCE, EAST, NORTH, SEEN, SIGNAL, SINE
from shieldwall.engine.track.echo import excess, shown_echo
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import even_signal, table_probability
from shieldwall.kernels.draws import DETECTION, LOOK_DETECTION, uniforms
from shieldwall.kernels.elementary import cos, normal_quantile, sin
from shieldwall.kernels.filters import convert, convert_flat
from shieldwall.kernels.geodesy import up_at
from shieldwall.record.emit import emit
from shieldwall.record.kinds import DETECTED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE

#: Height at which a 2-D radar's plot is drawn, m; its filter knows it as unknown.
ASSUMED_HEIGHT = 5_000.0


@kernel
def detect(model, truth, belief, log, look, leader):
    """Draw whether a resolved echo is detected, and if so measure it; one block of named words serves the look.

    Returns whether it was.
    """
    exercise = model.exercise[0]
    s = look.sensor
    sensor = model.sensors[s]
    echoes = truth.echoes
    b = int(echoes[BODY, leader])
    body = truth.bodies[b]
    snr = echoes[SIGNAL, leader]
    purpose = LOOK_DETECTION if look.cosine > -1.0 else DETECTION
    u, in_range, in_azimuth, in_elevation = uniforms(
        exercise.seed, exercise.replication, purpose, sensor.entity, body.entity, look.index
    )
    if u >= table_probability(model.probability, sensor.table, snr):
        return False
    distance = echoes[DISTANCE, leader]
    if truth.sights[s, b] != SEEN:
        truth.sights[s, b] = SEEN
        names = (sensor.name, body.name)
        emit(log, look.t, DETECTED, NO_REASON, NONE, names, (0.0, 0.0, 0.0), (distance, snr))
    # A single-pulse bound for each coordinate, on top of the floor that alignment and wear leave.
    spread = 1.0 / (1.6 * sqrt(2.0 * snr * sensor.pulses))
    range_sigma = sqrt(sensor.range_error**2 + (sensor.range_cell * spread) ** 2)
    azimuth_sigma = sqrt(sensor.azimuth_error**2 + (sensor.azimuth_beam * spread) ** 2)
    elevation_sigma = sqrt(sensor.elevation_error**2 + (sensor.elevation_beam * spread) ** 2)
    distance += range_sigma * normal_quantile(in_range)
    azimuth = azimuth_sigma * normal_quantile(in_azimuth)
    elevation = elevation_sigma * normal_quantile(in_elevation)
    sine = echoes[SINE, leader]
    level = sqrt(1.0 - sine * sine)
    east = echoes[EAST, leader] * cos(azimuth) + echoes[NORTH, leader] * sin(azimuth)
    north = echoes[NORTH, leader] * cos(azimuth) - echoes[EAST, leader] * sin(azimuth)
    up = sine * cos(elevation) + level * sin(elevation)
    out = level * cos(elevation) - sine * sin(elevation)
    row = add_plot(belief, look)
    truth.origins[row] = b
    shown = excess(snr, even_signal(model.probability, sensor.table)) / look.share
    belief.plots[row].echo = shown_echo(sensor, shown, echoes[DISTANCE, leader])
    measure(model, belief, row, distance, (east * out, north * out, up), (range_sigma, azimuth_sigma, elevation_sigma))
    return True


@kernel
def add_plot(belief, look):
    """Return the row of a new plot of a look."""
    progress = belief.progress[0]
    row = progress.plots % belief.plots.shape[0]
    progress.plots += 1
    belief.plots[row].t = look.t
    belief.plots[row].sensor = look.sensor
    belief.plots[row].echo = 0.0
    belief.plots[row].reply = 0
    return row


@kernel
def measure(model, belief, row, distance, towards, sigmas):
    """Place a plot at a distance towards a unit vector, with its covariance; a 2-D radar gives an assumed height.

    `sigmas` are the standard deviations of range, m, azimuth and elevation, rad.
    """
    exercise = model.exercise[0]
    plot = belief.plots[row]
    sensor = model.sensors[plot.sensor]
    east, north, up = towards
    if sensor.dimensions == 2:
        over = sqrt(east * east + north * north)
        rise = min(ASSUMED_HEIGHT - sensor.height, 0.7 * distance)
        flat = sqrt(distance * distance - rise * rise) / over
        plot.x = sensor.x + flat * east
        plot.y = sensor.y + flat * north
        plot.z = up_at(plot.x, plot.y, ASSUMED_HEIGHT, exercise.meridional, exercise.normal)
        dx, dy, dz = plot.x - sensor.x, plot.y - sensor.y, plot.z - sensor.z
        convert_flat(belief.plots, row, dx, dy, dz, sigmas[0], sigmas[1], ASSUMED_HEIGHT)
    else:
        plot.x = sensor.x + distance * east
        plot.y = sensor.y + distance * north
        plot.z = sensor.z + distance * up
        dx, dy, dz = distance * east, distance * north, distance * up
        convert(belief.plots, row, dx, dy, dz, sigmas[0], sigmas[1], sigmas[2])
