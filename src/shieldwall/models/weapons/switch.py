"""Reach the weapon model of a round by its number."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.numbers import CERTAIN_EFFECT
from shieldwall.models.weapons import certain, gun, missile

_missile = missile.kill_probability
_certain = certain.kill_probability

MODELS = (missile.MODEL, certain.MODEL, gun.MODEL)


@kernel
def kill_probability(weapons, w, miss, toughness):
    """Probability that a round that passes at `miss` m kills a target, its fuze having worked."""
    if weapons[w].kind == CERTAIN_EFFECT:
        return _certain(weapons, w)
    return _missile(weapons, w, miss, toughness)
