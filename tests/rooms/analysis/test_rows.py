"""Which threat a row concerns: the one place where tracks become threats."""

from __future__ import annotations

from typing import Any

from shieldwall.analysis.rows import FALSE_TRACK, NO_THREAT, Log
from shieldwall.record import reasons

CRUISE, STRIKE = "red/cruise/1", "red/strike/1"


def concerned(log: Any, row: int) -> str | int:
    view = Log(log.recording())
    threat = int(view.threat[row])
    return view.names[threat] if threat >= 0 else threat


def test_a_track_concerns_the_threat_that_it_last_followed(log: Any) -> None:
    log.tracks(1.0, 7, CRUISE)
    before = log.declares(2.0, 7)
    log.follows(3.0, 7, STRIKE)
    after = log.evaluates(4.0, 7, reasons.NO_CHANNEL)
    assert concerned(log, before) == CRUISE
    assert concerned(log, after) == STRIKE


def test_a_row_before_the_first_word_on_its_track_takes_that_word(log: Any) -> None:
    row = log.tracks(1.0, 7, CRUISE)
    assert concerned(log, row) == CRUISE


def test_tracks_are_distinguished_by_number(log: Any) -> None:
    log.tracks(1.0, 7, CRUISE)
    log.tracks(1.0, 8, STRIKE)
    assert concerned(log, log.declares(2.0, 7)) == CRUISE
    assert concerned(log, log.declares(2.0, 8)) == STRIKE


def test_a_false_track_is_no_threat(log: Any) -> None:
    log.tracks(1.0, 7, "")
    assert concerned(log, log.declares(2.0, 7)) == FALSE_TRACK


def test_a_channels_track_that_was_never_confirmed_concerns_what_was_ordered(log: Any) -> None:
    log.tracks(1.0, 7, CRUISE)
    log.orders(2.0, 7, 0)
    accepted = log.accepts(3.0, 7, 0)
    ended = log.row(18.0, "ended", "blue/battery/track-channel-01", why=reasons.NOT_ACQUIRED, cause=accepted, v0=100)
    assert concerned(log, ended) == CRUISE


def test_a_burst_is_aimed_at_what_its_track_follows_then(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    log.follows(30.0, 100, STRIKE, "blue/battery")
    burst = log.row(31.0, "burst", "blue/battery/track-channel-01", cause=acquired, v0=60.0)
    assert concerned(log, burst) == STRIKE


def test_what_a_round_does_concerns_the_threat_that_it_was_fired_at(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.follows(26.0, 100, STRIKE, "blue/battery")
    lost = log.row(27.0, "support", "blue/battery/launcher-1/round-1", why=reasons.SUPPORT_LOST, cause=launched)
    ended = log.round_ends(28.0, 1, launched, reasons.SUPPORT_LOST)
    assert concerned(log, lost) == concerned(log, ended) == CRUISE


def test_a_pass_and_a_kill_concern_what_was_really_there(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    passed = log.passes(40.0, 1, STRIKE, launched)
    assert concerned(log, passed) == STRIKE
    assert concerned(log, log.kills(40.0, STRIKE, passed)) == STRIKE


def test_rows_about_units_alone_concern_no_threat(log: Any) -> None:
    assert concerned(log, log.row(1.0, "unsent", "blue/post", "blue/battery")) == NO_THREAT


def test_parts_belong_to_their_unit(log: Any) -> None:
    view = Log(log.recording())
    assert view.unit_of("blue/battery/launcher-1/round-2") == "blue/battery"
    assert view.unit_of("blue/post") == "blue/post"
    assert view.unit_of("link/ring") == "link/ring"
    assert view.weapon_of("blue/battery/launcher-1/round-2") == "missile"
    assert view.engages("blue/battery/track")
    assert not view.engages("blue/battery/search")
