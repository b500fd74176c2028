"""Finding and reading entries: by id, one file each, inheriting from textbook classes what they leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from shieldwall.catalogue.beside import OwnEntries, current, nodes
from shieldwall.catalogue.cache import load as load_node
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.places import brought_files, built_in_files, listed, packages, shared
from shieldwall.catalogue.schema import FAMILIES, KINDS, ROLE_FAMILIES, Unit
from shieldwall.catalogue.weapons import LAYOUTS, Interceptor, Threat
from shieldwall.quantities.errors import InputError, closest, guessed, quoted
from shieldwall.text.fields import Line, Prose
from shieldwall.text.nodes import Node
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked, validate

_HEADINGS = {"for", "about", "class"}


class Source(Checked):
    """A source that entries cite: its title and, where one is known, its address."""

    title: Annotated[Prose, Example("A book, 2020")] = Field(description="Its title, in full.")
    address: Annotated[Line, Example("https://example.org/book")] | None = Field(
        default=None, pattern=r"https?://\S+", description="Where it can be read."
    )


def ids() -> list[str]:
    """Return the ids of all entries, sorted."""
    return sorted({*built_in_files(), *brought_files(), *current().ids()})


def find(entry_id: str) -> Path:
    """Return the file of an entry; InputError with the nearest id when there is none."""
    own = nodes(current()).entries
    if entry_id in own:
        return Path(own[entry_id].file)
    files = built_in_files() | brought_files()
    if entry_id not in files:
        _blame(entry_id)
        near = closest(entry_id, [*files, *own])
        listing = "`shieldwall catalogue` lists them"
        raise InputError(
            f"the catalogue has no entry {quoted(entry_id)}",
            instead=f"did you mean {near}? {listing}" if near else f"{listing}; catalogue: FOLDER adds your own",
        )
    return files[entry_id]


def _blame(entry_id: str) -> None:
    """Raise the error of a package that would bring an entry, if one does not work."""
    for plugin, fault in packages().faults:
        try:
            folder = plugin.folder()
        except InputError:
            continue
        if entry_id in listed(folder / "entries"):
            raise fault


def load(entry_id: str) -> Entry:
    """Read one entry and return it, checked and with what it inherits.

    It is an own entry that counts here, a built-in one, or one of an installed package. Only the files that the entry
    needs are read. Raises InputError with file, line and path.
    """
    return _load(entry_id, current())


def own_complaints() -> list[InputError]:
    """Return what is wrong with the own entries that count here, of all of them, used or not."""
    try:
        own = nodes(current()).entries
    except InputError as error:
        return [error]
    complaints: list[InputError] = []
    for name, node in own.items():
        try:
            _check_use(load(name), node)
        except InputError as error:
            complaints += [error.placed(node.file, node.line, node.path or None), *error.others]
    return complaints


def _check_use(entry: Entry, node: Node) -> None:
    """Raise InputError at what an own entry cannot do: parts in their roles, rounds, weapons carried, a fit."""
    if isinstance(entry, Interceptor) and entry.layout is None:
        raise node.error(f"nobody has said how {entry.id} is built", f"add layout: {' or '.join(LAYOUTS)}")
    if isinstance(entry, Unit):
        load_parts(entry)
        for name, group in entry.launchers.items():
            if _family((fired := load(group.fires)).kind) not in ("interceptor", "ideal-interceptor"):
                spot = node.nearest(("launchers", name, "fires"))
                raise spot.error(f"{group.fires} is {fired.kind}, which no launcher fires", "name an interceptor")
    if isinstance(entry, Threat):
        for weapon in entry.carries:
            spot = node.nearest(("carries", weapon))
            try:
                carried = load(weapon)
            except InputError as trouble:
                raise trouble.placed(spot.file, spot.line, spot.path) from None
            if _family(carried.kind) != "threat":
                raise spot.error(f"{weapon} is {carried.kind}, which no aircraft releases", "name a bomb or a missile")


def load_unit(entry_id: str) -> Unit:
    """Read an entry that may stand at a site; a sensor becomes a unit of its own with one part, `sensor`."""
    entry = load(entry_id)
    if isinstance(entry, Unit):
        return entry
    family = _family(entry.kind)
    if family not in ROLE_FAMILIES["surveillance"]:
        raise InputError(f"{entry_id} is {entry.kind}, not a unit", instead="name a unit or a sensor")
    lone = "ideal-unit" if family == "ideal-sensor" else "lone-sensor"
    node = _written(entry_id)
    made: dict[str, str | Mapping[str, object]] = {
        "id": entry_id,
        "is": "unit",
        "title": entry.title,
        "class": lone,
        "parts": {"sensor": {"is": entry_id, "role": "surveillance"}},
    }
    children = {key: _grafted(node, key, value) for key, value in made.items()}
    if cost := node.child("cost"):
        children["cost"] = _stamped(cost, entry_id)
    whole = _inherited(replace(node, value=children), lone, "unit")
    return validate(whole, Unit)


def load_parts(unit: Unit) -> dict[str, Entry]:
    """Read the parts of a unit and return them by name; InputError when one cannot play its role."""
    parts: dict[str, Entry] = {}
    for name, part in unit.parts.items():
        entry = load(part.entry)
        if _family(entry.kind) not in ROLE_FAMILIES[part.role]:
            raise InputError(
                f"{unit.id}: {part.entry} is {entry.kind} and cannot have the role {part.role}",
                path=f"parts.{name}",
                instead="give it another role, or another entry",
            )
        if part.role == "engagement" and getattr(entry, "channels", None) is None:
            raise InputError(
                f"{unit.id}: {part.entry} has no channels and cannot engage",
                path=f"parts.{name}",
                instead="give the radar channels:",
            )
        parts[name] = entry
    return parts


def sources() -> dict[str, Source]:
    """Return all sources by id."""
    found: dict[str, Source] = {}
    for node in _shared("sources.yaml"):
        found |= {name: validate(child, Source) for name, child in _children(node).items()}
    return found


@cache
def _load(entry_id: str, _own: OwnEntries) -> Entry:
    """Keep what was read for as long as the same own entries count."""
    return _read(entry_id)


def _read(entry_id: str) -> Entry:
    node = _written(entry_id)
    kind = node.child("is")
    if kind is None or kind.value not in KINDS:
        word = str(kind.value) if kind else ""
        near = closest(word, KINDS)
        raise (kind or node).error(
            f"{quoted(word)} is no kind of entry" if kind else "the entry does not say what it is",
            f"{f'did you mean {near}? ' if near else ''}write is: and one of {', '.join(KINDS)}",
        )
    whole = replace(node, value={key: _stamped(child, entry_id) for key, child in _children(node).items()})
    family = node.child("class")
    if family is not None:
        whole = _inherited(whole, str(family.value), _family(str(kind.value)))
    entry = validate(whole, KINDS[str(kind.value)])
    if entry.id != entry_id:
        raise node.nearest(["id"]).error(
            f"the file is called {entry_id}, the entry {entry.id}", f"write id: {entry_id}"
        )
    if isinstance(entry, Unit):
        _check_names(entry, node)
    if entry_id not in built_in_files():
        _check_sources(entry, node)
    return entry


def _written(entry_id: str) -> Node:
    node = nodes(current()).entries.get(entry_id) or load_node(find(entry_id))
    for child in node.walk():
        if (forged := child.child("stated_in")) is not None:
            raise forged.error('unknown key "stated_in"', "delete it; it is filled in by the loader")
    return node


def _inherited(node: Node, family: str, wanted: str) -> Node:
    """Fill in, from a class and the class above it, what a node does not say."""
    classes = {name: child for shared in _shared("classes.yaml") for name, child in _children(shared).items()}
    seen: set[str] = set()
    above: str | None = family
    while above is not None:
        if above not in classes or above in seen:
            near = closest(above, classes)
            guess = f"did you mean {near}? " if near and above not in seen else ""
            problem = "inherits from itself" if above in seen else "is not known"
            raise node.nearest(["class"]).error(f"the class {quoted(above)} {problem}", f"{guess}name another")
        seen.add(above)
        given = classes[above]
        serves = given.nearest(["for"]).value
        if serves != wanted:
            raise node.nearest(["class"]).error(f"the class {above} is for {serves}, not for {wanted}", "name another")
        stamped = {
            key: _stamped(child, f"class {above}") for key, child in _children(given).items() if key not in _HEADINGS
        }
        node = _merged(node, stamped)
        parent = given.child("class")
        above = str(parent.value) if parent else None
    return node


def _merged(node: Node, given: Mapping[str, Node]) -> Node:
    """Add the children that are not there; groups of figures, such as a seeker, are filled in one by one."""
    children = dict(_children(node))
    for key, child in given.items():
        if key not in children:
            children[key] = child
        elif isinstance(child.value, dict) and "value" not in child.value and key not in ("parts", "launchers"):
            children[key] = _merged(children[key], _children(child))
    return replace(node, value=children)


def _stamped(node: Node, origin: str) -> Node:
    """Write into every figure below a node where it is stated."""
    if not isinstance(node.value, dict):
        return node
    children = {key: _stamped(child, origin) for key, child in node.value.items()}
    if "value" in children:
        children["stated_in"] = _grafted(node, "stated_in", origin)
    return replace(node, value=children)


def _grafted(node: Node, key: str, value: str | Mapping[str, object]) -> Node:
    path = node.under(key)
    if isinstance(value, str):
        return Node(value, node.file, node.line, path)
    here = Node("", node.file, node.line, path)
    return replace(here, value={name: _grafted(here, name, inner) for name, inner in value.items()})  # type: ignore[arg-type]


def _check_names(unit: Unit, node: Node) -> None:
    """Raise InputError at the line of a part or round that the catalogue does not have."""
    named = [(("parts", name, "is"), part.entry) for name, part in unit.parts.items()]
    named += [(("launchers", name, "fires"), group.fires) for name, group in unit.launchers.items()]
    for place, entry_id in named:
        try:
            find(entry_id)
        except InputError as trouble:
            spot = node.nearest(place)
            raise trouble.placed(spot.file, spot.line, spot.path) from None


def _check_sources(entry: Entry, node: Node) -> None:
    known = sources()
    for name in entry.cited():
        if name not in known:
            guess = guessed(name, known)
            raise node.error(
                f"cites an unknown source {quoted(name)}", f"{guess}add it to sources.yaml beside the entries"
            )


def _family(kind: str) -> str:
    return next(family for family, (_, kinds) in FAMILIES.items() if kind in kinds)


def _children(node: Node) -> Mapping[str, Node]:
    if not isinstance(node.value, dict):
        raise node.error(f"{node.noun} does not fit here", "write key: value lines here")
    return node.value


def _shared(name: str) -> list[Node]:
    own = nodes(current())
    return [*shared(name), *(own.sources if name == "sources.yaml" else own.classes)]
