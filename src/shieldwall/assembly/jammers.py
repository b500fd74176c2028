"""Jammers of a raid: what each radiates in the band of each radar, and what a radar's receiver makes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.bands import WAVELENGTHS
from shieldwall.assembly.plan.rows import Row
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.catalogue.jammers import Jammer
from shieldwall.kernels.jamming import antenna_gain, receiving
from shieldwall.quantities.constants import SPEED_OF_LIGHT
from shieldwall.state.jammer import JAMMER
from shieldwall.state.sensor import BANDS


@dataclass(frozen=True)
class Carried:
    """A jammer on the body of a row, and when it transmits, s."""

    body: int
    entry: Jammer
    on: float
    off: float


def receiver(band: str, beams: tuple[float, float], noise_figure: float, losses: float) -> float:
    """Return what a radar of a band and of half-power widths in azimuth and elevation, rad, makes of 1 W/Hz at 1 m."""
    return float(receiving(antenna_gain(*beams), WAVELENGTHS[band], noise_figure, losses))


def jammer_table(carried: Sequence[Carried], unknowns: Unknowns) -> Any:
    """Return JAMMER rows."""
    rows = np.zeros(len(carried), JAMMER)
    for row, jammer in zip(rows, carried, strict=True):
        entry = jammer.entry
        half = 0.5 * unknowns.take(entry, "sector", entry.sector)
        row["body"], row["on"], row["off"] = jammer.body, jammer.on, jammer.off
        row["cos_sector"] = math.cos(half) if half < math.pi else -2.0
        row["back_lobes"] = unknowns.take(entry, "back_lobes", entry.back_lobes)
    return rows.view(np.recarray)


def densities(
    carried: Sequence[Carried], sensors: Sequence[Mapping[str, float] | Row], unknowns: Unknowns
) -> NDArray[np.float64]:
    """Return float64[sensor, jammer], W/Hz of each jammer in the receiver of each sensor; 0 where it hears none.

    The receiver passes c / (2 range cell); noise in a narrower band than that enters whole.
    """
    found = np.zeros((len(sensors), len(carried)))
    for number, jammer in enumerate(carried):
        entry = jammer.entry
        power, width = (unknowns.take(entry, name, getattr(entry, name)) for name in ("erp", "bandwidth"))
        for s, row in enumerate(sensors):
            if row.get("receiver", 0.0) > 0.0 and BANDS[int(row["band"])] in entry.bands:
                found[s, number] = power / max(width, SPEED_OF_LIGHT / (2.0 * row["range_cell"]))
    return found
