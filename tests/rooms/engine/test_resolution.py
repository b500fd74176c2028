"""Resolution: echoes that share a cell of range and beam are one to a sensor."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shieldwall.engine.sense.echoes import BODY, DISTANCE, EAST, NORTH, SIGNAL, SINE
from shieldwall.engine.sense.look import open_look, take_look
from shieldwall.engine.sense.resolution import resolve
from shieldwall.record.kinds import DETECTED, SIGHT
from shieldwall.record.reasons import IN_VIEW, UNRESOLVED

Battle = Callable[..., Any]

#: Cells of 100 m and beams of 20 mrad.
SENSOR = {"range_cell": 100.0, "azimuth_beam": 0.02, "elevation_beam": 0.02}

#: Distance, m, azimuth, rad, sine of the elevation, and power of an echo.
Echo = tuple[float, float, float, float]


def resolved(battle: Battle, echoes: Sequence[Echo], **sensor: float) -> tuple[Any, list[int]]:
    """Return the state and the columns of the leaders, the nearest first."""
    made = battle(sensors=[SENSOR | sensor], bodies=[{}] * len(echoes))
    for b, (distance, azimuth, sine, power) in enumerate(echoes):
        made.truth.echoes[[DISTANCE, EAST, NORTH, SINE, SIGNAL, BODY], b] = (
            distance, math.sin(azimuth), math.cos(azimuth), sine, power, b,
        )  # fmt: skip
    count = resolve(made.model, made.truth, 0, len(echoes))
    return made, [int(column) for column in made.truth.order[:count]]


@pytest.mark.parametrize(
    ("other", "sensor", "apart"),
    [
        ((20_099.0, 0.0, 0.1, 1.0), {}, False),
        ((20_101.0, 0.0, 0.1, 1.0), {}, True),
        ((20e3, 0.0199, 0.1, 1.0), {}, False),
        ((20e3, 0.0201, 0.1, 1.0), {}, True),
        ((20e3, 0.0, 0.1199, 1.0), {}, False),
        ((20e3, 0.0, 0.1201, 1.0), {}, True),
        # A radar of two dimensions does not tell heights apart.
        ((20e3, 0.0, 0.5, 1.0), {"dimensions": 2}, False),
    ],
)
def test_two_echoes_in_one_cell_are_one(battle: Battle, other: Echo, sensor: dict[str, float], apart: bool) -> None:
    _, leaders = resolved(battle, [(20e3, 0.0, 0.1, 1.0), other], **sensor)
    assert len(leaders) == (2 if apart else 1)


def test_the_nearest_gathers_its_cell_and_the_next_beyond_begins_another(battle: Battle) -> None:
    # 80 m apart: the second belongs to the first, the third to neither.
    _, leaders = resolved(battle, [(20e3 + 80.0 * n, 0.0, 0.0, 1.0) for n in range(3)])
    assert leaders == [0, 2]


def test_the_order_of_bodies_changes_nothing(battle: Battle) -> None:
    echoes = [(20e3 + 80.0 * n, 0.0, 0.0, 1.0 + n) for n in range(5)]
    found = []
    for turn in (echoes, echoes[::-1], echoes[2:] + echoes[:2]):
        made, leaders = resolved(battle, turn)
        found.append([made.truth.echoes[[DISTANCE, SIGNAL], leader].tolist() for leader in leaders])
    assert found[0] == found[1] == found[2]


def test_a_cell_is_seen_at_the_centre_of_its_power_under_the_name_of_its_strongest(battle: Battle) -> None:
    made, (leader,) = resolved(battle, [(20_000.0, 1.0, 0.10, 1.0), (20_080.0, 1.01, 0.11, 3.0)])
    echoes = made.truth.echoes[:, leader]
    assert echoes[DISTANCE] == pytest.approx(20_060.0)
    assert echoes[SINE] == pytest.approx(0.1075)
    assert echoes[SIGNAL] == pytest.approx(4.0)
    assert math.atan2(echoes[EAST], echoes[NORTH]) == pytest.approx(1.0075, abs=1e-6)
    assert math.hypot(echoes[EAST], echoes[NORTH]) == pytest.approx(1.0)
    assert echoes[BODY] == 1


def test_who_is_hidden_by_its_neighbour_is_logged_once_in_a_sight(battle: Battle) -> None:
    place, still = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0)
    near = {"at": (0.0, 20_020.0, 3000.0), "speed": still}
    made = battle(sensors=[SENSOR], bodies=[{"at": place, "speed": still}, near])
    for scan in range(3):
        number = open_look(made.belief, 0, 5.0 * scan)
        take_look(made.model, made.truth, made.belief, made.log, number)
        assert made.belief.looks[number].plots == 1
    # Perfect radars see both alike: the nearer has the name.
    assert [int(row.whom) for row in made.rows(DETECTED)] == [50]
    assert [(int(row.whom), int(row.why)) for row in made.rows(SIGHT)] == [
        (50, IN_VIEW), (51, IN_VIEW), (51, UNRESOLVED),
    ]  # fmt: skip
