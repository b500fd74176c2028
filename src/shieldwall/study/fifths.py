"""What a measure comes to over the range of a factor: in fifths of the rows of a design, with the battles of each."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from shieldwall.catalogue import ids, load
from shieldwall.catalogue.beside import beside
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.quantities.units import show
from shieldwall.study.answer import Answer
from shieldwall.study.bars import One
from shieldwall.study.factors import Factor
from shieldwall.study.order import design_of
from shieldwall.study.statistics.intervals import Interval, mean
from shieldwall.study.statistics.screening import CLASSES

#: Battles of a fifth that are named.
NAMED: Final = 8
#: Fewer rows have no interval in each fifth.
FEWEST_ROWS: Final = 2 * CLASSES


class Fifth(NamedTuple):
    """Rows with so much of a factor: what a measure comes to in them, and the battles of the outermost of them."""

    rows: int
    mean: Interval
    named: tuple[One, ...]


def fifths(answer: Answer, cell: int, measure: str, factor: str) -> tuple[Fifth, ...]:
    """Return a measure of a cell in each fifth of a factor's rows, from those with least of it to those with most.

    The classes are those by which factors are screened; of indices, the rows of the first matrix count. None for too
    few rows. Raises InputError for a factor that is none, and for a study without them.
    """
    column = [one.path for one in answer.study.varied or ()].index(factor_of(answer, factor).path)
    design, rows, results = design_of(answer.study), answer.rows, answer.results
    if design is None or rows.whole.sum() < FEWEST_ROWS:
        return ()
    whole = np.flatnonzero(rows.whole)
    order = whole[np.argsort(design.shares[whole, column], kind="stable")]
    values = rows.of(measure)[*divmod(cell, len(answer.raids)), 0].mean(axis=1)
    by_row = dict(zip(whole.tolist(), values.tolist(), strict=True))
    of_cell = np.sort(results[results["cell"] == cell], order=("row", "replication"))
    firsts = of_cell[np.searchsorted(of_cell["row"], order)]
    named = [One(int(one["row"]), int(one["replication"]), float(one[measure])) for one in firsts]
    # As in the screening: every row's rank in fifths.
    places = np.arange(len(order)) * CLASSES // len(order)
    found = []
    for number in range(CLASSES):
        here = np.flatnonzero(places == number)
        outermost = here[::-1] if number == CLASSES - 1 else here
        found.append(
            Fifth(
                len(here),
                mean(np.array([by_row[row] for row in order[here].tolist()])),
                tuple(named[one] for one in outermost[:NAMED].tolist()),
            )
        )
    return tuple(found)


def factor_of(answer: Answer, path: str) -> Factor:
    """Return the factor of a path; InputError for a path that is none."""
    known = {one.path: one for one in answer.study.varied or ()}
    if path not in known:
        raise InputError(f"there is no factor {quoted(path)}", instead=guessed(path, known) or "this study varies none")
    return known[path]


def span(answer: Answer, factor: Factor) -> tuple[str, str]:
    """Return the ends of a factor's range, as the catalogue or the study has them."""
    if factor.unit is not None:
        return factor.written(0.0), factor.written(1.0)
    entry, _, figure = factor.path.partition(".")
    with beside(answer.study.base.own):
        value = dict(load(entry).values())[figure] if entry in ids() else None
    if value is None:
        return "", ""
    low, high = factor.span or (value.low, value.high)
    return show(low, value.dimension, value.unit), show(high, value.dimension, value.unit)
