"""Shots by name: a round draws as (unit, threat it was really fired at, n-th shot of that pair)."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import RELIABILITY, uniform


@kernel
def register_shot(model, truth, belief, r, c):
    """Name a new round by (unit, threat, n-th shot of that pair) and draw whether it works at all."""
    exercise = model.exercise[0]
    flown = belief.rounds[r]
    n = model.channels[flown.channel].unit
    target = truth.follows[c, 0]
    column = target if target >= 0 else truth.tallies.shape[1] - 1
    shot = truth.shots[r]
    shot[0] = target
    shot[1] = truth.tallies[n, column]
    truth.tallies[n, column] += 1
    threat, number = round_draws(truth, r)
    works = uniform(exercise.seed, exercise.replication, RELIABILITY, model.units[n].entity, threat, number)
    shot[2] = 1 if works < model.weapons[flown.weapon].works else 0


@kernel
def round_draws(truth, r):
    """Names in draws of a round: of the threat that it was fired at, 0 for none, and of the shot at that."""
    target = truth.shots[r, 0]
    return truth.bodies[target].entity if target >= 0 else 0, truth.shots[r, 1]
