"""What looks cost a radar with an agile beam: search first, then tracks without rounds in flight, then the others."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fire.channel import engage
from shieldwall.engine.sense.budget import dwells, share_time
from shieldwall.engine.sense.scan import scan
from shieldwall.kernels.flight import PT
from shieldwall.record.kinds import SHARES_TIME
from shieldwall.record.reasons import LOOKS_STRETCHED, LOOKS_UNSTRETCHED, SEARCH_SLOWED
from shieldwall.state.channel import ACQUIRING, ENGAGING, IDLE
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

NEAR, STILL = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0)
#: Ten looks a second take all of its time, and search keeps half of it: so five looks a second are for tracks.
AGILE = {"role": ENGAGEMENT, "look_budget": 10.0, "search_share": 0.5, "look_interval": 1.0, "period": 6.0}


def shared(made: Any, t: float = 0.0) -> tuple[float, float, float]:
    """How many times the usual interval looks at targets with rounds in flight, other looks, and search take."""
    kept, longer, slower = share_time(made.model, made.belief, made.log, 0, t)
    return float(kept), float(longer), float(slower)


def busy(fire_unit: Battle, rounds: list[int], **sensor: float) -> Any:
    """A radar that holds a target for each number of rounds in flight at it."""
    made = fire_unit(sensors=[AGILE | sensor], channels=[{}] * max(len(rounds), 1))
    for c, flying in enumerate(rounds):
        made.engage(c, NEAR, state=ENGAGING, flying=flying)
    return made


@pytest.mark.parametrize(
    ("rounds", "kept", "longer", "slower"),
    [
        ([], 1.0, 1.0, 1.0),
        # Each held target takes a tenth of the time; search has the rest.
        ([0], 1.0, 1.0, 1 / 0.9),
        ([0] * 4, 1.0, 1.0, 1 / 0.6),
        ([0] * 5, 1.0, 1.0, 2.0),
        # From half of the time on search loses no more, and the looks come further apart.
        ([0] * 8, 1.0, 8 / 5, 2.0),
        # A round costs what a target does, and targets with rounds come first: 3 of 5 tenths, 2 are left for 4.
        ([2, 0, 0, 0, 0], 1.0, 4 / 2, 2.0),
        ([2], 1.0, 1.0, 1 / 0.7),
        # Nine tenths are asked for rounds: four fifths of the half are theirs, one fifth of it is for the two others.
        ([2, 2, 2, 0, 0], 9 / 4, 2 / 1, 2.0),
        # Or all of it where there are no others.
        ([2, 2, 2], 9 / 5, 1.0, 2.0),
    ],
)
def test_tracks_take_time_from_search_then_from_each_other_and_last_from_rounds(
    fire_unit: Battle, rounds: list[int], kept: float, longer: float, slower: float
) -> None:
    assert shared(busy(fire_unit, rounds)) == pytest.approx((kept, longer, slower))


def test_the_time_that_is_shared_out_never_exceeds_what_there_is(fire_unit: Battle) -> None:
    for rounds in ([0] * 3, [1, 0, 0], [3] * 6, [0] * 9, [4, 4, 0, 0, 0, 0, 0]):
        kept, longer, slower = shared(busy(fire_unit, rounds))
        spent = sum((1 + n) / 10.0 / (kept if n else longer) for n in rounds)
        assert spent + 1.0 / slower == pytest.approx(1.0)
        assert 1.0 / slower >= 0.5 - 1e-12


def test_a_radar_without_a_look_budget_shares_nothing(fire_unit: Battle) -> None:
    assert shared(busy(fire_unit, [2, 2, 0, 0, 0, 0, 0], look_budget=0.0)) == (1.0, 1.0, 1.0)


def test_idle_channels_and_those_of_another_sensor_cost_nothing(fire_unit: Battle) -> None:
    made = fire_unit(sensors=[AGILE, AGILE], channels=[{}, {}, {"sensor": 1}])
    for c, state in enumerate((ENGAGING, IDLE, ENGAGING)):
        made.engage(c, NEAR, state=state)
    assert shared(made) == pytest.approx((1.0, 1.0, 1 / 0.9))


def test_half_the_look_interval_is_twice_the_load(fire_unit: Battle) -> None:
    assert shared(busy(fire_unit, [0], look_interval=0.5)) == pytest.approx((1.0, 1.0, 1 / 0.8))


@pytest.mark.parametrize(
    ("half", "full_looks"),
    # The gate of a held target is three beams of 20 mrad wide; a search as wide as four gates covers sixteen.
    [(0.03, 1.0), (0.06, 4.0), (0.12, 16.0), (0.001, 1.0), (None, 0.0)],
)
def test_a_wide_search_about_a_cue_costs_a_look_for_each_patch_of_sky(
    fire_unit: Battle, half: float | None, full_looks: float
) -> None:
    made = fire_unit(sensors=[AGILE])
    number = made.add_look(0, 0.0)
    made.belief.looks[number].cosine = 2.0 if half is None else math.cos(half)
    assert dwells(made.model, made.belief, number) == pytest.approx(full_looks, rel=2e-3)


def looked(made: Any, c: int, t: float) -> float:
    return float(engage(made.model, made.truth, made.belief, made.log, c, t))


def test_a_channel_without_rounds_in_flight_looks_less_often_and_one_with_rounds_does_not(fire_unit: Battle) -> None:
    made = fire_unit(
        sensors=[AGILE], channels=[{}] * 5, launchers=[], weapons=[{}], bodies=[{"at": NEAR, "speed": STILL}]
    )
    for c in range(5):
        made.engage(c, NEAR, state=ENGAGING)
    made.belief.channel_state[0].flying = 2
    assert looked(made, 1, 0.0) == pytest.approx(2.0)
    assert looked(made, 0, 0.0) == pytest.approx(1.0)
    assert made.belief.channel_state.stretch.tolist()[:2] == [1.0, 2.0]


def test_a_channel_that_still_turns_costs_nothing(fire_unit: Battle) -> None:
    cone = AGILE | {"cos_sector": math.cos(math.radians(30.0)), "facing_y": -1.0}
    made = fire_unit(sensors=[cone], bodies=[{"at": NEAR, "speed": STILL}])
    made.engage(0, NEAR, state=ACQUIRING, history=0)
    assert looked(made, 0, 0.0) == 1.0
    assert shared(made) == (1.0, 1.0, 1.0)


def test_the_search_takes_longer_while_tracks_are_held(fire_unit: Battle) -> None:
    for held, period in (([], 6.0), ([0] * 4, 10.0), ([0] * 8, 12.0)):
        made = busy(fire_unit, held)
        assert scan(made.model, made.truth, made.belief, made.log, 0, 30.0) == pytest.approx(30.0 + period)


def test_support_holds_until_the_next_look_however_far_it_is(fire_unit: Battle) -> None:
    # Three targets with two rounds each ask for nine tenths of the time and get five.
    made = fire_unit(sensors=[AGILE], channels=[{}] * 3, bodies=[{"at": NEAR, "speed": STILL}])
    for c in range(3):
        made.engage(c, NEAR, state=ENGAGING, fired=1)
    for r in range(6):
        made.add_round(r, r % 3, supported_until=0.0, homing=1)
        made.belief.flight[PT, r] = 60.0
    due = looked(made, 0, 10.0)
    assert due == pytest.approx(10.0 + 9 / 5)
    assert made.belief.rounds[0].supported_until > due


def reasons(made: Any) -> list[int]:
    return made.whys(SHARES_TIME)


def test_the_log_says_once_when_load_begins_to_cost_and_once_when_it_costs_no_more(fire_unit: Battle) -> None:
    made = busy(fire_unit, [0] * 8)
    states = made.belief.channel_state

    def hold(count: int) -> list[int]:
        for c in range(8):
            states[c].state = ENGAGING if c < count else IDLE
        for t in (0.0, 1.0):
            shared(made, t)
        return reasons(made)

    assert hold(3) == []
    # More than a third of its time, then more than the half that tracks may take.
    assert hold(4) == [SEARCH_SLOWED]
    assert hold(5) == [SEARCH_SLOWED]
    assert hold(6) == [SEARCH_SLOWED, LOOKS_STRETCHED]
    # Just enough again is not yet lighter.
    assert hold(5) == [SEARCH_SLOWED, LOOKS_STRETCHED]
    assert hold(4) == [SEARCH_SLOWED, LOOKS_STRETCHED, SEARCH_SLOWED]
    assert hold(2)[3:] == [LOOKS_UNSTRETCHED]
    row = made.rows(SHARES_TIME)[1]
    assert (int(row.who), float(row.v0), float(row.v1)) == (20, pytest.approx(6 / 5), 2.0)


def plots_at(made: Any, channels: list[int], t: float) -> list[tuple[float, ...]]:
    """What a look of channel 0 at `t` measures, after looks of other channels at that time."""
    for c in channels:
        looked(made, c, t)
    first = int(made.belief.progress[0].plots)
    looked(made, 0, t)
    found = made.belief.plots[first % len(made.belief.plots)]
    return [tuple(float(found[name]) for name in ("x", "y", "z"))]


def test_one_more_target_held_changes_no_draw_of_another(fire_unit: Battle) -> None:
    bodies = [{"at": NEAR, "speed": STILL}, {"at": (15e3, 10e3, 3000.0), "speed": STILL}]
    plots = []
    for others in ([], [1]):
        made = fire_unit(sensors=[AGILE], channels=[{}, {}], bodies=bodies, launchers=[], weapons=[{}])
        made.engage(0, NEAR, state=ENGAGING)
        if others:
            made.engage(1, (15e3, 10e3, 3000.0), state=ENGAGING)
        plots.append([plots_at(made, others, t) for t in (0.0, 1.0, 2.0)])
    assert plots[0] == plots[1]
    # The looks themselves differ from each other.
    assert len({str(plot) for plot in plots[0]}) == 3
