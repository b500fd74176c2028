"""The raid of a run: where its members are, when they do what, and what they depend on."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest
from red_side import HEAD, Drawing, drawing, targets

from shieldwall.kernels.draws import entity_of
from shieldwall.kernels.geodesy import Frame, geodesic
from shieldwall.models.movers.script import locate
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load
from shieldwall.scenario.load import load_text
from shieldwall.scenario.schema import Scenario
from shieldwall.state.body import RED
from shieldwall.state.identity import CIVIL
from shieldwall.state.script import ENTER, EXIT, OBSERVE, RELEASE, STRIKE
from shieldwall.state.sensor import BANDS

MISSILES = """
    missiles: {is: tomahawk-class, count: 4, route: south, height: 60 m agl, speed: 245 m/s, enters: 1 min,
               spacing: 10 s, mission: {strike: depot}}
"""
STRIKERS = """
    strikers: {is: strike-fighter, count: 2, route: south, height: 6 km amsl, speed: 250 m/s, enters: 2 min,
               mission: {release: guided-bomb, on: depot, at: 10 km, count: 2}}
"""
SPREAD = "spread: {time: 30 s, offset: 2 km, height: 20 m}}"


def laid(scenario: Scenario | str, seed: int = 1, replication: int = 0, *, sampled: bool = False) -> Drawing:
    """A raid from a scenario, or from the red units of one on flat ground."""
    read = load_text(HEAD + scenario) if isinstance(scenario, str) else scenario
    return drawing(read, seed, replication, sampled=sampled)


def acts(found: Drawing, name: str) -> list[tuple[int, float, int, float]]:
    """What a threat does: (what, when, other, amount)."""
    body = found.names.index(name)
    return [(row.what, row.t, row.other, row.amount) for row in found.script if row.body == body]


def chances(found: Drawing, what: int) -> list[float]:
    """The chance of every act of a kind."""
    return [float(row.chance) for row in found.script if row.what == what]


def place(found: Drawing, name: str, t: float) -> tuple[float, ...]:
    body = found.bodies[found.names.index(name)]
    return tuple(locate(found.legs, body.first_leg, body.legs, t)[:3])


def length(found: Drawing, name: str) -> float:
    body = found.bodies[found.names.index(name)]
    points = np.column_stack([found.legs[axis][body.first_leg :][: body.legs] for axis in "xyz"])
    return float(np.sqrt((np.diff(points, axis=0) ** 2).sum(axis=1)).sum())


def content(found: Drawing, unit: str) -> list[Any]:
    """Everything that a raid holds about the members of a unit, without row numbers."""
    names = found.names
    rows: list[Any] = []
    for row, name in enumerate(names):
        if name.split("/")[1] == unit:
            body = found.bodies[row]
            legs = found.legs[body.first_leg : body.first_leg + body.legs]
            script = found.script[found.script.body == row]
            done = [(line.t, line.what, names[line.other] if line.what == RELEASE else line.other, line.amount)
                    for line in script]  # fmt: skip
            signature = found.drawn.signatures[body.signature].tolist()
            rows.append((name, body.entity, signature, legs.tolist(), done, found.about["threats"][name]))
    return rows


def test_a_strike_arrives_at_its_target_after_its_length_over_its_speed() -> None:
    found = laid(MISSILES)
    depot = targets(load_text(HEAD + MISSILES))["depot"]
    for member in range(4):
        name = f"red/missiles/{member + 1}"
        (first, start, *_), (last, end, other, amount) = acts(found, name)
        assert (first, last, other) == (ENTER, STRIKE, depot.row)
        assert start == 60.0 + 10.0 * member
        assert place(found, name, end) == pytest.approx((depot.x, depot.y, depot.z), abs=0.01)
        # 44.9 km and 45.2 km on the ellipsoid, about 300 m less round the waypoint.
        assert (end - start) * 245.0 == pytest.approx(90.1e3, rel=0.01)
        assert (end - start) * 245.0 == pytest.approx(length(found, name), rel=0.01, abs=3000.0)
        # A warhead of 450 kg is one point; 0.92 of them work; all land within 300 m for a probable error of 10 m.
        assert amount == pytest.approx(1.0)
        assert min(chances(found, STRIKE)) == max(chances(found, STRIKE)) == pytest.approx(0.92)


def test_bombs_leave_their_aircraft_at_the_distance_asked_and_fall_on_the_target() -> None:
    found = laid(STRIKERS)
    depot = targets(load_text(HEAD + STRIKERS))["depot"]
    name = "red/strikers/1"
    kinds = [what for what, *_ in acts(found, name)]
    assert kinds == [ENTER, RELEASE, RELEASE, EXIT]
    (_, first, bomb, _), (_, second, *_) = acts(found, name)[1:3]
    assert second - first == pytest.approx(0.5)
    carrier = place(found, name, first)
    assert math.dist(carrier[:2], (depot.x, depot.y)) == pytest.approx(10e3, abs=10.0)
    assert found.names[bomb] == f"{name}/guided-bomb-1"
    assert found.bodies[bomb].carrier == found.names.index(name)
    assert place(found, f"{name}/guided-bomb-1", first) == pytest.approx(carrier, abs=2.0)
    ((what, end, other, amount),) = acts(found, f"{name}/guided-bomb-1")
    assert (what, other) == (STRIKE, depot.row)
    assert place(found, f"{name}/guided-bomb-1", end) == pytest.approx((depot.x, depot.y, depot.z), abs=0.01)
    # At least the straight line from 6 km above at 270 m/s, and not much more.
    assert math.hypot(10e3, 6e3) <= 270.0 * (end - first) < 1.1 * math.hypot(10e3, 6e3)
    assert amount == pytest.approx(430.0 / 450.0)
    assert min(chances(found, STRIKE)) == max(chances(found, STRIKE)) == pytest.approx(0.95)


def test_an_aircraft_goes_home_beside_its_way_in() -> None:
    found = laid(STRIKERS)
    name = "red/strikers/1"
    start, end = acts(found, name)[0][1], acts(found, name)[-1][1]
    # Half of 7 g: a turn of 1.8 km radius, home at twice that.
    apart = 2.0 * 250.0**2 / (3.5 * 9.80665)
    assert math.dist(place(found, name, start)[:2], place(found, name, end)[:2]) == pytest.approx(apart, rel=0.01)


def test_bombs_released_beyond_their_reach_fall_short() -> None:
    found = laid(STRIKERS.replace("6 km amsl", "1 km amsl").replace("at: 10 km", "at: 20 km"))
    ((what, end, _, _),) = acts(found, "red/strikers/1/guided-bomb-1")
    assert what == EXIT
    x, y, _ = place(found, "red/strikers/1/guided-bomb-1", end)
    # Two metres along for each of height, and 250 m/s for the 14.3 s of a fall from 1 km.
    went = math.dist((x, y), place(found, "red/strikers/1", acts(found, "red/strikers/1")[1][1])[:2])
    assert went == pytest.approx(2000.0 + 250.0 * 14.3, rel=0.02)
    assert "out of its reach" in found.about["threats"]["red/strikers/1/guided-bomb-1"]["mission"]


def test_a_released_missile_flies_low_to_its_target() -> None:
    high = STRIKERS.replace("6 km", "3 km")
    found = laid(high.replace("guided-bomb", "tomahawk-class").replace("at: 10 km", "at: 60 km"))
    name = "red/strikers/1/tomahawk-class-1"
    ((what, end, _, _),) = acts(found, name)
    assert what == STRIKE
    # Thirty kilometres to come down 3 km at a tenth, then 50 m over the sea.
    frame = Frame(*load_text(HEAD + high).origin)
    assert frame.to_geodetic(*place(found, name, end - 60.0))[2] == pytest.approx(50.0, abs=5.0)


def test_who_continues_flies_on_over_the_target_and_out() -> None:
    found = laid(STRIKERS.replace("count: 2}", "count: 2}, then: continue"))
    end = acts(found, "red/strikers/1")[-1]
    assert end[0] == EXIT
    assert place(found, "red/strikers/1", end[1])[1] > 60e3


def test_a_look_is_done_when_it_has_lasted() -> None:
    found = laid("""
    watch: {is: reconnaissance-uav, orbit: {around: 44.80 N 20.30 E, radius: 12 km}, height: 6 km amsl, speed: 85 m/s,
            enters: 1 min, mission: {look: depot, within: 20 km, for: 4 min}}
    """)
    (enters, start, *_), (looks, done, other, amount) = acts(found, "red/watch/1")
    assert (enters, looks) == (ENTER, OBSERVE)
    assert done - start == pytest.approx(240.0, abs=1e-6)
    assert amount == pytest.approx(math.hypot(12e3, 6e3), rel=0.001)
    assert other == 1


def test_a_look_on_a_route_waits_until_it_is_near_enough_then_turns_home() -> None:
    found = laid("""
    watch: {is: reconnaissance-uav, route: south, height: 6 km amsl, speed: 100 m/s,
            mission: {look: depot, within: 30 km, for: 60 s}}
    """)
    (_, done, _, _) = acts(found, "red/watch/1")[1]
    near = place(found, "red/watch/1", done)
    depot = targets(load_text(HEAD + MISSILES))["depot"]
    # Looks are five seconds apart.
    assert math.dist(near[:2], (depot.x, depot.y)) == pytest.approx(30e3 - 6000.0, abs=510.0)
    after = place(found, "red/watch/1", done + 300.0)
    assert math.dist(after[:2], (depot.x, depot.y)) > 30e3


# Two turns of 15 km radius at 250 m/s take 754 s.
@pytest.mark.parametrize(("orbit", "ends"), [("turns: 2", 600.0 + 754.0), ("until: 30 min", 1800.0)])
def test_an_orbit_ends_after_its_turns_or_at_its_time(orbit: str, ends: float) -> None:
    found = laid(f"""
    watch: {{is: strike-fighter, orbit: {{around: 44.80 N 20.30 E, radius: 15 km, {orbit}}}, height: 6 km amsl,
             speed: 250 m/s, enters: 10 min}}
    """)
    what, end, *_ = acts(found, "red/watch/1")[-1]
    assert what == EXIT
    assert end == pytest.approx(ends, rel=0.002)


def test_spread_keeps_the_target_and_enters_no_one_before_the_start() -> None:
    found = laid(MISSILES.replace("count: 4", "count: 20").replace("enters: 1 min", "enters: 0 s")
                 .replace("spacing: 10 s, ", "").rstrip()[:-1] + ", " + SPREAD)  # fmt: skip
    depot = targets(load_text(HEAD + MISSILES))["depot"]
    starts = []
    for name in found.about["threats"]:
        (_, start, *_), (_, end, *_) = acts(found, name)
        body = found.bodies[found.names.index(name)]
        starts.append(found.legs[body.first_leg].t)
        assert start == max(0.0, starts[-1])
        assert place(found, name, end) == pytest.approx((depot.x, depot.y, depot.z), abs=0.01)
    assert min(starts) < 0.0 < max(starts)
    # Twenty normal numbers: 99.9 % of their sample deviations lie between 0.5 and 1.6 of the true one.
    assert 15.0 < float(np.std(starts, ddof=1)) < 48.0


# The depot is 44.4 km north of the middle: a minute of latitude is a mile of 1852 m, within 0.1 % here.
@pytest.mark.parametrize(
    ("mission", "side"), [("", 1.0), (", mission: {look: depot, within: 60 km, for: 1 min}", -1.0)]
)
def test_an_orbit_without_a_route_begins_away_from_its_aim_or_in_the_north(mission: str, side: float) -> None:
    found = laid(f"""
    watch: {{is: reconnaissance-uav, orbit: {{around: 44.40 N 20.30 E, radius: 12 km}}, height: 500 m amsl,
            speed: 85 m/s{mission}}}
    """)
    latitude, longitude, _ = found.frame.to_geodetic(*place(found, "red/watch/1", 0.0))
    assert (math.degrees(latitude) - 44.40) * 60.0 * 1852.0 == pytest.approx(side * 12e3, rel=0.001)
    assert math.degrees(longitude) == pytest.approx(20.30, abs=1e-4)


@pytest.mark.parametrize(
    "way", ["", "route: south, ", "mission: {look: depot, within: 60 km, for: 1 min}, then: continue, "]
)
def test_where_an_orbit_lies_does_not_hang_on_the_origin_of_the_plane(way: str) -> None:
    """A unit of blue that is added or moved moves the origin where none is stated; the raid flies where it flew."""
    watch = f"""
    watch: {{is: reconnaissance-uav, {way}orbit: {{around: 44.40 N 19.80 E, radius: 12 km}}, height: 500 m amsl,
            speed: 85 m/s, spread: {{offset: 2 km}}}}
    """
    ways = []
    for origin in ("44.90 N 20.30 E", "44.70 N 19.60 E"):
        text = (HEAD + watch).replace("target depot", "44.60 N 20.30 E")
        found = laid(load_text(text.replace("origin: 44.90 N 20.30 E", f"origin: {origin}")))
        points = np.array([place(found, "red/watch/1", t) for t in range(0, 2400, 60)])
        ways.append(np.column_stack(found.frame.to_geodetic(*points.T)))
    apart = [geodesic(*here[:2], *there[:2])[0] for here, there in zip(*ways, strict=True)]
    # Metres on two planes differ by 0.1 % at most within 250 km of their origins, verticals by 1 degree in 111 km.
    assert np.all(np.array(apart) < 0.001 * 85.0 * np.arange(0, 2400, 60) + 500.0 * math.radians(1.0))


def test_a_strike_has_no_orbit() -> None:
    with pytest.raises(InputError, match="never fly its orbit") as caught:
        laid(MISSILES.replace("mission:", "orbit: {around: 44.80 N 20.30 E, radius: 5 km}, mission:"))
    assert caught.value.path == "red.units.missiles.orbit"


def test_signatures_carry_the_low_band_factor_where_it_counts() -> None:
    found = laid(MISSILES)
    assert found.drawn.signatures.shape == (1, len(BANDS), 3)
    front = dict(zip(BANDS, np.exp(found.drawn.signatures[0, :, 0]), strict=True))
    # 0.1 m2 from the front, twice that below 300 MHz.
    assert front["x"] == pytest.approx(0.1)
    assert front["s"] == pytest.approx(0.1)
    assert front["l"] == pytest.approx(0.1 * 2.0**0.25)
    assert front["uhf"] == pytest.approx(0.1 * math.sqrt(2.0))
    assert front["vhf"] == pytest.approx(0.2)


def test_a_body_has_the_figures_of_its_entry() -> None:
    found = laid(STRIKERS)
    aircraft, bomb = found.bodies[0], found.bodies[1]
    # As an attribute, `size` is numpy's own number of elements.
    assert (aircraft.extent, aircraft.toughness, aircraft.decorrelation) == (5.0, 1.0, 1.0)
    assert (bomb.extent, bomb.toughness, bomb.decorrelation) == (0.7, 2.5, 2.0)
    assert (aircraft.fluctuation, aircraft.carrier, bomb.carrier) == (1, -1, 0)
    assert (aircraft.side, bomb.side) == (RED, RED)


def test_the_transponder_of_a_raider_that_poses_fails_as_often_as_its_entry_says() -> None:
    """An F-16 class entry has a fault of 5 %; what has no transponder of its own never fails."""
    posing = "{{is: {}, count: 400, route: south, height: 6 km amsl, speed: 240 m/s, transponder: civil}}"
    answering = laid(f"\n    posing: {posing.format('strike-fighter')}\n").bodies.transponder
    # Within 4 standard deviations of 380 of 400.
    assert 362 <= (answering == CIVIL).sum() < 400
    assert set(answering.tolist()) == {0, CIVIL}
    mute = laid(f"\n    posing: {posing.format('tomahawk-class')}\n").bodies.transponder
    assert (mute == CIVIL).all()


def test_bodies_and_script_are_in_order() -> None:
    found = laid(load("slavic-shield-2019"))
    names = found.names
    assert list(found.about) == ["threats"]
    assert list(found.about["threats"]) == names == sorted(names)
    assert found.bodies.entity.tolist() == [entity_of(name) for name in names]
    assert found.bodies.first_leg.tolist() == [0, *np.cumsum(found.bodies.legs)[:-1].tolist()]
    order = list(zip(found.script.t, found.script.body, found.script.what, strict=True))
    assert order == sorted(order)
    assert set(found.plan.entries) == {about["entry"] for about in found.about["threats"].values()}


def test_a_raid_is_the_same_again_and_another_with_another_seed() -> None:
    scenario = load("slavic-shield-2019")
    first, again, other = laid(scenario), laid(scenario), laid(scenario, replication=1)
    assert first.about == again.about
    for table in ("bodies", "legs", "script"):
        assert getattr(first, table).tobytes() == getattr(again, table).tobytes()
    assert first.legs.tobytes() != other.legs.tobytes()


@pytest.mark.parametrize("sampled", [False, True])
def test_another_unit_changes_nothing_of_a_unit(sampled: bool) -> None:
    alone, together = laid(STRIKERS, sampled=sampled), laid(MISSILES + STRIKERS, sampled=sampled)
    assert content(alone, "strikers") == content(together, "strikers")


def test_the_order_of_units_in_the_text_changes_nothing() -> None:
    first, second = laid(MISSILES + STRIKERS), laid(STRIKERS + MISSILES)
    assert first.about == second.about
    for table in ("bodies", "legs", "script"):
        assert getattr(first, table).tobytes() == getattr(second, table).tobytes()
    assert first.drawn.signatures.tobytes() == second.drawn.signatures.tobytes()


@pytest.mark.alone
def test_the_massed_raid_is_laid_out_quickly_in_few_legs(keeps_to: Any) -> None:
    scenario = load("slavic-shield-2019")

    def takes() -> float:
        began = time.perf_counter()
        laid(scenario)
        return time.perf_counter() - began

    found = laid(scenario)
    keeps_to(0.3, takes)
    assert len(found.legs) < 20_000
    assert len(found.bodies) == 63 + 24
    assert (found.script.what == ENTER).sum() == 63
    assert (found.script.what == STRIKE).sum() == 48 + 24
