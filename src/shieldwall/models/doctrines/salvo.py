"""Salvo: as many rounds as the weapon's salvo, then look."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model
from shieldwall.models.numbers import SALVO


@kernel
def rounds(salvo):
    """Rounds to fire before the next look at the target: the weapon's salvo."""
    return salvo


MODEL = Model("doctrines", "salvo", SALVO, rounds, card="salvo")
