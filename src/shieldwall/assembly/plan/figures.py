"""The figures of a scenario: every value of the catalogue that a replication may draw has a column of one vector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.figures import FIGURE, STATED, TRIANGULAR, UNIFORM
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value, mode_of
from shieldwall.kernels.draws import UNKNOWN_VALUE, entity_of
from shieldwall.quantities.errors import InputError, guessed, quoted

Floats = NDArray[np.float64]


class Figures:
    """Columns of the vector of figures, in the order in which they were asked for.

    A figure of an entry has one column, shared by all copies of the thing. `by_name` says which column holds
    "entry.path"; `values` are the catalogue's values behind the names.
    """

    def __init__(self) -> None:
        self.by_name: dict[str, int] = {}
        self.values: dict[str, Value] = {}
        self._rows: list[tuple[float | int, ...]] = []
        self._stated: dict[float, int] = {}

    def column(self, entry: Entry, path: str, value: Value | None, default: float = 0.0) -> int:
        """Return the column of a value of an entry, SI; of the default when the entry does not state it."""
        if value is None:
            return self._number(default)
        name = f"{entry.id}.{path}"
        if name not in self.by_name:
            self.by_name[name] = len(self._rows)
            self.values[name] = value
            self._rows.append(law(value, UNKNOWN_VALUE, name))
        return self.by_name[name]

    def varied(self, value: Value, purpose: int, name: str) -> int:
        """Return the column of a value that every replication draws for itself, named by a purpose and a name."""
        self._rows.append(law(value, purpose, name))
        return len(self._rows) - 1

    def _number(self, number: float) -> int:
        if number not in self._stated:
            self._stated[number] = len(self._rows)
            self._rows.append((number, number, number, 0.0, STATED, 0, 0, UNKNOWN_VALUE, 0))
        return self._stated[number]

    def __len__(self) -> int:
        return len(self._rows)

    def table(self) -> Any:
        """Return the FIGURE rows."""
        return np.array(self._rows, FIGURE).view(np.recarray)


def law(value: Value, purpose: int, name: str) -> tuple[float | int, ...]:
    """Return the FIGURE row of a value: how `catalogue.values.sample` draws it."""
    if value.sampling_grade is None or value.low == value.high:
        return value.value, value.low, value.high, 0.0, STATED, 0, 0, purpose, 0
    kind = TRIANGULAR if value.sampling_grade in ("A", "B") else UNIFORM
    logarithmic = value.logarithmic and not value.whole
    mode = mode_of(value.low, value.value, value.high, logarithmic) if kind == TRIANGULAR else 0.0
    flags = int(logarithmic), int(value.whole)
    return value.value, value.low, value.high, mode, kind, *flags, purpose, entity_of(name)


def vector(rows: Any, by_name: Mapping[str, int], given: Mapping[str, float]) -> Floats:
    """Return a vector of figures for a study: those given by "entry.path", SI, and the central ones for the rest.

    `rows` are the FIGURE rows. Raises InputError for a name that no figure of the scenario has, and for a value
    beyond the catalogue's range, for which nothing was planned.
    """
    made: Floats = np.array(rows["value"])
    for name, number in given.items():
        if name not in by_name:
            guess = guessed(name, list(by_name))
            raise InputError(f"{quoted(name)} is no figure of this scenario", instead=f"{guess}write ENTRY.PATH")
        row = rows[by_name[name]]
        if not row.low <= number <= row.high:
            raise InputError(
                f"{name} of {number:g} is beyond its range", instead=f"write from {row.low:g} to {row.high:g} (SI)"
            )
        made[by_name[name]] = number
    return made
