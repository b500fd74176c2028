"""Flights besides the raid as members of what flies: how many may come, and what each is asked and answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from shieldwall.catalogue.weapons import Threat
from shieldwall.kernels.draws import entity_of
from shieldwall.scenario.schema import RedUnit, Scenario
from shieldwall.scenario.traffic import Flight
from shieldwall.state.body import BLUE, NEUTRAL
from shieldwall.state.identity import CIVIL, MILITARY
from shieldwall.state.layout import NONE

#: The figure of what answers in some mode: how often its transponder is silent.
ANSWERING = {"fault": "transponder_fault"}
#: Figures of a flight's entry beside those of any aircraft: its cruise, too.
FLYING = {"speed": "speed"} | ANSWERING
MODES: Mapping[str, int] = {"none": 0, "civil": CIVIL, "military": MILITARY, "both": CIVIL | MILITARY}
SIDES: Mapping[str, int] = {"neutral": NEUTRAL, "blue": BLUE}
#: Deviations, and members beside, by which chance may exceed the mean number of flights: once in a thousand million.
DEVIATIONS, MORE = 7.0, 12


def as_unit(flight: Flight) -> RedUnit:
    """Return a flight as a unit of a raid that has nothing to do."""
    values: dict[str, Any] = {"entry": flight.entry, "route": flight.airway, "height": flight.height}
    values |= {"speed": flight.speed or 0.0, "spread": flight.spread, "then": "continue"}
    return RedUnit.model_construct(**values, mission=None, orbit=None)


def member_columns(flight: Flight, name: str, entry: Threat, length: float, lasts: float) -> list[dict[str, Any]]:
    """Return the columns of each member of a flight beside those that all share; its airway is `length` m long."""
    shared = {
        "side": SIDES[flight.side],
        "transponder": MODES[entry.transponder.value if entry.transponder else "none"],
        "silent": NONE if flight.silent is None else flight.silent,
        "ends": 1,
    }
    if flight.every is None:
        return [shared | {"start": flight.enters + n * flight.spacing} for n in range(flight.count)]
    # Whoever flew the airway when the exercise begins entered it before.
    lead = length / (flight.speed or entry.speed.low) + 3.0 * flight.spread.time
    mean = (lasts + lead) / flight.every
    stream = entity_of(f"traffic/{name}")
    each = shared | {"start": -lead, "every": flight.every, "stream": stream}
    return [each | {"number": n} for n in range(math.ceil(mean + DEVIATIONS * math.sqrt(mean)) + MORE)]


def flight_name(flight: Flight, name: str, number: int) -> str:
    """Return the stable name of a member of a flight, by its number from 0."""
    return f"{flight.side}/{name}/{number + 1}"


def flags(scenario: Scenario) -> dict[str, int]:
    """Return whether neutrals may fly, for whom there are flights or corridors, and whether own aircraft do."""
    sides = {flight.side for flight in scenario.traffic.flights.values()}
    return {"neutrals": int("neutral" in sides or bool(scenario.corridors)), "friends": int("blue" in sides)}
