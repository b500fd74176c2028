"""Jammers of a raid: who carries them, what they radiate in which receiver, and what is drawn of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from red_side import Drawing, drawing

from shieldwall.assembly.draw.raid_effects import lay_densities
from shieldwall.assembly.header import header
from shieldwall.assembly.plan.bands import WAVELENGTHS
from shieldwall.exercise.simulate import drawn
from shieldwall.scenario import load_text
from shieldwall.state.sensor import BANDS, SENSOR

TEXT = """
scenario: 1
title: Two that jam and one that does not
question: Who jams?
terrain: flat
start: 2019-10-24T08:00Z
lasts: 5 min
blue:
  command: {post: warning}
  units:
    warning: {is: p-18, at: 44.80 N 20.30 E}
    vehicle: {is: pantsir-s1, at: 44.80 N 20.32 E}
red:
  routes: {in: [45.80 N 20.30 E, 45.00 N 20.30 E]}
  units:
    zulu: {is: electronic-attack, count: 2, route: in, height: 8 km amsl, speed: 200 m/s, spacing: 5 s,
           jammer: {is: stand-off-pods, from: 1 min, to: 2 min}}
    alpha: {is: strike-fighter, route: in, height: 8 km amsl, speed: 200 m/s}
    mike: {is: strike-fighter, route: in, height: 8 km amsl, speed: 200 m/s, jammer: {is: self-screening-pod}}
"""


def densities(drawn: Drawing, receiver: float, band: str, range_cell: float) -> list[float]:
    """Density of each jammer in the receiver of a radar."""
    sensor = np.zeros(1, SENSOR).view(np.recarray)
    sensor.receiver, sensor.band, sensor.range_cell = receiver, BANDS.index(band), range_cell
    found = np.full((1, len(drawn.drawn.jammers)), np.nan)
    lay_densities(drawn.plan.raid.pods, drawn.figures, sensor, found)
    return list(found[0])


def test_jammers_ride_on_their_bodies() -> None:
    made = drawn(load_text(TEXT), 1, 0)
    names = made.plan.names.all()
    jammers = made.truth.jammers
    riders = [names[int(made.truth.bodies[int(row.body)].name)] for row in jammers]
    assert riders == ["red/mike/1", "red/zulu/1", "red/zulu/2"]
    assert [(row.on, row.off) for row in jammers] == [(0.0, math.inf), (60.0, 120.0), (60.0, 120.0)]
    assert header(made)["threats"]["red/zulu/1"]["mission"] == "fly its route and jam by stand-off-pods"
    assert {"stand-off-pods", "self-screening-pod"} <= set(header(made)["entries"])


def test_a_camera_and_a_radar_of_another_band_receive_nothing() -> None:
    made = drawn(load_text(TEXT), 1, 0)
    names = made.plan.names.all()
    densities_of = {
        names[int(sensor.name)]: list(made.truth.densities[s]) for s, sensor in enumerate(made.model.sensors)
    }
    wide, spot = 1e5 / 1e8, 1e3 / 20e6
    assert densities_of["blue/warning/sensor"] == pytest.approx([0.0, wide, wide])
    assert densities_of["blue/vehicle/search"] == pytest.approx([spot, wide, wide])
    assert densities_of["blue/vehicle/track"] == pytest.approx([spot, wide, wide])
    assert densities_of["blue/vehicle/camera"] == [0.0, 0.0, 0.0]


def test_noise_narrower_than_a_receiver_enters_it_whole() -> None:
    drawn = drawing(load_text(TEXT))
    # A cell of 5 m needs a bandwidth of 30 MHz, more than the 20 MHz of the pod.
    assert densities(drawn, 1.0, "x", 5.0)[0] == pytest.approx(1e3 / (299_792_458.0 / 10.0))
    assert densities(drawn, 0.0, "x", 5.0) == [0.0, 0.0, 0.0]
    assert densities(drawn, 1.0, "l", 5.0)[0] == 0.0


def test_what_is_not_known_of_a_jammer_is_drawn_once_for_all_copies() -> None:
    drawn: list[Any] = []
    for replication in range(40):
        made = drawing(load_text(TEXT), replication=replication, sampled=True)
        table, found = made.drawn.jammers, densities(made, 1.0, "s", 150.0)
        assert found[1] == found[2]
        assert table[1].cos_sector == table[2].cos_sector
        assert math.cos(math.radians(45.0)) <= table[1].cos_sector <= math.cos(math.radians(15.0))
        drawn.append(made.figures[made.plan.raid.pods.power[1]])
    # 10 kW to 1 MW, evenly over the logarithm: half of them lie below 100 kW.
    assert 1e4 <= min(drawn) < 2e4
    assert 5e5 < max(drawn) <= 1e6
    assert 10 <= sum(power < 1e5 for power in drawn) <= 30


def test_every_band_has_its_wavelength() -> None:
    # IEEE 521: limits of each band in GHz; Ku as 12 to 18.
    limits = {"vhf": (0.03, 0.3), "uhf": (0.3, 1), "l": (1, 2), "s": (2, 4), "c": (4, 8), "x": (8, 12), "ku": (12, 18)}
    assert set(WAVELENGTHS) == set(BANDS)
    for band, (low, high) in limits.items():
        assert low <= 0.299_792_458 / WAVELENGTHS[band] <= high
