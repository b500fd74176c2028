"""What the headers of all replications of a plan have in common."""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shieldwall.assembly.plan.code import code_hash
from shieldwall.assembly.plan.plugins import plugins_in_header
from shieldwall.assembly.plan.rows import Constant
from shieldwall.catalogue import sources
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.fits import own_texts
from shieldwall.catalogue.values import Value
from shieldwall.quantities.instants import show_instant
from shieldwall.quantities.units import show
from shieldwall.quantities.visible import visible_line
from shieldwall.record.recording import FORMAT
from shieldwall.scenario.schema import Scenario
from shieldwall.terrain import Terrain

#: Units of the columns of log and film.
COLUMNS = {"t": "s", "x": "m east", "y": "m north", "z": "m up", "vx": "m/s", "vy": "m/s", "vz": "m/s", "sxx": "m2"}


def fixed_header(
    scenario: Scenario,
    terrain: Terrain,
    names: Sequence[str],
    units: Sequence[str],
    places: Sequence[Constant],
    stated: Sequence[tuple[Entry, Sequence[tuple[str, Value]]]],
) -> dict[str, Any]:
    """Return the parts of a header that no replication changes, as plain data; of `values`, what is drawn is None.

    `names` is the name table, `units` are names by row, `places` PLACE rows, `stated` the entries with their values.
    """
    known = sources()
    ordered = sorted(stated, key=lambda one: one[0].id)
    cited = sorted({source for entry, _ in stated for source in entry.cited()})
    return {
        "format": FORMAT,
        "title": scenario.title,
        "question": scenario.question,
        "file": visible_line(Path(scenario.file).name),
        "scenario": scenario.text,
        "origin": [math.degrees(part) for part in scenario.origin],
        "start": show_instant(scenario.start),
        "lasts": scenario.lasts,
        "version": importlib.metadata.version("shieldwall"),
        "code": code_hash(),
        "terrain": {"name": visible_line(terrain.name), "digest": terrain.digest},
        "plugins": plugins_in_header(),
        "names": list(names),
        "places": _places(places, names, units),
        "links": {
            f"link/{net.name}": {"joins": list(net.joins), "delay": net.delay, "fails": net.fails}
            for net in scenario.blue.links
        },
        "entries": {entry.id: {"title": entry.title, "kind": entry.kind} for entry, _ in ordered},
        "sources": {name: {"title": known[name].title, "address": known[name].address} for name in cited},
        "values": [_value(entry, path, value) for entry, values in ordered for path, value in values],
        "columns": COLUMNS,
        **({"catalogue": own_texts()} if scenario.own.texts else {}),
    }


def _places(places: Sequence[Constant], names: Sequence[str], units: Sequence[str]) -> dict[str, Any]:
    return {
        names[int(place["name"])]: {
            "at": [place["x"], place["y"], place["z"]],
            "value": place["value"],
            "hardness": place["hardness"],
            "unit": units[int(place["unit"])] if place["unit"] >= 0 else None,
        }
        for place in places
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
