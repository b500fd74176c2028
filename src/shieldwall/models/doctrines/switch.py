"""Reach the fire doctrine of a unit by its number."""

from shieldwall.models.doctrines import salvo, shoot_look_shoot
from shieldwall.models.families import DOCTRINES
from shieldwall.models.plugins import with_plugins
from shieldwall.models.reaching import reaching

MODELS = with_plugins("doctrines", shoot_look_shoot.MODEL, salvo.MODEL)

#: (doctrine, salvo) -> rounds to fire before the next look at the target.
rounds_before_look = reaching(DOCTRINES, MODELS, __name__, __file__)
