"""The battles of a study: a batch in, a table of results out, the same bits whoever fights it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock, local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import ParameterDraws, beyond_central
from shieldwall.assembly.plan import Plan
from shieldwall.exercise.simulate import Progress, Simulator, planned
from shieldwall.scenario import Scenario, load_text, with_changes
from shieldwall.study.cells import Cell
from shieldwall.study.factors import Design
from shieldwall.study.measures import NAMED, TALLIED
from shieldwall.study.work import OWN_DRAW, Batch, Table, blank_results

#: Plans that are held at once, and arrays of cells that a thread holds; those used longest ago go first. A plan takes
#: 100 MB on Slavic Shield, and half a second to make.
MOST_PLANS, MOST_CELLS = 4, 2


#: A cell, and a row of the design where that has a plan of its own.
Key = tuple[int, int]


class Battlefield:
    """Fights batches of a study's cells, on as many threads as call it.

    A plan is made when its cell is reached, and a thread's arrays once for each cell, with room for a `film`. Another
    process to which it is sent makes both for itself.
    """

    def __init__(self, cells: Sequence[Cell], design: Design | None = None, film: bool = False) -> None:
        study = cells[0].study
        self.film = film
        self.cells = tuple(cells)
        self.design = design
        self.seed = study.seed
        self.parameter_draws: ParameterDraws = study.draws
        self.strata = study.layers
        self.measures = study.measures
        self._begin()

    def _begin(self) -> None:
        self._plans: OrderedDict[Key, Plan] = OrderedDict()
        self._planning = Lock()
        self._mine = local()

    def __getstate__(self) -> dict[str, Any]:
        """Leave plans and arrays behind."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Begin with none of them."""
        vars(self).update(state)
        self._begin()

    def __call__(self, batch: Batch) -> Table:
        """Fight a batch and return its results, a row for each replication."""
        found = blank_results(batch, self.measures)
        for number in range(batch.count):
            simulator = self.fought(batch.cell, batch.row, batch.first + number)
            for name in self.measures:
                found[name][number] = NAMED[name](simulator)
        return found

    def fought(self, cell: int, row: int, replication: int, progress: Progress | None = None) -> Simulator:
        """Fight a battle and return this thread's arrays as it left them; `progress` is called as it goes on."""
        simulator = self.simulator(cell, row)
        plan, change = simulator.plan, self.cells[cell].change
        draws, readiness = self.draws(plan, row), self.readiness(plan, row)
        simulator.simulate(self.seed, replication, draws, readiness, change, progress)
        return simulator

    def draws(self, plan: Plan, row: int) -> ParameterDraws:
        """Return how the figures of a row of the design are drawn."""
        if self.design is None or row == OWN_DRAW:
            return self.parameter_draws
        return self.design.figures(plan, row)

    def readiness(self, plan: Plan, row: int) -> NDArray[np.int64] | None:
        """Return which units a stratum forces to be ready or not, as `draw` takes it; None where all are drawn."""
        return self.strata.forced([unit.name for unit in plan.units], row)

    def simulator(self, cell: int, row: int = OWN_DRAW) -> Simulator:
        """Return this thread's arrays for a cell, on a row of the design."""
        if not hasattr(self._mine, "simulators"):
            self._mine.simulators = OrderedDict()
        held: OrderedDict[Key, Simulator] = self._mine.simulators
        key = self._key(cell, row)
        if key not in held:
            while len(held) >= MOST_CELLS:
                held.popitem(last=False)
            held[key] = Simulator(self.plan(cell, row), self.film, tally=not TALLIED.isdisjoint(self.measures))
        held.move_to_end(key)
        return held[key]

    def plan(self, cell: int, row: int = OWN_DRAW) -> Plan:
        """Return the plan of a cell on a row of the design, which all threads share."""
        key = self._key(cell, row)
        with self._planning:
            if key not in self._plans:
                while len(self._plans) >= MOST_PLANS:
                    self._plans.popitem(last=False)
                ranges = self.design is not None or beyond_central(self.parameter_draws)
                self._plans[key] = planned(self.scenario(*key), ranges)
            self._plans.move_to_end(key)
            return self._plans[key]

    def _key(self, cell: int, row: int) -> Key:
        """What has a plan of its own: a cell, and a row only where rows differ in values of the scenario."""
        return cell, row if self.design is not None and self.design.changes_scenario else OWN_DRAW

    def scenario(self, cell: int, row: int = OWN_DRAW) -> Scenario:
        """Return the scenario of a cell, with what a row of the design changes of it."""
        scenario = self.cells[cell].scenario
        if self.design is None or row == OWN_DRAW:
            return scenario
        text = with_changes(scenario.text, self.design.changes(row), scenario.file)
        return load_text(text, scenario.file, scenario.own if scenario.own.texts else None)
