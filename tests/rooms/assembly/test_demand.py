"""Memory and time of a group's masks are told, and refused where there is not so much."""

from __future__ import annotations

import pytest

import shieldwall as sw
from shieldwall.assembly.plan import plan
from shieldwall.assembly.plan.demand import check_demand, free_memory, in_words, mask_bytes
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.scenario import load
from shieldwall.terrain import Antenna

#: The ground's finest cells where masks have no finer square, m.
COARSE = 800.0
MANY = {"blue.units.s400.count": 1000, "blue.units.s400.spread": "20 km", "blue.units.pantsir-1.guards": "none"}


def test_masks_are_as_large_as_they_are_told() -> None:
    made = plan(load("one-battery"))
    told = mask_bytes(made.masks.antennas, COARSE)
    # Twice: while they are joined, both the parts and the whole are there.
    assert told == pytest.approx(2 * made.masks.altitudes.nbytes, rel=0.05)


def test_ten_heights_and_ten_antennas_are_ten_masks() -> None:
    one = Antenna(0.7, 0.3, 10.0, 150e3)
    assert mask_bytes([one] * 10, COARSE) == pytest.approx(10 * mask_bytes([one], COARSE))
    assert mask_bytes([one._replace(heights=tuple(map(float, range(10))))], COARSE) == pytest.approx(
        10 * mask_bytes([one], COARSE)
    )
    assert mask_bytes([one._replace(farthest=300e3)], COARSE) == pytest.approx(4 * mask_bytes([one], COARSE), rel=0.02)


def test_a_thousand_battalions_are_told_at_check() -> None:
    [one] = sw.warnings(load("slavic-shield-2019", MANY))
    assert one.path == "blue.units.s400.count"
    assert "GB of memory" in one.message


def test_what_does_not_fit_is_refused_before_it_is_made() -> None:
    antenna = Antenna(0.7, 0.3, 10.0, 600e3)
    check_demand([antenna] * 10, COARSE, free=1e9)
    with pytest.raises(ShieldwallError, match=r"needs 17 GB of memory .* and 1 GB are free; write fewer units"):
        check_demand([antenna] * 1000, COARSE, free=1e9)
    assert in_words(17e9).startswith("17 GB of memory")


def test_the_memory_of_this_machine_is_known_or_not_asked_for() -> None:
    free = free_memory()
    assert free is None or 1e6 < free < 1e14
