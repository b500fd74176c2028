"""Electro-optical channel: contrast against the sky, limited by the target's size and the visibility."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import OPTICAL
from shieldwall.record.reasons import TOO_FAINT

KOSCHMIEDER = 3.912


@kernel(inline=True)
def signal(sensors, s, distance, sine, rate, rcs, size):
    """Signal-to-noise ratio, linear, of a target of `size` m at `distance` m, twice, since the sky has no clutter.

    The image area falls with range squared and its contrast with exp(-3.912 R / visibility) (Koschmieder 1924);
    power goes with the square of contrast. `radar_constant` is the ratio for 1 m at 1 m in clear air.
    """
    sensor = sensors[s]
    angle = size / distance
    seen = sensor.radar_constant * angle * angle * exp(-2.0 * KOSCHMIEDER * distance / sensor.visibility)
    return seen, seen


MODEL = Model(
    "sensors",
    "optical",
    OPTICAL,
    signal,
    parameters={
        "radar_constant": Parameter("1", 0.0, 1e40, "signal-to-noise ratio for a target of 1 m at 1 m"),
        "visibility": Parameter("m", 100.0, 300_000.0, "meteorological visibility"),
    },
    reasons=(TOO_FAINT,),
    card="optical",
)
