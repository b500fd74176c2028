"""The ground about a radar that reflects: how high the antenna stands over it, and what it does to each echo."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.air import ANCHOR_SINE, anchor_sine
from shieldwall.assembly.rows import Row
from shieldwall.kernels.elementary import exp, log
from shieldwall.kernels.geodesy import effective_radius
from shieldwall.kernels.lobing import field, reflection
from shieldwall.terrain import ElevationGrid

#: The reflecting level of a site is the mean of the terrain so far about it, m. Assumption: at the grazing angles that
#: matter, up to some degrees, an antenna of 10 m has its reflection within a kilometre, one of 100 m within five.
ABOUT: Final = 5_000.0

#: The field that smooth ground leaves on its horizon, dB of free space, by the antenna's height in natural units,
#: for a far target and horizontal polarisation: Fock's residue series, summed (Fock, Electromagnetic Diffraction and
#: Propagation Problems, 1965). A knife edge would leave -6 dB.
HORIZON_HEIGHTS: Final = (1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0)
HORIZON_FIELD: Final = (
    -82.32, -62.57, -43.35, -37.81, -30.83, -25.95, -21.57, -16.90, -14.37, -12.58, -10.94, -10.03, -9.30, -8.57, -8.13,
    -7.20,
)  # fmt: skip


def reflecting(mast: float, wave_length: float, beam: float, roughness: float) -> Row:
    """Return what the ground does to a radar, as columns of its SENSOR row.

    `mast` is the height of the antenna over the reflecting level, m, `beam` its half-power width in elevation, rad, and
    `roughness` the standard deviation of the ground's heights, m. A wave that grazes the ground at an angle psi is
    scattered by roughness (Ament 1953: the field keeps exp(-8 pi^2 s^2 sin^2 psi / lambda^2)) and meets the antenna
    about 2 psi below the target, where a Gaussian beam keeps exp(-2 ln 2 (2 psi / beam)^2).
    """
    rough = 8.0 * (math.pi * roughness / wave_length) ** 2
    pattern = 8.0 * log(2.0) / (beam * beam)
    return {"mast": mast, "scatter": rough + pattern, "horizon_loss": horizon_loss(mast, wave_length)}


def horizon_loss(mast: float, wave_length: float) -> float:
    """Return the part of the field that smooth ground takes at its horizon beside what a knife edge does, 0 to 1."""
    number, radius = 2.0 * math.pi / wave_length, effective_radius()
    natural = log(mast * number) + log(2.0 / (number * radius)) / 3.0
    level = np.interp(natural, [log(height) for height in HORIZON_HEIGHTS], HORIZON_FIELD)
    return float(1.0 - 2.0 * exp(level * log(10.0) / 20.0))


def anchor_gain(row: Mapping[str, float], reach: float, height: float | None) -> float:
    """Return F^4 on the path for which a reference range stands, over level ground, for a target at a stated height, m.

    Who names a range names that of a lobe; below the first one there is nothing better to name. So the reflected way
    counts as no longer than half a wave. Who states no height names what the radar does clear of the ground, 3 degrees
    up.
    """
    sine = ANCHOR_SINE if height is None else anchor_sine(reach, height)
    grazing, longer, spread = reflection(effective_radius(), row["mast"], sine, reach)
    wave = row["wave_length"]
    gain = field(row["scatter"], grazing, spread, min(longer / wave, 0.5))
    return float(gain * gain)


def over_ground(
    row: Row, antenna: float, grid: ElevationGrid, where: tuple[float, float, float], roughness: float
) -> Row:
    """Return what the ground of its site does to a sensor, as columns of its row; none where nothing reflects.

    `antenna` is its height over the ground, `where` its x, y and height above the sea, m. In a hollow the ground of the
    site itself reflects.
    """
    if row.get("mast", 0.0) <= 0.0:
        return {}
    mast = max(where[2] - mean_level(grid, where[0], where[1]), antenna)
    return reflecting(mast, row["wave_length"], row["elevation_beam"], roughness)


def mean_level(grid: ElevationGrid, x: float, y: float) -> float:
    """Return the mean height, m, of the terrain as read about a site of the plane, over the sea where there is none."""
    cells = int(ABOUT * float(grid.header["per_cell"]))
    axis = np.arange(-cells, cells + 1) / float(grid.header["per_cell"])
    east, north = np.meshgrid(axis, axis)
    near: NDArray[Any] = east * east + north * north <= ABOUT * ABOUT
    heights = grid.height(x + east[near], y + north[near], 0.0)
    return math.fsum(heights.tolist()) / heights.size
