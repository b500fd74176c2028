"""Where an idle engagement sensor looks: over its own sector, or at what its unit was warned of and it can see."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.resting import rest_sensors
from shieldwall.state.channel import ACQUIRING, IDLE
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

NORTH = (0.0, 20e3, 10.0)
SECTOR = {
    "role": ENGAGEMENT, "cos_sector": math.cos(math.radians(30.0)), "half_sector": math.radians(30.0),
    "slew_rate": 9.0, "primary_x": 0.0, "primary_y": 1.0,
}  # fmt: skip
#: Warned until 60 s of what is 20 km east, where its weapons reach.
WARNED = {"cycle": 2.0, "cued_until": 60.0, "threat_x": 20e3, "threat_z": 100.0, "reach": 25e3}


def rested(made: Any, t: float = 50.0) -> tuple[float, float]:
    rest_sensors(made.model, made.belief, 0, t)
    return float(made.belief.sensor_state[0].facing_x), float(made.belief.sensor_state[0].facing_y)


def test_an_idle_sensor_returns_to_its_sector_at_its_rate(fire_unit: Battle) -> None:
    made = fire_unit(
        units=[{"cycle": 2.0, "cued_until": -1.0}],
        sensors=[SECTOR | {"slew_rate": 0.1, "facing_x": 1.0, "facing_y": 0.0}],
        channels=[{}, {}],
    )
    # From east to north by 0.2 rad a cycle, once for both channels.
    assert rested(made) == pytest.approx((math.cos(0.2), math.sin(0.2)))
    for _ in range(9):
        rested(made)
    assert rested(made) == pytest.approx((0.0, 1.0))


def test_a_warned_one_turns_to_the_threat_and_a_busy_one_stays(fire_unit: Battle) -> None:
    made = fire_unit(units=[WARNED], sensors=[SECTOR])
    state = made.engage(0, NORTH, state=ACQUIRING)
    assert rested(made) == (0.0, 1.0)
    state.state = IDLE
    assert rested(made) == pytest.approx((1.0, 0.0))
    assert rested(made, 61.0) == pytest.approx((0.0, 1.0))


def test_it_turns_once_the_threat_is_within_ten_kilometres_of_its_reach(fire_unit: Battle) -> None:
    for away, east in ((34.9e3, 1.0), (35.1e3, 0.0)):
        made = fire_unit(units=[WARNED | {"threat_x": away}], sensors=[SECTOR])
        assert rested(made)[0] == pytest.approx(east)


def test_while_it_could_not_see_the_threat_it_watches_its_sector(fire_unit: Battle) -> None:
    # 90 m above the antenna at 20 km: 4.5 mrad.
    for low, east in ((0.00449, 1.0), (0.00451, 0.0)):
        made = fire_unit(units=[WARNED], sensors=[SECTOR | {"sin_low": low}])
        assert rested(made)[0] == pytest.approx(east)
