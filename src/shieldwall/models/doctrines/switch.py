"""Reach the fire doctrine of a unit by its number."""

from shieldwall.models.doctrines import by_time, ripple, salvo, shoot_look_shoot
from shieldwall.models.families import DOCTRINES
from shieldwall.models.plugins import with_plugins
from shieldwall.models.reaching import reaching, telling

MODELS = with_plugins("doctrines", shoot_look_shoot.MODEL, salvo.MODEL, ripple.MODEL, by_time.MODEL)

#: (doctrine, salvo) -> rounds to fire before the next look at the target.
rounds_before_look = reaching(DOCTRINES, MODELS, __name__, __file__)

#: (doctrine) -> whether rounds that wait for no look leave at a fixed interval, where time allows.
ripples = telling("ripples", [model.number for model in MODELS if model.ripples], __name__, __file__)

#: (doctrine) -> whether the whole salvo is fired where no second look is possible.
salvo_by_time = telling("salvo_by_time", [model.number for model in MODELS if model.by_time], __name__, __file__)
