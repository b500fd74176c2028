"""Echoes from points over a smooth sea, many at once: the signal of a sensor's model with all that the way takes."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.diffraction import sea_share
from shieldwall.kernels.geodesy import horizon_distance
from shieldwall.kernels.lobing import ground_gain
from shieldwall.kernels.propagation import transmission
from shieldwall.models.sensors.switch import signal


@kernel
def sea_echoes(sensors, air, lift, radius, closing, sights, found):
    """Write the signal-to-noise ratio of 1 m2, clutter counted, for each sight of the first of `sensors`.

    `air`: float32[sensor, RAYS, DISTANCES], losses of the path, nepers; `lift` of the run, 1/m; `radius` of the
    effective earth, m; `closing` speed, m/s. `sights`: float64[2, n], slant range, m, and sine of the apparent
    elevation. `found`: float64[n].
    """
    sensor = sensors[0]
    horizon = horizon_distance(sensor.height, radius)
    for i in range(found.shape[0]):
        slant, sine = sights[0, i], sights[1, i]
        edge = 1.0
        if sensor.diffracts != 0:
            edge = sea_share(sensor.height, sine, slant, horizon, radius, sensor.wave_length)
        ground = ground_gain(sensor, lift, sine, slant, edge)
        clear = transmission(air, 0, sensor.sea_sine, sensor.range_max, sine, slant)
        share = edge * clear * ground * ground
        found[i], _ = signal(sensors, 0, slant, sine, -closing, share, 1.0)
