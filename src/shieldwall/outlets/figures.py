"""Every figure and every table of a report as files: pictures (PNG), and their data (CSV), into a folder."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from shieldwall.outlets.account import Account
from shieldwall.outlets.plate import style
from shieldwall.outlets.report import plates, ready
from shieldwall.outlets.sheets import sheets
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.recording import Recording

#: Dots per inch of a picture: a figure of the report at full width is then about 1,900 points wide.
RESOLUTION = 200


def write_figures(recording: Recording, folder: Path) -> list[Path]:
    """Write each figure of a run's report as folder/NAME.png and return the paths.

    A folder that is there is replaced when it holds nothing but such files. Raises InputError when it holds anything
    else, when there is nothing to draw, or when the packages of the extra `report` are not installed.
    """
    ready()
    pictures = {}
    for plate in plates(Account(recording)):
        written = io.BytesIO()
        with style():
            plate.figure.savefig(written, format="png", dpi=RESOLUTION, facecolor="white", metadata={"Software": None})
        pictures[f"{plate.name}.png"] = written.getvalue()
    if not pictures:
        raise InputError("there is nothing to draw in this run", instead="give a run with a unit or a threat")
    return _write(pictures, folder, ".png")


def write_tables(recording: Recording, folder: Path) -> list[Path]:
    """Write the data of each figure and table of a run's report as folder/NAME.csv and return the paths.

    A folder that is there is replaced when it holds nothing but such files; InputError when it holds anything else.
    """
    ready()
    found = sheets(Account(recording))
    if not found:
        raise InputError("there is nothing to write in this run", instead="give a run with a unit or a threat")
    return _write({f"{name}.csv": sheet.csv().encode() for name, sheet in found.items()}, folder, ".csv")


def _write(files: Mapping[str, bytes], folder: Path, ending: str) -> list[Path]:
    """Write a folder whole beside its place, then rename it."""
    target = Path(os.path.abspath(folder))  # noqa: PTH100  Path.resolve would follow a link to what it names
    part, old = (target.with_name(target.name + mark) for mark in (".part", ".old"))
    for place in (target, part, old):
        _check_ours(place, ending)
    try:
        for leftover in (part, old):
            if leftover.exists():
                shutil.rmtree(leftover)
        part.mkdir(parents=True)
        try:
            for name, content in files.items():
                with (part / name).open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            if target.exists():
                target.rename(old)
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            if old.exists() and not target.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise ShieldwallError(f"{target} was not written: {error.strerror or error}") from error
    return [target / name for name in files]


def _check_ours(place: Path, ending: str) -> None:
    """Raise InputError when something is in a place that this does not write there."""
    if not os.path.lexists(place):
        return
    if place.is_symlink() or not place.is_dir():
        raise InputError(f"{place} exists and is not a folder", instead="give another name")
    if any(file.suffix != ending or not file.is_file() for file in place.iterdir()):
        raise InputError(f"{place} holds something else than {ending} files", instead="give another name")
