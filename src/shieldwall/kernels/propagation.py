"""What the way through air and rain leaves of an echo: the share of power that comes back, by ray and distance.

A ray leaves an antenna at an apparent elevation and bends with the refraction of the scene; the loss is the specific
attenuation of `kernels.attenuation`, integrated along it, there and back. For each sensor a table over its rays and
distances is laid before the run, so that a look pays one interpolation. Rays lie densest at the horizon, where a
path stays longest in thick air.
"""

from math import sqrt

import numpy as np

from shieldwall.kernels.atmosphere import pressure, temperature
from shieldwall.kernels.attenuation import oxygen_attenuation, rain_attenuation, vapour_attenuation
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp

#: Rays and distances of a sensor's table, and steps of the integral between two distances.
RAYS, DISTANCES, PARTS = 49, 65, 2
#: Heights of the table of specific attenuation, and the metres between them; above the last the air is clear.
LAYERS, LAYER = 121, 250.0
#: Water vapour at sea level, g/m3, and the height over which it falls by e, m: the mean of the globe (ITU-R P.835-6,
#: 2017, eq. 6).
VAPOUR, VAPOUR_SCALE = 7.5, 2000.0
#: Metres below its top over which rain thins out.
TAPER = 500.0
#: Two-way nepers in a metre for each decibel in a kilometre.
_NEPERS = 2.0 * 0.1 * 2.302585092994046 / 1000.0


@kernel
def lay_losses(losses, frequency, gas, rain, rain_top):
    """Write the two-way loss of each layer, nepers per metre of path, into `losses`, float64[LAYERS].

    `frequency` in GHz; `gas` is 1, or 0 for none; `rain` in mm/h falls everywhere below `rain_top`, m above the sea.
    Below 1 GHz, where the Recommendations end, their formulas are carried on: gas by its non-resonant part, rain by
    next to nothing.
    """
    drops = rain_attenuation(frequency, rain)
    for i in range(LAYERS):
        height = i * LAYER
        warmth = temperature(height)
        vapour = VAPOUR * exp(-height / VAPOUR_SCALE)
        # The Recommendation asks for the pressure of the dry air; vapour's own is its eq. 4.
        dry = 0.01 * pressure(height) - vapour * warmth / 216.7
        air = oxygen_attenuation(frequency, dry, warmth, vapour) + vapour_attenuation(frequency, dry, warmth, vapour)
        share = min(max((rain_top - height) / TAPER, 0.0), 1.0)
        losses[i] = _NEPERS * (gas * air + share * drops)


@kernel(inline=True)
def loss_at(losses, height):
    """Two-way loss at a height above the sea, nepers per metre: linear between layers, none above the last."""
    place = max(height, 0.0) / LAYER
    layer = int(place)
    if layer >= LAYERS - 1:
        return 0.0
    return losses[layer] + (place - layer) * (losses[layer + 1] - losses[layer])


@kernel
def ray_loss(losses, height, sine, curve, begin, end, parts):
    """Two-way loss on a ray between two distances from its antenna, nepers, by Simpson's rule over `parts` steps.

    `height` of the antenna above the sea, m; `sine` of the apparent elevation; `curve` is half the curvature of the
    earth less that of the ray, 1/m (`curvature` of a run taken from half the earth's curvature).
    """
    step = (end - begin) / parts
    level = curve * (1.0 - sine * sine)
    total = 0.0
    for i in range(2 * parts + 1):
        along = begin + 0.5 * i * step
        weight = 1.0 if i == 0 or i == 2 * parts else (4.0 if i % 2 == 1 else 2.0)
        total += weight * loss_at(losses, height + along * (sine + level * along))
    return total * step / 6.0


@kernel
def lay_path_losses(table, losses, height, horizon, curve, reach):
    """Fill `table`, float32[RAYS, DISTANCES], with the two-way loss of the path, nepers.

    Ray i leaves at the sine `horizon` + (i / (RAYS - 1))^2, distance k is (k / (DISTANCES - 1))^2 of `reach`, m.
    """
    for i in range(RAYS):
        up = i / (RAYS - 1)
        sine = min(horizon + up * up, 1.0)
        lost = 0.0
        table[i, 0] = 0.0
        for k in range(1, DISTANCES):
            begin, end = reach * ((k - 1) / (DISTANCES - 1)) ** 2, reach * (k / (DISTANCES - 1)) ** 2
            lost += ray_loss(losses, height, sine, curve, begin, end, PARTS)
            table[i, k] = lost


@kernel(inline=True)
def transmission(tables, row, horizon, reach, sine, distance):
    """Share of an echo's power that the path leaves, linear, from row `row` of float32[sensor, RAYS, DISTANCES]."""
    ray = (RAYS - 1) * sqrt(max(sine - horizon, 0.0))
    i = min(int(ray), RAYS - 2)
    place = (DISTANCES - 1) * sqrt(distance / reach)
    k = min(int(place), DISTANCES - 2)
    up, on = min(ray - i, 1.0), place - k
    near, far = np.float64(tables[row, i, k]), np.float64(tables[row, i, k + 1])
    low = near + on * (far - near)
    near, far = np.float64(tables[row, i + 1, k]), np.float64(tables[row, i + 1, k + 1])
    high = near + on * (far - near)
    return exp(-(low + up * (high - low)))
