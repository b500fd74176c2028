"""Every bad scenario gives one clear message: file, line, path, and what to type instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load, load_text, names

GOOD = """\
scenario: 1
title: A test
question: What leaks?
terrain: serbia
start: 2019-10-24T08:00Z
lasts: 10 min
blue:
  command: {post: battery}
  links:
    - {name: ring, joins: [battery, south], delay: 1 s, outages: [{from: 1 min, to: 2 min}]}
  units:
    battery: {is: pantsir-s1, at: 44.80 N 20.30 E}
    south: {is: pantsir-s1, at: 4 km south of battery}
red:
  routes:
    low: [44.50 N 20.00 E, 44.70 N 20.20 E, target depot]
    high: [44.49 N 20.00 E, 44.49 N 20.60 E]
  units:
    drones: {is: shahed-class, count: 4, route: low, height: 9 m agl, speed: 50 m/s, mission: {strike: depot}}
    jets:
      is: strike-fighter
      route: high
      height: 5 km amsl
      speed: 240 m/s
      mission: {release: guided-bomb, on: depot, at: 40 km}
places:
  depot: {at: 44.81 N 20.31 E, value: 10}
"""
FIX_UNITS = "(units: s, min, h, ms, us)"
WINDOW = "write a position from 41 to 48.5 N and 15 to 26 E"
CASES = {
    "wrong unit": (
        "lasts: 10 min",
        "lasts: 10 km",
        f'line 6, lasts: "10 km" is a length, not a duration; write for example 12 min {FIX_UNITS}',
    ),
    "no unit": (
        "lasts: 10 min",
        "lasts: 600",
        f'line 6, lasts: "600" has no unit; write for example 600 min {FIX_UNITS}',
    ),
    "unknown key": (
        "question:",
        "qestion:",
        (
            'line 3, qestion: unknown key "qestion"; did you mean question? '
            "known here: scenario, title, question, terrain, start, lasts, origin, refraction, trees, weather, "
            "propagation, draws, needs, catalogue, blue, red, places, traffic, corridors"
        ),
    ),
    "unknown key of a unit": (
        "at: 4 km south of battery",
        "at: 4 km south of battery, rouds: 4",
        (
            'line 13, blue.units.south.rouds: unknown key "rouds"; did you mean rounds? '
            "known here: is, at, facing, count, spread, rounds, trees, under, deputy, without_post, "
            "method, guards, alert, value, hardness, switch, partner"
        ),
    ),
    "duplicate key": (
        "lasts: 10 min",
        "lasts: 10 min\nlasts: 20 min",
        'line 7, lasts: duplicate key "lasts"; it is already in line 6; keep one of them',
    ),
    "missing key": ("lasts: 10 min\n", "", "line 1, lasts: is missing; add lasts: 40 min"),
    "position without a letter": (
        "at: 44.80 N 20.30 E",
        "at: 44.8 N 20.3",
        (
            'line 12, blue.units.battery.at: "44.8 N 20.3" may be several positions; '
            "did you mean 44.8 N 20.3 E, or 44.8 N 20.3 W?"
        ),
    ),
    "pair with its longitude first": (
        "at: 44.80 N 20.30 E",
        'at: "20.3, 44.8"',
        (
            "line 12, blue.units.battery.at: 20.3000 N 44.8000 E is off the terrain serbia; "
            f"did you mean 44.8000 N 20.3000 E? {WINDOW}"
        ),
    ),
    "position that a comma cuts": (
        "at: 44.80 N 20.30 E",
        "at: 44.8, 20.3",
        'line 12, blue.units.battery.20.3: has no value; put quotes around a text with a comma, as in "44.82, 20.29"',
    ),
    "position given from nothing": (
        "4 km south of battery",
        "4 km south of batery",
        (
            'line 13, blue.units.south.at: "batery" is neither a unit of blue nor a place; '
            "did you mean battery? known here: battery, south, depot"
        ),
    ),
    "positions in a circle": (
        "at: 44.80 N 20.30 E",
        "at: 4 km north of south",
        (
            "line 12, blue.units.battery.at: positions are told in a circle (south of battery of south); "
            "give one in degrees"
        ),
    ),
    "post that is no unit": (
        "post: battery",
        "post: batterie",
        (
            'line 8, blue.command.post: "batterie" is no unit of blue, so it cannot be the post; '
            "did you mean battery? known here: battery, south"
        ),
    ),
    "link to nobody": (
        "joins: [battery, south]",
        "joins: [battery, souht]",
        (
            'line 10, blue.links.1.joins.2: "souht" is no unit of blue, so the link leads to nobody; '
            "did you mean south? known here: battery, south"
        ),
    ),
    "link of one": (
        "joins: [battery, south]",
        "joins: [battery]",
        "line 10, blue.links.1.joins: a link joins at least two units; write for example [post, battery]",
    ),
    "outage backwards": (
        "to: 2 min",
        "to: 30 s",
        (
            "line 10, blue.links.1.outages.1: this outage ends before it begins; "
            "write for example {from: 5 min, to: 9 min}"
        ),
    ),
    "route to nowhere": (
        "target depot]",
        "target dept]",
        (
            'line 16, red.routes.low.3: "dept" is neither a unit of blue nor a place; did you mean depot? '
            "known here: battery, south, depot"
        ),
    ),
    "route of one point": (
        "[44.50 N 20.00 E, 44.70 N 20.20 E, target depot]",
        "[target depot]",
        'line 16, red.routes.low: route "low" has 1 point; write at least two',
    ),
    "route that stops short": (
        ", target depot]",
        "]",
        (
            'line 19, red.units.drones.route: route "low" ends 15.0 km from depot, which it never reaches; '
            "end the route with: target depot"
        ),
    ),
    "route too far for the release": (
        "at: 40 km",
        "at: 12 km",
        (
            "line 25, red.units.jets.mission.at: its route comes no nearer than 35.5 km to depot; "
            "lead it nearer, or write at: 36 km"
        ),
    ),
    "route of another hemisphere": (
        "low: [44.50 N 20.00 E",
        "low: [44.50 N 20.00 W",
        (
            "line 16, red.routes.low.1: this is farther than 1000 km from the scenario's origin; "
            "check the degrees and the letters N, S, E, W"
        ),
    ),
    "route that stands still": (
        "44.49 N 20.60 E]",
        "44.49 N 20.00 E]",
        "line 17, red.routes.high.2: this point and the one before it are the same; delete one of them",
    ),
    "unknown route": (
        "route: high",
        "route: hihg",
        'line 22, red.units.jets.route: "hihg" is no route; did you mean high? known here: high, low',
    ),
    "no way at all": (
        "      route: high\n",
        "",
        "line 20, red.units.jets: it has neither a route nor an orbit; add for example route: NAME",
    ),
    "unknown target": (
        "{strike: depot}",
        "{strike: depto}",
        (
            'line 19, red.units.drones.mission.strike: "depto" is neither a place nor a unit of blue; '
            "did you mean depot? known here: depot, battery, south"
        ),
    ),
    "no mission": (
        "{strike: depot}",
        "{bomb: depot}",
        (
            "line 19, red.units.drones.mission: no mission is said here; write {strike: PLACE}, "
            "{release: WEAPON, on: PLACE, at: 12 km} or {look: PLACE, within: 20 km, for: 60 s}"
        ),
    ),
    "negative count": (
        "count: 4",
        "count: -4",
        'line 19, red.units.drones.count: "-4" is out of bounds; write a whole number from 1 to 1000',
    ),
    "huge count": (
        "count: 4",
        "count: 1000000",
        'line 19, red.units.drones.count: "1000000" is out of bounds; write a whole number from 1 to 1000',
    ),
    "members on one point": (
        "at: 4 km south of battery",
        "at: 4 km south of battery, count: 3",
        "line 13, blue.units.south: its 3 members would stand on one point; add for example spread: 2 km",
    ),
    "unit off the terrain": (
        "at: 44.80 N 20.30 E",
        "at: 40.90 N 20.30 E",
        f"line 12, blue.units.battery.at: 40.9000 N 20.3000 E is off the terrain serbia; {WINDOW}",
    ),
    "unit with its latitude exchanged": (
        "at: 44.80 N 20.30 E",
        "at: 20.30 N 44.80 E",
        (
            "line 12, blue.units.battery.at: 20.3000 N 44.8000 E is off the terrain serbia; "
            f"did you mean 44.8000 N 20.3000 E? {WINDOW}"
        ),
    ),
    "longitude first": (
        "at: 44.80 N 20.30 E",
        "at: 20.30 E 44.80 N",
        'line 12, blue.units.battery.at: "20.30 E 44.80 N" has its longitude first; did you mean 44.8 N 20.3 E?',
    ),
    "waypoint with its latitude exchanged": (
        "low: [44.50 N 20.00 E",
        "low: [20.00 N 44.50 E",
        (
            "line 16, red.routes.low.1: this is farther than 1000 km from the scenario's origin; "
            "did you mean 44.5000 N 20.0000 E? check the degrees and the letters N, S, E, W"
        ),
    ),
    "no space after a colon": (
        "count: 4",
        "count:4",
        'line 19, red.units.drones.count: "count:4" has no space after the colon; write count: 4',
    ),
    "member off the terrain": (
        "at: 4 km south of battery",
        "at: 41.01 N 20 E, count: 3, spread: 5 km",
        f"line 13, blue.units.south.at: 41.0100 N 20.0000 E is off the terrain serbia; {WINDOW}",
    ),
    "place off the terrain": (
        "at: 44.81 N 20.31 E",
        "at: 44.81 N 26.31 E",
        f"line 27, places.depot.at: 44.8100 N 26.3100 E is off the terrain serbia; {WINDOW}",
    ),
    "unknown terrain": (
        "terrain: serbia",
        "terrain: sebia",
        (
            'line 4, terrain: "sebia" is neither a built-in terrain nor a file; did you mean serbia? '
            "write serbia, flat or the path of a GeoTIFF"
        ),
    ),
    "unknown entry": (
        "is: strike-fighter",
        "is: strike-figter",
        (
            'line 21, red.units.jets.is: the catalogue has no entry "strike-figter"; '
            "did you mean strike-fighter? `shieldwall catalogue` lists them"
        ),
    ),
    "unknown weapon": (
        "release: guided-bomb",
        "release: guided-bom",
        (
            'line 25, red.units.jets.mission.release: the catalogue has no entry "guided-bom"; '
            "did you mean guided-bomb? `shieldwall catalogue` lists them"
        ),
    ),
    "a vehicle on the wrong side": (
        "south: {is: pantsir-s1",
        "south: {is: shahed-class",
        "line 13, blue.units.south.is: shahed-class is drone, not a unit; name a unit or a sensor",
    ),
    "a battery in the air": (
        "is: strike-fighter",
        "is: pantsir-s1",
        (
            "line 21, red.units.jets.is: pantsir-s1 is of kind unit, not a vehicle; "
            "name an aircraft, a cruise missile or a drone"
        ),
    ),
    "an aircraft that strikes": (
        "is: shahed-class",
        "is: strike-fighter",
        (
            "line 19, red.units.drones.mission: strike-fighter is an aircraft and does not fly into its "
            "target; write for example {release: guided-bomb, on: depot, at: 12 km}"
        ),
    ),
    "a drone that releases": (
        "is: strike-fighter",
        "is: shahed-class",
        ("line 25, red.units.jets.mission: shahed-class is of kind drone and releases nothing; write {strike: depot}"),
    ),
    "a weapon that is none": (
        "release: guided-bomb",
        "release: 57e6",
        (
            "line 25, red.units.jets.mission.release: 57e6 is of kind interceptor, not a weapon to release; "
            "name a bomb or a missile"
        ),
    ),
    "a jammer that is none": (
        "is: strike-fighter",
        "is: strike-fighter\n      jammer: {is: p-18}",
        "line 22, red.units.jets.jammer.is: p-18 is of kind radar/rotating, not a jammer; name a jammer",
    ),
    "an unknown jammer": (
        "is: strike-fighter",
        "is: strike-fighter\n      jammer: {is: stand-off-pod}",
        (
            'line 22, red.units.jets.jammer.is: the catalogue has no entry "stand-off-pod"; '
            "did you mean stand-off-pods? `shieldwall catalogue` lists them"
        ),
    ),
    "a jammer without an end": (
        "is: strike-fighter",
        "is: strike-fighter\n      jammer: {is: stand-off-pods, from: 5 min, to: 4 min}",
        (
            "line 22, red.units.jets.jammer: this jammer stops before it begins; "
            "write for example {is: NAME, from: 5 min, to: 20 min}"
        ),
    ),
    "a jammer of negative time": (
        "is: strike-fighter",
        "is: strike-fighter\n      jammer: {is: stand-off-pods, from: -5 min}",
        'line 22, red.units.jets.jammer.from: "-5 min" is out of bounds; write a duration from 0 s to 24 h',
    ),
    "height above what": (
        "height: 5 km amsl",
        "height: 5 km",
        (
            'line 23, red.units.jets.height: "5 km" does not say above what; '
            "write for example 150 m agl (above ground) or 6 km amsl (above mean sea level)"
        ),
    ),
    "enters too late": (
        "count: 4",
        "count: 4, enters: 11 min",
        "line 19, red.units.drones.enters: it enters when the exercise has ended; write less than 10 min",
    ),
    "bad name": (
        "    south: {",
        "    South: {",
        (
            'line 13, blue.units.South: "South" is not a name; write for example south '
            "(use lower-case letters, digits, - and _, at most 64 of them)"
        ),
    ),
    "two things of one name": (
        "  depot: {at",
        "  south: {at: 44.8 N 20.3 E, value: 1}\n  depot: {at",
        'line 27, places.south: a unit of blue is called "south" too; rename one',
    ),
    "another format": (
        "scenario: 1",
        "scenario: 2",
        "line 1, scenario: format 2 is not known; write scenario: 1",
    ),
    "not a number": (
        "value: 10",
        "value: .nan",
        'line 27, places.depot.value: ".nan" is not a finite number; write a number',
    ),
}


def test_the_text_that_the_cases_spoil_is_good() -> None:
    load_text(GOOD, "x.yaml")


@pytest.mark.parametrize("case", CASES)
def test_a_bad_scenario_says_where_and_what_to_type(case: str) -> None:
    old, new, message = CASES[case]
    assert GOOD.count(old) == 1, "the case must spoil one place"
    with pytest.raises(InputError) as caught:
        load_text(GOOD.replace(old, new), "x.yaml")
    assert str(caught.value) == f"x.yaml {message}"
    assert caught.value.code == 2


def test_a_missing_terrain_file_is_looked_for_beside_the_scenario(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(GOOD.replace("terrain: serbia", "terrain: hills.tif"))
    with pytest.raises(InputError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file} line 4, terrain: {tmp_path / 'hills.tif'}: ")
    assert caught.value.code == 2


def test_a_scenario_of_five_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    file.write_text(GOOD + "# " + "x" * 5_000_000)
    with pytest.raises(InputError, match=r"big\.yaml: is too large \(5\.0 MB; at most 1\.0 MB\)"):
        load(file)


def test_a_folder_in_place_of_a_scenario(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a folder; name the file inside it, for example scenario.yaml"


def test_a_scenario_that_is_not_there() -> None:
    with pytest.raises(InputError) as caught:
        load("one-radr")
    assert str(caught.value) == (
        'there is no built-in scenario "one-radr"; did you mean one-radar? '
        f"write one of {', '.join(names())}, or a path such as my.yaml"
    )
    with pytest.raises(InputError, match=r"^nowhere/x\.yaml: no such file; check the name and the folder$"):
        load("nowhere/x.yaml")
