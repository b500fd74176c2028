"""From a built-in name, a path or a text to a checked `Scenario`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from shieldwall.catalogue.beside import OwnEntries, beside, read_own
from shieldwall.catalogue.cache import load_text as parsed
from shieldwall.catalogue.reading import own_complaints
from shieldwall.quantities.errors import FollowingError, InputError, closest, guessed, quoted
from shieldwall.quantities.positions import Offset, Position, parse_place
from shieldwall.scenario.changes import Given, changed
from shieldwall.scenario.checks import check
from shieldwall.scenario.extension import EXTENDS, Extension, Written, extend, extended_name
from shieldwall.scenario.own import stated_entries
from shieldwall.scenario.schema import Scenario
from shieldwall.scenario.splices import Lines
from shieldwall.text import loader
from shieldwall.text.library import Library
from shieldwall.text.nodes import Node
from shieldwall.text.schema import first, validate

_FARTHEST = 1_000_000.0
_LIBRARY = Library("shieldwall.scenario", "scenario")


def load(name_or_path: str | Path, changes: Mapping[str, Given] | None = None) -> Scenario:
    """Load a built-in scenario by name or a file by path, with changes as `with_changes` makes them.

    Raises InputError, with file, line, path and what to type instead, for anything that does not fit.
    """
    text, file = source(name_or_path)
    return _read(text, file, changes)


def load_text(text: str, file: str = "scenario", own: OwnEntries | None = None) -> Scenario:
    """Load a scenario from its text; relative paths to terrain and own entries are taken from the folder of `file`.

    `own` stands in place of the entries that its `catalogue` names, as the header of a run keeps them. A text that
    names none has those that count here.
    """
    return _read(text, file, None, own)


def _read(text: str, file: str, changes: Mapping[str, Given] | None, own: OwnEntries | None = None) -> Scenario:
    extension = _extension(text, file)
    whole = text if extension is None else extension.text
    whole, lines = changed(whole, changes, file) if changes is not None else (whole, ())
    written = Written(whole, file, lines, extension)
    root = _root(written)
    counting = own if own is not None else stated_entries(root, file)
    with beside(counting):
        if complaints := own_complaints():
            raise first(complaints)
        scenario = _grounded(validate(root, Scenario, context=Sites(root)), file)
        if errors := check(scenario, root):
            raise first(errors)
    return scenario.as_written(written, counting)


def root_of(scenario: Scenario) -> Node:
    """Return the text of a scenario as nodes, with the files and lines that they came from."""
    return _root(scenario.written)


def _root(written: Written) -> Node:
    root = parsed(written.text, written.file)
    return written.extension.sourced(root) if written.extension else _numbered(root, written.lines)


def _extension(text: str, file: str) -> Extension | None:
    """The scenario laid over another one that it extends: a built-in one, or one in its own folder."""
    root = parsed(text, file)
    name = extended_name(root)
    if name is None:
        return None
    if name in names():
        other, place = source(name)
    elif name == Path(name).name and name.endswith((".yaml", ".yml")):
        place = str(Path(file).parent / name)
        other = loader.read(place)
    else:
        near = closest(name, names())
        raise root.nearest((EXTENDS,)).error(
            f"{quoted(name)} is no scenario to extend",
            f"did you mean {near}?" if near else "name a built-in one, or a file beside this one, such as base.yaml",
        )
    return extend(root, text, parsed(other, place), other)


def _numbered(node: Node, lines: Lines) -> Node:
    """The same nodes with their lines in the text as it was before changes; none where there are no `lines`."""
    if not lines:
        return node
    value: str | dict[str, Node] | tuple[Node, ...] = node.value
    if isinstance(value, dict):
        value = {key: _numbered(child, lines) for key, child in value.items()}
    elif isinstance(value, tuple):
        value = tuple(_numbered(child, lines) for child in value)
    return replace(node, value=value, line=lines[node.line - 1])


def _grounded(scenario: Scenario, file: str) -> Scenario:
    if not Path(scenario.terrain).suffix:
        return scenario
    return scenario.model_copy(update={"terrain": str(Path(file).parent / scenario.terrain)})


def names() -> tuple[str, ...]:
    """Return the names of the built-in scenarios."""
    return _LIBRARY.names()


def source(name_or_path: str | Path) -> tuple[str, str]:
    """Return the text of a scenario and the name of its file; InputError when there is none."""
    return _LIBRARY.source(name_or_path)


def template() -> str:
    """Return the text of a small commented scenario to begin from."""
    return _LIBRARY.template()


def own_entries(name_or_path: str | Path) -> OwnEntries:
    """Return the own entries of a scenario, or of a folder or a file of entries itself, all of them checked."""
    path = Path(name_or_path)
    if path.is_dir():
        own = read_own(path.name or ".", path.parent) if path.name else read_own(".", path)
    else:
        text, file = source(name_or_path)
        extension = _extension(text, file)
        root = parsed(text if extension is None else extension.text, file)
        alone = root.child("scenario") is None
        own = read_own(path.name, path.parent) if alone else stated_entries(root, file)
    with beside(own):
        if complaints := own_complaints():
            raise first(complaints)
    return own


class Sites:
    """Where the units and places of a text are, also those given from one another."""

    def __init__(self, root: Node) -> None:
        self._texts: dict[str, str] = {}
        self._open: list[str] = []
        for group in (("blue", "units"), ("places",)):
            node = root.nearest(group)
            if node.path == ".".join(group) and isinstance(node.value, dict):
                for name, entry in node.value.items():
                    at = entry.child("at")
                    self._texts[name] = at.value if at and isinstance(at.value, str) else ""

    def where(self, name: str) -> Position:
        """Return the position of a unit or place; InputError when there is none or it is given in a circle."""
        if name not in self._texts:
            guess = guessed(name, self._texts)
            raise InputError(
                f"{quoted(name)} is neither a unit of blue nor a place",
                instead=f"{guess}known here: {', '.join(self._texts) or 'none'}",
            )
        if name in self._open:
            circle = " of ".join([*self._open, name])
            raise InputError(f"positions are told in a circle ({circle})", instead="give one in degrees")
        self._open.append(name)
        try:
            return self.resolve(parse_place(self._texts[name]))
        except InputError as error:
            raise FollowingError(error.message, instead=error.instead) from None
        finally:
            self._open.pop()

    def resolve(self, place: Position | Offset) -> Position:
        """Return the absolute position; an offset is laid off in the tangent plane of the other thing."""
        if isinstance(place, Position):
            return place
        if place.distance > _FARTHEST:
            raise InputError("an offset is at most 1000 km long", instead="give the position in degrees")
        from shieldwall.kernels.geodesy import Frame

        east, north = place.distance * math.sin(place.bearing), place.distance * math.cos(place.bearing)
        latitude, longitude, _ = Frame(*self.where(place.of)).to_geodetic(east, north, 0.0)
        return Position(float(latitude), float(longitude))
