"""Folders that are written whole or not at all: beside their place, flushed to the disk, then renamed.

The place is tried and held before what is to go there is made: nobody waits for a battle to learn of a full disk.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.holding import OLD, PART, TRIAL_OF_A_RUN, beside, held, try_disk

Ours = Callable[[Path], bool]
Fill = Callable[[Path], None]
#: What file managers put into folders unasked.
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
#: Files of others that a message names.
MOST_NAMED = 3


@contextlib.contextmanager
def reserved(target: Path, check: Callable[[], None]) -> Iterator[Callable[[Fill], None]]:
    """Hold the place of a folder, and yield what lets a function fill a new folder and puts it there.

    Folders on the way are made. `check` raises when what is there may not be replaced; it is asked before and after.
    Raises what `check` raises, HeldError when another process writes there, and ShieldwallError when the disk does not
    take it, be it at once. Whatever stops the writing, nothing half-written is left.
    """
    with contextlib.ExitStack() as undo:
        with _told(target):
            for folder in _missing(target.parent):
                folder.mkdir(exist_ok=True)
                # It goes again unless something was put there.
                undo.callback(_remove_empty, folder)
            undo.enter_context(held(target))
            check()
            part = beside(target, PART)
            part.mkdir()
            undo.callback(shutil.rmtree, part, ignore_errors=True)
            try_disk(part / "trial", TRIAL_OF_A_RUN)

        def put_there(fill: Fill) -> None:
            with _told(target):
                fill(part)
                sync_folder(part)
                replaces = os.path.lexists(target)
                check()
                _move(part, target, replaces)

        yield put_there


def refuse_others(place: Path, what: str, ours: Ours) -> None:
    """Raise InputError, naming them, when a folder holds files that are not `ours`: they are not ours to replace."""
    others = sorted(file.name for file in place.iterdir() if not ours(file) and file.name not in LITTER)
    if others:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        named = ", ".join(others[:MOST_NAMED]) + more
        raise InputError(
            f"{place} holds something else than {what}: {named}", instead="give another name, or move it away"
        )


def put(path: Path, content: bytes | memoryview) -> None:
    """Write a new file and flush it to the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise ShieldwallError(f"{target} was not written: {why}; nothing was left behind") from error


def _missing(folder: Path) -> Iterable[Path]:
    """The folders on the way that are not there, the outermost first."""
    missing = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = folder.parent
    return reversed(missing)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def sync_folder(folder: Path) -> None:
    """Flush to the disk which names a folder holds."""
    # Windows opens no folders.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move(part: Path, target: Path, replaces: bool) -> None:
    if replaces:
        old = beside(target, OLD)
        target.rename(old)
        try:
            part.rename(target)
        except BaseException:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    else:
        # Where there are no locks, this fails on a folder that another has put there meanwhile.
        part.rename(target)
    sync_folder(target.parent)
