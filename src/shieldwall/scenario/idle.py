"""What stands in a scenario and has no effect: units that no net joins, silent nets, ground that is not there."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shieldwall.catalogue import load_unit
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.positions import show_position
from shieldwall.scenario.schema import Link, Orbit, Scenario
from shieldwall.terrain import load
from shieldwall.text.nodes import Node

Floats = NDArray[np.float64]
#: Points of a circle at which it is looked whether the terrain is there.
ROUND = 24


def without_effect(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what of a checked scenario has no effect, with line and what happens instead."""
    yield from _alone(scenario, root)
    yield from _impatient(scenario, root)
    for index, link in enumerate(scenario.blue.links):
        yield from _silent(scenario, link, root.nearest(("blue", "links", index)))
    yield from _off_the_terrain(scenario, root)


def _alone(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    post = scenario.blue.command.post
    reached = {post}.union(*(link.joins for link in scenario.blue.links if post in link.joins))
    for name in scenario.blue.units:
        if name not in reached:
            yield root.nearest(("blue", "units", name)).warning(
                f"no net joins it with the post {post}: it reports to nobody, hears nothing and fights alone",
                f"write for example links: [{{name: net, joins: [{post}, {name}], delay: 1 s}}]",
            )


def _impatient(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    delays, post = scenario.blue.command.delays, scenario.blue.units[scenario.blue.command.post]
    if delays.autonomy is None:
        return
    cycle = load_unit(post.entry).command_cycle.value if delays.cycle is None else delays.cycle
    if delays.autonomy < cycle:
        yield root.nearest(("blue", "command", "delays", "autonomy")).warning(
            f"a post speaks once in its cycle of {cycle:g} s, so that its units fight alone between two of its words",
            f"write {2.0 * cycle:g} s or more",
        )


def _silent(scenario: Scenario, link: Link, node: Node) -> Iterator[InputWarning]:
    post = scenario.blue.command.post
    if link.fails >= 1.0:
        yield node.nearest(("fails",)).warning(f"net {link.name} loses every message", "write less than 1")
    if post not in link.joins:
        yield node.nearest(("joins",)).warning(
            f"net {link.name} does not join the post {post}, to which units report; it carries nothing",
            f"add {post}, or delete the net",
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
