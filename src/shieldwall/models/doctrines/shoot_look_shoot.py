"""Shoot, look, shoot: one round, then look whether it killed, and only then the next."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model
from shieldwall.models.numbers import SHOOT_LOOK_SHOOT


@kernel
def rounds(salvo):
    """Rounds to fire before the next look at the target: one, whatever salvo the weapon allows."""
    return 1


MODEL = Model("doctrines", "shoot-look-shoot", SHOOT_LOOK_SHOOT, rounds, card="shoot_look_shoot")
