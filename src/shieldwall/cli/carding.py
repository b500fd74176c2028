"""Cards written to files: one entry's, or all in a folder with an index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shieldwall.catalogue import find, ids
from shieldwall.cli.command import note
from shieldwall.outlets.atomic_write import try_place, write_atomically
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.keeping import is_page

INDEX = "index.html"


def write_chosen(entries: Sequence[str], card: Path | None, cards: Path | None, replace: bool) -> list[Path]:
    """Write one card to a file, cards to a folder, or both, and return the files; raises as the two below."""
    written = [write_card(entries, card, replace)] if card is not None else []
    return written if cards is None else written + write_cards(entries, cards, replace)


def write_card(entries: Sequence[str], path: Path, replace: bool) -> Path:
    """Write the card of one entry to a file and return it; InputError for none, several, or a place not free."""
    if len(entries) != 1:
        raise InputError(
            "a card shows one entry", instead="write for example: shieldwall catalogue 91n6e --card card.html"
        )
    find(entries[0])
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path} is no web page", instead=f"write for example {path.with_suffix('.html')}")
    try_place(path, replace)
    from shieldwall.exercise.cards import card, page
    from shieldwall.exercise.progress import Parts

    write_atomically(path, page(card(entries[0], progress=Parts())).encode(), replace)
    note(f"wrote {path}")
    return path


def write_cards(entries: Sequence[str], folder: Path, replace: bool) -> list[Path]:
    """Write the cards of some entries, all when none is named, with an index, and return the files.

    The folder is made where its own folder exists. Raises InputError before anything is drawn when a file is there
    already and `replace` is not set.
    """
    named = list(entries) or ids()
    for name in named:
        find(name)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file", instead="name a folder")
    if not folder.parent.is_dir():
        raise InputError(f"there is no folder {folder.parent}", instead="make it first, or name another")
    files = [folder / f"{name}.html" for name in named]
    for file in (*files, folder / INDEX):
        if file.exists() and not replace:
            raise InputError(f"{file} exists already", instead="name another folder, or add --replace")
        if file.exists() and not (file.is_file() and is_page(file)):
            raise InputError(
                f"{file} is not a card that was written here", instead="name another folder, or move it away"
            )
    from shieldwall.exercise.cards import card, index, page, ready
    from shieldwall.exercise.progress import Parts

    ready()
    _make(folder, files[0], replace)
    made = []
    for number, (name, file) in enumerate(zip(named, files, strict=True), 1):
        note(f"{number} of {len(named)}: {name}")
        one = card(name, progress=Parts())
        write_atomically(file, page(one, named).encode(), replace)
        made.append(one)
    write_atomically(folder / INDEX, index(made).encode(), replace=True)
    note(f"wrote {len(made)} cards and {folder / INDEX}")
    return [*files, folder / INDEX]


def _make(folder: Path, first: Path, replace: bool) -> None:
    """Make the folder of cards and try its disk; where that fails, a folder that is new goes again."""
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ShieldwallError(f"{folder} was not made: {error.strerror or error}") from error
    try:
        try_place(first, replace)
    except ShieldwallError:
        if is_new:
            folder.rmdir()
        raise
