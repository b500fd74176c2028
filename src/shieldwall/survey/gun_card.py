"""What one burst of a gun does: its kill probability against range, by size of target and error of aim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan import central
from shieldwall.assembly.plan.rows import table
from shieldwall.catalogue.weapons import Gun
from shieldwall.models.weapons.gun import kill_probability
from shieldwall.state.weapon import WEAPON

Floats = NDArray[np.float64]

#: Diameters of targets, m: a small drone, a cruise missile, a fighter.
SIZES = (0.5, 1.2, 5.0)
#: Errors of aim, m.
ERRORS = (0.0, 5.0, 10.0)


@dataclass(frozen=True)
class GunCurves:
    """Kill probabilities of one burst, float64[errors, ranges] by size of target, m, at slant ranges, m."""

    ranges: Floats
    errors: tuple[float, ...]
    chances: dict[float, Floats]
    burst: float
    flight: Floats

    def best(self, size: float) -> float:
        """Return the greatest kill probability of a perfectly aimed burst."""
        return float(self.chances[size][0].max())


def curves(gun: Gun) -> GunCurves:
    """Return what a gun's card draws, by the battle's own model of a burst."""
    row = central.weapon(gun.id).row
    weapons: Any = table(WEAPON, [row])
    ranges = np.linspace(row["min_range"], row["max_range"], 120)
    chances = {
        size: np.array([[kill_probability(weapons, 0, float(far), size, error) for far in ranges] for error in ERRORS])
        for size in SIZES
    }
    return GunCurves(ranges, ERRORS, chances, row["rate"] * row["burst"], ranges / row["muzzle_speed"])
