"""A chunk: the results of one task, a Parquet file that is there whole or not at all.

It is called CELL.ROW.FIRST.COUNT.SEAL.parquet after its batch, or after its first batch with how many follow, as in
CELL.ROW.FIRST.COUNT+2. The seal is a hash of the study's header, that name and the content: one reading of the bytes
says whether a chunk is sound and belongs here.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import signal
from collections.abc import Sequence
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.atomic_folder import put, sync_folder
from shieldwall.record.holding import PART, beside
from shieldwall.study.heads import StudyHeader
from shieldwall.study.work import KEY, Batch, Table, Task, result_layout

if TYPE_CHECKING:
    import polars as pl

CHUNKS = "chunks"
METADATA_KEY = "shieldwall"
_NAME = re.compile(r"((\d{1,9})\.(-1|\d{1,9})\.(\d{1,18})\.(\d{1,9})(\+\d{1,9})?)\.([0-9a-f]{16})\.parquet")
#: How a Parquet file ends (Apache Parquet format 2.10, "File format").
_MAGIC = b"PAR1"


class Name(NamedTuple):
    """What the name of a chunk says: its first batch, whether others follow, the words of both, and the name itself."""

    first: Batch
    alone: bool
    stem: str
    whole: str


class UnwrittenError(ShieldwallError):
    """A chunk did not reach the disk; what was written before is as it was."""


def read_name(whole: str) -> Name | None:
    """Return what the name of a chunk says; None for any other name."""
    found = _NAME.fullmatch(whole)
    if found is None or int(found[5]) == 0:
        return None
    return Name(Batch(*map(int, found.groups()[1:5])), found[6] is None, found[1], whole)


def as_parquet(frame: pl.DataFrame, metadata: dict[str, str]) -> bytes:
    """Return a table as the bytes of a Parquet file, whoever presses Ctrl-C meanwhile.

    polars answers the key by itself, too, with KeyboardInterrupt in any thread that it works for. What the key means is
    said by the handler of the program, called as well: the table is made again, but where that handler is Python's own.
    """
    while True:
        buffer = io.BytesIO()
        try:
            frame.write_parquet(buffer, metadata=metadata)
            return buffer.getvalue()
        except KeyboardInterrupt:
            if current_thread() is main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                raise


def write_chunk(folder: Path, header: StudyHeader, task: Task, table: Table) -> str:
    """Write a chunk beside its place, flush it, rename it, and flush the rename; return its name.

    Raises UnwrittenError when that fails.
    """
    stated = {"header": header.hash, "code": header.code, "batches": task}
    content = as_parquet(to_frame(table), {METADATA_KEY: json.dumps(stated)})
    stem = ".".join(map(str, task[0])) + (f"+{len(task) - 1}" if len(task) > 1 else "")
    name = f"{stem}.{_seal(header, stem, content)}.parquet"
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
            f"{folder} could not keep {len(table)} more battles: {why}; what it held before is intact: "
            "mend that and go on with --resume"
        ) from error
    return name


def read_task(file: Path, header: StudyHeader, name: Name) -> Task | None:
    """Return which batches a chunk holds, None when it is not as it was written.

    Raises InputError when it is of another study, or cannot be read.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}", instead="check its permissions") from error
    if name.whole == f"{name.stem}.{_seal(header, name.stem, content)}.parquet":
        if name.alone:
            return (name.first,)
        return tuple(Batch(*batch) for batch in _stated(content)["batches"])
    if _stated(content).get("header", header.hash) != header.hash:
        instead = "move it away: battles of two studies are never put together"
        raise InputError(f"{file} belongs to another study than the header of its folder", instead=instead)
    return None


def read_chunks(folder: Path, header: StudyHeader, names: Sequence[str]) -> Table:
    """Return the results of sound chunks, sorted by cell, row and replication."""
    if not names:
        return np.zeros(0, result_layout(header.measures))
    import polars as pl

    try:
        frame = pl.read_parquet([folder / CHUNKS / name for name in names], glob=False, hive_partitioning=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        instead = "open it again: chunks that no longer are what they were are then left out"
        raise InputError(f"{folder} changed while it was read", instead=instead) from error
    return to_table(frame, header)


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


def _seal(header: StudyHeader, stem: str, content: bytes) -> str:
    sealed = hashlib.sha256(f"{header.hash} {stem} ".encode())
    sealed.update(content)
    return sealed.hexdigest()[:16]


def _stated(content: bytes) -> dict[str, Any]:
    """What a Parquet file of ours says of itself; nothing for what is not whole."""
    if content[:4] != _MAGIC or content[-4:] != _MAGIC:
        return {}
    import polars as pl

    try:
        stated = json.loads(pl.read_parquet_metadata(io.BytesIO(content)).get(METADATA_KEY, "null"))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, RecursionError):
        return {}
    return stated if isinstance(stated, dict) else {}
