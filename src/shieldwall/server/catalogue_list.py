"""Entries of the catalogue that can be units: what each is, in a line, and whose side it may be on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from shieldwall.catalogue import Entry, ids, load, load_unit
from shieldwall.catalogue.beside import OwnEntries, current
from shieldwall.catalogue.schema import FAMILIES, Unit
from shieldwall.catalogue.weapons import Gun, Threat
from shieldwall.outlets.symbol_codes import code, unit_code
from shieldwall.outlets.symbols import kind_of
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import show
from shieldwall.scenario.editor import scenario_schema
from shieldwall.server.draft_scene import parts_of

#: Families of which an entry may stand at a site, and those that fly for the raid; a bomb is released, not sent.
STANDING, FLYING, FALLING = ("unit", "radar", "optical", "ideal-sensor"), ("threat",), ("bomb",)


def found(words: str) -> list[dict[str, Any]]:
    """Return the entries in whose id, title, kind or summary all of some words stand, those of the defence first."""
    asked = words.lower().split()
    return [one for one in _all(current()) if all(word in _text(one) for word in asked)]


@cache
def schema() -> bytes:
    """Return the JSON Schema of a scenario."""
    return json.dumps(scenario_schema(), ensure_ascii=False).encode()


@cache
def _all(_own: OwnEntries) -> list[dict[str, Any]]:
    """Keep the list for as long as the same own entries count."""
    listed = [one for name in ids() if (one := _listed(name)) is not None]
    return sorted(listed, key=lambda one: (one["sides"], one["role"] != "fire", one["title"]))


def _listed(name: str) -> dict[str, Any] | None:
    try:
        entry = load(name)
        family = next(family for family, (_, kinds) in FAMILIES.items() if entry.kind in kinds)
        if family in FLYING and entry.kind not in FALLING:
            line = _line(entry, entry.kind, "red", code("red", entry.id, entry.kind), _flies(entry))
            return line | {"speed": _speed(entry), "height": _height(entry)}
        if family not in STANDING:
            return None
        held = parts_of(unit := load_unit(name))
        return _line(entry, kind_of(held), "blue", unit_code(held), " · ".join(_stands(unit)))
    except InputError:
        # An own entry with an error is reported at its line.
        return None


def _line(entry: Entry, role: str, side: str, symbol: str, summary: str) -> dict[str, Any]:
    return {
        "id": entry.id, "title": entry.title, "kind": entry.kind, "role": role, "sides": [side], "sidc": symbol,
        "summary": summary,
    }  # fmt: skip


def _stands(unit: Unit) -> Iterator[str]:
    """Yield what a unit fires and how far, and what it looks with and how far."""
    parts = [load(part.entry) for part in unit.parts.values()]
    firing = [load(group.fires) for group in unit.launchers.values()] + [one for one in parts if isinstance(one, Gun)]
    for fired in firing:
        reach: Any = getattr(fired, "max_range")  # noqa: B009  all that is fired has one, and Entry does not say so
        yield f"{fired.title}, to {show(reach.value, 'length', reach.unit)}"
    reaches = [far.value for one in parts if (far := getattr(one, "instrumented_range", None)) is not None]
    if reaches:
        yield f"sees to {show(max(reaches), 'length')}"
    if unit.post:
        yield "commands others"


def _flies(entry: Entry) -> str:
    if not isinstance(entry, Threat):
        return ""
    return " · ".join([_speed(entry), *(f"carries {load(name).title}" for name in entry.carries)])


def _speed(entry: Entry) -> str:
    """The speed of a threat, as one would write it."""
    return show(entry.speed.value, "speed", entry.speed.unit) if isinstance(entry, Threat) else ""


def _height(entry: Entry) -> str:
    """The usual height of a threat, as one would write it; empty where its entry says of none.

    An aircraft has it above the sea. What flies without a crew has it above the ground, which it follows as it can.
    """
    if not isinstance(entry, Threat) or entry.cruise_height is None:
        return ""
    height = show(entry.cruise_height.value, "length", entry.cruise_height.unit)
    return f"{height} amsl" if entry.kind == "aircraft" else f"at least {height} agl"


def _text(one: dict[str, Any]) -> str:
    return " ".join(str(one[key]) for key in ("id", "title", "kind", "role", "summary")).lower()
