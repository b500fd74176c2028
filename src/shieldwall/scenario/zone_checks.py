"""Checks of hold-fire zones across a scenario: what is wrong with one, and what one leaves without effect."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.errors import InputError, InputWarning
from shieldwall.quantities.positions import Position
from shieldwall.quantities.units import show
from shieldwall.scenario.schema import Scenario
from shieldwall.scenario.zones import Zone
from shieldwall.text.nodes import Node

CIRCLE = "write for example {around: 44.8 N 20.4 E, radius: 5 km}"
#: A zone farther than this from the origin is nowhere near the battle, m.
FARTHEST = 1_000_000.0

Point = tuple[float, float]


def zone_complaints(scenario: Scenario, root: Node) -> Iterator[InputError]:
    """Yield what a zone says that cannot be."""
    if not scenario.blue.units:
        return
    for name, zone in scenario.blue.zones.items():
        node = root.nearest(("blue", "zones", name))
        yield from _shape(zone, node, Frame(*scenario.origin))
        if zone.floor >= zone.ceiling:
            yield node.nearest(("ceiling",)).error(
                "its ceiling is not above its floor", "write floor: 0 m, ceiling: 3 km"
            )
        if not zone.under:
            yield node.nearest(("under",)).error("it holds under no status", "leave under out, so that it always holds")


def _shape(zone: Zone, node: Node, frame: Frame) -> Iterator[InputError]:
    if zone.corners and (zone.around is not None or zone.radius is not None):
        yield node.error("it is a circle and a polygon at once", "keep around and radius, or corners")
    elif zone.corners:
        yield from _polygon(zone.corners, node.nearest(("corners",)), frame)
    elif zone.around is None or zone.radius is None:
        yield node.error("it has no area", CIRCLE)
    elif zone.radius <= 0.0:
        yield node.nearest(("radius",)).error("a circle of no radius holds nothing", CIRCLE)
    places = zone.corners or ((zone.around,) if zone.around is not None else ())
    if any(math.hypot(*plane_point(frame, at)) > FARTHEST for at in places):
        yield node.error(f"it is farther than {FARTHEST / 1e3:.0f} km from the scenario's origin", "check its degrees")


def _polygon(corners: Sequence[Position], node: Node, frame: Frame) -> Iterator[InputError]:
    if len(corners) < 3:
        yield node.error(f"{len(corners)} corners make no polygon", "write at least three")
        return
    points = [plane_point(frame, at) for at in corners]
    edges = list(zip(points, [*points[1:], points[0]], strict=True))
    if any(math.dist(*edge) < 1.0 for edge in edges):
        yield node.error("two corners in a row are the same", "name each once; the last is joined to the first")
        return
    for i, one in enumerate(edges):
        for j in range(i + 2, len(edges)):
            if (i, j) != (0, len(edges) - 1) and _cross(one, edges[j]):
                yield node.error(
                    "its edges cross each other", "write the corners in the order in which they are walked"
                )
                return


def plane_point(frame: Frame, at: Position) -> Point:
    """Return metres east and north of the frame's origin."""
    east, north, _ = (float(part) for part in frame.to_enu(at.latitude, at.longitude, 0.0))
    return east, north


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two edges cross: the ends of each lie on both sides of the other."""
    return _apart(one, other) and _apart(other, one)


def _apart(edge: tuple[Point, Point], ends: tuple[Point, Point]) -> bool:
    (ax, ay), (bx, by) = edge
    sides = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in ends]
    return sides[0] * sides[1] <= 0.0


def zone_warnings(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what zones leave without effect."""
    frame = Frame(*scenario.origin)
    for name, zone in scenario.blue.zones.items():
        node = root.nearest(("blue", "zones", name))
        if scenario.blue.command.control not in zone.under:
            yield node.nearest(("under",)).warning(
                f"it holds under {' and '.join(zone.under)} alone, and units are {scenario.blue.command.control}",
                "add that, or delete the zone",
            )
        if zone.forbids == "targets" or zone.around is None or zone.radius is None or zone.floor > 0.0:
            continue
        for unit, written in scenario.blue.units.items():
            apart = math.dist(plane_point(frame, zone.around), plane_point(frame, written.at))
            if apart < zone.radius:
                far = show(round(apart, -1), "length")
                yield node.warning(
                    f"{unit} stands in it, {far} from its middle, and can send no round out of it",
                    "give it a floor above the launchers, forbid targets alone, or move it",
                )
