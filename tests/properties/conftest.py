"""Runs of the engine for the promises that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from shieldwall.assembly import Assembly, assemble
from shieldwall.engine.run import run
from shieldwall.record.emit import EventLog
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import load_text

ROWS = 200_000


@dataclass(frozen=True)
class Fought:
    """A finished run: its arrays and its log."""

    assembly: Assembly
    log: np.recarray[Any, Any]

    def rows(self, *kinds: int) -> list[tuple[Any, ...]]:
        """Return the rows of some kinds, of all when none is named, with names in place of numbers, no causes."""
        names = [*self.assembly.header["names"], None]
        chosen = self.log[np.isin(self.log.kind, kinds)] if kinds else self.log
        fields = ("t", "kind", "why", "x", "y", "z", "v0", "v1")
        return [(names[row.who], names[row.whom], *(float(row[field]) for field in fields)) for row in chosen]


Change = Callable[[Assembly], None]


def fight(text: str, seed: int = 1, replication: int = 0, change: Change | None = None, scale: int = 1) -> Fought:
    """Assemble a scenario from its text, change its arrays if asked, and fight it."""
    assembly = assemble(load_text(text, "test.yaml"), seed, replication, False, scale)
    if change is not None:
        change(assembly)
    log = np.zeros(ROWS, EVENT).view(np.recarray)
    filled = np.zeros(2, np.int64)
    book = EventLog(log, np.zeros(0, SAMPLE).view(np.recarray), filled)
    assert run(assembly.model, assembly.truth, assembly.belief, book, assembly.lasts) == 0
    assert filled[0] < ROWS
    return Fought(assembly, log[: filled[0]])


@pytest.fixture(scope="session")
def fought() -> Callable[..., Fought]:
    """Return the function that fights a scenario given by its text."""
    return fight
