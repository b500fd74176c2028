"""The probability behind a brochure's range, which is not known and drawn: what it is worth."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from shieldwall.assembly.draw.sites import anchor_share
from shieldwall.assembly.plan import central
from shieldwall.assembly.plan.air import ANCHOR_HEIGHT, losses
from shieldwall.assembly.plan.sensors import anchor_sine
from shieldwall.catalogue import ids, load
from shieldwall.catalogue.sensors import Radar
from shieldwall.scenario.surroundings import Propagation


def strength(probability: float) -> float:
    """Signal-to-noise ratio for 1 m2 at 1 m of a radar that looks with one pulse, anchored at a probability."""
    radar = load("91n6e")
    assert isinstance(radar, Radar)
    values = {
        "anchor_pd": replace(radar.anchor_pd, value=probability),
        "pulses": replace(radar.pulses, value=1.0),
    }
    changed = radar.model_copy(update=values)
    return central.sensor(changed, propagation=Propagation(ground=False)).row["radar_constant"]


def test_the_anchor_is_the_closed_form_of_swerling_s_first_case() -> None:
    radar = load("91n6e")
    assert isinstance(radar, Radar)
    reach, at = radar.reference_range.value, radar.reference_range.at
    # One pulse of a target of Swerling's first case: Pd = Pfa^(1 / (1 + snr)) (Swerling 1954).
    needed = math.log(at["pfa"]) / math.log(0.8) - 1.0
    air = anchor_share(losses(radar.band.value), reach, anchor_sine(reach, ANCHOR_HEIGHT))
    expected = needed * reach**4 / (at["rcs"] * air)
    assert strength(0.8) == pytest.approx(expected, rel=1e-6)


def test_from_an_even_chance_to_nine_in_ten_the_range_moves_by_a_factor_of_1_6() -> None:
    pfa = load("91n6e").reference_range.at["pfa"]  # type: ignore[attr-defined]
    expected = (math.log(pfa) / math.log(0.9) - 1.0) / (math.log(pfa) / math.log(0.5) - 1.0)
    ratio = strength(0.9) / strength(0.5)
    assert ratio == pytest.approx(expected, rel=1e-6)
    assert ratio**0.25 == pytest.approx(1.6, abs=0.05)


def test_the_anchor_is_a_parameter_draw_of_every_radar() -> None:

    radars = [entry for entry in map(load, ids()) if isinstance(entry, Radar)]
    assert len(radars) >= 6
    for radar in radars:
        assert radar.anchor_pd.low < radar.anchor_pd.value < radar.anchor_pd.high
