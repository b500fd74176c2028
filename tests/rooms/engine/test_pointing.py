"""Where the sensor of a fire channel looks, and whether it may turn there."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.sense.look import NOTHING
from shieldwall.engine.sense.pointing import can_turn_to, faces, point, shared, turn
from shieldwall.state.channel import ACQUIRING, ENGAGING, IDLE
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


def test_a_sensor_does_not_turn_away_from_what_another_channel_works_on(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR], channels=[{}, {}])
    state = made.engage(0, EAST, state=ACQUIRING, since=3.0)
    other = made.engage(1, NORTH, state=ENGAGING)
    assert looked(made, 9.0).cosine == NOTHING
    assert (facing(made), state.since) == ((0.0, 1.0), 3.0)
    other.state = IDLE
    looked(made, 10.0)
    assert facing(made) != (0.0, 1.0)


def test_sharing_is_of_one_sensor_and_one_busy_channel_more(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[SECTOR, SECTOR], channels=[{}, {}, {"sensor": 1}])
    for c in (0, 2):
        made.engage(c, NORTH, state=ENGAGING)
    assert [bool(shared(made.model, made.belief, c)) for c in range(3)] == [False, True, False]


def test_a_place_is_faced_within_the_sector(battle: Battle) -> None:
    made = battle(sensors=[SECTOR | {"x": 1000.0, "facing_x": 1.0, "facing_y": 0.0}])
    for degrees, inside in ((29.9, True), (30.1, False), (-29.9, True), (-30.1, False), (180.0, False)):
        turn = math.radians(degrees)
        place = (1000.0 + 5e3 * math.cos(turn), 5e3 * math.sin(turn))
        assert bool(faces(made.model, made.belief, 0, *place)) is inside


def test_a_sensor_that_cannot_turn_is_asked_only_for_what_it_faces(fire_unit: Battle) -> None:
    for slew, able in ((0.5, True), (0.0, False)):
        made = fire_unit(sensors=[SECTOR | {"slew_rate": slew}])
        assert bool(can_turn_to(made.model, made.belief, 0, 20e3, 0.0)) is able
        assert can_turn_to(made.model, made.belief, 0, 0.0, 20e3)
