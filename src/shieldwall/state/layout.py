"""How a layout is written down: one line a column, with its unit and its meaning.

One row is one thing that a person could point at. Positions are in the scenario's frame (east, north, up). A column
named after another table holds a row of it, NONE for none; `name` is a row of the name table, `entity` the 32-bit
number that names the thing in draws; flags are 0 or 1. What a run changes stands in a table of its own, `..._STATE`,
row by row beside what it does not.
"""

from typing import Final, NamedTuple

import numpy as np

NONE: Final = -1


class Column(NamedTuple):
    """A column of a table: its name, how its numbers are kept, their unit, and what they mean."""

    name: str
    kept: type
    unit: str
    meaning: str


def real(name: str, unit: str, meaning: str) -> Column:
    """Return a column of float64; `unit` is an SI unit, or 1 for a pure number."""
    return Column(name, np.float64, unit, meaning)


def whole(name: str, unit: str, meaning: str) -> Column:
    """Return a column of int64; `unit` says what it counts, or which table's rows it holds."""
    return Column(name, np.int64, unit, meaning)


def layout(*columns: Column) -> np.dtype:
    """Return the aligned dtype of a table."""
    return np.dtype([(column.name, column.kept) for column in columns], align=True)


#: Columns that a plug-in's model has for the parameters that it declares.
OWN: Final = tuple(f"own_{number}" for number in range(1, 9))
OWN_COLUMNS: Final = tuple(real(name, "any", "a parameter that a plug-in's model declares") for name in OWN)
