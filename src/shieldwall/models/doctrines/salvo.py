"""Salvo: as many rounds as the weapon's salvo, then look."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model


@kernel
def rounds(salvo):
    """Rounds to fire before the next look at the target: the weapon's salvo."""
    return salvo


MODEL = Model("doctrines", "salvo", 1, rounds, card="salvo")
