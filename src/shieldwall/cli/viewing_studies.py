"""Studies on the page: a folder that a study wrote, the file of a study, or a built-in one by its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shieldwall.server.holdings import Holdings


def is_study(opened: str) -> bool:
    """Tell whether what is named is a study, be it sound or not, and neither a run nor a scenario."""
    from shieldwall.quantities.errors import InputError
    from shieldwall.study.chunks import CHUNKS
    from shieldwall.study.file import names
    from shieldwall.study.headed import is_study_folder
    from shieldwall.text import loader

    place = Path(opened)
    if opened in names():
        return True
    if place.is_dir():
        return is_study_folder(place) and (place / CHUNKS).is_dir()
    try:
        return place.is_file() and loader.load_text(loader.read(place), opened).child("study") is not None
    except InputError:
        return False


def hold_study(holdings: Holdings, opened: str, out: Path | None, edit: bool, replace: bool) -> None:
    """Hold a study, which the page shows first and which is started there; `out` is where a new one is kept.

    Raises InputError for a study that does not fit, for a folder that cannot be read or is there already, and for
    options that studies do not have.
    """
    from shieldwall.quantities.errors import InputError
    from shieldwall.study.cells import cells, check
    from shieldwall.study.file import TITLES, load

    if edit:
        raise InputError(f"{opened} is a study", instead="edit its file, or name its scenario")
    if replace:
        raise InputError("the folder of a study is not replaced", instead="leave out --replace, or give another name")
    if Path(opened).is_dir():
        if out is not None:
            raise InputError(f"{opened} goes on in its own folder", instead="leave out --out")
        held = holdings.studies.open(Path(opened))
    else:
        if out is not None and os.path.lexists(out):
            raise InputError(f"{out} exists already", instead=f"open it by itself: shieldwall view {out}")
        study = load(opened)
        check(study, cells(study))
        held = holdings.studies.hold(study, Path(opened).stem, TITLES.get(opened), out)
    holdings.studying = held.name
