"""A chunk: the results of one batch, a Parquet file that is there whole or not at all.

It is called CELL.ROW.FIRST.COUNT.SEAL.parquet. The seal is a hash of the study's header, the batch and the content, so
that a name alone says what is done, and one reading of the bytes whether it is sound and belongs here.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.atomic_folder import put, sync_folder
from shieldwall.record.holding import PART, beside
from shieldwall.study.heads import StudyHeader
from shieldwall.study.work import KEY, Batch, Table, result_layout

if TYPE_CHECKING:
    import polars as pl

CHUNKS = "chunks"
METADATA_KEY = "shieldwall"
_NAME = re.compile(r"(\d{1,9})\.(-1|\d{1,9})\.(\d{1,18})\.(\d{1,9})\.([0-9a-f]{16})\.parquet")
#: How a Parquet file ends (Apache Parquet format 2.10, "File format").
_MAGIC = b"PAR1"


class Chunk(NamedTuple):
    """A sound chunk of a folder: its batch, and the name of its file."""

    batch: Batch
    name: str


class UnwrittenError(ShieldwallError):
    """A chunk did not reach the disk; what was written before is as it was."""


def batch_of(name: str) -> Batch | None:
    """Return the batch that the name of a chunk states; None for any other name."""
    found = _NAME.fullmatch(name)
    return Batch(*map(int, found.groups()[:4])) if found else None


def write_chunk(folder: Path, header: StudyHeader, batch: Batch, table: Table) -> Chunk:
    """Write a chunk beside its place, flush it, rename it, and flush the rename; UnwrittenError when that fails."""
    stated = {"header": header.hash, "code": header.code, "batch": list(batch)}
    buffer = io.BytesIO()
    to_frame(table).write_parquet(buffer, metadata={METADATA_KEY: json.dumps(stated)})
    content = buffer.getvalue()
    name = f"{'.'.join(map(str, batch))}.{_seal(header, batch, content)}.parquet"
    part = beside(folder / CHUNKS, PART)
    try:
        try:
            put(part, content)
            part.replace(folder / CHUNKS / name)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        sync_folder(folder / CHUNKS)
    except OSError as error:
        why = error.strerror or error
        raise UnwrittenError(
            f"{folder} could not keep {batch.count} more battles: {why}; what it held before is intact: "
            "mend that and go on with --resume"
        ) from error
    return Chunk(batch, name)


def is_sound(file: Path, header: StudyHeader, batch: Batch) -> bool:
    """Whether a chunk is as it was written; InputError when it is sound, but of another study, or cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}", instead="check its permissions") from error
    if file.name.endswith(f".{_seal(header, batch, content)}.parquet"):
        return True
    other = _stated_header(content)
    if other is not None and other != header.hash:
        instead = "move it away: battles of two studies are never put together"
        raise InputError(f"{file} belongs to another study than the header of its folder", instead=instead)
    return False


def read_chunks(folder: Path, header: StudyHeader, chunks: Sequence[Chunk]) -> Table:
    """Return the results of sound chunks, sorted by cell, row and replication."""
    if not chunks:
        return np.zeros(0, result_layout(header.measures))
    import polars as pl

    files = [folder / CHUNKS / chunk.name for chunk in chunks]
    try:
        frame = pl.read_parquet(files, glob=False, hive_partitioning=False)
        return to_table(frame, header).copy()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        instead = "open it again: chunks that no longer are what they were are then set aside"
        raise InputError(f"{folder} changed while it was read", instead=instead) from error


def to_table(frame: pl.DataFrame, header: StudyHeader) -> Table:
    """Return a frame as a sorted table of RESULT; InputError for other columns."""
    layout = result_layout(header.measures)
    if frame.columns != list(layout.names or ()):
        raise InputError(f"it has the columns {', '.join(frame.columns)}", instead="give results of this study")
    frame = frame.sort(KEY)
    table = np.zeros(frame.height, layout)
    for name in frame.columns:
        table[name] = frame[name].to_numpy()
    return table


def to_frame(table: Table) -> pl.DataFrame:
    """Return a table as polars has it."""
    import polars as pl

    return pl.DataFrame({name: np.ascontiguousarray(table[name]) for name in table.dtype.names or ()})


def _seal(header: StudyHeader, batch: Batch, content: bytes) -> str:
    sealed = hashlib.sha256(f"{header.hash} {batch.cell} {batch.row} {batch.first} {batch.count} ".encode())
    sealed.update(content)
    return sealed.hexdigest()[:16]


def _stated_header(content: bytes) -> str | None:
    """The hash of the header that a Parquet file names, None for what is not whole."""
    if content[:4] != _MAGIC or content[-4:] != _MAGIC:
        return None
    import polars as pl

    try:
        stated = json.loads(pl.read_parquet_metadata(io.BytesIO(content)).get(METADATA_KEY, "null"))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, RecursionError):
        return None
    return str(stated["header"]) if isinstance(stated, dict) and "header" in stated else None
