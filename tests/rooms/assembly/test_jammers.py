"""Jammers of a raid: who carries them, what they radiate in which receiver, and what is drawn of them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from shieldwall.assembly import assemble
from shieldwall.assembly.jammers import WAVELENGTHS, Carried, densities, jammer_table
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.catalogue import load
from shieldwall.catalogue.jammers import Jammer
from shieldwall.scenario import load_text
from shieldwall.state.sensor import BANDS

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


def entry(name: str) -> Jammer:
    found = load(name)
    assert isinstance(found, Jammer)
    return found


def test_jammers_ride_on_their_bodies() -> None:
    made = assemble(load_text(TEXT), 1, 0, sampled=False)
    names = made.header["names"]
    jammers = made.truth.jammers
    riders = [names[int(made.truth.bodies[int(row.body)].name)] for row in jammers]
    assert riders == ["red/mike/1", "red/zulu/1", "red/zulu/2"]
    assert [(row.on, row.off) for row in jammers] == [(0.0, math.inf), (60.0, 120.0), (60.0, 120.0)]
    assert made.header["threats"]["red/zulu/1"]["mission"] == "fly its route and jam by stand-off-pods"
    assert {"stand-off-pods", "self-screening-pod"} <= set(made.header["entries"])


def test_a_camera_and_a_radar_of_another_band_hear_nothing() -> None:
    made = assemble(load_text(TEXT), 1, 0, sampled=False)
    names = made.header["names"]
    heard = {names[int(sensor.name)]: list(made.truth.densities[s]) for s, sensor in enumerate(made.model.sensors)}
    wide, spot = 1e5 / 1e8, 1e3 / 20e6
    assert heard["blue/warning/sensor"] == pytest.approx([0.0, wide, wide])
    assert heard["blue/vehicle/search"] == pytest.approx([spot, wide, wide])
    assert heard["blue/vehicle/track"] == pytest.approx([spot, wide, wide])
    assert heard["blue/vehicle/camera"] == [0.0, 0.0, 0.0]


def test_noise_narrower_than_a_receiver_enters_it_whole() -> None:
    pod = entry("self-screening-pod")
    # A cell of 5 m needs a bandwidth of 30 MHz, more than the 20 MHz of the pod.
    row = {"receiver": 1.0, "band": float(BANDS.index("x")), "range_cell": 5.0}
    found = densities([Carried(0, pod, 0.0, math.inf)], [row], Unknowns(1, 0, sampled=False))
    assert found[0, 0] == pytest.approx(1e3 / (299_792_458.0 / 10.0))


def test_what_is_not_known_of_a_jammer_is_drawn_once_for_all_copies() -> None:
    pods = entry("stand-off-pods")
    row = {"receiver": 1.0, "band": float(BANDS.index("s")), "range_cell": 150.0}
    drawn: list[Any] = []
    for replication in range(40):
        unknowns = Unknowns(1, replication, sampled=True)
        carried = [Carried(body, pods, 0.0, math.inf) for body in (0, 1)]
        table, found = jammer_table(carried, unknowns), densities(carried, [row], unknowns)
        assert found[0, 0] == found[0, 1]
        assert table[0].cos_sector == table[1].cos_sector
        assert math.cos(math.radians(45.0)) <= table[0].cos_sector <= math.cos(math.radians(15.0))
        drawn.append(unknowns.drawn["stand-off-pods.erp"])
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
