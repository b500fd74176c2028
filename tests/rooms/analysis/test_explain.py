"""The story of one threat."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.analysis.explain import explain
from shieldwall.analysis.prose import away, clock, height, lasting, listed, units
from shieldwall.quantities.errors import InputError
from shieldwall.record import reasons

CRUISE, STRIKE, BOMB = "red/cruise/1", "red/strike/1", "red/strike/1/guided-bomb-1"
CHANNEL = "blue/battery/track-channel-01"
POST, BATTERY = "blue/post", "blue/battery"


def battle(log: Any) -> None:
    """A refusal, an engagement with a wait, a round that fails, one that reaches, and a hit."""
    log.enters(CRUISE, 1.0)
    log.sees(2.0, CRUISE, reasons.BELOW_HORIZON)
    log.sees(62.0, CRUISE, reasons.MASKED)
    log.sees(92.0, CRUISE)
    log.detects(92.0, CRUISE)
    log.tracks(100.0, 7, CRUISE)
    log.evaluates(100.0, 7, reasons.NOT_DECLARED)
    log.declares(110.0, 7)
    log.evaluates(110.0, 7, reasons.NO_UNIT_IN_REACH)
    for number in range(3):
        log.orders(150.0 + 10.0 * number, 7, number)
        log.row(151.0 + 10.0 * number, "refused", "blue/battery", why=reasons.OUTSIDE_SECTOR, v0=7, v1=number)
    log.orders(190.0, 7, 3)
    accepted = log.accepts(191.0, 7, 3)
    acquired = log.acquires(196.0, 100, 3, CRUISE, accepted)
    log.row(197.0, "waits", CHANNEL, why=reasons.REACTING, cause=acquired, v0=100, v1=3)
    first = log.launches(203.0, 1, acquired)
    log.round_ends(205.0, 1, first, reasons.ROUND_FAILED)
    second = log.launches(208.0, 2, acquired)
    log.row(210.0, "support", "blue/battery/launcher-1/round-2", why=reasons.SUPPORT_LOST, cause=second, v0=900.0)
    log.passes(215.0, 2, CRUISE, second, reasons.FUZE_FAILED)
    log.row(216.0, "assessed", CHANNEL, why=reasons.ASSESSED_KILLED, cause=acquired, v0=100)
    log.row(216.0, "ended", CHANNEL, why=reasons.ASSESSED_KILLED, cause=acquired, v0=100)
    log.hits(240.0, CRUISE, damage=1.0, so_far=2.0)


def test_the_story_of_a_leaker(log: Any) -> None:
    battle(log)
    assert (
        explain(log.recording(), CRUISE)
        == """\
red/cruise/1: Cruise missile.
00:01  It enters 90 km east of blue/post, 640 m above the sea, at 240 m/s.
01:32  blue/post/radar detects it first, 80 km away; until then it was below the horizon for 1 min and
       masked by terrain for 30 s.
01:40  blue/post holds it as track 7.
01:50  blue/post declares it hostile.
01:50  Now it is out of reach of every fire unit for 40 s.
02:30  blue/post orders blue/battery to engage it, 3 times until 02:50, but it is outside the sector.
03:10  blue/post orders blue/battery to engage it; track-channel-01 acquires it after 5 s and holds fire
       for 6 s (inside the reaction time).
03:23  blue/battery fires a Missile (launcher-1/round-1), which ends 2 s after launch: the round failed in
       flight.
03:28  blue/battery fires a Missile (launcher-1/round-2), which loses its support after 2 s and passes it
       7 s after launch at 3.0 m: the fuze failed.
03:36  blue/battery wrongly takes it for killed.
04:00  It hits place/depot: damage 1, which destroys it.

Fate: leaked at 04:00. It was reached, but not killed: mostly, the fuze failed."""
    )


def test_the_story_of_a_killed_one_ends_with_its_killer(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.kills(40.0, CRUISE, log.passes(40.0, 1, CRUISE, launched))
    story = explain(log.recording(), CRUISE)
    assert "which kills it 15 s later, 3.0 m off." in story
    assert story.endswith("Fate: killed at 00:40 by a Missile of blue/battery.")


def test_the_story_of_one_never_seen(log: Any) -> None:
    log.enters(CRUISE)
    log.sees(2.0, CRUISE, reasons.BELOW_HORIZON)
    log.hits(302.0, CRUISE)
    story = explain(log.recording(), CRUISE)
    assert "No sensor ever detects it: it is below the horizon for 5 min." in story
    assert story.endswith("It was never in view: for longest it was below the horizon.")


def test_the_story_of_a_weapon_that_was_never_released(log: Any) -> None:
    log.enters(STRIKE)
    log.row(50.0, "exits", BOMB, why=reasons.CARRIER_LOST)
    assert explain(log.recording(), BOMB) == (
        "red/strike/1/guided-bomb-1: Bomb, carried by red/strike/1. Task: strike depot.\n"
        "It never came to be: its carrier did not release it."
    )


def test_a_round_fired_at_another_is_reported_where_it_passes(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.enters(STRIKE)
    log.kills(40.0, STRIKE, log.passes(40.0, 1, STRIKE, launched))
    log.hits(500.0, CRUISE)
    recording = log.recording()
    assert "which kills red/strike/1 15 s later" in explain(recording, CRUISE)
    assert "fired at red/cruise/1, passes it at 3.0 m: it kills." in explain(recording, STRIKE)


def test_one_unit_declares_and_two_declare(log: Any) -> None:
    log.known(CRUISE)
    log.tracks(12.0, 2, CRUISE, BATTERY)
    log.declares(13.0, 2, BATTERY)
    log.hits(500.0, CRUISE)
    assert "blue/battery declares it hostile, too." in explain(log.recording(), CRUISE)
    log.header["names"].append("blue/third")
    log.tracks(12.0, 3, CRUISE, "blue/third")
    log.declares(14.0, 3, "blue/third")
    assert "00:13  blue/battery declares it hostile, too; blue/third does by 00:14." in explain(log.recording(), CRUISE)


def test_who_declares_is_said_once_with_a_reason_that_is_new(log: Any) -> None:
    """The post has two tracks of it, a reason for the second only; the battery gives it first, the third again."""
    log.known(CRUISE)
    log.tracks(12.0, 2, CRUISE)
    log.declares(13.0, 2, why=reasons.OF_A_RAID)
    log.header["names"].append("blue/third")
    for t, track, unit in ((14.0, 3, BATTERY), (15.0, 4, "blue/third")):
        log.tracks(t, track, CRUISE, unit)
        log.declares(t, track, unit, reasons.OF_A_RAID)
    log.hits(500.0, CRUISE)
    lines = [
        line[7:] for line in explain(log.recording(), CRUISE).splitlines() if "declares" in line or "another" in line
    ]
    assert lines == [
        "blue/post declares it hostile.",
        "blue/battery declares it hostile: it flies as another does that was declared hostile.",
        "blue/third declares it hostile, too.",
    ]


def test_who_tracks_it_later_is_named_with_when(log: Any) -> None:
    """At the time of the first of them the others do not track it yet."""
    log.known(CRUISE)
    log.tracks(12.0, 2, CRUISE, BATTERY)
    log.hits(500.0, CRUISE)
    assert "00:12  blue/battery tracks it, too." in explain(log.recording(), CRUISE)
    for number, (t, unit) in enumerate([(12.3, "blue/third-1"), (90.0, "blue/third-2"), (200.0, "blue/third-4")], 3):
        log.header["names"].append(unit)
        log.tracks(t, number, CRUISE, unit)
    line = "00:12  blue/battery and blue/third-1 track it, too; blue/third-2 and -4 do by 03:20."
    assert line in explain(log.recording(), CRUISE)


@pytest.mark.parametrize(
    ("unit", "words"), [(POST, "would take it on, but"), (BATTERY, "would take it on by itself, but")]
)
def test_only_who_has_a_post_acts_by_itself(log: Any, unit: str, words: str) -> None:
    log.known(CRUISE)
    log.orders(20.0, 1, 0, unit, unit)
    log.row(21.0, "refused", CHANNEL, why=reasons.OUTSIDE_SECTOR, v0=1, v1=0)
    log.hits(500.0, CRUISE)
    assert f"{unit} {words} it is outside the sector." in explain(log.recording(), CRUISE)


def test_a_string_of_bursts_is_one_line(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    for number in range(2):
        log.row(30.0 + 60.0 * number, "burst", CHANNEL, cause=acquired, v0=60.0, v1=0.25)
    log.hits(500.0, CRUISE)
    story = explain(log.recording(), CRUISE)
    assert "fires 2 bursts from its guns until 01:30: none hits, with a chance of 25 % at best." in story


def test_a_long_story_still_fits_on_a_page(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    log.header["names"] += [f"blue/battery/launcher-1/round-{number}" for number in range(5, 80)]
    for number in range(1, 80):
        log.round_ends(30.0 + number, number, log.launches(25.0 + number, number, acquired), reasons.ROUND_FAILED)
    log.hits(500.0, CRUISE)
    assert len(explain(log.recording(), CRUISE).splitlines()) <= 40


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cruise/1", "red/cruise/1"),
        ("cruise", "red/cruise/1"),
        ("red/cruise", "red/cruise/1"),
        ("red/cruse/1", "red/cruise/1"),
        ("blue/post", "red/"),
        ("\x1b[31m", "red/"),
    ],
)
def test_an_unknown_name_is_answered_with_a_known_one(log: Any, typed: str, meant: str) -> None:
    with pytest.raises(InputError, match=meant) as caught:
        explain(log.recording(), typed)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (clock(0.0), "00:00"),
        (clock(61.6), "01:02"),
        (clock(6000.0), "100:00"),
        (lasting(0.4), "0 s"),
        (lasting(59.6), "1 min"),
        (lasting(190.0), "3 min 10 s"),
        (lasting(840.0), "14 min"),
        (listed([]), ""),
        (listed(["a"]), "a"),
        (listed(["a", "b"]), "a and b"),
        (listed(list("abcdef"), 4), "a, b, c and 3 more"),
        (units(["blue/p-2", "blue/s", "blue/p-1", "blue/p-10"]), "blue/p-1, -2, -10 and blue/s"),
        (away(0.0, 8_000.0), "8.0 km north"),
        (away(-84_000.0, -84_000.0), "119 km south-west"),
        (f"{height(100_000.0, 0.0, -500.0):.0f}", "280"),
    ],
)
def test_phrases(phrase: str, expected: str) -> None:
    assert phrase == expected


@pytest.mark.parametrize(
    ("so_far", "words"), [(0.5, "It reaches place/depot, but does no damage."), (2.0, "which is destroyed already.")]
)
def test_a_hit_that_does_nothing_says_why(log: Any, so_far: float, words: str) -> None:
    log.enters(CRUISE, 1.0)
    log.hits(240.0, CRUISE, damage=0.0, so_far=so_far)
    assert words in explain(log.recording(), CRUISE)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (reasons.TRACK_LOST, "the target is lost by the engagement sensor"),
        (reasons.LEFT_ENVELOPE, "the target is outside the launch envelope"),
        # What becomes of the target is no reason to break off: the unit's own state is.
        (reasons.NO_ROUND, "no round was ready"),
        (reasons.ASSESSED_UNKNOWN, "the target is perhaps killed, nothing looked that would have shown it"),
    ],
)
def test_who_breaks_off_says_why_in_a_crews_words(log: Any, why: int, said: str) -> None:
    log.enters(CRUISE, 1.0)
    log.detects(92.0, CRUISE)
    log.tracks(100.0, 7, CRUISE)
    log.declares(110.0, 7)
    log.orders(190.0, 7, 3)
    acquired = log.acquires(196.0, 100, 3, CRUISE, log.accepts(191.0, 7, 3))
    log.round_ends(205.0, 1, log.launches(203.0, 1, acquired), reasons.ROUND_FAILED)
    log.row(216.0, "ended", CHANNEL, why=why, cause=acquired, v0=100)
    story = " ".join(explain(log.recording(), CRUISE).split())
    assert f"blue/battery breaks off: {said}." in story


def test_what_a_crew_does_already_is_no_refusal(log: Any) -> None:
    # It was said of a battery at work that it would take its target on by itself, but that was under engagement.
    acquired = log.engaged(CRUISE, track=1, order=0, t=20.0)
    log.orders(22.0, 1, 1)
    log.row(23.0, "refused", BATTERY, why=reasons.ENGAGED, v0=1, v1=1)
    log.tracks(24.0, 2, CRUISE, BATTERY)
    log.orders(25.0, 2, 2, post=BATTERY)
    log.row(25.0, "refused", BATTERY, why=reasons.ENGAGED, v0=2, v1=2)
    log.row(40.0, "ended", CHANNEL, why=reasons.TRACK_LOST, cause=acquired, v0=100)
    log.orders(50.0, 1, 3)
    log.row(51.0, "refused", BATTERY, why=reasons.ENGAGED, v0=1, v1=3)
    said = explain(log.recording(), CRUISE)
    assert "blue/post orders blue/battery to engage it, which it does already." in said
    assert "would take it on" not in said
    assert "00:50  blue/post orders blue/battery to engage it, but it is under engagement." in said
