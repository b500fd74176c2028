"""The seller's switch in stories: what a unit lost stands where it happened, in the reason, and in the verdict."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.analysis.explain import explain
from shieldwall.analysis.fates import outcome_rows
from shieldwall.record import reasons

CRUISE = "red/cruise/1"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("switched-off", "was switched off by its seller"),
        ("radars-taken", "lost its radars by its seller's switch"),
        ("nets-taken", "was cut off from its nets by its seller's switch"),
        ("launches-taken", "was barred from launching by its seller's switch"),
    ],
)
def test_the_story_says_what_the_switch_took_and_when(log: Any, kind: str, words: str) -> None:
    log.known(CRUISE)
    log.row(60.0, kind, "blue/battery")
    log.hits(240.0, CRUISE, damage=1.0, so_far=1.0)
    story = " ".join(explain(log.recording(), CRUISE).split())
    assert f"01:00 blue/battery {words}." in story
    assert story.endswith(f"battery {words} at 01:00.")


def test_a_switch_that_acts_after_the_end_is_none_of_its_story(log: Any) -> None:
    log.known(CRUISE)
    log.hits(240.0, CRUISE, damage=1.0, so_far=1.0)
    log.row(300.0, "switched-off", "blue/battery")
    assert "seller" not in explain(log.recording(), CRUISE)


@pytest.mark.parametrize(("kind", "why"), [("switched-off", reasons.UNIT_OFF), ("radars-taken", reasons.RADAR_BARRED)])
def test_whom_the_only_radar_would_have_seen_is_unseen_by_the_switch(log: Any, kind: str, why: int) -> None:
    log.row(1.0, kind, "blue/post")
    log.enters(CRUISE, 10.0)
    log.hits(240.0, CRUISE, damage=1.0, so_far=1.0)
    (row,) = [row for row in outcome_rows(log.recording()) if row["threat"] == CRUISE]
    assert (row["stage"], row["reason"]) == ("unseen", reasons.WORDS[why])


def test_what_a_post_evaluated_ends_when_it_is_switched_off(log: Any) -> None:
    log.known(CRUISE)
    log.evaluates(10.0, 1, reasons.NO_ROUND)
    log.row(20.0, "switched-off", "blue/post")
    log.tracks(30.0, 2, CRUISE, "blue/battery")
    log.declares(30.0, 2, "blue/battery")
    log.evaluates(30.0, 2, reasons.TOO_FAST, "blue/battery")
    log.hits(240.0, CRUISE, damage=1.0, so_far=1.0)
    (row,) = [row for row in outcome_rows(log.recording()) if row["threat"] == CRUISE]
    assert row["reason"] == reasons.WORDS[reasons.TOO_FAST]
