"""Folders that are written whole or not at all: beside their place, flushed to the disk, then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from shieldwall.quantities.errors import InputError, ShieldwallError

Ours = Callable[[Path], bool]


def write_folder(target: Path, what: str, ours: Ours, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a folder beside its place as NAME.part, then rename it over what is there.

    What an interrupted writing left at NAME.part or NAME.old is removed if all of it is `ours`. Raises InputError when
    it is not, naming `what` should be there, and ShieldwallError when the disk does not take it. Whatever stops the
    writing, nothing half-written is left.
    """
    part, old = (target.with_name(target.name + mark) for mark in (".part", ".old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in (part, old):
            check_ours(leftover, what, ours)
            if leftover.exists():
                shutil.rmtree(leftover)
        part.mkdir()
        try:
            fill(part)
            _sync(part)
            _move(part, old, target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        why = error.strerror or error
        raise ShieldwallError(f"{target} was not written: {why}; nothing was left behind") from error


def check_ours(place: Path, what: str, ours: Ours) -> None:
    """Raise InputError when a place holds a file, a link, or anything in a folder that is not `ours`."""
    if not os.path.lexists(place):
        return
    if place.is_symlink() or not place.is_dir():
        raise InputError(f"{place} exists and is not a folder", instead="give another name, or move it away")
    if not all(ours(file) for file in place.iterdir()):
        raise InputError(f"{place} holds something else than {what}", instead="give another name, or move it away")


def put(path: Path, content: bytes | memoryview) -> None:
    """Write a new file and flush it to the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move(part: Path, old: Path, target: Path) -> None:
    if target.exists():
        target.rename(old)
        try:
            part.rename(target)
        except BaseException:
            old.rename(target)
            raise
        shutil.rmtree(old)
    else:
        part.rename(target)
    _sync(target.parent)
