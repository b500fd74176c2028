"""Reach the weapon model of a round by its number."""

from shieldwall.models.families import WEAPONS
from shieldwall.models.plugins import with_plugins
from shieldwall.models.reaching import reaching
from shieldwall.models.weapons import certain, gun, missile

#: A gun fires bursts and no rounds; the referee asks it directly.
_ROUNDS = with_plugins("weapons", missile.MODEL, certain.MODEL)
MODELS = (*_ROUNDS, gun.MODEL)

#: (weapons, w, miss, toughness) -> probability that a round kills that passes at `miss` m, its fuze having worked.
kill_probability = reaching(WEAPONS, _ROUNDS, __name__, __file__)
