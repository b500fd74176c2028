"""The ideal round: it kills with a stated probability whatever it reaches, however far it passes."""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model, Parameter


@kernel
def kill_probability(weapons, w):
    """Probability of a kill, whatever the miss distance."""
    return weapons[w].prior


MODEL = Model(
    "weapons",
    "certain",
    1,
    kill_probability,
    parameters={"prior": Parameter("1", 0.0, 1.0, "probability that a round kills")},
    card="certain",
)
