"""Files that are written whole or not at all: beside their place, flushed to the disk, then renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from shieldwall.quantities.errors import InputError, ShieldwallError


def write_atomically(path: Path, content: bytes, replace: bool) -> None:
    """Write a file beside its place, then rename it.

    Raises InputError as `check_place`; ShieldwallError when the disk does not take it. Whatever stops the writing,
    nothing half-written is left.
    """
    check_place(path, replace)
    try:
        _write_beside(path, content)
    except OSError as error:
        raise ShieldwallError(f"{path} was not written: {error.strerror or error}") from error


def check_place(path: Path, replace: bool) -> None:
    """Raise InputError when a file cannot go there: a folder, no folder to hold it, or something there already."""
    if path.is_dir():
        raise InputError(f"{path} is a folder", instead="name a file in it")
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}", instead="make it first, or name another")
    if path.exists() and not replace:
        raise InputError(f"{path} exists already", instead="give another name, or add --replace")


def _write_beside(path: Path, content: bytes) -> None:
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise
