"""Own entries on the command line: those that count, their fits, and a commented one to begin from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shieldwall.catalogue.beside import NONE, OwnEntries, beside, current
from shieldwall.cli.command import note
from shieldwall.quantities.errors import InputError


def own_of(path: str | None) -> OwnEntries:
    """Return the own entries of a scenario, a folder or a file; none where nothing is named."""
    if path is None:
        return NONE
    from shieldwall.scenario.load import own_entries

    return own_entries(path)


def fit_shown(entries: Sequence[str]) -> None:
    """Fit own rounds where one of them is shown."""
    if set(entries) & set(current().ids()):
        from shieldwall.exercise.own_fits import fitted

        fitted(current())


def fit_own(path: str) -> list[dict[str, Any]]:
    """Fit the rounds of a scenario, folder or file and return their pages; InputError when there is none."""
    from shieldwall.catalogue.page import entry_page
    from shieldwall.exercise.own_fits import fitted

    own = own_of(path)
    with beside(own):
        rounds = fitted(own)
        if not rounds:
            raise InputError(
                f"{path} has no round of its own to fit",
                instead="name a scenario with catalogue:, or a folder or file with an entry that says is: interceptor",
            )
        return [entry_page(name) for name in rounds]


def write_entry(kind: str, path: Path, replace: bool) -> None:
    """Write a commented entry of a kind, whose id is the stem of the file, and say how it is used."""
    from shieldwall.catalogue.drafts import draft
    from shieldwall.catalogue.places import brought_files, built_in_files
    from shieldwall.outlets.atomic_write import write_atomically

    if path.suffix not in (".yaml", ".yml"):
        raise InputError(f"{path} is no YAML file", instead=f"write for example {path.with_suffix('.yaml')}")
    text = draft(kind, path.stem)
    if path.stem in (*built_in_files(), *brought_files()):
        raise InputError(
            f"the catalogue has an entry {path.stem} already", instead=f"write for example my-{path.stem}{path.suffix}"
        )
    place = path.parent if path.parent.name else path
    if not place.exists() and place.parent.is_dir() and place != path:
        place.mkdir()
    write_atomically(path, text.encode(), replace)
    note(f"wrote {path}")
    note(f"  see it:  shieldwall catalogue {path.stem} --scenario {place}")
    note(f"  use it:  catalogue: {place.name}     in a scenario that lies beside {place}")
