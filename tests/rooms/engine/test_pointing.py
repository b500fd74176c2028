"""Where the sensor of a fire channel looks, and whether it may turn there."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.sense.look import NOTHING
from shieldwall.engine.sense.pointing import (
    can_turn_to,
    held_worth,
    point,
    room_to_turn,
    turn,
    turns_first_for,
)
from shieldwall.state.channel import ACQUIRING, ASSESSING, ENGAGING, IDLE
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

#: At the height of the antenna, 20 km north; and east.
NORTH, EAST = (0.0, 20e3, 10.0), (20e3, 0.0, 10.0)
SECTOR = {"role": ENGAGEMENT, "cos_sector": math.cos(math.radians(30.0)), "half_sector": math.radians(30.0)}


def looked(made: Any, t: float = 0.0, c: int = 0) -> Any:
    """Return the look to which channel `c` points."""
    number = point(made.model, made.belief, c, t)
    return made.belief.looks[number % len(made.belief.looks)]


def facing(made: Any, s: int = 0) -> tuple[float, float]:
    return float(made.belief.sensor_state[s].facing_x), float(made.belief.sensor_state[s].facing_y)


def test_a_channel_looks_where_its_track_is_now(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, (0.0, 20e3, 10.0), (-300.0, -100.0, 0.0), state=ACQUIRING)
    # After fifty seconds 15 km west and 15 km north.
    look = looked(made, 50.0)
    assert (look.t, look.sensor, look.plots) == (50.0, 0, 0)
    assert (look.east, look.north, look.up) == pytest.approx((-math.sqrt(0.5), math.sqrt(0.5), 0.0))


@pytest.mark.parametrize(
    ("sigma", "half"),
    [
        # Never less than one and a half beams of 20 mrad, ...
        (0.0, 0.030),
        (100.0, 0.030),
        # ... else three deviations of the track's place, ...
        (200.0, 3.0 * math.sqrt(3.0) * 200.0 / 20e3),
        (400.0, 3.0 * math.sqrt(3.0) * 400.0 / 20e3),
        # ... and never more than 0.12 rad.
        (500.0, 0.12),
    ],
)
def test_the_cone_of_a_search_is_as_wide_as_the_track_is_uncertain(
    fire_unit: Battle, sigma: float, half: float
) -> None:
    made = fire_unit()
    made.engage(0, NORTH, state=ACQUIRING)
    made.belief.covariance[0, [0, 3, 5]] = sigma**2
    assert math.acos(looked(made).cosine) == pytest.approx(half, rel=1e-6)


def test_and_grows_with_the_uncertain_speed(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NORTH, state=ACQUIRING)
    made.belief.covariance[0, [15, 18, 20]] = 60.0**2
    half = math.acos(looked(made, 5.0).cosine)
    assert half == pytest.approx(3.0 * math.sqrt(3.0) * 60.0 * 5.0 / 20e3, rel=1e-6)


def test_a_short_look_has_the_energy_of_its_share(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, NORTH, state=ENGAGING, look_share=0.2)
    assert looked(made).share == 0.2


def test_outside_its_sector_a_sensor_turns_at_its_rate_and_sees_nothing(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR | {"slew_rate": 0.4, "look_interval": 2.0}])
    made.engage(0, EAST, state=ENGAGING, since=3.0)
    look = looked(made, 9.0)
    assert look.cosine == NOTHING
    # From north to the east, clockwise, by 0.8 rad.
    assert facing(made) == pytest.approx((math.sin(0.8), math.cos(0.8)))
    assert made.belief.channel_state[0].since == 3.0


def test_a_turn_is_anticlockwise_from_whatever_it_faced(battle: Battle) -> None:
    made = battle(sensors=[{"facing_x": 0.6, "facing_y": 0.8}])
    turn(made.belief.sensor_state[0], 0.5)
    angle = math.atan2(0.8, 0.6) + 0.5
    assert facing(made) == pytest.approx((math.cos(angle), math.sin(angle)))


def test_in_a_short_look_it_turns_by_that_share(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR | {"slew_rate": 0.4, "look_interval": 2.0}])
    made.engage(0, EAST, state=ENGAGING, look_share=0.2)
    looked(made)
    assert facing(made) == pytest.approx((math.sin(0.16), math.cos(0.16)))


def test_it_turns_the_short_way_and_not_beyond_the_target(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR | {"slew_rate": 9.0}])
    made.engage(0, (-20e3, 1e3, 10.0), state=ENGAGING)
    looked(made)
    assert facing(made) == pytest.approx((-20.0 / math.hypot(20.0, 1.0), 1.0 / math.hypot(20.0, 1.0)))
    assert looked(made).cosine < NOTHING


def test_the_time_of_a_search_begins_when_the_sensor_has_turned(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR])
    state = made.engage(0, EAST, state=ACQUIRING, since=3.0)
    looked(made, 9.0)
    assert state.since == 9.0


@pytest.mark.parametrize(
    ("other", "turns"),
    [
        # What is sought or acquired and threatens less holds nothing.
        ({"state": ACQUIRING, "worth": 0.4}, True),
        ({"state": ENGAGING, "worth": 0.4}, True),
        ({"state": IDLE, "worth": 9.0}, True),
        # What is sought or acquired and threatens as much, and whatever a round flies to, is kept in the sector.
        ({"state": ACQUIRING, "worth": 0.5}, False),
        ({"state": ENGAGING, "worth": 0.5}, False),
        ({"state": ASSESSING, "worth": 0.6}, False),
        ({"state": ENGAGING, "worth": 0.1, "flying": 1}, False),
    ],
)
def test_a_sensor_does_not_turn_away_from_rounds_in_flight_nor_from_worse_threats(
    fire_unit: Battle, other: dict[str, Any], turns: bool
) -> None:
    made = fire_unit(sensors=[SECTOR], channels=[{}, {}])
    state = made.engage(0, EAST, state=ACQUIRING, since=3.0, worth=0.5)
    made.engage(1, NORTH, **other)
    assert looked(made, 9.0).cosine == NOTHING
    assert (facing(made) != (0.0, 1.0)) is turns
    assert state.since == (9.0 if turns else 3.0)
    assert bool(can_turn_to(made.model, made.belief, 0, *EAST[:2], 0.5)) is turns


WEST = (-20e3, 0.0, 10.0)


@pytest.mark.parametrize("worst", [0, 1])
def test_two_targets_sought_on_two_sides_do_not_pull_a_sensor_to_and_fro(fire_unit: Battle, worst: int) -> None:
    made = fire_unit(sensors=[SECTOR | {"slew_rate": 0.4, "look_interval": 1.0}], channels=[{}, {}])
    for c, place in enumerate((EAST, WEST)):
        made.engage(c, place, state=ACQUIRING, since=3.0, worth=0.6 if c == worst else 0.5)
    looked(made, 9.0, 0)
    looked(made, 9.0, 1)
    # By one look's turn towards the worse threat; the search for the other one goes on running out.
    assert facing(made) == pytest.approx(((0.389418, -0.389418)[worst], 0.921061), abs=1e-6)
    assert made.belief.channel_state[worst].since == 9.0
    assert made.belief.channel_state[1 - worst].since == 3.0


def test_of_two_that_threaten_alike_the_first_channel_turns_the_sensor(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR], channels=[{}, {}])
    for c, place in enumerate((EAST, WEST)):
        made.engage(c, place, state=ACQUIRING, worth=0.5)
    assert [turns_first_for(made.model, made.belief, 0, c, 0.5) for c in (0, 1)] == [-1, 0]


@pytest.mark.parametrize(
    ("worth", "degrees", "able"),
    [
        # The sensor turns east first: whoever threatens less must fit into the sector with that, 57 degrees aside.
        (0.4, 40.0, True),
        (0.4, 30.0, False),
        (0.4, 0.0, False),
        (0.4, -90.0, False),
        # Who threatens more turns it himself.
        (0.6, -90.0, True),
    ],
)
def test_an_order_is_taken_that_goes_with_what_the_sensor_turns_to(
    fire_unit: Battle, worth: float, degrees: float, able: bool
) -> None:
    made = fire_unit(sensors=[SECTOR], channels=[{}, {}])
    made.engage(0, EAST, state=ACQUIRING, worth=0.5)
    x, y = 20e3 * math.sin(math.radians(degrees)), 20e3 * math.cos(math.radians(degrees))
    assert bool(can_turn_to(made.model, made.belief, 0, x, y, worth)) is able


def test_it_turns_as_far_as_keeps_what_it_holds_inside(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR | {"slew_rate": 9.0}], channels=[{}, {}])
    made.engage(1, NORTH, state=ENGAGING, flying=1)
    # A sector of 60 degrees has room for both when the other is 50 degrees aside, but not for one 58 degrees aside.
    for degrees, able in ((50.0, True), (58.0, False)):
        aside = (20e3 * math.sin(math.radians(degrees)), 20e3 * math.cos(math.radians(degrees)), 10.0)
        assert bool(can_turn_to(made.model, made.belief, 0, *aside[:2], 1.0)) is able
    made.engage(0, (20e3 * math.sin(0.87), 20e3 * math.cos(0.87), 10.0), state=ACQUIRING, worth=1.0)
    looked(made)
    assert facing(made) == pytest.approx((0.5, math.sqrt(0.75)))


def test_the_room_is_what_all_held_targets_leave(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR, SECTOR], channels=[{}, {}, {"sensor": 1}])
    for c, degrees in ((0, 20.0), (1, -5.0), (2, 29.0)):
        turn = math.radians(degrees)
        made.engage(c, (20e3 * math.sin(turn), 20e3 * math.cos(turn), 10.0), state=ENGAGING, flying=1)
    # 20 degrees east leaves 10 anticlockwise, 5 degrees west 25 clockwise; the other sensor's target has no say.
    room = room_to_turn(made.model, made.belief, 0, -1, 1.0)
    assert room == pytest.approx((-math.radians(25.0), math.radians(10.0)))


def test_what_is_held_is_worth_what_is_sought_or_acquired_and_not_fired_at(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR], channels=[{}, {}, {}, {}])
    for c, columns in enumerate((
        {"state": ENGAGING, "worth": 0.3}, {"state": ASSESSING, "worth": 0.4}, {"state": ACQUIRING, "worth": 0.8},
        {"state": ENGAGING, "worth": 0.9, "flying": 1},
    )):  # fmt: skip
        made.engage(c, NORTH, **columns)
    assert held_worth(made.model, made.belief, 0) == 0.8


def test_a_sensor_that_cannot_turn_is_asked_only_for_what_it_faces(fire_unit: Battle) -> None:
    for slew, able in ((0.5, True), (0.0, False)):
        made = fire_unit(sensors=[SECTOR | {"slew_rate": slew}])
        assert bool(can_turn_to(made.model, made.belief, 0, 20e3, 0.0, 1.0)) is able
        assert can_turn_to(made.model, made.belief, 0, 0.0, 20e3, 1.0)
