"""Paired battles: options fought on the same random numbers, and by how much they differ.

Every option is fought on every seed and replication. Draws are named by who, at whom and when, so a unit or a weapon
that two options share draws the same numbers in both, and most of what chance does to one it does to the other: the
difference is known far better than either mean.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from math import nan
from threading import local
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from shieldwall.assembly.draw.replication import ParameterDraws, beyond_central
from shieldwall.assembly.plan.plenty import AS_STATED, Plenty
from shieldwall.exercise.python_doctrine import Doctrine
from shieldwall.exercise.runs import commanded_by
from shieldwall.exercise.simulate import Change, Simulator, planned
from shieldwall.quantities.errors import InputError, quoted
from shieldwall.scenario import Scenario
from shieldwall.study.measures import MEASURES, SHARES, Measure
from shieldwall.study.statistics.intervals import Difference, Floats, difference, half_width
from shieldwall.study.under_way import UnderWay

#: Called with the battles fought and the battles in all.
Progress = Callable[[int, int], None]

WORKERS = 2


@dataclass(frozen=True)
class Option:
    """A way to fight: a scenario, a change of the drawn arrays before the first event, and a doctrine in Python.

    A doctrine that is a file is read anew in each battle, on whatever thread; a function is asked by all of them.
    `plenty` gives every fire unit more channels or rounds than it states.
    """

    name: str
    scenario: Scenario
    change: Change | None = None
    doctrine: Doctrine | None = None
    plenty: Plenty = AS_STATED


class Share(NamedTuple):
    """A share of all battles together, or a difference of two, and half of its 95 % interval."""

    mean: float
    half: float


@dataclass(frozen=True)
class Pairs:
    """What every option came to: float64[option, seed, replication] by measure."""

    options: tuple[str, ...]
    seeds: tuple[int, ...]
    replications: tuple[int, ...]
    values: Mapping[str, Floats]

    def of(self, option: str, measure: str) -> Floats:
        """Return a measure of an option, a row for each seed; InputError for a name that is none."""
        for kind, name, known in (("option", option, self.options), ("measure", measure, tuple(self.values))):
            if name not in known:
                raise InputError(f"there is no {kind} {quoted(name)}", instead=f"name one of {', '.join(known)}")
        found: Floats = self.values[measure][self.options.index(option)]
        return found

    def difference(self, option: str, baseline: str, measure: str) -> Difference:
        """Return how much more of a measure an option has than a baseline, over all seeds and replications."""
        return difference(self.of(option, measure) - self.of(baseline, measure))

    def share(self, option: str, name: str) -> Share:
        """Return one of `measures.SHARES` of an option: the sum of its part over all battles over that of its whole."""
        ratio, left = self._residuals(option, name)
        return Share(ratio, half_width(left))

    def difference_of_shares(self, option: str, baseline: str, name: str) -> Share:
        """Return how much greater a share of an option is than that of a baseline."""
        (ratio, left), (other, right) = self._residuals(option, name), self._residuals(baseline, name)
        return Share(ratio - other, half_width(left - right))

    def _residuals(self, option: str, name: str) -> tuple[float, Floats]:
        """A share, and what each battle adds to its error (W. G. Cochran, Sampling Techniques, 1977, section 2.11)."""
        if name not in SHARES:
            raise InputError(f"there is no share {quoted(name)}", instead=f"name one of {', '.join(SHARES)}")
        part, whole = (self.of(option, measure).ravel() for measure in SHARES[name])
        if whole.sum() <= 0.0:
            return nan, np.full(len(whole), nan)
        ratio = float(part.sum() / whole.sum())
        return ratio, (part - ratio * whole) / whole.mean()


def paired(
    options: Sequence[Option],
    replications: Iterable[int],
    seeds: Iterable[int] = (1,),
    measures: Mapping[str, Measure] = MEASURES,
    parameter_draws: ParameterDraws = "central",
    workers: int = WORKERS,
    progress: Progress | None = None,
) -> Pairs:
    """Fight every option on every seed and replication, on `workers` threads; their number changes no answer.

    A measure reads a battle that is over. `progress` is called after each. Raises InputError for two options
    of one name or for no worker, and what a plan and a draw raise.
    """
    names = tuple(option.name for option in options)
    if len(set(names)) < len(names):
        raise InputError("two options have one name", instead="give each a name of its own")
    if workers < 1:
        raise InputError(f"{workers} workers fight nothing", instead="write at least 1")
    keys = tuple(product(tuple(seeds), tuple(replications)))
    rows = tuple(dict.fromkeys(seed for seed, _ in keys)), tuple(dict.fromkeys(number for _, number in keys))
    found = {name: np.zeros((len(options), len(keys))) for name in measures}
    under_way = UnderWay(progress, len(options) * len(keys))
    for number, option in enumerate(options):
        with closing(_fought(option, keys, measures, parameter_draws, workers, under_way)) as done:
            for battle, values in enumerate(done):
                for name, value in zip(measures, values, strict=True):
                    found[name][number, battle] = value
                under_way.done(number * len(keys) + battle + 1)
    shape = (len(options), *map(len, rows))
    return Pairs(names, *rows, MappingProxyType({name: made.reshape(shape) for name, made in found.items()}))


def _fought(
    option: Option,
    keys: Sequence[tuple[int, int]],
    measures: Mapping[str, Measure],
    parameter_draws: ParameterDraws,
    workers: int,
    under_way: UnderWay,
) -> Generator[tuple[float, ...]]:
    """Measures of an option's battles, in the order of their keys; each thread has arrays of its own."""
    plan = planned(option.scenario, beyond_central(parameter_draws), option.plenty)
    mine = local()

    def fight(battle: tuple[int, int]) -> tuple[float, ...]:
        if not hasattr(mine, "simulator"):
            mine.simulator = Simulator(plan, tally=True)
        commander = commanded_by(option.doctrine)
        mine.simulator.simulate(
            *battle, parameter_draws, change=option.change, progress=under_way.step, commander=commander
        )
        return tuple(measure(mine.simulator) for measure in measures.values())

    with ThreadPoolExecutor(workers) as threads:
        yield from threads.map(fight, keys)
