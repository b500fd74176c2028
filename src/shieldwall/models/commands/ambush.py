"""Ambush: radars are silent until a target is deep in the kill zone; the post assigns targets."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.commands.conduct import NO_TARGET, RADIATES
from shieldwall.models.model import Model
from shieldwall.models.numbers import AMBUSH

#: Depth in the kill zone from which the ambush is sprung. Assumption: what is there cannot turn out of reach in time.
DEEP = 0.4


@kernel
def conduct(alone, radiates, since, depth):
    """Bits of what a unit does: its radars are on once a target is deep enough, until none can be shot at.

    Nobody tells a unit alone when to open up, so that it does not lie in wait.
    """
    if alone or depth >= DEEP or (radiates and depth > NO_TARGET):
        return RADIATES
    return 0


MODEL = Model("commands", "ambush", AMBUSH, conduct, card="ambush")
