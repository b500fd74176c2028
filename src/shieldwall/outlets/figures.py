"""Every figure and every table of a report as files: pictures (PNG), and their data (CSV), into a folder."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path

from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import style
from shieldwall.outlets.data_tables import data_tables
from shieldwall.outlets.report import captioned_figures, ready
from shieldwall.quantities.errors import InputError
from shieldwall.record.atomic_folder import check_ours, put, write_folder
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
    for captioned in captioned_figures(Account(recording)):
        written = io.BytesIO()
        with style():
            captioned.figure.savefig(
                written, format="png", dpi=RESOLUTION, facecolor="white", metadata={"Software": None}
            )
        pictures[f"{captioned.name}.png"] = written.getvalue()
    if not pictures:
        raise InputError("there is nothing to draw in this run", instead="give a run with a unit or a threat")
    return _write(pictures, folder, ".png")


def write_tables(recording: Recording, folder: Path, decimal_comma: bool = False) -> list[Path]:
    """Write the data of each figure and table of a run's report as folder/NAME.csv and return the paths.

    A folder that is there is replaced when it holds nothing but such files; InputError when it holds anything else.
    """
    ready()
    found = data_tables(Account(recording))
    if not found:
        raise InputError("there is nothing to write in this run", instead="give a run with a unit or a threat")
    return _write({f"{name}.csv": table.csv(decimal_comma).encode() for name, table in found.items()}, folder, ".csv")


def _write(files: Mapping[str, bytes], folder: Path, ending: str) -> list[Path]:
    """Write a folder of files of one kind, over one that holds nothing else."""
    target = Path(os.path.abspath(folder))  # noqa: PTH100  Path.resolve would follow a link to what it names

    def ours(file: Path) -> bool:
        return file.suffix == ending and file.is_file()

    def fill(part: Path) -> None:
        for name, content in files.items():
            put(part / name, content)

    check_ours(target, f"{ending} files", ours)
    write_folder(target, f"{ending} files", ours, fill)
    return [target / name for name in files]
