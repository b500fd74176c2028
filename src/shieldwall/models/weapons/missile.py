"""A guided round's end: the fuze and the lethality of its warhead against what it really passes."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import MISSILE
from shieldwall.record.reasons import DETONATED_WITHOUT_KILL, FUZE_FAILED, FUZED, PASSED_TARGET, ROUND_FAILED


@kernel
def kill_probability(weapons, w, miss, toughness):
    """Probability that the warhead kills at the miss distance `miss` (m), the fuze having worked.

    The Carleton damage function exp(-miss^2 / 2 b^2) (Driels, Weaponeering, 2013, sec. 4.4), with b chosen such
    that it is one half at the lethal radius over the target's toughness; zero beyond the fuze's reach.
    """
    weapon = weapons[w]
    if miss > weapon.fuze_radius:
        return 0.0
    ratio = miss * toughness / weapon.lethal_radius
    return exp(-0.6931471805599453 * ratio * ratio)


MODEL = Model(
    "weapons",
    "missile",
    MISSILE,
    kill_probability,
    parameters={
        "lethal_radius": Parameter("m", 0.01, 500.0, "miss distance of even odds"),
        "fuze_radius": Parameter("m", 0.01, 1000.0, "reach of the proximity fuze"),
        "fuze_works": Parameter("1", 0.0, 1.0, "probability that the fuze works"),
        "works": Parameter("1", 0.0, 1.0, "probability that motor and controls work"),
    },
    reasons=(FUZED, FUZE_FAILED, ROUND_FAILED, PASSED_TARGET, DETONATED_WITHOUT_KILL),
    card="missile",
)
