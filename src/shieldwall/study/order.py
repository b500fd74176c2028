"""In which order the battles of a study are fought."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall.study.work import OWN_DRAW, Batch

#: Battles of one cell that are fought before the next cell comes up to them: few at first, then more and more.
FEWEST_TOGETHER, MOST_TOGETHER = 16, 1024


def work_of(count: int, end: int) -> Iterator[Batch]:
    """Yield replications 0 to `end - 1` of so many cells, all cells coming as far before any goes on.

    So what is finished can be compared at any time.
    """
    at, together = 0, FEWEST_TOGETHER
    while at < end:
        for cell in range(count):
            yield Batch(cell, OWN_DRAW, at, min(together, end - at))
        at, together = at + together, min(2 * together, MOST_TOGETHER)
