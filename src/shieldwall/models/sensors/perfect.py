"""The ideal sensor: whatever is within its limits of sight is seen, at every look."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model
from shieldwall.models.numbers import PERFECT

CERTAIN = 1e9


@kernel(inline=True)
def signal(sensors, s, distance, sine, rate, rcs, size):
    """Signal-to-noise ratio of any target, with and without clutter: so high that nothing is missed."""
    return CERTAIN, CERTAIN


MODEL = Model("sensors", "perfect", PERFECT, signal, card="perfect")
