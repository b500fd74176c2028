"""By time: one round while a second look is possible, else a ripple while there is time for it, else a salvo."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model
from shieldwall.models.numbers import BY_TIME


@kernel
def rounds(salvo):
    """Rounds to fire before the next look at the target, while there is time for that: one."""
    return 1


MODEL = Model("doctrines", "by-time", BY_TIME, rounds, ripples=True, by_time=True, card="by_time")
