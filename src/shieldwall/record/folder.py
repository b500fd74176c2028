"""The run folder: written whole or not at all, and read with suspicion."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError
from shieldwall.record.header import check_header
from shieldwall.record.keeping import (
    FILM,
    HEADER,
    LOG,
    METADATA_KEY,
    OUTCOMES,
    PARTS,
    REPORT,
    SCENE,
    check_free,
    digest,
    kept_place,
)
from shieldwall.record.kinds import KINDS, OF_ORDERS, OF_TRACKS
from shieldwall.record.reasons import WORDS
from shieldwall.record.recording import Recording

if TYPE_CHECKING:
    import polars as pl

__all__ = ["check_free", "kept_place", "read", "write"]

#: Larger files than these are not of our making.
MOST_HEADER_BYTES, MOST_PART_BYTES, MOST_ROWS, MOST_SCENE_BYTES = 1 << 26, 1 << 31, 20_000_000, 1 << 30
#: Nothing happens later, s, or farther from the origin, m; larger numbers of tracks and orders are not exact.
LATEST, FARTHEST, MOST_NUMBER = 1e6, 1e8, 2.0**24
#: What a header states the hash of: always, and where there is a table of threats, or a report.
_ALWAYS, _SOMETIMES = {LOG, FILM, SCENE}, {OUTCOMES, REPORT}
_HASH = re.compile("[0-9a-f]{64}")
_FOREIGN: Final = f"does not belong to the {HEADER} beside it"


def write(
    recording: Recording,
    outcomes: pl.DataFrame | None,
    folder: str | os.PathLike[str],
    replace: bool = False,
    pages: Mapping[str, str] | None = None,
) -> Path:
    """Write a run folder whole and return its path; raises what `kept_place` raises.

    `outcomes` is the table of threats, if there is one; `pages` are further text files by name, such as a report.
    """
    with kept_place(folder, replace) as keep:
        return keep(recording, outcomes, pages or {})


def read(folder: str | os.PathLike[str]) -> Recording:
    """Read a run folder; raises InputError when it is none, of another format, cut short, damaged or made up."""
    place = Path(folder)
    if not place.exists():
        instead = "write one with: shieldwall run SCENARIO -o DIR"
        raise InputError(f"there is no run folder {place}", instead=instead)
    if not place.is_dir():
        raise InputError(f"{place} is a file, not a run folder", instead=f"give the folder with {HEADER}")
    if not (place / HEADER).is_file():
        instead = "give a folder that a run wrote"
        raise InputError(f"{place} is not a run folder, it has no {HEADER}", instead=instead)
    header = _read_header(place / HEADER)
    parts = _taken_parts(header, place / HEADER)
    if OUTCOMES not in parts and os.path.lexists(place / OUTCOMES):
        raise _damaged(place / OUTCOMES, _FOREIGN)
    # A report may be taken away; one that is there is that of this run.
    if REPORT in parts and not os.path.lexists(place / REPORT):
        del parts[REPORT]
    contents = {name: _content(place / name) for name in parts}
    if REPORT in parts and digest(contents[REPORT]) != parts[REPORT]:
        raise _damaged(place / REPORT, _FOREIGN)
    for name in [name for name in (LOG, FILM, OUTCOMES) if name in parts]:
        _check_belongs(place / name, contents[name], header, parts)
    if digest(contents[SCENE]) != parts[SCENE]:
        _unpacked(contents[SCENE], place / SCENE)
        raise _damaged(place / SCENE, _FOREIGN)
    log = _read_table(place / LOG, contents[LOG], _layouts()[0])
    film = _read_table(place / FILM, contents[FILM], _layouts()[1])
    _check_log(log, len(header["names"]), place / LOG)
    _check_film(film, len(header["names"]), place / FILM)
    return Recording(header, log, film, _unpacked(contents[SCENE], place / SCENE))


def _layouts() -> tuple[np.dtype[np.void], np.dtype[np.void]]:
    from shieldwall.record.tables import EVENT, SAMPLE

    return EVENT, SAMPLE


def _damaged(path: Path, what: str = "is cut short or damaged") -> InputError:
    return InputError(f"{path} {what}", instead="run its scenario again")


def _read_header(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MOST_HEADER_BYTES:
        raise _damaged(path, "is too long for a header")
    try:
        header = json.loads(path.read_bytes(), parse_constant=_refuse)
    except (ValueError, RecursionError, OSError) as error:
        raise _damaged(path) from error
    check_header(header, str(path))
    return dict(header)


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _taken_parts(header: dict[str, Any], path: Path) -> dict[str, str]:
    """Take the hashes of the folder's parts out of a header, which without them is that of the run."""
    parts = header.pop(PARTS, None)
    if (
        not isinstance(parts, dict)
        or not _ALWAYS <= parts.keys() <= _ALWAYS | _SOMETIMES
        or not all(isinstance(sealed, str) and _HASH.fullmatch(sealed) for sealed in parts.values())
    ):
        raise _damaged(path, "does not state the hashes of the files beside it")
    return parts


def _content(path: Path) -> bytes:
    """Return the bytes of exactly this file, whatever its name: readers of Parquet take some names for patterns."""
    try:
        if not path.is_file():
            raise _damaged(path, "is missing")
        if path.stat().st_size > MOST_PART_BYTES:
            raise _damaged(path, "is too long for a run")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", instead="check its permissions") from error


def _check_belongs(path: Path, content: bytes, header: dict[str, Any], parts: dict[str, str]) -> None:
    """Refuse a table that is cut short, that another run wrote, or that is not as its run wrote it."""
    import polars as pl

    try:
        stated = json.loads(pl.read_parquet_metadata(io.BytesIO(content)).get(METADATA_KEY, "null"))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, RecursionError) as error:
        raise _damaged(path) from error
    before = stated.pop(PARTS, None) if isinstance(stated, dict) else None
    if stated != header or not isinstance(before, dict) or not before.items() <= parts.items():
        raise _damaged(path, _FOREIGN)
    if digest(content) != parts[path.name]:
        raise _damaged(path, "is not as its run wrote it, but changed or damaged")


def _read_table(path: Path, content: bytes, layout: np.dtype[np.void]) -> NDArray[np.void]:
    import polars as pl

    try:
        if pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item() > MOST_ROWS:
            raise _damaged(path, "is too long for a run")
        frame = pl.read_parquet(io.BytesIO(content))
    except InputError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, RecursionError) as error:
        raise _damaged(path) from error
    table = np.zeros(frame.height, layout)
    expected = {name: layout[name] for name in layout.names or ()}
    if set(frame.columns) != set(expected):
        raise _damaged(path, "has other columns than this version writes")
    for name, kind in expected.items():
        column = frame[name]
        if column.null_count() or not column.dtype.is_numeric() or column.to_numpy().dtype != kind:
            raise _damaged(path, f"has a column {name} of another kind than this version writes")
        table[name] = column.to_numpy()
    return table


def _check_log(log: NDArray[np.void], names: int, path: Path) -> None:
    """Refuse rows that point outside the tables, or that no engine writes."""
    tracks, orders = np.isin(log["kind"], list(OF_TRACKS)), np.isin(log["kind"], list(OF_ORDERS))
    sound = {
        "a time": (log["t"] >= 0.0) & (log["t"] <= LATEST),
        "a name": _within(log["who"], names) & _within(log["whom"], names),
        "a kind": np.isin(log["kind"], list(KINDS)),
        "a reason": np.isin(log["why"], list(WORDS)),
        "a cause": (log["cause"] >= -1) & (log["cause"] < np.arange(log.size)),
        "a place": _near(log, ("x", "y", "z")),
        "a track": ~tracks | ((log["v0"] >= 0.0) & (log["v0"] < MOST_NUMBER)),
        "an order": ~orders | ((log["v1"] >= -1.0) & (log["v1"] < MOST_NUMBER)),
        # A signal-to-noise ratio may be infinite, that of an ideal sensor.
        "a number": np.isfinite(log["v0"]) & ~np.isnan(log["v1"]),
    }
    _refuse_unsound(sound, path)


def _check_film(film: NDArray[np.void], names: int, path: Path) -> None:
    body = film["picture"] < 0
    sound = {
        "a time": (film["t"] >= 0.0) & (film["t"] <= LATEST),
        "a picture": _within(film["picture"], names),
        "a name or track": (film["who"] >= 0) & (~body | (film["who"] < names)),
        "a place": _near(film, ("x", "y", "z")),
        "a velocity": _near(film, ("vx", "vy", "vz")),
    }
    _refuse_unsound(sound, path)


def _near(table: NDArray[np.void], fields: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether the fields of each row lie within all reason; what is no number does not."""
    return np.asarray(np.all([np.abs(table[field]) <= FARTHEST for field in fields], axis=0), dtype=np.bool_)


def _within(rows: NDArray[Any], names: int) -> NDArray[np.bool_]:
    return np.asarray((rows >= -1) & (rows < names), dtype=np.bool_)


def _refuse_unsound(sound: Mapping[str, NDArray[Any]], path: Path) -> None:
    for what, good in sound.items():
        if not good.all():
            raise _damaged(path, f"holds {what} that cannot be, in row {int(np.argmin(good))}")


def _unpacked(content: bytes, path: Path) -> dict[str, NDArray[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_SCENE_BYTES:
                raise _damaged(path, "is too large for a scene")
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, LookupError, EOFError, OSError, RuntimeError) as error:
        raise _damaged(path) from error
