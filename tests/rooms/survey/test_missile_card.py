"""An interceptor's card against single flights and its fit, and its words against their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shieldwall.catalogue import fits, load
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.kernels.reach import HIT
from shieldwall.survey import missile_card, missile_verdicts
from shieldwall.survey.flyout import shot
from shieldwall.survey.missile_card import MissileCurves, Residual
from shieldwall.survey.missile_verdicts import Fading, Tally

NAMES = ("57e6", "48n6e3")


def interceptor(name: str) -> Interceptor:
    entry = load(name)
    assert isinstance(entry, Interceptor)
    return entry


@pytest.fixture(scope="module", params=NAMES)
def card(request: pytest.FixtureRequest) -> tuple[Interceptor, MissileCurves]:
    entry = interceptor(request.param)
    return entry, missile_card.curves(entry)


def test_the_envelope_ends_where_the_fit_says(card: tuple[Interceptor, MissileCurves]) -> None:
    _, curves = card
    farthest = max(curves.reaches(float(height)) for height in curves.heights[1:])
    simulated = next(residual.simulated for residual in curves.residuals if residual.name == "max_range")
    step = curves.ranges[1] - curves.ranges[0]
    assert farthest == pytest.approx(simulated, abs=1.5 * step)


def test_points_on_both_sides_of_the_contour_fly_as_it_says(card: tuple[Interceptor, MissileCurves]) -> None:
    entry, curves = card
    body: Any = fits.airframe(entry).view(np.recarray)
    step = float(curves.ranges[1] - curves.ranges[0])
    for height in (0.25 * entry.max_altitude.value, 0.5 * entry.max_altitude.value):
        edge = curves.reaches(height)
        inside, beyond = shot(body, edge - 2.0 * step, height), shot(body, edge + 2.0 * step, height)
        assert inside.miss <= HIT
        low = (curves.ranges - (edge - 2.0 * step)).searchsorted(0.0)
        row = round(height / float(curves.heights[1]))
        near = curves.time[max(row - 1, 0) : row + 2, max(low - 1, 0) : low + 2]
        assert near.min() <= inside.arrival <= near.max()
        slow = beyond.speed[-1] < body["minimum_speed"][0] or beyond.lift[-1] == 0.0
        assert beyond.miss > HIT or slow or beyond.arrival > 0.98 * body["battery"][0]


def test_shown_flights_arrive(card: tuple[Interceptor, MissileCurves]) -> None:
    _, curves = card
    assert [flown.miss <= HIT for flown in curves.shots] == [True] * 3
    ends = [flown.ground_range[-1] for flown in curves.shots]
    assert ends == pytest.approx([ground for ground, _ in curves.targets], rel=0.02)


def test_residuals_are_those_of_the_stored_fit() -> None:
    stored: Any = fits.fit("57e6").plain()
    for residual in missile_card.residuals("57e6"):
        assert residual.simulated == float(stored["residuals"][residual.name]["simulated"])
        assert residual.within == (stored["residuals"][residual.name]["within"] == "yes")


@pytest.mark.parametrize(
    ("simulated", "mark", "said"),
    [
        (250e3, "holds", "has 250 km."),
        (230e3, "holds", "8 % less but within"),
        (150e3, "differs", "40 % less and outside"),
        (150e3, "differs", "Physical bounds forbid more."),
        (300e3, "differs", "20 % more and outside the range that is cited. The battle keeps to the claim."),
    ],
)
def test_a_residual_is_marked_by_its_size(simulated: float, mark: str, said: str) -> None:
    verdict = missile_verdicts._residual(Residual("max_range", 250e3, 200e3, 250e3, simulated))
    assert verdict.mark == mark
    assert said in verdict.text


@pytest.mark.parametrize(
    ("interval", "mark", "said"),
    [
        ((0.2, 0.3), "differs", "which is more"),
        ((0.97, 0.99), "differs", "which is less"),
        ((0.6, 0.8), "holds", "may be"),
    ],
)
def test_kills_are_compared_with_the_brochure(interval: tuple[float, float], mark: str, said: str) -> None:
    tally = Tally(100, 70, *interval, "Strike fighter")
    found = [verdict for verdict in missile_verdicts._kills(interceptor("48n6e3"), tally) if "brochure" in verdict.text]
    assert [verdict.mark for verdict in found] == [mark]
    assert said in found[0].text
    assert "(0.7 to 0.95)" in found[0].text


def test_fading_is_a_disagreement_well_inside_the_claimed_reach() -> None:
    for place, mark in ((150e3, "differs"), (240e3, "only if")):
        tally = Tally(100, 70, 0.6, 0.8, "Strike fighter", Fading(place, 40, 4, 0.04, 0.23, "it ran out of time"))
        first = next(iter(missile_verdicts._kills(interceptor("48n6e3"), tally)))
        assert first.mark == mark
        assert "only 4 of 40 first rounds killed: 0.10 (0.04 to 0.23 at 95 %)" in first.text


def test_reach_needs_a_height_over_the_horizon_of_the_guiding_radar(card: tuple[Interceptor, MissileCurves]) -> None:
    entry, curves = card
    radar: Any = load("92n6e")
    text = " ".join(verdict.text for verdict in missile_verdicts.verdicts(entry, curves, [radar], None))
    if entry.id == "48n6e3":
        # (250 / 4.12 - sqrt 6)^2 = 3391 m; (250 / 210)^4 = 2.0 m2.
        assert "250 km reach needs a target above about 3.4 km" in text
        assert "sees 2 m²" in text
    assert "first rounds" not in text
