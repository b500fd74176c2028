"""The seller's switch: when it acts, and what each of its kinds takes from a unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.command.resources import weapons_ready
from shieldwall.engine.fire.channel import engage
from shieldwall.engine.fire.launch import NOTHING_FIRED, fire
from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.network.messages import send
from shieldwall.engine.network.nets import NETWORK_CLOCK
from shieldwall.engine.network.upkeep import look_after
from shieldwall.engine.referee.damage import strike
from shieldwall.engine.referee.script import enter
from shieldwall.engine.sense.scan import scan
from shieldwall.record.kinds import (
    ENDED,
    LAUNCHES_TAKEN,
    NETS_TAKEN,
    RADARS_TAKEN,
    REFUSED,
    SWITCHED_OFF,
    UNIT_DESTROYED,
    UNREADY,
    UNSENT,
    WAITS,
)
from shieldwall.record.reasons import LAUNCH_BARRED, NETWORK_BARRED, RADAR_BARRED, UNIT_OFF
from shieldwall.state.body import WAITING
from shieldwall.state.layout import NONE
from shieldwall.state.message import CUE
from shieldwall.state.switch import AT_ORDER, AT_RAID, AT_TIME, LAUNCH_BIT, NETWORK_BIT, OFF_BIT, RADAR_BIT

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)
KINDS = {OFF_BIT: SWITCHED_OFF, RADAR_BIT: RADARS_TAKEN, NETWORK_BIT: NETS_TAKEN, LAUNCH_BIT: LAUNCHES_TAKEN}


def looked_after(made: Any, until: float) -> None:
    """Look after the network whenever its clock strikes, up to a time."""
    while (t := made.belief.clocks[NETWORK_CLOCK]) <= until:
        look_after(made.model, made.belief, made.log, t)


def switched(group: Battle, bars: int, **tables: Any) -> Any:
    """A post and a fire unit whose seller has used the switch at 10 s."""
    made = group(switches=[{"unit": 1, "bars": bars, "starts": AT_TIME, "after": 10.0}], **tables)
    made.belief.clocks[NETWORK_CLOCK] = 0.0
    looked_after(made, 10.0)
    return made


@pytest.mark.parametrize("bars", KINDS)
def test_it_acts_at_its_time_and_the_log_says_what_it_takes(group: Battle, bars: int) -> None:
    made = switched(group, bars)
    assert [(float(row.t), int(row.kind), int(row.who)) for row in made.rows()] == [(10.0, KINDS[bars], 11)]
    assert made.belief.unit_state[1].barred == bars
    assert made.belief.unit_state[0].barred == 0
    assert made.belief.unit_state[1].alive == (0 if bars == OFF_BIT else 1)
    looked_after(made, 100.0)
    assert len(made.rows()) == 1


@pytest.mark.parametrize(("chance", "acts"), [(0.0, 0), (1.0, 1)])
def test_it_acts_with_its_chance(group: Battle, chance: float, acts: int) -> None:
    made = group(switches=[{"unit": 1, "bars": OFF_BIT, "starts": AT_TIME, "chance": chance}])
    made.belief.clocks[NETWORK_CLOCK] = 0.0
    looked_after(made, 10.0)
    assert len(made.rows(SWITCHED_OFF)) == acts


def test_it_may_wait_for_the_raid(group: Battle) -> None:
    switches = [{"unit": 1, "bars": OFF_BIT, "starts": AT_RAID, "after": 60.0}]
    made = group(switches=switches, bodies=[{"state": WAITING}, {"state": WAITING}])
    made.belief.clocks[NETWORK_CLOCK] = 0.0
    looked_after(made, 30.0)
    enter(made.model, made.truth, made.belief, made.log, 0, 30.0)
    # The second that enters starts nothing anew.
    enter(made.model, made.truth, made.belief, made.log, 1, 50.0)
    looked_after(made, 200.0)
    assert [float(row.t) for row in made.rows(SWITCHED_OFF)] == [90.0]


def test_it_may_wait_for_the_first_order(group: Battle) -> None:
    made = group(switches=[{"unit": 1, "bars": LAUNCH_BIT, "starts": AT_ORDER, "after": 2.0}])
    made.belief.clocks[NETWORK_CLOCK] = 0.0
    looked_after(made, 5.0)
    made.add_order(1, 0, NEAR)
    deliver(made.model, made.truth, made.belief, made.log, 5.0)
    looked_after(made, 100.0)
    assert [float(row.t) for row in made.rows(LAUNCHES_TAKEN)] == [7.0]


def test_a_destroyed_unit_has_nothing_to_switch_off(group: Battle) -> None:
    made = group(switches=[{"unit": 1, "bars": OFF_BIT, "starts": AT_TIME}])
    made.belief.unit_state[1].alive = 0
    made.belief.clocks[NETWORK_CLOCK] = 0.0
    looked_after(made, 10.0)
    assert not len(made.rows())


def test_a_unit_that_is_off_is_neither_unready_nor_lost_but_may_be_destroyed(group: Battle) -> None:
    places = [{"unit": 1, "hardness": 1.0}]
    made = switched(group, OFF_BIT, bodies=[{}], places=places, script=[{"amount": 2.0}])
    assert cycle(made.model, made.belief, made.log, 1, 10.0) == math.inf
    assert not len(made.rows(UNREADY))
    strike(made.model, made.truth, made.belief, made.log, made.truth.script[0], 20.0)
    assert len(made.rows(UNIT_DESTROYED)) == 1


@pytest.mark.parametrize(("bars", "why"), [(OFF_BIT, UNIT_OFF), (RADAR_BIT, RADAR_BARRED), (LAUNCH_BIT, LAUNCH_BARRED)])
def test_an_engagement_ends_when_what_it_needs_is_taken(group: Battle, bars: int, why: int) -> None:
    made = switched(group, bars)
    made.engage(0, NEAR, state=2)
    assert engage(made.model, made.truth, made.belief, made.log, 0, 11.0) == math.inf
    assert made.whys(ENDED) == [why]


def test_rounds_in_flight_are_guided_on_when_launches_are_barred_and_no_more_leave(group: Battle) -> None:
    made = switched(group, LAUNCH_BIT)
    made.engage(0, NEAR, state=2)
    made.add_round(0, 0)
    assert fire(made.model, made.belief, made.log, 0, 11.0) == NOTHING_FIRED
    assert made.whys(WAITS) == [LAUNCH_BARRED]
    assert engage(made.model, made.truth, made.belief, made.log, 0, 11.0) < math.inf
    assert not len(made.rows(ENDED))


@pytest.mark.parametrize(("bars", "why"), [(RADAR_BIT, RADAR_BARRED), (LAUNCH_BIT, LAUNCH_BARRED)])
def test_an_order_is_refused_with_the_reason(group: Battle, bars: int, why: int) -> None:
    made = switched(group, bars)
    made.add_order(1, 0, NEAR)
    deliver(made.model, made.truth, made.belief, made.log, 11.0)
    assert made.whys(REFUSED) == [why]


def test_a_unit_that_may_not_launch_reports_no_weapons(group: Battle) -> None:
    made = switched(group, LAUNCH_BIT)
    assert weapons_ready(made.model, made.belief, 1) == 0


def test_radars_no_longer_scan(group: Battle) -> None:
    made = switched(group, RADAR_BIT, bodies=[{}])
    assert scan(made.model, made.truth, made.belief, made.log, 1, 11.0) == math.inf
    assert scan(made.model, made.truth, made.belief, made.log, 0, 11.0) < math.inf


def test_without_nets_a_unit_neither_speaks_nor_hears(group: Battle) -> None:
    made = switched(group, NETWORK_BIT)
    assert send(made.model, made.belief, made.log, 11.0, CUE, 1, 0) == NONE
    made.add_order(1, 0, NEAR)
    deliver(made.model, made.truth, made.belief, made.log, 11.0)
    assert made.whys(UNSENT) == [NETWORK_BARRED, NETWORK_BARRED]
    assert made.belief.unit_state[1].heard_at == 0.0
    # What it tells itself is no message on a net.
    assert send(made.model, made.belief, made.log, 11.0, CUE, 1, 1) != NONE
