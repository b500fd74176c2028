"""The raid of one run: every threat's path laid out beforehand, and the script of what it does on it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from raid_twin.draws import Draws
from raid_twin.profiles import Floats, Ground, T, bends, legs
from raid_twin.routes import Flight, Planner
from raid_twin.signatures import signature
from shieldwall.assembly.plan.raid_routes import Target
from shieldwall.kernels.draws import entity_of
from shieldwall.scenario.schema import Scenario
from shieldwall.state.layout import NONE
from shieldwall.state.script import LEG, OBSERVE, RELEASE, SCRIPT, STRIKE
from shieldwall.state.sensor import BANDS

#: What the twin says of a body.
BODY = np.dtype(
    [(name, "f8") for name in ("decorrelation", "extent", "toughness")]
    + [(name, "i8") for name in ("entity", "signature", "fluctuation", "first_leg", "legs", "carrier")]
)
#: Fields of a body that are figures of its entry.
FIGURES = {"decorrelation": "decorrelation_time", "extent": "size", "toughness": "toughness"}
#: Acts that a threat is sent for.
TASKS = (RELEASE, STRIKE, OBSERVE)
#: How far the route in the header may lie off the path flown, m.
HEADER_TOLERANCE = 150.0


@dataclass(frozen=True)
class Raid:
    """The threats of one run: bodies in the order of their names, their LEG rows, and SCRIPT rows in time.

    `signatures` is float64[entry, band, 3], natural logarithm of the cross-section in m2 from the front, the
    side and the rear. `about` holds what the header says of each threat.
    """

    bodies: Any
    legs: Any
    script: Any
    signatures: Floats
    about: dict[str, dict[str, Any]]


def raid(scenario: Scenario, ground: Ground, draws: Draws, places: Mapping[str, Target]) -> Raid:
    """Return the raid of a run; `places` are the targets by the names that they have in the scenario."""
    planner = Planner(scenario, ground, draws, places)
    flights: list[Flight] = []
    for name, unit in scenario.red.units.items():
        for number in range(unit.count):
            flights += planner.fly(name, unit, number)
    flights.sort(key=lambda flight: flight.name)
    rows = {flight.name: row for row, flight in enumerate(flights)}
    paths = _paths(flights)
    entries = {name: planner.entries[name] for name in sorted({flight.entry.id for flight in flights})}
    signatures = [signature(functools.partial(planner.figure, entry)) for entry in entries.values()]
    bodies = np.zeros(len(flights), BODY)
    first = 0
    for row, (flight, points) in enumerate(zip(flights, paths, strict=True)):
        body = bodies[row]
        body["entity"] = entity_of(flight.name)
        body["signature"] = list(entries).index(flight.entry.id)
        body["fluctuation"] = int(flight.entry.fluctuation.value)
        for field, path in FIGURES.items():
            body[field] = planner.figure(flight.entry, path)
        body["first_leg"], body["legs"] = first, len(points) - 1
        body["carrier"] = rows[flight.carrier] if flight.carrier else NONE
        first += len(points) - 1
    laid = np.concatenate([legs(points) for points in paths]) if paths else np.zeros(0, LEG)
    return Raid(
        bodies.view(np.recarray),
        laid.view(np.recarray),
        _script(flights, rows).view(np.recarray),
        np.stack(signatures) if signatures else np.zeros((0, len(BANDS), 3)),
        {
            flight.name: _about(flight, points, planner)
            for flight, points in zip(flights, _simplified(paths), strict=True)
        },
    )


def _paths(flights: Sequence[Flight]) -> list[Floats]:
    """The points at which the path of each flight bends."""
    if not flights:
        return []
    return _bent([flight.path for flight in flights], np.concatenate([flight.tolerance for flight in flights]))


def _simplified(paths: Sequence[Floats]) -> list[Floats]:
    if not paths:
        return []
    return _bent(paths, np.full(sum(map(len, paths)), HEADER_TOLERANCE))


def _bent(paths: Sequence[Floats], tolerance: Floats) -> list[Floats]:
    counts = [len(path) for path in paths]
    stay = bends(np.concatenate(paths), tolerance, counts)
    return [path[part] for path, part in zip(paths, np.split(stay, np.cumsum(counts)[:-1]), strict=True)]


def _script(flights: Sequence[Flight], rows: Mapping[str, int]) -> np.ndarray[Any, Any]:
    """SCRIPT rows of all acts, by time, then name, then what is done."""
    acts = sorted(
        (act.t, row, act.what, rows[act.other] if isinstance(act.other, str) else act.other, act.amount, act.chance)
        for row, flight in enumerate(flights)
        for act in flight.acts
    )
    script = np.zeros(len(acts), SCRIPT)
    for name, column in zip(("t", "body", "what", "other", "amount", "chance"), zip(*acts, strict=True), strict=False):
        script[name] = column
    return script


def _about(flight: Flight, route: Floats, planner: Planner) -> dict[str, Any]:
    """What the header says of a threat."""
    return {
        "entry": flight.entry.id,
        "title": flight.entry.title,
        "kind": flight.entry.kind,
        "carrier": flight.carrier,
        "mission": flight.mission,
        "cost": planner.figure(flight.entry, "cost"),
        "enters": max(0.0, float(flight.path[0, T])),
        "due": next((act.t for act in flight.acts if act.what in TASKS), None),
        "route": [[round(float(number), 1) for number in point] for point in route],
    }
