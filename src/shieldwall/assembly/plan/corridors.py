"""The corridors of a scenario, piece by piece on the plane of its frame."""

from __future__ import annotations

import itertools
import math
from typing import Any

from shieldwall.assembly.plan.rows import table
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario.schema import Scenario
from shieldwall.state.identity import CORRIDOR


def plan_corridors(scenario: Scenario, frame: Frame) -> Any:
    """Return the CORRIDOR rows of a scenario."""
    rows: list[dict[str, float]] = []
    for corridor in scenario.corridors.values():
        line = corridor.points or scenario.traffic.airways[corridor.along or ""]
        points = [frame.to_enu(*point.position, 0.0)[:2] for point in line]
        for (x, y), (end_x, end_y) in itertools.pairwise(points):
            length = math.hypot(end_x - x, end_y - y)
            rows.append(
                {
                    "x": float(x),
                    "y": float(y),
                    "along_x": float(end_x - x) / length,
                    "along_y": float(end_y - y) / length,
                    "length": length,
                    "half_width": 0.5 * corridor.width,
                    "lowest": corridor.lowest,
                    "highest": corridor.highest,
                    "slowest": corridor.slowest or 0.0,
                    "fastest": corridor.fastest,
                }
            )
    return table(CORRIDOR, rows)
