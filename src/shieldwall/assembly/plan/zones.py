"""Rows of the hold-fire zones of a scenario, in the order of their names."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.rows import Constant, table
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.positions import Position
from shieldwall.scenario.schema import Scenario
from shieldwall.state.unit import WEAPONS_FREE, WEAPONS_HOLD, WEAPONS_TIGHT
from shieldwall.state.zone import ROUNDS_BIT, TARGETS_BIT, ZONE

FORBIDS = {"targets": TARGETS_BIT, "rounds": ROUNDS_BIT, "both": TARGETS_BIT | ROUNDS_BIT}
STATUS = {
    "weapons-free": 1 << WEAPONS_FREE,
    "weapons-tight": 1 << WEAPONS_TIGHT,
    "weapons-hold": 1 << WEAPONS_HOLD,
}

Zones = tuple[np.recarray[Any, Any], NDArray[np.float64]]


def plan_zones(scenario: Scenario, frame: Frame, names: Names) -> Zones:
    """Return the ZONE rows, and the corners of all polygons, float64[corner, 2]."""
    rows: list[Constant] = []
    corners: list[tuple[float, float]] = []
    for name, zone in sorted(scenario.blue.zones.items()):
        x, y = _at(frame, zone.around) if zone.around is not None else (0.0, 0.0)
        rows.append({
            "name": names.add(f"zone/{name}"), "x": x, "y": y, "radius": zone.radius or 0.0, "floor": zone.floor,
            "ceiling": zone.ceiling, "first_corner": len(corners), "corners": len(zone.corners),
            "forbids": FORBIDS[zone.forbids], "binds": sum(STATUS[status] for status in set(zone.under)),
        })  # fmt: skip
        corners += [_at(frame, corner) for corner in zone.corners]
    return table(ZONE, rows), np.array(corners, np.float64).reshape(-1, 2)


def zones_in_header(scenario: Scenario, frame: Frame) -> dict[str, Any]:
    """Return what pictures show of the zones: the outline of each, m east and north, and what it forbids."""
    found = {}
    for name, zone in sorted(scenario.blue.zones.items()):
        outline = [list(_at(frame, corner)) for corner in zone.corners]
        if zone.around is not None and zone.radius is not None:
            x, y = _at(frame, zone.around)
            turns = np.linspace(0.0, 2.0 * np.pi, 73)[:-1]
            outline = [[x + zone.radius * float(np.cos(a)), y + zone.radius * float(np.sin(a))] for a in turns]
        found[f"zone/{name}"] = {"outline": outline, "forbids": zone.forbids}
    return found


def _at(frame: Frame, at: Position) -> tuple[float, float]:
    east, north, _ = (float(part) for part in frame.to_enu(at.latitude, at.longitude, 0.0))
    return east, north
