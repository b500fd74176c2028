"""The small cards: cameras, guns, threats, units; closed forms and words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from shieldwall.catalogue import load
from shieldwall.survey import gun_card, optical_card, other_verdicts, threat_card, unit_verdicts
from shieldwall.survey.missile_card import curves as missile_curves
from shieldwall.survey.verdicts import about, called, length, span


def test_a_camera_in_clear_air_reaches_its_reference_range() -> None:
    camera: Any = load("pantsir-optical")
    clear = camera.model_copy(update={"visibility": _at(camera.visibility, 1e9)})
    curves = optical_card.curves(clear)
    size = camera.reference_range.at["size"]
    assert curves.reach(size) == pytest.approx(camera.reference_range.value, rel=0.01)
    # The image's area falls with range squared: a fifth of the size, a fifth of the range.
    assert curves.reach(1.0) == pytest.approx(curves.reach(5.0) / 5.0, rel=0.03)


def test_haze_takes_most_of_a_camera_s_range() -> None:
    camera: Any = load("pantsir-optical")
    (verdict,) = other_verdicts.of_camera(camera, optical_card.curves(camera))
    assert verdict.mark == "only if"
    assert verdict.text.startswith("18 km for a target of 5 m holds in air without haze.")


def test_a_burst_kills_by_its_expected_hits() -> None:
    gun: Any = load("2a38m")
    curves = gun_card.curves(gun)
    # Far off, with a perfect aim: n A / (2 pi sigma^2) expected hits, Poisson (Przemieniecki 2000, sec. 3.3).
    far, size = float(curves.ranges[-1]), 0.5
    sigma = gun.dispersion.value * far + 0.1 * size
    hits = gun.rate_of_fire.value * gun.burst.value * 0.25 * np.pi * size**2 / (2.0 * np.pi * sigma**2)
    assert curves.chances[size][0][-1] == pytest.approx(1.0 - np.exp(-hits * gun.kill_probability_per_hit.value))
    assert (np.diff(curves.chances[1.2], axis=0) <= 1e-12).all()


def test_a_section_is_what_the_entry_says_on_each_side() -> None:
    threat: Any = load("strike-fighter")
    curves = threat_card.curves(threat)
    shown = [curves.sections["s"][degrees] for degrees in (0, 90, 180, 270)]
    sides = (threat.rcs.front, threat.rcs.side, threat.rcs.rear, threat.rcs.side)
    assert shown == pytest.approx([side.value for side in sides], rel=1e-6)
    assert curves.sections["vhf"][0] == pytest.approx(threat.rcs.front.value * threat.low_band_factor.value, rel=1e-6)
    assert curves.low[0] == pytest.approx(threat.rcs.front.low, rel=1e-6)
    assert (curves.low <= curves.sections["s"] * (1 + 1e-9)).all()
    assert (curves.sections["s"] <= curves.high * (1 + 1e-9)).all()


def test_glide_needs_a_height_that_a_carrier_flies() -> None:
    bomb: Any = load("guided-bomb")
    curves = threat_card.curves(bomb)
    height = bomb.max_range.value / bomb.glide_ratio.value
    for ceiling, mark in ((height + 1.0, "holds"), (height - 1.0, "differs")):
        verdicts = other_verdicts.of_threat(bomb, curves, {"a fighter": ceiling})
        assert [verdict.mark for verdict in verdicts if "glide" in verdict.text] == [mark]


def test_a_unit_s_low_targets_are_limited_by_sight() -> None:
    unit: Any = load("s-400-battalion")
    missile: Any = load("48n6e3")
    radar: Any = load("92n6e")
    verdicts = unit_verdicts.verdicts(unit, [radar], [(missile, missile_curves(missile))])
    # Skolnik's 4.12 (sqrt 6 + sqrt 100) = 51.3 km.
    assert "sees it at 51 km over a smooth sea" in verdicts[0].text
    assert verdicts[0].text.endswith("sight decides, not the missile.")
    # What a scenario accepts, against the brochure of the 48N6E3 in the catalogue.
    assert "begin tracks on targets of up to 3,000 m/s; its rounds claim 4,800 m/s" in verdicts[1].text
    # 6 launchers of 4 rounds at 1 M USD.
    assert verdicts[-1].text.endswith("its 24 ready rounds add 24 M USD.")


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [(8943.5, 2, "8900"), (0.0123, 2, "0.012"), (20.04, 3, "20"), (0.0, 2, "0"), (247220.0, 3, "247000")],
)
def test_numbers_are_rounded_to_their_digits(value: float, digits: int, written: str) -> None:
    assert about(value, digits) == written


def test_lengths_and_titles_read_well() -> None:
    assert length(8943.5) == "8.9 km"
    assert length(150.4) == "150 m"
    assert span(2000.0, 2500.0) == "2 to 2.5 km"
    assert span(900.0, 1500.0) == "900 m to 1.5 km"
    assert called("Strike fighter, F-16C class") == "strike fighter, F-16C class"
    assert called("92N6E engagement radar") == "92N6E engagement radar"
    assert called("SNR-125M engagement radar") == "SNR-125M engagement radar"


def _at(value: Any, to: float) -> Any:
    return replace(value, value=to, low=to, high=to)
