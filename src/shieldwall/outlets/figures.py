"""Every figure and every table of a report as files: pictures (PNG), and their data (CSV), into a folder."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Container, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import style
from shieldwall.outlets.data_tables import NAMES, OF_FIGURES, data_tables
from shieldwall.outlets.report import captioned_figures, ready
from shieldwall.quantities.errors import InputError
from shieldwall.record.atomic_folder import Fill, put, refuse_others, reserved
from shieldwall.record.recording import Recording

#: Dots per inch of a picture: a figure of the report at full width is then about 1,900 points wide.
RESOLUTION = 200


def write_figures(recording: Recording, folder: Path) -> list[Path]:
    """Write each figure of a run's report as folder/NAME.png and return the paths.

    A folder that is there is replaced when it holds nothing but such figures. Raises InputError, naming them, when it
    holds other files, when there is nothing to draw, or when the packages of the extra `report` are not installed.
    """
    ready()
    with _reserved(folder, ".png", OF_FIGURES) as put_there:
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
        put_there(lambda part: _fill(part, pictures))
    return [folder / name for name in pictures]


def write_tables(recording: Recording, folder: Path, decimal_comma: bool = False) -> list[Path]:
    """Write the data of each figure and table of a run's report as folder/NAME.csv and return the paths.

    A folder that is there is replaced when it holds nothing but such tables; InputError, naming them, for other files.
    """
    ready()
    with _reserved(folder, ".csv", NAMES) as put_there:
        found = {
            f"{name}.csv": table.csv(decimal_comma).encode() for name, table in data_tables(Account(recording)).items()
        }
        if not found:
            raise InputError("there is nothing to write in this run", instead="give a run with a unit or a threat")
        put_there(lambda part: _fill(part, found))
    return [folder / name for name in found]


def _reserved(folder: Path, ending: str, names: Container[str]) -> AbstractContextManager[Callable[[Fill], None]]:
    """Hold the place of a folder of files with these names, over one that holds nothing else."""
    target = Path(os.path.abspath(folder))  # noqa: PTH100  Path.resolve would follow a link to what it names

    def ours(file: Path) -> bool:
        return file.suffix == ending and file.stem in names and file.is_file()

    def check() -> None:
        if os.path.lexists(target):
            if target.is_symlink() or not target.is_dir():
                raise InputError(f"{target} exists and is not a folder", instead="give another name, or move it away")
            refuse_others(target, f"{ending} files of a report", ours)

    return reserved(target, check)


def _fill(part: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        put(part / name, content)
