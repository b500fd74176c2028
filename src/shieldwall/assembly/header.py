"""The header of a run: with the orders, all that is needed to fight it again, and all that its log needs to be read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeVar

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.plan.plan import Plan
from shieldwall.assembly.plan.raid_header import threats_in_header
from shieldwall.assembly.plan.terms import Number, Term
from shieldwall.assembly.plan.units import Channel, Launcher
from shieldwall.scenario.posts import post_of

Part = TypeVar("Part", Channel, Launcher)


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
    plan, drawn = workspace.plan, Drawn(workspace)
    launchers = {launcher.name: launcher for unit in plan.units for launcher in drawn.present(unit.launchers)}
    fixed = plan.header
    return {
        **fixed,
        "seed": workspace.key[0],
        "replication": workspace.key[1],
        "sampled": workspace.parameter_draws != "central",
        "units": _units(plan, drawn),
        "weapons": {
            name: {"title": kind.entry.title, "cost": drawn.number(kind.row["cost"]) * 1e6}
            for name, kind in sorted(plan.weapon_kinds.items())
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
        **threats_in_header(plan.raid, workspace.raid, workspace.figures),
        "values": [value | {"drawn": drawn.figure(f"{value['entry']}.{value['path']}")} for value in fixed["values"]],
    }


def _units(plan: Plan, drawn: Drawn) -> dict[str, Any]:
    blue = plan.scenario.blue
    posts = {f"blue/{post}" for post in (blue.command.post, *(post_of(blue, name) for name in blue.units))}
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
            "post": unit.name in posts,
            "ready": drawn.number(unit.works) > 0.0,
            "rounds": rounds,
            "sensors": [sensor.name for sensor in unit.sensors],
            "channels": [channel.name for channel in drawn.present(unit.channels)],
        }
    return found
