"""Work of a study: batches of replications, what of it is done, and what is missing.

A battle is named by its cell, its row of drawn figures and its replication; how battles are put into batches names
nothing, so no answer depends on it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError

#: The row of a battle whose figures its own seed draws, as `parameter_draws` says.
OWN_DRAW = -1
#: Replications that belong to a row of a design: row r has those from r times this on, whatever their number.
LUCK_OF_A_ROW = 1000
#: What names a battle, in the order of the table of results.
KEY = ("cell", "row", "replication")

Table = NDArray[np.void]


class Batch(NamedTuple):
    """Replications first .. first + count - 1 of a cell, on a row of the design of figures."""

    cell: int
    row: int
    first: int
    count: int  # type: ignore[assignment]  # the word of the field; nobody counts equal members of a batch

    @property
    def end(self) -> int:
        """The replication after the last one."""
        return self.first + self.count


#: Fights the battles of a batch: a table of RESULT, in the order of their replications. The same batch, the same bits.
Fight = Callable[[Batch], Table]


#: What one worker is given at a time: batches of one cell, one after the other.
Task = tuple[Batch, ...]


#: Fights a task.
FightTask = Callable[[Task], Table]


def fight_task(fight: Fight, task: Task) -> Table:
    """Fight all batches of a task, and return their tables as one."""
    return np.concatenate([fight(batch) for batch in task])


def result_layout(measures: Iterable[str]) -> np.dtype[np.void]:
    """Return the dtype RESULT of a study: cell, row and replication of a battle, then its measures, float64."""
    keys = (("cell", "<i4"), ("row", "<i4"), ("replication", "<i8"))
    return np.dtype([*keys, *((name, "<f8") for name in measures)])


def blank_results(batch: Batch, measures: Iterable[str]) -> Table:
    """Return the table of a batch with every measure nought, for its fight to fill."""
    table = np.zeros(batch.count, result_layout(measures))
    table["cell"], table["row"] = batch.cell, batch.row
    table["replication"] = np.arange(batch.first, batch.end)
    return table


def ranges(table: Table) -> Task:
    """Return the rows of a table, in their order, as batches of consecutive replications."""
    if not len(table):
        return ()
    begins = np.ones(len(table), dtype=np.bool_)
    begins[1:] = (
        (table["cell"][1:] != table["cell"][:-1])
        | (table["row"][1:] != table["row"][:-1])
        | (table["replication"][1:] != table["replication"][:-1] + 1)
    )
    firsts = np.flatnonzero(begins)
    counts = np.diff([*firsts, len(table)])
    keys = (table[name][firsts].tolist() for name in KEY)
    return tuple(map(Batch, *keys, counts.tolist()))


def battles(batches: Iterable[Batch]) -> int:
    """Return how many battles some batches have together."""
    return sum(batch.count for batch in batches)


class Battles:
    """A set of battles, kept as disjoint ranges that grow together, so that its size is that of its gaps."""

    def __init__(self, batches: Iterable[Batch] = ()) -> None:
        self._ranges: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        self.count = 0
        for batch in batches:
            self.add(batch)

    def add(self, batch: Batch) -> None:
        """Add the battles of a batch; those that are there already stay there once."""
        if batch.count < 1:
            return
        self.count += battles(self.missing(batch))
        firsts, ends = self._ranges.setdefault((batch.cell, batch.row), ([], []))
        low, high = bisect_left(ends, batch.first), bisect_right(firsts, batch.end)
        first = min([batch.first, *firsts[low:high]])
        end = max([batch.end, *ends[low:high]])
        firsts[low:high], ends[low:high] = [first], [end]

    def missing(self, batch: Batch) -> list[Batch]:
        """Return the parts of a batch that are not there, in order."""
        firsts, ends = self._ranges.get((batch.cell, batch.row), ([], []))
        low, at, gaps = bisect_right(ends, batch.first), batch.first, []
        while at < batch.end:
            first = min(firsts[low], batch.end) if low < len(firsts) else batch.end
            if first > at:
                gaps.append(Batch(batch.cell, batch.row, at, first - at))
            at = ends[low] if low < len(ends) else batch.end
            low += 1
        return gaps

    def __contains__(self, batch: Batch) -> bool:
        return not self.missing(batch)

    def __iter__(self) -> Iterator[Batch]:
        for (cell, row), (firsts, ends) in sorted(self._ranges.items()):
            for first, end in zip(firsts, ends, strict=True):
                yield Batch(cell, row, first, end - first)


def gaps(work: Iterable[Batch], done: Battles) -> list[Batch]:
    """Return what of some work is not done, in its order; what two of its batches name is there once."""
    asked, found = Battles(), []
    for batch in work:
        for new in asked.missing(batch):
            found += done.missing(new)
        asked.add(batch)
    return found


class Shard(NamedTuple):
    """The share of one of several equal parties in a study: `number` of `of`, counted from 1."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Shard:
        """Read "2/8"; InputError for anything that is no share."""
        number, slash, of = text.partition("/")
        if slash and all(part.isascii() and part.isdigit() and len(part) < 7 for part in (number, of)):
            shard = cls(int(number), int(of))
            if 1 <= shard.number <= shard.of:
                return shard
        raise InputError(f'"{text}" is no share of a study', instead="write for example 2/8, the second of eight")

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def share(self, work: Sequence[Batch]) -> list[Batch]:
        """Return this party's share of some work: a like part of every range, so that all take the same time."""
        shares = (
            (batch, batch.count * (self.number - 1) // self.of, batch.count * self.number // self.of) for batch in work
        )
        return [batch._replace(first=batch.first + low, count=high - low) for batch, low, high in shares if high > low]
