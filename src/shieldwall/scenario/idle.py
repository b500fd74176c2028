"""What stands in a scenario and has no effect: units that no net joins, silent nets, ground that is not there."""

from __future__ import annotations

import math
from collections.abc import Iterator

from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.positions import Position, show_position
from shieldwall.scenario.schema import Link, Scenario
from shieldwall.terrain import bounds
from shieldwall.text.nodes import Node


def without_effect(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what of a checked scenario has no effect, with line and what happens instead."""
    yield from _alone(scenario, root)
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
    edges = tuple(math.degrees(edge) for edge in bounds(scenario.terrain))
    south, north, west, east = edges
    instead = f"write a position from {south:g} to {north:g} N and {west:g} to {east:g} E"
    flown = {unit.route for unit in scenario.red.units.values()}
    for name, route in scenario.red.routes.items():
        for index, point in enumerate(route):
            if name in flown and not _within(point.position, edges):
                yield root.nearest(("red", "routes", name, index)).warning(
                    f"{show_position(point.position)} is off the terrain {scenario.terrain}, "
                    "where the ground is taken as flat and at sea level",
                    instead,
                )
    for name, unit in scenario.red.units.items():
        if unit.orbit is not None and not _within(unit.orbit.around, edges, unit.orbit.radius):
            yield root.nearest(("red", "units", name, "orbit")).warning(
                f"part of this circle is off the terrain {scenario.terrain}, "
                "where the ground is taken as flat and at sea level",
                instead,
            )


def _within(at: Position, edges: tuple[float, ...], reach: float = 0.0) -> bool:
    south, north, west, east = edges
    latitude, longitude = math.degrees(at.latitude), math.degrees(at.longitude)
    up = reach / 111_000.0
    across = up / max(0.01, math.cos(at.latitude))
    return south + up <= latitude <= north - up and west + across <= longitude <= east - across
