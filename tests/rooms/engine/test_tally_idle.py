"""Who let a threat pass: an idle unit that knew of it and could have met it, as its rules allow, in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.referee.tally_exposure import expose
from shieldwall.models.numbers import GUN
from shieldwall.state.layout import NONE
from shieldwall.state.script import OBSERVE, RELEASE, STRIKE

Battle = Callable[..., Any]

NEAR, STILL, SLOWLY = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0), (0.0, -50.0, 0.0)
NOW, STEP = 100.0, 5.0
#: To 20 km and 3 km up a round of 1000 m/s over ground flies 20 s.
FLIGHT = 20.0


def let_pass(made: Any, b: int = 0) -> float:
    """What one step adds to the time for which an idle unit let body `b` pass."""
    before = float(made.truth.exposures[b].let_pass)
    expose(made.model, made.truth, made.belief, NOW, STEP)
    return float(made.truth.exposures[b].let_pass) - before


def known(made: Any, n: int = 0, at: float = 0.0, b: int = 0) -> int:
    """Let unit `n` hold a track of body `b`, confirmed at a time; return its row."""
    k = int(made.add_track(n, NEAR, confirmed_at=at))
    made.truth.follows[k, 0] = b
    return k


def one(fire_unit: Battle, **tables: Any) -> Any:
    """A fire unit and a body in its reach and sight, of which it knows."""
    made = fire_unit(**({"bodies": [{"at": NEAR, "speed": STILL}]} | tables))
    known(made)
    return made


def test_who_knows_of_a_threat_and_could_meet_it_lets_it_pass(fire_unit: Battle) -> None:
    assert let_pass(one(fire_unit)) == STEP


def test_what_nobody_tracks_nobody_lets_pass(fire_unit: Battle) -> None:
    made = fire_unit(bodies=[{"at": NEAR, "speed": STILL}])
    # In reach and sight all the same.
    assert (let_pass(made), made.truth.exposures[0].idle_unit) == (0.0, STEP)
    made.truth.follows[made.add_track(0, NEAR, status=1), 0] = 0
    assert let_pass(made) == 0.0


def test_a_unit_knows_what_the_post_knows_that_it_hears(group: Battle) -> None:
    made = group(bodies=[{"at": NEAR, "speed": STILL}])
    known(made, 0)
    assert let_pass(made) == STEP
    made.belief.unit_state[1].commander = NONE
    made.truth.exposures.counted_at = made.truth.exposures.let_at = -1.0
    assert let_pass(made) == 0.0


@pytest.mark.parametrize("act", [STRIKE, RELEASE, OBSERVE])
def test_a_round_must_meet_it_before_it_does_what_it_came_for(fire_unit: Battle, act: int) -> None:
    for end, step in ((NOW + FLIGHT + 0.5, STEP), (NOW + FLIGHT - 0.5, 0.0)):
        assert let_pass(one(fire_unit, script=[{"t": end, "what": act}])) == step
    # What another does ends nothing.
    assert let_pass(one(fire_unit, script=[{"t": NOW, "what": act, "body": 1}])) == STEP


def test_a_crew_has_its_reaction_from_when_it_could_know(fire_unit: Battle) -> None:
    # Known for 6 s of a reaction of 26 s: the round leaves in 20 s and flies for another 20 s.
    for end, step in ((NOW + 20.0 + FLIGHT + 0.5, STEP), (NOW + 20.0 + FLIGHT - 0.5, 0.0)):
        made = fire_unit(
            units=[{"reaction": 26.0}],
            bodies=[{"at": NEAR, "speed": STILL}],
            script=[{"t": end, "what": STRIKE}],
        )
        known(made, at=NOW - 6.0)
        assert let_pass(made) == step


def test_a_round_that_the_rules_forbid_for_its_chance_lets_nothing_pass(fire_unit: Battle) -> None:
    for works, step in ((0.29, 0.0), (0.31, STEP)):
        made = one(fire_unit, units=[{"least_chance": 0.3}], weapons=[{"works": works, "lethal_radius": 1e6}])
        assert let_pass(made) == step


def test_rounds_that_are_kept_for_faster_targets_let_slow_ones_pass_by_order(fire_unit: Battle) -> None:
    far = {"guard_x": 90e3}
    for speed, reserve, step in ((SLOWLY, 1.0, 0.0), (SLOWLY, 0.5, STEP), ((0.0, -200.0, 0.0), 1.0, STEP)):
        made = one(fire_unit, units=[far | {"reserve": reserve}], bodies=[{"at": NEAR, "speed": speed}])
        made.truth.legs[0].y -= NOW * speed[1]
        assert let_pass(made) == step


def test_bursts_are_not_kept_and_count_together(fire_unit: Battle) -> None:
    made = one(
        fire_unit,
        units=[{"reserve": 1.0, "guard_x": 90e3}],
        weapons=[{"kind": GUN}],
        bodies=[{"at": NEAR, "speed": SLOWLY}],
    )
    made.truth.legs[0].y -= NOW * SLOWLY[1]
    assert let_pass(made) == STEP


def test_of_several_idle_units_any_may_let_it_pass_but_the_time_counts_once(fire_unit: Battle) -> None:
    made = fire_unit(
        units=[{}, {}],
        sensors=[{"role": 1}, {"role": 1, "unit": 1}],
        channels=[{}, {"unit": 1, "sensor": 1}],
        launchers=[{}, {"unit": 1}],
        bodies=[{"at": NEAR, "speed": STILL}],
    )
    known(made, 1)
    assert (let_pass(made), made.truth.exposures[0].idle_unit) == (STEP, STEP)
    known(made, 0)
    assert let_pass(made) == 0.0
