"""Degraded modes: what a unit does that no post commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.sense.scan import scan
from shieldwall.record.kinds import AUTONOMOUS, DETECTED, HELD, ORDERED
from shieldwall.record.reasons import DEFENDS_ITSELF, FIGHTS_ALONE, HELD_WITHOUT_POST, STAYS_SILENT
from shieldwall.state.unit import FIGHT_ON, SELF_DEFENCE, SILENT, WEAPONS_FREE

Battle = Callable[..., Any]

DEPOT = ((0.0, 0.0, 0.0, 1.0),)
#: It passes the unit, at the origin, 6 km or 4 km to the side; from 20 km off at 200 m/s it is there in 100 s.
WIDE, CLOSE, INBOUND = (6e3, 20e3, 3000.0), (4e3, 20e3, 3000.0), (0.0, -200.0, 0.0)


def decided(fire_unit: Battle, mode: int, at: tuple[float, ...], **unit: float) -> Any:
    made = fire_unit(units=[{"without_post": mode} | unit], assets=DEPOT)
    made.add_track(0, at, INBOUND)
    cycle(made.model, made.belief, made.log, 0, 0.0)
    return made


@pytest.mark.parametrize(
    ("mode", "words", "fires"),
    [
        (FIGHT_ON, FIGHTS_ALONE, (True, True)),
        (SELF_DEFENCE, DEFENDS_ITSELF, (False, True)),
        (SILENT, STAYS_SILENT, (False, False)),
    ],
)
def test_a_unit_without_a_post_goes_by_its_mode(
    fire_unit: Battle, mode: int, words: int, fires: tuple[bool, bool]
) -> None:
    for at, fired in zip((WIDE, CLOSE), fires, strict=True):
        made = decided(fire_unit, mode, at)
        assert made.whys(AUTONOMOUS) == [words]
        assert len(made.rows(ORDERED)) == fired
        assert made.whys(HELD) == ([HELD_WITHOUT_POST] if mode == SELF_DEFENCE and not fired else [])


def test_what_comes_later_than_two_minutes_is_no_matter_of_self_defence_yet(fire_unit: Battle) -> None:
    # After 120 s at 200 m/s it is 24 km nearer: 4.9 or 5.1 km off.
    for distance, fired in ((28.9e3, True), (29.1e3, False)):
        assert len(decided(fire_unit, SELF_DEFENCE, (0.0, distance, 3000.0)).rows(ORDERED)) == fired


def test_silence_is_kept_under_weapons_free(fire_unit: Battle) -> None:
    assert not len(decided(fire_unit, SILENT, CLOSE, control=WEAPONS_FREE).rows(ORDERED))


def test_under_command_the_mode_says_nothing(group: Battle) -> None:
    made = group(units=[{"commands": 1}, {"post": 0, "without_post": SILENT}], assets=DEPOT)
    made.add_track(0, CLOSE, INBOUND)
    cycle(made.model, made.belief, made.log, 0, 0.0)
    assert len(made.rows(ORDERED)) == 1


@pytest.mark.parametrize(("mode", "heard"), [(SILENT, False), (SELF_DEFENCE, False), (SILENT, True)])
def test_a_silent_unit_does_not_search_until_it_hears_its_post(group: Battle, mode: int, heard: bool) -> None:
    made = group(units=[{"commands": 1}, {"post": 0, "without_post": mode}], bodies=[{}])
    made.belief.unit_state[1].heard_at = 95.0 if heard else 0.0
    cycle(made.model, made.belief, made.log, 1, 100.0)
    assert scan(made.model, made.truth, made.belief, made.log, 1, 100.0) == 105.0
    assert len(made.rows(DETECTED)) == (mode != SILENT or heard)
