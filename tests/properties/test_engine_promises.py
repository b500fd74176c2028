"""What the engine promises: the same header gives the same log, draws are named, and the defence is blindfolded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.referee.bodies import become
from shieldwall.record.kinds import DETECTED, KILLED, LAUNCHED, ORDERED, PASSED, SIGHT, SUPPORT
from shieldwall.scenario import source
from shieldwall.state.body import GONE
from shieldwall.state.sensor import ENGAGEMENT

Fight = Callable[..., Any]

BATTLE = """
scenario: 1
title: A small joint group
question: Who gets through?
terrain: serbia
origin: 44.93 N 20.26 E
start: 2019-10-24T08:00Z
lasts: 12 min
blue:
  command: {post: cp, doctrine: salvo, control: weapons-tight}
  links:
    - {name: ring, joins: [cp, s400, pantsir, neva, warning], delay: 1 s, fails: 0.05}
  units:
    cp: {is: s-400-command-post, at: 44.97 N 20.16 E}
    s400: {is: s-400-battalion, at: 44.95 N 20.18 E, facing: west}
    pantsir: {is: pantsir-s1, at: 44.92 N 20.24 E, facing: west}
    neva: {is: s-125m1t-neva, at: 44.90 N 20.20 E, facing: west}
    warning: {is: an-tps-70, at: 44.90 N 20.40 E}
FAR
red:
  routes:
    west: [44.90 N 18.90 E, target depot]
    low: [44.80 N 19.30 E, target depot]
  units:
    strike:
      is: strike-fighter
      count: 4
      route: west
      height: 5 km amsl
      speed: 250 m/s
      spacing: 6 s
      mission: {release: guided-bomb, on: depot, at: 9 km}
      spread: {time: 10 s, offset: 1 km, height: 100 m}
    missile:
      is: tomahawk-class
      count: 4
      route: low
      height: 80 m agl
      speed: 245 m/s
      enters: 1 min
      spacing: 5 s
      mission: {strike: depot}
      spread: {time: 5 s, offset: 500 m}
places:
  depot: {at: 44.93 N 20.26 E, value: 10, hardness: 5}
"""
PLAIN = BATTLE.replace("FAR\n", "")
FAR = BATTLE.replace("FAR\n", "    alone: {is: p-18, at: 41.10 N 25.60 E}\n")


def test_the_same_header_gives_the_same_log(fought: Fight) -> None:
    first = fought(PLAIN, seed=3, replication=5)
    again = fought(PLAIN, seed=3, replication=5)
    assert first.log.tobytes() == again.log.tobytes()
    assert fought(PLAIN, seed=3, replication=6).log.tobytes() != first.log.tobytes()


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_and_order_change_nothing(fought: Fight, threads: int) -> None:
    alone = {number: fought(PLAIN, replication=number).log.tobytes() for number in range(4)}
    numbers = [3, 1, 0, 2] * 2
    with ThreadPoolExecutor(threads) as pool:
        together = list(pool.map(lambda number: fought(PLAIN, replication=number).log.tobytes(), numbers))
    assert together == [alone[number] for number in numbers]


def test_slices_of_time_change_nothing(fought: Fight) -> None:
    from shieldwall.engine.run import run
    from shieldwall.exercise.simulate import drawn
    from shieldwall.record.emit import EventLog
    from shieldwall.record.tables import EVENT, SAMPLE
    from shieldwall.scenario import load_text

    whole = fought(PLAIN)
    parts = drawn(load_text(PLAIN, "test.yaml"), 1, 0)
    log = EventLog(
        np.zeros(100_000, EVENT).view(np.recarray), np.zeros(0, SAMPLE).view(np.recarray), np.zeros(2, np.int64)
    )
    for until in (*np.arange(0.0, parts.lasts, 17.3), parts.lasts):
        assert run(parts.model, parts.truth, parts.belief, log, until) == 0
    assert log.events[: log.filled[0]].tobytes() == whole.log.tobytes()


def test_a_far_radar_that_sees_nothing_changes_nothing(fought: Fight) -> None:
    kinds = (SIGHT, DETECTED, LAUNCHED, SUPPORT, PASSED, KILLED)
    with_it = fought(FAR)
    assert "blue/alone/sensor" in with_it.drawn.plan.names.all()
    theirs = [row for row in with_it.rows(*kinds) if row[0] != "blue/alone/sensor"]
    without = fought(PLAIN)
    # Track numbers count all tracks of a run, so only they may differ: v0 of a launch.
    strip = [row[:8] if row[3] == LAUNCHED else row for row in theirs]
    assert strip == [row[:8] if row[3] == LAUNCHED else row for row in without.rows(*kinds)]
    assert any(row[3] == LAUNCHED for row in without.rows(*kinds))


def test_relabelled_truth_changes_no_order(fought: Fight) -> None:
    def shuffle(assembly: Any) -> None:
        truth = assembly.truth
        rng = np.random.default_rng(11)
        order = rng.permutation(len(truth.bodies))
        place = np.argsort(order)
        truth.bodies[:] = truth.bodies[order].copy()
        for number, body in enumerate(truth.bodies):
            if body.carrier >= 0:
                truth.bodies[number].carrier = place[body.carrier]
        for number, line in enumerate(truth.script):
            truth.script[number].body = place[line.body]
            if line.what == 2:
                truth.script[number].other = place[line.other]

    plain = fought(PLAIN)
    mixed = fought(PLAIN, change=shuffle)
    assert mixed.rows(ORDERED, LAUNCHED, KILLED) == plain.rows(ORDERED, LAUNCHED, KILLED)
    assert len(plain.rows(LAUNCHED)) > 3


def test_false_alarms_alone_make_the_group_fire(fought: Fight) -> None:
    def noisy(assembly: Any) -> None:
        for body in range(len(assembly.truth.bodies)):
            become(assembly.truth, body, GONE)
        assembly.belief.clocks[0] = np.inf
        sensors = assembly.model.sensors
        sensors.range_max[:] = 30e3
        sensors.false_alarms[:] = np.where(sensors.role == ENGAGEMENT, 60.0, 150.0)

    silent = fought(PLAIN, change=lambda assembly: assembly.belief.clocks.__setitem__(0, np.inf))
    assert not silent.rows(LAUNCHED)
    assert fought(PLAIN, change=noisy, scale=8).rows(LAUNCHED)


def test_the_built_in_scenarios_are_fought_without_a_full_table(fought: Fight) -> None:
    for name in ("one-radar", "one-battery", "slavic-shield-2019", "bench-60"):
        text, _ = source(name)
        assert len(fought(text).log) > 10
