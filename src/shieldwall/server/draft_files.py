"""Where drafts come from: a built-in scenario, a run, or a file that the command line named; and back into it."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from pathlib import Path

from shieldwall.catalogue.beside import OwnEntries
from shieldwall.catalogue.cache import load_text as parsed
from shieldwall.exercise.runs import Battle, Run
from shieldwall.outlets.atomic_write import write_atomically
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.scenario import source, template
from shieldwall.server.built_in import check_scenario
from shieldwall.server.opened import Opened
from shieldwall.text import loader

#: Keys of a scenario by which it names files beside it.
NAMING = ("terrain", "catalogue", "extends")
#: Name of a scenario that is begun on the page.
FRESH = "new-scenario"

#: The battle that `shieldwall run` fights.
FIRST = Battle(seed=1, replication=0)


class ChangedError(ShieldwallError):
    """A file has changed since it was read."""


@dataclass(frozen=True)
class Origin:
    """Where a text came from.

    `file` is its file as messages name it, `place` where it is saved, None where it cannot be; `own` the entries that
    a run keeps. `named` are the files that it named when it was opened: no edit makes the server open another. `battle`
    is which of its battles is fought: that of the run, so that an edit is compared on the same luck.
    """

    words: str
    file: str
    named: frozenset[tuple[str, str]]
    place: Path | None = None
    own: OwnEntries | None = None
    battle: Battle = FIRST


def built_in(name: str) -> tuple[Origin, str]:
    """Return the text of a built-in scenario and where it is from; NotHeldError for any other name."""
    check_scenario(name)
    text, file = source(name)
    return Origin(name, file, named_in(text, file)), text


def fresh() -> tuple[Origin, str]:
    """Return the commented scenario with which `shieldwall new` begins, which is saved nowhere yet."""
    text, file = template(), f"{FRESH}.yaml"
    return Origin(FRESH, file, named_in(text, file)), text


def of_run(opened: Opened) -> tuple[Origin, str]:
    """Return the text that a run was fought from; its file, where that was named on the command line."""
    battle = _luck_of(opened.run)
    if opened.file is not None:
        origin, text = from_file(opened.file)
        return replace(origin, battle=battle), text
    header = opened.header
    text, file = str(header["scenario"]), str(header["file"])
    own = OwnEntries.kept(header["catalogue"]) if "catalogue" in header else None
    return Origin(Path(file).stem or opened.name, file, named_in(text, file), own=own, battle=battle), text


def _luck_of(run: Run) -> Battle:
    """Return which battle of its scenario a run is, without what a study chose for it."""
    seed, replication, draws, _ = run.battle
    return Battle(seed, replication, draws if isinstance(draws, str) else "central")


def from_file(path: Path) -> tuple[Origin, str]:
    """Return the text of a file and where it is from; InputError for what is no text file."""
    text = loader.read(path)
    return Origin(path.stem, str(path), named_in(text, str(path)), path.resolve()), text


def on_disk(origin: Origin) -> str:
    """Return what the file of a draft holds now; InputError for a draft that came from no file, or where it is gone."""
    if origin.place is None:
        raise InputError("this draft came from no file", instead="undo its changes one by one, or open it again")
    return loader.read(origin.place)


def write(origin: Origin, text: str, known: str, anyway: bool = False) -> None:
    """Write a text into the file that it came from, whole or not at all, with the rights that the file has.

    Raises ChangedError where the file no longer holds what is `known` of it, unless it is written `anyway`; InputError
    for a draft that came from no file, and ShieldwallError when the disk does not take it.
    """
    place = origin.place
    if place is None:
        raise InputError("this draft came from no file", instead="download it, and open that file next time")
    if not anyway and _now(place) != known:
        what = f"{place.name} has changed on the disk since it was opened"
        raise ChangedError(f"{what}; save it anyway, or take the text of the file")
    mode = stat.S_IMODE(place.stat().st_mode) if place.is_file() else None
    write_atomically(place, text.encode(), replace=True)
    if mode is not None:
        place.chmod(mode)


def _now(place: Path) -> str | None:
    """What a file holds now, None where that is no text."""
    try:
        return loader.read(place)
    except InputError:
        return None


def named_in(text: str, file: str) -> frozenset[tuple[str, str]]:
    """Return the files that a text names, by key; none where it cannot be read."""
    try:
        root = parsed(text, file)
    except InputError:
        return frozenset()
    found = ((key, root.child(key)) for key in NAMING)
    return frozenset((key, node.value.strip()) for key, node in found if node and isinstance(node.value, str))
