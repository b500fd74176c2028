"""How many rounds before the next look, and how far apart: by doctrine and by the time left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fire.launch import fire
from shieldwall.engine.fire.salvos import interval_now, rounds_now
from shieldwall.models.numbers import BY_TIME, RIPPLE, SALVO, SHOOT_LOOK_SHOOT
from shieldwall.record.kinds import LAUNCHED
from shieldwall.state.channel import ENGAGING
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

#: The target comes at 250 m/s, rounds fly at 1000 m/s and meet nothing within 2 km; m.
SPEED, ROUND, LEAST = 250.0, 1000.0, 2000.0


def laid(fire_unit: Battle, doctrine: int, distance: float) -> Any:
    """A channel with a target so far off, rounds a second apart, a salvo of three, and a ripple of two seconds."""
    unit = {"doctrine": doctrine, "salvo": 3, "ripple": 2.0}
    made = fire_unit(
        units=[unit],
        weapons=[{"min_range": LEAST}],
        launchers=[{"interval": 1.0}],
        sensors=[{"role": ENGAGEMENT, "guides": 4}],
    )
    made.engage(0, (0.0, distance, 100.0), (0.0, -SPEED, 0.0), state=ENGAGING)
    made.belief.tracks[0].to_go = distance / SPEED
    return made


@pytest.mark.parametrize(
    ("doctrine", "far", "near", "last"),
    [
        (SHOOT_LOOK_SHOOT, (1, 1.0), (2, 1.0), (2, 1.0)),
        (SALVO, (3, 1.0), (3, 1.0), (3, 1.0)),
        (RIPPLE, (3, 2.0), (3, 2.0), (3, 1.0)),
        (BY_TIME, (1, 1.0), (3, 2.0), (3, 1.0)),
    ],
)
def test_what_is_fired_follows_from_the_time_left(
    fire_unit: Battle, doctrine: int, far: tuple[int, float], near: tuple[int, float], last: tuple[int, float]
) -> None:
    # A round that leaves in w s meets a target D m off at 0.8 (D - 250 w) m, which must be 2000 or more. After a round,
    # a look of 3 s and a launch second that is so from D = 4375 m on; 4 s later, for the third of a ripple, from 3500.
    for distance, expected in ((20e3, far), (4450.0, far), (4300.0, near), (3600.0, near), (3400.0, last)):
        made = laid(fire_unit, doctrine, distance)
        rounds = int(rounds_now(made.model, made.belief, 0, 0, distance / (ROUND + SPEED), 0.0))
        assert (rounds, float(interval_now(made.model, made.belief, 0, 0, rounds, 0.0))) == expected


def test_a_ripple_is_no_faster_than_the_launcher(fire_unit: Battle) -> None:
    made = laid(fire_unit, RIPPLE, 20e3)
    made.model.launchers[0].interval = 3.0
    assert interval_now(made.model, made.belief, 0, 0, 3, 0.0) == 3.0


def test_the_rounds_of_a_ripple_leave_at_its_interval_without_a_look_for_a_kill(fire_unit: Battle) -> None:
    made = laid(fire_unit, RIPPLE, 20e3)
    made.belief.channel_state[0].allowed = 3
    for tick in range(60):
        fire(made.model, made.belief, made.log, 0, 0.1 * tick)
    assert [round(float(t), 1) for t in made.rows(LAUNCHED).t[:3]] == [0.0, 2.0, 4.0]
