"""Shots by name: a round draws as (unit, threat it was really fired at, n-th shot of that pair)."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import RELIABILITY, uniform


@kernel
def register_shot(truth, belief, r, c):
    """Name a new round by (unit, threat, n-th shot of that pair) and draw whether it works at all."""
    run = belief.run[0]
    flown = belief.rounds[r]
    node = belief.channels[flown.channel].node
    target = truth.follows[c, 0]
    column = target if target >= 0 else truth.tallies.shape[1] - 1
    shot = truth.shots[r]
    shot[0] = target
    shot[1] = truth.tallies[node, column]
    truth.tallies[node, column] += 1
    works = uniform(run.seed, run.replication, RELIABILITY, belief.nodes[node].entity, threat_of(truth, r), shot[1])
    shot[2] = 1 if works < belief.weapons[flown.weapon].works else 0


@kernel
def threat_of(truth, r):
    """Draw name of the threat that a round was fired at, 0 for none."""
    target = truth.shots[r, 0]
    return truth.bodies[target].entity if target >= 0 else 0
