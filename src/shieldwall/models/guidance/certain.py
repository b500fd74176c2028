"""The ideal guidance: the channel feeds the round without error, and it needs no support."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model
from shieldwall.models.numbers import CERTAIN_GUIDANCE


@kernel
def needs_support(homing):
    """Whether the round needs its channel now: never."""
    return False


MODEL = Model("guidance", "certain", CERTAIN_GUIDANCE, needs_support, card="certain_guidance")
