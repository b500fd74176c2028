"""What one camera sees: the probability of a look against range, for targets of several sizes and clear or hazy air."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan import central
from shieldwall.assembly.plan.rows import table
from shieldwall.assembly.plan.sensors import OPTICAL_PD
from shieldwall.catalogue.sensors import Optical
from shieldwall.kernels.detection import detection_probability
from shieldwall.models.sensors.switch import signal
from shieldwall.state.sensor import SENSOR

Floats = NDArray[np.float64]

#: Sizes of targets, m: a drone, a cruise missile, a fighter, a large aircraft.
SIZES = (0.5, 1.0, 5.0, 15.0)
_STEADY = 0


@dataclass(frozen=True)
class OpticalCurves:
    """Probabilities of one look against slant range, m, by size, m, in the central visibility and its low and high."""

    ranges: Floats
    chances: dict[float, Floats]
    doubt: tuple[Floats, Floats]
    doubted: float
    visibility: tuple[float, float, float]
    instrumented: float
    minimum: float

    def reach(self, size: float) -> float:
        """Return the greatest range, m, at which a target is seen with the probability behind the reference range."""
        seen = np.flatnonzero(self.chances[size] >= OPTICAL_PD)
        return float(self.ranges[seen[-1]]) if seen.size else 0.0


def curves(camera: Optical) -> OpticalCurves:
    """Return what a camera's card draws, the sun and the horizon left out."""
    placed = central.sensor(camera, "engagement")
    ranges = np.linspace(0.01, 1.05, 300) * camera.instrumented_range.value
    low, middle, high = (getattr(camera.visibility, end) for end in ("low", "value", "high"))
    size = camera.reference_range.at["size"]

    def chance(seen: float, visibility: float) -> Floats:
        figures = {name: value for name, value in placed.row.items() if name in (SENSOR.names or ())}
        row: Any = table(SENSOR, [figures | {"visibility": visibility}])
        ratio = np.array([signal(row, 0, float(reach), 0.0, 0.0, 1.0, seen)[0] for reach in ranges])
        inside = (ranges <= placed.row["range_max"]) & (ranges >= placed.row["range_min"])
        return np.where(inside, detection_probability(ratio, *placed.table, _STEADY), 0.0)

    return OpticalCurves(
        ranges,
        {one: chance(one, middle) for one in sorted({*SIZES, size})},
        (chance(size, low), chance(size, high)),
        size,
        (low, middle, high),
        float(placed.row["range_max"]),
        float(placed.row["range_min"]),
    )
