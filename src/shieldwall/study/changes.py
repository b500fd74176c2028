"""Changes of the drawn arrays of a replication before its first event, as an entry with those figures would make them.

The engine is never touched. Tables of the plan that threads share are not written to.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, Final

import numpy as np

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.models.numbers import MISSILE, OPTICAL, RADAR

#: Set figures in the arrays of a replication.
Change = Callable[[Workspace], None]
#: Which rows of a table.
Rows = Callable[[Any], np.ndarray]
#: Far more than any battle asks for.
ENDLESS: Final = 10**9


def figures(table: str, rows: Rows | None = None, **values: float) -> Change:
    """Return a change that sets columns of a table of the model, in all rows or in some."""

    def change(drawn: Workspace) -> None:
        found = getattr(drawn.model, table)
        chosen = np.ones(len(found), np.bool_) if rows is None else rows(found)
        for column, value in values.items():
            found[column][chosen] = value

    return change


def together(*changes: Change) -> Change:
    """Return the change that makes several, one after the other."""

    def change(drawn: Workspace) -> None:
        for each in changes:
            each(drawn)

    return change


def of_kind(*numbers: int) -> Rows:
    """Return the choice of the rows that have one of some models."""
    return lambda table: np.isin(table["kind"], numbers)


radars: Final = of_kind(RADAR)
cameras: Final = of_kind(OPTICAL)
missiles: Final = of_kind(MISSILE)


def prompt_links(drawn: Workspace) -> None:
    """Let nets carry all at once: nothing fails, is lost, waits or takes time. Who is joined to whom stays."""
    figures("links", delay=0.0, fails=0.0, every=0.0)(drawn)
    figures("nets", capacity=inf, breaks_after=inf, outages=0)(drawn)
    # What the ways of the plan take; ways that are sought anew take it from the links.
    times = drawn.belief.way_times
    times[np.isfinite(times)] = 0.0
