"""Every fire unit of the catalogue in a battle of its own, and every threat on its way: they work at all.

A unit stands by the sea with an ideal radar that cues it, and fighters come with bombs. What is asked is not how well
it does, but that it fires and kills something within a few battles; and of threats, that they do what they are for.
"""

from __future__ import annotations

import pytest

import shieldwall
from shieldwall.catalogue import ids, load, load_parts
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.sensors import Radar
from shieldwall.catalogue.weapons import Threat
from shieldwall.exercise.kill_map import LEVELS, TARGETS, kill_map
from shieldwall.scenario.load import load_text


def sees_for_itself(name: str) -> bool:
    """Whether a unit has a surveillance radar that gives heights."""
    unit = load(name)
    parts = load_parts(unit) if isinstance(unit, Unit) else {}
    return any(isinstance(part, Radar) and part.dimensions == 3 and not part.channels for part in parts.values())


UNITS = [name for name in ids() if isinstance(entry := load(name), Unit) and entry.launchers]
THREATS = [entry for entry in map(load, ids()) if isinstance(entry, Threat) and entry.kind != "bomb"]
#: Rounds that few battles need to find targets with; the cards of the others are fought in test_cards.
ROUNDS = ("3m9m", "40n6e", "48n6dm", "48n6e", "48n6e2", "9m96e")
BATTLES = 4
HEAD = """
scenario: 1
title: A system on its own
question: Does it work at all?
terrain: flat
start: 2020-01-01T00:00Z
lasts: 40 min
draws: {{readiness: no}}
blue:
  command: {{post: shooter, doctrine: shoot-look-shoot, control: weapons-tight}}
  {cue}
  units:
    {eye}
    shooter: {{is: {unit}, at: 45.0 N 20.0 E, facing: north, value: 1}}
places: {{depot: {{at: 1500 m south of shooter, value: 10, hardness: 1000}}}}
red:
  routes: {{in: [45.60 N 20.0 E, target depot]}}
  units:
"""
CUED = {
    "cue": "links: [{name: cue, joins: [shooter, eye], delay: 0 s}]",
    "eye": "eye: {is: perfect-radar, at: 200 m south of shooter}",
}
STRIKE = """    strike: {is: strike-fighter, count: 4, route: in, height: 4 km amsl, speed: 240 m/s, spacing: 15 s,
             mission: {release: guided-bomb, on: depot, at: 8 km}, spread: {offset: 400 m, time: 3 s}}
"""


def way_in(threat: Threat) -> tuple[str, tuple[str, ...]]:
    """How a threat flies in at the depot with what it is for, and the fates that this may come to."""
    fate: tuple[str, ...] = ("leaked", "expired")
    height = f"{threat.cruise_height.value if threat.cruise_height else 300.0:g} m agl"
    mission = "mission: {strike: depot}, "
    if threat.kind == "aircraft":
        mission, height, fate = "", "8 km amsl", ("recovered", "expired")
        if threat.carries:
            mission = f"mission: {{release: {next(iter(threat.carries))}, on: depot, at: 8 km}}, "
            fate = ("delivered",)
        elif threat.look_range:
            mission, fate = "mission: {look: depot, within: 20 km, for: 60 s}, ", ("leaked",)
    speed = f"{threat.speed.value:g} m/s"
    return f"    one: {{is: {threat.id}, route: in, height: {height}, speed: {speed}, {mission}", fate


def fires_and_kills(unit: str, cue: dict[str, str]) -> bool:
    """Whether a unit, cued or not, fires and kills in some battles."""
    scenario = load_text(HEAD.format(unit=unit, **cue) + STRIKE, "unit.yaml")
    runs = (shieldwall.run(scenario, replication=number, film=False) for number in range(BATTLES))
    # A kill takes a round, of this unit, since there is no other. As a rule the first battle has one.
    return any(run.measures["rounds"] > 0 and run.measures["killed"] > 0 for run in runs)


@pytest.mark.long
@pytest.mark.parametrize("unit", UNITS)
def test_a_fire_unit_fires_and_kills(unit: str) -> None:
    assert fires_and_kills(unit, CUED)


@pytest.mark.long
@pytest.mark.parametrize("unit", [name for name in UNITS if sees_for_itself(name)])
def test_one_with_a_search_radar_of_three_dimensions_needs_no_cue(unit: str) -> None:
    assert fires_and_kills(unit, {"cue": "", "eye": ""})


@pytest.mark.long
@pytest.mark.parametrize("variant", ["s-300pmu-1", "s-300pmu-2"])
def test_a_battalion_fights_by_the_radar_of_its_post(variant: str) -> None:
    """The battalion's own search radar gives no heights: what it fires at is found by the post's."""
    post = {"cue": CUED["cue"], "eye": f"eye: {{is: {variant}-command-post, at: 5 km south of shooter}}"}
    text = HEAD.format(unit=f"{variant}-battalion", **post) + STRIKE
    run = shieldwall.run(load_text(text.replace("post: shooter", "post: eye"), "post.yaml"), film=False)
    assert run.measures["rounds"] > 0
    assert run.measures["killed"] > 0


@pytest.mark.long
def test_the_longest_round_of_the_s_400_meets_a_bomber_beyond_the_others() -> None:
    """48N6DM ends at 250 km; a bomber at 12 km height is over the horizon of the 92N6E out to 450 km (4/3 earth)."""
    bomber = "    one: {is: b-52h, route: far, height: 12 km amsl, speed: 230 m/s}\n"
    text = HEAD.format(unit="s-400-battalion-all-rounds", cue="", eye="") + bomber
    text = text.replace("routes: {", "routes: {far: [49.0 N 20.0 E, target depot], ")
    # Nobody shoots at what is far from all that is to be defended.
    text = text.replace("places: {", "places: {town: {at: 47.5 N 20.0 E, value: 5}, ")
    run = shieldwall.run(load_text(text, "bomber.yaml"), film=False)
    outcome = run.outcomes().row(0, named=True)
    assert str(outcome["killed_by"]).startswith("blue/shooter/far-")
    # Four degrees of latitude to the unit, less what it flew.
    assert 250e3 < 4.0 * 111_195.0 - 230.0 * outcome["t_s"] < 400e3


@pytest.mark.long
@pytest.mark.parametrize("weapon", ROUNDS)
def test_each_round_finds_targets(weapon: str) -> None:
    shots = kill_map(weapon, battles=1)
    assert 0.5 * TARGETS < shots.fired.sum() <= TARGETS * len(LEVELS)
    assert 0.1 * shots.fired.sum() < shots.killed.sum()


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat.id)
def test_a_threat_that_nobody_stops_does_what_it_is_for(threat: Threat) -> None:
    """The battery sees and has no round: under weapons hold it would still fire at what comes at itself."""
    flight, wanted = way_in(threat)
    text = HEAD.format(unit="certain-battery, rounds: 0", **CUED) + flight + "then: continue}\n"
    run = shieldwall.run(load_text(text, "threat.yaml"), film=False)
    assert run.measures["rounds"] == 0
    outcome = next(row for row in run.outcomes().iter_rows(named=True) if row["threat"] == "red/one/1")
    assert outcome["fate"] in wanted
    assert outcome["detected_s"] is not None
