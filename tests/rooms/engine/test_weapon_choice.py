"""Which launcher a channel fires from, or why from none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fire.salvos import rounds_now
from shieldwall.engine.fire.weapon_choice import choose_weapon
from shieldwall.record.reasons import LAUNCHERS_BUSY, LEFT_ENVELOPE, NO_REASON, NO_ROUND, TOO_FAST
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

NEAR, STILL = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0)


def chosen(made: Any, t: float = 0.0) -> tuple[int, float, int]:
    place, time, _chance, why = choose_weapon(made.model, made.belief, 0, t)
    return int(place), float(time), int(why)


def test_the_launcher_whose_shot_is_worth_most_fires(fire_unit: Battle) -> None:
    made = fire_unit(weapons=[{"works": 0.7}, {"works": 0.8}], launchers=[{}, {"weapon": 1}, {"weapon": 1}])
    made.engage(0, NEAR)
    # Of two that are equal the one named first.
    assert chosen(made) == (1, pytest.approx(20.0, abs=0.01), NO_REASON)


def test_a_round_that_flies_shorter_leaves_time_for_another(fire_unit: Battle) -> None:
    # 20 km off at 250 m/s, 80 s to go: met after 16 s by a round from here, which with a look of 20 s leaves time for
    # one more; after 12 s from a launcher nearer by 5 km, for two.
    made = fire_unit(units=[{"assess_after": 20.0}], weapons=[{"works": 0.3}], launchers=[{}, {"y": 5000.0}])
    made.engage(0, NEAR, (0.0, -250.0, 0.0))
    assert chosen(made) == (1, pytest.approx(12.0, abs=0.01), NO_REASON)


@pytest.mark.parametrize(("distance", "rounds"), [(30e3, 1), (8e3, 2)])
def test_who_has_no_time_for_a_second_look_fires_two_rounds_at_once(
    fire_unit: Battle, distance: float, rounds: int
) -> None:
    # Towards the place at 250 m/s. From 30 km a round meets it at 24 km, and after a look of 3 s another well before
    # it is there; from 8 km the second would meet it within the least range of 5 km.
    made = fire_unit(units=[{"salvo": 2}], weapons=[{"min_range": 5000.0}])
    made.engage(0, (0.0, distance, 100.0), (0.0, -250.0, 0.0))
    made.belief.tracks[0].to_go = distance / 250.0
    assert rounds_now(made.model, made.belief, 0, 0, distance / 1250.0, 0.0) == rounds
    # A unit that fires one at a time does so.
    made.model.units[0].salvo = 1
    assert rounds_now(made.model, made.belief, 0, 0, distance / 1250.0, 0.0) == 1


def test_the_target_is_where_its_track_is_now(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, (0.0, 24e3, 3000.0), (0.0, -200.0, 0.0))
    # 20 km off after 20 s, closing at 200 m/s.
    assert chosen(made, 20.0)[1] == pytest.approx(20e3 / 1200.0, abs=0.01)


def test_an_empty_launcher_fires_nothing(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"ready": 0}, {}])
    made.engage(0, NEAR)
    assert chosen(made)[0] == 1
    made.belief.launcher_state[1].ready = 0
    assert chosen(made) == (NONE, 0.0, NO_ROUND)


def test_a_launcher_that_is_not_ready_is_waited_for(fire_unit: Battle) -> None:
    made = fire_unit(launchers=[{"ready_at": 5.0}])
    made.engage(0, NEAR)
    assert chosen(made, 4.9) == (NONE, 0.0, LAUNCHERS_BUSY)
    assert chosen(made, 5.0)[0] == 0


def test_outside_every_envelope_the_first_reason_is_kept(fire_unit: Battle) -> None:
    made = fire_unit()
    made.engage(0, (0.0, 60e3, 3000.0))
    assert chosen(made) == (NONE, 0.0, LEFT_ENVELOPE)
    made = fire_unit()
    made.engage(0, NEAR, (0.0, -950.0, 0.0))
    assert chosen(made) == (NONE, 0.0, TOO_FAST)


def test_a_busy_launcher_explains_more_than_an_envelope(fire_unit: Battle) -> None:
    for launchers in (
        [{"weapon": 1}, {"ready_at": 5.0}],
        [{"ready_at": 5.0}, {"weapon": 1}],
        [{"ready": 0}, {"ready_at": 5.0}],
    ):
        made = fire_unit(weapons=[{}, {"max_range": 5e3}], launchers=launchers)
        made.engage(0, NEAR)
        assert chosen(made) == (NONE, 0.0, LAUNCHERS_BUSY)
