"""What a threat shows to radars and does to what it hits, from its catalogue entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.elementary import exp, log
from shieldwall.state.sensor import BANDS

#: Share of the low-band factor, in decibels, that each band has. Assumption: full below 300 MHz, where
#: shaping and absorbers matter least, half to 1 GHz, a quarter to 2 GHz, none above.
LOW_BAND_SHARES: Final = {"vhf": 1.0, "uhf": 0.5, "l": 0.25}

#: Warhead that does damage 1 to a place, kg: a cruise missile's. Assumption.
POINT_OF_DAMAGE = 450.0
#: A weapon that lands within so many metres of a unit's centre hits it. Assumption.
UNIT_RADIUS = 15.0


def signature(figure: Callable[[str], float]) -> NDArray[np.float64]:
    """Return float64[band, 3], natural logarithm of the cross-section in m2 from the front, side and rear.

    `figure` gives the value of the entry at a path. Bands are those of `state.sensor.BANDS`; the low-band
    factor counts fully at VHF, half in decibels at UHF, a quarter at L and not at all from S up, which is an
    assumption.
    """
    sides = np.array([log(figure(f"rcs.{side}")) for side in ("front", "side", "rear")])
    low = log(figure("low_band_factor"))
    shares = np.array([LOW_BAND_SHARES.get(band, 0.0) for band in BANDS])
    return np.asarray(sides[None, :] + low * shares[:, None])


def effect(figure: Callable[[str], float], radius: float | None, hardness: float | None) -> tuple[float, float]:
    """Return the damage of a weapon to what it is flown into, and the chance that it does any.

    Damage is its warhead over `hardness` in kg (`POINT_OF_DAMAGE` where None); the chance is its reliability times
    that of landing within `radius` metres (`UNIT_RADIUS` where None) for its circular error probable.
    """
    error = figure("accuracy")
    ratio = (UNIT_RADIUS if radius is None else radius) / max(error, 1e-3)
    # Rayleigh distribution: half of all land within the circular error probable.
    within = 1.0 - exp(-log(2.0) * min(ratio * ratio, 100.0))
    warhead = figure("warhead_mass") / (POINT_OF_DAMAGE if hardness is None else hardness)
    return float(warhead), float(figure("reliability") * within)
