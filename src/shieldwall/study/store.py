"""The study folder: `header.json`, and the results of every task that was fought, each in a chunk of its own.

Whatever ends a study, be it the plug, the folder holds each battle once that it said to hold, and the study goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shieldwall.kernels.caches import say_once
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.quantities.units import counted
from shieldwall.record.atomic_folder import LITTER, put, reserved, sync_folder
from shieldwall.record.holding import PART, TRIAL_OF_A_FILE, beside, held, try_disk
from shieldwall.study.chunks import CHUNKS, Name, read_chunks, read_name, read_task, to_frame, write_chunk
from shieldwall.study.heads import MOST_BYTES, StudyHeader, read_header
from shieldwall.study.work import Batch, Battles, Shard, Table, Task, battles, blank_results, gaps, result_layout

if TYPE_CHECKING:
    import polars as pl

HEADER, ASIDE = "header.json", "set-aside"


class _Sound(NamedTuple):
    """The chunks of a folder: the sound ones, those that are damaged or hold what others hold, and what there is."""

    names: list[str]
    others: list[Name]
    battles: Battles


class Store:
    """A study folder, read. `battles` are those that it holds, `shard` its share of the study, if it has but one."""

    def __init__(self, folder: Path, header: StudyHeader, shard: Shard | None, sound: _Sound) -> None:
        self.folder = folder
        self.header = header
        self.shard = shard
        self.battles = sound.battles
        self._names = sound.names

    def missing(self, work: Iterable[Batch]) -> list[Batch]:
        """Return what of some work the folder does not hold, in its order."""
        return gaps(work, self.battles)

    def results(self) -> Table:
        """Return all results, RESULT, sorted by cell, row and replication, however they were fought."""
        return read_chunks(self.folder, self.header, self._names)

    def frame(self) -> pl.DataFrame:
        """Return all results as polars has them."""
        return to_frame(self.results())

    def result_hash(self) -> str:
        """Return the SHA-256 of the table of results, hexadecimal: the same for whoever fought the same battles."""
        return table_hash(self.results())


class WritableStore(Store):
    """A study folder that this process alone writes to, by one thread."""

    def keep(self, task: Task, table: Table) -> None:
        """Write the results of a task; when this returns they are on the disk.

        Raises UnwrittenError when they are not, and ShieldwallError for a table that is not that of the task.
        """
        keys = np.concatenate([blank_results(batch, ()) for batch in task])
        if table.dtype != result_layout(self.header.measures) or any(
            not np.array_equal(table[name], keys[name]) for name in keys.dtype.names or ()
        ):
            raise ShieldwallError(f"what was fought is not {task}, or has other measures")
        self._names.append(write_chunk(self.folder, self.header, task, table))
        for batch in task:
            self.battles.add(batch)


def table_hash(table: Table) -> str:
    """Return the SHA-256 of a table of results and of the names of its columns, hexadecimal."""
    names = " ".join(table.dtype.names or ())
    return hashlib.sha256(names.encode() + b"\n" + np.ascontiguousarray(table).tobytes()).hexdigest()


def open_store(folder: str | os.PathLike[str], header: StudyHeader | None = None) -> Store:
    """Read a study folder; what is damaged in it is left out, with one remark.

    Raises InputError when it is none, of another format or version, holds battles of another study, or has another
    header than the one given.
    """
    place = Path(folder)
    known, shard = _header_of(place)
    if header is not None:
        header.check(known, str(place))
    sound = _sound(place, known)
    if sound.others:
        say_once(f"{_counted(sound.others)} of {place} cannot be used; --resume sets them aside and fights them again")
    return Store(place, known, shard, sound)


def header_in(folder: str | os.PathLike[str]) -> StudyHeader:
    """Return the header of a study folder alone; raises what `open_store` raises of it."""
    return _header_of(Path(folder))[0]


@contextlib.contextmanager
def held_store(
    folder: str | os.PathLike[str], header: StudyHeader, resume: bool = False, shard: Shard | None = None
) -> Iterator[WritableStore]:
    """Make a study folder, or go on with one where `resume` is set, and hold it against other writers.

    Chunks that are damaged, or that hold what another holds, are moved to `set-aside` with one remark, so that their
    battles are missing. Raises what `open_store` raises, InputError for a folder that exists without `resume`,
    HeldError when another process writes there, and ShieldwallError when the disk does not take it.
    """
    place = Path(os.path.abspath(folder))  # noqa: PTH100  Path.resolve would follow a link to what it names
    if not (resume and os.path.lexists(place)):
        _create(place, header, shard)
    with contextlib.ExitStack() as hold:
        known, its_shard = _header_of(place)
        header.check(known, str(place))
        if its_shard != shard:
            share = {its_shard: "the whole" if its_shard is None else f"share {its_shard}"}[its_shard]
            raise InputError(f"{place} holds {share} of the study", instead="give each share a folder of its own")
        with typed_errors(place):
            hold.enter_context(held(place / CHUNKS))
            try_disk(beside(place / CHUNKS, PART), TRIAL_OF_A_FILE)
            sound = _sound(place, known)
            _set_aside(place, sound.others)
        yield WritableStore(place, known, shard, sound)


def _create(place: Path, header: StudyHeader, shard: Shard | None) -> None:
    def check() -> None:
        if os.path.lexists(place):
            raise InputError(f"{place} exists already", instead="go on with it by --resume, or give another name")

    def fill(part: Path) -> None:
        (part / CHUNKS).mkdir()
        put(part / HEADER, header.written(shard))

    with reserved(place, check) as put_there:
        put_there(fill)


def _header_of(place: Path) -> tuple[StudyHeader, Shard | None]:
    file = place / HEADER
    if not file.is_file() or not (place / CHUNKS).is_dir():
        what = "is not a study folder" if os.path.lexists(place) else "does not exist"
        instead = "write one with: shieldwall study FILE -o DIR"
        raise InputError(f"{place} {what}", instead=instead)
    try:
        with file.open("rb") as stream:
            return read_header(stream.read(MOST_BYTES + 1), str(file))
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}", instead="check its permissions") from error


def _sound(place: Path, header: StudyHeader) -> _Sound:
    sound = _Sound([], [], Battles())
    for name in sorted(_named(place)):
        task = read_task(place / CHUNKS / name.whole, header, name)
        if task is None or any(battles(sound.battles.missing(batch)) < batch.count for batch in task):
            sound.others.append(name)
            continue
        sound.names.append(name.whole)
        for batch in task:
            sound.battles.add(batch)
    return sound


def _named(place: Path) -> Iterator[Name]:
    with os.scandir(place / CHUNKS) as entries:
        for entry in entries:
            name = read_name(entry.name)
            if name is not None:
                yield name
            elif not entry.name.startswith(".") and entry.name not in LITTER:
                raise InputError(f"{entry.path} is no chunk of a study", instead="move it away")


def _set_aside(place: Path, unsound: list[Name]) -> None:
    if not unsound:
        return
    (place / ASIDE).mkdir(exist_ok=True)
    for name in unsound:
        (place / CHUNKS / name.whole).replace(place / ASIDE / name.whole)
    sync_folder(place / CHUNKS)
    say_once(f"{_counted(unsound)} of {place} were damaged or doubled: set aside in {ASIDE}, and fought again")


def _counted(unsound: list[Name]) -> str:
    return f"{counted(len(unsound), 'chunk')} (the first is {unsound[0].whole})"


@contextlib.contextmanager
def typed_errors(place: Path) -> Iterator[None]:
    """Say in words, as ShieldwallError, that a study folder cannot be written to."""
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise ShieldwallError(f"{place} cannot be written: {why}; what it holds is intact") from error
