"""Reach the fire doctrine of a unit by its number."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.doctrines import salvo as volley
from shieldwall.models.doctrines import shoot_look_shoot
from shieldwall.models.numbers import SALVO

_volley = volley.rounds
_single = shoot_look_shoot.rounds

MODELS = (shoot_look_shoot.MODEL, volley.MODEL)


@kernel
def rounds_before_look(doctrine, salvo):
    """Rounds to fire before the next look at the target."""
    if doctrine == SALVO:
        return _volley(salvo)
    return _single(salvo)
