"""Two-ray lobing over a plane mirror: the direct ray and the reflected one add or cancel, by the target's elevation.

The built-in radars have rough ground on a round earth (`shieldwall.kernels.lobing`), which a scenario with this model
switches off.
"""

from math import sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import cos
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import UNNUMBERED
from shieldwall.models.sensors.radar import signal as in_free_space
from shieldwall.record.reasons import IN_CLUTTER, TOO_FAINT

TWO_PI = 6.283185307179586


@kernel(inline=True)
def signal(sensors, s, distance, sine, rate, rcs, size):
    """Signal-to-noise ratio with and without clutter, linear: that of the built-in radar times F^4.

    F^2 = 1 + rho^2 - 2 rho cos(2 pi d / lambda), with d the reflected path less the direct one, for the phase of pi
    that ground gives a horizontally polarised wave at low angles (Blake, Radar Range-Performance Analysis, 1986,
    ch. 6; Skolnik, Introduction to Radar Systems, 3rd ed., 2001, ch. 8). With rho = 1 and heights small against the
    range this is the textbook's F^4 = (2 sin(2 pi h_a h_t / (lambda R)))^4.
    """
    sensor = sensors[s]
    wavelength, antenna, reflection = sensor.own_1, sensor.own_2, sensor.own_3
    # `sine` holds the bending of the ray, so this is the height over the plane that touches the ground at the radar.
    target = antenna + distance * sine
    if target <= 0.0:
        return 0.0, 0.0
    across = 4.0 * antenna * target
    longer = across / (distance + sqrt(distance * distance + across))
    squared = 1.0 + reflection * reflection - 2.0 * reflection * cos(TWO_PI * longer / wavelength)
    seen, clean = in_free_space(sensors, s, distance, sine, rate, rcs, size)
    return seen * squared * squared, clean * squared * squared


MODEL = Model(
    "sensors",
    "lobing",
    UNNUMBERED,
    signal,
    parameters={
        "wavelength": Parameter("m", 0.01, 10.0, "wavelength of the carrier"),
        "antenna-over-plane": Parameter("m", 1.0, 500.0, "height of the antenna over the plane that reflects"),
        "reflection": Parameter("1", 0.0, 1.0, "magnitude of the plane's reflection coefficient"),
    },
    reasons=(TOO_FAINT, IN_CLUTTER),
    card="lobing",
)
