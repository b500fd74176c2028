"""Decentralised: the post shows targets, warns and deconflicts, and each unit chooses for itself; radars are on."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.commands.conduct import CHOOSES, RADIATES
from shieldwall.models.model import Model
from shieldwall.models.numbers import DECENTRALISED


@kernel
def conduct(alone, radiates, since, depth):
    """Bits of what a unit does: it chooses its targets, its radars on."""
    return CHOOSES | RADIATES


MODEL = Model("commands", "decentralised", DECENTRALISED, conduct, card="decentralised")
