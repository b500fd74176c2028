"""Times from detection to launch, per threat and shooter, and what became of every order."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.analysis.chain_times import (
    ANOTHER,
    FIRED,
    NOT_ACQUIRED,
    NOT_FIRED,
    REFUSED_ORDER,
    UNANSWERED,
    UNDER_WAY,
    Medians,
    chain_times,
)
from shieldwall.exercise.runs import Run
from shieldwall.quantities.errors import InputError
from shieldwall.record import reasons
from shieldwall.record.reasons import WORDS

BATTERY, CRUISE, STRIKE, WATCH = "blue/battery", "red/cruise/1", "red/strike/1", "red/watch/1"
OTHER_CHANNEL = "blue/battery/track-channel-02"


def shot_at(log: Any) -> None:
    """Detected at 5 s, tracked and declared at 10, ordered at 16, taken at 17, acquired at 20, fired at at 26."""
    acquired = log.engaged(CRUISE)
    log.launches(26.0, 1, acquired)


def fates(log: Any) -> list[tuple[str, str]]:
    return [(order.fate, order.reason) for order in chain_times(log.recording()).orders]


def test_every_step_of_a_shot_has_its_time(log: Any) -> None:
    shot_at(log)
    chain = chain_times(log.recording()).chains[0]
    assert chain == (CRUISE, "cruise-missile", BATTERY, "e", 1, 5.0, 10.0, 10.0, 16.0, 17.0, 20.0, 26.0)


def test_medians_are_of_the_steps_from_one_to_the_next(log: Any) -> None:
    shot_at(log)
    assert chain_times(log.recording()).medians == [
        Medians("cruise-missile", "e", 1, (5.0, 0.0, 6.0, 1.0, 3.0, 6.0, 16.0))
    ]


def test_a_shot_has_the_times_of_the_order_that_led_to_it(log: Any) -> None:
    log.known(CRUISE)
    log.orders(12.0, 1, 0)
    log.row(13.0, "refused", BATTERY, why=reasons.NO_CHANNEL, v0=1, v1=0)
    log.orders(40.0, 1, 1)
    acquired = log.acquires(50.0, 100, 1, CRUISE, log.accepts(41.0, 1, 1))
    log.launches(55.0, 1, acquired)
    chain = chain_times(log.recording()).chains[0]
    assert (chain.orders, chain.ordered, chain.accepted, chain.acquired, chain.launched) == (2, 40.0, 41.0, 50.0, 55.0)


def test_where_nobody_shot_the_first_of_each_step_counts(log: Any) -> None:
    log.known(CRUISE)
    log.orders(12.0, 1, 0)
    log.orders(40.0, 1, 1)
    log.accepts(41.0, 1, 1)
    found = chain_times(log.recording())
    assert (found.chains[0].ordered, found.chains[0].accepted, found.chains[0].launched) == (12.0, 41.0, None)
    assert found.medians == []


def test_whom_nobody_was_ordered_to_engage_has_a_row_without_a_shooter(log: Any) -> None:
    log.enters(WATCH)
    log.detects(7.0, WATCH)
    chain = chain_times(log.recording()).chains[0]
    assert chain == (WATCH, "aircraft", "", "", 0, 7.0, None, None, None, None, None, None)


def test_an_order_that_led_to_a_shot(log: Any) -> None:
    shot_at(log)
    assert fates(log) == [(FIRED, "")]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [(True, (NOT_ACQUIRED, WORDS[reasons.NOT_ACQUIRED])), (False, (UNDER_WAY, ""))],
)
def test_an_order_that_timed_out_or_still_searches(log: Any, ended: bool, expected: tuple[str, str]) -> None:
    log.known(CRUISE)
    log.orders(12.0, 1, 0)
    accepted = log.accepts(13.0, 1, 0)
    if ended:
        log.row(28.0, "ended", "blue/battery/track-channel-01", why=reasons.NOT_ACQUIRED, cause=accepted, v0=100)
    assert fates(log) == [expected]


def test_an_order_that_was_acquired_and_not_fired(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    log.row(40.0, "ended", "blue/battery/track-channel-01", why=reasons.TRACK_LOST, cause=acquired, v0=100)
    assert fates(log) == [(NOT_FIRED, WORDS[reasons.TRACK_LOST])]


def test_refusals_by_reason_and_silence(log: Any) -> None:
    log.known(CRUISE)
    log.orders(12.0, 1, 0)
    log.row(13.0, "refused", BATTERY, why=reasons.NO_CHANNEL, v0=1, v1=0)
    log.orders(40.0, 1, 1)
    assert fates(log) == [(REFUSED_ORDER, WORDS[reasons.NO_CHANNEL]), (UNANSWERED, "")]


def test_a_shot_at_another_than_was_ordered_is_told_apart(log: Any) -> None:
    log.known(CRUISE)
    log.known(STRIKE, track=2, t=11.0)
    log.orders(16.0, 1, 0)
    acquired = log.acquires(20.0, 100, 0, STRIKE, log.accepts(17.0, 1, 0))
    log.launches(26.0, 1, acquired)
    assert fates(log) == [(FIRED, ANOTHER)]


def test_orders_are_counted_by_system_and_fate(log: Any) -> None:
    log.known(CRUISE)
    for order in range(3):
        log.orders(12.0 + order, 1, order)
    assert [(one.system, one.fate, one.number) for one in chain_times(log.recording()).counts] == [("e", UNANSWERED, 3)]


def test_one_threat_can_be_asked_for(log: Any) -> None:
    shot_at(log)
    log.enters(WATCH)
    run = Run(log.recording())
    assert [chain.threat for chain in run.chain(CRUISE).chains] == [CRUISE]
    assert [order.threat for order in run.chain().orders] == [CRUISE]
    assert run.chain(WATCH).counts == []
    with pytest.raises(InputError, match='there is no threat "red/cruse/1" in this run'):
        run.chain("red/cruse/1")
