"""Who was taken for whom: victims, raiders that were spared, and the story of a flight that is not of the raid."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.analysis.accounting import check_accounting
from shieldwall.analysis.events import events
from shieldwall.analysis.explain import explain
from shieldwall.analysis.fates import outcome_rows
from shieldwall.analysis.identity import mistakes, victims
from shieldwall.analysis.measures import measures
from shieldwall.analysis.rows import Log
from shieldwall.record import reasons

AIRLINER, PATROL = "neutral/airliner/1", "blue/patrol/1"
STRIKE, CRUISE, POST = "red/strike/1", "red/cruise/1", "blue/post"


@pytest.fixture
def sky(log: Any) -> Any:
    """The small log, with an airliner and an own aircraft."""
    route = [[0.0, 9e4, 0.0, 1e4], [500.0, 0.0, 0.0, 1e4]]
    told = {"title": "Airliner", "kind": "aircraft", "side": "neutral", "mission": "fly north", "route": route}
    log.header["traffic"] = {AIRLINER: told, PATROL: {**told, "title": "Fighter", "side": "blue"}}
    log.header["names"] += [AIRLINER, PATROL]
    return log


def shot_down(sky: Any) -> None:
    """The airliner is declared hostile for its silence and shot down; the bomber is held for neutral and leaks."""
    sky.enters(AIRLINER)
    sky.tracks(10.0, 7, AIRLINER)
    declared = sky.row(15.0, "declared", POST, why=reasons.NO_IFF_ANSWER, v0=7, v1=0.95)
    sky.orders(16.0, 7, 0)
    accepted = sky.accepts(17.0, 7, 0)
    acquired = sky.acquires(20.0, 100, 0, AIRLINER, accepted)
    launched = sky.launches(25.0, 1, acquired)
    sky.kills(40.0, AIRLINER, sky.passes(40.0, 1, AIRLINER, launched))
    assert declared >= 0
    sky.enters(CRUISE)
    sky.tracks(10.0, 8, CRUISE)
    sky.row(30.0, "taken-for-neutral", POST, why=reasons.IN_CORRIDOR, v0=8, v1=0.03)
    sky.hits(90.0, CRUISE)


def test_a_victim_is_no_kill_and_no_threat(sky: Any) -> None:
    shot_down(sky)
    recording = sky.recording()
    check_accounting(recording)
    found = measures(recording)
    assert (found["victims"], found["misidentified"], found["kills"], found["killed"]) == ([AIRLINER], 1, 0, 0)
    assert (found["threats"], found["leakers"], found["spared"], found["leakers_spared"]) == (1, 1, 1, 1)
    assert [row["threat"] for row in outcome_rows(recording)] == [CRUISE]


def test_a_victim_names_who_declared_it_and_why(sky: Any) -> None:
    shot_down(sky)
    log = Log(sky.recording())
    (victim,) = victims(log)
    assert (victim.name, victim.side, victim.t, victim.by) == (AIRLINER, "neutral", 40.0, "a Missile of blue/battery")
    assert victim.mistake is not None
    assert (victim.mistake.unit, victim.mistake.why) == (POST, "it does not answer")
    assert [(one.body, one.held_for) for one in mistakes(log)] == [(AIRLINER, "hostile"), (CRUISE, "neutral")]


def test_the_story_of_a_victim_and_of_who_was_spared(sky: Any) -> None:
    shot_down(sky)
    recording = sky.recording()
    told = explain(recording, AIRLINER)
    assert "blue/post declares it hostile: it does not answer." in told
    assert "A victim: shot down at 00:40 by a Missile of blue/battery; blue/post had declared it hostile" in told
    assert "blue/post holds it for neutral: it keeps to a corridor." in explain(recording, CRUISE)
    said = events(recording)["sentence"].to_list()
    assert f"{POST} declares track 7, {AIRLINER}, hostile: it does not answer." in said
    assert f"{POST} holds track 8, {CRUISE}, for neutral: it keeps to a corridor." in said


def test_the_story_of_a_neutral_names_all_who_held_it_hostile_each_once(sky: Any) -> None:
    """The post by time alone, and of a second track with a reason; the battery is the first to begin with one."""
    sky.enters(PATROL)
    for t, track, unit, why in (
        (15.0, 7, POST, reasons.NO_REASON),
        (20.0, 8, POST, reasons.OF_A_RAID),
        (25.0, 9, "blue/battery", reasons.OF_A_RAID),
    ):
        sky.tracks(t - 5.0, track, PATROL, unit)
        sky.declares(t, track, unit, why)
    lines = [line[7:] for line in explain(sky.recording(), PATROL).splitlines() if "hostile" in line]
    assert lines == [
        "blue/post declares it hostile.",
        "blue/battery declares it hostile: it flies as another does that was declared hostile.",
    ]


def test_who_was_left_alone_is_no_victim(sky: Any) -> None:
    sky.enters(PATROL)
    sky.tracks(10.0, 7, PATROL)
    sky.row(15.0, "taken-for-friendly", POST, why=reasons.ANSWERED_MILITARY, v0=7, v1=0.01)
    sky.row(90.0, "exits", PATROL, why=reasons.AIRWAY_ENDS)
    recording = sky.recording()
    assert measures(recording)["victims"] == []
    assert measures(recording)["spared"] == measures(recording)["misidentified"] == 0
    assert "an own aircraft" in explain(recording, PATROL)
    assert "It was not shot down." in explain(recording, PATROL)
    check_accounting(recording)


def test_a_declaration_by_time_alone_gives_no_reason(log: Any) -> None:
    log.known(STRIKE)
    assert "blue/post declares track 1, red/strike/1, hostile." in events(log.recording())["sentence"].to_list()
