"""Another name for what a scenario names: its key and all that refers to it, and not a byte of the text besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.scenario.extension import DELETE, EXTENDS, extended_name
from shieldwall.scenario.mentions import Mention, mentions
from shieldwall.scenario.splices import Splice, key_at
from shieldwall.text import loader
from shieldwall.text.fields import parse_name
from shieldwall.text.nodes import Node

#: The mappings whose keys are names, and the list whose items have one, with what each names.
SECTIONS = {
    "blue.units": "a unit of blue",
    "blue.links": "a net",
    "blue.zones": "a zone",
    "places": "a place",
    "red.routes": "a route",
    "red.units": "a group of the raid",
    "traffic.airways": "an airway",
    "traffic.flights": "a flight",
    "corridors": "a corridor",
}
_NETS = "blue.links"
#: Mappings that share their names, since a position is given from a unit as from a place.
_STANDING = ("blue.units", "places")


def renamed(text: str, path: str, name: str, file: str = "scenario") -> str:
    """Return the text in which what stands at a path, such as blue.units.s400, has another name.

    All that refers to it says the new one; comments, and titles that speak of it, stay as they are. Raises InputError
    for a path that leads to nothing with a name, for a name that is none or is taken, and where what refers to it
    cannot be told from other text.
    """
    new = _fit(name, path)
    root = loader.load_text(text, file)
    section, old, node = _named(root, path)
    if old == new:
        return text
    if extended_name(root) is not None:
        raise InputError(
            f"its names may stand in the scenario that it {EXTENDS} too",
            path=path,
            instead="edit both texts, or write out the scenario as a whole",
        )
    if other := _taken(root, section, node, new):
        raise InputError(f"{quoted(new)} is taken: {other} is called so", path=path, instead="choose another name")
    named = mentions(root)
    hits = [one for one in named if one.name == old and section in one.sections]
    _one_meaning(root, section, old, hits)
    splices = [_own(text, root, section, node, old, new), *(_spliced(text, one, new) for one in hits)]
    wanted = root.plain()
    for hit in hits:
        _put(wanted, hit, new)
    _call(wanted, section, path, new)
    for splice in sorted(splices, key=lambda one: one.start, reverse=True):
        text = splice.on(text)
    return _proved(text, file, wanted, [new if one in hits else one.name for one in named], path)


def _fit(name: str, path: str) -> str:
    try:
        new = parse_name(name.strip())
    except InputError as error:
        raise InputError(error.message, path=path, instead=error.instead) from None
    if new == DELETE:
        raise InputError(f"{quoted(new)} is the word that deletes, and no name", path=path, instead="choose another")
    return new


def _named(root: Node, path: str) -> tuple[str, str, Node]:
    """The section of what stands at a path, its name, and the node that it names."""
    section, _, key = path.strip().rpartition(".")
    if section not in SECTIONS:
        raise InputError(
            f"nothing with a name of its own stands at {quoted(path)}",
            path=path,
            instead=f"name {', '.join(SECTIONS.values())}, for example blue.units.s400",
        )
    around = root
    for part in section.split("."):
        around = around.child(part) or Node({}, root.file, 0, section)
    counted = section == _NETS and key.isascii() and key.isdigit()
    node = around.child(int(key) - 1) if counted else around.child(key)
    label = node.child("name") if node is not None and section == _NETS else None
    if node is None or (section == _NETS and (label is None or not isinstance(label.value, str))):
        known = list(around.value) if isinstance(around.value, dict) else []
        guess = guessed(key, known)
        instead = f"{guess}known there: {', '.join(known) or 'no names'}"
        raise InputError(f"there is no {quoted(key)} in {section}", path=path, instead=instead)
    return (section, key, node) if label is None else (section, str(label.value).strip(), label)


def _taken(root: Node, section: str, node: Node, name: str) -> str | None:
    """What has a name already that it would be confused with."""
    shared = _STANDING if section in _STANDING else (section,)
    for other in shared:
        if name in _names(root, other):
            return SECTIONS[other]
    # Own aircraft and units of the defence are told by their names alone.
    flights = root.nearest(("traffic", "flights"))
    flight = flights.child(name) if section == "blue.units" else node if section == "traffic.flights" else None
    if flight is not None and _side(flight) == "blue":
        other = "traffic.flights" if section == "blue.units" else "blue.units"
        return SECTIONS[other] if name in _names(root, other) else None
    return None


def _side(flight: Node) -> object:
    side = flight.child("side")
    return side.value if side is not None else None


def _names(root: Node, section: str) -> Iterator[str]:
    node: Node | None = root
    for part in section.split("."):
        node = node.child(part) if node is not None else None
    if node is not None and isinstance(node.value, dict):
        yield from node.value
    elif node is not None and isinstance(node.value, tuple):
        labels = (item.child("name") for item in node.value)
        yield from (str(label.value).strip() for label in labels if label is not None)


def _one_meaning(root: Node, section: str, old: str, hits: list[Mention]) -> None:
    """Refuse where something else has the same name and what refers to it may mean either."""
    for other in _STANDING:
        both = [hit for hit in hits if other != section and other in hit.sections]
        if both and section in _STANDING and old in _names(root, other):
            raise InputError(
                f"{SECTIONS[other]} is called {quoted(old)} too, and {both[0].node.path} may mean either",
                path=both[0].node.path,
                instead="edit the text",
            )


def _own(text: str, root: Node, section: str, node: Node, old: str, new: str) -> Splice:
    """How the name itself is exchanged: a key, or the name that a net says."""
    if section == _NETS:
        start = len(str(node.value)) - len(str(node.value).lstrip())
        return _spliced(text, Mention(node, (), (start, start + len(old)), ()), new)
    at = key_at(text, root.nearest(section.split(".")), node, old)
    at += text[at : at + 1] in ("'", '"')
    if not text.startswith(old, at) or at >= node.start:
        raise _unsafe(node)
    return Splice(at, at + len(old), new)


def _spliced(text: str, hit: Mention, new: str) -> Splice:
    """How a name inside a value is exchanged: the same one of the words like it in the text as in what that means."""
    value, written = str(hit.node.value), text[hit.node.start : hit.node.end]
    word = re.compile(rf"(?<![\w-]){re.escape(hit.name)}(?![\w-])")
    meant = [one.start() for one in word.finditer(value)]
    found = [hit.node.start + one.start() for one in word.finditer(written)]
    if len(found) != len(meant) or hit.span[0] not in meant:
        raise _unsafe(hit.node)
    at = found[meant.index(hit.span[0])]
    return Splice(at, at + len(hit.name), new)


def _unsafe(node: Node) -> InputError:
    return InputError(
        f"the name at {node.path} is written so that it cannot be changed from outside",
        path=node.path,
        instead="edit the text",
    )


def _put(plain: Any, hit: Mention, new: str) -> None:
    *parents, last = hit.parts
    for part in parents:
        plain = plain[part]
    start, end = hit.span
    plain[last] = f"{plain[last][:start]}{new}{plain[last][end:]}"


def _call(plain: Any, section: str, path: str, new: str) -> None:
    for part in section.split("."):
        plain = plain[part]
    key = path.strip().rpartition(".")[2]
    if section == _NETS:
        plain[int(key) - 1]["name"] = new
    else:
        plain[new] = plain.pop(key)


def _proved(text: str, file: str, wanted: object, names: list[str], path: str) -> str:
    """Return a text that says what is wanted, and in which the same values name something; refuse any other."""
    try:
        after = loader.load_text(text, file)
    except InputError as error:
        raise InputError(f"it cannot be called that: {error.message}", path=path, instead="choose another") from None
    if after.plain() != wanted or sorted(one.name for one in mentions(after)) != sorted(names):
        raise InputError("what refers to it would mean something else", path=path, instead="choose another name")
    return text
