"""A battle that is watched while it is fought: advanced step by step, and the same run in the end as in one call."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.header import header
from shieldwall.exercise.aloft import Aloft
from shieldwall.exercise.checking import warnings
from shieldwall.exercise.runs import Battle, Run, over
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import Scenario


class Stepped:
    """A battle as far as it was fought, to `t` of `lasts`, s.

    Its rows only ever grow: when a table is too small, the battle is repeated from its start to where it stood with a
    larger one, and writes the same rows to the bit.
    """

    def __init__(self, scenario: Scenario, seed: int = 1, replication: int = 0) -> None:
        self.scenario = scenario
        self._battle = Battle(seed, replication)
        plan = planned(scenario)
        self._found = warnings(scenario, plan)
        self._simulator = Simulator(plan, film=True, tally=True)
        self._simulator.begin(seed, replication)
        self.t, self.lasts = 0.0, float(scenario.lasts)
        self.header: dict[str, Any] = header(self._simulator.workspace)
        self._aloft = Aloft(self._simulator.workspace)

    def to(self, t: float) -> None:
        """Fight on to `t`, s, at most to the end; ShieldwallError when the battle does not fit."""
        t = min(max(t, self.t), self.lasts)
        while self._simulator.advance(t):
            self._simulator.begin(self._battle.seed, self._battle.replication)
            self._aloft.workspace = self._simulator.workspace
        self.t = t

    def events(self, since: int = 0) -> NDArray[np.void]:
        """Return a copy of the rows of the log, EVENT, from a row on."""
        tables = self._simulator.tables
        return _copied(tables.events[since : int(tables.filled[0])], EVENT)

    def samples(self, since: int = 0) -> NDArray[np.void]:
        """Return a copy of the rows of the film so far, SAMPLE, from a row on: rounds and tracks."""
        tables = self._simulator.tables
        return _copied(tables.film[since : int(tables.filled[1])], SAMPLE)

    def paths(self, events: NDArray[np.void]) -> NDArray[np.void]:
        """Return the points that scripted flights passed since the last call; `events` are the rows since then."""
        return self._aloft.passed(events, self.t)

    def places(self) -> NDArray[np.void]:
        """Return where everything is now that flies."""
        return self._aloft.now(self.t)

    def beginning(self) -> Run:
        """Return the run before its first event, for its ground, its sensors and their coverage."""
        empty = Recording(self.header, np.zeros(0, EVENT), np.zeros(0, SAMPLE), dict(self._simulator.plan.scene))
        return Run(empty, self.scenario, self._battle)

    def whole(self) -> Run:
        """Fight the rest, and return the run: the one that `run` returns for the same key."""
        self.to(self.lasts)
        return over(self._simulator, self.scenario, self._battle, self._found)


def _copied(rows: Any, layout: np.dtype[np.void]) -> NDArray[np.void]:
    copied: NDArray[np.void] = np.array(rows.view(np.ndarray)).view(layout)
    return copied
