"""The name table of a run: every unit, part, threat, round, link and place has a number in the log."""

from __future__ import annotations

from shieldwall.kernels.draws import entity_of
from shieldwall.quantities.errors import InputError


class Names:
    """Names in the order in which they were added; a name keeps its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._entities: dict[int, str] = {}

    def add(self, name: str) -> int:
        """Return the number of a name, a new one if it has none yet."""
        return self._numbers.setdefault(name, len(self._numbers))

    def entity(self, name: str) -> int:
        """Return the number under which a name draws; InputError when another name draws under it, too."""
        entity = entity_of(name)
        other = self._entities.setdefault(entity, name)
        if other != name:
            raise InputError(f"{name} and {other} would share a random stream", instead="give one of them another name")
        return entity

    def all(self) -> list[str]:
        """Return the names by number."""
        return list(self._numbers)
