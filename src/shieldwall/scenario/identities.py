"""Checks of what flies besides the raid, of corridors, and of who could tell it from the raid."""

from __future__ import annotations

import math
from collections.abc import Iterator

from shieldwall import catalogue
from shieldwall.catalogue.weapons import Threat
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.quantities.units import show_time
from shieldwall.scenario.schema import Scenario
from shieldwall.scenario.traffic import Corridor, Flight
from shieldwall.text.nodes import Node

#: More flights than this come by chance to no scenario.
MOST_FLIGHTS = 2000


def traffic_complaints(scenario: Scenario, root: Node) -> Iterator[InputError]:
    """Return every complaint about traffic and corridors."""
    for name, corridor in scenario.corridors.items():
        yield from _corridor(scenario, corridor, root.nearest(("corridors", name)))
    for name, flight in scenario.traffic.flights.items():
        node = root.nearest(("traffic", "flights", name))
        yield from _flight(scenario, flight, node)
        if flight.side == "blue" and name in scenario.blue.units:
            yield node.error(f"a unit of blue is called {quoted(name)} too", "rename one")
    yield from _interrogators(scenario, root)


def _corridor(scenario: Scenario, corridor: Corridor, node: Node) -> Iterator[InputError]:
    if corridor.along is not None and corridor.points:
        yield node.error("it has an airway and points of its own", "delete along or points")
    elif corridor.along is not None and corridor.along not in scenario.traffic.airways:
        yield _airway(scenario, node.nearest(("along",)), corridor.along)
    elif corridor.along is None and len(corridor.points) < 2:
        yield node.error(
            f"a corridor leads from point to point, and this one has {len(corridor.points) or 'none'}",
            "write along: AIRWAY, or points: [44.30 N 20.00 E, 44.80 N 20.30 E]",
        )
    elif corridor.along is None and any(
        a.position == b.position for a, b in zip(corridor.points, corridor.points[1:], strict=False)
    ):
        yield node.nearest(("points",)).error("two of its points are the same", "delete one of them")
    if corridor.width <= 0.0:
        yield node.nearest(("width",)).error("a corridor without width holds nobody", "write for example width: 18 km")
    if corridor.lowest >= corridor.highest:
        yield node.nearest(("highest",)).error("it ends below where it begins", "write highest above lowest")
    if (corridor.slowest or 0.0) >= corridor.fastest:
        yield node.nearest(("fastest",)).error("no speed lies between its two", "write fastest above slowest")


def _airway(scenario: Scenario, node: Node, name: str) -> InputError:
    known = sorted(scenario.traffic.airways)
    guess = guessed(name, known)
    instead = f"{guess}known here: {', '.join(known)}" if known else "add it to traffic.airways"
    return node.error(f"{quoted(name)} is no airway", instead)


def _flight(scenario: Scenario, flight: Flight, node: Node) -> Iterator[InputError]:
    if flight.airway not in scenario.traffic.airways:
        yield _airway(scenario, node.nearest(("airway",)), flight.airway)
    if flight.every is not None and (flight.count > 1 or flight.spacing or flight.enters):
        yield node.nearest(("every",)).error(
            "what comes by chance has no count, spacing or time of entry", "delete them, or every"
        )
    elif flight.every is not None and scenario.lasts / flight.every > MOST_FLIGHTS:
        least = show_time(math.ceil(scenario.lasts / MOST_FLIGHTS))
        yield node.nearest(("every",)).error(f"more than {MOST_FLIGHTS} would come", f"write at least {least}")
    if flight.enters >= scenario.lasts:
        yield node.nearest(("enters",)).error(
            "it enters when the exercise has ended", f"write less than {show_time(scenario.lasts)}"
        )
    place = node.nearest(("is",))
    try:
        entry = catalogue.load(flight.entry)
    except InputError as error:
        yield error.placed(place.file, place.line, place.path)
        return
    if not isinstance(entry, Threat) or entry.kind != "aircraft":
        yield place.error(f"{flight.entry} is of kind {entry.kind}, not an aircraft", "name an aircraft such as a320")
    elif entry.transponder is None:
        yield place.error(f"{flight.entry} has no transponder in the catalogue", "name one that has, such as a320")


def _interrogators(scenario: Scenario, root: Node) -> Iterator[InputError]:
    """Refuse own aircraft that nobody can ask, and neutrals whom neither answers nor corridors tell from the raid."""
    asked = _modes(scenario)
    if asked is None:
        return
    for name, flight in scenario.traffic.flights.items():
        node = root.nearest(("traffic", "flights", name))
        if flight.side == "blue" and "military" not in asked:
            yield node.error(
                "no radar of blue interrogates own aircraft, so nothing would tell it from the raid",
                "add a unit whose radar does, such as p-18, or delete the flight",
            )
        elif flight.side == "neutral" and "civil" not in asked and not scenario.corridors:
            yield node.error(
                "no radar of blue interrogates civil aircraft and there is no corridor, so nothing would tell it from "
                "the raid",
                "add corridors, or a unit whose radar interrogates them, such as an-tps-70",
            )


def _modes(scenario: Scenario) -> set[str] | None:
    """Modes in which any radar of blue interrogates; None where an entry is not to be read, and complains itself."""
    found: set[str] = set()
    try:
        for unit in scenario.blue.units.values():
            for part in catalogue.load_unit(unit.entry).parts.values():
                word = getattr(catalogue.load(part.entry), "interrogator", None)
                if word is not None:
                    found |= {"civil", "military"} if word.value == "both" else {word.value}
    except InputError:
        return None
    return found
