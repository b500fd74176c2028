"""A second unit at one target: where no second look is possible and the first has no second round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.assignment import assign
from shieldwall.engine.command.shot_value import best_shot
from shieldwall.engine.command.supervision import stand_down, supervise
from shieldwall.engine.network.status import take_report
from shieldwall.models.numbers import GUN
from shieldwall.record.kinds import HELD, ORDERED
from shieldwall.record.reasons import ASSESSED_KILLED, NO_REASON, NO_ROUND, NO_UNIT_IN_REACH
from shieldwall.state.layout import NONE
from shieldwall.state.message import CUE, ORDER, STATUS
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

#: 20 km north, straight at the place at the origin: 80 s to go at 250 m/s.
NEAR, INBOUND = (0.0, 20e3, 3000.0), (0.0, -250.0, 0.0)
#: Time to go, s, that leaves a round's 16 s after 5 s of reaction and no second one after a look of 3 s.
LAST, EARLY = 30.0, 80.0


@pytest.fixture
def pair(battle: Battle) -> Battle:
    """Return the function that lays a post with two units of one round each, with a chance of 0.6."""

    def make(**tables: Any) -> Any:
        return battle(**({
            "units": [{"commands": 1}, {"post": 0}, {"post": 0}],
            "sensors": [{}, *({"unit": u, "role": ENGAGEMENT} for u in (1, 2))],
            "channels": [{"unit": u, "sensor": u} for u in (1, 2)],
            "launchers": [{"unit": u, "capacity": 1} for u in (1, 2)],
            "weapons": [{"works": 0.6}],
            "links": [{"between": (0, 1)}, {"between": (0, 2)}],
        } | tables))  # fmt: skip

    return make


def assigned(made: Any, to_go: float = LAST, t: float = 0.0, **columns: float) -> tuple[int, list[int]]:
    """The track, and the units that are ordered at it, in their order."""
    k = int(made.add_track(0, NEAR, INBOUND, to_go=to_go, **columns))
    made.belief.scratch.ranking[0] = k
    assign(made.model, made.belief, made.log, 0, 1, t)
    return k, [int(row.whom) - 10 for row in made.rows(ORDERED)]


def test_two_units_with_one_round_each_take_the_last_shot_together(pair: Battle) -> None:
    made = pair()
    k, who = assigned(made)
    track = made.belief.tracks[k]
    assert who == [1, 2]
    assert (track.shooter, track.second) == (1, 2)
    # Each has an order of its own, and is told so.
    said = [made.belief.orders_sent[row] for row in made.messages(ORDER)]
    assert [(one.unit, one.order) for one in said] == [(1, track.order), (2, track.second_order)]
    assert track.order != track.second_order
    assert [made.belief.subordinates[0, u].free for u in (1, 2)] == [0, 0]


def test_with_time_for_a_second_look_one_is_enough(pair: Battle) -> None:
    assert assigned(pair(), EARLY)[1] == [1]


@pytest.mark.parametrize(
    ("what", "who"),
    [
        ({"units": [{"commands": 1}, {"post": 0, "salvo": 2}, {"post": 0}]}, [1, 2]),
        ({"units": [{"commands": 1}, {"post": 0, "salvo": 2}, {"post": 0}], "launchers":
          [{"unit": 1, "capacity": 2}, {"unit": 2, "capacity": 1}]}, [1]),
        ({"weapons": [{"works": 0.6, "kind": GUN, "max_range": 30e3, "hit_kills": 1.0, "rate": 100.0, "burst": 9.0,
                       "dispersion": 1e-4}]}, [1]),
    ],
)  # fmt: skip
def test_who_can_send_a_second_round_needs_nobody_beside_it(pair: Battle, what: dict[str, Any], who: list[int]) -> None:
    # A salvo of two needs two rounds; a gun has bursts enough.
    assert assigned(pair(**what))[1] == who


def test_a_sensor_that_guides_one_round_leaves_a_second_to_another_unit(pair: Battle) -> None:
    units = [{"commands": 1}, {"post": 0, "salvo": 2}, {"post": 0}]
    launchers = [{"unit": 1, "capacity": 2}, {"unit": 2, "capacity": 1}]
    eyes = [{}, *({"unit": u, "role": ENGAGEMENT, "guides": 1} for u in (1, 2))]
    assert assigned(pair(units=units, launchers=launchers, sensors=eyes))[1] == [1, 2]


def test_a_second_round_must_be_worth_what_it_costs(pair: Battle) -> None:
    # Of 0.6 of 0.1 the first leaves 0.4: 0.024 more; a round of a million is worth 0.02 of the scale, of 1.5 0.03.
    for cost, who in ((1.0, [1, 2]), (1.5, [1])):
        assert assigned(pair(weapons=[{"works": 0.6, "cost": cost}]), worth=0.1, score=0.1)[1] == who


def test_another_track_that_would_gain_more_has_the_second_unit(pair: Battle) -> None:
    made = pair()
    first, other = (made.add_track(0, NEAR, INBOUND, to_go=LAST, worth=w, score=w) for w in (1.0, 0.9))
    made.belief.scratch.ranking[:2] = first, other
    assign(made.model, made.belief, made.log, 0, 2, 0.0)
    assert [(made.belief.tracks[k].shooter, made.belief.tracks[k].second) for k in (first, other)] == [
        (1, NONE),
        (2, NONE),
    ]


def test_what_a_lone_round_leaves_is_what_it_misses(pair: Battle) -> None:
    made = pair()
    for to_go, leaves in ((LAST, 0.4), (EARLY, 0.0)):
        k = made.add_track(0, NEAR, INBOUND, to_go=to_go)
        value, saves, left, why = best_shot(made.model, made.belief, 0, 1, k, 1, NO_UNIT_IN_REACH, 0.0)
        assert (left, why) == (pytest.approx(leaves), NO_REASON)
        assert value == saves


def reported(made: Any, u: int, order: int, why: int, t: float = 9.0) -> None:
    """Unit `u` reports how an order stands."""
    take_report(made.model, made.belief, made.log, made.add_report(0, u, STATUS, order=order, why=why, met_at=t), t)


def test_what_ends_one_order_leaves_the_other(pair: Battle) -> None:
    for ended, left in ((0, 2), (1, 1)):
        made = pair()
        k, _ = assigned(made)
        track = made.belief.tracks[k]
        orders = int(track.order), int(track.second_order)
        reported(made, ended + 1, orders[ended], NO_ROUND)
        assert (track.shooter, track.second, track.order) == (left, NONE, orders[1 - ended])
        assert not len(made.rows(HELD))
        reported(made, left, orders[1 - ended], NO_ROUND)
        assert track.shooter == NONE
        assert made.whys(HELD) == [NO_ROUND]


def test_a_kill_by_either_is_believed(pair: Battle) -> None:
    for shooter in (1, 2):
        made = pair()
        k, _ = assigned(made)
        track = made.belief.tracks[k]
        reported(made, shooter, int(track.order if shooter == 1 else track.second_order), ASSESSED_KILLED)
        assert (track.killed_at, track.verdict, track.shooter) == (9.0, ASSESSED_KILLED, 3 - shooter)


def test_both_are_cued_anew_each_under_its_own_order(pair: Battle) -> None:
    made = pair()
    k, _ = assigned(made)
    supervise(made.model, made.belief, made.log, 0, k, 3.0)
    said = [made.belief.orders_sent[row] for row in made.messages(CUE)]
    track = made.belief.tracks[k]
    assert [(one.unit, one.order) for one in said] == [(1, track.order), (2, track.second_order)]


def test_who_does_not_answer_is_struck_and_the_second_goes_on(pair: Battle) -> None:
    made = pair()
    k, _ = assigned(made)
    supervise(made.model, made.belief, made.log, 0, k, 14.1)
    track = made.belief.tracks[k]
    assert (track.shooter, track.second) == (2, NONE)
    assert not stand_down(track, 20.0)
    assert track.shooter == NONE
