"""Every threat has one fate, by the rules of the field's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.analysis.fates import outcomes
from shieldwall.record import reasons

STRIKE, BOMB, CRUISE, WATCH = "red/strike/1", "red/strike/1/guided-bomb-1", "red/cruise/1", "red/watch/1"


def outcome(log: Any, threat: str) -> dict[str, Any]:
    table = outcomes(log.recording())
    return next(row for row in table.iter_rows(named=True) if row["threat"] == threat)


def shot_down(log: Any, threat: str, t: float = 40.0) -> None:
    launched = log.launches(25.0, 1, log.engaged(threat))
    log.kills(t, threat, log.passes(t, 1, threat, launched))


def hit(log: Any) -> None:
    log.hits(500.0, CRUISE)


def looked(log: Any) -> None:
    log.row(500.0, "looked", WATCH, "place/depot", v0=2e4)


def released(log: Any, t: float = 500.0) -> None:
    log.row(t, "released", STRIKE, BOMB)


def released_and_home(log: Any) -> None:
    released(log)
    log.row(600.0, "exits", STRIKE, why=reasons.HOME_AFTER_RELEASE)


def home(log: Any, threat: str = STRIKE) -> None:
    log.row(500.0, "exits", threat, why=reasons.HOME_UNRELEASED)


def fell_short(log: Any) -> None:
    home(log, BOMB)


def nothing(log: Any) -> None:
    log.row(900.0, "unsent", "blue/post", "blue/battery")


@pytest.mark.parametrize(
    ("threat", "happens", "fate", "t", "place"),
    [
        (CRUISE, hit, "leaked", 500.0, "place/depot"),
        (WATCH, looked, "leaked", 500.0, "place/depot"),
        (STRIKE, released, "delivered", 500.0, None),
        (STRIKE, released_and_home, "delivered", 500.0, None),
        (STRIKE, home, "recovered", 500.0, None),
        (BOMB, fell_short, "expired", 500.0, None),
        (STRIKE, nothing, "expired", 1000.0, None),
        (CRUISE, nothing, "expired", 1000.0, None),
    ],
)
def test_fates_of_threats_that_lived(
    log: Any, threat: str, happens: Callable[[Any], None], fate: str, t: float, place: str | None
) -> None:
    log.enters(threat)
    happens(log)
    row = outcome(log, threat)
    assert (row["fate"], row["t_s"], row["place"]) == (fate, t, place)
    assert row["killed_by"] is None
    assert row["stage"] == "unseen"


def test_a_killed_threat_says_by_what(log: Any) -> None:
    shot_down(log, CRUISE)
    row = outcome(log, CRUISE)
    assert (row["fate"], row["stage"], row["t_s"], row["shots"]) == ("killed", "killed", 40.0, 1)
    assert row["killed_by"] == "blue/battery/launcher-1/round-1"
    assert row["reason"] == "a Missile of blue/battery"
    assert not row["released"]


def test_the_guns_kill_too(log: Any) -> None:
    burst = log.row(25.0, "burst", "blue/battery/track-channel-01", cause=log.engaged(CRUISE), v0=60.0, v1=0.5)
    log.kills(25.0, CRUISE, burst, "blue/battery/track-channel-01")
    assert outcome(log, CRUISE)["reason"] == "the guns of blue/battery"


def test_an_aircraft_killed_after_its_release_is_killed_and_says_so(log: Any) -> None:
    acquired = log.engaged(STRIKE)
    released(log, 30.0)
    launched = log.launches(35.0, 1, acquired)
    log.kills(40.0, STRIKE, log.passes(40.0, 1, STRIKE, launched))
    row = outcome(log, STRIKE)
    assert (row["fate"], row["released"]) == ("killed", True)


def test_an_aircraft_killed_after_its_look_has_leaked(log: Any) -> None:
    acquired = log.engaged(WATCH)
    log.row(30.0, "looked", WATCH, "place/depot", v0=2e4)
    launched = log.launches(35.0, 1, acquired)
    log.kills(40.0, WATCH, log.passes(40.0, 1, WATCH, launched))
    row = outcome(log, WATCH)
    assert (row["fate"], row["t_s"]) == ("leaked", 30.0)
    assert row["stage"] == "assigned", "what comes after the look does not explain it"
    assert row["killed_by"] is not None
    assert row["engaged_s"] == 35.0


def test_a_weapon_never_released_is_no_threat(log: Any) -> None:
    shot_down(log, STRIKE)
    log.row(50.0, "exits", BOMB, why=reasons.CARRIER_LOST)
    assert outcomes(log.recording())["threat"].to_list() == [STRIKE]


def test_times_are_the_first_of_each(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    log.detects(15.0, CRUISE, "blue/battery/search")
    log.launches(25.0, 1, acquired)
    log.launches(28.0, 2, acquired)
    row = outcome(log, CRUISE)
    assert (row["detected_s"], row["tracked_s"], row["engaged_s"], row["shots"]) == (5.0, 10.0, 25.0, 2)


def test_without_threats_the_table_is_empty_and_keeps_its_columns(log: Any) -> None:
    table = outcomes(log.recording())
    assert table.is_empty()
    assert {"threat", "fate", "stage", "reason", "t_s", "shots"} <= set(table.columns)
