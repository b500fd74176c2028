"""Centralised: the post assigns targets, and a unit by itself only defends itself; radars are on."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.commands.conduct import RADIATES
from shieldwall.models.model import Model
from shieldwall.models.numbers import CENTRALISED


@kernel
def conduct(alone, radiates, since, depth):
    """Bits of what a unit does: its radars are on, and it waits for orders."""
    return RADIATES


MODEL = Model("commands", "centralised", CENTRALISED, conduct, card="centralised")
