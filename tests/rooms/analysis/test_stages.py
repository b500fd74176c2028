"""How far the defence came with a threat, and what held it there longest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.analysis.ammunition import NOTHING_LEFT, RELOADING
from shieldwall.analysis.fates import outcomes
from shieldwall.analysis.holds import TAKEN_FOR_ANOTHER, Hold, longest, longest_together, timeline
from shieldwall.record import reasons
from shieldwall.record.reasons import WORDS

CRUISE, STRIKE = "red/cruise/1", "red/strike/1"
CHANNEL, SEARCH, TRACKER = "blue/battery/track-channel-01", "blue/battery/search", "blue/battery/track"


def never_looked_at(log: Any) -> None:
    log.enters(CRUISE)


def hidden(log: Any) -> None:
    """Out of one radar's range all the time, but the other's best is first the horizon, then, longer, a mountain."""
    log.enters(CRUISE)
    log.sees(1.0, CRUISE, reasons.OUT_OF_RANGE, SEARCH)
    log.sees(1.0, CRUISE, reasons.BELOW_HORIZON)
    log.sees(200.0, CRUISE, reasons.MASKED)


def blinded(log: Any) -> None:
    """It comes when the two units with search radars are gone."""
    log.enters(STRIKE)
    log.row(5.0, "unit-destroyed", STRIKE, "blue/post")
    log.row(6.0, "unit-destroyed", STRIKE, "blue/battery")
    log.enters(CRUISE, 10.0)


def faint(log: Any) -> None:
    hidden(log)
    log.sees(400.0, CRUISE, reasons.TOO_FAINT)
    log.sees(430.0, CRUISE, reasons.MASKED)


def in_view_only(log: Any) -> None:
    log.enters(CRUISE)
    log.sees(400.0, CRUISE, reasons.IN_VIEW)


def detected_once(log: Any) -> None:
    log.enters(CRUISE)
    log.sees(100.0, CRUISE)
    log.detects(101.0, CRUISE)
    log.sees(110.0, CRUISE, reasons.MASKED)


def detected_briefly(log: Any) -> None:
    log.enters(CRUISE)
    log.sees(450.0, CRUISE)
    log.detects(451.0, CRUISE)


def detected_and_not_confirmed(log: Any) -> None:
    log.enters(CRUISE)
    log.sees(100.0, CRUISE)
    log.detects(101.0, CRUISE)


def undeclared(log: Any) -> None:
    detected_and_not_confirmed(log)
    log.tracks(480.0, 1, CRUISE)
    log.evaluates(481.0, 1, reasons.NOT_DECLARED)


def lost_undeclared(log: Any) -> None:
    undeclared(log)
    log.row(490.0, "track-dropped", "blue/post", v0=1, v1=10.0)


def unjudged(log: Any) -> None:
    detected_and_not_confirmed(log)
    log.tracks(480.0, 1, CRUISE, "blue/battery")


def out_of_reach(log: Any) -> None:
    """Two pictures: what the better placed one says counts."""
    log.known(CRUISE)
    log.evaluates(10.0, 1, reasons.NO_CHANNEL)
    log.evaluates(60.0, 1, reasons.NO_UNIT_IN_REACH)
    log.tracks(20.0, 2, CRUISE, "blue/battery")
    log.evaluates(20.0, 2, reasons.NOT_APPROACHING, "blue/battery")


def hidden_when_it_came(log: Any) -> None:
    """Far away for five minutes, and hidden in the last two."""
    log.known(CRUISE)
    log.evaluates(10.0, 1, reasons.NO_UNIT_IN_REACH)
    log.evaluates(380.0, 1, reasons.UNSEEN_BY_FIRE_CONTROL)


def taken_for_another(log: Any) -> None:
    """The order was given for a track that followed another threat then, and this one later."""
    log.known(STRIKE)
    log.orders(20.0, 1, 0)
    log.known(CRUISE, 2, 30.0)
    log.row(40.0, "track-dropped", "blue/post", v0=2)
    log.follows(41.0, 1, CRUISE)


def refused(log: Any) -> None:
    log.known(CRUISE)
    log.orders(20.0, 1, 0)
    log.row(21.0, "refused", "blue/battery", why=reasons.OUTSIDE_SECTOR, v0=1, v1=0)
    log.evaluates(21.5, 1, reasons.OUTSIDE_SECTOR)
    log.evaluates(40.0, 1, reasons.NO_UNIT_IN_REACH)


def not_acquired(log: Any) -> None:
    refused(log)
    log.orders(50.0, 1, 1)
    accepted = log.accepts(51.0, 1, 1)
    log.row(90.0, "ended", CHANNEL, why=reasons.NOT_ACQUIRED, cause=accepted, v0=100)


def unanswered(log: Any) -> None:
    log.known(CRUISE)
    log.orders(20.0, 1, 0)
    log.evaluates(32.0, 1, reasons.NO_ANSWER)


def answered_when_it_was_over(log: Any) -> None:
    log.known(CRUISE)
    log.orders(499.5, 1, 0)
    log.accepts(500.5, 1, 0)


def waited(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    log.row(21.0, "waits", CHANNEL, why=reasons.REACTING, cause=acquired, v0=100, v1=0)
    log.row(25.0, "waits", CHANNEL, why=reasons.LEFT_ENVELOPE, cause=acquired, v0=100, v1=0)
    log.row(65.0, "ended", CHANNEL, why=reasons.LEFT_ENVELOPE, cause=acquired, v0=100)


def lost_before_a_shot(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    log.row(65.0, "ended", CHANNEL, why=reasons.TRACK_LOST, cause=acquired, v0=100)


def support_lost(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    first, second = log.launches(25.0, 1, acquired), log.launches(30.0, 2, acquired)
    log.round_ends(35.0, 1, first, reasons.ROUND_FAILED)
    log.round_ends(60.0, 2, second, reasons.SUPPORT_LOST)


def target_gone(log: Any) -> None:
    launched = log.launches(480.0, 1, log.engaged(CRUISE))
    log.round_ends(490.0, 1, launched, reasons.TARGET_GONE)


def still_flying(log: Any) -> None:
    log.launches(495.0, 1, log.engaged(CRUISE))


def neighbour_killed(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.enters(STRIKE)
    log.kills(40.0, STRIKE, log.passes(40.0, 1, STRIKE, launched))


def neighbour_met(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.enters(STRIKE)
    log.passes(40.0, 1, STRIKE, launched)
    log.round_ends(40.0, 1, launched, reasons.DETONATED_WITHOUT_KILL)


def fuze_failed(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.passes(40.0, 1, CRUISE, launched, reasons.FUZE_FAILED)
    log.round_ends(40.0, 1, launched, reasons.FUZE_FAILED)


def burst_without_kill(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(CRUISE))
    log.passes(40.0, 1, CRUISE, launched)
    log.round_ends(40.0, 1, launched, reasons.DETONATED_WITHOUT_KILL)


def guns_missed(log: Any) -> None:
    log.row(30.0, "burst", CHANNEL, cause=log.engaged(CRUISE), v0=60.0, v1=0.3)


def guns_could_not_hit(log: Any) -> None:
    log.row(30.0, "burst", CHANNEL, cause=log.engaged(CRUISE), v0=60.0, v1=0.0)


def reached_by_anothers_round(log: Any) -> None:
    launched = log.launches(25.0, 1, log.engaged(STRIKE))
    log.enters(CRUISE)
    log.passes(40.0, 1, CRUISE, launched, reasons.FUZE_FAILED)


@pytest.mark.parametrize(
    ("happens", "stage", "reason"),
    [
        (never_looked_at, "unseen", "where no sensor looked"),
        (hidden, "unseen", WORDS[reasons.MASKED]),
        (blinded, "unseen", WORDS[reasons.SENSOR_LOST]),
        (faint, "in view", WORDS[reasons.TOO_FAINT]),
        (in_view_only, "in view", "in view, but never long enough to be detected"),
        (detected_once, "detected", WORDS[reasons.MASKED]),
        (detected_and_not_confirmed, "detected", "in view for long, but its plots made no track"),
        (detected_briefly, "detected", "detected too seldom for a track"),
        (undeclared, "tracked", WORDS[reasons.NOT_DECLARED]),
        (lost_undeclared, "tracked", "lost again before it could be declared hostile"),
        (unjudged, "tracked", "known only to units that wait for orders"),
        (out_of_reach, "identified", WORDS[reasons.NO_UNIT_IN_REACH]),
        (hidden_when_it_came, "identified", WORDS[reasons.UNSEEN_BY_FIRE_CONTROL]),
        (taken_for_another, "identified", TAKEN_FOR_ANOTHER),
        (refused, "assigned", WORDS[reasons.OUTSIDE_SECTOR]),
        (not_acquired, "assigned", WORDS[reasons.NOT_ACQUIRED]),
        (unanswered, "assigned", WORDS[reasons.NO_ANSWER]),
        (answered_when_it_was_over, "assigned", WORDS[reasons.NO_ANSWER]),
        (waited, "assigned", WORDS[reasons.LEFT_ENVELOPE]),
        (lost_before_a_shot, "assigned", WORDS[reasons.TRACK_LOST]),
        (support_lost, "fired at", WORDS[reasons.SUPPORT_LOST]),
        (target_gone, "fired at", "the round came too late"),
        (still_flying, "fired at", "the round was still on its way"),
        (neighbour_killed, "fired at", "the round killed its neighbour"),
        (neighbour_met, "fired at", "the round went for its neighbour and did not kill it"),
        (guns_could_not_hit, "fired at", "the gun bursts missed"),
        (guns_missed, "reached", "the gun bursts missed"),
        (fuze_failed, "reached", WORDS[reasons.FUZE_FAILED]),
        (burst_without_kill, "reached", WORDS[reasons.DETONATED_WITHOUT_KILL]),
        (reached_by_anothers_round, "reached", WORDS[reasons.FUZE_FAILED]),
    ],
)
def test_stage_and_reason(log: Any, happens: Callable[[Any], None], stage: str, reason: str) -> None:
    happens(log)
    log.hits(500.0, CRUISE)
    table = outcomes(log.recording())
    row = next(row for row in table.iter_rows(named=True) if row["threat"] == CRUISE)
    assert (row["fate"], row["stage"], row["reason"]) == ("leaked", stage, reason)


def test_a_lost_sensor_hides_nothing_any_more(log: Any) -> None:
    hidden(log)
    log.enters(STRIKE)
    log.row(210.0, "unit-destroyed", STRIKE, "blue/post")
    log.hits(500.0, CRUISE)
    table = outcomes(log.recording())
    row = next(row for row in table.iter_rows(named=True) if row["threat"] == CRUISE)
    assert row["reason"] == WORDS[reasons.OUT_OF_RANGE]


def hold(begin: float, end: float, why: int) -> Hold:
    return Hold(begin, end, why, WORDS[why])


A, B, C = reasons.NO_UNIT_IN_REACH, reasons.NO_ROUND, reasons.NO_CHANNEL


@pytest.mark.parametrize(
    ("holds", "foremost"),
    [
        ([], None),
        ([hold(0, 10, A), hold(10, 15, B)], A),
        ([hold(0, 10, A), hold(0, 10, B)], B),
        ([hold(0, 10, A), hold(2, 8, B)], B),
        ([hold(0, 10, A), hold(4, 6, B)], A),
        ([hold(0, 5, C), hold(5, 10, A)], C),
        ([hold(0, 5, A), hold(5, 10, C)], A),
        ([hold(0, 5, A), hold(6, 8, C), hold(9, 13, C)], C),
        ([hold(3, 3, A), hold(4, 4, B)], B),
        ([hold(0, 9, reasons.MASKED)], None),
    ],
)
def test_the_foremost_reason_that_held_longest(holds: list[Hold], foremost: int | None) -> None:
    found = longest(holds, (A, B, C))
    assert (found.why if found else None) == foremost


def test_a_timeline_has_no_overlaps_and_joins_what_touches() -> None:
    found = timeline([hold(0, 4, A), hold(4, 10, A), hold(2, 6, B), hold(20, 30, C)], (A, B, C))
    assert [(part.begin, part.end, part.why) for part in found] == [(0, 2, A), (2, 6, B), (6, 10, A), (20, 30, C)]


def test_flights_of_rounds_add_up_even_when_they_overlap() -> None:
    found = longest_together([hold(0, 10, A), hold(2, 8, B), hold(3, 9, B)])
    assert found is not None
    assert found.why == B


def held_without_a_round(log: Any, reserve: int, launched: int) -> str:
    log.header["launchers"] = {"blue/battery/launcher-1": {"weapon": "missile", "ready": 4, "reserve": reserve}}
    log.header["units"]["blue/battery"]["rounds"] = {"missile": 4 + reserve}
    log.header["rounds"] = {"blue/battery/launcher-1": "missile"}
    acquired = log.engaged(STRIKE, track=2, own=200)
    for number in range(1, launched + 1):
        log.launches(30.0 + number, number, acquired, own=200)
    log.known(CRUISE)
    log.evaluates(50.0, 1, reasons.NO_ROUND)
    log.hits(300.0, CRUISE)
    (row,) = (one for one in outcomes(log.recording()).rows(named=True) if one["threat"] == CRUISE)
    return str(row["reason"])


@pytest.mark.parametrize(
    ("reserve", "launched", "said"),
    [(8, 4, RELOADING), (0, 4, NOTHING_LEFT), (8, 3, WORDS[reasons.NO_ROUND])],
)
def test_a_group_that_reloads_is_not_told_to_be_empty(log: Any, reserve: int, launched: int, said: str) -> None:
    """Four ready: with eight in reserve they are reloaded, with none nothing is left; with one ready, only not here."""
    assert held_without_a_round(log, reserve, launched) == said


def test_a_threat_killed_by_a_round_meant_for_another_says_for_whom(log: Any) -> None:
    acquired = log.engaged(STRIKE)
    log.enters(CRUISE)
    launched = log.launches(30.0, 1, acquired)
    log.kills(40.0, CRUISE, launched)
    (row,) = (one for one in outcomes(log.recording()).rows(named=True) if one["threat"] == CRUISE)
    assert (row["shots"], row["reason"]) == (0, f"a Missile of blue/battery, fired at {STRIKE}")
