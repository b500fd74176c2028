"""What an answer hangs on: the battles of a study by the rows of its design, and what is read from them."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError
from shieldwall.study.file import SALTELLI, Study
from shieldwall.study.order import design_of
from shieldwall.study.statistics.bootstrap import Resampling
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.statistics.screening import screen
from shieldwall.study.statistics.sobol import indices
from shieldwall.study.statistics.split import Split, split
from shieldwall.study.work import LUCK_OF_A_ROW, Table

Floats = NDArray[np.float64]


class Driver(NamedTuple):
    """What share of an answer's variance, of its mean over luck, a factor has.

    `first`: what would go of it if the factor alone were known; `total`: what would be left if it alone were not.
    """

    factor: str
    first: Interval
    total: Interval


class Screened(NamedTuple):
    """What a factor does alone: its share of all that varies, luck included, and whether it is found beyond chance.

    `p` is the chance of as large a share if it did nothing; the sign of `slope` says which way it works.
    """

    factor: str
    share: float
    slope: float
    p: float
    found: bool


class Rows:
    """The results of a study with factors, by the rows of its design that all cells and matrices have."""

    def __init__(self, study: Study, results: Table) -> None:
        self.study = study
        self.results = results

    def of(self, measure: str) -> Floats:
        """Return a measure, float64[option, raid, matrix, row, replication].

        The matrices are the only one, or A, B, and A with each column of B.
        """
        options, raids = len(self.study.options), len(self.study.raids)
        found = self._table(measure)[:, :, self.whole]
        return found.reshape(options, raids, *found.shape[1:])

    def halves(self, measure: str) -> Floats:
        """Return the same of the matrices whose rows are drawn as the figures are: the only one, or A and B."""
        return self.of(measure)[:, :, : min(2, self.study.matrices)]

    @cached_property
    def whole(self) -> NDArray[np.bool_]:
        """Which rows are whole, bool[row]."""
        return np.asarray(~np.isnan(self._table(self.study.measures[0])).any(axis=(0, 1, 3)))

    def _table(self, measure: str) -> Floats:
        """A measure, float64[cell, matrix, row, replication], NaN where a battle is missing."""
        study, results = self.study, self.results
        luck = results["replication"] % LUCK_OF_A_ROW
        cells = len(study.options) * len(study.raids)
        found = np.full((cells, study.matrices, study.design_rows, int(luck.max(initial=0)) + 1), np.nan)
        matrix, row = np.divmod(results["row"], study.design_rows)
        found[results["cell"], matrix, row, luck] = results[measure]
        return found

    def more(self, measure: str, option: int, baseline: int) -> Floats:
        """Return a measure of the baseline, or how much more an option has, float64[matrix, row, replication]."""
        by_row = self.of(measure).mean(axis=1)
        return by_row[baseline] if option == baseline else np.asarray(by_row[option] - by_row[baseline])

    def drivers(self, measure: str, option: int, baseline: int) -> tuple[Driver, ...]:
        """Return Sobol's indices of `more`, the strongest first; InputError for a design that does not tell them."""
        if self.study.design != SALTELLI:
            raise InputError("this design tells no indices", instead="write design: saltelli, or ask for its screening")
        values = self.more(measure, option, baseline)
        found = indices(values[0], values[1], values[2:], self._how(measure))
        names = [factor.path for factor in self.study.varied or ()]
        rows = [Driver(*row) for row in zip(names, found.first, found.total, strict=True)]
        return tuple(sorted(rows, key=lambda row: -row.total.estimate))

    def screening(self, measure: str, option: int, baseline: int) -> tuple[Screened, ...]:
        """Return what each factor does alone to `more`, the strongest first."""
        design = design_of(self.study)
        if design is None:
            return ()
        shares = design.shares[: self.study.design_rows][self.whole]
        effects = screen(shares, self.more(measure, option, baseline)[0].mean(axis=1))
        return tuple(Screened(design.factors[one.column].path, *one[1:]) for one in effects)

    def split(self, measure: str) -> Split:
        """Return what a measure varies by: luck, ignorance of the factors, and choice between the options.

        InputError for fewer than two battles of a row.
        """
        return split(self.of(measure).mean(axis=1)[:, 0], self._how(measure))

    def _how(self, measure: str) -> Resampling:
        return Resampling(f"{measure} of factors", self.study.seed)
