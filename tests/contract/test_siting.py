"""Slavic Shield stands by the rules of docs/scenarios/slavic-shield-2019.md; none of them asks what leaks.

The rules are the employment guidelines of US Army FM 44-100 (2000); the distances are that page's own.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shieldwall.exercise.simulate import drawn
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario import load
from shieldwall.survey.sensor_network import SensorNetwork

NAME = "slavic-shield-2019"
#: Low routes by what they lead to.
LOW = {
    "batajnica": ("drina", "tisza", "drones-north-west"),
    "belgrade-industry": ("ibar", "danube"),
    "pancevo-industry": ("morava", "drones-east"),
    "s400-cp": ("sava",),
}
#: How near a guard of each kind stands to its charge, and any guard to the next fire unit, m: half of the 57E6's reach.
NEAR = {"pantsir-s1": 4_000.0, "s-125m1t-neva": 10_000.0}
MUTUAL = 10_000.0
#: Of the last 20 km of each low route a guard's radar sees so much, m; half of it.
LAST, SEEN = 20_000.0, 10_000.0
HEIGHT = 60.0

Point = NDArray[np.float64]


@cache
def positions() -> dict[str, Point]:
    """Where units and places are, m east and north."""
    scenario = load(NAME)
    frame = Frame(*scenario.origin)
    sites = {name: unit.at for name, unit in scenario.blue.units.items()}
    sites |= {name: place.at for name, place in scenario.places.items()}
    return {name: np.array(frame.point_at(*at, 0.0)[:2]) for name, at in sites.items()}


def guards() -> dict[str, list[str]]:
    """The units that guard something, by what they guard."""
    found: dict[str, list[str]] = {}
    for name, unit in load(NAME).blue.units.items():
        if unit.guards is not None:
            found.setdefault(unit.guards, []).append(name)
    return found


def way(route: str, last: float) -> Point:
    """Points of the last metres of a route, float64[n, 2], half a kilometre apart."""
    scenario = load(NAME)
    frame = Frame(*scenario.origin)
    corners = [np.array(frame.point_at(*point.position, 0.0)[:2]) for point in scenario.red.routes[route]][::-1]
    before = np.cumsum([0.0, *(np.hypot(*(b - a)) for a, b in pairwise(corners))])
    marks = np.arange(0.0, last, 500.0)
    return np.stack([np.interp(marks, before, [corner[axis] for corner in corners]) for axis in (0, 1)], axis=1)


def test_the_raid_is_kept() -> None:
    """Its routes are those of the frozen bench, and the post, to which two of them lead, has not moved."""
    kept, bench = load(NAME), load("bench-60")
    for name, route in bench.red.routes.items():
        ours = kept.red.routes[name]
        assert [point.target for point in ours] == [point.target for point in route]
        assert [point.position for point in ours if not point.target] == [p.position for p in route if not p.target]
    moved = np.degrees(kept.blue.units["s400-cp"].at) - np.degrees(bench.blue.units["s400-cp"].at)
    assert np.abs(moved).max() < 1e-3


def test_everything_defended_has_a_guard_and_what_is_worth_most_has_two_pantsirs() -> None:
    scenario, found = load(NAME), guards()
    assert set(found) == {"s400", "s400-cp", *scenario.places}
    kinds = {charge: sorted(scenario.blue.units[name].entry for name in names) for charge, names in found.items()}
    dearest = max(scenario.places, key=lambda name: scenario.places[name].value)
    assert kinds[dearest] == ["pantsir-s1", "pantsir-s1"]
    assert all("pantsir-s1" in entries for entries in kinds.values())


def test_guards_stand_near_their_charge_towards_the_raid_and_within_mutual_support() -> None:
    scenario, at = load(NAME), positions()
    fire = [name for name in scenario.blue.units if name == "s400" or scenario.blue.units[name].guards is not None]
    for charge, names in guards().items():
        for name in names:
            off = at[name] - at[charge]
            assert np.hypot(*off) <= NEAR[scenario.blue.units[name].entry]
            assert min(np.hypot(*(at[name] - at[other])) for other in fire if other != name) <= MUTUAL
            come = [way(route, LAST)[-1] - at[charge] for route in LOW.get(charge, LOW["s400-cp"])]
            # Within a right angle of one of the routes that lead to its charge.
            assert max(float(off @ route) for route in come) > 0.0


def test_each_low_route_is_seen_by_a_guard_of_what_it_leads_to() -> None:
    """By the engine's own masks, trees and echoes, for what flies there."""
    made = drawn(load(NAME, {"draws": "{terrain_error: no, obstacle_angle: no}"}), 1, 0)
    # Engagement radars count as turned towards what comes.
    made.model.sensors["cos_sector"] = -1.0
    network = SensorNetwork(made)
    radars = [(n, sensor.unit.split("/")[1]) for n, sensor in enumerate(network.sensors) if sensor.kind == "radar"]
    for charge, routes in LOW.items():
        for route in routes:
            flyer = route if route.startswith("drones") else f"cm-{route}"
            target = network.threat(f"red/{flyer}/1", 51.0 if route.startswith("drones") else 245.0)
            assert target is not None
            flat = way(route, LAST)
            points = network.above_ground(np.stack([*flat.T, np.full(len(flat), HEIGHT)]))
            seen = [
                float((network.probability(number, points, target)[0] >= 0.5).mean()) * LAST
                for number, unit in radars
                if unit in guards()[charge]
            ]
            assert max(seen) >= SEEN, (charge, route, seen)


def test_the_pantsirs_that_guard_what_is_worth_most_face_different_approaches() -> None:
    scenario = load(NAME)
    one, other = (scenario.blue.units[name].facing for name in guards()["batajnica"])
    assert one is not None
    assert other is not None
    assert math.cos(one - other) < math.cos(math.radians(60.0))
