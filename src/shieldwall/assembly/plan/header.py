"""What the headers of all replications of a plan have in common."""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shieldwall.assembly.plan.code import code_hash
from shieldwall.assembly.plan.plugins import plugins_in_header
from shieldwall.catalogue import sources
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value
from shieldwall.quantities.instants import show_instant
from shieldwall.quantities.units import show

if TYPE_CHECKING:
    from shieldwall.assembly.plan.plan import Plan

FORMAT = 1
#: Units of the columns of log and film.
COLUMNS = {"t": "s", "x": "m east", "y": "m north", "z": "m up", "vx": "m/s", "vy": "m/s", "vz": "m/s", "sxx": "m2"}


def fixed_header(plan: Plan) -> dict[str, Any]:
    """Return the parts of a header that no replication changes, as plain data; of `values`, what is drawn is None."""
    known = sources()
    scenario, entries = plan.scenario, plan.entries
    cited = sorted({source for entry in entries.values() for source in entry.cited()})
    names = plan.names.all()
    return {
        "format": FORMAT,
        "title": scenario.title,
        "question": scenario.question,
        "file": Path(scenario.file).name,
        "scenario": scenario.text,
        "origin": [math.degrees(part) for part in scenario.origin],
        "start": show_instant(scenario.start),
        "lasts": scenario.lasts,
        "version": importlib.metadata.version("shieldwall"),
        "code": code_hash(),
        "terrain": {"name": plan.plane.terrain.name, "digest": plan.plane.terrain.digest},
        "plugins": plugins_in_header(),
        "names": names,
        "places": _places(plan, names),
        "links": {
            f"link/{net.name}": {"joins": list(net.joins), "delay": net.delay, "fails": net.fails}
            for net in scenario.blue.links
        },
        "entries": {name: {"title": entry.title, "kind": entry.kind} for name, entry in sorted(entries.items())},
        "sources": {name: {"title": known[name].title, "address": known[name].address} for name in cited},
        "values": [
            _value(entry, path, value)
            for _, entry in sorted(entries.items())
            for path, value in (*entry.values(), *plan.fitted(entry.id))
        ],
        "columns": COLUMNS,
    }


def _places(plan: Plan, names: Sequence[str]) -> dict[str, Any]:
    units = [unit.name for unit in plan.units]
    return {
        names[int(place["name"])]: {
            "at": [place["x"], place["y"], place["z"]],
            "value": place["value"],
            "hardness": place["hardness"],
            "unit": units[int(place["unit"])] if place["unit"] >= 0 else None,
        }
        for place in plan.places
    }


def _value(entry: Entry, path: str, value: Value) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "path": path,
        "value": show(value.value, value.dimension, value.unit),
        "low": show(value.low, value.dimension, value.unit),
        "high": show(value.high, value.dimension, value.unit),
        "unit": value.unit,
        "drawn": None,
        "grade": value.grade,
        "checked": value.checked,
        "cite": list(value.cite),
        "estimate": value.estimate or value.defined,
        "stated_in": value.stated_in,
    }
