"""Files that are written whole or not at all: beside their place, flushed to the disk, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.atomic_folder import put
from shieldwall.record.holding import PART, TRIAL_OF_A_FILE, beside, held, try_disk

#: Disks without hard links say one of these.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def write_atomically(path: Path, content: bytes, replace: bool) -> None:
    """Write a file beside its place, then rename it.

    Raises InputError as `check_place`, HeldError when another process writes there, ShieldwallError when the disk does
    not take it. Whatever stops the writing, nothing half-written is left.
    """
    check_place(path, replace)
    with _told(path), held(path):
        check_place(path, replace)
        part = beside(path, PART)
        try:
            put(part, content)
            _rename(part, path, replace)
        finally:
            part.unlink(missing_ok=True)


def try_place(path: Path, replace: bool) -> None:
    """Raise what `write_atomically` would raise, before what is to go there is made: the disk is tried as well."""
    check_place(path, replace)
    with _told(path), held(path):
        try_disk(beside(path, PART), TRIAL_OF_A_FILE)


def check_place(path: Path, replace: bool) -> None:
    """Raise InputError when a file cannot go there: a folder, no folder to hold it, or something there already."""
    if path.is_dir():
        raise InputError(f"{path} is a folder", instead="name a file in it")
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}", instead="make it first, or name another")
    if path.exists() and not path.is_file():
        raise InputError(f"{path} is not an ordinary file", instead="give another name")
    if os.path.lexists(path) and not replace:
        raise InputError(f"{path} exists already", instead="give another name, or add --replace")


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ShieldwallError(f"{path} was not written: {error.strerror or error}") from error


def _rename(part: Path, path: Path, replace: bool) -> None:
    """Give a file its name; where it may replace nothing, a link does that, which fails on what came meanwhile."""
    if not replace:
        try:
            path.hardlink_to(part)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
        else:
            return
    part.replace(path)
