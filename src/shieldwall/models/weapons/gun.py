"""Automatic guns: the probability that one burst kills, from dispersion, rate and range."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import GUN


@kernel
def kill_probability(weapons, w, distance, size, error):
    """Probability that a burst at `distance` m kills a target of `size` m when the aim is off by `error` m.

    Rounds scatter normally with standard deviation dispersion x distance in both directions; the target is a
    disc of that diameter, small against the scatter, so that the expected hits are n A f(error) with f the
    circular normal density, and hits that kill follow Poisson's law (Przemieniecki, Mathematical Methods in
    Defense Analyses, 2000, sec. 3.3).
    """
    weapon = weapons[w]
    sigma = weapon.dispersion * distance + 0.1 * size
    rounds = weapon.rate * weapon.burst
    area = 0.7853981633974483 * size * size
    density = exp(-0.5 * error * error / (sigma * sigma)) / (6.283185307179586 * sigma * sigma)
    return 1.0 - exp(-rounds * area * density * weapon.hit_kills)


MODEL = Model(
    "weapons",
    "gun",
    GUN,
    kill_probability,
    parameters={
        "rate": Parameter("1/s", 0.1, 500.0, "rounds per second"),
        "burst": Parameter("s", 0.01, 20.0, "length of a burst"),
        "dispersion": Parameter("rad", 1e-5, 0.1, "standard deviation of the rounds about the aim"),
        "hit_kills": Parameter("1", 0.0, 1.0, "probability that one hit kills"),
    },
    card="gun",
)
