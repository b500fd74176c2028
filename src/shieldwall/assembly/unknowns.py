"""What we do not know: catalogue values are drawn once per entry and value, and all copies of a thing share them."""

from __future__ import annotations

from dataclasses import dataclass, field

from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value, sample
from shieldwall.kernels.draws import UNKNOWN_VALUE, entity_of, normal, uniform


@dataclass
class Unknowns:
    """The draws of one run: `sampled` draws within the catalogue's ranges, else values stand as they are stated.

    `drawn` keeps every value that was asked for, by "entry.path", for the header.
    """

    seed: int
    replication: int
    sampled: bool
    drawn: dict[str, float] = field(default_factory=dict)

    def take(self, entry: Entry, path: str, value: Value | None, default: float = 0.0) -> float:
        """Return the value of an entry in this run, SI; the default when the entry does not state it."""
        if value is None:
            return default
        name = f"{entry.id}.{path}"
        if name not in self.drawn:
            self.drawn[name] = self._draw(name, value)
        return self.drawn[name]

    def _draw(self, name: str, value: Value) -> float:
        if not self.sampled:
            return value.value
        return sample(value, self.uniform(UNKNOWN_VALUE, name))

    def uniform(self, purpose: int, name: str, index: int = 0) -> float:
        """Return a uniform number named by a purpose, a stable name and an index that has a meaning."""
        return float(uniform(self.seed, self.replication, purpose, entity_of(name), 0, index))

    def normal(self, purpose: int, name: str, index: int = 0) -> float:
        """Return a standard normal number, named in the same way."""
        return float(normal(self.seed, self.replication, purpose, entity_of(name), 0, index))
