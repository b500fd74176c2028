"""The referee's tally: how long a threat was where a unit could have shot, and what holds a sensor where it looks."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.referee.tally import INTERVAL, count_holds, tally
from shieldwall.engine.referee.tally_exposure import REACHABLE, expose, target_of
from shieldwall.engine.run import run
from shieldwall.models.numbers import RADAR
from shieldwall.state.body import BLUE, DEAD
from shieldwall.state.channel import ACQUIRING, ASSESSING, ENGAGING
from shieldwall.state.layout import NONE
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

NEAR, ASIDE = (0.0, 20e3, 3000.0), (20e3, 0.0, 3000.0)
STILL = (0.0, 0.0, 0.0)
ONE = [{"at": NEAR, "speed": STILL}]
TWO_CHANNELS = [{}, {}]


def exposed(made: Any, t: float = 10.0, step: float = 5.0, b: int = 0) -> tuple[float, ...]:
    """What one tally of a step adds: in reach, unengaged, passing an idle unit."""
    exposure = made.truth.exposures[b]
    before = exposure.in_reach, exposure.unengaged, exposure.idle_unit
    expose(made.model, made.truth, made.belief, t, step)
    return tuple(float(now - was) for now, was in zip(exposure.tolist()[:3], before, strict=True))


def held(made: Any) -> tuple[float, ...]:
    made.truth.holds[:] = 0
    count_holds(made.model, made.truth, made.belief)
    return tuple(made.truth.holds[0].tolist()[:4])


def test_whom_an_idle_unit_could_shoot_at_is_counted(fire_unit: Battle) -> None:
    assert exposed(fire_unit(bodies=ONE)) == (5.0, 5.0, 5.0)


@pytest.mark.parametrize("why", ["far", "out of reach", "no round", "unit lost", "dead", "friend", "too faint"])
def test_and_no_other(fire_unit: Battle, why: str) -> None:
    body = {"at": NEAR, "speed": STILL}
    tables: dict[str, Any] = {}
    if why == "far":
        tables["sensors"] = [{"role": ENGAGEMENT, "range_max": 19e3}]
    elif why == "out of reach":
        body["at"] = (0.0, 60e3, 3000.0)
    elif why == "dead":
        body["state"] = DEAD
    elif why == "friend":
        body["side"] = BLUE
    elif why == "unit lost":
        tables["units"] = [{"alive": 0}]
    elif why == "too faint":
        tables["sensors"] = [{"role": ENGAGEMENT, "kind": RADAR, "radar_constant": 0.0}]
    made = fire_unit(bodies=[body], **tables)
    if why == "no round":
        made.belief.launcher_state[0].ready = 0
    assert exposed(made) == (0.0, 0.0, 0.0)


def test_the_sector_is_left_aside(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{"at": ASIDE, "speed": STILL}], sensors=[{"role": ENGAGEMENT, "cos_sector": 0.9}])
    assert exposed(made) == (5.0, 5.0, 5.0)


def test_whom_a_channel_engages_nobody_leaves_alone(fire_unit: Battle) -> None:
    made = fire_unit(bodies=ONE, channels=TWO_CHANNELS)
    made.engage(0, NEAR, state=ENGAGING, hit_at=9.0)
    made.truth.follows[0, 0] = 0
    assert exposed(made) == (5.0, 0.0, 0.0)


def test_a_unit_that_works_on_another_is_not_idle_but_has_an_idle_channel(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[*ONE, {"at": ASIDE}], channels=TWO_CHANNELS)
    made.engage(0, ASIDE, state=ASSESSING, hit_at=9.0)
    made.truth.follows[0, 0] = 1
    assert exposed(made) == (5.0, 5.0, 0.0)


def test_whom_a_round_flies_at_is_engaged(fire_unit: Battle) -> None:
    made = fire_unit(bodies=ONE, channels=TWO_CHANNELS)
    made.add_round(0, 0, 0)
    assert exposed(made) == (5.0, 0.0, 0.0)


def test_a_unit_without_an_idle_channel_reaches_but_passes_nobody_by(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[*ONE, {"at": ASIDE}])
    made.engage(0, ASIDE, state=ENGAGING, hit_at=9.0)
    made.truth.follows[0, 0] = 1
    assert exposed(made) == (5.0, 0.0, 0.0)
    made.truth.exposures[0].in_reach = REACHABLE
    # It was long enough in reach; nothing asks how much longer.
    assert exposed(made, t=15.0) == (0.0, 0.0, 0.0)


def test_of_several_units_the_idlest_counts_and_only_once(fire_unit: Battle) -> None:
    made = fire_unit(
        units=[{}, {}],
        sensors=[{"role": ENGAGEMENT}, {"role": ENGAGEMENT, "unit": 1}],
        channels=[{}, {"unit": 1, "sensor": 1}],
        launchers=[{}, {"unit": 1}],
        bodies=[*ONE, {"at": ASIDE}],
    )
    made.engage(0, ASIDE, state=ENGAGING, hit_at=9.0)
    made.truth.follows[0, 0] = 1
    assert exposed(made) == (5.0, 5.0, 5.0)


def test_before_its_first_hit_a_channel_works_on_what_was_ordered(fire_unit: Battle) -> None:
    made = fire_unit(bodies=ONE)
    k = made.add_track(0, NEAR, number=77)
    made.truth.follows[k, 0] = 0
    made.engage(0, NEAR, state=ACQUIRING, history=0)
    assert target_of(made.model, made.truth, made.belief, 0) == 0
    made.belief.tracks[k].number = 78
    assert target_of(made.model, made.truth, made.belief, 0) == NONE


def test_the_strongest_hold_of_a_sensor_counts(fire_unit: Battle) -> None:
    made = fire_unit(channels=[{}, {}, {}])
    assert held(made) == (INTERVAL, 0.0, 0.0, 0.0)
    made.engage(0, NEAR, state=ACQUIRING)
    assert held(made) == (INTERVAL, 0.0, 0.0, INTERVAL)
    made.engage(1, NEAR, state=ASSESSING)
    assert held(made) == (INTERVAL, 0.0, INTERVAL, 0.0)
    made.engage(2, NEAR, state=ENGAGING, flying=1)
    assert held(made) == (INTERVAL, INTERVAL, 0.0, 0.0)
    made.belief.unit_state[0].alive = 0
    assert held(made) == (0.0, 0.0, 0.0, 0.0)


def test_a_tally_is_due_at_fixed_times_while_a_threat_flies(fire_unit: Battle) -> None:
    made = fire_unit(bodies=ONE)
    assert tally(made.model, made.truth, made.belief, 20.0) == 20.0 + INTERVAL
    made.belief.clocks[-1] = 2.0
    run(made.model, made.truth, made.belief, made.log, 2.0 + 3.5 * INTERVAL)
    assert made.truth.holds[0].watched == 5.0 * INTERVAL
    assert made.truth.exposures[0].idle_unit == 5.0 * INTERVAL
    assert len(made.rows()) == 0


def test_where_no_threat_flies_nothing_is_counted(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{"state": DEAD}])
    tally(made.model, made.truth, made.belief, 20.0)
    assert made.truth.holds[0].watched == 0.0
    assert made.truth.exposures[0].counted_at == -math.inf
