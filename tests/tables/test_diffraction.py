"""Knife-edge diffraction against the Fresnel integrals that the Recommendation's formula stands for.

ITU-R P.526-15 (2019), section 4.1: the exact loss is equations 27 to 30, by the integrals C and S, which are scipy's
here; the short formula is equation 31.
"""

import math

import pytest
from evidence_rows import Comparison, Evidence
from scipy.special import fresnel

from shieldwall.kernels.diffraction import edge_parameter, edge_share, sea_share

pytestmark = pytest.mark.kernel


EDGE = Comparison(
    "knife-edge", "Radar equation and propagation", "Loss over a knife edge", "dB",
    "Fresnel integrals by scipy, as ITU-R P.526-15, equation 30, has them", "attenuation.md",
)  # fmt: skip


def loss(v: float) -> float:
    """What the share of an echo says of one way, in dB."""
    return -5.0 * math.log10(edge_share(v))


def exact(v: float) -> float:
    """Equation 30, in dB."""
    s, c = fresnel(v)
    return -20.0 * math.log10(math.hypot(1.0 - c - s, c - s) / 2.0)


def test_an_edge_on_the_line_takes_six_decibels() -> None:
    assert exact(0.0) == pytest.approx(20.0 * math.log10(2.0))
    assert loss(0.0) == pytest.approx(6.02, abs=0.02)


@pytest.mark.parametrize("v", [-0.7, -0.5, -0.3, -0.1, 0.0, 0.2, 0.5, 1.0, 1.5, 2.4, 3.5, 5.0])
def test_the_short_formula_is_the_integral(v: float, evidence: Evidence) -> None:
    evidence.close(EDGE, f"v = {v:g}", loss(v), exact(v), tolerance=0.25)


@pytest.mark.parametrize("v", [-30.0, -3.0, -0.78])
def test_a_ray_well_clear_of_the_edge_loses_nothing(v: float) -> None:
    assert edge_share(v) == 1.0


@pytest.mark.parametrize(
    ("clearance", "first", "second", "wavelength"), [(-20.0, 10e3, 20e3, 0.1), (35.0, 5e3, 45e3, 1.9)]
)
def test_the_parameter_is_that_of_the_heights_at_the_edge(
    clearance: float, first: float, second: float, wavelength: float
) -> None:
    distance = first + second
    # Equation 26: v = h sqrt(2 / wavelength (1 / d1 + 1 / d2)), h the height of the edge over the ray.
    over = -clearance * first / distance
    v = over * math.sqrt(2.0 / wavelength * (1.0 / first + 1.0 / second))
    assert edge_parameter(clearance, first / distance, distance, wavelength) == pytest.approx(v, rel=1e-12)


def test_the_horizon_takes_twelve_decibels_there_and_back_and_none_far_above() -> None:
    radius, height, target = 8_494_667.0, 20.0, 300.0
    horizon = math.sqrt(2.0 * radius * height)
    distance = horizon + math.sqrt(2.0 * radius * target)
    sine = (target - height) / distance - 0.5 * distance / radius
    assert 10.0 * math.log10(sea_share(height, sine, distance, horizon, radius, 0.1)) == pytest.approx(-12.0, abs=0.2)
    assert sea_share(height, sine + 0.02, distance, horizon, radius, 0.1) == 1.0
    assert sea_share(height, -0.5, 30.0, horizon, radius, 0.1) == 1.0
