"""What the referee counts in a battle, before its first event."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.state.body import FATES, SIDES, WAITING
from shieldwall.state.layout import NONE
from shieldwall.state.tally import EXPOSURE, HOLD, PICTURE

Integers = NDArray[np.int64]


def tally_arrays(units: int, sensors: int, sides: Integers) -> dict[str, NDArray[Any]]:
    """Return by name the arrays in which the referee counts fates, shots, exposures, holds and pictures.

    `sides` are those of the bodies.
    """
    bodies = len(sides)
    fates = np.zeros((SIDES, FATES), np.int64)
    fates[:, WAITING] = np.bincount(sides, minlength=SIDES)
    exposures = np.zeros(bodies, EXPOSURE)
    exposures["engaged_at"] = exposures["counted_at"] = exposures["let_at"] = -math.inf
    return {
        "fates": fates,
        "tallies": np.zeros((units, bodies + 1), np.int64),
        "exposures": exposures,
        "holds": np.zeros(sensors, HOLD),
        "pictures": np.zeros(units, PICTURE),
        "numbers": np.full((units, bodies), NONE, np.int64),
    }
