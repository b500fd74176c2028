"""Warnings: whatever is flown, loaded or joined other than as it is written is said with line, asked and given."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError, InputWarning
from shieldwall.scenario import load, load_text, names, nets, schema, template

CASES = Path(__file__).parents[2] / "cases"
POP_UP = CASES / "06-height-at-waypoint" / "pop-up.yaml"
#: Its only battery is not ready in replication 6 of seed 1.
BATTERY = CASES / "11-unit-not-ready" / "battery.yaml"
UNREADY: dict[str, Any] = {"replication": 6, "film": False}

PLAIN = """\
scenario: 1
title: A plain
question: What is said?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 30 min
blue:
  command: {post: b}
  links: [{name: net, joins: [b, c], delay: 1 s}]
  units:
    b: {is: pantsir-s1, at: 44.8 N 20.3 E, facing: south}
    c: {is: p-18, at: 44.9 N 20.3 E}
red:
  routes:
    south: [44.20 N 20.30 E, target d]
    bent: [44.20 N 20.30 E, 44.50 N 20.30 E, target d]
  units:
    m: {is: tomahawk-class, count: 2, route: south, height: 60 m agl, speed: 245 m/s, mission: {strike: d}}
    f: {is: strike-fighter, route: bent, height: 6 km amsl, speed: 250 m/s,
        mission: {release: guided-bomb, on: d, at: 8 km}}
    u: {is: reconnaissance-uav, orbit: {around: 44.4 N 20.3 E, radius: 5 km}, height: 5 km amsl, speed: 85 m/s}
places:
  d: {at: 44.80 N 20.30 E, value: 10, hardness: 2}
"""  # fmt: skip


def said(text: str, file: str = "x.yaml") -> list[InputWarning]:
    return list(sw.warnings(load_text(text, file)))


@pytest.mark.parametrize("name", names())
def test_built_in_scenarios_are_free_of_warnings(name: str) -> None:
    assert [str(one) for one in sw.warnings(name)] == []


def test_what_is_flown_as_written_is_not_warned_of() -> None:
    assert said(PLAIN) == []
    assert said(template()) == []


def heights(case: str) -> list[tuple[str | None, int | None, str]]:
    file = CASES / "06-height-at-waypoint" / f"{case}.yaml"
    return [(one.path, one.line, one.message) for one in sw.warnings(file)]


def test_a_pop_up_is_told_with_the_height_that_is_flown() -> None:
    # 0.15 m in a metre over 5.56 km from 44.65 to 44.70 N (a degree is 111.12 km) below 2500 m: 1666 m.
    [(path, line, message)] = heights("pop-up")
    assert (path, line) == ("red.routes.popup.2", 14)
    assert message.startswith("60 m agl is asked at waypoint 2 of popup, and red.units.c will be at ")
    flown = float(re.findall(r"(\d+) m agl there", message)[0])
    assert flown == pytest.approx(2500.0 - 0.15 * 0.05 * 111_120.0, abs=10.0)
    assert "strike-fighter climbs and descends by at most 0.15 m" in message


def test_a_descent_is_told_where_it_is_too_steep_and_where_it_is_never_reached() -> None:
    # 0.09 degree are 10.0 km: 1000 m less than 6000 m at a slope of 0.1.
    found = [one for one in heights("descent") if "ceiling" not in one[2]]
    assert [path for path, _, _ in found] == ["red.routes.popup.3", "red.routes.popup.4"]
    flown = [float(re.findall(r"(\d+) m agl there", message)[0]) for _, _, message in found]
    assert flown[0] == pytest.approx(6000.0 - 0.1 * 0.09 * 111_120.0, abs=15.0)
    assert "where its dive to d begins" in found[1][2]


def test_a_height_below_the_ground_is_told_with_what_is_flown_over_it() -> None:
    # The ridge of the file is 681 m high, and the least height of the entry 30 m.
    [(path, line, message)] = heights("under-ground")
    assert (path, line) == ("red.units.c.height", 16)
    assert message.startswith("200 m amsl is asked after waypoint 1 of w, where the ground reaches 681 m")
    assert message.endswith("will be at up to 711 m amsl")


#: What is written in place of what, whose line and path are named, and some of the words.
BEYOND = {
    "a speed": (
        "speed: 245",
        "speed: 500",
        "red.units.m.speed",
        "500 m/s is asked of tomahawk-class, which flies at 850",
    ),
    "a slow flight": ("speed: 250", "speed: 50", "red.units.f.speed", "which flies at 360 km/h to 2414 km/h"),
    "a ceiling": ("6 km amsl", "16 km amsl", "red.units.f.height", "whose ceiling is 15.24 km (15 km to 15.3 km)"),
    "a ceiling over ground": ("60 m agl", "6 km agl", "red.units.m.height", "whose ceiling is 3 km (2 km to 5 km)"),
    "a least height": ("60 m agl", "5 m agl", "red.units.m.height", "whose least height is 30 m (20 m to 40 m) above"),
    "a waypoint": ("44.50 N 20.30 E,", "44.50 N 20.30 E at 18 km amsl,", "red.routes.bent.2", "18 km amsl is asked of"),
    "below the sea": ("height: 5 km amsl", "height: -500 m amsl", "red.units.u.height", "will be at up to 300 m amsl"),
    "a load": (
        "8 km}",
        "8 km, count: 50}",
        "red.units.f.mission.count",
        "50 guided-bomb are on each strike-fighter, which",
    ),
    "a weapon": (
        "guided-bomb",
        "shahed-class",
        "red.units.f.mission.release",
        "carries guided-bomb and no shahed-class",
    ),
    "a release too far": (
        "at: 8 km",
        "at: 40 km",
        "red.units.f.mission.at",
        "released 40 km from d, and it reaches 24 km",
    ),
    "a release too low": (
        "6 km amsl",
        "100 m amsl",
        "red.units.f.mission.at",
        "released 8 km from d falls short of it",
    ),
    "an orbit": (
        "radius: 5 km",
        "radius: 100 m",
        "red.units.u.orbit.radius",
        "a turn of 7.37 g, and reconnaissance-uav",
    ),
    "a turn": ("44.50 N 20.30 E,", "44.5 N 20.3 E, 44.4 N 20.3 E,", "red.routes.bent.2", "a turn on the spot is asked"),
    "rounds": ("facing: south}", "rounds: 500}", "blue.units.b.rounds", "500 rounds of 57e6 are on each launcher"),
    "no launcher": ("20.3 E}\nred", "20.3 E, rounds: 4}\nred", "blue.units.c.rounds", "p-18 has no launcher"),
    "a net that loses all": ("1 s}", "1 s, fails: 1}", "blue.links.1.fails", "net net loses every message"),
    "an outage": ("1 s}", "1 s, outages: [{from: 40 min, to: 50 min}]}", "blue.links.1.outages.1", "begins at 40 min"),
    "a net that is down": (
        "1 s}",
        "1 s, outages: [{from: 0 s, to: 50 min}]}",
        "blue.links.1.outages.1",
        "down all the",
    ),
    "a strike too late": (
        "lasts: 30 min",
        "lasts: 4 min",
        "red.units.m",
        "they still fly then: the last strikes at 4.5 min",
    ),
    "one of two": ("count: 2,", "count: 2, spacing: 26 min,", "red.units.m", "and 1 of its 2 members still flies then"),
    "a way too long": (
        "south: [44.20 N 20.30 E,",
        "south: [36.5 N 20.3 E, 44 N 20.3 E, 36.5 N 21 E, 44 N 22 E, 43 N 19 E,",
        "red.units.m.route",
        "km long, and tomahawk-class flies 1600 km",
    ),
    "a salvo": (
        "post: b}",
        "post: b, doctrine: salvo, salvo: 8}",
        "blue.command.salvo",
        "a salvo of 8 is asked, and b",
    ),
    "a salvo of one": ("post: b}", "post: b, salvo: 4}", "blue.command.salvo", "shoot-look-shoot fires one at a time"),
    "an orbit too late": (
        "orbit: {around",
        "enters: 9 min, orbit: {until: 8 min, around",
        "red.units.u.orbit.until",
        "its orbit is left at 8 min, and it is there at 9.0 min",
    ),
    "members too late": (
        "count: 2,",
        "count: 4, spacing: 11 min,",
        "red.units.m.spacing",
        "1 of its 4 members do not enter before the exercise ends",
    ),
    "a late jammer": (
        "{strike: d}}",
        "{strike: d}, jammer: {is: stand-off-pods, from: 40 min, to: 50 min}}",
        "red.units.m.jammer",
        "begins to transmit at 40 min, and the exercise ends at 30 min",
    ),
    "an early jammer": (
        "count: 2,",
        "enters: 9 min, jammer: {is: stand-off-pods, to: 5 min},",
        "red.units.m.jammer",
        "it stops at 5 min, before its carrier enters at 9 min",
    ),
    "a look": (
        "speed: 85 m/s}",
        "speed: 85 m/s, mission: {look: d, within: 90 km, for: 1 min}}",
        "red.units.u.mission.within",
        "a look from within 90 km is asked of reconnaissance-uav, which sees a place from 35 km (20 km to 60 km)",
    ),
    "a look by who does not look": (
        "mission: {release: guided-bomb, on: d, at: 8 km}}",
        "mission: {look: d, within: 20 km, for: 20 s}}",
        "red.units.f.mission.within",
        "is asked of strike-fighter, whose entry says of no distance from which it sees a place",
    ),
    "a declaration": (
        "post: b}",
        "post: b, delays: {declare: 1 s}}",
        "blue.command.delays.declare",
        "a declaration delay of 1 s is asked of all units, and that of b (pantsir-s1) is 6 s (3 s to 12 s)",
    ),
    "a command cycle": (
        "post: b}",
        "post: b, delays: {cycle: 0.2 s}}",
        "blue.command.delays.cycle",
        "and that of b (pantsir-s1) is 2 s (1 s to 4 s)",
    ),
    "a reaction": (
        "post: b}",
        "post: b, delays: {reaction: 2 s}}",
        "blue.command.delays.reaction",
        "a reaction time of 2 s is asked of all units, and that of b (pantsir-s1) is 5 s (4 s to 6 s)",
    ),
    "autonomy": (
        "post: b}",
        "post: b, delays: {autonomy: 0 s}}",
        "blue.command.delays.autonomy",
        "and that of b (pantsir-s1) is 30 s (15 s to 60 s)",
    ),
    # Ten kilograms of warheads destroy a unit, four to thirty: 0.4 to 3 times the figure.
    "a hard unit": (
        "facing: south}",
        "facing: south, hardness: 5}",
        "blue.units.b.hardness",
        "50 kg of warheads are to destroy it, 5 times the figure of its entry, and pantsir-s1 stands 10 kg (4 kg to 30",
    ),
    # Two standard deviations, one in forty, above 6 km: 16 km.
    "heights above a ceiling": (
        "speed: 250 m/s,",
        "speed: 250 m/s, spread: {height: 5 km},",
        "red.units.f.spread.height",
        "leads one in forty of its members or more above the ceiling of strike-fighter, 15.24 km",
    ),
    # Two standard deviations below 60 m: 20 m, and its least height is 30 m.
    "heights near the ground": (
        "speed: 245 m/s,",
        "speed: 245 m/s, spread: {height: 20 m},",
        "red.units.m.spread.height",
        "60 m agl at the lowest: members that it would lead below 30 m agl, one in forty or more, will be at that",
    ),
    # No hill under it: 30 m over the sea is the least, 10 m is 20 m less.
    "a height over the sea too low": (
        "height: 60 m agl",
        "height: 10 m amsl",
        "red.units.m.height",
        "10 m amsl is asked after waypoint 1 of south, where the ground reaches 0 m: red.units.m will be at up to 30 m",
    ),
    # A fall of 6 km over 1 km at 250 m/s: 2 x 6000 x (250 / 1000)^2 / 9.81 = 76 g.
    "a release too near": (
        "at: 8 km",
        "at: 1 km",
        "red.units.f.mission.at",
        "released 1 km from d, 6000 m above the ground and at 250 m/s, would have to turn down with 76 g",
    ),
    "pods of who carries none": (
        "{strike: d}}",
        "{strike: d}, jammer: {is: stand-off-pods}}",
        "red.units.m.jammer.is",
        "tomahawk-class carries no jammer: stand-off-pods is a load beyond its entry",
    ),
    "pods of another": (
        "speed: 250 m/s,",
        "speed: 250 m/s, jammer: {is: stand-off-pods},",
        "red.units.f.jammer.is",
        "strike-fighter carries self-screening-pod and no stand-off-pods",
    ),
    # The notch of its search radar reaches to 15 m/s in the catalogue, that of its track radar to 10 m/s.
    "a crawl": (
        "speed: 85 m/s}",
        "speed: 12 m/s}",
        "red.units.u.speed",
        "at 12 m/s radars of blue cancel its echo as they cancel clutter (p-18 below 15 m/s",
    ),
    "members of one": ("facing: south}", "facing: south, spread: 2 km}", "blue.units.b.spread", "b has one member"),
    "a row of one": ("speed: 250 m/s,", "speed: 250 m/s, spacing: 9 s,", "red.units.f.spacing", "f has one member"),
    "air that bends too much": ("terrain: flat", "refraction: 100\nterrain: flat", "refraction", "factor of 100"),
    "air that bends too little": ("terrain: flat", "refraction: 0.1\nterrain: flat", "refraction", "factor of 0.1"),
    "a wide place": ("hardness: 2}", "hardness: 2, radius: 50 km}", "places.d.radius", "a hit up to 50 km"),
    "a place of no width": ("hardness: 2}", "hardness: 2, radius: 0 m}", "places.d.radius", "hardly any weapon hits"),
    "a release above a ceiling": (
        "release: guided-bomb",
        "release: tomahawk-class",
        "red.units.f.mission.release",
        "tomahawk-class is released at 6000 m amsl, and its ceiling is 3 km (2 km to 5 km)",
    ),
    "an answer without a transponder": (
        "height: 60 m agl, ",
        "height: 60 m agl, transponder: civil, ",
        "red.units.m.transponder",
        "tomahawk-class has no transponder with civil modes in the catalogue; it answers all the same",
    ),
}

#: What a scenario may write of a unit, a net or a task: the case of `BEYOND` that goes beyond a figure of an entry, or
#: why no entry has one.
SITED, COUNTED, NAMED, RULED, TIMED = "a place", "how many there are", "a name", "a rule", "a time of the exercise"
NETS, SURROUNDINGS, WORTH = "no entry is a net", "of the ground about the site, not of the unit", "its author's scale"
FIGURES = {
    "Command": {"post": NAMED, "doctrine": RULED, "method": RULED, "control": RULED, "tracker": RULED,
                "least_chance": RULED, "reserve": RULED, "merging": RULED, "salvo": "a salvo", "ripple": RULED,
                "delays": "a reaction"},
    "Delays": {"declare": "a declaration", "cycle": "a command cycle", "reaction": "a reaction",
               "autonomy": "autonomy", "decision": "a decision"},
    "Link": {"name": NAMED, "joins": NAMED, "carries": RULED, "outages": TIMED, "delay": NETS, "every": NETS,
             "fails": NETS, "capacity": NETS, "medium": RULED, "allows": RULED, "breaks": NETS},
    "Outage": {"from": TIMED, "to": TIMED},
    "BlueUnit": {"is": NAMED, "at": SITED, "facing": SITED, "spread": SITED, "count": COUNTED, "rounds": "rounds",
                 "trees": SURROUNDINGS, "without_post": RULED, "method": RULED, "under": NAMED, "deputy": NAMED,
                 "guards": NAMED, "alert": RULED, "switch": RULED, "partner": RULED, "value": WORTH,
                 "hardness": "a hard unit"},
    "RedUnit": {"is": NAMED, "route": "a way too long", "orbit": "an orbit", "then": RULED, "count": COUNTED,
                "height": "a ceiling", "speed": "a speed", "enters": TIMED, "spacing": TIMED, "mission": "a look",
                "jammer": "a late jammer", "spread": "heights above a ceiling",
                "transponder": "an answer without a transponder"},
    "Orbit": {"around": SITED, "radius": "an orbit", "turns": TIMED, "until": "an orbit too late"},
    "Strike": {"strike": NAMED, "dive": "a slope of an entry is that of its climbs, and a dive may be steeper"},
    "Release": {"release": "a weapon", "on": NAMED, "at": "a release too far", "count": "a load"},
    "Look": {"look": NAMED, "within": "a look", "for": TIMED},
    "Jamming": {"is": NAMED, "from": "a late jammer", "to": "an early jammer"},
    "Spread": {"time": TIMED, "offset": SITED, "height": "heights above a ceiling"},
}  # fmt: skip


@pytest.mark.parametrize("model", FIGURES)
def test_each_figure_that_a_scenario_replaces_has_its_warning(model: str) -> None:
    """A new key of the schema needs a line in the table, and with it an answer."""
    fields = getattr(schema if hasattr(schema, model) else nets, model).model_fields
    assert {field.alias or name for name, field in fields.items()} == set(FIGURES[model])


def test_a_decision_is_the_staff_s_of_a_post() -> None:
    """A fire unit that commands has no staff, and no figure for it."""
    quick = PLAIN.replace("post: b}", "post: b, delays: {decision: 0.1 s}}")
    assert said(quick) == []
    [one] = said(quick.replace("b: {is: pantsir-s1", "b: {is: s-400-command-post"))
    assert one.path == "blue.command.delays.decision"
    assert one.message.startswith("a decision time of 0.1 s is asked of all units, and that of b (s-400-command-post)")
    assert one.instead == "write at least 0.5 s"


def test_an_aim_at_the_end_of_a_range_is_not_warned_of() -> None:
    edges = {
        "speed: 85 m/s}": "speed: 85 m/s, mission: {look: d, within: 60 km, for: 1 min}}",
        "post: b}": "post: b, delays: {declare: 3 s, cycle: 1 s, reaction: 4 s, autonomy: 30 s}}",
        "facing: south}": "facing: south, hardness: 3}",
        "speed: 250 m/s,": "speed: 250 m/s, spread: {height: 4500 m},",
        "speed: 245 m/s,": "speed: 245 m/s, spread: {height: 15 m},",
    }
    text = PLAIN
    for old, new in edges.items():
        text = text.replace(old, new)
    assert said(text) == []


@pytest.mark.parametrize("case", BEYOND)
def test_what_is_beyond_an_entry_is_told_with_its_line(case: str) -> None:
    old, new, path, words = BEYOND[case]
    assert PLAIN.count(old) == 1
    text = PLAIN.replace(old, new)
    found = [one for one in said(text) if one.path == path and words in one.message]
    assert len(found) == 1, [str(one) for one in said(text)]
    assert found[0].file == "x.yaml"
    assert found[0].instead
    assert found[0].line is not None
    word = next(part for part in reversed(path.split(".")) if not part.isdigit())
    assert f"{word}:" in text.splitlines()[found[0].line - 1]


def test_a_unit_that_no_net_joins_with_the_post_is_told() -> None:
    [one] = said(PLAIN.replace("  links: [{name: net, joins: [b, c], delay: 1 s}]\n", ""))
    assert one.path == "blue.units.c"
    assert "no net joins it with the post b" in one.message


def test_a_silence_shorter_than_the_post_s_cycle_is_told() -> None:
    slow = PLAIN.replace("{post: b}", "{post: b, delays: {cycle: 4 s, autonomy: 3 s}}")
    # Either is below the least autonomy delay of a pantsir-s1, too, 15 s, which is said by itself.
    [_, one] = said(slow)
    assert one.path == "blue.command.delays.autonomy"
    assert "speaks once in its cycle of 4 s" in one.message
    [other] = said(slow.replace("autonomy: 3 s", "autonomy: 4 s"))
    assert "an autonomy delay of 4 s is asked of all units" in other.message


def test_a_route_off_the_terrain_is_told() -> None:
    text = template().replace("from-the-south: [", "from-the-south: [40.50 N 20.10 E, ")
    [one] = [one for one in said(text) if "terrain" in one.message]
    assert one.path == "red.routes.from-the-south.1"
    assert "where the ground is taken as flat and at sea level" in one.message


def test_a_look_that_is_never_complete_is_told() -> None:
    text = PLAIN.replace(
        "orbit: {around: 44.4 N 20.3 E, radius: 5 km}", "route: south, mission: {look: d, within: 1 km, for: 9 min}"
    )
    [one] = said(text)
    assert one.path == "red.units.u.mission"
    assert "it never has d in view for 9 min without a break from within 1 km" in one.message


def test_lines_of_warnings_are_right_after_a_change() -> None:
    [one] = sw.warnings(load(POP_UP, {"weather.rain": "2 mm/h"}))
    assert one.line == 14
    [new] = sw.warnings(load("one-battery", {"red.units.valley-pair.speed": "500 m/s"}))
    assert new.line == load("one-battery").text.splitlines().index("      speed: 245 m/s") + 1


def test_the_slope_of_an_entry_is_what_is_flown() -> None:
    """A drone at 0.05 needs twice the way of a missile at 0.1 for the same climb."""
    route = "s: [44.20 N 20.30 E at 100 m amsl, 44.40 N 20.30 E at 100 m amsl, 44.45 N 20.30 E at 600 m amsl, target d]"
    text = PLAIN.replace("south: [44.20 N 20.30 E, target d]", f"south: [44.2 N 20.3 E, target d]\n    {route}")
    missile = text.replace("route: south, height: 60 m agl", "route: s, height: 100 m amsl")
    assert said(missile) == []
    drone = missile.replace("tomahawk-class, count: 2", "shahed-class").replace("speed: 245", "speed: 51")
    [one] = [one for one in said(drone) if "climbs" in one.message]
    assert float(re.findall(r"(\d+) m amsl there", one.message)[0]) == pytest.approx(600 - 0.05 * 5556.0, abs=5.0)


def test_a_run_keeps_and_tells_its_warnings(tmp_path: Path) -> None:
    run = sw.run(POP_UP, film=False)
    [one] = run.warnings
    assert one.path == "red.routes.popup.2"
    kept = sw.open(run.save(tmp_path / "run"))
    assert kept.warnings == run.warnings
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    head = page.partition("</header>")[0]
    assert one.message.split(":")[0] in head


def test_a_strict_run_is_refused_before_the_battle() -> None:
    with pytest.raises(InputError, match="60 m agl is asked at waypoint 2") as caught:
        sw.run(POP_UP, strict=True, film=False)
    assert caught.value.line == 14
    assert sw.run("one-battery", strict=True, film=False).warnings == ()


@pytest.fixture(scope="module")
def without() -> sw.Run:
    """The only battery is not ready in this replication."""
    return sw.run(BATTERY, **UNREADY)


def test_who_is_not_ready_is_the_first_warning_and_the_reason(without: sw.Run) -> None:
    [one] = without.warnings
    assert one.path == "blue.units.b"
    assert one.line == 11
    assert one.message == "blue/b is drawn not ready in replication 6 of seed 1 and takes no part"
    assert without.measures["not_ready"] == ["blue/b"]
    assert {row["reason"] for row in without.outcome_rows if row["fate"] == "leaked"} == {
        "where no sensor looked: b was not ready and took no part"
    }
    assert "b was not ready and took no part" in " ".join(without.explain("red/second/1/guided-bomb-1").split())


def test_a_strict_run_does_without_nobody() -> None:
    with pytest.raises(InputError, match="blue/b is drawn not ready"):
        sw.run(BATTERY, **UNREADY, strict=True)


def test_readiness_can_be_switched_off(without: sw.Run) -> None:
    ready = sw.run(load(BATTERY, {"draws.readiness": False}), **UNREADY)
    assert ready.measures["not_ready"] == []
    assert ready.warnings == ()
    assert ready.measures["rounds"] > 0 == without.measures["rounds"]


def test_a_group_without_fire_units_says_so_where_a_threat_was_detected() -> None:
    """The radar of the group sees the raid; the one unit that could fire, the post, is away."""
    simulator = Simulator(planned(load_text(PLAIN, "x.yaml")))
    simulator.simulate(1, 0, readiness=np.array([0, 1]))
    rows = sw.Run(simulator.recording(scene=False)).outcome_rows
    reasons = {row["reason"] for row in rows if row["stage"] in {"detected", "tracked", "identified"}}
    assert reasons == {"no fire unit took part: b was not ready and took no part"}


def test_what_still_flies_at_the_end_is_counted() -> None:
    run = sw.run(load("one-battery", {"lasts": "4 min"}), film=False)
    assert run.measures["flying"] == run.measures["expired"] > 0
    assert math.isclose(
        run.measures["threats"], run.measures["flying"] + run.measures["killed"] + run.measures["leakers"]
    )
