"""Assignment: who is ordered to engage a track, or why nobody is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.assignment import assign, further
from shieldwall.engine.command.resources import idle_channels, weapons_ready
from shieldwall.record.kinds import HELD, ORDERED
from shieldwall.record.reasons import (
    NO_CHANNEL,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    OUTSIDE_SECTOR,
    TOO_FAST,
    TOO_LATE,
    UNSEEN_BY_FIRE_CONTROL,
)
from shieldwall.state.channel import ACQUIRING
from shieldwall.state.layout import NONE
from shieldwall.state.message import ORDER
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.state.unit import WEAPONS_HOLD

Battle = Callable[..., Any]

NEAR, STILL = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0)


@pytest.fixture
def pair(battle: Battle) -> Battle:
    """Return the function that lays a post with two fire units, 6 km and 1 km north of it, both with one channel."""

    def make(second: float = 1000.0, **tables: Any) -> Any:
        here = ({"y": 6000.0}, {"y": second})
        return battle(**({
            "units": [{"commands": 1}, {"post": 0} | here[0], {"post": 0} | here[1]],
            "sensors": [{}, *({"unit": u, "role": ENGAGEMENT} | here[u - 1] for u in (1, 2))],
            "channels": [{"unit": 1, "sensor": 1}, {"unit": 2, "sensor": 2}],
            "launchers": [{"unit": u} | here[u - 1] for u in (1, 2)],
            "weapons": [{}],
            "links": [{"between": (0, 1)}, {"between": (0, 2)}],
        } | tables))  # fmt: skip

    return make


def assigned(made: Any, k: int, t: float = 0.0) -> list[int]:
    """Who is ordered, as unit rows."""
    before = len(made.rows(ORDERED))
    made.belief.scratch.ranking[0] = k
    assign(made.model, made.belief, made.log, 0, 1, t)
    return [int(row.whom) - 10 for row in made.rows(ORDERED)[before:]]


def test_the_unit_whose_shot_is_worth_most_is_ordered(pair: Battle) -> None:
    # Of two missiles the one that works more often.
    made = pair(weapons=[{"works": 0.7}, {"works": 0.72}], launchers=[{"unit": 1}, {"unit": 2, "weapon": 1}])
    assert assigned(made, made.add_track(0, NEAR)) == [2]
    # 27 s before it is over its place there is time for a second shot by the nearer unit alone: it waits 5 s, its
    # round flies 14 s, and after a look of 3 s flies again; that of the other flies 19 s.
    made = pair(weapons=[{"works": 0.7}, {"works": 0.72}], launchers=[{"unit": 1}, {"unit": 2, "weapon": 1}])
    assert assigned(made, made.add_track(0, NEAR, to_go=36.5)) == [1]


def test_the_order_goes_to_the_track_that_gains_most_by_it(pair: Battle) -> None:
    # One channel in reach of both: what would destroy more goes first, whatever its row.
    made = pair()
    made.belief.subordinates[0, 2].free = 0
    small, great = (made.add_track(0, NEAR, (100.0, 0.0, 0.0), worth=worth, score=worth) for worth in (0.4, 0.8))
    made.belief.scratch.ranking[:2] = small, great
    assign(made.model, made.belief, made.log, 0, 2, 0.0)
    assert [made.belief.tracks[k].shooter for k in (small, great)] == [NONE, 1]
    assert made.whys(HELD) == [NO_CHANNEL]


def test_of_two_that_would_destroy_as_much_the_one_with_less_time_goes_first(pair: Battle) -> None:
    made = pair()
    made.belief.subordinates[0, 2].free = 0
    late, soon = (made.add_track(0, NEAR, (100.0, 0.0, 0.0), score=score) for score in (0.2, 0.6))
    made.belief.scratch.ranking[:2] = late, soon
    assign(made.model, made.belief, made.log, 0, 2, 0.0)
    assert [made.belief.tracks[k].shooter for k in (late, soon)] == [NONE, 1]


def test_of_two_equal_shots_that_of_the_unit_named_first_is_taken(pair: Battle) -> None:
    made = pair(second=6000.0)
    assert assigned(made, made.add_track(0, NEAR)) == [1]


def test_an_order_says_who_engages_what_and_is_sent_as_the_track_stands_now(pair: Battle) -> None:
    made = pair()
    k = made.add_track(0, (0.0, 20e3, 3000.0), (0.0, -100.0, 10.0), t=3.0, sigma=30.0)
    made.belief.covariance[k, [15, 18, 20]] = 5.0**2
    made.belief.progress[0].orders = 8
    assert assigned(made, k, 7.0) == [1]
    track = made.belief.tracks[k]
    assert (track.shooter, track.order, track.answered, track.ordered_at, track.answered_at) == (1, 8, 0, 7.0, 7.0)
    assert made.belief.progress[0].orders == 9
    (row,) = made.messages(ORDER)
    message, said = made.belief.messages[row], made.belief.orders_sent[row]
    assert (message.sender, message.receiver, made.arrival(row)) == (0, 1, 8.0)
    assert (said.order, said.track, said.at) == (8, track.number, 7.0)
    assert (said.x, said.y, said.z, said.vx, said.vy, said.vz) == (0.0, 19_600.0, 3040.0, 0.0, -100.0, 10.0)
    # Three axes of 30 m, and 5 m/s on each for 4 s.
    assert said.spread == pytest.approx(np.sqrt(3.0 * 30.0**2 + 16.0 * 3.0 * 5.0**2))
    (event,) = made.rows(ORDERED)
    assert (event.v0, event.v1) == (track.number, 8)


def test_an_order_takes_a_channel_of_what_the_post_knows_of_its_unit(pair: Battle) -> None:
    made = pair()
    first, second, third = (made.add_track(0, NEAR) for _ in range(3))
    # The first unit has one channel; the second track goes to the second unit, the third to nobody.
    assert (assigned(made, first), assigned(made, second), assigned(made, third)) == ([1], [2], [])
    assert [made.belief.subordinates[0, u].free for u in (1, 2)] == [0, 0]
    assert made.whys(HELD) == [NO_CHANNEL]


def test_a_post_knows_its_units_by_their_reports_alone(pair: Battle) -> None:
    made = pair()
    # It has neither round nor channel left, but has not said so.
    made.belief.launcher_state[0].ready = 0
    made.belief.channel_state[0].state = ACQUIRING
    assert assigned(made, made.add_track(0, NEAR)) == [1]
    made = pair()
    known = made.belief.subordinates[0, 1]
    known.weapons = 0
    assert assigned(made, made.add_track(0, NEAR)) == [2]


def test_under_weapons_hold_a_post_orders_nobody_to_fire(pair: Battle) -> None:
    made = pair()
    made.belief.unit_state[0].control = WEAPONS_HOLD
    assert assigned(made, made.add_track(0, NEAR)) == []


@pytest.mark.parametrize("what", ["silent", "under no post", "without channels"])
def test_nobody_else_is_ordered(pair: Battle, what: str) -> None:
    made = pair()
    if what == "silent":
        made.belief.subordinates[0, 1].silent = 1
    elif what == "under no post":
        made.model.units[1].post = NONE
    else:
        made.model.units[1].channels = 0
    assert assigned(made, made.add_track(0, NEAR)) == [2]


def test_a_unit_that_commands_nobody_orders_itself_alone(group: Battle) -> None:
    made = group(units=[{}, {"post": 0}])
    assert assigned(made, made.add_track(0, NEAR)) == []


WAY = (NO_CHANNEL, NO_ROUND, OUTSIDE_SECTOR, UNSEEN_BY_FIRE_CONTROL, TOO_LATE, TOO_FAST, NO_UNIT_IN_REACH)


def test_the_reason_kept_is_the_one_that_lies_furthest_along_the_way_to_a_shot() -> None:
    for place, one in enumerate(WAY):
        for other in WAY[place:]:
            assert further(one, other) == further(other, one) == one


def test_without_a_round_anywhere_the_reason_is_that(pair: Battle) -> None:
    made = pair()
    made.belief.subordinates[0].weapons = 0
    k = made.add_track(0, NEAR)
    assert assigned(made, k) == []
    assert made.whys(HELD) == [NO_ROUND]
    # It is logged when it changes, and not again.
    assert assigned(made, k, 1.0) == []
    assert made.whys(HELD) == [NO_ROUND]


def test_out_of_reach_of_all_is_told(pair: Battle) -> None:
    made = pair()
    assert assigned(made, made.add_track(0, (0.0, 80e3, 3000.0))) == []
    assert made.whys(HELD) == [NO_UNIT_IN_REACH]


def test_of_a_target_that_leaves_again_it_is_said_that_it_is_too_late(pair: Battle) -> None:
    made = pair()
    assert assigned(made, made.add_track(0, (0.0, 48e3, 3000.0), (0.0, 250.0, 0.0))) == []
    assert made.whys(HELD) == [TOO_LATE]


def test_after_an_order_has_ended_a_post_rests_six_seconds(pair: Battle) -> None:
    made = pair()
    k = made.add_track(0, NEAR, order=4, ordered_at=100.0)
    assert assigned(made, k, 105.9) == []
    assert not len(made.rows(HELD))
    assert assigned(made, k, 106.0) == [1]
    # A first order waits for nothing.
    fresh = made.add_track(0, NEAR, order=NONE, ordered_at=106.0)
    assert assigned(made, fresh, 106.0) == [2]


def refused(made: Any, far: float = 14e3) -> int:
    """A track that unit 1 refused at 100 s, `far` m from it."""
    return int(made.add_track(0, NEAR, order=4, refused_by=1, refused_at=100.0, refused_range=far))


def test_who_refused_is_asked_again_after_twenty_five_seconds(pair: Battle) -> None:
    for t, whom in ((125.0, 2), (125.1, 1)):
        made = pair()
        assert assigned(made, refused(made), t) == [whom]


def test_or_when_the_target_has_come_to_four_fifths_of_the_distance(pair: Battle) -> None:
    # It is 14 km from the unit now.
    for far, whom in ((14e3 / 0.8 - 10.0, 2), (14e3 / 0.8 + 10.0, 1)):
        made = pair()
        assert assigned(made, refused(made, far), 110.0) == [whom]


def test_or_when_nobody_else_can(pair: Battle) -> None:
    made = pair()
    made.belief.subordinates[0, 2].silent = 1
    assert assigned(made, refused(made), 110.0) == [1]


def test_what_a_unit_has_left_is_counted_from_its_own_rows(pair: Battle) -> None:
    launchers = [{"unit": 1, "ready": 0}, {"unit": 1, "weapon": 1}, {"unit": 1, "weapon": 2, "ready": 1}, {"unit": 2}]
    made = pair(launchers=launchers, weapons=[{}, {}, {}])
    assert weapons_ready(made.model, made.belief, 1) == 0b110
    assert weapons_ready(made.model, made.belief, 2) == 0b001
    assert idle_channels(made.model, made.belief, 1) == 1
    made.belief.channel_state[0].state = ACQUIRING
    assert idle_channels(made.model, made.belief, 1) == 0
