"""A higher mast never sees a low target later, whichever radar stands on it.

Over ground that reflects this holds for what is seen to the horizon; the lobes of the ground's reflection move with the
mast, so that a faint target may then stand in the dark between two of them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from shieldwall.catalogue import ids, load
from shieldwall.catalogue.sensors import Radar
from shieldwall.scenario.surroundings import Propagation
from shieldwall.survey.radar_card import Site

RADARS = [entry.id for entry in map(load, ids()) if isinstance(entry, Radar)]
#: Heights of an antenna, m: from a trailer's to that of the highest tower of the catalogue.
MASTS = (2.0, 4.0, 9.0, 18.0, 27.0, 42.0)
LOW = (30.0, 60.0, 100.0, 300.0)
SECTIONS = (0.01, 0.1, 1.0, 10.0)
RANGES = np.linspace(0.0005, 1.0, 2000) * 200e3


def on_a_mast(name: str, mast: float, ground: bool) -> Site:
    radar = load(name)
    assert isinstance(radar, Radar)
    height = replace(radar.antenna_height, value=mast, low=mast, high=mast)
    return Site(radar.model_copy(update={"antenna_height": height}), Propagation(ground=ground))


def never_later(sites: list[Site], height: float, sections: tuple[float, ...], trees: bool) -> bool:
    first = np.array([site.outermost(RANGES, height, sections, trees) for site in sites])
    return all((higher >= lower - 100.0).all() for lower, higher in pairwise(first))


@pytest.mark.parametrize("trees", [True, False], ids=["trees", "open"])
@pytest.mark.parametrize("name", RADARS)
def test_a_higher_mast_never_sees_a_low_target_later(name: str, trees: bool) -> None:
    sites = [on_a_mast(name, mast, ground=False) for mast in MASTS]
    assert all(never_later(sites, height, SECTIONS, trees) for height in LOW)


@pytest.mark.parametrize("name", RADARS)
def test_nor_one_that_only_the_horizon_hides_where_the_ground_reflects(name: str) -> None:
    sites = [on_a_mast(name, mast, ground=True) for mast in MASTS]
    assert all(never_later(sites, height, (10.0,), trees=False) for height in (30.0, 60.0))


def test_the_highest_tower_sees_a_cruise_missile_at_the_horizon() -> None:
    """0.1 m2 at 60 m from 42 m: 4.12 km for each square root of metres (Skolnik, Radar Handbook, 2008) make 58.6 km."""
    site = on_a_mast("96l6e", 42.0, ground=False)
    assert site.outermost(RANGES, 60.0, (0.1,), trees=False)[0] == pytest.approx(58.6e3, rel=0.03)
