"""The header of a run: with the orders, all that is needed to fight it again, and all that its log needs to be read."""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.plan.code import code_hash
from shieldwall.assembly.plan.plan import Plan
from shieldwall.assembly.plan.plugins import plugins_in_header
from shieldwall.assembly.plan.raid_header import threats_in_header
from shieldwall.assembly.plan.terms import Number, Term
from shieldwall.assembly.plan.units import Channel, Launcher
from shieldwall.catalogue import sources
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value
from shieldwall.quantities.instants import show_instant
from shieldwall.quantities.units import show

Part = TypeVar("Part", Channel, Launcher)

FORMAT = 1
#: Units of the columns of log and film.
COLUMNS = {"t": "s", "x": "m east", "y": "m north", "z": "m up", "vx": "m/s", "vy": "m/s", "vz": "m/s", "sxx": "m2"}


class Drawn:
    """What a thread's last replication drew, by the terms of its plan."""

    def __init__(self, workspace: Workspace) -> None:
        self._plan = workspace.plan
        self._values = workspace.values

    def number(self, number: Number) -> float:
        """Return the value of a number of the plan."""
        return float(self._values[self._plan.terms.index(number)]) if isinstance(number, Term) else float(number)

    def figure(self, name: str) -> float | None:
        """Return the value of the figure "entry.path", None where the plan takes none."""
        column = self._plan.by_name.get(name)
        return None if column is None else float(self._values[column])

    def present(self, parts: Iterable[Part]) -> list[Part]:
        """Return the channels or launchers that the replication has."""
        return [part for part in parts if self.number(part.there) >= 1.0]


def header(workspace: Workspace) -> dict[str, Any]:
    """Return the header of a thread's last replication as plain data, ready for JSON, for what is recorded."""
    known = sources()
    plan, drawn = workspace.plan, Drawn(workspace)
    scenario, entries = plan.scenario, plan.entries
    cited = sorted({source for entry in entries.values() for source in entry.cited()})
    names = plan.names.all()
    launchers = {launcher.name: launcher for unit in plan.units for launcher in drawn.present(unit.launchers)}
    return {
        "format": FORMAT,
        "title": scenario.title,
        "question": scenario.question,
        "file": Path(scenario.file).name,
        "scenario": scenario.text,
        "seed": workspace.key[0],
        "replication": workspace.key[1],
        "sampled": workspace.unknowns == "sampled",
        "origin": [math.degrees(part) for part in scenario.origin],
        "start": show_instant(scenario.start),
        "lasts": scenario.lasts,
        "version": importlib.metadata.version("shieldwall"),
        "code": code_hash(),
        "terrain": {"name": plan.plane.terrain.name, "digest": plan.plane.terrain.digest},
        "plugins": plugins_in_header(),
        "names": names,
        "units": _units(plan, drawn),
        "weapons": {
            name: {"title": arm.entry.title, "cost": drawn.number(arm.row["cost"]) * 1e6}
            for name, arm in sorted(plan.arms.items())
        },
        "rounds": {name: launcher.weapon for name, launcher in launchers.items()},
        "launchers": {
            name: {
                "weapon": launcher.weapon,
                "ready": int(drawn.number(launcher.row["capacity"])),
                "reserve": int(drawn.number(launcher.row["reserve"])),
            }
            for name, launcher in launchers.items()
        },
        "threats": threats_in_header(plan.raid, workspace.raid, workspace.figures),
        "places": _places(plan, names),
        "links": {
            f"link/{net.name}": {"joins": list(net.joins), "delay": net.delay, "fails": net.fails}
            for net in scenario.blue.links
        },
        "entries": {name: {"title": entry.title, "kind": entry.kind} for name, entry in sorted(entries.items())},
        "sources": {name: {"title": known[name].title, "address": known[name].address} for name in cited},
        "values": [
            _value(entry, path, value, drawn)
            for _, entry in sorted(entries.items())
            for path, value in (*entry.values(), *plan.fitted(entry.id))
        ],
        "columns": COLUMNS,
    }


def _units(plan: Plan, drawn: Drawn) -> dict[str, Any]:
    post = f"blue/{plan.scenario.blue.command.post}"
    found = {}
    for number, unit in enumerate(plan.units):
        spot = next(place for place in plan.places if place["unit"] == number)
        rounds: dict[str, int] = {}
        for launcher in drawn.present(unit.launchers):
            held = int(drawn.number(launcher.row["capacity"]) + drawn.number(launcher.row["reserve"]))
            rounds[launcher.weapon] = rounds.get(launcher.weapon, 0) + held
        found[unit.name] = {
            "title": unit.entry.title,
            "entry": unit.entry.id,
            "at": [spot["x"], spot["y"], spot["z"]],
            "place": [math.degrees(part) for part in unit.place],
            "cost": drawn.number(unit.cost),
            "post": unit.name == post,
            "ready": drawn.number(unit.works) > 0.0,
            "rounds": rounds,
            "sensors": [sensor.name for sensor in unit.sensors],
            "channels": [channel.name for channel in drawn.present(unit.channels)],
        }
    return found


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


def _value(entry: Entry, path: str, value: Value, drawn: Drawn) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "path": path,
        "value": show(value.value, value.dimension, value.unit),
        "low": show(value.low, value.dimension, value.unit),
        "high": show(value.high, value.dimension, value.unit),
        "unit": value.unit,
        "drawn": drawn.figure(f"{entry.id}.{path}"),
        "grade": value.grade,
        "checked": value.checked,
        "cite": list(value.cite),
        "estimate": value.estimate or value.defined,
        "stated_in": value.stated_in,
    }
