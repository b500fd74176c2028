"""Traffic, corridors and interrogators as they are written: what is refused, with its line."""

from __future__ import annotations

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text
from shieldwall.scenario.checks import check
from shieldwall.scenario.load import root_of

SKY = """\
scenario: 1
title: A sky
question: Who is who?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 20 min
blue:
  command: {post: battery}
  links: [{name: net, joins: [battery, radar], delay: 1 s}]
  units:
    battery: {is: pantsir-s1, at: 44.80 N 20.30 E}
    radar: {is: an-tps-70, at: 44.85 N 20.30 E}
traffic:
  airways:
    north: [44.00 N 20.30 E, 45.50 N 20.30 E]
  flights:
    airliner: {is: a320, airway: north, height: 10 km amsl, every: 5 min}
    patrol: {is: strike-fighter, airway: north, side: blue, height: 5 km amsl}
corridors:
  north: {along: north, width: 18 km, lowest: 9 km, highest: 12 km}
red:
  units: {}
"""
CORRIDOR = "{along: north, width: 18 km, lowest: 9 km, highest: 12 km}"

#: What is written, in place of what, and the complaint with its line.
REFUSED = {
    "no width": (
        "width: 18 km",
        "width: 0 km",
        "line 20, corridors.north.width: a corridor without width holds nobody",
    ),
    "no points": (CORRIDOR, CORRIDOR.replace("along: north, ", ""), "line 20, corridors.north: a corridor leads from"),
    "one point": (CORRIDOR, CORRIDOR.replace("along: north", "points: [44.00 N 20.30 E]"), "and this one has 1"),
    "the same point twice": (
        CORRIDOR,
        CORRIDOR.replace("along: north", "points: [44.00 N 20.30 E, 44.00 N 20.30 E]"),
        "corridors.north.points: two of its points are the same",
    ),
    "both": (
        CORRIDOR,
        CORRIDOR.replace("along: north", "along: north, points: [44 N 20 E, 45 N 20 E]"),
        "an airway and",
    ),
    "an unknown airway": (
        "along: north",
        "along: nord",
        'corridors.north.along: "nord" is no airway; did you mean north?',
    ),
    "upside down": (
        "highest: 12 km",
        "highest: 8 km",
        "line 20, corridors.north.highest: it ends below where it begins",
    ),
    "no speed": (
        "highest: 12 km",
        "highest: 12 km, slowest: 200 m/s, fastest: 100 m/s",
        "no speed lies between its two",
    ),
    "no airways": (
        "  airways:\n    north: [44.00 N 20.30 E, 45.50 N 20.30 E]\n",
        "",
        'line 15, traffic.flights.airliner.airway: "north" is no airway; add it to traffic.airways',
    ),
    "an airway of one point": (
        "[44.00 N 20.30 E, 45.50 N 20.30 E]",
        "[44.00 N 20.30 E]",
        "line 15, traffic.airways.north",
    ),
    "an unknown type": ("is: a320", "is: a230", "line 17, traffic.flights.airliner.is:"),
    "no aircraft": ("is: a320", "is: tomahawk-class", "tomahawk-class is of kind cruise-missile, not an aircraft"),
    "no transponder": ("is: a320", "is: b-2a", "b-2a has no transponder in the catalogue"),
    "chance and a count": ("every: 5 min", "every: 5 min, count: 3", "what comes by chance has no count"),
    "too late": ("side: blue", "side: blue, enters: 30 min", "it enters when the exercise has ended"),
    "a name twice": ("    patrol:", "    battery:", "a unit of blue is called"),
}


def complaint(text: str) -> str:
    try:
        load_text(text, "x.yaml")
    except InputError as error:
        return str(error)
    return ""


def test_a_sky_is_read() -> None:
    scenario = load_text(SKY, "x.yaml")
    assert scenario.traffic.flights["airliner"].every == 300.0
    assert scenario.corridors["north"].width == 18e3
    assert not check(scenario, root_of(scenario))


@pytest.mark.parametrize("case", [*REFUSED])
def test_what_is_wrong_is_refused_where_it_stands(case: str) -> None:
    old, new, words = REFUSED[case]
    assert old in SKY
    assert words in complaint(SKY.replace(old, new))


def test_own_aircraft_that_nobody_can_ask_are_refused() -> None:
    # The battery asks for friends itself; a post with an ideal radar asks nobody.
    blind = SKY.replace("is: pantsir-s1", "is: certain-battery").replace("is: an-tps-70", "is: perfect-radar")
    assert "line 18, traffic.flights.patrol: no radar of blue interrogates own aircraft" in complaint(blind)


def test_civil_aircraft_that_neither_answers_nor_corridors_tell_are_refused() -> None:
    deaf = SKY.replace("is: an-tps-70", "is: p-18").replace("corridors:\n  north: " + CORRIDOR + "\n", "")
    assert (
        "traffic.flights.airliner: no radar of blue interrogates civil aircraft and there is no corridor"
        in complaint(deaf)
    )
