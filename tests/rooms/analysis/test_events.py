"""The log in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from shieldwall.analysis.events import events
from shieldwall.record import reasons
from shieldwall.record.kinds import KINDS

CRUISE, STRIKE = "red/cruise/1", "red/strike/1"


def test_a_row_has_its_names_and_its_sentence(log: Any) -> None:
    log.sees(5.0, CRUISE, reasons.MASKED)
    row = events(log.recording()).row(0, named=True)
    assert row["kind"] == "sight"
    assert (row["who"], row["whom"], row["threat"], row["cause"]) == ("blue/post/radar", CRUISE, CRUISE, None)
    assert row["why"] == "masked by terrain"
    assert row["sentence"] == "For blue/post/radar, red/cruise/1 is masked by terrain, 80.0 km away."


def test_a_track_is_reported_with_the_threat_that_it_follows(log: Any) -> None:
    log.tracks(5.0, 7, CRUISE)
    log.tracks(6.0, 8, "")
    sentences = events(log.recording())["sentence"].to_list()
    assert sentences[0] == "blue/post holds track 7, red/cruise/1."
    assert sentences[1] == "Track 7 of blue/post now follows red/cruise/1."
    assert sentences[2] == "blue/post holds track 8, a false track."


def test_causes_are_rows(log: Any) -> None:
    acquired = log.engaged(CRUISE)
    launched = log.launches(25.0, 1, acquired)
    table = events(log.recording())
    assert table["cause"][launched] == acquired
    assert table["sentence"][launched] == ("blue/battery/launcher-1/round-1 is launched at red/cruise/1, 20 s to fly.")


def test_every_kind_has_a_sentence_that_can_be_filled(log: Any) -> None:
    for kind in KINDS.values():
        log.row(1.0, kind.name, "blue/post", "blue/battery", reasons.MASKED)
    for sentence in events(log.recording())["sentence"].to_list():
        assert sentence.endswith(".")
        assert "{" not in sentence


@pytest.mark.parametrize(("number", "ending"), [(0.0, "s"), (1.0, ""), (2.0, "s")])
def test_one_is_no_plural(log: Any, number: float, ending: str) -> None:
    """Whatever a kind counts: `1 round` and `2 rounds`."""
    for kind in KINDS.values():
        log.row(1.0, kind.name, "blue/post", "blue/battery", reasons.MASKED, v0=number, v1=number)
    said = events(log.recording())["sentence"].to_list()
    nouns = [noun for sentence in said for noun in re.findall(rf"(?<![\w.]){number:.0f} (\w{{3,}})\b", sentence)]
    plain = {"against", "to", "now"}
    counted = {f"{noun}{ending}" for noun in ("round", "link", "track", "decision")}
    assert {noun for noun in nouns if noun not in plain} == counted


def test_an_empty_log_gives_an_empty_table(log: Any) -> None:
    assert events(log.recording()).is_empty()
