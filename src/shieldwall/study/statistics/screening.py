"""Screening: which of some five hundred figures matter at all, from a few thousand battles.

Changing one figure at a time (M. D. Morris, Technometrics 33, 1991) costs a battle for each figure and step, and one
step's answer is buried in the luck of two battles. Sequential bifurcation needs to know the sign of every effect. Here
every battle has a row of a Latin hypercube of its own, all figures move in each (random balance, F. E. Satterthwaite,
Technometrics 1, 1959), and the same battles serve every figure: what is found depends on the number of battles and not
on that of figures. With 4000 battles a figure that has 1 % of all that varies, luck included, is seen.

What a figure does alone is its correlation ratio, the variance of the means over classes of equal count (K. Pearson,
1905), which needs no straight line; chance's part is taken off (T. L. Kelley, Proc. Natl. Acad. Sci. 21, 1935). The F
test of each is held to a chance of a single false find among all (S. Holm, Scandinavian Journal of Statistics 6, 1979).
A figure that matters only together with others does not show: among those found, Sobol's total indices say that.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.intervals import Floats

CLASSES = 5
ERROR = 0.05


class Effect(NamedTuple):
    """What a column of a design does alone: its share of all that varies, luck included, and whether it is found.

    `p` is the chance of as large a share if it did nothing; `slope` the correlation, whose sign says which way.
    """

    column: int
    share: float
    slope: float
    p: float
    found: bool


def screen(design: Floats, values: Floats, error: float = ERROR, classes: int = CLASSES) -> tuple[Effect, ...]:
    """Return the effect of every column, greatest first.

    Args:
        design: float64[row, column], each row in (0, 1).
        values: float64[row], what the battle on a row came to, or the mean of several.
        error: the chance that anything is found where nothing matters.
        classes: into which the rows are put by each column, of equal count.

    Raises:
        InputError: shapes that do not fit, or fewer than two rows a class.
    """
    from scipy import stats

    rows, columns = design.shape
    if values.shape != (rows,) or rows < 2 * classes:
        raise InputError(f"{values.size} answers to {rows} rows", instead=f"fight one a row, {2 * classes} or more")
    away = values - values.mean()
    whole = float((away**2).sum())
    if whole == 0.0:
        return tuple(Effect(column, 0.0, 0.0, 1.0, False) for column in range(columns))
    ranks = np.argsort(np.argsort(design, axis=0, kind="stable"), axis=0, kind="stable")
    member = ranks * classes // rows
    counts = np.bincount(member[:, 0], minlength=classes)
    sums = np.stack([(away[:, None] * (member == one)).sum(axis=0) for one in range(classes)])
    between = (sums**2 / counts[:, None]).sum(axis=0)
    rest = np.maximum(whole - between, 0.0) / (rows - classes)
    share = np.maximum(0.0, (between - (classes - 1) * rest) / whole)
    with np.errstate(divide="ignore"):
        p = stats.f.sf(between / (classes - 1) / rest, classes - 1, rows - classes)
    centred = design - design.mean(axis=0)
    slope = (centred * away[:, None]).sum(axis=0) / np.sqrt((centred**2).sum(axis=0) * whole)
    found = _holm(p, error)
    order = np.argsort(-between, kind="stable")
    return tuple(Effect(int(c), float(share[c]), float(slope[c]), float(p[c]), bool(found[c])) for c in order)


def _holm(p: Floats, error: float) -> list[bool]:
    """Which of many chances are too small to be chance: the smallest of k below error / k, the next / (k - 1), ..."""
    found = [False] * len(p)
    for place, column in enumerate(np.argsort(p, kind="stable").tolist()):
        if p[column] > error / (len(p) - place):
            break
        found[column] = True
    return found
