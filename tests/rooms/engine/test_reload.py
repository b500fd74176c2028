"""Rounds on a launcher: spent one by one, and brought anew when the launcher is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fire.reload import refill, spend
from shieldwall.record.kinds import RELOADED

Battle = Callable[..., Any]


def test_a_shot_takes_a_round_and_the_launcher_s_interval(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"capacity": 4, "interval": 2.0}])
    spend(made.model, made.belief, 0, 10.0)
    state = made.belief.launcher_state[0]
    assert (state.ready, state.ready_at) == (3, 12.0)


def test_the_last_shot_begins_the_reload(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"ready": 1, "stock": 4, "reload_time": 600.0}])
    spend(made.model, made.belief, 0, 10.0)
    state = made.belief.launcher_state[0]
    assert (state.ready, state.ready_at) == (0, 610.0)


@pytest.mark.parametrize(("stock", "loaded"), [(9, 4), (4, 4), (3, 3)])
def test_a_reload_brings_a_full_launcher_or_what_is_left(fire_unit: Battle, stock: int, loaded: int) -> None:
    made = fire_unit(launchers=[{"capacity": 4, "ready": 0, "stock": stock, "ready_at": 610.0}])
    state = made.belief.launcher_state[0]
    refill(made.model, made.belief, made.log, 0, 609.9)
    assert state.ready == 0
    refill(made.model, made.belief, made.log, 0, 610.0)
    assert (state.ready, state.stock) == (loaded, stock - loaded)
    assert [(int(row.who), float(row.v0)) for row in made.rows(RELOADED)] == [(40, loaded)]


def test_of_two_launchers_each_is_reloaded_in_its_own_time(fire_unit: Battle) -> None:
    launcher = {"ready": 1, "stock": 4, "capacity": 4}
    made = fire_unit(launchers=[launcher | {"reload_time": 600.0}, launcher | {"reload_time": 60.0}])
    spend(made.model, made.belief, 0, 10.0)
    refill(made.model, made.belief, made.log, 0, 20.0)
    spend(made.model, made.belief, 1, 30.0)
    ready = []
    for t in (89.9, 90.0, 609.9, 610.0):
        refill(made.model, made.belief, made.log, 0, t)
        ready.append(tuple(made.belief.launcher_state.ready))
    assert ready == [(0, 0), (0, 4), (0, 4), (4, 4)]


def test_without_a_reserve_nothing_is_reloaded(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"ready": 0, "stock": 0}])
    refill(made.model, made.belief, made.log, 0, 1e6)
    assert made.belief.launcher_state[0].ready == 0
    assert not len(made.rows())


def test_a_launcher_is_filled_up_only_when_it_is_empty(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"ready": 1, "stock": 4}])
    refill(made.model, made.belief, made.log, 0, 1e6)
    assert made.belief.launcher_state[0].ready == 1


def test_a_unit_reloads_its_own_launchers(group: Battle) -> None:
    made = group(launchers=[{"unit": 1, "ready": 0, "stock": 4}])
    refill(made.model, made.belief, made.log, 0, 1e6)
    assert made.belief.launcher_state[0].ready == 0
    refill(made.model, made.belief, made.log, 1, 1e6)
    assert made.belief.launcher_state[0].ready == 4
