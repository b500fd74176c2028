"""Writing a run folder: its place tried and held before the battle, then the folder put there whole."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError
from shieldwall.record.atomic_folder import put, refuse_others, reserved
from shieldwall.record.recording import Recording

if TYPE_CHECKING:
    import polars as pl

HEADER, LOG, FILM, OUTCOMES = "header.json", "log.parquet", "film.parquet", "outcomes.parquet"
SCENE, REPORT = "scene.npz", "report.html"
FILES = (HEADER, LOG, FILM, OUTCOMES, SCENE, REPORT)
#: Key of the header in the metadata of each Parquet file, and of the hashes of the folder's parts in a header.
METADATA_KEY, PARTS = "shieldwall", "parts"
#: What each header of ours names, and how far from an end of a file that is looked for, bytes.
_MARK, _WITHIN = b'"format"', 1 << 16
#: The head of each page of ours.
_GENERATOR = b'<meta name="generator" content="Shieldwall'

Pages = Mapping[str, str]
#: Writes a recording, its table of threats, if there is one, and further text files by name, such as a report.
Keep = Callable[[Recording, "pl.DataFrame | None", Pages], Path]


@contextmanager
def kept_place(folder: str | os.PathLike[str], replace: bool = False) -> Iterator[Keep]:
    """Try and hold the place of a run folder while a run is fought, and yield what writes the run there.

    Raises InputError when the folder exists and `replace` is not set, or holds what is not ours to replace, HeldError
    when another process writes there, and ShieldwallError when the disk does not take it: before the battle where
    that can be known. Whatever stops the writing, nothing half-written is left.
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100  Path.resolve would follow a link to what it names
    with reserved(target, partial(check_free, target, replace)) as put_there:

        def keep(recording: Recording, outcomes: pl.DataFrame | None, pages: Pages) -> Path:
            put_there(lambda part: _fill(part, recording, outcomes, pages))
            return target

        yield keep


def check_free(target: Path, replace: bool) -> None:
    """Raise InputError when a run cannot be written to a folder, since something is there that is to stay."""
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise InputError(f"{target} exists and is not a folder", instead="give another name")
    if not replace:
        raise InputError(f"{target} exists already", instead="give another name, or add --replace")
    refuse_others(target, "a run", _ours)
    if any(target.iterdir()) and not _is_run(target):
        instead = "give another name, or move it away"
        raise InputError(f"{target} holds something else than a run, by the names of one", instead=instead)


def is_page(file: Path) -> bool:
    """Whether a file is a page that this program wrote, a report or a card, by what its head says."""
    return _GENERATOR in _ends(file)[: 1 << 12]


def _ours(file: Path) -> bool:
    return file.name in FILES and file.is_file() and not file.is_symlink() and (file.name != REPORT or is_page(file))


def _is_run(folder: Path) -> bool:
    """Whether a folder was written as a run, be it damaged since: its header or a table of it says so."""
    tables = ((folder / name, METADATA_KEY.encode()) for name in (LOG, FILM, OUTCOMES))
    return any(mark in _ends(file) for file, mark in ((folder / HEADER, _MARK), *tables) if file.is_file())


def _ends(file: Path) -> bytes:
    with file.open("rb") as stream:
        begin = stream.read(_WITHIN)
        stream.seek(max(0, file.stat().st_size - (1 << 20)))
        return begin + stream.read()


def digest(content: bytes | memoryview) -> str:
    """Return the SHA-256 of a part as a header has it, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _fill(folder: Path, recording: Recording, outcomes: pl.DataFrame | None, pages: Pages) -> None:
    """Write all parts, each table with the hashes of those before it in its header, and the header with all."""
    parts: dict[str, str] = {}

    def add(name: str, buffer: io.BytesIO) -> None:
        put(folder / name, buffer.getbuffer())
        parts[name] = digest(buffer.getbuffer())

    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **recording.scene)
    add(SCENE, buffer)
    tables: dict[str, pl.DataFrame] = {LOG: _frame(recording.log), FILM: _frame(recording.film)}
    if outcomes is not None:
        tables[OUTCOMES] = outcomes
    for name, frame in tables.items():
        buffer = io.BytesIO()
        frame.write_parquet(buffer, metadata={METADATA_KEY: _json(recording.header, parts, separators=(",", ":"))})
        add(name, buffer)
    for name, page in pages.items():
        put(folder / name, page.encode())
        parts[name] = digest(page.encode())
    put(folder / HEADER, _json(recording.header, parts, indent=1).encode())


def _json(header: Mapping[str, Any], parts: Mapping[str, str], **layout: Any) -> str:
    return json.dumps({**header, PARTS: parts}, ensure_ascii=False, allow_nan=False, **layout)


def _frame(table: NDArray[np.void]) -> pl.DataFrame:
    import polars as pl

    names = table.dtype.names or ()
    return pl.DataFrame({name: np.ascontiguousarray(table[name]) for name in names})
