"""What one threat shows to radars from every side, by the battle's own cross-section."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.signatures import signature
from shieldwall.catalogue.weapons import Threat
from shieldwall.kernels.signature import cross_section
from shieldwall.state.sensor import BANDS

Floats = NDArray[np.float64]

#: Bands that are drawn: those that differ, S standing for all above.
SHOWN = ("vhf", "uhf", "l", "s")


@dataclass(frozen=True)
class ThreatCurves:
    """Cross-sections, m2, against the angle off the nose, rad, by band; `low` and `high` are those of S band."""

    angles: Floats
    sections: dict[str, Floats]
    low: Floats
    high: Floats


def curves(threat: Threat) -> ThreatCurves:
    """Return what a threat's card draws."""
    angles = np.linspace(0.0, 2.0 * np.pi, 361)

    def section(band: str, end: str) -> Floats:
        table = signature(lambda path: float(getattr(attrgetter(path)(threat), end)))[None]
        row = BANDS.index(band)
        return np.array([cross_section(table, 0, row, float(np.cos(angle))) for angle in angles])

    sections = {band: section(band, "value") for band in SHOWN}
    return ThreatCurves(angles, sections, section("s", "low"), section("s", "high"))
