"""Ripple: as many rounds as the weapon's salvo, one after another at a fixed interval, without a look between them."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model
from shieldwall.models.numbers import RIPPLE


@kernel
def rounds(salvo):
    """Rounds to fire before the next look at the target: the weapon's salvo."""
    return salvo


MODEL = Model("doctrines", "ripple", RIPPLE, rounds, ripples=True, card="ripple")
