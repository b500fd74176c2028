"""Designs: rows of numbers in (0, 1), a column for each figure, that cover what is not known of all of them evenly.

A column is named by its figure, so that a figure more or less moves no other one's column. What a number in (0, 1)
stands for is the quantile of its figure, by the same law and the same arithmetic as when a battle draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.figures import set_figures
from shieldwall.kernels.draws import DESIGN
from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.named import Floats, Words, uniforms

#: Binary digits of a Sobol number.
DIGITS = 32
_LOW = np.uint64(0xFFFFFFFF)


def latin(columns: Sequence[str], rows: int, seed: int = 1) -> Floats:
    """Return a Latin hypercube, float64[row, column]: of each column one number in every 1/rows of its range.

    M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics 21 (1979). Raises InputError for two columns of a name.
    """
    _distinct(columns)
    design = np.empty((rows, len(columns)))
    for column, name in enumerate(columns):
        order, within = uniforms(seed, DESIGN, name, range(2), rows)
        design[:, column] = (np.argsort(np.argsort(order, kind="stable"), kind="stable") + within) / rows
    return design


def sobol(columns: Sequence[str], rows: int, seed: int = 1) -> Floats:
    """Return the first `rows` points of Sobol's sequence, scrambled, float64[row, column]; best a power of two.

    Direction numbers are those of S. Joe and F. Y. Kuo (SIAM J. Sci. Comput. 30, 2008), as scipy has them. Scrambled by
    a random lower triangular matrix and a shift of the digits (J. Matousek, On the L2-discrepancy for anchored boxes,
    Journal of Complexity 14, 1998), each column by draws of its own. Raises InputError for two columns of a name.
    """
    from scipy.stats import qmc

    _distinct(columns)
    if not len(columns) or not rows:
        return np.zeros((rows, len(columns)))
    engine = qmc.Sobol(len(columns), scramble=False, bits=DIGITS)
    plain = (engine.random_base2(max(rows - 1, 0).bit_length())[:rows] * 2.0**DIGITS).astype(np.uint64)
    scrambled = [_scrambled(plain[:, column], seed, name) for column, name in enumerate(columns)]
    # The half keeps a number off 0, which is no quantile.
    return np.stack([(digits + 0.5) * 2.0**-DIGITS for digits in scrambled], axis=1)


def _scrambled(numbers: Words, seed: int, name: str) -> Words:
    """Each digit becomes itself plus a random sum of those before it, plus a random digit."""
    drawn = (uniforms(seed, DESIGN, name, range(2, 3), DIGITS + 1)[0] * 2.0**32).astype(np.uint64)
    found = np.full_like(numbers, drawn[DIGITS])
    for digit in range(DIGITS):
        place = DIGITS - 1 - digit
        # The digits before this one, of the random word those that it takes, and itself.
        taken = (drawn[digit] & (_LOW << np.uint64(place + 1)) & _LOW) | np.uint64(1 << place)
        found ^= _parity(numbers & taken) << np.uint64(place)
    return found


def _parity(words: Words) -> Words:
    folded = words.copy()
    for step in (16, 8, 4, 2, 1):
        folded ^= folded >> np.uint64(step)
    return folded & np.uint64(1)


class Saltelli(NamedTuple):
    """Two designs of the same columns, for indices of sensitivity: float64[row, column] each.

    A. Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics Communications 181 (2010).
    """

    a: Floats
    b: Floats

    def ab(self, column: int) -> Floats:
        """Return A with a column of B."""
        mixed = self.a.copy()
        mixed[:, column] = self.b[:, column]
        return mixed

    def rows(self) -> Floats:
        """Return all that is to be fought: A, B, then A with each column of B in turn; rows x (columns + 2)."""
        return np.concatenate([self.a, self.b, *(self.ab(column) for column in range(self.a.shape[1]))])


def saltelli(columns: Sequence[str], rows: int, seed: int = 1) -> Saltelli:
    """Return the designs A and B, of `rows` rows each, from a scrambled Sobol sequence of twice the columns."""
    both = sobol([f"{name}/{half}" for half in "ab" for name in columns], rows, seed)
    return Saltelli(both[:, : len(columns)], both[:, len(columns) :])


def figures_of(row: Floats, figures: NDArray[Any], columns: Sequence[int]) -> Floats:
    """Return the figures of a battle, SI: those of `columns` at a row of a design, the others as they are stated.

    `figures` is a plan's table of FIGURE. The law is the catalogue's: uniform, over the logarithm or the triangle.
    Raises InputError for a row of another length.
    """
    values: Floats = figures["value"].astype(np.float64)
    if len(columns) != len(row):
        raise InputError(f"{len(row)} numbers for {len(columns)} figures", instead="give each figure its column")
    set_figures(figures, np.asarray(columns, np.int64), np.ascontiguousarray(row), values)
    return values


def _distinct(columns: Sequence[str]) -> None:
    if len(set(columns)) < len(columns):
        raise InputError("two columns of a design have one name", instead="give each figure once")
