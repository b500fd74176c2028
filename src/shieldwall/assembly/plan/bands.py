"""The carrier that stands for each radar band."""

from __future__ import annotations

from typing import Final

from shieldwall.quantities.constants import SPEED_OF_LIGHT

#: Wavelength of a usual carrier in each band, m, as the textbook classes of radars have it; elsewhere about the middle
#: of the band. Estimate.
WAVELENGTHS: Final = {"vhf": 1.9, "uhf": 0.65, "l": 0.23, "s": 0.1, "c": 0.055, "x": 0.03, "ku": 0.018}


def gigahertz(band: str) -> float:
    """Return the carrier of a band in GHz, as the ITU's Recommendations take it."""
    return SPEED_OF_LIGHT / WAVELENGTHS[band] / 1e9
