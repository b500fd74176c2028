"""Checks across a scenario: names lead somewhere, routes reach their targets, sites lie on the terrain."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from shieldwall import catalogue
from shieldwall.catalogue import Entry
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.errors import InputError, closest, guessed, quoted
from shieldwall.quantities.positions import Position, show_position, turned
from shieldwall.quantities.units import show_time
from shieldwall.scenario.identities import traffic_complaints
from shieldwall.scenario.needs import needs
from shieldwall.scenario.networks import net_complaints, unit_complaints
from shieldwall.scenario.posts import post_complaints
from shieldwall.scenario.schema import BlueUnit, Jamming, Look, RedUnit, Release, Scenario, Strike
from shieldwall.scenario.zone_checks import zone_complaints
from shieldwall.terrain import bounds, show_box
from shieldwall.text.nodes import Node

MOST_THREATS = 5000
FARTHEST = 1_000_000.0
_TOUCHES = 100.0

Edges = tuple[float, float, float, float]


def check(scenario: Scenario, root: Node) -> list[InputError]:
    """Return every complaint about a scenario that its schema alone cannot see, with its line."""
    # What a package would bring is missing from everything else.
    if missing := list(needs(scenario, root)):
        return missing
    sites = list(_sites(scenario, root))
    # A site in the wrong place makes every route to it wrong; the site is what must be repaired.
    raid = [] if sites else [*_routes(scenario, root), *_raid(scenario, root)]
    return [
        *_command(scenario, root),
        *post_complaints(scenario, root),
        *_links(scenario, root),
        *unit_complaints(scenario, root),
        *_guards(scenario, root),
        *zone_complaints(scenario, root),
        *_one_meaning(scenario, root),
        *sites,
        *raid,
        *_entries(scenario, root),
        *traffic_complaints(scenario, root),
    ]


def _unknown(node: Node, what: str, name: str, known: Iterable[str]) -> InputError:
    words = sorted(known)
    guess = guessed(name, words)
    listed = ", ".join(words[:12]) + (", ..." if len(words) > 12 else "")
    return node.error(f"{quoted(name)} is no {what}", f"{guess}known here: {listed or 'none'}")


def _guards(scenario: Scenario, root: Node) -> Iterator[InputError]:
    known = {*scenario.places, *(name for name, unit in scenario.blue.units.items() if unit.count == 1)}
    for name, unit in scenario.blue.units.items():
        if unit.guards is None:
            continue
        node = root.nearest(("blue", "units", name, "guards"))
        if unit.guards == name:
            yield node.error(
                f"{quoted(name)} guards itself, as every unit does", "delete it, or name what else it guards"
            )
        elif unit.guards not in known:
            yield _unknown(node, "place or single unit of blue, so it cannot be guarded", unit.guards, known)


def _command(scenario: Scenario, root: Node) -> Iterator[InputError]:
    post, units = scenario.blue.command.post, scenario.blue.units
    node = root.nearest(("blue", "command", "post"))
    if post not in units:
        yield _unknown(node, "unit of blue, so it cannot be the post", post, units)
    elif units[post].count > 1:
        yield node.error(f"{quoted(post)} has {units[post].count} members", "name a unit with a count of 1")


def _links(scenario: Scenario, root: Node) -> Iterator[InputError]:
    seen: set[str] = set()
    for index, link in enumerate(scenario.blue.links):
        node = root.nearest(("blue", "links", index))
        if link.name in seen:
            yield node.nearest(("name",)).error(f"a second link is called {quoted(link.name)}", "rename one of them")
        seen.add(link.name)
        strangers = [name for name in link.joins if name not in scenario.blue.units]
        for number, joined in enumerate(link.joins):
            place = node.nearest(("joins", number))
            if joined in strangers:
                yield _unknown(place, "unit of blue, so the link leads to nobody", joined, scenario.blue.units)
            elif joined in link.joins[:number]:
                yield place.error(f"{quoted(joined)} is joined twice", "name it once")
        if not strangers and sum(scenario.blue.units[name].count for name in set(link.joins)) < 2:
            yield node.nearest(("joins",)).error("a link joins at least two units", "write for example [post, battery]")
        yield from net_complaints(link, node)


def _one_meaning(scenario: Scenario, root: Node) -> Iterator[InputError]:
    for name in scenario.places:
        if name in scenario.blue.units:
            yield root.nearest(("places", name)).error(f"a unit of blue is called {quoted(name)} too", "rename one")
    if not scenario.blue.units:
        yield root.nearest(("blue", "units")).error("blue has no unit", "add at least one")


def _sites(scenario: Scenario, root: Node) -> Iterator[InputError]:
    try:
        edges = _edges(scenario, root.nearest(("terrain",)))
    except InputError as error:
        yield error
        return
    for name, unit in scenario.blue.units.items():
        node = root.nearest(("blue", "units", name, "at"))
        yield from _off(node, unit.at, unit.spread if unit.count > 1 else 0.0, edges, scenario.terrain)
        if unit.count > 1 and unit.spread <= 0.0:
            yield root.nearest(("blue", "units", name)).error(
                f"its {unit.count} members would stand on one point", "add for example spread: 2 km"
            )
    for name, place in scenario.places.items():
        yield from _off(root.nearest(("places", name, "at")), place.at, 0.0, edges, scenario.terrain)
    if scenario.stated_origin:
        yield from _off(root.nearest(("origin",)), scenario.stated_origin, 0.0, edges, scenario.terrain)


def _edges(scenario: Scenario, node: Node) -> Edges:
    """South, north, west and east edge of the terrain, rad; its own complaint, raised at the node."""
    try:
        return bounds(scenario.terrain)
    except InputError as error:
        words = f"{error.file}: {error.message}" if error.file else error.message
        raise node.error(words, error.instead) from None


def _off(node: Node, at: Position, reach: float, edges: Edges, terrain: str) -> Iterator[InputError]:
    if _on(at, reach, edges):
        return
    other = turned(at)
    meant = f"did you mean {show_position(other)}? " if other and _on(other, reach, edges) else ""
    yield node.error(f"{show_position(at)} is off the terrain {terrain}", f"{meant}write a position {show_box(edges)}")


def _on(at: Position, reach: float, edges: Edges) -> bool:
    south, north, west, east = (math.degrees(edge) for edge in edges)
    latitude, longitude = math.degrees(at.latitude), math.degrees(at.longitude)
    longitude += 360.0 * round((0.5 * (west + east) - longitude) / 360.0)
    up = reach / 111_000.0
    across = up / max(0.01, math.cos(at.latitude))
    return south + up <= latitude <= north - up and (
        east - west >= 360.0 or west + across <= longitude <= east - across
    )


def _routes(scenario: Scenario, root: Node) -> Iterator[InputError]:
    if not scenario.blue.units:
        return
    frame = Frame(*scenario.origin)
    groups = ((("red", "routes"), scenario.red.routes), (("traffic", "airways"), scenario.traffic.airways))
    for group, name, route in ((group, name, route) for group, routes in groups for name, route in routes.items()):
        node = root.nearest((*group, name))
        if len(route) < 2:
            yield node.error(f"route {quoted(name)} has {len(route) or 'no'} point", "write at least two")
        points = [_plane(frame, waypoint.position) for waypoint in route]
        for index, point in enumerate(points):
            place = root.nearest((*group, name, index))
            if math.hypot(*point) > FARTHEST:
                yield _too_far(place, route[index].position, frame)
            elif index and math.dist(point, points[index - 1]) < 1.0:
                yield place.error("this point and the one before it are the same", "delete one of them")


def _too_far(node: Node, at: Position, frame: Frame) -> InputError:
    other = turned(at)
    near = other is not None and math.hypot(*_plane(frame, other)) <= FARTHEST
    meant = f"did you mean {show_position(other)}? " if other and near else ""
    return node.error(
        f"this is farther than {FARTHEST / 1e3:.0f} km from the scenario's origin",
        f"{meant}check the degrees and the letters N, S, E, W",
    )


def _raid(scenario: Scenario, root: Node) -> Iterator[InputError]:
    units = scenario.red.units
    total = sum(unit.count for unit in units.values())
    if total > MOST_THREATS:
        yield root.nearest(("red", "units")).error(f"the raid has {total} members", f"at most {MOST_THREATS}")
    for name, unit in units.items():
        node = root.nearest(("red", "units", name))
        if unit.route is None and unit.orbit is None:
            yield node.error("it has neither a route nor an orbit", "add for example route: NAME")
        elif unit.route is not None and unit.route not in scenario.red.routes:
            yield _unknown(node.nearest(("route",)), "route", unit.route, scenario.red.routes)
        elif scenario.blue.units:
            yield from _route(scenario, unit, node)
        if unit.enters >= scenario.lasts:
            yield node.nearest(("enters",)).error(
                "it enters when the exercise has ended", f"write less than {show_time(scenario.lasts)}"
            )


def _route(scenario: Scenario, unit: RedUnit, node: Node) -> Iterator[InputError]:
    if unit.orbit is not None:
        frame = Frame(*scenario.origin)
        if math.hypot(*_plane(frame, unit.orbit.around)) > FARTHEST:
            yield _too_far(node.nearest(("orbit", "around")), unit.orbit.around, frame)
    if unit.mission is None:
        return
    target = _aim(scenario, unit.mission.on)
    mission = node.nearest(("mission",))
    key = {Strike: "strike", Release: "on", Look: "look"}[type(unit.mission)]
    if isinstance(target, str):
        yield mission.nearest((key,)).error(f"{quoted(unit.mission.on)} {target}", _aims(scenario, unit.mission.on))
        return
    ends, nearest = _nearness(scenario, unit, Frame(*target))
    if nearest == math.inf:
        return  # Its route has no point, and says so itself.
    on = unit.mission.on
    if isinstance(unit.mission, Strike):
        if unit.route is None:
            yield mission.error("a strike needs a route", f"give it a route that ends with target {on}")
        elif ends > _TOUCHES:
            yield node.nearest(("route",)).error(
                f"route {quoted(unit.route)} ends {ends / 1e3:.1f} km from {on}, which it never reaches",
                f"end the route with: target {on}",
            )
        return
    within, word = (unit.mission.at, "at") if isinstance(unit.mission, Release) else (unit.mission.within, "within")
    if nearest > within + _TOUCHES:
        yield mission.nearest((word,)).error(
            f"its route comes no nearer than {nearest / 1e3:.1f} km to {on}",
            f"lead it nearer, or write {word}: {math.ceil(nearest / 1e3)} km",
        )


def _aim(scenario: Scenario, name: str) -> Position | str:
    """Where a target is, or why it is none."""
    if name in scenario.places:
        return scenario.places[name].at
    unit: BlueUnit | None = scenario.blue.units.get(name)
    if unit is None:
        return "is neither a place nor a unit of blue"
    return unit.at if unit.count == 1 else f"has {unit.count} members, so it is no target"


def _aims(scenario: Scenario, name: str) -> str:
    single = [unit for unit, written in scenario.blue.units.items() if written.count == 1]
    words = [*scenario.places, *single]
    near = closest(name, words)
    guess = f"did you mean {near}? " if near and near != name else ""
    return f"{guess}known here: {', '.join(words)}"


def _nearness(scenario: Scenario, unit: RedUnit, frame: Frame) -> tuple[float, float]:
    """Distance of the last point of the route, and of its nearest, from the target at the frame's origin."""
    route = scenario.red.routes.get(unit.route or "", ())
    points = [_plane(frame, waypoint.position) for waypoint in route]
    ends = math.hypot(*points[-1]) if points else math.inf
    nearest = min((_from_leg(a, b) for a, b in itertools.pairwise(points)), default=ends)
    if unit.orbit is not None:
        nearest = min(nearest, abs(math.hypot(*_plane(frame, unit.orbit.around)) - unit.orbit.radius))
    return ends, nearest


def _from_leg(a: tuple[float, float], b: tuple[float, float]) -> float:
    start, leg = np.array(a), np.array(b) - np.array(a)
    length = float(leg @ leg)
    part = min(1.0, max(0.0, -float(start @ leg) / length)) if length else 0.0
    return float(np.linalg.norm(start + part * leg))


def _plane(frame: Frame, at: Position) -> tuple[float, float]:
    """Ground distance and direction from the frame's origin, as metres east and north."""
    east, north, up = (float(part) for part in frame.to_enu(at.latitude, at.longitude, 0.0))
    flat, chord = math.hypot(east, north), math.sqrt(east * east + north * north + up * up)
    return (east * chord / flat, north * chord / flat) if flat else (0.0, 0.0)


def _entries(scenario: Scenario, root: Node) -> Iterator[InputError]:
    for name, unit in scenario.blue.units.items():
        found = _entry(root.nearest(("blue", "units", name, "is")), catalogue.load_unit, unit.entry)
        if isinstance(found, InputError):
            yield found
    for name, vehicle in scenario.red.units.items():
        node = root.nearest(("red", "units", name))
        yield from _vehicle(node, vehicle)


def _vehicle(node: Node, vehicle: RedUnit) -> Iterator[InputError]:
    found, mission = _entry(node.nearest(("is",)), catalogue.load, vehicle.entry), vehicle.mission
    if isinstance(found, InputError):
        yield found
    elif found.kind not in ("aircraft", "cruise-missile", "drone"):
        yield node.nearest(("is",)).error(
            f"{vehicle.entry} is of kind {found.kind}, not a vehicle",
            "name an aircraft, a cruise missile or a drone",
        )
    elif isinstance(mission, Strike) and found.kind == "aircraft":
        yield node.nearest(("mission",)).error(
            f"{vehicle.entry} is an aircraft and does not fly into its target",
            f"write for example {{release: guided-bomb, on: {mission.on}, at: 12 km}}",
        )
    elif isinstance(mission, Release) and found.kind != "aircraft":
        yield node.nearest(("mission",)).error(
            f"{vehicle.entry} is of kind {found.kind} and releases nothing", f"write {{strike: {mission.on}}}"
        )
    if vehicle.jammer is not None:
        yield from _jammer(node.nearest(("jammer",)), vehicle.jammer)
    if isinstance(mission, Release):
        place = node.nearest(("mission", "release"))
        weapon = _entry(place, catalogue.load, mission.weapon)
        if isinstance(weapon, InputError):
            yield weapon
        elif weapon.kind not in ("bomb", "cruise-missile", "drone"):
            yield place.error(
                f"{mission.weapon} is of kind {weapon.kind}, not a weapon to release",
                "name a bomb or a missile",
            )


def _jammer(node: Node, jammer: Jamming) -> Iterator[InputError]:
    found = _entry(node.nearest(("is",)), catalogue.load, jammer.entry)
    if isinstance(found, InputError):
        yield found
    elif found.kind != "jammer":
        yield node.nearest(("is",)).error(f"{jammer.entry} is of kind {found.kind}, not a jammer", "name a jammer")
    if jammer.end <= jammer.start:
        yield node.error("this jammer stops before it begins", "write for example {is: NAME, from: 5 min, to: 20 min}")


def _entry(node: Node, read: Callable[[str], Entry], entry: str) -> Entry | InputError:
    try:
        return read(entry)
    except InputError as error:
        return error.placed(node.file, node.line, node.path)
