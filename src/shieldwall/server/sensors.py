"""The sensors of a unit: what each is, how far it is said to see, and how high its antenna stands."""

from __future__ import annotations

from typing import Any

from shieldwall.catalogue import load
from shieldwall.catalogue.beside import beside
from shieldwall.catalogue.schema import Unit
from shieldwall.quantities.errors import InputError
from shieldwall.server.opened import Opened


def sensors(opened: Opened, unit: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sensors of a unit of the header; what today's catalogue no longer has says less."""
    header = opened.header
    drawn = {(value["entry"], value["path"]): value["drawn"] for value in header["values"]}
    parts = _parts(opened, str(unit.get("entry", "")))
    found = []
    for name in unit["sensors"]:
        entry, role = parts.get(name.rpartition("/")[2], (str(unit.get("entry", "")), ""))
        about = header["entries"].get(entry, {"title": "", "kind": ""})
        found.append(
            {
                "name": name,
                "entry": entry,
                "title": about["title"],
                "kind": about["kind"],
                "role": role,
                "range": drawn.get((entry, "instrumented_range")),
                "antenna_height": drawn.get((entry, "antenna_height")),
            }
        )
    return found


def _parts(opened: Opened, entry: str) -> dict[str, tuple[str, str]]:
    try:
        with beside(opened.own):
            unit = load(entry)
    except InputError:
        return {}
    return {name: (part.entry, part.role) for name, part in unit.parts.items()} if isinstance(unit, Unit) else {}
