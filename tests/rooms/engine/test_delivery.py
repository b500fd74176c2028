"""Delivery: what arrives goes to whom it was sent to, by its kind; and what units pass on of what they see."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.network.messages import MESSAGE_CLOCK
from shieldwall.engine.network.sharing import pass_on
from shieldwall.engine.track.reported import report_tracks
from shieldwall.record.kinds import ACCEPTED, JOINED, TRACK_FOLLOWS, TRACKED
from shieldwall.state.channel import ACQUIRING
from shieldwall.state.message import CUE, PLOTS, SIGN_OF_LIFE, STATUS, TRACKS

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


def delivered(made: Any, t: float = 5.0) -> None:
    """Deliver the message that is due, and see it off the queue."""
    waiting = len(made.messages())
    deliver(made.model, made.truth, made.belief, made.log, t)
    assert len(made.messages()) >= waiting - 1


def test_an_order_is_taken_a_cue_renewed_a_report_read(group: Battle) -> None:
    made = group()
    made.add_order(1, 0, NEAR)
    delivered(made)
    assert len(made.rows(ACCEPTED)) == 1
    # The unit's answer is on its way.
    assert len(made.messages(STATUS)) == 1
    assert made.belief.clocks[MESSAGE_CLOCK] == 6.0
    made = group()
    made.engage(0, NEAR, state=ACQUIRING, history=0)
    made.add_order(1, 0, (0.0, 19e3, 3000.0), CUE)
    delivered(made)
    assert made.belief.tracks[0].y == 19e3
    made = group()
    made.add_report(0, 1, STATUS, free=7)
    delivered(made)
    assert made.belief.subordinates[0, 1].free == 7
    assert not made.messages()


@pytest.mark.parametrize(("sender", "heard_at"), [(0, 5.0), (1, 0.0)])
def test_a_unit_has_heard_its_post_by_whatever_that_sends(group: Battle, sender: int, heard_at: float) -> None:
    made = group()
    made.belief.messages[made.add_report(1, sender, SIGN_OF_LIFE)].sent_at = 5.0
    delivered(made)
    # As it was when it spoke: old news is a kind of silence.
    assert made.belief.unit_state[1].heard_at == heard_at


def test_a_destroyed_unit_hears_nothing(group: Battle) -> None:
    made = group()
    made.belief.unit_state[1].alive = 0
    made.add_order(1, 0, NEAR)
    delivered(made)
    assert not len(made.rows())
    assert made.belief.unit_state[1].heard_at == 0.0
    assert not made.messages()


def test_plots_go_into_the_picture_of_whom_they_were_sent_to(group: Battle) -> None:
    made = group(bodies=[{}], units=[{"commands": 1, "confirm_hits": 1}, {"post": 0}])
    number = made.add_look(1, 4.0, NEAR, origin=0)
    made.add_plots_message(0, 1, number)
    delivered(made)
    (k,) = made.picture(0)
    assert not made.picture(1)
    assert (made.belief.tracks[k].y, made.belief.tracks[k].t) == (20e3, 4.0)
    assert [(float(row.t), int(row.who)) for row in made.rows(TRACKED)] == [(5.0, 10)]
    # The referee has noted whom the track follows.
    assert [int(row.whom) for row in made.rows(TRACK_FOLLOWS)] == [50]


def test_plots_that_are_gone_from_their_ring_ask_for_more_room(group: Battle) -> None:
    made = group()
    number = made.add_look(1, 4.0, NEAR)
    for _ in range(len(made.belief.looks)):
        made.add_look(1, 4.5)
    made.add_plots_message(0, 1, number)
    delivered(made)
    assert made.belief.progress[0].overflow == 1
    assert not made.picture(0)


def shared(made: Any, number: int, t: float = 4.0) -> None:
    pass_on(made.model, made.truth, made.belief, made.log, 1, number, t)


def test_a_unit_sends_its_post_the_plots_of_each_look(group: Battle) -> None:
    made = group()
    shared(made, made.add_look(1, 4.0, NEAR))
    shared(made, made.add_look(1, 9.0), 9.0)
    rows = made.messages(PLOTS)
    assert [(made.belief.messages[row].receiver, made.belief.plots_sent[row].look) for row in rows] == [(0, 0), (0, 1)]


def test_a_post_keeps_its_own_to_itself(group: Battle) -> None:
    made = group()
    pass_on(made.model, made.truth, made.belief, made.log, 0, made.add_look(0, 4.0, NEAR), 4.0)
    assert not made.messages()


@pytest.fixture
def voice(group: Battle) -> Battle:
    """Return the function that lays a group whose net carries tracks."""

    def make(**link: float) -> Any:
        units = [{"commands": 1, "sources": 1}, {"post": 0, "source": 1}]
        return group(units=units, links=[{"between": (0, 1), "carries": TRACKS} | link], bodies=[{}])

    return make


def test_where_the_net_carries_tracks_a_unit_reports_those_that_changed(voice: Battle) -> None:
    made = voice()
    made.add_track(1, NEAR, t=3.0)
    shared(made, made.add_look(1, 4.0))
    (row,) = made.messages(TRACKS)
    said = made.belief.tracks_sent[row]
    assert (said.at, said.sensor, said.first, said.tracks) == (4.0, 1, 0, 1)
    # Nothing new, nothing said.
    shared(made, made.add_look(1, 9.0), 9.0)
    assert len(made.messages()) == 1


def test_tracks_that_arrive_are_joined_and_attributed(voice: Battle) -> None:
    made = voice()
    k = made.add_track(1, NEAR, t=4.0, sigma=50.0)
    made.truth.follows[k, 0] = 0
    shared(made, made.add_look(1, 4.0))
    delivered(made)
    assert len(made.rows(JOINED)) == 1
    assert [int(row.whom) for row in made.rows(TRACK_FOLLOWS)] == [50]
    assert len(made.picture(0)) == 1


def test_tracks_that_are_gone_from_their_ring_ask_for_more_room(voice: Battle) -> None:
    made = voice()
    made.add_track(1, NEAR, t=4.0)
    shared(made, made.add_look(1, 4.0))
    made.belief.progress[0].reported = len(made.belief.reported) + 1
    delivered(made)
    assert made.belief.progress[0].overflow == 1
    assert not made.picture(0)


def test_the_least_time_between_two_reports_holds(voice: Battle) -> None:
    made = voice(every=30.0)
    made.add_track(1, NEAR, t=3.0)
    assert report_tracks(made.model, made.belief, 1, 30.0, 4.0) == (0, 1)
    made.belief.tracks[made.picture(1)[0]].t = 20.0
    assert report_tracks(made.model, made.belief, 1, 30.0, 33.9)[1] == 0
    assert report_tracks(made.model, made.belief, 1, 30.0, 34.0) == (1, 1)
    assert math.isfinite(made.belief.unit_state[1].reported_at)
