"""A radar's card against closed forms and against the engine, and its words against their numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from shieldwall.catalogue import load
from shieldwall.catalogue.sensors import Radar
from shieldwall.catalogue.values import Value
from shieldwall.kernels.detection import detection_probability
from shieldwall.scenario.surroundings import Propagation
from shieldwall.survey import radar_card, radar_verdicts
from shieldwall.survey.radar_card import CROSS_SECTIONS, LIKELY, SWERLING, Site, crossing, height_at_horizon, horizons

RADARS = ("91n6e", "92n6e", "p-18", "pantsir-search")
CEILING = 15_240.0
FREE_SPACE = Propagation(gas=False, edges=False, ground=False)


def radar(name: str) -> Radar:
    entry = load(name)
    assert isinstance(entry, Radar)
    return entry


def changed(name: str, **values: Value) -> Radar:
    return radar(name).model_copy(update=values)


def moved(value: Value, to: float, **at: float) -> Value:
    return replace(value, value=to, low=to, high=to, at={**value.at, **at})


def words(entry: Radar, mark: str = "") -> str:
    return " ".join(verdict.text for verdict in radar_verdicts.verdicts(entry, CEILING) if mark in ("", verdict.mark))


# Skolnik, Introduction to Radar Systems, 3rd ed., 2001, section 8.4: over 4/3 of the earth the horizon is at
# d = 4.12 (sqrt h1 + sqrt h2), km and m.
@pytest.mark.parametrize(("antenna", "reach"), [(6.0, 400.0), (8.7, 600.0), (27.0, 300.0), (8.7, 60.0)])
def test_the_height_that_a_reach_needs_is_that_of_the_horizon(antenna: float, reach: float) -> None:
    height = (reach / 4.12 - math.sqrt(antenna)) ** 2
    assert height_at_horizon(antenna, 1000.0 * reach) == pytest.approx(height, rel=0.01)
    assert horizons(antenna) + horizons(height) == pytest.approx(1000.0 * reach, rel=0.005)


def test_a_reach_of_400_km_needs_a_target_above_about_9_km() -> None:
    text = words(radar("92n6e"), "only if")
    assert "400 km (instrumented range) needs a target above about 8.9 km" in text


def test_the_words_follow_the_number() -> None:
    shorter = changed("92n6e", instrumented_range=moved(radar("92n6e").instrumented_range, 250e3))
    text = words(shorter, "only if")
    # (250 / 4.12 - sqrt 6)^2 = 3391 m
    assert "250 km (instrumented range) needs a target above about 3.4 km" in text
    assert "400 km" not in text


def test_a_reach_that_no_aircraft_flies_high_enough_for_is_a_disagreement() -> None:
    assert "600 km (instrumented range) needs a target above about 20 km, higher than any aircraft" in words(
        radar("91n6e"), "differs"
    )


def test_cited_ranges_that_keep_the_fourth_root_agree() -> None:
    # 390 km for 4 m2 and 230 km for 0.4 m2: 390 (0.4 / 4)^(1/4) = 219.3.
    text = words(radar("91n6e"), "holds")
    assert "makes 219 km" in text
    assert "230 km (185 to 230 km) is cited" in text


def test_cited_ranges_that_break_the_fourth_root_disagree() -> None:
    # 36 km for 2 m2 makes 36 (0.1 / 2)^(1/4) = 17.0 km for 0.1 m2; 10 km there means 10 20^(1/4) = 21.1 km for 2 m2.
    text = words(radar("pantsir-search"), "differs")
    assert "makes 17 km" in text
    assert "The latter would mean 21.1 km for 2 m²" in text


def test_the_section_that_the_display_needs_goes_with_the_fourth_power() -> None:
    # 1 (400 / 210)^4 = 13.2 m2.
    assert "a target must by the fourth root show 13 m²" in words(radar("92n6e"))


def test_a_claim_with_a_height_is_compared_with_the_model_at_that_height() -> None:
    entry = radar("p-18")
    claim = entry.claims["low-flight"]
    assert claim.at == {"rcs": 2.5, "height": 500.0}
    assert "At 500 m height 60 km (50 to 60 km) is cited" in words(entry)
    assert "The two agree." in words(entry, "holds")
    # An S-band radar sees that target to the horizon, or to the trees.
    between = changed("91n6e", claims={"low-flight": moved(claim, 80e3)})  # type: ignore[arg-type]
    assert "The claim lies between." in words(between, "holds")


@pytest.mark.parametrize("name", RADARS)
def test_the_blind_ring_is_a_cone_above_the_highest_beam(name: str) -> None:
    site, entry = Site(radar(name)), radar(name)
    for height in (5_000.0, 10_000.0, 20_000.0):
        cone = (height - entry.antenna_height.value) / math.tan(entry.highest_elevation.value)
        # The earth's curve is worth less than one in a hundred here.
        nearest = math.sqrt(max(site.nearest**2 - height**2, 0.0))
        assert site.blind_radius(height) == pytest.approx(max(cone, nearest), rel=0.01)
    assert site.blind_radius(entry.antenna_height.value) == pytest.approx(entry.minimum_range.value, rel=1e-6)


@pytest.mark.parametrize("name", RADARS)
def test_the_reference_range_holds_on_its_card(name: str) -> None:
    site, entry = Site(radar(name), FREE_SPACE), radar(name)
    far = np.array([entry.reference_range.value])
    ratio = site.signal(far, np.array([0.3])) * entry.reference_range.at["rcs"]
    sure = detection_probability(ratio, site.pfa, site.pulses, SWERLING)
    assert sure[0] == pytest.approx(entry.anchor_pd.value, abs=1e-6)


def test_sixteen_times_the_section_is_seen_twice_as_far() -> None:
    site = Site(radar("an-tps-70"), FREE_SPACE)
    ranges = np.linspace(1e3, 400e3, 4000)
    near, far = (site.outermost(ranges, 20_000.0, [rcs])[0] for rcs in (0.01, 0.16))
    # Slant ranges; both lie above the clutter.
    slant = [float(site.sight(np.array([ground]), np.array([20_000.0]))[0][0]) for ground in (near, far)]
    assert slant[1] / slant[0] == pytest.approx(2.0, rel=2e-3)


def test_half_the_looks_detect_on_the_outline() -> None:
    site = Site(radar("91n6e"))
    ranges = np.linspace(1e3, 600e3, 3000)
    edge = site.outermost(ranges, 20_000.0, [0.1])
    assert radar_card.chance(site, np.array(edge), 20_000.0, 0.1)[0] == pytest.approx(LIKELY, abs=0.01)


def test_curves_hold_what_they_say() -> None:
    curves = radar_card.curves(radar("pantsir-track"))
    assert curves.margins.keys() == curves.chances.keys() == curves.low.keys() == set(CROSS_SECTIONS)
    assert all(margin.shape == curves.ranges.shape for margin in curves.margins.values())
    areas = [int((curves.margins[rcs] >= 0.0).sum()) for rcs in CROSS_SECTIONS]
    assert areas == sorted(areas)
    assert areas[0] > 0
    for trees, clear in curves.low.values():
        assert (trees <= clear + 1.0).all()
        assert (clear <= curves.low_horizon).all()
    assert (curves.doubt[0] <= curves.doubt[1]).all()
    assert (curves.treeline >= curves.horizon - 1e-6).all()


def test_points_of_the_fan_lie_on_their_rays() -> None:
    site = Site(radar("91n6e"))
    ranges, heights = radar_card._fan(site)
    slant, sine = site.sight(ranges, heights)
    assert np.allclose(slant, slant[0], rtol=1e-6)
    assert np.allclose(sine, sine[:, :1], atol=1e-6)


def test_a_crossing_lies_between_its_points() -> None:
    places = np.array([0.0, 1.0, 2.0, 3.0])
    assert crossing(places, np.array([1.0, 1.0, -1.0, -1.0])) == pytest.approx(1.5)
    assert crossing(places, np.full(4, -1.0)) == 0.0
    assert crossing(places, np.ones(4)) == 3.0
