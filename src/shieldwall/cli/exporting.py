"""The ways out of a kept run that `shieldwall export` offers; a further one is a further line of TARGETS."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.record.recording import Recording

#: Writes a run to a path. The door below has made sure that nothing is there, or that it may be replaced.
Writer = Callable[[Recording, Path], None]


def _acmi(recording: Recording, path: Path) -> None:
    _write_acmi(recording, path, with_tracks=False)


def _acmi_tracks(recording: Recording, path: Path) -> None:
    _write_acmi(recording, path, with_tracks=True)


def _write_acmi(recording: Recording, path: Path, with_tracks: bool) -> None:
    from shieldwall.outlets.acmi import acmi, encoded, zipped
    from shieldwall.outlets.atomic_write import try_place, write_atomically

    if path.suffix != ".acmi":
        instead = f"write for example {path.with_suffix('.acmi')}, or .zip.acmi to have it packed"
        raise InputError(f"Tacview does not open {path.name}", instead=instead)
    try_place(path, replace=True)
    text = acmi(recording, with_tracks)
    packed = path.name.endswith(".zip.acmi")
    content = zipped(text, f"{path.name.removesuffix('.zip.acmi')}.txt.acmi") if packed else encoded(text)
    write_atomically(path, content, replace=True)


def _figures(recording: Recording, path: Path) -> None:
    from shieldwall.outlets.figures import write_figures

    write_figures(recording, path)


def _tables(recording: Recording, path: Path, decimal_comma: bool = False) -> None:
    from shieldwall.outlets.figures import write_tables

    write_tables(recording, path, decimal_comma)


#: What `--to` takes: its line of help, and its writer. The name is the default ending of what is written.
TARGETS: dict[str, tuple[str, Writer]] = {
    "acmi": ("a recording for Tacview, of units, threats, rounds and events (.acmi, or .zip.acmi packed)", _acmi),
    "tracks.acmi": ("the same, with the tracks that the defence held", _acmi_tracks),
    "figures": ("every figure of the report as a picture (a folder of .png)", _figures),
    "tables": ("the data of every figure and table of the report (a folder of .csv)", _tables),
}


def check_free(path: Path, replace: bool) -> None:
    """Raise InputError when nothing can be written to a path, be it as a file or as a folder."""
    if not path.parent.is_dir():
        raise InputError(f"there is no folder {path.parent}", instead="make it first, or name another")
    if os.path.lexists(path) and not replace:
        folder = path.is_dir() and not path.is_symlink()
        obstacle = f"{path} is a folder, which exists" if folder else f"{path} exists"
        raise InputError(
            f"{obstacle} already", instead="give another name" if folder else "give another name, or add --replace"
        )


def writer(target: str | None, decimal_comma: bool = False) -> Writer:
    """Return the writer of a target; InputError with what there is when there is none of that name."""
    if decimal_comma:
        if target != "tables":
            raise InputError("only tables have a decimal comma", instead="add --to tables, or leave it out")
        return partial(_tables, decimal_comma=True)
    known = "; ".join(f"{name}: {description}" for name, (description, _) in TARGETS.items())
    if target is None:
        raise InputError("to what is not said", instead=f"add --to TARGET, where TARGET is {known}")
    if target not in TARGETS:
        near = closest(target, TARGETS)
        meant = f"did you mean {near}? " if near else ""
        raise InputError(f"there is no export to {quoted(target)}", instead=f"{meant}known here: {known}")
    return TARGETS[target][1]


def default(folder: Path, target: str) -> Path:
    """Return where a run goes when nobody says where: the current folder, under its own name and the target's."""
    return Path(f"{folder.resolve().name}.{target}")
