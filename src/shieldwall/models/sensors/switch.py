"""Reach the sensor model of a row by its number."""

from shieldwall.models.families import SENSORS
from shieldwall.models.plugins import with_plugins
from shieldwall.models.reaching import reaching
from shieldwall.models.sensors import optical, perfect, radar

MODELS = with_plugins("sensors", radar.MODEL, optical.MODEL, perfect.MODEL)

#: (sensors, s, distance, sine, rate, rcs, size) -> signal-to-noise ratio with and without clutter, linear.
signal = reaching(SENSORS, MODELS, __name__, __file__, inline=True)
