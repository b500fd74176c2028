"""Rows of tables from plain mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Row = dict[str, float]


def table(layout: Any, rows: Sequence[Mapping[str, float]]) -> np.recarray[Any, Any]:
    """Return a record array with a row per mapping; fields that a mapping leaves out are zero.

    Raises KeyError for a name that the layout does not have.
    """
    made = np.zeros(len(rows), layout)
    for number, row in enumerate(rows):
        for name, value in row.items():
            made[name][number] = value
    return made.view(np.recarray)
