"""What one threat shows to radars from every side, by the battle's own cross-section."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_effects import lay_signature
from shieldwall.catalogue.weapons import Threat
from shieldwall.kernels.signature import cross_section
from shieldwall.state.sensor import BANDS

Floats = NDArray[np.float64]

#: Bands that are drawn: those that differ, S standing for all above.
SHOWN = ("vhf", "uhf", "l", "s")
#: Figures of an entry that make its cross-sections.
SECTIONS = ("rcs.front", "rcs.side", "rcs.rear", "low_band_factor")


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
        table = np.zeros((1, len(BANDS), 3))
        lay_signature(table[0], *(float(getattr(attrgetter(path)(threat), end)) for path in SECTIONS))
        row = BANDS.index(band)
        return np.array([cross_section(table, 0, row, float(np.cos(angle))) for angle in angles])

    sections = {band: section(band, "value") for band in SHOWN}
    return ThreatCurves(angles, sections, section("s", "low"), section("s", "high"))
