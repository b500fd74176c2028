"""Status reports: what a unit says it has, and what its post makes of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.network.status import answer, report, report_in, take_report
from shieldwall.record.kinds import HELD
from shieldwall.record.reasons import ASSESSED_KILLED, ASSESSED_UNKNOWN, ENGAGED, NO_REASON, NO_ROUND, TRACK_LOST
from shieldwall.state.channel import ENGAGING
from shieldwall.state.layout import NONE
from shieldwall.state.message import STATUS

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


def said(made: Any) -> list[Any]:
    return [made.belief.status_sent[row] for row in made.messages(STATUS)]


def test_a_report_says_what_a_unit_has_and_where_it_looks(group: Battle) -> None:
    made = group(
        channels=[{"unit": 1, "sensor": 1}] * 3,
        weapons=[{}, {}],
        launchers=[{"unit": 1, "ready": 0}, {"unit": 1, "weapon": 1}],
    )
    made.engage(1, NEAR, state=ENGAGING)
    made.belief.sensor_state[1].facing_x, made.belief.sensor_state[1].facing_y = 0.6, 0.8
    report(made.model, made.belief, made.log, 1, 0, 3.0)
    (one,) = said(made)
    assert (one.free, one.weapons, one.facing_x, one.facing_y) == (2, 0b10, 0.6, 0.8)
    assert (one.order, one.track, one.why) == (NONE, NONE, NO_REASON)


def test_a_unit_without_an_engagement_sensor_faces_nowhere(battle: Battle) -> None:
    made = battle(units=[{"commands": 1}, {"post": 0}], links=[{"between": (0, 1)}])
    made.belief.status_sent.facing_x = made.belief.status_sent.facing_y = 9.0
    report(made.model, made.belief, made.log, 1, 0, 3.0)
    assert [(one.facing_x, one.facing_y) for one in said(made)] == [(0.0, 0.0)]


def test_a_heartbeat_tells_of_each_order_that_is_being_fought(group: Battle) -> None:
    made = group(channels=[{"unit": 1, "sensor": 1}] * 3)
    made.engage(0, NEAR, state=ENGAGING, post=0, order=8, order_track=80)
    made.engage(2, NEAR, state=ENGAGING, post=0, order=9, order_track=90)
    report_in(made.model, made.belief, made.log, 1, 3.0)
    assert [(one.order, one.track, one.why) for one in said(made)] == [
        (NONE, NONE, NO_REASON), (8, 80, NO_REASON), (9, 90, NO_REASON),
    ]  # fmt: skip


def test_a_unit_answers_whoever_gave_the_order(group: Battle) -> None:
    made = group()
    made.engage(0, NEAR, state=ENGAGING, post=1)
    answer(made.model, made.belief, made.log, 0, TRACK_LOST, 3.0)
    row, _other = made.messages(STATUS)
    message = made.belief.messages[row]
    # Itself, and at once; its post hears of it, too.
    assert (message.sender, message.receiver, made.arrival(row)) == (1, 1, 3.0)


def read(made: Any, sender: int = 1, t: float = 9.0, **columns: float) -> None:
    """Let the post read a report."""
    take_report(made.model, made.belief, made.log, made.add_report(0, sender, STATUS, **columns), t)


def test_a_post_keeps_what_a_unit_reports(group: Battle) -> None:
    made = group()
    known = made.belief.subordinates[0, 1]
    known.silent = 1
    read(made, free=2, weapons=0b101, facing_x=0.6, facing_y=0.8)
    assert (known.free, known.weapons, known.facing_x, known.facing_y, known.silent) == (2, 0b101, 0.6, 0.8, 0)
    # Of the others it learns nothing.
    assert made.belief.subordinates[1, 1].free == 1


def test_of_itself_a_unit_keeps_no_report(group: Battle) -> None:
    made = group()
    read(made, sender=0, free=9)
    assert made.belief.subordinates[0, 0].free == 0


@pytest.fixture
def ordered(group: Battle) -> Battle:
    """Return the function that lays a post whose order 5 on a track is out to unit 1."""

    def make() -> tuple[Any, Any]:
        made = group()
        k = made.add_track(0, NEAR, shooter=1, order=5, number=77)
        return made, made.belief.tracks[k]

    return make


def test_an_order_that_stands_is_answered(ordered: Battle) -> None:
    made, track = ordered()
    read(made, order=5, track=77)
    assert (track.shooter, track.answered, track.answered_at) == (1, 1, 9.0)
    assert not len(made.rows())


def test_the_first_order_of_a_run_has_the_number_nought(ordered: Battle) -> None:
    made, track = ordered()
    track.order = 0
    read(made, order=0, track=77)
    assert track.answered == 1


def test_an_order_refused_or_ended_frees_the_track_and_is_remembered(ordered: Battle) -> None:
    made, track = ordered()
    read(made, order=5, track=77, why=NO_ROUND)
    assert (track.shooter, track.ordered_at) == (NONE, 9.0)
    # From 19 km, as the unit stands 1 km north.
    assert (track.refused_by, track.refused_at, track.refused_range) == (1, 9.0, 19e3)
    assert track.killed_at == -1.0
    assert made.whys(HELD) == [NO_ROUND]


@pytest.mark.parametrize("verdict", [ASSESSED_KILLED, ASSESSED_UNKNOWN])
def test_a_target_reported_killed_or_perhaps_killed_is_dead_until_a_plot_after_its_meeting(
    ordered: Battle, verdict: int
) -> None:
    made, track = ordered()
    read(made, order=5, track=77, why=verdict, met_at=6.0)
    assert (track.shooter, track.killed_at, track.verdict, track.refused_by) == (NONE, 6.0, verdict, NONE)
    assert made.whys(HELD) == [verdict]


def test_an_answer_says_when_a_round_met_the_target(group: Battle) -> None:
    made = group()
    made.engage(0, NEAR, state=ENGAGING, post=0, met_at=7.0)
    answer(made.model, made.belief, made.log, 0, ASSESSED_KILLED, 9.0)
    assert [one.met_at for one in said(made)] == [7.0]


def test_a_report_on_another_order_changes_nothing(ordered: Battle) -> None:
    made, track = ordered()
    read(made, why=NO_ROUND, order=4, track=77)
    assert (track.shooter, track.answered, track.refused_by) == (1, 0, NONE)


def test_a_target_engaged_under_another_order_is_left_to_that_order(ordered: Battle) -> None:
    made, track = ordered()
    made.add_track(0, NEAR, order=3, shooter=1)
    read(made, order=5, track=77, why=ENGAGED, instead=3)
    assert (track.shooter, track.order, track.answered, track.refused_by) == (1, 3, 1, NONE)
    # Both tracks follow what becomes of that order.
    read(made, order=3, track=61, why=ASSESSED_KILLED, met_at=9.0)
    assert (track.shooter, track.killed_at) == (NONE, 9.0)


def test_so_is_one_that_the_unit_engages_unasked(ordered: Battle) -> None:
    made, track = ordered()
    read(made, order=5, track=77, why=ENGAGED, instead=3)
    assert (track.shooter, track.order, track.refused_by) == (1, 3, NONE)
    read(made, order=3, track=61, why=NO_ROUND)
    assert (track.shooter, track.refused_by) == (NONE, 1)


def test_one_that_is_engaged_under_no_order_is_settled_by_none(ordered: Battle) -> None:
    made, track = ordered()
    read(made, order=5, track=77, why=ENGAGED, instead=NONE)
    assert (track.shooter, track.refused_by) == (NONE, 1)


def test_a_report_on_an_order_that_was_taken_back_changes_nothing(ordered: Battle) -> None:
    made, track = ordered()
    track.shooter = NONE
    read(made, order=5, track=77, why=NO_ROUND)
    assert (track.answered, track.refused_by) == (0, NONE)
