"""Which jammers a radar receives at a look, and how far their noise buries an echo.

Jammers are truth: the defence sees only that less is seen. A jammer is received through the main lobe when the antenna
points at it, else through side lobes; it gives no plot of its own, since noise has no range.
"""

from math import sqrt

from shieldwall.engine.referee.bodies import place_of
from shieldwall.engine.sense.line_of_sight import apparent_sine, treetop
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.diffraction import edge_parameter, edge_share
from shieldwall.kernels.elementary import asin, atan2, cos
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.jamming import antenna_pattern, jamming_to_noise
from shieldwall.kernels.lobing import ground_gain
from shieldwall.kernels.masks import shadow_edge, visible_altitude
from shieldwall.kernels.propagation import transmission
from shieldwall.kernels.sight_lines import line_of_sight
from shieldwall.models.sensors.radar import residual_clutter
from shieldwall.state.body import FLYING

# Rows of the scratch array of the jammers that are received: direction over ground, elevation, how far outside the
# coverage in elevation, rad, and noise over own noise on the axis.
EAST, NORTH, ELEVATION, OUTSIDE, NOISE = 0, 1, 2, 3, 4
RECEIVED_ROWS = 5


@kernel
def receive_jamming(model, truth, s, t):
    """List the jammers that sensor `s` receives at `t`; return their number, 0 wherever a scenario has none."""
    count = 0
    for j in range(truth.jammers.shape[0]):
        jammer = truth.jammers[j]
        flying = truth.body_state[jammer.body].state == FLYING
        if truth.densities[s, j] > 0.0 and flying and jammer.on <= t < jammer.off:
            count += received_power(model, truth, s, j, place_of(truth, jammer.body, t), count)
    return count


@kernel
def received_power(model, truth, s, j, place, row):
    """Write what sensor `s` gets from jammer `j` at a place into a scratch row; return 1, or 0 if it is hidden."""
    exercise = model.exercise[0]
    sensor = model.sensors[s]
    jammer = truth.jammers[j]
    x, y, z = place
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    flat = sqrt(dx * dx + dy * dy) + 1e-9
    distance = sqrt(flat * flat + dz * dz)
    sine = apparent_sine(sensor, dx, dy, dz, distance, exercise.curvature)
    sine = min(max(sine, -1.0), 1.0)
    edge = line_share(model, sensor, place, (dx, dy, sine, distance)) if sensor.mask >= 0 else 1.0
    if edge <= 0.0:
        return 0
    received = truth.received
    received[EAST, row], received[NORTH, row] = dx / flat, dy / flat
    received[ELEVATION, row] = asin(sine)
    received[OUTSIDE, row] = max(0.0, asin(sensor.sin_low) - asin(sine), asin(sine) - asin(sensor.sin_high))
    # Its antenna is steered to the middle of the defence, the origin.
    aside = x * dx + y * dy < jammer.cos_sector * flat * sqrt(x * x + y * y)
    density = truth.densities[s, j] * (jammer.back_lobes if aside else 1.0)
    # An echo goes the way past the edge and through the air twice, the noise once.
    way = sqrt(edge * transmission(model.losses, s, sensor.loss_horizon, sensor.loss_range, sine, distance))
    way *= ground_gain(sensor, exercise.curvature, sine, distance, edge)
    received[NOISE, row] = way * jamming_to_noise(density, sensor.receiver, 1.0, distance)
    return 1


@kernel
def line_share(model, sensor, place, sight):
    """Share of its power that an echo from a jammer's place would keep at the edge of the shadow; 0 in the shadow.

    Trees, terrain and the horizon make shadows; `sight` is (east, north, sine, distance).
    """
    dx, dy, sine, distance = sight
    if sine < treetop(model, sensor, dx, dy):
        return 0.0
    exercise = model.exercise[0]
    x, y, z = place
    if distance > sensor.range_max:
        # Masks end at the instrumented range, noise does not.
        free = line_of_sight(model.ground, model.grid[0], (sensor.x, sensor.y, sensor.z), place, sensor.relief)
        return 1.0 if free else 0.0
    mask = model.mask_rows[sensor.mask]
    clearance = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
    clearance -= visible_altitude(model.masks, mask, x, y, sensor.relief)
    if clearance < 0.0:
        return 0.0
    if sensor.diffracts == 0:
        return 1.0
    part = shadow_edge(model.masks, mask, x, y)
    return edge_share(edge_parameter(clearance, part, distance, sensor.wave_length))


@kernel
def noise_towards(received, count, sensors, s, where):
    """Noise of all jammers received over own noise, while the antenna points to `where`: (east, north, sine)."""
    sensor = sensors[s]
    east, north, sine = where
    elevation = asin(min(max(sine, -1.0), 1.0))
    level = cos(elevation)
    total = 0.0
    for row in range(count):
        along = east * received[EAST, row] + north * received[NORTH, row]
        aside = east * received[NORTH, row] - north * received[EAST, row]
        across = atan2(aside, along) * level / sensor.azimuth_beam
        # The fan of a 2-D radar covers all its elevations at once.
        over = received[OUTSIDE, row] if sensor.dimensions == 2 else received[ELEVATION, row] - elevation
        over /= sensor.elevation_beam
        share = antenna_pattern(sensor.side_near, sensor.side_far, across * across + over * over)
        total += received[NOISE, row] * share
    return total


@kernel
def under_noise(received, count, sensors, s, where, signals):
    """Return the ratio of a signal to noise, clutter and jamming: S / (1 + C + J), each over own noise.

    `where` is (dx, dy, sine, distance) of the echo from sensor `s`, `signals` its ratio with and without clutter,
    `received` float64[RECEIVED_ROWS, n] the jammers, `count` of them. Echo and clutter pass the moving-target filter,
    noise passes at all speeds.
    """
    dx, dy, sine, distance = where
    strength, clean = signals
    flat = sqrt(dx * dx + dy * dy) + 1e-9
    noise = noise_towards(received, count, sensors, s, (dx / flat, dy / flat, sine))
    floor = 1.0 + residual_clutter(sensors, s, distance) if strength < clean else 1.0
    return strength * floor / (floor + noise)
