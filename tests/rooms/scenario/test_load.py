"""Scenarios from text: what a good one becomes, the built-in ones, and changes by path."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario, load, load_text, names, template, with_changes
from shieldwall.scenario.fields import Height
from shieldwall.scenario.schema import BlueUnit, Look, Release, Strike


@pytest.mark.parametrize("name", names())
def test_each_built_in_scenario_passes(name: str) -> None:
    scenario = load(name)
    assert scenario.text
    assert scenario.file == f"{name}.yaml"


def test_the_template_passes() -> None:
    assert load_text(template()).title == "My first exercise"


def test_the_massed_raid_is_as_large_as_it_says() -> None:
    scenario = load("slavic-shield-2019")
    assert sum(unit.count for unit in scenario.red.units.values()) >= 60
    assert sum(unit.entry == "pantsir-s1" for unit in scenario.blue.units.values()) == 6
    assert sum(unit.entry == "s-125m1t-neva" for unit in scenario.blue.units.values()) == 2
    assert scenario.lasts == 2400.0


def test_the_bench_has_exactly_sixty_threats() -> None:
    threats = 0
    for unit in load("bench-60").red.units.values():
        released = unit.mission.count if isinstance(unit.mission, Release) else 0
        threats += unit.count * (1 + released)
    assert threats == 60


def _length(scenario: Scenario, route: str) -> float:
    """Great-circle length in metres, by haversines on a sphere."""
    total, points = 0.0, [waypoint.position for waypoint in scenario.red.routes[route]]
    for a, b in itertools.pairwise(points):
        half = (
            math.sin((b.latitude - a.latitude) / 2) ** 2
            + math.cos(a.latitude) * math.cos(b.latitude) * math.sin((b.longitude - a.longitude) / 2) ** 2
        )
        total += 2.0 * 6_371_000.0 * math.asin(math.sqrt(half))
    return total


@pytest.mark.parametrize("name", names())
def test_every_built_in_raid_arrives_before_the_exercise_ends(name: str) -> None:
    scenario = load(name)
    for unit in scenario.red.units.values():
        if unit.route is not None:
            last = unit.enters + (unit.count - 1) * unit.spacing + _length(scenario, unit.route) / unit.speed
            assert last + 3.0 * unit.spread.time < scenario.lasts


def test_values_are_si_and_positions_absolute() -> None:
    scenario = load("one-battery")
    unit = scenario.red.units["valley-pair"]
    assert unit.height == Height(60.0, above_ground=True, least=True)
    assert (unit.speed, unit.spacing, unit.count) == (245.0, 6.0, 2)
    assert unit.mission == Strike.model_validate({"strike": "depot"})
    assert scenario.red.routes["valley"][-1].target == "depot"
    assert scenario.red.routes["valley"][-1].position == scenario.position("depot")
    battery, depot = scenario.position("pantsir"), scenario.position("depot")
    north = (battery.latitude - depot.latitude) * 6_371_000.0
    east = (battery.longitude - depot.longitude) * 6_371_000.0 * math.cos(depot.latitude)
    assert math.hypot(north, east) == pytest.approx(1500.0, rel=3e-3)
    assert math.atan2(east, north) == pytest.approx(math.radians(-135.0), abs=5e-3)


def test_the_origin_is_the_centre_of_blue_rounded() -> None:
    scenario = load("one-radar")
    assert scenario.origin == pytest.approx((math.radians(44.90), math.radians(20.20)))
    stated = load("one-radar", {"origin": "44.5 N 20.5 E"})
    assert stated.origin == pytest.approx((math.radians(44.5), math.radians(20.5)))


def test_missions_heights_and_switches() -> None:
    scenario = load("slavic-shield-2019", {"draws": "{terrain_error: no}", "refraction": "1.2"})
    assert isinstance(scenario.red.units["watch"].mission, Look)
    assert isinstance(scenario.red.units["stealth"].mission, Release)
    assert scenario.red.units["stealth"].height == Height(9000.0, above_ground=False)
    assert not scenario.draws.terrain_error
    assert scenario.draws.registration_bias
    assert scenario.refraction == 1.2
    climb = load("one-radar").red.routes["low-then-high"]
    assert [waypoint.height for waypoint in climb] == [None] * 4 + [Height(6000.0, above_ground=False)] * 2


def test_members_of_a_count_stand_on_a_ring() -> None:
    ring = BlueUnit.model_construct(count=4, spread=2000.0, facing=math.pi / 2)
    expected = [(2000.0, 0.0), (0.0, -2000.0), (-2000.0, 0.0), (0.0, 2000.0)]
    for offset, point in zip(ring.offsets(), expected, strict=True):
        assert offset == pytest.approx(point, abs=1e-9)
    assert BlueUnit.model_construct(count=1).offsets() == ((0.0, 0.0),)


def test_a_scenario_is_frozen() -> None:
    scenario = load("one-radar")
    with pytest.raises(ValueError, match="frozen"):
        scenario.title = "x"  # type: ignore[misc]


def test_a_file_is_loaded_by_path(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(template(), encoding="utf-8")
    assert load(file).file == str(file)


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        ("red.units.drones.count", "12", "      count: 12"),
        ("lasts", "20 min", "lasts: 20 min"),
        (
            "blue.units.battery.rounds",
            "4",
            "    battery: {is: pantsir-s1, at: 2 km south of depot, facing: south, rounds: 4}",
        ),
        ("red.units.drones.then", "continue", "      then: continue"),
        (
            "red.routes.from-the-south.1",
            "44.5 N 20.1 E",
            "    from-the-south: [44.5 N 20.1 E, 44.70 N 20.25 E, target depot]",
        ),
        ("draws", "{obstacle_angle: no}", "draws: {obstacle_angle: no}"),
    ],
)
def test_a_change_touches_one_line_and_keeps_the_comments(path: str, value: str, line: str) -> None:
    changed = with_changes(template(), {path: value})
    new = [text_line for text_line in changed.splitlines() if text_line not in template().splitlines()]
    assert [text_line.split("   #")[0].rstrip() for text_line in new] == [line]
    assert changed.count("#") == template().count("#")
    assert load_text(changed).text == changed


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "red.units.dornes.count",
            "12",
            ('red.units.dornes.count: there is no "dornes" in red.units; did you mean drones? known there: drones'),
        ),
        (
            "red.routes.from-the-south.7.height",
            "1 km",
            (
                'red.routes.from-the-south.7.height: red.routes.from-the-south has no "7": it is a list of 3; '
                "count its items from 1 to 3"
            ),
        ),
        ("lasts", "", "lasts: the value is empty; write lasts=VALUE, or lasts=none to delete it"),
        ("blue.units", "3", "blue.units: blue.units is a mapping over several lines; name a value inside it"),
        ("title.x", "3", "title.x: title is a single value, not a mapping; check the path"),
        ("", "3", "a change has no path; write for example red.units.strike.count=12"),
    ],
)
def test_a_bad_change_says_what_to_type(path: str, value: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        with_changes(template(), {path: value})
    assert str(caught.value) == (f"scenario, {message}" if path else message)


def test_a_change_cannot_add_a_second_key_by_a_line_break() -> None:
    with pytest.raises(InputError):
        with_changes(template(), {"lasts": "10 min\ntitle: other"})
    with pytest.raises(InputError):
        with_changes(template(), {"places.depot.value": "3, radius: 5 km"})


#: One point in four forms (GeographicLib, GeoConvert(1), has such forms), and what is typed for it in each place.
POINT_FORMS = ("44.7 N 20.2 E", "44.7, 20.2", "44°42'00\" N, 20°12'00\" E", "N 44 42.0 E 20 12.0")


@pytest.mark.parametrize("form", POINT_FORMS)
@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("origin", "{}", lambda scenario: scenario.origin),
        ("places.depot.at", "{}", lambda scenario: scenario.places["depot"].at),
        ("blue.units.battery.at", "{}", lambda scenario: scenario.blue.units["battery"].at),
        (
            "red.routes.from-the-south",
            '["{} at 60 m agl", 44.75 N 20.25 E, target depot]',
            lambda scenario: scenario.red.routes["from-the-south"][0].position,
        ),
        (
            "red.units.drones.orbit",
            '{{around: "{}", radius: 5 km}}',
            lambda scenario: scenario.red.units["drones"].orbit.around,
        ),
    ],
)
def test_a_position_is_read_wherever_it_is_typed(form: str, path: str, value: str, read: object) -> None:
    change = value.format(form.replace('"', '\\"') if '"' in value else form)
    text = with_changes(template(), {path: change})
    found = read(load_text(text))  # type: ignore[operator]
    assert found == pytest.approx((math.radians(44.7), math.radians(20.2)), abs=1e-12)


def test_a_change_keeps_its_comma() -> None:
    text = with_changes(template(), {"blue.units.battery.at": "44.8, 20.3"})
    assert "at: '44.8, 20.3'" in text
    plain = text.replace("'44.8, 20.3'", "44.8 N 20.3 E")
    assert load_text(text).blue.units["battery"].at == load_text(plain).blue.units["battery"].at
