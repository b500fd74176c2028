"""The run folder: written whole or not at all, and read with suspicion."""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError
from shieldwall.record.atomic_folder import put, write_folder
from shieldwall.record.header import check_header
from shieldwall.record.kinds import KINDS, OF_ORDERS, OF_TRACKS
from shieldwall.record.reasons import WORDS
from shieldwall.record.recording import Recording

if TYPE_CHECKING:
    import polars as pl

HEADER, LOG, FILM, OUTCOMES = "header.json", "log.parquet", "film.parquet", "outcomes.parquet"
SCENE = "scene.npz"
#: Key of the header in the metadata of each Parquet file.
METADATA_KEY = "shieldwall"
#: Larger files than these are not of our making.
MOST_HEADER_BYTES, MOST_ROWS, MOST_SCENE_BYTES = 1 << 26, 20_000_000, 1 << 30
#: Nothing happens later, s, or farther from the origin, m; larger numbers of tracks and orders are not exact.
LATEST, FARTHEST, MOST_NUMBER = 1e6, 1e8, 2.0**24


def write(
    recording: Recording,
    outcomes: pl.DataFrame | None,
    folder: str | os.PathLike[str],
    replace: bool = False,
    pages: Mapping[str, str] | None = None,
) -> Path:
    """Write a run folder beside its place as NAME.part, then rename it; return its path.

    `outcomes` is the table of threats, if there is one; `pages` are further text files by name, such as a report.
    Raises InputError when the folder exists and `replace` is not set, or is not ours to replace, and ShieldwallError
    when the disk does not take it. Whatever stops the writing, nothing half-written is left.
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100  Path.resolve would follow a link to what it names
    check_free(target, replace)
    write_folder(target, "a run", _ours, lambda part: _fill(part, recording, outcomes, pages or {}))
    return target


def check_free(target: Path, replace: bool) -> None:
    """Raise InputError when a run cannot be written to a folder, since something is there already."""
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        raise InputError(f"{target} exists and is not a folder", instead="give another name")
    if not replace:
        raise InputError(f"{target} exists already", instead="give another name, or add --replace")
    if any(target.iterdir()) and not (target / HEADER).is_file():
        raise InputError(f"{target} holds something else than a run", instead="give another name")


def _ours(file: Path) -> bool:
    return file.name in {HEADER, LOG, FILM, OUTCOMES, SCENE} or file.suffix == ".html"


def _fill(part: Path, recording: Recording, outcomes: pl.DataFrame | None, pages: Mapping[str, str]) -> None:
    text = json.dumps(recording.header, ensure_ascii=False, allow_nan=False, indent=1)
    compact = json.dumps(recording.header, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    tables: dict[str, pl.DataFrame] = {LOG: _frame(recording.log), FILM: _frame(recording.film)}
    if outcomes is not None:
        tables[OUTCOMES] = outcomes
    for name, frame in tables.items():
        buffer = io.BytesIO()
        frame.write_parquet(buffer, metadata={METADATA_KEY: compact})
        put(part / name, buffer.getbuffer())
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **recording.scene)
    put(part / SCENE, buffer.getbuffer())
    for name, page in pages.items():
        put(part / name, page.encode())
    put(part / HEADER, text.encode())


def _frame(table: NDArray[np.void]) -> pl.DataFrame:
    import polars as pl

    names = table.dtype.names or ()
    return pl.DataFrame({name: np.ascontiguousarray(table[name]) for name in names})


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
    log = _read_table(place / LOG, _layouts()[0], header)
    film = _read_table(place / FILM, _layouts()[1], header)
    _check_log(log, len(header["names"]), place / LOG)
    _check_film(film, len(header["names"]), place / FILM)
    return Recording(header, log, film, _read_scene(place / SCENE))


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


def _read_table(path: Path, layout: np.dtype[np.void], header: dict[str, Any]) -> NDArray[np.void]:
    import polars as pl

    if not path.is_file():
        raise _damaged(path, "is missing")
    try:
        if pl.scan_parquet(path).select(pl.len()).collect().item() > MOST_ROWS:
            raise _damaged(path, "is too long for a run")
        same = json.loads(pl.read_parquet_metadata(path).get(METADATA_KEY, "null")) == header
        frame = pl.read_parquet(path) if same else pl.DataFrame()
    except InputError:
        raise
    except (pl.exceptions.PolarsError, OSError, ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not same:
        raise _damaged(path, f"does not belong to the {HEADER} beside it")
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


def _read_scene(path: Path) -> dict[str, NDArray[Any]]:
    if not path.is_file():
        raise _damaged(path, "is missing")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_SCENE_BYTES:
                raise _damaged(path, "is too large for a scene")
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, LookupError, EOFError, OSError, RuntimeError) as error:
        raise _damaged(path) from error
