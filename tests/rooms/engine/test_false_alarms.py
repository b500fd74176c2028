"""False alarms: how many, and where."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.sense.false_alarms import add_false_alarms
from shieldwall.engine.sense.look import open_look
from shieldwall.kernels.draws import FALSE_ALARM, LOOK_FALSE_ALARM, poisson, uniform, uniforms
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

SENSOR = {"range_max": 50e3, "range_min": 5e3, "false_alarms": 3.0, "range_error": 0.0, "azimuth_error": 0.0,
          "elevation_error": 0.0, "range_cell": 1e-3, "azimuth_beam": 1e-6, "elevation_beam": 1e-6}  # fmt: skip


def alarms(made: Any, index: int, **cone: float) -> list[tuple[float, float, float]]:
    """Places of the false alarms of a look, about the antenna."""
    made.belief.progress[0].plots = 0
    look = made.belief.looks[open_look(made.belief, 0, 4.0) % len(made.belief.looks)]
    look.index = index
    for name, value in cone.items():
        look[name] = value
    add_false_alarms(made.model, made.truth, made.belief, look)
    count = int(made.belief.progress[0].plots)
    assert set(made.truth.origins[:count].tolist()) <= {NONE}
    return [(float(p.x), float(p.y), float(p.z) - 10.0) for p in made.belief.plots[:count]]


@pytest.mark.parametrize("index", range(8))
def test_their_number_is_poisson_and_named_by_sensor_and_tick(battle: Battle, index: int) -> None:
    made = battle(sensors=[SENSOR])
    u = uniform(7, 0, FALSE_ALARM, made.model.sensors[0].entity, 0, index)
    assert len(alarms(made, index)) == poisson(3.0, u)


def test_a_short_look_has_its_share_of_them(battle: Battle) -> None:
    made = battle(sensors=[SENSOR])
    for index in range(8):
        u = uniform(7, 0, LOOK_FALSE_ALARM, made.model.sensors[0].entity, 0, index)
        assert len(alarms(made, index, north=1.0, cosine=0.99, share=0.2)) == poisson(0.6, u)


def test_a_sensor_without_false_alarms_has_none(battle: Battle) -> None:
    assert not any(alarms(battle(sensors=[SENSOR | {"false_alarms": 0.0}]), index) for index in range(50))


def test_each_lies_where_its_own_words_say(battle: Battle) -> None:
    made = battle(sensors=[SENSOR])
    seen = 0
    for index in range(8):
        for n, (x, y, z) in enumerate(alarms(made, index)):
            a, b, c, _ = uniforms(7, 0, FALSE_ALARM, made.model.sensors[0].entity, n + 1, index)
            distance = math.sqrt(x * x + y * y + z * z)
            # Uniform over the area between the least and the greatest range, over the turn, and in height to 10 km.
            assert distance == pytest.approx(5e3 + 45e3 * math.sqrt(a), rel=1e-9)
            assert z == pytest.approx(min(10e3 * c, 0.9 * distance), rel=1e-6)
            assert math.atan2(x, y) % math.tau == pytest.approx(math.tau * b, abs=1e-6)
            seen += 1
    assert seen > 10


def test_a_sector_has_them_inside_alone(battle: Battle) -> None:
    half = math.radians(20.0)
    sector = {"cos_sector": math.cos(half), "half_sector": half, "facing_x": 1.0, "facing_y": 0.0}
    made = battle(sensors=[SENSOR | sector])
    turns = [math.atan2(y, x) for index in range(20) for x, y, _ in alarms(made, index)]
    assert max(map(abs, turns)) <= half
    assert max(turns) > 0.5 * half
    assert min(turns) < -0.5 * half


def test_a_cone_has_them_about_its_axis(battle: Battle) -> None:
    made = battle(sensors=[SENSOR])
    cosine, found = math.cos(0.05), []
    for index in range(20):
        found += alarms(made, index, north=1.0, cosine=cosine)
    assert len(found) > 20
    for x, y, z in found:
        # In a square of the cone's sine about its axis.
        assert abs(z) <= 0.5 * 0.05 * y * 1.001
        assert abs(x) <= 0.5 * 0.05 * y * 1.001
