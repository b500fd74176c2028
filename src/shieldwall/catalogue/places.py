"""Where entries lie: beside the code, and in packages that bring some by the entry-point group `shieldwall.catalogue`.

Such a package has a folder like the catalogue's own: `entries/`, and where it needs them `sources.yaml`,
`classes.yaml` and `fits/`. What clashes with what is there is left out as a whole, and reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shieldwall.catalogue.cache import load
from shieldwall.models.installed import CATALOGUE_GROUP, Plugin, installed
from shieldwall.quantities.errors import InputError
from shieldwall.text.nodes import Node

HERE = Path(__file__).parent
SHARED = ("sources.yaml", "classes.yaml")


class Brought(NamedTuple):
    """What one package brings: its entries by id, and its folder."""

    plugin: Plugin
    files: dict[str, Path]
    folder: Path


class Packages(NamedTuple):
    """The packages that bring entries, and what is wrong with those that cannot."""

    good: tuple[Brought, ...]
    faults: tuple[tuple[Plugin, InputError], ...]


def listed(folder: Path) -> dict[str, Path]:
    """Return the entries of a folder by id."""
    found: Iterable[Path] = sorted(Path(folder).rglob("*.yaml"))
    return {path.stem: path for path in found if path.name not in SHARED}


@cache
def built_in_files() -> dict[str, Path]:
    """Return the built-in entries by id."""
    return listed(HERE / "entries")


@cache
def packages() -> Packages:
    """Find the packages that bring entries, once in a process."""
    good: list[Brought] = []
    bad: list[tuple[Plugin, InputError]] = []
    for plugin in installed(CATALOGUE_GROUP):
        try:
            good.append(_brought(plugin, good))
        except InputError as error:
            bad.append((plugin, error))
    return Packages(tuple(good), tuple(bad))


def brought_files() -> dict[str, Path]:
    """Return the entries that packages bring, by id."""
    return {name: path for package in packages().good for name, path in package.files.items()}


def shared(name: str) -> list[Node]:
    """Return the built-in file of sources or classes, and those of the packages."""
    return [_node(HERE / name), *(_node(path) for path in _beside(name, packages().good))]


def _beside(name: str, found: Iterable[Brought]) -> Iterable[Path]:
    return (package.folder / name for package in found if (package.folder / name).is_file())


@cache
def _node(path: Path) -> Node:
    return load(path)


def _brought(plugin: Plugin, before: Iterable[Brought]) -> Brought:
    folder = plugin.folder()
    files = listed(folder / "entries")
    if not files:
        raise plugin.fault(f"there is no entry in {folder / 'entries'}")
    taken = [("the catalogue", built_in_files()), *((str(one.plugin), one.files) for one in before)]
    for whose, names in taken:
        if twice := sorted(files.keys() & names.keys()):
            raise plugin.fault(f"{whose} has an entry {twice[0]} already")
    for name in SHARED:
        if not (folder / name).is_file():
            continue
        try:
            own = _names(_node(folder / name))
        except InputError as error:
            raise plugin.fault(str(error)) from None
        for other in (HERE / name, *_beside(name, before)):
            if twice := sorted(own & _names(_node(other))):
                raise plugin.fault(f"{twice[0]} of its {name} is there already")
    return Brought(plugin, files, folder)


def _names(node: Node) -> set[str]:
    return set(node.value) if isinstance(node.value, dict) else set()
