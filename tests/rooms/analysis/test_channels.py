"""What fire channels did when, and what it left in the magazines, against logs written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.analysis.channels import Channels, State
from shieldwall.analysis.magazines import Magazines
from shieldwall.analysis.rows import FALSE_TRACK, Log
from shieldwall.record import kinds, reasons

CRUISE, STRIKE, OTHER = "red/cruise/1", "red/strike/1", "blue/battery/track-channel-02"
CHANNEL, LAUNCHER, BATTERY = "blue/battery/track-channel-01", "blue/battery/launcher-1", "blue/battery"


def states(log: Any, channel: str = CHANNEL) -> list[tuple[float, float, str, int]]:
    spans = Channels(Log(log.recording())).spans
    return [(span.begin, span.end, span.state.value, span.why) for span in spans if span.channel == channel]


def test_an_engagement_goes_through_its_states(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    log.row(21.0, "waits", CHANNEL, why=reasons.REACTING, cause=acquired, v0=100, v1=0)
    first = log.launches(25.0, 1, acquired)
    log.round_ends(40.0, 1, first, reasons.PASSED_TARGET)
    alive = log.row(43.0, "assessed", CHANNEL, why=reasons.ASSESSED_ALIVE, cause=acquired, v0=100)
    second = log.launches(44.0, 2, alive)
    log.kills(60.0, CRUISE, log.passes(60.0, 2, CRUISE, second), f"{LAUNCHER}/round-2")
    over = log.row(63.0, "assessed", CHANNEL, why=reasons.ASSESSED_KILLED, cause=alive, v0=100)
    log.row(63.0, "ended", CHANNEL, why=reasons.ASSESSED_KILLED, cause=over, v0=100)
    assert states(log) == [
        (17.0, 20.0, "acquiring", 0),
        (20.0, 21.0, "waiting", 0),
        (21.0, 25.0, "waiting", reasons.REACTING),
        (25.0, 40.0, "guiding", 0),
        (40.0, 43.0, "assessing", 0),
        (43.0, 44.0, "waiting", 0),
        (44.0, 60.0, "guiding", 0),
        (60.0, 63.0, "assessing", 0),
    ]
    marks = [(mark.t, mark.kind) for mark in Channels(Log(log.recording())).marks]
    assert marks == [(25.0, kinds.LAUNCHED), (44.0, kinds.LAUNCHED), (60.0, kinds.KILLED)]


def test_a_channel_guides_until_the_last_round_of_a_salvo_is_over(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    first, second = log.launches(20.0, 1, acquired), log.launches(23.0, 2, acquired)
    log.row(24.0, "waits", CHANNEL, why=reasons.LAUNCHERS_BUSY, cause=acquired, v0=100, v1=0)
    log.round_ends(30.0, 1, first, reasons.FUZE_FAILED)
    log.round_ends(35.0, 2, second, reasons.FUZE_FAILED)
    assert states(log)[1:] == [(20.0, 35.0, "guiding", 0), (35.0, log.header["lasts"], "assessing", 0)]


def test_a_search_that_finds_nothing_is_all_that_there_was(log: Any) -> None:
    log.known(CRUISE)
    log.orders(15.0, 1, 0)
    accepted = log.accepts(16.0, 1, 0)
    log.row(32.0, "ended", CHANNEL, why=reasons.NOT_ACQUIRED, cause=accepted, v0=100)
    assert states(log) == [(16.0, 32.0, "acquiring", 0)]


def test_spans_name_the_target_that_was_found_instead(log: Any) -> None:
    log.engaged(CRUISE)
    log.follows(22.0, 100, STRIKE, BATTERY)
    log.row(25.0, "acquired", OTHER, v0=101, v1=5)
    recording = log.recording()
    found = {(span.state, Log(recording).name(span.threat)) for span in Channels(Log(recording)).spans}
    assert found == {(State.ACQUIRING, CRUISE), (State.WAITING, CRUISE)}


def test_a_shot_at_a_false_track_says_so(log: Any) -> None:
    log.accepts(40.0, 9, 5)
    acquired = log.row(50.0, "acquired", CHANNEL, v0=101, v1=5)
    log.follows(51.0, 101, "", BATTERY)
    log.launches(52.0, 3, acquired, own=101)
    channels = Channels(Log(log.recording()))
    assert [(mark.t, mark.threat) for mark in channels.marks] == [(52.0, FALSE_TRACK)]
    assert {span.threat for span in channels.spans if span.begin >= 50.0} == {FALSE_TRACK}


def test_a_burst_is_marked_and_then_assessed(log: Any) -> None:
    log.row(30.0, "burst", CHANNEL, cause=log.engaged(CRUISE), v0=60.0, v1=0.3)
    assert states(log)[-1] == (30.0, log.header["lasts"], "assessing", 0)
    assert [mark.kind for mark in Channels(Log(log.recording())).marks] == [kinds.BURST]


@pytest.fixture
def fired(log: Any) -> Any:
    """A launcher with 3 rounds ready and 1 in reserve fires three, is reloaded and fires its last; a gun fires one."""
    log.header["launchers"] = {
        LAUNCHER: {"weapon": "missile", "ready": 3, "reserve": 1},
        f"{BATTERY}/guns": {"weapon": "gun", "ready": 2, "reserve": 0},
    }
    acquired = log.engaged(CRUISE)
    for number, t in enumerate((25.0, 30.0, 35.0), 1):
        log.launches(t, number, acquired)
    log.row(335.0, "reloaded", LAUNCHER, v0=1.0)
    log.launches(400.0, 4, acquired)
    log.row(401.0, "burst", CHANNEL, cause=acquired, v0=60.0, v1=0.3)
    return log


def test_a_magazine_is_given_at_every_change(fired: Any) -> None:
    magazines = {magazine.weapon: magazine for magazine in Magazines(Log(fired.recording())).magazines}
    missile = magazines["missile"]
    assert missile.t.tolist() == [0.0, 25.0, 30.0, 35.0, 335.0, 400.0, fired.header["lasts"]]
    assert missile.ready.tolist() == [3, 2, 1, 0, 1, 0, 0]
    assert missile.reserve.tolist() == [1, 1, 1, 1, 0, 0, 0]
    assert missile.empty == [(35.0, 335.0), (400.0, fired.header["lasts"])]
    assert (missile.left, magazines["gun"].left) == (0, 1)


def test_a_launcher_waits_for_its_reload_until_it_comes(fired: Any) -> None:
    reloads = Magazines(Log(fired.recording())).reloads
    assert [(one.launcher, one.begin, one.end) for one in reloads] == [(LAUNCHER, 35.0, 335.0)]


def test_a_launcher_of_a_destroyed_unit_waits_no_longer(fired: Any) -> None:
    fired._rows = [row for row in fired._rows if row[0] < 300.0]
    fired.row(100.0, "unit-destroyed", STRIKE, BATTERY)
    assert [(one.begin, one.end) for one in Magazines(Log(fired.recording())).reloads] == [(35.0, 100.0)]


def test_without_word_of_the_reserve_all_rounds_count_as_ready(fired: Any) -> None:
    del fired.header["launchers"]
    fired.header["rounds"] = {LAUNCHER: "missile", f"{BATTERY}/guns": "gun"}
    magazines = {magazine.weapon: magazine for magazine in Magazines(Log(fired.recording())).magazines}
    assert magazines["missile"].ready.tolist() == [4, 3, 2, 1, 1, 0, 0]
    assert (magazines["missile"].left, magazines["gun"].left) == (0, 1)
