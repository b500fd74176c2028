"""Hold-fire zones: who in them is not engaged, and through which of them no round is sent."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.evaluation import evaluate
from shieldwall.engine.command.shot_value import best_shot
from shieldwall.engine.command.zones import barred_way, held_in_zone, within
from shieldwall.engine.fire.launch import fire
from shieldwall.record.kinds import LAUNCHED, WAITS
from shieldwall.record.reasons import HELD_IN_ZONE, INTO_ZONE, NO_REASON, NO_UNIT_IN_REACH
from shieldwall.state.channel import ENGAGING
from shieldwall.state.unit import WEAPONS_FREE, WEAPONS_TIGHT
from shieldwall.state.zone import ROUNDS_BIT, TARGETS_BIT, ZONE

Battle = Callable[..., Any]

BOTH, ALWAYS = TARGETS_BIT | ROUNDS_BIT, (1 << WEAPONS_FREE) | (1 << WEAPONS_TIGHT)
#: A circle of 3 km about a point 20 km north, up to 5 km.
TOWN = {"y": 20e3, "radius": 3000.0, "ceiling": 5000.0, "forbids": BOTH, "binds": ALWAYS}
IN_TOWN, STILL = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0)


def zoned(made: Any, *zones: dict[str, float], corners: Sequence[Sequence[float]] = ()) -> Any:
    """The same state with zones."""
    rows = np.zeros(len(zones), ZONE).view(np.recarray)
    for number, zone in enumerate(zones):
        for name, value in zone.items():
            rows[name][number] = value
    made.model = made.model._replace(zones=rows, zone_corners=np.array(corners, np.float64).reshape(-1, 2))
    return made


@pytest.mark.parametrize(
    ("place", "held"),
    [
        (IN_TOWN, True), ((2999.0, 20e3, 3000.0), True), ((3001.0, 20e3, 3000.0), False),
        ((0.0, 20e3, 4990.0), True), ((0.0, 20e3, 5010.0), False), ((0.0, 20e3, 990.0), False),
    ],
)  # fmt: skip
def test_a_circle_holds_within_its_radius_and_its_heights(
    fire_unit: Battle, place: tuple[float, float, float], held: bool
) -> None:
    made = zoned(fire_unit(), TOWN | {"floor": 1000.0})
    assert held_in_zone(made.model, WEAPONS_TIGHT, *place) is held


def test_a_zone_holds_under_the_statuses_that_it_names_and_forbids_what_it_says(fire_unit: Battle) -> None:
    made = zoned(fire_unit(), TOWN | {"binds": 1 << WEAPONS_FREE})
    assert held_in_zone(made.model, WEAPONS_FREE, *IN_TOWN)
    assert not held_in_zone(made.model, WEAPONS_TIGHT, *IN_TOWN)
    made = zoned(fire_unit(), TOWN | {"forbids": ROUNDS_BIT})
    assert not held_in_zone(made.model, WEAPONS_TIGHT, *IN_TOWN)
    assert barred_way(made.model, WEAPONS_TIGHT, (0.0, 0.0, 0.0), IN_TOWN)


#: An L of three squares: the north-eastern one is not in it.
ELL = [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 2.0), (0.0, 2.0)]


@pytest.mark.parametrize(
    ("x", "y", "held"),
    [(0.5, 0.5, True), (1.5, 0.5, True), (0.5, 1.5, True), (1.5, 1.5, False), (-0.1, 0.5, False), (0.5, 2.1, False)],
)
@pytest.mark.parametrize("turned", [1, -1])
def test_a_polygon_holds_what_lies_within_its_edges(x: float, y: float, held: bool, turned: int) -> None:
    assert within(np.array(ELL[::turned]), x, y) is held


def test_a_polygon_lies_among_the_corners_of_all(fire_unit: Battle) -> None:
    square = {"first_corner": 3, "corners": 4, "ceiling": 9e3, "forbids": BOTH, "binds": ALWAYS}
    corners = [(0.0, 0.0)] * 3 + [(-1e3, 19e3), (1e3, 19e3), (1e3, 21e3), (-1e3, 21e3)]
    made = zoned(fire_unit(), square, corners=corners)
    assert held_in_zone(made.model, WEAPONS_TIGHT, *IN_TOWN)
    assert not held_in_zone(made.model, WEAPONS_TIGHT, 0.0, 21.5e3, 3000.0)


def judged(made: Any, at: tuple[float, float, float], speed: tuple[float, float, float], t: float = 0.0) -> int:
    k = made.add_track(0, at, speed)
    return int(evaluate(made.model, made.belief, made.log, 0, k, t))


def test_nobody_is_engaged_while_its_track_is_in_a_zone(fire_unit: Battle) -> None:
    made = zoned(fire_unit(), TOWN)
    inbound = (0.0, -250.0, 0.0)
    assert judged(made, IN_TOWN, inbound) == HELD_IN_ZONE
    # 13 s later it has left, by its track.
    assert judged(made, IN_TOWN, inbound, 13.0) == NO_REASON
    assert judged(zoned(fire_unit(), TOWN | {"forbids": ROUNDS_BIT}), IN_TOWN, inbound) == NO_REASON


def shot(made: Any, at: tuple[float, float, float], speed: tuple[float, float, float] = STILL) -> int:
    return int(best_shot(made.model, made.belief, 0, 0, made.add_track(0, at, speed), 1, NO_UNIT_IN_REACH, 0.0)[3])


def test_no_shot_is_offered_whose_round_goes_into_a_zone_or_through_it(fire_unit: Battle) -> None:
    rounds = TOWN | {"forbids": ROUNDS_BIT}
    assert shot(zoned(fire_unit(), rounds), IN_TOWN) == INTO_ZONE
    # Behind it the way leads through it, beside it not; and over it neither.
    assert shot(zoned(fire_unit(), rounds), (0.0, 35e3, 3000.0)) == INTO_ZONE
    assert shot(zoned(fire_unit(), rounds), (15e3, 30e3, 3000.0)) == NO_REASON
    assert shot(zoned(fire_unit(), rounds | {"ceiling": 500.0}), (0.0, 35e3, 3000.0)) == NO_REASON
    # What counts is where they meet: after 5 s of reaction and 17 s of flight it is over the town.
    assert shot(zoned(fire_unit(), rounds), (0.0, 25.5e3, 3000.0), (0.0, -250.0, 0.0)) == INTO_ZONE
    assert shot(zoned(fire_unit(), TOWN | {"forbids": TARGETS_BIT}), IN_TOWN) == NO_REASON


@pytest.mark.parametrize(("forbids", "why"), [(TARGETS_BIT, HELD_IN_ZONE), (ROUNDS_BIT, INTO_ZONE)])
def test_a_channel_waits_while_its_target_or_the_intercept_is_in_a_zone(
    fire_unit: Battle, forbids: int, why: int
) -> None:
    made = zoned(fire_unit(), TOWN | {"forbids": forbids})
    made.engage(0, IN_TOWN, state=ENGAGING)
    fire(made.model, made.belief, made.log, 0, 0.0)
    assert made.whys(WAITS) == [why]
    assert not len(made.rows(LAUNCHED))


def test_without_zones_nothing_is_held(fire_unit: Battle) -> None:
    made = fire_unit()
    assert not held_in_zone(made.model, WEAPONS_TIGHT, *IN_TOWN)
    assert not barred_way(made.model, WEAPONS_TIGHT, (0.0, 0.0, 0.0), (0.0, 1e6, math.pi))
