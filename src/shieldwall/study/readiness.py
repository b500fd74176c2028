"""Strata of a scenario: which of its units are ready, with how often that happens.

A unit that is out of order in a battle is a rare cause with a great effect. The few units that matter most are forced
to be ready or not, one stratum for each combination; all others are drawn as ever. The battles of a stratum need
replications of their own, since the interval of a stratified mean takes strata for independent; options share them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.figures import STATED, quantile
from shieldwall.assembly.draw.replication import ParameterDraws
from shieldwall.assembly.plan import Plan
from shieldwall.exercise.simulate import Simulator
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.study.measures import Measure
from shieldwall.study.statistics.intervals import Floats, Interval, mean

#: Units that make strata, at most.
MOST = 3
#: Parts into which the law of a readiness that is not known is cut.
PARTS = 1000
AS_DRAWN, OUT, READY = -1, 0, 1


class ReadinessStratum(NamedTuple):
    """Which units are out, how often, and what `draw` and `Simulator.simulate` take as readiness, int64[unit]."""

    out: tuple[str, ...]
    weight: float
    readiness: NDArray[np.int64]


class UnitEffect(NamedTuple):
    """How much more a measure comes to without a unit, how often it is out, and the variance that this makes."""

    unit: str
    difference: Interval
    chance: float
    variance: float


def readiness_strata(
    plan: Plan, units: Sequence[str], parameter_draws: ParameterDraws = "central"
) -> tuple[ReadinessStratum, ...]:
    """Return the strata that some units make, all ready first, weights summing to 1; what never happens is left out.

    Units fail independently where their readiness is known, so weights multiply: at the stated figure, at that of a
    given vector, or, where figures are sampled, averaged over the figure's law, which units of one entry share. Raises
    InputError for a unit that is none or stands twice, more than MOST, or a scenario in which all units are ready.
    """
    names = [unit.name for unit in plan.units]
    for unit in units:
        if unit not in names:
            raise InputError(
                f"{quoted(unit)} is no unit", instead=f"{guessed(unit, names)}name one of {', '.join(names)}"
            )
    if not 0 < len(set(units)) == len(units) <= MOST:
        raise InputError(f"{len(units)} units make strata", instead=f"name 1 to {MOST}, each once")
    if not plan.scenario.draws.readiness:
        raise InputError("all units of this scenario are ready", instead="write draws: {readiness: yes}")
    rows = [names.index(unit) for unit in units]
    strata = []
    for states in product((READY, OUT), repeat=len(units)):
        readiness = np.full(len(names), AS_DRAWN, np.int64)
        readiness[rows] = states
        out = tuple(unit for unit, state in zip(units, states, strict=True) if state == OUT)
        weight = _weight(plan, dict(zip(rows, states, strict=True)), parameter_draws)
        if weight > 0.0:
            strata.append(ReadinessStratum(out, weight, readiness))
    return tuple(strata)


def unit_effects(
    simulator: Simulator,
    measure: Measure,
    replications: Iterable[int],
    seed: int = 1,
    units: Sequence[str] | None = None,
    parameter_draws: ParameterDraws = "central",
) -> list[UnitEffect]:
    """Return what each unit's readiness does to a measure, the greatest variance first, for a choice of strata.

    Every replication is fought with all units ready and again with each of them out, on the same luck. The variance is
    that of a cause which happens with its chance, chance x (1 - chance) x difference^2. Units that are always ready are
    left out. Takes two replications at least.
    """
    plan, keys = simulator.plan, tuple(replications)
    names = [unit.name for unit in plan.units]

    def fought(out: int | None) -> Floats:
        readiness = np.full(len(names), READY, np.int64)
        if out is not None:
            readiness[out] = OUT
        values = []
        for key in keys:
            simulator.simulate(seed, key, parameter_draws, readiness)
            values.append(measure(simulator))
        return np.array(values)

    with_all = fought(None)
    effects = []
    for row, name in enumerate(names):
        chance = _weight(plan, {row: OUT}, parameter_draws)
        if chance > 0.0 and (units is None or name in units):
            found = mean(fought(row) - with_all)
            effects.append(UnitEffect(name, found, chance, chance * (1.0 - chance) * found.estimate**2))
    return sorted(effects, key=lambda effect: -effect.variance)


def _weight(plan: Plan, states: dict[int, int], parameter_draws: ParameterDraws) -> float:
    """How often units, by their rows, are in these states."""
    counts: dict[int, Counter[int]] = {}
    for row, state in states.items():
        column = plan.by_name[f"{plan.units[row].entry.id}.readiness"]
        counts.setdefault(column, Counter())[state] += 1
    weight = 1.0
    for column, states_of in counts.items():
        chances = _chances(plan, column, parameter_draws)
        weight *= float((chances ** states_of[READY] * (1.0 - chances) ** states_of[OUT]).mean())
    return weight


def _chances(plan: Plan, column: int, parameter_draws: ParameterDraws) -> Floats:
    """The chances that a readiness may be, each as likely as another."""
    if not isinstance(parameter_draws, str):
        return np.array([parameter_draws[column]])
    if parameter_draws == "central" or plan.figures.law[column] == STATED:
        return np.array([plan.figures.value[column]])
    return np.array([quantile(plan.figures, column, (part + 0.5) / PARTS) for part in range(PARTS)])
