"""What a study folder holds beside its chunks, for people and other programs: results as one table, and the report."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shieldwall.exercise.runs import REPORT, has_report
from shieldwall.exercise.simulate import Progress
from shieldwall.outlets.atomic_write import check_place, write_atomically
from shieldwall.study.answer import Answer
from shieldwall.study.causes import Cause, kept_causes
from shieldwall.study.sample import Sample, gather, kept_sample
from shieldwall.study.strata_words import rows

if TYPE_CHECKING:
    import polars as pl

RESULTS, TABLE, STRATA = "results.parquet", "results.csv", "strata.csv"
#: Fewer battles of each cell have no interval, and no report.
FEWEST = 2
#: Rows of a table that are written together.
ROWS = 20_000


class ReportedAnswer(Answer):
    """An answer that writes its report: what asks a study returns one."""

    def report(self, path: str | os.PathLike[str], replace: bool = False) -> Path:
        """Write the report, one HTML page that needs no network and no script, and return its path.

        A sample of the battles is fought again for it. Raises InputError when something is there already and `replace`
        is not set, for fewer than two battles of each cell, and without the packages of the extra `report`.
        """
        check_place(Path(path), replace)
        return _put(self, gather(self), (), Path(path), replace)


def table(answer: Answer) -> pl.DataFrame:
    """Return all results: a row for each battle, with its number."""
    return answer.runs().with_row_index("battle")


def csv_in_parts(answer: Answer) -> Iterator[str]:
    """Yield the same as text, some rows at a time, the heading first."""
    frame = table(answer)
    for first in range(0, max(len(frame), 1), ROWS):
        yield frame.slice(first, ROWS).write_csv(include_header=first == 0)


def write_results(answer: Answer, folder: str | os.PathLike[str], csv: bool = False) -> list[Path]:
    """Write all results into a study folder as one Parquet file, and with `csv` as text; return the paths.

    A row is a battle: its number, which `shieldwall run --from` takes, option, raid, row of the design or stratum,
    replication and measures; with `csv` what each stratum comes to stands beside it. Files of before are replaced.
    Raises ShieldwallError when the disk does not take it.
    """
    frame = table(answer)
    buffer, written = io.BytesIO(), [Path(folder) / RESULTS]
    frame.write_parquet(buffer)
    write_atomically(written[0], buffer.getvalue(), replace=True)
    if csv:
        written.append(Path(folder) / TABLE)
        write_atomically(written[1], frame.write_csv().encode(), replace=True)
        if answer.study.layers.out and answer.battles >= FEWEST:
            written.append(Path(folder) / STRATA)
            write_atomically(written[2], _strata(answer).encode(), replace=True)
    return written


def _strata(answer: Answer) -> str:
    import polars as pl

    found = [row._asdict() for measure in answer.study.measures for row in rows(answer, measure)]
    return str(pl.DataFrame(found).write_csv())


def write_report(answer: Answer, folder: str | os.PathLike[str], progress: Progress | None = None) -> Path | None:
    """Write the report into a study folder; None where its packages are missing, or too little was fought for one.

    `progress` is called as its battles are fought again. Raises ShieldwallError when the disk does not take it.
    """
    if answer.battles < FEWEST or not has_report():
        return None
    sample, causes = kept_sample(answer, folder, progress=progress), kept_causes(answer, folder)
    return _put(answer, sample, causes, Path(folder) / REPORT, replace=True)


def _put(answer: Answer, sample: Sample, causes: Sequence[Cause], path: Path, replace: bool) -> Path:
    from shieldwall.study.report.page import report

    write_atomically(path, report(answer, sample, causes).encode(), replace)
    return path
