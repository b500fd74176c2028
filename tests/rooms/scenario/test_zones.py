"""Hold-fire zones at the door: what is read, what is refused, and what is warned of."""

from __future__ import annotations

import pytest

from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.zones import plan_zones, zones_in_header
from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario, load_text
from shieldwall.scenario.zone_checks import zone_warnings
from shieldwall.state.unit import WEAPONS_TIGHT
from shieldwall.state.zone import ROUNDS_BIT, TARGETS_BIT
from shieldwall.text.loader import load_text as parsed

TEXT = """
scenario: 1
title: A town that nobody shoots over
question: What does the zone cost?
terrain: flat
origin: 44.8 N 20.3 E
start: 2019-10-24T08:00Z
lasts: 10 min
blue:
  command: {post: battery}
  units: {battery: {is: pantsir-s1, at: 44.8 N 20.3 E}}
  zones: {town: ZONE}
red:
  routes: {north: [45.3 N 20.3 E, target depot]}
  units: {one: {is: tomahawk-class, route: north, height: 100 m agl, speed: 240 m/s, mission: {strike: depot}}}
places: {depot: {at: 44.8 N 20.31 E, value: 1}}
"""
CIRCLE = (
    "{around: 10 km north of battery, radius: 3 km, floor: 100 m, ceiling: 4 km, forbids: rounds, "
    "under: [weapons-tight]}"
)
POLYGON = "{corners: [44.9 N 20.2 E, 44.9 N 20.4 E, 44.85 N 20.3 E]}"


def scenario(zone: str) -> Scenario:
    return load_text(TEXT.replace("ZONE", zone))


def test_a_circle_is_laid_out_as_it_is_written() -> None:
    read, names = scenario(CIRCLE), Names()
    (row,), corners = plan_zones(read, Frame(*read.origin), names)
    assert (row.x, row.y) == pytest.approx((0.0, 10e3), abs=30.0)
    assert (row.radius, row.floor, row.ceiling, row.forbids, row.binds) == (
        3000.0, 100.0, 4000.0, ROUNDS_BIT, 1 << WEAPONS_TIGHT
    )  # fmt: skip
    assert names.all()[int(row.name)] == "zone/town"
    assert len(corners) == 0
    outline = zones_in_header(read, Frame(*read.origin))["zone/town"]["outline"]
    assert max(y for _, y in outline) == pytest.approx(13e3, abs=40.0)


def test_a_polygon_keeps_its_corners_and_forbids_both_at_all_heights() -> None:
    read = scenario(POLYGON)
    (row,), corners = plan_zones(read, Frame(*read.origin), Names())
    assert (row.radius, row.first_corner, row.corners, row.forbids) == (0.0, 0, 3, TARGETS_BIT | ROUNDS_BIT)
    # A hundredth of a degree of latitude is 1.11 km.
    assert corners[:, 1] == pytest.approx([11.1e3, 11.1e3, 5.56e3], rel=0.01)


@pytest.mark.parametrize(
    ("zone", "message"),
    [
        ("{floor: 1 km}", "zones.town: it has no area"),
        ("{around: 44.9 N 20.3 E}", "zones.town: it has no area"),
        ("{around: 44.9 N 20.3 E, radius: 0 km}", "zones.town.radius: a circle of no radius"),
        ("{around: 44.9 N 20.3 E, radius: 2 km, corners: [44.9 N 20.2 E]}", "a circle and a polygon at once"),
        ("{corners: [44.9 N 20.2 E, 44.9 N 20.4 E]}", "2 corners make no polygon"),
        ("{corners: [44.9 N 20.2 E, 44.9 N 20.2 E, 44.8 N 20.4 E]}", "two corners in a row are the same"),
        ("{corners: [44.9 N 20.2 E, 44.8 N 20.4 E, 44.9 N 20.4 E, 44.8 N 20.2 E]}", "its edges cross each other"),
        ("{around: 44.9 N 20.3 E, radius: 2 km, floor: 3 km, ceiling: 1 km}", "its ceiling is not above its floor"),
        ("{around: 44.9 N 20.3 E, radius: 2 km, under: []}", "it holds under no status"),
        ("{around: 4.9 N 20.3 E, radius: 2 km}", "farther than 1000 km"),
        ("{around: 44.9 N 20.3 E, radius: 2 km, forbids: nothing}", "zones.town.forbids"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(zone: str, message: str) -> None:
    with pytest.raises(InputError, match=r"blue\.zones\.town") as caught:
        scenario(zone)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("zone", "message"),
    [
        (CIRCLE, None),
        ("{around: 44.9 N 20.3 E, radius: 2 km, under: [weapons-free]}", "units are weapons-tight"),
        ("{around: 44.81 N 20.3 E, radius: 2 km}", "battery stands in it"),
        ("{around: 1 km north of battery, radius: 2 km, floor: 500 m}", None),
        ("{around: 1 km north of battery, radius: 2 km, forbids: targets}", None),
    ],
)
def test_what_a_zone_leaves_without_effect_is_warned_of(zone: str, message: str | None) -> None:
    read = scenario(zone)
    found = [str(one) for one in zone_warnings(read, parsed(read.text, "x.yaml"))]
    assert [message in one for one in found] == ([True] if message else [])
