"""The weapon-target assignment of small cases, exactly: by branch and bound over what each target may get.

A target is shot at by nobody, by one unit, or by two; a unit shoots with as many channels as it has. What a pair saves
is what the first saves and, of the share that it leaves, what the second does. The bound of a branch is the sum of what
each target that is left would get at best if nobody else wanted channels.
"""

from __future__ import annotations

from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Case(NamedTuple):
    """Shots of units (columns) at targets (rows): what they save, cost, and leave to a second; channels of units.

    `worth[k]` is what target k would destroy, `chance[k, u]` that unit u kills it, 0 where it cannot shoot, `cost[u]`
    of its round. `lone[u]` says whether it can send one round only; who can send more leaves nothing to a second unit.
    """

    worth: Floats
    chance: Floats
    cost: Floats
    lone: NDArray[np.bool_]
    channels: NDArray[np.int64]


def random_case(draw: np.random.Generator, lone: float, cost: float, targets: int = 5, units: int = 4) -> Case:
    """A case of three to `targets` targets and two to `units` units, a share `lone` of which has one round each."""
    k, u = int(draw.integers(3, targets + 1)), int(draw.integers(2, units + 1))
    chance = draw.uniform(0.1, 0.95, (k, u)) * (draw.random((k, u)) < 0.8)
    channels = draw.integers(1, 4, u)
    return Case(draw.uniform(0.1, 1.0, k), chance, draw.uniform(0.0, cost, u), draw.random(u) < lone, channels)


def saved(case: Case, k: int, shooters: tuple[int, ...]) -> float:
    """What shooters of a target save, one after the other, less the cost of their rounds."""
    left, total = 1.0, 0.0
    for u in shooters:
        total += left * case.worth[k] * case.chance[k, u] - case.cost[u]
        left *= 1.0 - case.chance[k, u] if case.lone[u] else 0.0
    return float(total)


def options(case: Case, k: int) -> list[tuple[float, tuple[int, ...]]]:
    """What a target may get, the best first, down to nothing."""
    able = [u for u in range(len(case.channels)) if case.chance[k, u] > 0.0 and case.channels[u] > 0]
    found = [(saved(case, k, (u,)), (u,)) for u in able]
    found += [(max(saved(case, k, order) for order in permutations(pair)), pair) for pair in combinations(able, 2)]
    return sorted([one for one in found if one[0] > 0.0] + [(0.0, ())], reverse=True)


def best(case: Case) -> float:
    """The most that any assignment saves."""
    choices = [options(case, k) for k in range(len(case.worth))]
    bounds = np.append(np.cumsum([choice[0][0] for choice in choices][::-1])[::-1], 0.0)
    most = 0.0

    def branch(k: int, spare: tuple[int, ...], total: float) -> None:
        nonlocal most
        most = max(most, total)
        if k == len(choices):
            return
        for value, shooters in choices[k]:
            if total + value + bounds[k + 1] <= most:
                return
            if all(spare[u] > 0 for u in shooters):
                branch(k + 1, tuple(s - (u in shooters) for u, s in enumerate(spare)), total + value)

    branch(0, tuple(int(c) for c in case.channels), 0.0)
    return most
