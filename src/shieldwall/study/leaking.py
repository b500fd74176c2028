"""Where threats flew that leaked, over many battles of a cell: these are fought again with their film and gathered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from shieldwall.analysis.leaking import LeakerPath, crossed, leaker_paths
from shieldwall.exercise.simulate import Progress
from shieldwall.quantities.errors import InputError
from shieldwall.study.answer import Answer
from shieldwall.study.battles import Battlefield
from shieldwall.study.cells import cells
from shieldwall.study.order import design_of
from shieldwall.study.sample import WORKERS, spread_over
from shieldwall.study.under_way import UnderWay
from shieldwall.study.work import Batch

#: Battles that are fought again, where nobody says how many, and at most.
BATTLES, MOST = 60, 200
#: Sides of squares, m, and how many of them the longer side of all paths may take.
SIZES: Final = (500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4)
SQUARES: Final = 64


class Square(NamedTuple):
    """A square by its numbers to the east and north of the origin: how many leakers crossed it, in which battles."""

    east: int
    north: int
    leakers: int
    battles: tuple[Batch, ...]


class Leaks(NamedTuple):
    """The leakers of some battles of a cell: squares of `size` m that they crossed, and how they are accounted for.

    `header` is that of one of the battles; `reasons` counts leakers by stage and reason, `places` by what they hit,
    `systems` by what they are.
    """

    header: dict[str, Any]
    battles: tuple[Batch, ...]
    leakers: int
    size: float
    squares: tuple[Square, ...]
    reasons: Counter[tuple[str, str]]
    places: Counter[str]
    systems: Counter[str]


def leaks(
    answer: Answer, cell: int, wanted: int = BATTLES, progress: Progress | None = None, workers: int = WORKERS
) -> Leaks:
    """Fight battles of a cell again, evenly spread over those that were fought, strata as often as they happen.

    `progress` is called with the battles fought and the battles in all. Raises InputError where none was fought yet,
    and for more than MOST.
    """
    if not 1 <= wanted <= MOST:
        raise InputError(f"{wanted} battles cannot be fought again for a map", instead=f"write from 1 to {MOST}")
    battles = chosen(answer, cell, wanted)
    if not battles:
        raise InputError("nothing was fought yet", instead="fight some battles first")
    field = Battlefield(cells(answer.study), design_of(answer.study), film=True)
    under_way = UnderWay(progress, len(battles))
    with ThreadPoolExecutor(workers) as pool:
        found: list[list[LeakerPath]] = []
        header: dict[str, Any] = {}
        asked = [pool.submit(partial(_paths, field, under_way), battle) for battle in battles]
        try:
            for number, one in enumerate(asked, 1):
                header, paths = one.result()
                found.append(paths)
                under_way.done(number)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return gathered(header, battles, found)


def chosen(answer: Answer, cell: int, wanted: int) -> tuple[Batch, ...]:
    """Return so many battles of a cell, or all that there are."""
    rows = answer.results[answer.results["cell"] == cell]
    places = spread_over(rows["row"], answer.study.layers.weights, min(wanted, len(rows))) if len(rows) else ()
    return tuple(Batch(cell, int(row["row"]), int(row["replication"]), 1) for row in rows[list(places)])


def gathered(header: dict[str, Any], battles: Sequence[Batch], found: Sequence[Sequence[LeakerPath]]) -> Leaks:
    """Put the leakers of some battles together."""
    paths = [path for of_battle in found for path in of_battle]
    size = size_for(paths)
    counts: Counter[tuple[int, int]] = Counter()
    where: dict[tuple[int, int], list[Batch]] = {}
    for battle, of_battle in zip(battles, found, strict=True):
        crossings = Counter(square for path in of_battle for square in crossed(path.path, size))
        counts += crossings
        for square in crossings:
            where.setdefault(square, []).append(battle)
    squares = tuple(Square(*square, counts[square], tuple(where[square])) for square in sorted(counts))
    return Leaks(
        header,
        tuple(battles),
        len(paths),
        size,
        squares,
        Counter((path.stage, path.reason) for path in paths),
        Counter(path.place for path in paths),
        Counter(path.system for path in paths),
    )


def size_for(paths: Sequence[LeakerPath]) -> float:
    """Return the least side of squares of which no more than SQUARES stand along all paths."""
    if not paths:
        return SIZES[0]
    points = np.vstack([path.path for path in paths])
    longest = float((points.max(axis=0) - points.min(axis=0)).max())
    return next((size for size in SIZES if longest <= SQUARES * size), SIZES[-1])


def _paths(field: Battlefield, under_way: UnderWay, battle: Batch) -> tuple[dict[str, Any], list[LeakerPath]]:
    recording = field.fought(battle.cell, battle.row, battle.first, under_way.step).recording(scene=False)
    return recording.header, leaker_paths(recording)
