"""The tabulated atmosphere against the closed forms of the standard, written out plainly here."""

import math

import numpy as np
import pytest

from shieldwall.kernels import atmosphere

pytestmark = pytest.mark.kernel

RADIUS = 6356766.0
GAS = 8314.32 / 28.964425


def closed_form(height: float) -> tuple[float, float]:
    """Density and temperature by equations 18, 23, 33a, 33b and 42 of the standard."""
    geopotential = RADIUS * height / (RADIUS + height)
    bases = [0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3, math.inf]
    lapses = [-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3]
    temperature, pressure = 288.15, 101325.0
    for base, top, lapse in zip(bases, bases[1:], lapses, strict=False):
        rise = min(geopotential, top) - base
        warmer = temperature + lapse * rise
        if lapse:
            pressure *= (temperature / warmer) ** (9.80665 / GAS / lapse)
        else:
            pressure *= math.exp(-9.80665 / GAS * rise / temperature)
        temperature = warmer
        if geopotential <= top:
            break
    return pressure / GAS / temperature, temperature


def test_density_and_temperature_follow_the_closed_forms() -> None:
    for height in np.linspace(-1000.0, 86000.0, 1741):
        density, temperature = closed_form(float(height))
        assert atmosphere.air(height)[0] == pytest.approx(density, rel=2e-7)
        assert atmosphere.temperature(height) == pytest.approx(temperature, rel=1e-12)


def test_no_air_above_86_km() -> None:
    assert atmosphere.air(86000.0)[0] > 0.0
    assert atmosphere.air(86000.1)[0] == 0.0
    assert atmosphere.pressure(1e6) == 0.0
    assert atmosphere.speed_of_sound(1e6) == pytest.approx(atmosphere.speed_of_sound(86000.0))


def test_the_gas_law_ties_pressure_to_density() -> None:
    for height in (0.0, 12345.0, 60000.0):
        expected = atmosphere.air(height)[0] * GAS * atmosphere.temperature(height)
        assert atmosphere.pressure(height) == pytest.approx(expected, rel=1e-14)
