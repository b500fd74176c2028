"""What a searching radar must put into the sky: the product of its mean power and its antenna's area.

The surveillance-radar equation (Skolnik, "Introduction to Radar Systems", 3rd ed., 2001, chapter 2): the energy that a
target gives back while the beam sweeps its volume once depends on neither band nor beam. So a brochure that states
range, volume and time of search says how strong its radar has to be, and can be weighed against what is built.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from shieldwall.assembly.plan.bands import WAVELENGTHS
from shieldwall.catalogue.sensors import Radar
from shieldwall.catalogue.values import Value
from shieldwall.kernels.detection import required_snr
from shieldwall.kernels.jamming import antenna_gain
from shieldwall.quantities.constants import BOLTZMANN, NOISE_TEMPERATURE

SWERLING = 1


@dataclass(frozen=True)
class Search:
    """A volume searched once: solid angle, sr; time, s; noise, as a temperature in K; losses, linear."""

    solid_angle: float
    time: float
    noise: float
    losses: float = 1.0

    def ratio(self, product: float, reach: float, rcs: float) -> float:
        """Return the ratio of signal to noise, linear, that `product` W m2 give for `rcs` m2 at `reach` m."""
        noise = 4.0 * math.pi * BOLTZMANN * self.noise * self.losses
        return product * rcs * self.time / (noise * reach**4 * self.solid_angle)

    def product(self, ratio: float, reach: float, rcs: float) -> float:
        """Return mean power times area, W m2, that a ratio needs."""
        return ratio / self.ratio(1.0, reach, rcs)

    def reach(self, ratio: float, product: float, rcs: float) -> float:
        """Return the distance, m, at which a target gives a ratio."""
        return float((self.ratio(product, 1.0, rcs) / ratio) ** 0.25)


def solid_angle(width: float, low: float, high: float) -> float:
    """Return the solid angle, sr, between two elevations over a width in azimuth, rad."""
    return width * (math.sin(high) - math.sin(low))


@dataclass(frozen=True)
class Needed:
    """What the reference range of a radar asks for, without losses: W m2, the antenna's area, m2, and mean power, W."""

    product: float
    area: float

    @property
    def power(self) -> float:
        """Return the mean power, W."""
        return self.product / self.area


def needed(radar: Radar, reach: float) -> Needed:
    """Return what a radar needs for its reference cross-section at `reach` m, by its other figures.

    All pulses of a dwell count with their energy, as if added in phase. Below the horizon nothing is searched.
    """
    rotating = radar.kind == "radar/rotating"
    width = 2.0 * math.pi if rotating else _central(radar, "sector_width")
    low, high = max(_central(radar, "lowest_elevation"), 0.0), _central(radar, "highest_elevation")
    period = _central(radar, "rotation_period" if rotating else "search_period")
    search = Search(solid_angle(width, low, high), period, NOISE_TEMPERATURE * _central(radar, "noise_figure"))
    pulses = int(_central(radar, "pulses"))
    wanted = required_snr(_central(radar, "anchor_pd"), radar.reference_range.at["pfa"], pulses, SWERLING)
    gain = antenna_gain(_central(radar, "azimuth_beamwidth"), _central(radar, "elevation_beamwidth"))
    area = gain * WAVELENGTHS[radar.band.value] ** 2 / (4.0 * math.pi)
    return Needed(search.product(pulses * wanted, reach, radar.reference_range.at["rcs"]), area)


def _central(radar: Radar, name: str) -> float:
    value: Value | None = getattr(radar, name)
    return 0.0 if value is None else value.value
