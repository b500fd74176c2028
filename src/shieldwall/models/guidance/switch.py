"""Reach the guidance model of a weapon by its number."""

from shieldwall.models.families import GUIDANCE
from shieldwall.models.guidance import certain, command, datalink_active, semi_active
from shieldwall.models.plugins import with_plugins
from shieldwall.models.reaching import reaching, telling

MODELS = with_plugins("guidance", command.MODEL, semi_active.MODEL, datalink_active.MODEL, certain.MODEL)

#: (guidance, homing) -> whether a round needs its channel now; `homing` is 1 once its seeker has locked.
needs_support = reaching(GUIDANCE, MODELS, __name__, __file__)

#: (guidance) -> whether rounds with this guidance carry a seeker.
has_seeker = telling("has_seeker", [model.number for model in MODELS if model.seeker], __name__, __file__)
