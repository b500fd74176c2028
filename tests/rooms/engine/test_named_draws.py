"""What a crew and a verdict draw is named by unit, place of the target and time: load changes nobody's luck."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.orders import take_order
from shieldwall.engine.fire.assessment import assess
from shieldwall.kernels.draws import place_name
from shieldwall.record.kinds import ACCEPTED, ASSESSED
from shieldwall.state.channel import ASSESSING, ENGAGING
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

CHANNELS = 3
#: Loads that are tried: which channels are busy, and with how many orders and engagements behind them.
LOADS = 40


def loaded(battle: Battle, busy: int, behind: int, **unit: float) -> Any:
    """A unit of three channels of which `busy` work on targets far away from what the tests ask of."""
    made = battle(
        units=[{"commands": 1}, {"post": 0, "operator_delay": 4.0} | unit],
        sensors=[{}, {"unit": 1, "role": ENGAGEMENT}],
        channels=[{"unit": 1, "sensor": 1}] * CHANNELS,
        launchers=[{"unit": 1}],
        weapons=[{}],
        links=[{"between": (0, 1)}],
        assets=[(0.0, 0.0, 0.0, 1.0)],
    )
    for c in range(busy):
        made.engage(c, (-30e3, 1000.0 * c, 3000.0), state=ENGAGING)
    made.belief.progress[0].orders = made.belief.progress[0].tracks = behind
    for c in range(CHANNELS):
        made.belief.channel_state[c].engagement += behind
    return made


def ready_at(made: Any, place: tuple[float, float, float], t: float, order: int = 5) -> float:
    """When the crew that takes an order will be ready to fire."""
    take_order(made.model, made.belief, made.log, made.add_order(1, 0, place, order=order), t)
    assert len(made.rows(ACCEPTED)) == 1
    (c,) = (c for c in range(CHANNELS) if made.belief.channel_state[c].order == order)
    return float(made.belief.channel_state[c].ready_at)


def test_what_a_unit_does_beside_changes_no_crew_s_delay(battle: Battle) -> None:
    draw = np.random.default_rng(8)
    for _ in range(LOADS):
        place = (draw.uniform(-20e3, 20e3), draw.uniform(5e3, 20e3), 3000.0)
        t = draw.uniform(1.0, 900.0)
        idle = ready_at(loaded(battle, 0, 0), place, t)
        busy, behind = int(draw.integers(1, CHANNELS)), int(draw.integers(1, 50))
        assert ready_at(loaded(battle, busy, behind), place, t, order=5 + behind) == idle


def test_nor_any_verdict_on_another_target(battle: Battle) -> None:
    draw = np.random.default_rng(9)
    wrong = 0
    for _ in range(LOADS):
        place = (draw.uniform(-20e3, 20e3), draw.uniform(5e3, 20e3), 3000.0)
        t = draw.uniform(1.0, 900.0)
        verdicts = []
        for busy, behind in ((0, 0), (2, 17)):
            made = loaded(battle, busy, behind, assessment_error=0.5)
            made.engage(busy, place, state=ASSESSING, met=1, met_at=t - 3.0, hit_at=t - 1.0)
            assess(made.model, made.belief, made.log, busy, t)
            verdicts += made.whys(ASSESSED)
        assert verdicts[0] == verdicts[1]
        wrong += verdicts[0] != 46
    # The error is drawn: with an even chance forty verdicts are not all right, nor all wrong (chance 2e-12).
    assert 0 < wrong < LOADS


def test_two_targets_of_one_moment_have_draws_of_their_own(battle: Battle) -> None:
    delays = {ready_at(loaded(battle, 0, 0), (0.0, 20e3 + 500.0 * n, 3000.0), 10.0) for n in range(LOADS)}
    assert len(delays) == LOADS


def test_and_one_target_at_two_times(battle: Battle) -> None:
    delays = {ready_at(loaded(battle, 0, 0), (0.0, 20e3, 3000.0), 10.0 + n) - n for n in range(LOADS)}
    assert len(delays) == LOADS


@pytest.mark.parametrize(
    ("place", "name"),
    # Cells of 100 m, east in the upper half of 32 bits, west and south of the origin as two's complements.
    [((0.0, 0.0), 0), ((99.9, 0.0), 0), ((100.0, 250.0), (1 << 16) | 2), ((-0.1, -100.0), 0xFFFFFFFF)],
)
def test_a_place_is_named_by_its_cell(place: tuple[float, float], name: int) -> None:
    assert place_name(*place) == name
