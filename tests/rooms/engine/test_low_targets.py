"""What a unit expects of a low target that its track tells badly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.low_targets import expected_echo, expected_flight
from shieldwall.engine.command.shot_value import best_shot
from shieldwall.engine.track.echo import LONG_WAVES_ALONE
from shieldwall.record.reasons import NO_REASON, NO_UNIT_IN_REACH

Battle = Callable[..., Any]


@pytest.mark.parametrize(
    ("echo", "height", "expected"),
    [
        # A low target's echo is lost along the ground; nothing low is held for less than 0.02 m2.
        (0.002, 1000.0, 0.02),
        (LONG_WAVES_ALONE, 1000.0, 0.02),
        (0.5, 1000.0, 0.5),
        # Clear of the ground, plots tell what it is; and what nothing is known of stays so.
        (0.002, 2100.0, 0.002),
        (LONG_WAVES_ALONE, 2100.0, LONG_WAVES_ALONE),
        (0.0, 1000.0, 0.0),
    ],
)
def test_a_low_target_is_expected_to_return_what_its_kind_does(
    battle: Battle, echo: float, height: float, expected: float
) -> None:
    assert expected_echo(battle().model, echo, (0.0, 20e3, height, 0.0, -50.0, 0.0)) == expected


def flight(made: Any, place: tuple[float, ...], velocity: tuple[float, ...], climb_doubt: float, t: float) -> Any:
    k = made.add_track(0, place, velocity)
    made.belief.covariance[k, 20] = climb_doubt**2
    return expected_flight(made.model, made.belief, k, t)


@pytest.mark.parametrize(
    ("climb", "doubt", "height", "flies"),
    [
        # After ten seconds; a descent within its doubt is none, a sure one and every climb go on.
        (-20.0, 21.0, 1000.0, 0.0),
        (-20.0, 19.0, 800.0, -20.0),
        (20.0, 21.0, 1200.0, 20.0),
    ],
)
def test_a_descent_within_its_doubt_is_not_counted_on(
    battle: Battle, climb: float, doubt: float, height: float, flies: float
) -> None:
    _x, y, z, _vx, vy, vz = flight(battle(), (0.0, 20e3, 1000.0), (0.0, -50.0, climb), doubt, 10.0)
    assert (y, z, vy, vz) == (19.5e3, height, -50.0, flies)


def test_a_track_below_the_ground_flies_thirty_metres_over_it(battle: Battle) -> None:
    for height, flies in ((-60.0, 30.0), (10.0, 30.0), (100.0, 100.0)):
        z = flight(battle(), (0.0, 3.2e3, height), (0.0, -50.0, 0.0), 1.0, 0.0)[2]
        assert z == pytest.approx(flies, abs=0.01)


def test_a_unit_offers_a_shot_at_a_drone_that_its_track_would_have_dive_into_the_ground(group: Battle) -> None:
    for doubt, why in ((30.0, NO_REASON), (1.0, NO_UNIT_IN_REACH)):
        made = group(weapons=[{"min_height": 20.0}])
        k = made.add_track(0, (0.0, 25e3, 200.0), (0.0, -50.0, -25.0))
        made.belief.covariance[k, 20] = doubt**2
        assert best_shot(made.model, made.belief, 0, 1, k, 1, NO_UNIT_IN_REACH, 0.0)[3] == why
