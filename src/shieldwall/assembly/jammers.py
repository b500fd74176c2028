"""What a radar's receiver makes of a jammer."""

from __future__ import annotations

from shieldwall.assembly.bands import WAVELENGTHS
from shieldwall.kernels.jamming import antenna_gain, receiving


def receiver(band: str, beams: tuple[float, float], noise_figure: float, losses: float) -> float:
    """Return what a radar of a band and of half-power widths in azimuth and elevation, rad, makes of 1 W/Hz at 1 m."""
    return float(receiving(antenna_gain(*beams), WAVELENGTHS[band], noise_figure, losses))
