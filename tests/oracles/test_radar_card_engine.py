"""A radar's card against the engine: where a target comes into view, and how strong its echo is there."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.catalogue import load
from shieldwall.catalogue.sensors import Radar
from shieldwall.exercise import run
from shieldwall.kernels.draws import FLUCTUATION, entity_of, uniform
from shieldwall.record.kinds import SIGHT
from shieldwall.record.reasons import IN_VIEW
from shieldwall.scenario.load import load_text
from shieldwall.scenario.surroundings import Propagation
from shieldwall.state.sensor import BANDS
from shieldwall.survey.radar_card import Site

SCENARIO = """
scenario: 1
title: One radar by the sea
question: From where on is a target in view?
terrain: flat
start: 2020-01-01T00:00Z
lasts: 30 min
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
propagation: {{ground: {ground}}}
blue:
  command: {{post: radar}}
  units:
    radar: {{is: {radar}, at: 45.0 N 20.0 E}}
red:
  routes:
    in: [48.5 N 20.0 E, 45.1 N 20.0 E]
  units:
    target: {{is: {target}, route: in, height: {height:g} m amsl, speed: 250 m/s}}
"""
SPEED = 250.0


@pytest.mark.parametrize(
    ("radar", "height", "target", "ground"),
    [
        ("91n6e", 1000.0, "strike-fighter", "yes"),
        ("p-18", 3000.0, "strike-fighter", "no"),
        # Shaping hides little from metre waves, and much from the others.
        ("p-18", 1500.0, "stealth-strike", "no"),
        # The ground hides the target longer than the horizon does.
        ("p-18", 3000.0, "strike-fighter", "yes"),
        ("p-18", 1500.0, "stealth-strike", "yes"),
        ("an-tps-70", 300.0, "strike-fighter", "yes"),
    ],
)
def test_a_target_comes_into_view_where_the_card_says(radar: str, height: float, target: str, ground: str) -> None:
    entry = load(radar)
    assert isinstance(entry, Radar)
    assert entry.rotation_period is not None
    site = Site(entry, Propagation(ground=ground == "yes"))
    text = SCENARIO.format(radar=radar, height=height, target=target, ground=ground)
    fought = run(load_text(text, "sea.yaml"), film=False)
    log, names = fought.recording.log, fought.header["names"]
    seen = [row for row in log[log["kind"] == SIGHT] if row["why"] == IN_VIEW and names[row["whom"]].startswith("red/")]
    assert seen
    distance, strength = float(seen[0]["v0"]), float(seen[0]["v1"])
    # The card's sight there: the look before, a turn earlier, lay outside it.
    margin = site.lowest_height(distance) - height
    before = site.lowest_height(distance + SPEED * entry.rotation_period.value) - height
    # A mask cell of 1 km is worth about 25 m of height at these ranges; heights of masks are whole metres.
    assert margin <= 30.0
    faint = radar == "p-18" and ground == "yes"
    assert faint or before >= -30.0
    echo = site.signal(*(np.array([part]) for part in _sight(site, distance, height)))[0]
    threat = load(target)
    band = BANDS.index(entry.band.value)
    section = threat.rcs.front.value * (threat.low_band_factor.value if entry.band.value == "vhf" else 1.0)  # type: ignore[attr-defined]
    epoch = int(float(seen[0]["t"]) / threat.decorrelation_time.value)  # type: ignore[attr-defined]
    u = uniform(1, 0, FLUCTUATION, entity_of(names[seen[0]["whom"]]), band, epoch)
    # Swerling's first case: the echo of a look is exponential.
    assert strength == pytest.approx(echo * section * -np.log(u), rel=0.03)


def _sight(site: Site, slant: float, height: float) -> tuple[float, float]:
    """Slant range and sine of the elevation that the card has for a height, from the slant range."""
    ranges = np.linspace(0.9 * slant, slant, 2000)
    reach, sine = site.sight(ranges, np.full_like(ranges, height))
    at = int(np.argmin(np.abs(reach - slant)))
    return float(reach[at]), float(sine[at])
