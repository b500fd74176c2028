"""Runs of the engine for the promises that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.plan import plan
from shieldwall.exercise.simulate import Simulator
from shieldwall.scenario import load_text


@dataclass(frozen=True)
class Fought:
    """A finished run: its arrays and its log."""

    drawn: Workspace
    log: np.recarray[Any, Any]

    def rows(self, *kinds: int) -> list[tuple[Any, ...]]:
        """Return the rows of some kinds, of all when none is named, with names in place of numbers, no causes."""
        names = [*self.drawn.plan.names.all(), None]
        chosen = self.log[np.isin(self.log.kind, kinds)] if kinds else self.log
        fields = ("t", "kind", "why", "x", "y", "z", "v0", "v1")
        return [(names[row.who], names[row.whom], *(float(row[field]) for field in fields)) for row in chosen]


Change = Callable[[Workspace], None]


def fight(text: str, seed: int = 1, replication: int = 0, change: Change | None = None, scale: int = 1) -> Fought:
    """Plan a scenario from its text, change the drawn arrays if asked, and fight it."""
    simulator = Simulator(plan(load_text(text, "test.yaml")), scale=scale)
    simulator.simulate(seed, replication, change=change)
    return Fought(simulator.workspace, simulator.log().view(np.recarray))


@pytest.fixture(scope="session")
def fought() -> Callable[..., Fought]:
    """Return the function that fights a scenario given by its text."""
    return fight
