"""What stands in a scenario and has no effect: units that no net joins, silent nets, ground that is not there."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.positions import show_position
from shieldwall.scenario.networks import net_warnings
from shieldwall.scenario.posts import post_warnings
from shieldwall.scenario.schema import Scenario
from shieldwall.scenario.traffic import Orbit
from shieldwall.scenario.zone_checks import zone_warnings
from shieldwall.terrain import load
from shieldwall.text.nodes import Node

Floats = NDArray[np.float64]
#: Points of a circle at which it is looked whether the terrain is there.
ROUND = 24


def without_effect(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what of a checked scenario has no effect, with line and what happens instead."""
    yield from net_warnings(scenario, root)
    yield from post_warnings(scenario, root)
    yield from zone_warnings(scenario, root)
    yield from _of_one(scenario, root)
    yield from _off_the_terrain(scenario, root)


def _of_one(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what is written of the members of a unit that has one."""
    several = [("blue", name, "spread", unit.count, "it stands at its place") for name, unit in
               scenario.blue.units.items()]  # fmt: skip
    several += [("red", name, "spacing", unit.count, "it enters when it is told") for name, unit in
                scenario.red.units.items()]  # fmt: skip
    for side, name, key, count, instead in several:
        node = root.nearest((side, "units", name)).child(key)
        if count == 1 and node is not None:
            yield node.warning(f"{name} has one member, so that its {key} says nothing: {instead}", "add a count")


def _off_the_terrain(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    terrain = load(scenario.terrain)
    said = f"off the terrain {terrain.name}, where the ground is taken as flat and at sea level"
    instead = "lead it over the terrain, or name one that is larger"
    flown = {unit.route for unit in scenario.red.units.values()}
    for name, route in scenario.red.routes.items():
        for index, point in enumerate(route):
            if name in flown and not terrain.covers(*point.position):
                place = root.nearest(("red", "routes", name, index))
                yield place.warning(f"{show_position(point.position)} is {said}", instead)
    for name, unit in scenario.red.units.items():
        if unit.orbit is not None and not terrain.covers(*_circle(unit.orbit)).all():
            yield root.nearest(("red", "units", name, "orbit")).warning(f"part of this circle is {said}", instead)


def _circle(orbit: Orbit) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of points on an orbit, rad."""
    bearings = np.linspace(0.0, math.tau, ROUND, endpoint=False)
    far = orbit.radius / EARTH_RADIUS
    latitudes = orbit.around.latitude + far * np.cos(bearings)
    return latitudes, orbit.around.longitude + far * np.sin(bearings) / np.maximum(0.01, np.cos(latitudes))
