"""Reach the sensor model of a row by its number."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.numbers import OPTICAL, PERFECT
from shieldwall.models.sensors import optical, perfect, radar

_optical = optical.signal
_perfect = perfect.signal
_radar = radar.signal

MODELS = (radar.MODEL, optical.MODEL, perfect.MODEL)


@kernel(inline=True)
def signal(sensors, s, distance, sine, rate, rcs, size):
    """Signal-to-noise ratio with and without clutter, linear, by the model of sensor `s`."""
    kind = sensors[s].kind
    if kind == OPTICAL:
        seen = _optical(sensors, s, distance, size)
        return seen, seen
    if kind == PERFECT:
        return _perfect(), _perfect()
    return _radar(sensors, s, distance, sine, rate, rcs)
