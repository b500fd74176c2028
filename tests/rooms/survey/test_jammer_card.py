"""What a jammer's card says: closed forms of burn-through with figures of the catalogue."""

from __future__ import annotations

import math
from typing import Any

import pytest

from shieldwall.catalogue import load
from shieldwall.kernels.detection import required_snr
from shieldwall.survey.jammer_card import SECTION, ranges
from shieldwall.survey.other_verdicts import of_jammer


def noise_at(distance: float) -> float:
    """Noise of the stand-off pods in the AN/TPS-70 over its own, on the axis: 100 kW over 100 MHz."""
    gain = 10.0**4.445 / (1.4 * 1.8)
    own = 1.380649e-23 * 290.0 * 10.0**0.8
    return 1e5 / 1e8 * gain * 0.1**2 / ((4.0 * math.pi) ** 2 * own * distance**2)


def test_ranges_follow_from_the_figures() -> None:
    jammer: Any = load("stand-off-pods")
    radar: Any = load("an-tps-70")
    (found,) = ranges(jammer, [radar])
    # Anchored at 350 km against 1.7 m2 and a probability of 0.8; the card is about even odds.
    silence = 350e3 * (SECTION / 1.7 * required_snr(0.8, 1e-6, 8, 1) / required_snr(0.5, 1e-6, 8, 1)) ** 0.25
    assert found.silence == pytest.approx(silence, rel=1e-3)
    jammed = noise_at(100e3)
    assert found.main_lobe == pytest.approx(silence * (1.0 + jammed) ** -0.25, rel=1e-3)
    assert found.side_lobes == pytest.approx(silence * (1.0 + jammed * 10.0**-4.5) ** -0.25, rel=1e-3)
    # Self-screening: R^4 (1 + J1 / R^2) = R0^4.
    assert found.carried**4 + noise_at(1.0) * found.carried**2 == pytest.approx(silence**4, rel=1e-3)


def test_only_radars_of_its_bands_are_named() -> None:
    jammer: Any = load("self-screening-pod")
    radars: Any = [load("p-18"), load("an-tps-70")]
    found = ranges(jammer, radars)
    assert [one.radar.id for one in found] == ["an-tps-70"]
    (verdict,) = of_jammer(found)
    assert verdict.mark == "note"
    assert verdict.text.startswith("The AN/TPS-70 surveillance radar sees 3 m² at ")
