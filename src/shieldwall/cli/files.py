"""Text files that commands write: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from shieldwall.quantities.errors import InputError, ShieldwallError


def write_whole(path: Path, text: str, replace: bool) -> None:
    """Write a text file beside its place, then rename it.

    Raises InputError when the file exists and `replace` is not set, or its folder does not exist;
    ShieldwallError when the disk does not take it. Whatever stops the writing, nothing half-written is left.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder", instead=f"name a file, for example {path / 'my-exercise.yaml'}")
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}", instead="make it first, or name another")
    if path.exists() and not replace:
        raise InputError(f"{path} exists already", instead="give another name, or add --replace")
    try:
        _write_beside(path, text)
    except OSError as error:
        raise ShieldwallError(f"{path} was not written: {error.strerror or error}") from error


def _write_beside(path: Path, text: str) -> None:
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise
