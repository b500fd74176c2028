"""What became of every threat in a sample of a study's battles, which are fought again for it, with their logs.

A study keeps measures of every battle and no logs. Where threats died, how far the defence came with each and what both
sides spent is read from the logs of a sample, the same battles whoever asks: so many of every cell, evenly spread over
its results. It costs as much as these battles do, and nothing while the study is fought.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.costs import RED, bill
from shieldwall.analysis.fates import endings, outcome_rows
from shieldwall.analysis.rows import Log
from shieldwall.exercise.progress import Parts
from shieldwall.exercise.simulate import Progress
from shieldwall.outlets.atomic_write import write_atomically
from shieldwall.quantities.errors import InputError
from shieldwall.record.recording import Recording
from shieldwall.study.again import battlefield_of
from shieldwall.study.answer import Answer
from shieldwall.study.battles import Battlefield
from shieldwall.study.store import table_hash
from shieldwall.study.under_way import UnderWay
from shieldwall.study.work import Batch, Table

if TYPE_CHECKING:
    import polars as pl

#: Battles of a sample in all, and at least of each cell; a study of few cells has no more than that of any.
SAMPLED, FEWEST, MOST = 120, 4, 100
WORKERS = 2
FILE = "sample.parquet"
_METADATA = "shieldwall"
#: Parts of a header that a page needs of every option.
_KEPT = ("origin", "units", "places")
_SOURCES = ("entries", "sources")


class Spent(NamedTuple):
    """What one battle cost, in the catalogue's money: raiders shot down or used up, rounds fired, units lost."""

    cell: int
    raid: float
    rounds: float
    lost: float


class Sample(NamedTuple):
    """A sample of battles: a row of `threats` for each threat, what each battle cost, and what is known of options.

    `threats` has the columns cell, battle, system, fate, stage, reason, place, x, y (m, of the fate; null for none).
    `known` holds by the number of each option its origin, units and places, `sources` the figures of all options.
    """

    threats: pl.DataFrame
    spent: tuple[Spent, ...]
    known: dict[int, dict[str, Any]]
    sources: dict[str, Any]

    @property
    def battles(self) -> int:
        """How many battles it has."""
        return len(self.spent)

    def of_cells(self, cells: Sequence[int]) -> tuple[pl.DataFrame, list[Spent]]:
        """Return the threats and the costs of some cells."""
        import polars as pl

        return self.threats.filter(pl.col("cell").is_in(list(cells))), [one for one in self.spent if one.cell in cells]


def sampled(results: Table, cells: int, weights: Sequence[float] = ()) -> list[Batch]:
    """Return the battles of the sample, in the order of cells; of each stratum as many as its weight says."""
    each = min(MOST, max(FEWEST, SAMPLED // max(cells, 1)))
    found = []
    for cell in range(cells):
        places = np.flatnonzero(results["cell"] == cell)
        chosen = places[spread_over(results["row"][places], weights, min(each, len(places)))]
        found += [Batch(cell, int(row["row"]), int(row["replication"]), 1) for row in results[chosen]]
    return found


def sampled_of(answer: Answer) -> list[Batch]:
    """Return the battles of the sample of an answer, by their numbers in it."""
    return sampled(answer.results, len(answer.options) * len(answer.raids), answer.study.layers.weights)


def spread_over(rows: NDArray[np.int64], weights: Sequence[float], wanted: int) -> NDArray[np.int64]:
    """Return which of a cell's battles, by their rows, are sampled: so many, evenly spread; strata by their weights."""
    if not weights:
        return np.unique(np.linspace(0, len(rows) - 1, wanted).round().astype(np.int64))
    counts = np.bincount(rows, minlength=len(weights))
    ends = np.cumsum((np.array(weights) / np.maximum(counts, 1))[rows])
    found = np.searchsorted(ends, ends[-1] * (np.arange(wanted) + 0.5) / wanted)
    return np.unique(found)


def gather(answer: Answer, workers: int = WORKERS, progress: Progress | None = None) -> Sample:
    """Fight the sample again and read its logs; InputError for an answer without battles.

    `progress` is called with the battles fought and the battles in all; without it, stderr says how far it is.
    """
    import polars as pl

    wanted = sampled_of(answer)
    if not wanted:
        raise InputError("nothing was fought yet", instead="fight some battles first")
    field, rows, spent = battlefield_of(answer), [], []
    under_way = UnderWay(progress or _in_parts(Parts()), len(wanted))
    known: dict[int, dict[str, Any]] = {}
    sources: dict[str, Any] = {name: {} for name in _SOURCES} | {"values": {}}
    with ThreadPoolExecutor(workers) as pool:
        read = pool.map(partial(_read, field, under_way), wanted)
        try:
            for number, (battle, found) in enumerate(zip(wanted, read, strict=True)):
                under_way.done(number)
                option = battle.cell // len(answer.raids)
                if option not in known:
                    known[option] = {name: found.header[name] for name in _KEPT}
                    _add_sources(sources, found.header)
                rows += [(battle.cell, number, *row) for row in found.threats]
                spent.append(Spent(battle.cell, *found.spent))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    names = ("cell", "battle", "system", "fate", "stage", "reason", "place", "x", "y")
    texts = dict.fromkeys(("system", "fate", "stage", "reason", "place"), pl.String)
    schema = {name: texts.get(name, pl.Float64 if name in ("x", "y") else pl.Int64) for name in names}
    return Sample(pl.DataFrame(rows, schema, orient="row"), tuple(spent), known, _listed(sources))


class _Read(NamedTuple):
    header: dict[str, Any]
    threats: list[tuple[Any, ...]]
    spent: tuple[float, float, float]


def _read(field: Battlefield, under_way: UnderWay, battle: Batch) -> _Read:
    """Fight one battle and read from its log what a sample keeps."""
    recording = field.fought(battle.cell, battle.row, battle.first, under_way.step).recording(scene=False)
    log = Log(recording)
    ends = endings(log)
    items = bill(log, ends)
    sums = [
        sum(item.amount for item in items if (item.side == RED, item.kind) in wanted)
        for wanted in (((True, "shot down or used up"),), ((False, "fired"),), ((False, "lost"),))
    ]
    return _Read(recording.header, list(_threats(recording, [one.row for one in ends])), (sums[0], sums[1], sums[2]))


def _threats(recording: Recording, ends: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for outcome, row in zip(outcome_rows(recording), ends, strict=True):
        at = (float(recording.log["x"][row]), float(recording.log["y"][row])) if row >= 0 else (None, None)
        yield (*(outcome[name] for name in ("system", "fate", "stage", "reason", "place")), *at)


def _add_sources(sources: dict[str, Any], header: dict[str, Any]) -> None:
    for name in _SOURCES:
        sources[name] |= header.get(name, {})
    for value in header.get("values", []):
        sources["values"][f"{value['entry']}.{value['path']}"] = value | {"drawn": None}


def _listed(sources: dict[str, Any]) -> dict[str, Any]:
    values = sources["values"]
    return sources | {"values": [values[name] for name in sorted(values, key=lambda name: values[name]["entry"])]}


def _in_parts(parts: Parts) -> Progress:
    return lambda done, total: parts("the battles of the report", done / total)


def kept_sample(
    answer: Answer, folder: str | os.PathLike[str], workers: int = WORKERS, progress: Progress | None = None
) -> Sample:
    """Return the sample that a study folder keeps; one of other results is gathered anew, and kept."""
    found = sample_in(answer, folder)
    if found is None:
        found = gather(answer, workers, progress)
        write_atomically(Path(folder) / FILE, _written(found, table_hash(answer.results)), replace=True)
    return found


def sample_in(answer: Answer, folder: str | os.PathLike[str]) -> Sample | None:
    """Return the sample of an answer that a study folder keeps; None where there is none of these battles of it."""
    file = Path(folder) / FILE
    found = _kept(file, table_hash(answer.results)) if file.is_file() else None
    if found is None or [one.cell for one in found.spent] != [one.cell for one in sampled_of(answer)]:
        return None
    return found


def _written(sample: Sample, seal: str) -> bytes:
    import io

    buffer = io.BytesIO()
    stated = {"results": seal, "spent": sample.spent, "known": sample.known, "sources": sample.sources}
    sample.threats.write_parquet(buffer, metadata={_METADATA: json.dumps(stated)})
    return buffer.getvalue()


def _kept(file: Path, seal: str) -> Sample | None:
    """The sample of a file, None where there is none, or it is damaged or of other results."""
    import polars as pl

    try:
        stated = json.loads(pl.read_parquet_metadata(file)[_METADATA])
        if stated["results"] != seal:
            return None
        spent = tuple(Spent(*one) for one in stated["spent"])
        known = {int(number): one for number, one in stated["known"].items()}
        return Sample(pl.read_parquet(file), spent, known, stated["sources"])
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, LookupError, TypeError):
        return None
