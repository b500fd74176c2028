"""The kill chain, distances to go, costs and silences, against logs written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.analysis.approaches import approaches, to_go
from shieldwall.analysis.costs import BLUE, RED, bill
from shieldwall.analysis.explain import Stories
from shieldwall.analysis.fates import endings, outcomes
from shieldwall.analysis.funnel import funnel
from shieldwall.analysis.measures import measures
from shieldwall.analysis.prose import Line
from shieldwall.analysis.rows import Log
from shieldwall.analysis.silence import silences
from shieldwall.record import reasons

CRUISE, STRIKE, WATCH, POST = "red/cruise/1", "red/strike/1", "red/watch/1", "blue/post"
CHANNEL, LAUNCHER = "blue/battery/track-channel-01", "blue/battery/launcher-1"
#: East for 3 km, then north for 4 km, 10 s each.
BENT = [[0.0, 0.0, 0.0, 0.0], [10.0, 3000.0, 0.0, 0.0], [20.0, 3000.0, 4000.0, 0.0]]


@pytest.mark.parametrize(
    ("t", "due", "left"),
    [(0.0, 20.0, 7000.0), (10.0, 20.0, 4000.0), (5.0, 10.0, 1500.0), (15.0, 20.0, 2000.0), (20.0, 15.0, 0.0)],
)
def test_distance_to_go_is_along_the_route(t: float, due: float, left: float) -> None:
    assert to_go(BENT, t, due) == pytest.approx(left)


def approach(log: Any, threat: str) -> Any:
    return next(one for one in approaches(Log(log.recording())) if one.threat == threat)


def test_an_approach_gives_each_stage_by_its_distance(log: Any) -> None:
    # The route of the header covers 90 km east and 5 km down in 500 s at a constant speed.
    log.header["threats"][CRUISE]["route"] = [[0.0, 90e3, 0.0, 0.0], [500.0, 0.0, 0.0, 0.0]]
    launched = log.launches(100.0, 1, log.engaged(CRUISE))
    log.kills(200.0, CRUISE, log.passes(200.0, 1, CRUISE, launched))
    found = approach(log, CRUISE)
    assert (found.due, found.fate) == (500.0, "killed")
    assert found.entered == pytest.approx(90e3)
    assert found.stages == pytest.approx((89.1e3, 88.2e3, 87.12e3, 72e3))
    assert found.ended == pytest.approx(54e3)


def test_what_comes_after_the_fate_is_no_stage_of_an_approach(log: Any) -> None:
    log.header["threats"][WATCH]["due"] = 250.0
    log.enters(WATCH)
    log.sees(10.0, WATCH)
    log.detects(10.0, WATCH)
    log.row(250.0, "looked", WATCH, "place/depot", v0=9e4)
    log.tracks(260.0, 1, WATCH)
    found = approach(log, WATCH)
    assert (found.fate, found.ended) == ("leaked", 0.0)
    assert [part is None for part in found.stages] == [False, True, True, True]


def test_an_aircraft_that_never_came_to_its_task_has_no_approach(log: Any) -> None:
    log.enters(STRIKE)
    assert approaches(Log(log.recording())) == []
    log.header["threats"][STRIKE]["due"] = None
    log.header["threats"][CRUISE]["due"] = None
    log.enters(CRUISE)
    assert approaches(Log(log.recording())) == []


def test_a_release_shows_when_an_aircraft_was_due(log: Any) -> None:
    log.enters(STRIKE)
    log.row(300.0, "released", STRIKE, "red/strike/1/guided-bomb-1")
    assert approach(log, STRIKE).due == 300.0


@pytest.fixture
def fought(log: Any) -> Any:
    """The cruise missile is shot down; the scout stays unseen; the fighter is identified, and too fast to engage."""
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.kills(40.0, CRUISE, log.passes(40.0, 1, CRUISE, launched))
    log.known(STRIKE, track=2)
    log.evaluates(12.0, 2, reasons.TOO_FAST)
    log.enters(WATCH)
    log.sees(1.0, WATCH, reasons.MASKED)
    return log


def test_a_funnel_counts_every_threat_up_to_its_stage(fought: Any) -> None:
    found = funnel(outcomes(fought.recording()).rows(named=True))
    assert [(step.stage.words, step.number, step.stopped, step.reason) for step in found.steps] == [
        ("unseen", 3, 1, "masked by terrain"),
        ("in view", 2, 0, ""),
        ("detected", 2, 0, ""),
        ("tracked", 2, 0, ""),
        ("identified", 2, 1, "faster than the weapon may engage"),
        ("assigned", 1, 0, ""),
        ("fired at", 1, 0, ""),
        ("reached", 1, 0, ""),
        ("killed", 1, 0, ""),
    ]
    by_system = [dict(zip(found.systems, step.systems, strict=True)) for step in found.steps]
    assert by_system[0] == {"Cruise missile": 1, "Strike fighter": 1, "Scout": 1}
    assert by_system[-1] == {"Cruise missile": 1, "Strike fighter": 0, "Scout": 0}


def test_a_funnel_names_the_commonest_reason_of_a_stage() -> None:
    stopped = [("masked by terrain", 2), ("below the horizon", 1)]
    rows = [{"stage": "unseen", "system": "a", "reason": why} for why, times in stopped for _ in range(times)]
    first = funnel(rows).steps[0]
    assert (first.stopped, first.reason, first.because) == (3, "masked by terrain", 2)


def test_nothing_entered_makes_an_empty_funnel() -> None:
    found = funnel([])
    assert found.systems == ()
    assert {step.number for step in found.steps} == {0}


def test_a_bill_has_every_loss_and_every_round_at_its_price(fought: Any) -> None:
    fought.row(50.0, "unit-destroyed", STRIKE, POST)
    recording = fought.recording()
    log = Log(recording)
    items = [(item.side, item.what, item.number, item.amount) for item in bill(log, endings(log))]
    # Prices of the header: a cruise missile 2, a round 0.5, a post 100.
    assert items == [
        (RED, "Cruise missile", 1, 2.0),
        (BLUE, "Missile", 1, 0.5),
        (BLUE, "post, Post", 1, 100.0),
    ]
    numbers = measures(recording)
    assert (numbers["cost_red"], numbers["cost_blue"]) == (2.0, 100.5)


def test_a_silence_is_what_no_line_accounts_for() -> None:
    lines = [Line(0.0, 0, 9, "a"), Line(50.0, 0, 9, "b", since=0.0), Line(60.0, 0, 9, "c", until=100.0)]
    assert list(silences([*lines, Line(131.0, 0, 9, "d")], 150.0)) == [(100.0, 131.0)]
    assert list(silences(lines, 129.0)) == []
    assert list(silences(lines, 200.0)) == [(100.0, 200.0)]


def story(log: Any, threat: str = CRUISE) -> str:
    return " ".join(Stories(log.recording()).of(threat).split())


def test_a_silence_is_filled_from_the_pictures(log: Any) -> None:
    log.known(CRUISE)
    log.evaluates(11.0, 1, reasons.ENGAGED)
    log.evaluates(100.0, 1, reasons.NO_UNIT_IN_REACH)
    log.hits(120.0, CRUISE)
    assert "Until 01:40 it is under engagement for 1 min 29 s." in story(log)


def test_a_silence_without_a_picture_is_filled_from_the_sensors(log: Any) -> None:
    log.enters(CRUISE)
    log.sees(5.0, CRUISE)
    log.detects(5.0, CRUISE)
    log.sees(20.0, CRUISE, reasons.TOO_FAINT)
    log.sees(45.0, CRUISE)
    log.hits(100.0, CRUISE)
    assert "Until 01:40 it is too faint for 25 s." in story(log)


def test_a_silence_in_view_says_that_nobody_has_a_track(log: Any) -> None:
    log.enters(CRUISE)
    log.sees(5.0, CRUISE)
    log.detects(5.0, CRUISE)
    log.hits(100.0, CRUISE)
    assert "Until 01:40 it is in view, but no post or unit has a track of it to evaluate." in story(log)


def test_a_channel_that_takes_its_neighbour_is_reported(log: Any) -> None:
    log.enters(STRIKE)
    log.known(CRUISE)
    log.orders(16.0, 1, 0)
    accepted = log.accepts(17.0, 1, 0)
    acquired = log.acquires(20.0, 100, 0, STRIKE, accepted)
    log.row(90.0, "ended", CHANNEL, why=reasons.TRACK_LOST, cause=acquired, v0=100)
    log.hits(120.0, CRUISE)
    text = story(log)
    assert "track-channel-01 acquires red/strike/1 in its place and works on that until 01:30." in text
    assert "Until 01:30" not in text


def test_the_loss_of_the_post_that_tracks_it_is_reported(log: Any) -> None:
    log.known(CRUISE)
    log.row(50.0, "unit-destroyed", STRIKE, POST)
    log.hits(120.0, CRUISE)
    assert "blue/post, which tracks it, is destroyed." in story(log)
