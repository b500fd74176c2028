"""U.S. Standard Atmosphere 1976 from 1 km below sea level to 86 km.

Temperature is piecewise linear in geopotential height. Density is a cubic in each half kilometre of
geopotential height, with values and slopes from the closed forms of the standard, and differs from them
by at most 2e-7 of its value. Every layer boundary is a node, so no kink is smoothed over. No exponential
remains for the flight loop.

Source: NOAA, NASA, USAF, "U.S. Standard Atmosphere, 1976", NOAA-S/T 76-1562, tables 2 to 4, equations 18, 23,
33a, 33b, 42 and 50. Temperature here is the molecular-scale temperature, which equals the kinetic one up
to 80 km and exceeds it by at most 0.05 % between there and 86 km.
"""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.quantities.constants import STANDARD_GRAVITY

# Table 2 and section 1.2 of the standard; decimal strings, since the arithmetic below is decimal.
GRAVITY = Decimal(str(STANDARD_GRAVITY))
EARTH_RADIUS = Decimal(6356766)
HEAT_RATIO = Decimal("1.4")
SURFACE_TEMPERATURE = Decimal("288.15")
SURFACE_PRESSURE = Decimal(101325)
# The mean molar mass is the sum over the composition of table 3, 28.964425 kg/kmol; the standard's text
# rounds it to 28.9644, which would raise the pressure at 80 km by 1e-5.
GAS_CONSTANT = Decimal("8314.32") / Decimal("28.964425")
# Base geopotential height (m) and lapse rate (K/m) of each layer, table 4.
LAYERS = (
    (Decimal(0), Decimal("-0.0065")),
    (Decimal(11000), Decimal(0)),
    (Decimal(20000), Decimal("0.001")),
    (Decimal(32000), Decimal("0.0028")),
    (Decimal(47000), Decimal(0)),
    (Decimal(51000), Decimal("-0.0028")),
    (Decimal(71000), Decimal("-0.002")),
)
TOP = 86000.0
FLOOR = -1000
CELL = 500
CELLS = (85000 - FLOOR) // CELL
# A cell holds four coefficients of density in the fraction of the cell, temperature at its foot and its rise.
COLUMNS = 6


def _pressure(rise: Decimal, lapse: Decimal, temperature: Decimal, pressure: Decimal) -> Decimal:
    """Pressure at a rise above a layer's base, equations 33a and 33b."""
    pull = GRAVITY / GAS_CONSTANT
    if lapse == 0:
        return pressure * (-pull * rise / temperature).exp()
    return pressure * (temperature / (temperature + lapse * rise)) ** (pull / lapse)


def _bases() -> Iterator[tuple[Decimal, Decimal, Decimal, Decimal]]:
    """Base height, lapse rate, base temperature and base pressure of each layer."""
    temperature, pressure = SURFACE_TEMPERATURE, SURFACE_PRESSURE
    for (base, lapse), (above, _) in zip(LAYERS, (*LAYERS[1:], LAYERS[-1]), strict=True):
        yield base, lapse, temperature, pressure
        pressure = _pressure(above - base, lapse, temperature, pressure)
        temperature += lapse * (above - base)


BASES = tuple(_bases())


def _layer(height: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Rise above the base, lapse rate, base temperature and base pressure of the layer that holds a height."""
    base, lapse, temperature, pressure = max((layer for layer in BASES if layer[0] <= height), default=BASES[0])
    return height - base, lapse, temperature, pressure


def _cells() -> np.ndarray:
    # Decimal arithmetic is the same on every machine; libm's exp and pow are not.
    pull = GRAVITY / GAS_CONSTANT
    nodes = [_layer(Decimal(FLOOR + CELL * node)) for node in range(CELLS + 1)]
    densities = [
        _pressure(rise, lapse, temperature, pressure) / GAS_CONSTANT / (temperature + lapse * rise)
        for rise, lapse, temperature, pressure in nodes
    ]
    cells = np.empty((CELLS, COLUMNS))
    for cell, ((rise, lapse, base, _), low, high) in enumerate(zip(nodes, densities, densities[1:], strict=False)):
        foot = base + lapse * rise
        low_slope, high_slope = (
            -density * (pull + lapse) / temperature * CELL
            for density, temperature in ((low, foot), (high, foot + lapse * CELL))
        )
        cells[cell] = [
            float(low),
            float(low_slope),
            float(3 * (high - low) - 2 * low_slope - high_slope),
            float(2 * (low - high) + low_slope + high_slope),
            float(foot),
            float(lapse * CELL),
        ]
    return cells


AIR = _cells()
_RADIUS = float(EARTH_RADIUS)
_GAS = float(GAS_CONSTANT)
_SOUND = float(HEAT_RATIO * GAS_CONSTANT)


@kernel
def air(height):
    """Density (kg/m3) and molecular-scale temperature (K) at a geometric height above the sea (m).

    Density is zero above 86 km. Below -1 km both stand still, and so does temperature above 86 km.
    """
    inside = min(max(height, -1000.0), TOP)
    place = (_RADIUS * inside / (_RADIUS + inside) - FLOOR) * (1.0 / CELL)
    cell = np.int64(place)
    part = place - cell
    density = AIR[cell, 0] + part * (AIR[cell, 1] + part * (AIR[cell, 2] + part * AIR[cell, 3]))
    return (density if height <= TOP else 0.0), AIR[cell, 4] + part * AIR[cell, 5]


@kernel
def temperature(height):
    """Molecular-scale temperature of the air (K) at a geometric height (m)."""
    return air(height)[1]


@kernel
def pressure(height):
    """Pressure of the air (Pa) at a geometric height (m), by the gas law from density and temperature."""
    mass, heat = air(height)
    return mass * _GAS * heat


@kernel
def speed_of_sound(height):
    """Speed of sound (m/s) at a geometric height (m), equation 50."""
    return np.sqrt(_SOUND * air(height)[1])
