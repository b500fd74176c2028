"""What stands in a scenario and has no effect: units that no net joins, silent nets, ground that is not there."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.positions import show_position
from shieldwall.scenario.posts import carries, post_warnings
from shieldwall.scenario.schema import Link, Orbit, Scenario
from shieldwall.terrain import load
from shieldwall.text.nodes import Node

Floats = NDArray[np.float64]
#: Points of a circle at which it is looked whether the terrain is there.
ROUND = 24


def without_effect(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what of a checked scenario has no effect, with line and what happens instead."""
    yield from post_warnings(scenario, root)
    for index, link in enumerate(scenario.blue.links):
        yield from _silent(scenario, link, root.nearest(("blue", "links", index)))
    yield from _off_the_terrain(scenario, root)


def _silent(scenario: Scenario, link: Link, node: Node) -> Iterator[InputWarning]:
    post = scenario.blue.command.post
    if link.fails >= 1.0:
        yield node.nearest(("fails",)).warning(f"net {link.name} loses every message", "write less than 1")
    if not carries(scenario.blue, link):
        yield node.nearest(("joins",)).warning(
            f"net {link.name} joins no unit with its post; it carries nothing",
            f"add for example {post}, or delete the net",
        )
    for number, outage in enumerate(link.outages):
        place = node.nearest(("outages", number))
        if outage.start >= scenario.lasts:
            yield place.warning(
                f"this outage begins at {outage.start / 60:g} min, after the exercise has ended",
                f"write less than {scenario.lasts / 60:g} min",
            )
        elif outage.start <= 0.0 and outage.end >= scenario.lasts:
            yield place.warning(f"net {link.name} is down all the while", "let the outage end earlier")


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
