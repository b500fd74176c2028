"""What a study found: means, paired differences and options against raids, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.study.but_for import DRAWS, ButFor, but_for, sample_of
from shieldwall.study.cells import cells
from shieldwall.study.file import Study
from shieldwall.study.paired import WORKERS, Progress
from shieldwall.study.sensitivity import Driver, Rows, Screened
from shieldwall.study.sentence import Against, Compared, sentence
from shieldwall.study.statistics.bootstrap import Resampling
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.statistics.split import Split
from shieldwall.study.statistics.stopping import WIDENED
from shieldwall.study.statistics.strata import Stratified
from shieldwall.study.weighing import Alike, ByStrata, Weighing
from shieldwall.study.work import KEY, Table

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
#: Bits of a battle's luck that its replication has; above them stands its row, counted from 1.
ROW = 33


class Answer:
    """The results of a study, and the questions that they answer; `complete` says whether all was fought."""

    def __init__(self, study: Study, results: Table, complete: bool = True) -> None:
        self.study = study
        self.results = results
        self.complete = complete

    def __repr__(self) -> str:
        return f"<Answer to {self.study.question!r} of {len(self.results)} battles>"

    @property
    def options(self) -> tuple[str, ...]:
        """The names of what is compared."""
        return tuple(self.study.options)

    @property
    def raids(self) -> tuple[str, ...]:
        """The names of the raids."""
        return tuple(self.study.raids)

    def runs(self) -> pl.DataFrame:
        """Return a row for each battle: option, raid, row, replication and its measures; with strata, its own."""
        import polars as pl

        names = self.results.dtype.names or ()
        option, raid = np.divmod(self.results["cell"], len(self.raids))
        columns = {"option": np.array(self.options)[option], "raid": np.array(self.raids)[raid]}
        if self.study.layers.out:
            columns["stratum"] = np.array(self.study.layers.names)[self.results["row"]]
        return pl.DataFrame(
            columns | {name: np.ascontiguousarray(self.results[name]) for name in names if name != "cell"}
        )

    @cached_property
    def battles(self) -> int:
        """How many battles every cell has in common, whose luck is the same in all; with factors, how many rows.

        None where strata are too short of them for an interval.
        """
        counted = self.weighing.battles()
        return int(self.values().shape[-1]) if counted is None else counted

    @cached_property
    def weighing(self) -> Weighing:
        """How the battles that all cells have in common count: alike, or by their strata."""
        weights = self.study.layers.weights
        return ByStrata((self._common >> ROW) - 1, weights) if weights else Alike()

    def strata(self, measure: str | None = None, option: str | None = None) -> Stratified:
        """Return what a measure of an option, over all raids alike, comes to in each stratum, and varies by.

        The strata stand in the order of `study.layers`. InputError for a study without strata.
        """
        name, number = self._measure(measure), self._option(option)
        if not isinstance(self.weighing, ByStrata):
            raise InputError("this study has no strata", instead="write strata in its file")
        return self.weighing.stratified(self.values(name)[number].mean(axis=0))

    @property
    def of_each(self) -> int:
        """How many battles of each option stand behind its mean."""
        if self.study.varied is None:
            return self.battles * len(self.raids)
        return int(np.prod(self.rows.halves(self.study.measures[0]).shape[1:]))

    def values(self, measure: str | None = None) -> Floats:
        """Return a measure of the battles that all cells have, float64[option, raid, battle].

        With factors there is a value for each row of the design: the mean over its luck, and over the halves A and B.
        """
        name = self._measure(measure)
        if self.study.varied is not None:
            return np.asarray(self.rows.halves(name).mean(axis=(2, 4)))
        column = self.results[name]
        each = [column[found[np.isin(self._keys[found], self._common)]] for found in self._cells]
        return np.array(each).reshape(len(self.options), len(self.raids), len(self._common))

    def drivers(self, measure: str | None = None, option: str | None = None) -> tuple[Driver, ...]:
        """Return Sobol's indices of a measure of the baseline, or of how much more an option has: the strongest first.

        InputError for a study whose design is not `saltelli`, and for an answer that never varies.
        """
        return self.rows.drivers(self._measure(measure), self._option(option), self._option(None))

    def screening(self, measure: str | None = None, option: str | None = None) -> tuple[Screened, ...]:
        """Return what each factor does alone to a measure of the baseline, or to how much more an option has.

        The strongest come first. InputError for a study without factors.
        """
        return self.rows.screening(self._measure(measure), self._option(option), self._option(None))

    def split(self, measure: str | None = None) -> Split:
        """Return what a measure varies by: luck, ignorance of the factors, and choice between the options.

        InputError for a study without factors, and for fewer than two battles of a row.
        """
        return self.rows.split(self._measure(measure))

    @property
    def can_split(self) -> bool:
        """Whether luck can be told from ignorance: there are factors, and two battles of each row."""
        return self.study.varied is not None and self.rows.of(self.study.measures[0]).shape[-1] > 1

    @cached_property
    def rows(self) -> Rows:
        """The battles by the rows of the design; InputError for a study without factors."""
        if self.study.varied is None:
            raise InputError("this study has no factors", instead="write factors in its file")
        return Rows(self.study, self.results)

    def compare(self, measure: str | None = None, baseline: str | None = None) -> tuple[Compared, ...]:
        """Return each option beside the baseline, over all raids alike: means and paired differences.

        The intervals of the differences all hold at once; those of the means stand each for itself. `measure` is the
        first of the study where nothing is named, `baseline` that of the study. Raises InputError for a name that is
        none, and for fewer than two battles of every cell.
        """
        against = self._option(baseline)
        name = self._measure(measure)
        values = self.values(name).mean(axis=1)
        others = [number for number in range(len(self.options)) if number != against]
        more = dict.fromkeys([against], Interval(0.0, 0.0, 0.0))
        if others:
            how = Resampling(f"{name} of options", self.study.seed)
            differences = (values[others] - values[against]).T
            found = (self._widened(interval, name) for interval in self.weighing.differences(differences, how))
            more |= dict(zip(others, found, strict=True))
        return tuple(
            self._compared(number, name, values[number], values[against], more[number])
            for number in range(len(self.options))
        )

    def _compared(self, number: int, measure: str, values: Floats, against: Floats, more: Interval) -> Compared:
        change, value = values - against, self.weighing.estimated(values, measure)
        ups = int((change > 0.0).sum()), int((change < 0.0).sum())
        return Compared(self.options[number], value, more, len(change), *ups, self.weighing.ratio(values, against))

    def _widened(self, interval: Interval, measure: str) -> Interval:
        """The interval of a study that stopped by its precision: no shorter than what was asked for, to a point.

        Who stops where an interval happens to be short claims too much (`statistics.stopping`).
        """
        wanted = self.study.precision
        if wanted is None or measure != self.study.measures[0] or interval.half <= 0.0:
            return interval
        half = max(interval.half, min(wanted, WIDENED * interval.half))
        return Interval(interval.estimate, interval.estimate - half, interval.estimate + half)

    def matrix(self, measure: str | None = None) -> tuple[Against, ...]:
        """Return each option against each raid; the worst raid is the one with most of the measure."""
        name = self._measure(measure)
        values, estimated = self.values(name), self.weighing.estimated
        rows = []
        for number, option in enumerate(self.options):
            raids = {raid: estimated(values[number, column], name) for column, raid in enumerate(self.raids)}
            worst = max(raids, key=lambda raid: raids[raid].estimate)
            rows.append(Against(option, raids, estimated(values[number].mean(axis=0), name), worst))
        return tuple(rows)

    @cached_property
    def most_different(self) -> str:
        """The option that differs most from the baseline in the first measure; the baseline where it is alone."""
        others = [row for row in self.compare() if row.option != self.study.against]
        return max(others, key=lambda row: abs(row.more.estimate)).option if others else self.study.against

    def but_for(
        self,
        option: str | None = None,
        raid: str | None = None,
        draws: int = DRAWS,
        workers: int = WORKERS,
        progress: Progress | None = None,
    ) -> ButFor:
        """Return which link of the kill chain, made ideal, would have stopped how many of a raid that an option meets.

        The first `draws` replications of the study are fought again as they stand and with each link made ideal, a
        fifth of them with every two. The baseline and the first raid are meant where nothing is named; `progress` is
        called with the battles fought and the battles in all. Raises InputError for a name that is none, for an option
        whose models Python replaces, and for fewer than two draws.
        """
        if raid is not None and raid not in self.raids:
            raise _unknown("raid", raid, self.raids)
        cell = self._option(option) * len(self.raids) + (0 if raid is None else self.raids.index(raid))
        luck = (range(draws), self.study.seed, self.study.draws, sample_of(draws))
        return but_for(cells(self.study)[cell].stated(), *luck, workers, progress)

    def sentence(self) -> str:
        """Return the answer in one sentence, with its interval."""
        return sentence(self.compare(), self.study.against, self.study.measures[0], self.of_each)

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """The luck of each battle, row and replication, as one number."""
        rows = self.results["row"].astype(np.int64) + 1
        return np.asarray((rows << ROW) | self.results["replication"], np.int64)

    @cached_property
    def _cells(self) -> list[NDArray[np.int64]]:
        """The places of each cell's battles, in the order of their luck."""
        count = len(self.options) * len(self.raids)
        found = [np.flatnonzero(self.results["cell"] == number) for number in range(count)]
        return [places[np.argsort(self._keys[places], kind="stable")] for places in found]

    @cached_property
    def _common(self) -> NDArray[np.int64]:
        """The luck that all cells have had."""
        common = self._keys[self._cells[0]]
        for places in self._cells[1:]:
            common = np.intersect1d(common, self._keys[places], assume_unique=True)
        return common

    def _measure(self, name: str | None) -> str:
        if name is None:
            return self.study.measures[0]
        if name in KEY or name not in (self.results.dtype.names or ()):
            raise _unknown("measure", name, self.study.measures)
        return name

    def _option(self, name: str | None) -> int:
        wanted = name or self.study.against
        if wanted not in self.options:
            raise _unknown("option", wanted, self.options)
        return self.options.index(wanted)


def _unknown(kind: str, name: str, known: Sequence[str]) -> InputError:
    guess = guessed(name, known)
    return InputError(f"there is no {kind} {quoted(name)}", instead=f"{guess}write one of {', '.join(known)}")
