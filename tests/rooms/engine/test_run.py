"""The loop: the earliest clock strikes, equal times by the order of clocks, and nothing after the end."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.network.messages import MESSAGE_CLOCK
from shieldwall.engine.run import FIRST_SENSOR_CLOCK, earliest, run
from shieldwall.engine.sense.scan import scan
from shieldwall.record.kinds import ACQUIRED, DETECTED, ENTERS, TRACKED
from shieldwall.state.body import WAITING
from shieldwall.state.message import PLOTS
from shieldwall.state.script import ENTER

Battle = Callable[..., Any]


def fought(made: Any, until: float) -> int:
    return int(run(made.model, made.truth, made.belief, made.log, until))


def test_of_equal_clocks_the_first_strikes() -> None:
    assert earliest(np.array([3.0, 2.0, 2.0, 1.0, 1.0])) == 3
    assert earliest(np.array([math.inf, math.inf, 5.0])) == 2


def test_at_equal_times_the_script_comes_before_scans(battle: Battle) -> None:
    made = battle(bodies=[{"state": WAITING}], script=[{"what": ENTER, "t": 1.0}])
    made.belief.clocks[[0, FIRST_SENSOR_CLOCK]] = 1.0
    assert fought(made, 1.0) == 0
    # Who enters at the time of a scan is seen by it.
    assert [int(row.kind) for row in made.rows(ENTERS, DETECTED)] == [ENTERS, DETECTED]


def test_and_messages_before_scans(group: Battle) -> None:
    made = group(units=[{"commands": 1, "confirm_hits": 1}, {"post": 0}], bodies=[{}])
    number = made.add_look(1, 0.0, (50e3, 0.0, 3000.0))
    made.add_plots_message(0, 1, number)
    made.belief.clocks[[MESSAGE_CLOCK, FIRST_SENSOR_CLOCK]] = 0.0
    fought(made, 0.0)
    # The plots of the message are in the picture before those of the post's own scan.
    assert [float(row.x) for row in made.rows(TRACKED)] == [pytest.approx(50e3), pytest.approx(0.0, abs=100.0)]


def test_channels_look_when_their_clocks_strike(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{"at": (0.0, 20e3, 3000.0), "speed": (0.0, 0.0, 0.0)}])
    made.take(0, 0, (0.0, 20e3, 3000.0))
    made.belief.clocks[made.model.channels[0].clock] = 0.0
    fought(made, 2.0)
    assert [float(row.t) for row in made.rows(ACQUIRED)] == [2.0]


def test_what_is_due_at_the_end_still_happens_and_nothing_after(battle: Battle) -> None:
    made = battle(sensors=[{"period": 5.0}])
    made.belief.clocks[FIRST_SENSOR_CLOCK] = 0.0
    fought(made, 10.0)
    assert made.belief.progress[0].looks == 3
    assert made.belief.clocks[FIRST_SENSOR_CLOCK] == 15.0
    assert made.belief.progress[0].ticks == 200


def test_a_table_that_is_too_small_ends_the_run(battle: Battle) -> None:
    made = battle(bodies=[{"at": (1e4 * b, 20e3, 3000.0), "speed": (0.0, 0.0, 0.0)} for b in range(9)])
    made.belief.clocks[FIRST_SENSOR_CLOCK] = 0.0
    assert fought(made, 100.0) == 1
    assert made.belief.progress[0].looks == 1


def scanned(made: Any, s: int, t: float) -> float:
    return float(scan(made.model, made.truth, made.belief, made.log, s, t))


def test_a_scan_fills_its_unit_s_picture_and_goes_to_its_post(group: Battle) -> None:
    made = group(bodies=[{}])
    assert scanned(made, 1, 3.0) == 8.0
    assert (len(made.picture(0)), len(made.picture(1))) == (0, 1)
    assert len(made.messages(PLOTS)) == 1
    assert (made.belief.plots[0].sensor, made.belief.plots[0].t, made.belief.tracks[made.picture(1)[0]].sensor) == (
        1,
        3,
        1,
    )


def test_a_unit_without_a_picture_passes_on_what_it_sees(group: Battle) -> None:
    made = group(bodies=[{}])
    made.model.units[1].end_track = made.model.units[1].first_track
    scanned(made, 1, 3.0)
    assert made.belief.progress[0].overflow == 0
    assert len(made.messages(PLOTS)) == 1


def test_a_sensor_of_a_destroyed_unit_scans_no_more(group: Battle) -> None:
    made = group(bodies=[{}])
    made.belief.unit_state[1].alive = 0
    assert scanned(made, 1, 3.0) == math.inf
    assert made.belief.progress[0].looks == 0
