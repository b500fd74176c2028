"""The header of a run: with the orders, all that is needed to fight it again, and all that its log needs to be read."""

from __future__ import annotations

import hashlib
import importlib.metadata
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from shieldwall.assembly.names import Names
from shieldwall.assembly.plugins import told_plugins
from shieldwall.assembly.stage import Stage
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.catalogue import sources
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value
from shieldwall.quantities.instants import show_instant
from shieldwall.quantities.units import show
from shieldwall.scenario.schema import Scenario
from shieldwall.terrain import Terrain

FORMAT = 1
#: Units of the columns of log and film.
COLUMNS = {"t": "s", "x": "m east", "y": "m north", "z": "m up", "vx": "m/s", "vy": "m/s", "vz": "m/s", "sxx": "m2"}


def header(
    scenario: Scenario, terrain: Terrain, unknowns: Unknowns, names: Names, stage: Stage, entries: Mapping[str, Entry]
) -> dict[str, Any]:
    """Return the header as plain data, ready for JSON."""
    known = sources()
    cited = sorted({source for entry in entries.values() for source in entry.cited()})
    return {
        "format": FORMAT,
        "title": scenario.title,
        "question": scenario.question,
        "file": Path(scenario.file).name,
        "scenario": scenario.text,
        "seed": unknowns.seed,
        "replication": unknowns.replication,
        "sampled": unknowns.sampled,
        "origin": [math.degrees(part) for part in scenario.origin],
        "start": show_instant(scenario.start),
        "lasts": scenario.lasts,
        "version": importlib.metadata.version("shieldwall"),
        "code": code_hash(),
        "terrain": {"name": terrain.name, "digest": terrain.digest},
        "plugins": told_plugins(),
        "names": names.all(),
        "units": _units(stage, unknowns),
        "weapons": {
            name: {"title": arm.entry.title, "cost": arm.row["cost"] * 1e6} for name, arm in sorted(stage.arms.items())
        },
        "rounds": {name: weapon for unit in stage.units for name, weapon, _ in unit.launchers},
        "launchers": {
            name: {"weapon": weapon, "ready": int(row["ready"]), "reserve": int(row["stock"])}
            for unit in stage.units
            for name, weapon, row in unit.launchers
        },
        "threats": stage.threats.about,
        "places": _places(stage, names),
        "links": {
            f"link/{net.name}": {"joins": list(net.joins), "delay": net.delay, "fails": net.fails}
            for net in scenario.blue.links
        },
        "entries": {name: {"title": entry.title, "kind": entry.kind} for name, entry in sorted(entries.items())},
        "sources": {name: {"title": known[name].title, "address": known[name].address} for name in cited},
        "values": [
            _value(entry, path, value, unknowns)
            for _, entry in sorted(entries.items())
            for path, value in entry.values()
        ],
        "columns": COLUMNS,
    }


@cache
def code_hash() -> str:
    """Return the SHA-256 over all sources of the package, hexadecimal."""
    root = Path(__file__).parents[1]
    seal = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        seal.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return seal.hexdigest()


def _units(stage: Stage, unknowns: Unknowns) -> dict[str, Any]:
    post = f"blue/{stage.scenario.blue.command.post}"
    told = {}
    for number, unit in enumerate(stage.units):
        spot = next(place for place in stage.places if place["unit"] == number)
        told[unit.name] = {
            "title": unit.entry.title,
            "entry": unit.entry.id,
            "at": [spot["x"], spot["y"], spot["z"]],
            "place": [math.degrees(part) for part in unit.place],
            "cost": unknowns.take(unit.entry, "cost", unit.entry.cost),
            "post": unit.name == post,
            "ready": bool(unit.node["alive"]),
            "rounds": unit.rounds(),
            "sensors": sorted(sensor.name for sensor in unit.sensors),
            "channels": sorted(name for name, _ in unit.channels),
        }
    return told


def _places(stage: Stage, names: Names) -> dict[str, Any]:
    all_names = names.all()
    units = [unit.name for unit in stage.units]
    return {
        all_names[int(place["name"])]: {
            "at": [place["x"], place["y"], place["z"]],
            "value": place["value"],
            "hardness": place["hardness"],
            "unit": units[int(place["unit"])] if place["unit"] >= 0 else None,
        }
        for place in stage.places
    }


def _value(entry: Entry, path: str, value: Value, unknowns: Unknowns) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "path": path,
        "value": show(value.value, value.dimension, value.unit),
        "low": show(value.low, value.dimension, value.unit),
        "high": show(value.high, value.dimension, value.unit),
        "unit": value.unit,
        "drawn": unknowns.drawn.get(f"{entry.id}.{path}"),
        "grade": value.grade,
        "checked": value.checked,
        "cite": list(value.cite),
        "estimate": value.estimate or value.defined,
        "stated_in": value.stated_in,
    }
