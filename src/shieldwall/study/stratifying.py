"""Which units make the strata of a study, how often each case is, and how much its battles vary: by a trial of a few.

The trial has luck of its own, which the study never meets, so that what it chooses leaves means without bias. It is the
same whoever fights it, and its outcome stands in the header of the study's folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from math import isclose
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.figures import STATED
from shieldwall.assembly.plan import Plan
from shieldwall.exercise.progress import Parts, say
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.study.battles import Battlefield
from shieldwall.study.cells import Cell
from shieldwall.study.measures import NAMED
from shieldwall.study.readiness import MOST, READY, readiness_strata, unit_effects
from shieldwall.study.strata import Strata, read_units

#: Battles of each case in a trial, and the first of its replications, beyond those of all strata.
TRIAL, LUCK = 12, 1 << 31
#: The seed of all trials: what makes strata hangs on the scenarios alone.
SEED = 1
#: Least share of what varies that a unit's readiness must have to make strata.
LEAST: Final = 0.05


def strata_of(made: Sequence[Cell]) -> Strata:
    """Return the strata of a study that asks for them; of no unit where none that is rarely out matters.

    Raises InputError, at the line that asks, for units that make none.
    """
    asked = made[0].study
    node = asked.written.root.nearest(("strata",))
    if asked.written.twins is not None:
        raise node.error("a study in which Python replaces models has no strata", "leave out strata")
    trial = _Trial(made)
    try:
        units = read_units(node) or trial.chosen()
        if not units:
            say("no unit's readiness matters enough to make strata of it")
            return Strata()
        return trial.varied(trial.weighed(units))
    except InputError as error:
        raise error if error.line else node.error(error.message, error.instead) from None


class _Trial:
    """A few battles of every option against the first raid."""

    def __init__(self, made: Sequence[Cell]) -> None:
        self._asked = made[0].study
        self._field = Battlefield(made)
        self._cells = [cell.number for cell in made[:: len(self._asked.raids)]]
        self._measure = NAMED[self._asked.measures[0]]

    def chosen(self) -> tuple[str, ...]:
        """Return the units whose readiness has most of what varies in some option.

        Each is tried in the first option that has it, and again where it stands there as something else.
        """
        tried: set[tuple[str, str]] = set()
        shares: dict[str, float] = {}
        parts = Parts()
        for number, cell in enumerate(self._cells):
            plan = self._field.plan(cell)
            blue = plan.scenario.blue.units
            found = {(one.name, repr(blue[one.name.split("/")[1]])) for one in plan.units}
            units = sorted(name for name, _ in found - tried if self._apart(plan, name, ()))
            if units and plan.scenario.draws.readiness:
                tried |= found
                for unit, share in self._effects(cell, units):
                    shares[unit] = max(share, shares.get(unit, 0.0))
            parts("the trial of units", (number + 1) / len(self._cells))
        return self._together(sorted(shares, key=lambda unit: (-shares[unit], unit)))

    def _effects(self, cell: int, units: Sequence[str]) -> list[tuple[str, float]]:
        """Which share of what varies some units have, of those whose effect is beyond chance and worth strata."""
        simulator = self._field.simulator(cell)
        found = unit_effects(simulator, self._measure, range(LUCK, LUCK + TRIAL), SEED, units, self._asked.draws)
        luck = self._spread(cell, np.full(len(simulator.plan.units), READY, np.int64)) ** 2
        whole = luck + sum(one.variance for one in found)
        beyond = [one for one in found if not one.difference.low <= 0.0 <= one.difference.high]
        return [(one.unit, one.variance / whole) for one in beyond if one.variance >= LEAST * whole]

    def weighed(self, units: tuple[str, ...]) -> Strata:
        """Return the strata of some units with their weights, which every option that has the units must share."""
        there = [self._there(cell) for cell in self._cells]
        for unit in units:
            if unit not in set().union(*there):
                known = sorted(set().union(*there))
                instead = f"{guessed(unit, known)}name one of {', '.join(known)}"
                raise InputError(f"{quoted(unit)} is no unit", instead=instead)
        whole = next((cell for cell, names in zip(self._cells, there, strict=True) if {*units} <= names), None)
        if whole is None:
            raise InputError(f"no option has all of {', '.join(units)}", instead="name units of one option")
        rows = readiness_strata(self._field.plan(whole), units, self._asked.draws)
        strata = Strata(units, tuple(row.out for row in rows), tuple(row.weight for row in rows))
        for cell, names in zip(self._cells, there, strict=True):
            self._check(cell, [unit for unit in units if unit in names], strata)
        return strata

    def varied(self, strata: Strata) -> Strata:
        """Return the strata with the deviation of the first measure in each, the largest of all options."""
        parts, found = Parts(), np.zeros((len(self._cells), len(strata.out)))
        for number, cell in enumerate(self._cells):
            names = [unit.name for unit in self._field.plan(cell).units]
            for row in range(len(strata.out)):
                found[number, row] = self._spread(cell, strata.forced(names, row))
                parts("the trial of strata", (number * len(strata.out) + row + 1) / found.size)
        return strata._replace(deviations=tuple(found.max(axis=0).tolist()))

    def _there(self, cell: int) -> set[str]:
        return {unit.name for unit in self._field.plan(cell).units}

    def _together(self, units: Sequence[str]) -> tuple[str, ...]:
        """The first units, as many as make strata, of those that do so together."""
        kept: tuple[str, ...] = ()
        for unit in units:
            if len(kept) < MOST:
                with suppress(InputError):
                    kept = self.weighed((*kept, unit)).units
        return kept

    def _check(self, cell: int, units: list[str], strata: Strata) -> None:
        """Refuse units that are out otherwise here, or that tell of others' readiness."""
        if not units:
            return
        plan = self._field.plan(cell)
        for unit in units:
            if not self._apart(plan, unit, units):
                raise InputError(
                    f"{unit} shares a readiness that is sampled with units that make no strata",
                    instead="write draws: central, or name units that are alone of their entry",
                )
        here = {row.out: row.weight for row in readiness_strata(plan, units, self._asked.draws)}
        wanted: dict[tuple[str, ...], float] = dict.fromkeys(here, 0.0)
        for out, weight in zip(strata.out, strata.weights, strict=True):
            of_these = tuple(unit for unit in out if unit in units)
            wanted[of_these] = wanted.get(of_these, 0.0) + weight
        if any(not isclose(here.get(out, 0.0), weight, rel_tol=1e-9) for out, weight in wanted.items()):
            raise InputError(
                f"{', '.join(units)}: how often they are out differs from option to option",
                instead="leave out of strata what an option makes more or less ready",
            )

    def _apart(self, plan: Plan, unit: str, units: Sequence[str]) -> bool:
        """Whether forcing a unit, with others, tells nothing of those that are drawn.

        Units of one entry share its readiness. Where that is sampled, who is out makes it likely that it is low.
        """
        entries = {one.name: one.entry.id for one in plan.units}
        law = plan.figures.law[plan.by_name[f"{entries[unit]}.readiness"]]
        others = {name for name, entry in entries.items() if entry == entries[unit]} - {unit, *units}
        return self._asked.draws == "central" or law == STATED or not others

    def _spread(self, cell: int, readiness: NDArray[np.int64] | None) -> float:
        """The deviation of the first measure over the trial's luck."""
        simulator, values = self._field.simulator(cell), []
        for number in range(LUCK, LUCK + TRIAL):
            simulator.simulate(SEED, number, self._asked.draws, readiness)
            values.append(self._measure(simulator))
        return float(np.std(values, ddof=1))
