"""Own entries: those that a scenario names beside it, in a folder or in one file, instead of a package of its author.

Which own entries count is said once, by `beside`, for all that is read inside it: a dozen readers, from the door to
the cards, ask the catalogue by id alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shieldwall.catalogue.cache import load_text
from shieldwall.catalogue.places import SHARED, brought_files, built_in_files, shared
from shieldwall.quantities.errors import InputError, quoted
from shieldwall.text import loader
from shieldwall.text.nodes import Node

ENDINGS = (".yaml", ".yml")
#: A folder's fits of its rounds, as packages have them too.
FITS = "fits"
#: A run keeps own entries whole in its header.
MOST_FILES, MOST_BYTES = 500, 4 << 20
_KEYS = ("entries", "sources", "classes")
_EXAMPLE = "write a path from the folder of the scenario, for example my-systems or my-systems.yaml"


@dataclass(frozen=True)
class OwnEntries:
    """The texts of own entries by the path of their file from the folder of the scenario, and that folder."""

    texts: tuple[tuple[str, str], ...] = ()
    folder: str = field(default="", compare=False)

    @classmethod
    def kept(cls, texts: Mapping[str, str]) -> OwnEntries:
        """Return the own entries that the header of a run keeps."""
        return cls(tuple(sorted(texts.items())))

    def file(self, name: str) -> str:
        """Return a file as messages name it."""
        return str(Path(self.folder) / name)

    def ids(self) -> list[str]:
        """Return the ids of the entries, in the order of the files; InputError when one cannot be read."""
        return list(nodes(self).entries)


class Nodes(NamedTuple):
    """What own files say: entries and fits by id, and the tables of sources and classes."""

    entries: dict[str, Node]
    fits: dict[str, Node]
    sources: tuple[Node, ...]
    classes: tuple[Node, ...]


NONE = OwnEntries()
_COUNTING: ContextVar[OwnEntries] = ContextVar("own_entries", default=NONE)


def current() -> OwnEntries:
    """Return the own entries that count here."""
    return _COUNTING.get()


@contextmanager
def beside(own: OwnEntries) -> Iterator[None]:
    """Let own entries count in all that is read inside."""
    token = _COUNTING.set(own)
    try:
        yield
    finally:
        _COUNTING.reset(token)


def read_own(place: str, folder: Path) -> OwnEntries:
    """Read the texts of a folder or file of entries, by its path from `folder`.

    Raises InputError for a path that is not relative, for links, for what is no YAML, and for more than a header holds.
    """
    path = Path(place)
    if path.is_absolute() or "\\" in place or place.startswith("~") or path.drive:
        raise InputError(f"{quoted(place)} is not a path from the folder of the scenario", instead=_EXAMPLE)
    try:
        _refuse_links(path, folder)
        names = _files(path, folder)
    except OSError as trouble:
        raise InputError(f"{quoted(place)} cannot be read ({trouble.strerror})", instead=_EXAMPLE) from None
    if len(names) > MOST_FILES:
        raise InputError(
            f"{quoted(place)} holds {len(names)} files, more than {MOST_FILES}",
            instead="keep entries in a folder of their own",
        )
    texts = []
    room = MOST_BYTES
    for name in names:
        text = loader.read(folder / name)
        room -= len(text.encode())
        if room < 0:
            raise InputError(
                f"{quoted(place)} holds more than {MOST_BYTES >> 20} MiB of text",
                instead="keep entries in a folder of their own",
            )
        texts.append((name, text))
    return OwnEntries(tuple(texts), str(folder))


def _refuse_links(path: Path, folder: Path) -> None:
    walked = Path()
    for part in path.parts:
        walked /= part
        _refuse_link(walked, folder)


def _refuse_link(path: Path, folder: Path) -> None:
    if (folder / path).is_symlink():
        raise InputError(
            f"{quoted(str(path))} is a link, which may lead anywhere", instead="name what it leads to, or copy it"
        )


def _files(path: Path, folder: Path) -> list[str]:
    """The files of a place, sorted, as paths from the folder; hidden ones and those that are no YAML are left out."""
    whole = folder / path
    if whole.is_file():
        if whole.suffix.lower() not in ENDINGS:
            raise InputError(f"{quoted(str(path))} is no YAML file", instead=_EXAMPLE)
        return [path.as_posix()]
    if not whole.is_dir():
        raise InputError(f"there is no folder or file {quoted(str(path))} beside the scenario", instead=_EXAMPLE)
    found = []
    for place, folders, files in os.walk(whole):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        named = sorted(name for name in files if name.endswith(ENDINGS) and not name.startswith("."))
        for name in (*folders, *named):
            _refuse_link(path / Path(place).relative_to(whole) / name, folder)
        found += [(path / Path(place).relative_to(whole) / name).as_posix() for name in named]
    if not found:
        raise InputError(
            f"the folder {quoted(str(path))} holds no entry", instead="shieldwall new --entry KIND PATH writes one"
        )
    return found


@cache
def nodes(own: OwnEntries) -> Nodes:
    """Return what own files say; InputError, with file and line, for what is no entry or is there already."""
    entries: dict[str, Node] = {}
    fits: dict[str, Node] = {}
    tables: dict[str, list[Node]] = {"sources": [], "classes": []}
    for name, text in own.texts:
        root, path = load_text(text, own.file(name)), Path(name)
        if FITS in path.parts[:-1]:
            fits[path.stem] = root
        elif path.name in SHARED:
            tables[path.stem].append(root)
        else:
            for node in _entries(root, tables):
                _add(entries, node)
    for table, found in tables.items():
        _refuse_known(table, found)
    return Nodes(entries, fits, tuple(tables["sources"]), tuple(tables["classes"]))


def _entries(root: Node, tables: dict[str, list[Node]]) -> Iterator[Node]:
    """Yield the entries of a file: the one that it is, or those that it lists; note its tables."""
    if root.child("scenario") is not None:
        raise root.error("this is a scenario, not an entry", "name a folder that holds entries alone")
    listed = root.child("entries")
    if listed is None:
        yield root
        return
    for key, child in root.value.items():  # type: ignore[union-attr]
        if key not in _KEYS:
            raise child.error(f"unknown key {quoted(key)}", f"known here: {', '.join(_KEYS)}")
    for table, found in tables.items():
        if (child := root.child(table)) is not None:
            found.append(child)
    if not isinstance(listed.value, tuple):
        raise listed.error(
            f"{listed.noun} does not fit here", "write a list of entries, each beginning with - id: NAME"
        )
    yield from listed.value


def _add(entries: dict[str, Node], node: Node) -> None:
    stated = node.child("id")
    if stated is None or not isinstance(stated.value, str):
        raise (stated or node).error("the entry has no id", "add for example id: my-radar")
    name = stated.value
    if name in built_in_files() or name in brought_files():
        raise stated.error(
            f"the catalogue has an entry {name} already", f"give yours another id, for example my-{name}"
        )
    if name in entries:
        first = entries[name].nearest(("id",))
        raise stated.error(f"a second entry has the id {name}, as {first.file} line {first.line}", "rename one of them")
    entries[name] = node


def _refuse_known(table: str, found: list[Node]) -> None:
    """Raise InputError at a source or class whose name the catalogue or another own file has."""
    known = {name for node in shared(f"{table}.yaml") if isinstance(node.value, dict) for name in node.value}
    for node in found:
        if not isinstance(node.value, dict):
            raise node.error(f"{node.noun} does not fit here", "write key: value lines here")
        for name, child in node.value.items():
            if name in known:
                raise child.error(f"{quoted(name)} of {table} is there already", f"rename it, for example my-{name}")
            known.add(name)
