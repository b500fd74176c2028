"""The books of a log: what balances passes, and each way to cook them is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.analysis.accounting import AccountingError, check_accounting
from shieldwall.record import reasons

CRUISE, STRIKE, BOMB = "red/cruise/1", "red/strike/1", "red/strike/1/guided-bomb-1"
ROUND, CHANNEL = "blue/battery/launcher-1/round-1", "blue/battery/track-channel-01"


def sound(log: Any) -> int:
    launched: int = log.launches(25.0, 1, log.engaged(CRUISE))
    log.kills(40.0, CRUISE, log.passes(40.0, 1, CRUISE, launched))
    return launched


def two_ends(log: Any) -> None:
    log.hits(500.0, CRUISE)


def end_of_a_stranger(log: Any) -> None:
    log.hits(500.0, STRIKE)


def two_entries(log: Any) -> None:
    log.enters(CRUISE)


def no_threat_enters(log: Any) -> None:
    log.enters("blue/post")


def launched_twice(log: Any) -> None:
    log.launches(60.0, 1, log.engaged(STRIKE, 2, 200, 2, 50.0), own=200)


def ended_after_its_kill(log: Any) -> None:
    log.round_ends(41.0, 1, 0, reasons.PASSED_TARGET)


def shot_without_a_track(log: Any) -> None:
    log.launches(60.0, 2, -1)


def shot_on_an_order_alone(log: Any) -> None:
    log.launches(60.0, 2, log.accepts(55.0, 1, 3))


def burst_without_a_track(log: Any) -> None:
    log.row(60.0, "burst", CHANNEL, v0=60.0)


def kill_without_a_pass(log: Any) -> None:
    log.enters(STRIKE)
    log.kills(60.0, STRIKE, -1)


def too_many_bursts(log: Any) -> None:
    acquired = log.engaged(STRIKE, 2, 200, 2, 50.0)
    for number in range(3):
        log.row(60.0 + number, "burst", CHANNEL, cause=acquired, v0=60.0)


def too_many_rounds(log: Any) -> None:
    log.header["units"]["blue/battery"]["rounds"]["missile"] = 0


def cause_from_the_future(log: Any) -> None:
    log.launches(60.0, 2, 10_000)


def more_damage_than_there_is(log: Any) -> None:
    log.enters(BOMB)
    log.hits(500.0, BOMB, damage=2.5, so_far=2.5)


def test_a_sound_log_balances(log: Any) -> None:
    sound(log)
    log.enters(STRIKE)
    log.row(50.0, "exits", BOMB, why=reasons.CARRIER_LOST)
    check_accounting(log.recording())


@pytest.mark.parametrize(
    ("cook", "said"),
    [
        (two_ends, "red/cruise/1 ends twice"),
        (end_of_a_stranger, "red/strike/1 ends in row .* without having entered"),
        (two_entries, "red/cruise/1 enters 2 times"),
        (no_threat_enters, "blue/post enters, but is no threat"),
        (launched_twice, "round-1 is launched 2 times"),
        (ended_after_its_kill, "round-1 ends 2 times"),
        (shot_without_a_track, "has no cause that allows it"),
        (shot_on_an_order_alone, "has no cause that allows it"),
        (burst_without_a_track, "has no cause that allows it"),
        (kill_without_a_pass, "has no cause that allows it"),
        (too_many_bursts, "blue/battery fires 3 times with gun and was loaded for 2"),
        (too_many_rounds, "blue/battery fires 1 time with missile and was loaded for 0"),
        (cause_from_the_future, "is caused by a later one"),
        (more_damage_than_there_is, "place/depot takes a damage of 2.5"),
    ],
)
def test_a_cooked_log_does_not(log: Any, cook: Callable[[Any], None], said: str) -> None:
    sound(log)
    cook(log)
    with pytest.raises(AccountingError, match=said):
        check_accounting(log.recording())
