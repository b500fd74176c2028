"""What a replication draws, and the figures of the catalogue that it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shieldwall.catalogue.entry import Entry
from shieldwall.kernels.draws import entity_of, normal


@dataclass(frozen=True)
class Draws:
    """A replication by its key; `figure` gives the value of an entry at a path, 0 where the entry states none."""

    seed: int
    replication: int
    figure: Callable[[Entry, str], float]

    def normal(self, purpose: int, name: str, index: int = 0) -> float:
        """Return a standard normal number, named by a purpose, a stable name and an index that has a meaning."""
        return float(normal(self.seed, self.replication, purpose, entity_of(name), 0, index))
