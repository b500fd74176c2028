"""The battles of a study: a batch in, a table of results out, the same bits whoever fights it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock, local
from typing import Any

from shieldwall.assembly.draw.replication import ParameterDraws, beyond_central
from shieldwall.assembly.plan import Plan
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.study.cells import Cell
from shieldwall.study.measures import NAMED, TALLIED
from shieldwall.study.work import Batch, Table, blank_results

#: Plans that are held at once, and arrays of cells that a thread holds; those used longest ago go first. A plan takes
#: 100 MB on Slavic Shield, and half a second to make.
MOST_PLANS, MOST_CELLS = 4, 2


class Battlefield:
    """Fights batches of a study's cells, on as many threads as call it.

    A plan is made when its cell is reached, and a thread's arrays once for each cell. Another process to which it is
    sent makes both for itself.
    """

    def __init__(self, cells: Sequence[Cell]) -> None:
        study = cells[0].study
        self.cells = tuple(cells)
        self.seed = study.seed
        self.parameter_draws: ParameterDraws = study.draws
        self.measures = study.measures
        self._begin()

    def _begin(self) -> None:
        self._plans: OrderedDict[int, Plan] = OrderedDict()
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
        simulator = self.simulator(batch.cell)
        for number in range(batch.count):
            simulator.simulate(self.seed, batch.first + number, self.parameter_draws)
            for name in self.measures:
                found[name][number] = NAMED[name](simulator)
        return found

    def simulator(self, cell: int) -> Simulator:
        """Return this thread's arrays for a cell."""
        if not hasattr(self._mine, "simulators"):
            self._mine.simulators = OrderedDict()
        held: OrderedDict[int, Simulator] = self._mine.simulators
        if cell not in held:
            while len(held) >= MOST_CELLS:
                held.popitem(last=False)
            held[cell] = Simulator(self.plan(cell), tally=not TALLIED.isdisjoint(self.measures))
        held.move_to_end(cell)
        return held[cell]

    def plan(self, cell: int) -> Plan:
        """Return the plan of a cell, which all threads share."""
        with self._planning:
            if cell not in self._plans:
                while len(self._plans) >= MOST_PLANS:
                    self._plans.popitem(last=False)
                self._plans[cell] = planned(self.cells[cell].scenario, beyond_central(self.parameter_draws))
            self._plans.move_to_end(cell)
            return self._plans[cell]
