"""Reach the command doctrine of a unit by its number."""

from shieldwall.models.commands import ambush, centralised, decentralised
from shieldwall.models.families import COMMANDS
from shieldwall.models.plugins import with_plugins
from shieldwall.models.reaching import reaching

MODELS = with_plugins("commands", centralised.MODEL, decentralised.MODEL, ambush.MODEL)

#: (method, alone, radiates, since, depth) -> bits of what a unit does.
conduct = reaching(COMMANDS, MODELS, __name__, __file__)
