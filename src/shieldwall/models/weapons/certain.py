"""The ideal round: it kills with a stated probability whatever it reaches, however far it passes."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import CERTAIN_EFFECT


@kernel
def kill_probability(weapons, w, miss, toughness):
    """Probability of a kill, whatever the miss distance."""
    return weapons[w].prior


MODEL = Model(
    "weapons",
    "certain",
    CERTAIN_EFFECT,
    kill_probability,
    parameters={"prior": Parameter("1", 0.0, 1.0, "probability that a round kills")},
    card="certain",
)
