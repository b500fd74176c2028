"""The reserve: rounds that are kept for what is fast, unless something slow comes at the unit or at what it guards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.reserve import kept
from shieldwall.models.numbers import GUN, MISSILE

Battle = Callable[..., Any]

#: A drone at 50 m/s that passes 20 km from the unit and from what that guards.
ASIDE = (20e3, 20e3, 300.0, 0.0, -50.0, 0.0)


def keeps(made: Any, target: tuple[float, ...] = ASIDE, left: float = 0.25) -> bool:
    return bool(kept(made.model.weapons[0], made.model.units[0], target, left))


@pytest.mark.parametrize(
    ("kind", "speed", "left", "keeps_it"),
    [
        (MISSILE, 89.0, 0.25, True),
        (MISSILE, 89.0, 0.26, False),
        (MISSILE, 91.0, 0.1, False),
        # Bursts are no reserve.
        (GUN, 89.0, 0.1, False),
    ],
)
def test_the_last_rounds_are_kept_from_slow_targets(
    battle: Battle, kind: int, speed: float, left: float, keeps_it: bool
) -> None:
    made = battle(units=[{"reserve": 0.25}], weapons=[{"kind": kind}])
    assert keeps(made, (*ASIDE[:3], 0.0, -speed, 0.0), left) is keeps_it


@pytest.mark.parametrize("place", [(0.0, 0.0), (8e3, -9e3)])
def test_but_not_from_what_passes_the_unit_or_its_guard_in_the_last_call(
    battle: Battle, place: tuple[float, float]
) -> None:
    made = battle(units=[{"reserve": 0.25, "guard_x": place[0], "guard_y": place[1]}], weapons=[{}])
    # It passes the place in so many seconds, and the other nowhere near, or later.
    for seconds, keeps_it in ((44.9, False), (45.1, True)):
        assert keeps(made, (place[0], place[1] + 50.0 * seconds, 300.0, 0.0, -50.0, 0.0)) is keeps_it


def test_what_passes_farther_away_is_no_threat_to_it(battle: Battle) -> None:
    # Within five kilometres, as for self-defence.
    made = battle(units=[{"reserve": 0.25}], weapons=[{}])
    for aside, keeps_it in ((4.9e3, False), (5.1e3, True)):
        assert keeps(made, (aside, 1e3, 300.0, 0.0, -50.0, 0.0)) is keeps_it
