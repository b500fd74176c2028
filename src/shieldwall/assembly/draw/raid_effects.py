"""What a threat shows to radars, does to what it hits and radiates, from the figures of its entry."""

from math import pi

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import cos, exp, log
from shieldwall.kernels.jamming import received_density
from shieldwall.state.sensor import BANDS

#: Share of the low-band factor, in decibels, that each band has. Assumption: full below 300 MHz, where
#: shaping and absorbers matter least, half to 1 GHz, a quarter to 2 GHz, none above.
LOW_BAND_SHARES = {"vhf": 1.0, "uhf": 0.5, "l": 0.25}
_SHARES = np.array([LOW_BAND_SHARES.get(band, 0.0) for band in BANDS])

#: Warhead that does damage 1 to a place, kg: a cruise missile's. Assumption.
POINT_OF_DAMAGE = 450.0
#: A weapon that lands within so many metres of a unit's centre hits it. Assumption.
UNIT_RADIUS = 15.0


@kernel
def lay_signature(sections, front, side, rear, low_band):
    """Fill float64[band, 3] with the natural logarithm of the cross-section in m2 from the front, side and rear.

    Bands are those of `state.sensor.BANDS`; the low-band factor counts fully at VHF, half in decibels at UHF, a
    quarter at L and not at all from S up, which is an assumption.
    """
    low = log(low_band)
    for band in range(_SHARES.shape[0]):
        sections[band, 0] = log(front) + low * _SHARES[band]
        sections[band, 1] = log(side) + low * _SHARES[band]
        sections[band, 2] = log(rear) + low * _SHARES[band]


@kernel
def effect(threat, figures, aim):
    """Return the damage of a weapon to what it is flown into, and the chance that it does any.

    Damage is its warhead over the hardness of its aim; the chance is its reliability times that of landing within the
    radius of its aim for its circular error probable.
    """
    ratio = aim.radius / max(figures[threat.accuracy], 1e-3)
    # Rayleigh distribution: half of all land within the circular error probable.
    within = 1.0 - exp(-log(2.0) * min(ratio * ratio, 100.0))
    return figures[threat.warhead] / aim.hardness, figures[threat.reliability] * within


@kernel
def lay_jammers(pods, figures, jammers):
    """Fill in JAMMER rows."""
    for number in range(pods.shape[0]):
        pod, row = pods[number], jammers[number]
        half = 0.5 * figures[pod.sector]
        row.body = pod.body
        row.on = pod.on
        row.off = pod.off
        row.cos_sector = cos(half) if half < pi else -2.0
        row.back_lobes = figures[pod.back_lobes]


@kernel
def lay_densities(pods, figures, sensors, densities):
    """Fill float64[sensor, jammer] with W/Hz of each jammer in the receiver of each of SENSOR rows.

    0 where a sensor has no receiver, or none in a band of the jammer.
    """
    for row in range(sensors.shape[0]):
        sensor = sensors[row]
        for number in range(pods.shape[0]):
            pod = pods[number]
            densities[row, number] = 0.0
            if sensor.receiver > 0.0 and pod.bands >> sensor.band & 1 == 1:
                power, bandwidth = figures[pod.power], figures[pod.bandwidth]
                densities[row, number] = received_density(power, bandwidth, sensor.range_cell)
